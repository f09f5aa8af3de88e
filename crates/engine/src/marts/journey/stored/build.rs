//! Making the stored journey anew, on the walk over all customers' lives.

use std::sync::{Mutex, PoisonError};

use bellwether_model::{DayClock, JourneyHistory};

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
    files: Mutex<[Vec<WrittenFile>; 2]>,
}

/// One thread's part of it.
struct JourneyFold<'a> {
    build: &'a JourneyBuild<'a>,
    placer: Result<Placer<'a>, PlacerError>,
    days: DayClock,
    touches: (BucketWriter<'a>, TouchRows),
    handoffs: (BucketWriter<'a>, HandoffRows),
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
            handoffs: (writer(&JOURNEY_HANDOFFS), HandoffRows::default()),
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
        let Self { placer, days, touches, handoffs, .. } = self;
        let placer = placer.as_mut().map_err(|error| MartError::from(error.clone()))?;
        let mut rows = JourneyRows::default();
        fold(life.touches, placer, days, &mut rows);
        rows.touches.iter().for_each(|row| touches.1.add(life.bucket, life.customer, row));
        rows.handoffs.iter().for_each(|row| handoffs.1.add(life.bucket, life.customer, row));
        if touches.1.rows >= BATCH_ROWS {
            touches.0.write(&touches.1.take()?)?;
        }
        if handoffs.1.rows >= BATCH_ROWS {
            handoffs.0.write(&handoffs.1.take()?)?;
        }
        Ok(())
    }

    fn end_bucket(&mut self, bucket: i32) -> Result<(), MartError> {
        let Self { touches, handoffs, .. } = self;
        touches.0.write(&touches.1.take()?)?;
        handoffs.0.write(&handoffs.1.take()?)?;
        touches.0.end_bucket(bucket)?;
        Ok(handoffs.0.end_bucket(bucket)?)
    }

    fn finish(self: Box<Self>) -> Result<(), MartError> {
        let ended = [self.touches.0.finish()?, self.handoffs.0.finish()?];
        let mut files = self.build.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.iter_mut().zip(ended).for_each(|(files, ended)| files.extend(ended));
        Ok(())
    }
}
