//! Where the journey is read from: the stored tables where they are of just what is asked for, else the facts.

use arrow::array::RecordBatch;
use bellwether_model::JourneyHistory;

use super::fold::{JourneyRows, fold};
use super::placer::Placer;
use super::provenance::JourneyProvenance;
use super::tables::{HandoffRows, JOURNEY_HANDOFFS, JOURNEY_TOUCHES, TouchRows};
use crate::lake::{Fact, Snapshot};
use crate::marts::error::MartError;
use crate::marts::storage::table_provenance;
use crate::walk::{Walk, WalkError};

/// The stored tables of one making.
pub struct StoredJourney {
    touches: Snapshot,
    handoffs: Snapshot,
}

/// The journey of a walk's customers.
#[derive(Clone, Copy)]
pub struct JourneySource<'a> {
    /// Whose.
    pub walk: &'a Walk<'a>,
    /// The journey and the calendars in all their versions.
    pub history: &'a JourneyHistory,
    /// What is stored of it.
    pub stored: Option<&'a StoredJourney>,
}

impl StoredJourney {
    /// What is stored, if it is of just a walk's touches, time zone and journey.
    pub async fn of(walk: &Walk<'_>, history: &JourneyHistory) -> Result<Option<Self>, MartError> {
        let wanted = Some(JourneyProvenance::of(walk, history).to_value());
        let snapshot = async |table: &str| -> Result<Option<Snapshot>, MartError> {
            if !walk.lake.exists(table) {
                return Ok(None);
            }
            let snapshot = walk.lake.snapshot(table).await?;
            let made_from = table_provenance(walk.lake, table, snapshot.version())?;
            Ok((made_from == wanted).then_some(snapshot))
        };
        let [touches, handoffs] = [snapshot(JOURNEY_TOUCHES.name).await?, snapshot(JOURNEY_HANDOFFS.name).await?];
        Ok(touches.zip(handoffs).map(|(touches, handoffs)| Self { touches, handoffs }))
    }
}

impl JourneySource<'_> {
    /// Hands the rows of `journey_touches` of a bucket to `each`, with these columns at least, `customer_id` among them.
    pub(in crate::marts) fn touches(
        &self,
        bucket: i32,
        columns: &[&str],
        mut each: impl FnMut(&RecordBatch) -> Result<(), WalkError>,
    ) -> Result<(), MartError> {
        let Some(stored) = self.stored else {
            let mut rows = TouchRows::default();
            self.lives(bucket, |customer, told| told.touches.iter().for_each(|row| rows.add(bucket, customer, row)))?;
            return Ok(each(&rows.take()?)?);
        };
        for batch in self.walk.rows(&stored.touches, bucket..bucket + 1, columns)? {
            each(&batch?)?;
        }
        Ok(())
    }

    /// The same of `journey_handoffs`.
    pub(in crate::marts) fn handoffs(
        &self,
        bucket: i32,
        columns: &[&str],
        mut each: impl FnMut(&RecordBatch) -> Result<(), WalkError>,
    ) -> Result<(), MartError> {
        let Some(stored) = self.stored else {
            let mut rows = HandoffRows::default();
            self.lives(bucket, |customer, told| told.handoffs.iter().for_each(|row| rows.add(bucket, customer, row)))?;
            return Ok(each(&rows.take()?)?);
        };
        for batch in self.walk.rows(&stored.handoffs, bucket..bucket + 1, columns)? {
            each(&batch?)?;
        }
        Ok(())
    }

    fn lives(&self, bucket: i32, mut each: impl FnMut(&str, &JourneyRows<'_>)) -> Result<(), MartError> {
        let mut placer = Placer::new(self.history)?;
        let (mut days, rates) = (self.walk.calendar.clock(), self.walk.rates());
        let walk = Walk { facts: &[Fact::Touches], ..*self.walk };
        walk.reader(bucket, &rates)?.for_each(|life| {
            let mut rows = JourneyRows::default();
            fold(life.touches, |_| None, &mut placer, &mut days, &mut rows);
            each(life.customer, &rows);
            Ok::<_, WalkError>(())
        })?;
        Ok(())
    }
}
