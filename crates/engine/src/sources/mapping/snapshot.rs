//! A snapshot tells what a customer pays in one period. Each row becomes a subscription for just that period: those of periods side by
//! side follow each other without a gap, and a customer whom the next snapshot leaves out is lost with it.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Date32Array};
use arrow::datatypes::Date32Type;
use bellwether_model::Day;
use jiff::ToSpan;
use jiff::civil::{self, Date};

use super::document::SnapshotPeriod;
use crate::lake::Fact;

/// Puts the first day of each row's period in `from` and the first day after it in `to`.
pub(crate) fn put_periods(table: Fact, period: SnapshotPeriod, columns: &mut [ArrayRef]) {
    let names = table.columns();
    let at = |wanted: &str| names.iter().position(|field| field.name() == wanted);
    let (Some(from), Some(to)) = (at("from"), at("to")) else { return };
    let days = columns[from].as_primitive::<Date32Type>().clone();
    let bounds: Vec<Option<(i32, i32)>> = days.iter().map(|day| period_of(Day(day?).date(), period)).collect();
    let bounds = || bounds.iter().copied();
    columns[from] = Arc::new(bounds().map(|bounds| Some(bounds?.0)).collect::<Date32Array>());
    columns[to] = Arc::new(bounds().map(|bounds| Some(bounds?.1)).collect::<Date32Array>());
}

fn period_of(day: Date, period: SnapshotPeriod) -> Option<(i32, i32)> {
    let (month, months) = match period {
        SnapshotPeriod::Month => (day.month(), 1),
        SnapshotPeriod::Quarter => ((day.month() - 1) / 3 * 3 + 1, 3),
        SnapshotPeriod::Year => (1, 12),
    };
    let first = civil::Date::new(day.year(), month, 1).ok()?;
    let next = first.checked_add(months.months()).ok()?;
    Some((Day::from_date(first).0, Day::from_date(next).0))
}
