//! The days that rows may be of, so that a mistyped year is rejected by name.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Date32Type, TimestampMicrosecondType};
use bellwether_model::{Day, DayClock};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::row::Problems;
use crate::lake::{DAY, Fact};

/// The days that rows may be of; rows of others are rejected. Stands under `[days]` in the map file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DayBounds {
    /// The first such day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest: Option<Date>,
    /// The last such day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<Date>,
}

impl DayBounds {
    /// Whether every day is within them.
    pub(crate) fn are_open(self) -> bool {
        self.earliest.is_none() && self.latest.is_none()
    }

    /// Why rows of a day are rejected, if they are.
    pub(crate) fn refusal(self, day: Day) -> Option<String> {
        let date = day.date();
        let is_early = self.earliest.filter(|earliest| date < *earliest);
        let is_late = self.latest.filter(|latest| date > *latest);
        let early =
            is_early.map(|earliest| format!("is before {earliest}, the earliest day under [days] in the map file"));
        early
            .or_else(|| is_late.map(|latest| format!("is after {latest}, the latest day under [days] in the map file")))
    }
}

/// Rejects rows of days beyond the bounds; `from` is where days come from, and `zone` that of moments of which no day is told.
pub(crate) fn hold_to_days(
    bounds: DayBounds,
    (table, columns): (Fact, &[ArrayRef]),
    (from, zone): (&str, &TimeZone),
    problems: &mut Problems,
) {
    if bounds.are_open() {
        return;
    }
    let names = table.columns();
    let of = |wanted: &str| names.iter().position(|field| field.name() == wanted).map(|at| &columns[at]);
    let Some(values) = of(table.ordered_by()) else { return };
    let told = of(DAY).filter(|_| table.has_moments()).map(AsArray::as_primitive::<Date32Type>);
    let mut clock = DayClock::new(zone.clone());
    for row in (0..values.len()).filter(|row| values.is_valid(*row)) {
        let told = told.filter(|told| told.is_valid(row)).map(|told| Day(told.value(row)));
        let day = match values.data_type() {
            DataType::Date32 => Day(values.as_primitive::<Date32Type>().value(row)),
            DataType::Timestamp(..) => told
                .unwrap_or_else(|| clock.day_of_micros(values.as_primitive::<TimestampMicrosecondType>().value(row))),
            _ => return,
        };
        if let Some(reason) = bounds.refusal(day) {
            problems.add(row, from, day.to_string(), reason);
        }
    }
}
