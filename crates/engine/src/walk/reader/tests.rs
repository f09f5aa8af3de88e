//! Subscriptions without an id, told in one file or in several, against what they were.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

/// A fact as the table holds it: its end if it has one, its price, and when it came in first.
type Row = (Option<i32>, i64, i64);

const START: i32 = 100;

/// The end of the n-th of them that ends.
fn end(ended: usize) -> i32 {
    START + 10 + ended as i32
}

/// What exports of equal subscriptions leave in the table, told how many of all have ended in each: rows that go on and rows that ended
/// are known apart, and each is numbered within its file.
fn table(all: usize, exports: &[usize], price: impl Fn(usize) -> i64) -> Vec<Row> {
    let first_of = |holds: &dyn Fn(usize) -> bool| exports.iter().position(|ended| holds(*ended));
    let open = (0..all).filter_map(|at| first_of(&|ended| all - ended > at).map(|seen| (None, price(at), seen as i64)));
    let ended =
        (0..all).filter_map(|at| first_of(&|ended| ended > at).map(|seen| (Some(end(at)), price(at), seen as i64)));
    open.chain(ended).collect()
}

/// The ends of the phases that are read from some rows.
fn ends(rows: &[Row]) -> Vec<i32> {
    let text = |value: Option<&str>| -> ArrayRef { Arc::new(StringArray::from(vec![value; rows.len()])) };
    let days = |of: fn(&Row) -> Option<i32>| -> ArrayRef { Arc::new(rows.iter().map(of).collect::<Date32Array>()) };
    let seen = rows.iter().map(|row| row.2);
    let columns: Vec<(&str, ArrayRef)> = columns_of(Fact::Subscriptions)
        .iter()
        .map(|name| {
            let column: ArrayRef = match *name {
                "customer_id" | "source" | "plan" => text(Some("a")),
                "currency" => text(Some("EUR")),
                "monthly_minor" => Arc::new(rows.iter().map(|row| Some(row.1)).collect::<Int64Array>()),
                "from" => days(|_| Some(START)),
                "to" => days(|row| row.0),
                "cancelled_on" => days(|_| None),
                "billing_months" => Arc::new(Int32Array::from(vec![1; rows.len()])),
                "first_seen" => {
                    Arc::new(TimestampMicrosecondArray::from_iter_values(seen.clone()).with_timezone("UTC"))
                }
                _ => text(None),
            };
            (*name, column)
        })
        .collect();
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)));
    let policy = Policy { currency: "EUR".parse().unwrap(), ..Policy::default() };
    let rates = Rates::none(policy.currency);
    let mut reader =
        LifeReader::new((&policy, Edition::default()), &rates, DayClock::new(TimeZone::UTC), Day(1_000), None);
    reader.add(Fact::Subscriptions, &batch.unwrap()).unwrap();
    let mut ends = Vec::new();
    reader
        .for_each(|life| {
            ends.extend(life.phases.iter().map(|phase| phase.to));
            Ok::<_, WalkError>(())
        })
        .unwrap();
    ends.sort_unstable();
    ends
}

proptest! {
    /// The exports are imported whatever their order.
    #[test]
    fn of_equal_subscriptions_without_id_as_many_are_told_as_there_are_and_as_many_end_as_ended(
        all in 1_usize..7,
        exports in prop::collection::vec(0_usize..7, 1..5),
        prices in prop::collection::vec(1_i64..4, 7),
        turned in any::<bool>(),
    ) {
        let exports: Vec<usize> = exports.into_iter().map(|ended| ended.min(all)).collect();
        let mut rows = table(all, &exports, |at| prices[at] * 100);
        if turned {
            rows.reverse();
        }
        let ended = exports.iter().copied().max().unwrap_or(0);
        let expected: Vec<i32> = (0..ended).map(end).chain((ended..all).map(|_| i32::MAX)).collect();
        prop_assert_eq!(ends(&rows), expected);
    }

    /// One file that nobody told anything of before.
    #[test]
    fn of_rows_of_one_file_each_is_a_subscription(rows in prop::collection::vec((any::<bool>(), 1_i64..9), 1..9)) {
        let rows: Vec<Row> = rows.into_iter().map(|(ends, price)| (ends.then_some(START + 40), price, 5)).collect();
        prop_assert_eq!(ends(&rows).len(), rows.len());
    }
}
