//! Of which day is a row?

use arrow::array::{Array, AsArray, PrimitiveArray, RecordBatch};
use arrow::datatypes::{Date32Type, TimestampMicrosecondType};
use bellwether_model::{Day, DayClock};

use super::error::WalkError;
use super::text::column;
use crate::lake::DAY;

/// The days of rows of a table of moments: of which the source tells the day alone, that day in every time zone; of the others the
/// company's day of the moment.
pub(crate) struct DayColumn<'a> {
    moments: &'a PrimitiveArray<TimestampMicrosecondType>,
    days: &'a PrimitiveArray<Date32Type>,
}

impl<'a> DayColumn<'a> {
    /// Of rows that have the column of moments and [their days](DAY).
    pub(crate) fn of(rows: &'a RecordBatch, moments: &'static str) -> Result<Self, WalkError> {
        let (moments, days) = (column(rows, moments)?, column(rows, DAY)?);
        Ok(Self { moments: moments.as_primitive(), days: days.as_primitive() })
    }

    /// Whether the source tells no more of a row than its day.
    pub(crate) fn is_whole(&self, row: usize) -> bool {
        self.days.is_valid(row)
    }

    /// The day of a row.
    pub(crate) fn day(&self, row: usize, clock: &mut DayClock) -> Day {
        if self.days.is_valid(row) { Day(self.days.value(row)) } else { clock.day_of_micros(self.moments.value(row)) }
    }
}
