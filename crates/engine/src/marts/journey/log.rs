//! The map that an event log would make, before anything of it comes in: nothing is stored, and nobody knows what its customers are worth.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Int32Type, TimestampMicrosecondType};
use bellwether_model::DayClock;
use foldhash::HashSet;
use xxhash_rust::xxh3::xxh3_128;

use super::cases::{TouchRow, case_key, cases};
use super::error::JourneyError;
use super::map::{CaseTouch, JourneyMap, MapFold};
use super::numbers::Numbers;
use super::scope::{FREQUENT_VARIANTS, MOST_TOUCHPOINTS};
use crate::sources::{FactBatch, FactSource, Reject, RowPosition};
use crate::walk::{DayColumn, TextColumn, WalkError, column};

/// What was read of a log, and its map.
#[derive(Debug)]
pub struct LogMap {
    /// The map by cases; of customers and their value it tells nothing.
    pub map: JourneyMap,
    /// Rows that were read.
    pub rows: u64,
    /// Rows that could not be used.
    pub rejected: u64,
    /// The first of them.
    pub first_reject: Option<Reject>,
    /// Rows with the id of an earlier one, which are not on the map: an import takes the first of them.
    pub repeated: u64,
}

/// What was read so far.
struct LogReader {
    clock: DayClock,
    touchpoints: Numbers,
    rows: Vec<TouchRow>,
    without_case: u64,
    /// Checksums of the ids that came.
    ids: HashSet<u128>,
    repeated: u64,
}

/// Reads touches from their source, case by case.
///
/// # Errors
/// Where the source cannot be read to its end, and where there are more touchpoints than [`MOST_TOUCHPOINTS`].
pub fn log_map(source: &mut dyn FactSource, clock: DayClock) -> Result<LogMap, JourneyError> {
    let mut reader = LogReader {
        clock,
        touchpoints: Numbers::default(),
        rows: Vec::new(),
        without_case: 0,
        ids: HashSet::default(),
        repeated: 0,
    };
    let (mut read, mut rejected, mut first_reject) = (0, 0, None);
    while let Some(pulled) = source.next()? {
        read += (pulled.batch.places.len() + pulled.rejects.len()) as u64;
        rejected += pulled.rejects.len() as u64;
        first_reject = first_reject.or_else(|| pulled.rejects.into_iter().next());
        reader.add(&pulled.batch)?;
        if reader.touchpoints.names.len() > MOST_TOUCHPOINTS {
            return Err(JourneyError::TooManyTouchpoints { most: MOST_TOUCHPOINTS });
        }
    }
    let LogReader { touchpoints, mut rows, without_case, repeated, .. } = reader;
    let mut fold = MapFold::default();
    cases(&mut rows, |touches, unordered| fold.add(touches, unordered));
    let map = fold.finish(&touchpoints.names, without_case, FREQUENT_VARIANTS);
    Ok(LogMap { map, rows: read, rejected, first_reject, repeated })
}

impl LogReader {
    fn add(&mut self, batch: &FactBatch) -> Result<(), JourneyError> {
        let FactBatch { rows: touches, places, .. } = batch;
        let (ids, cases) = (TextColumn::of(touches, "touch_id")?, TextColumn::of(touches, "case_id")?);
        let touchpoint_of = TextColumn::of(touches, "touchpoint")?
            .map_distinct(|name| Ok::<_, WalkError>(self.touchpoints.of(name)))?;
        let days = DayColumn::of(touches, "started_at")?;
        let started = column(touches, "started_at")?.as_primitive::<TimestampMicrosecondType>();
        let sequences = column(touches, "sequence")?.as_primitive::<Int32Type>();
        for (row, place) in places.iter().enumerate() {
            if ids.value(row).is_some_and(|id| !self.ids.insert(xxh3_128(id.as_bytes()))) {
                self.repeated += 1;
                continue;
            }
            let Some(case) = case_key(None, cases.value(row)) else {
                self.without_case += 1;
                continue;
            };
            let touchpoint = *touchpoint_of.get(row).ok_or(WalkError::Missing { column: "touchpoint" })?;
            let touch = CaseTouch { touchpoint, at: started.value(row), customer: None };
            let sequence = sequences.is_valid(row).then(|| sequences.value(row));
            let (day, is_whole_day) = (days.day(row, &mut self.clock), days.is_whole(row));
            self.rows.push(TouchRow { case, sequence, key: place_of(*place), day, is_whole_day, touch });
        }
        Ok(())
    }
}

/// Where a row stands, as a number: what nothing else puts in an order comes as it is written.
fn place_of(place: RowPosition) -> u128 {
    u128::from(place.file) << 64 | u128::from(place.row)
}
