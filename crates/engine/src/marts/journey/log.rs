//! The map that an event log would make, before anything of it comes in: nothing is stored, and nobody knows what its customers are worth.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Int32Type, TimestampMicrosecondType};
use bellwether_model::DayClock;

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
}

/// Reads touches from their source, case by case.
///
/// # Errors
/// Where the source cannot be read to its end, and where there are more touchpoints than [`MOST_TOUCHPOINTS`].
pub fn log_map(source: &mut dyn FactSource, mut clock: DayClock) -> Result<LogMap, JourneyError> {
    let (mut touchpoints, mut rows, mut without_case) = (Numbers::default(), Vec::new(), 0);
    let (mut read, mut rejected, mut first_reject) = (0, 0, None);
    while let Some(pulled) = source.next()? {
        read += (pulled.batch.places.len() + pulled.rejects.len()) as u64;
        rejected += pulled.rejects.len() as u64;
        first_reject = first_reject.or_else(|| pulled.rejects.into_iter().next());
        without_case += add(&pulled.batch, &mut clock, &mut touchpoints, &mut rows)?;
        if touchpoints.names.len() > MOST_TOUCHPOINTS {
            return Err(JourneyError::TooManyTouchpoints { most: MOST_TOUCHPOINTS });
        }
    }
    let mut fold = MapFold::default();
    cases(&mut rows, |touches, unordered| fold.add(touches, unordered));
    let map = fold.finish(&touchpoints.names, without_case, FREQUENT_VARIANTS);
    Ok(LogMap { map, rows: read, rejected, first_reject })
}

/// Adds the touches of a batch that belong to a case; gives how many belong to none.
fn add(
    batch: &FactBatch,
    clock: &mut DayClock,
    touchpoints: &mut Numbers,
    rows: &mut Vec<TouchRow>,
) -> Result<u64, JourneyError> {
    let FactBatch { rows: touches, places, .. } = batch;
    let cases = TextColumn::of(touches, "case_id")?;
    let touchpoint_of =
        TextColumn::of(touches, "touchpoint")?.map_distinct(|name| Ok::<_, WalkError>(touchpoints.of(name)))?;
    let days = DayColumn::of(touches, "started_at")?;
    let started = column(touches, "started_at")?.as_primitive::<TimestampMicrosecondType>();
    let sequences = column(touches, "sequence")?.as_primitive::<Int32Type>();
    let mut without_case = 0;
    for (row, place) in places.iter().enumerate() {
        let Some(case) = case_key(None, cases.value(row)) else {
            without_case += 1;
            continue;
        };
        let touchpoint = *touchpoint_of.get(row).ok_or(WalkError::Missing { column: "touchpoint" })?;
        let touch = CaseTouch { touchpoint, at: started.value(row), customer: None };
        let sequence = sequences.is_valid(row).then(|| sequences.value(row));
        let (day, is_whole_day) = (days.day(row, clock), days.is_whole(row));
        rows.push(TouchRow { case, sequence, key: place_of(*place), day, is_whole_day, touch });
    }
    Ok(without_case)
}

/// Where a row stands, as a number: what nothing else puts in an order comes as it is written.
fn place_of(place: RowPosition) -> u128 {
    u128::from(place.file) << 64 | u128::from(place.row)
}
