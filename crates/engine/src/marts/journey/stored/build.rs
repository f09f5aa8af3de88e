//! Making the stored journey anew, on the walk over all customers' lives.

use std::sync::{Mutex, PoisonError};

use bellwether_model::{DayClock, JourneyHistory};

use super::case_tails::{ANEW, CASE_TAILS, TailRows};
use super::fold::{JourneyRows, fold};
use super::placer::{Placer, PlacerError};
use super::tables::{HandoffRows, JOURNEY_HANDOFFS, JOURNEY_TOUCHES, TouchRows};
use crate::lake::WrittenFile;
use crate::marts::error::MartError;
use crate::marts::mart::{LifeFold, MartBuild, MartInput, MartUpdate};
use crate::marts::storage::{BucketWriter, MartTable, TableChange, rows_of};
use crate::walk::{Life, Walk};

/// Rows handed to the writer at once.
const BATCH_ROWS: usize = 32_768;

/// The journey being made anew.
pub(super) struct JourneyBuild<'a> {
    walk: Walk<'a>,
    history: &'a JourneyHistory,
    /// Of the folds that have ended.
    files: Mutex<[Vec<WrittenFile>; 3]>,
}

/// One thread's part of it.
struct JourneyFold<'a> {
    build: &'a JourneyBuild<'a>,
    placer: Result<Placer<'a>, PlacerError>,
    days: DayClock,
    touches: (BucketWriter<'a>, TouchRows),
    /// Handoffs that were taken over, and those that wait: in files apart, for the one stay as they are and the others change with each touch.
    handoffs: [(BucketWriter<'a>, HandoffRows); 2],
    tails: (BucketWriter<'a>, TailRows),
}

impl<'a> JourneyBuild<'a> {
    pub(super) fn new(input: &MartInput<'a>) -> Self {
        Self { walk: input.walk, history: input.journey, files: Mutex::default() }
    }
}

impl MartBuild for JourneyBuild<'_> {
    fn fold(&self) -> Box<dyn LifeFold + '_> {
        let writer = |table: &MartTable| BucketWriter::new(self.walk.lake, table.name, (table.schema)());
        Box::new(JourneyFold {
            build: self,
            placer: Placer::new(self.history),
            days: self.walk.calendar.clock(),
            touches: (writer(&JOURNEY_TOUCHES), TouchRows::default()),
            handoffs: [(); 2].map(|()| (writer(&JOURNEY_HANDOFFS), HandoffRows::default())),
            tails: (BucketWriter::quick(self.walk.lake, CASE_TAILS.name, (CASE_TAILS.schema)()), TailRows::new(ANEW)),
        })
    }

    fn finish(self: Box<Self>) -> Result<MartUpdate, MartError> {
        let files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let rows = files.iter().map(|files| rows_of(files)).collect();
        Ok(MartUpdate { tables: files.map(TableChange::anew).into(), rows, customers: None })
    }
}

impl LifeFold for JourneyFold<'_> {
    fn add(&mut self, life: &Life<'_>) -> Result<(), MartError> {
        let Self { placer, days, touches, handoffs: [taken, waiting], tails, .. } = self;
        let placer = placer.as_mut().map_err(|error| MartError::from(error.clone()))?;
        let mut rows = JourneyRows::default();
        fold(life.touches, |_| None, placer, days, &mut rows);
        rows.touches.iter().for_each(|row| touches.1.add(life.bucket, life.customer, row));
        for row in &rows.handoffs {
            let of_kind = if row.taken_at.is_some() { &mut *taken } else { &mut *waiting };
            of_kind.1.add(life.bucket, life.customer, row);
        }
        tails.1.add_runs(life.bucket, life.customer, &rows.runs)?;
        self.write(BATCH_ROWS)
    }

    fn end_bucket(&mut self, bucket: i32) -> Result<(), MartError> {
        self.write(1)?;
        let Self { touches, handoffs, tails, .. } = self;
        handoffs.iter_mut().try_for_each(|(writer, _)| writer.end_bucket(bucket))?;
        touches.0.end_bucket(bucket)?;
        Ok(tails.0.end_bucket(bucket)?)
    }

    fn finish(self: Box<Self>) -> Result<(), MartError> {
        let [taken, waiting] = self.handoffs.map(|(writer, _)| writer.finish());
        let mut handoffs = taken?;
        handoffs.extend(waiting?);
        let ended = [self.touches.0.finish()?, handoffs, self.tails.0.finish()?];
        let mut files = self.build.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.iter_mut().zip(ended).for_each(|(files, ended)| files.extend(ended));
        Ok(())
    }
}

impl JourneyFold<'_> {
    /// Writes the rows of each table of which there are so many.
    fn write(&mut self, rows: usize) -> Result<(), MartError> {
        let Self { touches, handoffs, tails, .. } = self;
        if touches.1.rows >= rows {
            touches.0.write(&touches.1.take()?)?;
        }
        for (writer, handoffs) in handoffs.iter_mut().filter(|(_, handoffs)| handoffs.rows >= rows) {
            writer.write(&handoffs.take()?)?;
        }
        if tails.1.rows >= rows {
            tails.0.write(&tails.1.take()?)?;
        }
        Ok(())
    }
}
