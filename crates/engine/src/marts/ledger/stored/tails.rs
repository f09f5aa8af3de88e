//! The table `customer_tails`: where the fold of a customer stood at the beginning of the periods that are still open, and what it
//! spent in the time that still matters. With it new purchases are told without reading the old ones.
//!
//! Only customers without subscriptions have a tail, of whom closed books tell nothing else than the facts and who bought nothing
//! after the marts' last day. The table serves refreshes alone; its column `tail` is meant for no other reader.

use std::sync::Arc;

use arrow::array::{AsArray, BinaryBuilder, Int32Builder, RecordBatch, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use bellwether_model::{Calendar, Day, Grain, Kind, Movement};
use serde::{Deserialize, Serialize};

use super::super::fold::{Standing, resume_spend};
use super::super::{LedgerError, MAX_MINOR, Rules, SpendDay, Walked};
use super::rolling::Rolling;

/// The table of customers' tails.
pub(in super::super) const CUSTOMER_TAILS: &str = "customer_tails";

/// A customer's tail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Tail {
    /// As of the day with which the open periods begin.
    standing: Standing,
    /// All it ever bought and gave back, each in absolute minor units.
    gross: i64,
    /// Days of spending from one value window before the open periods on: days since the one before, and minor units.
    days: Vec<(i32, i64)>,
    /// Numbers of those days on which nothing was bought, only given back.
    given_back: Vec<u32>,
}

/// The first day of all periods, of any grain, that hold `through`.
pub(in super::super) fn open_from(calendar: &Calendar, through: Day) -> Day {
    Grain::ALL.map(|grain| calendar.period(grain, through).start).into_iter().min().unwrap_or(through)
}

impl Tail {
    /// The customer's tail for marts that end with `through`; `None` for one that has none.
    pub(in super::super) fn of(walked: &Walked<'_>, rules: &Rules, open_from: Day, through: Day) -> Option<Self> {
        if !walked.spend_alone || walked.spend.last().is_some_and(|last| last.day > through.0) {
            return None;
        }
        let told = &walked.movements[..walked.movements.partition_point(|movement| movement.day < open_from)];
        let earlier = &walked.spend[..walked.spend.partition_point(|day| day.day < open_from.0)];
        let standing = Standing {
            active: told.iter().map(|movement| i64::from(movement.customers)).sum::<i64>() > 0,
            value: told.last().map_or(0, |movement| movement.value_after),
            ever_active: !told.is_empty(),
            lost_on: told.iter().rfind(|movement| movement.customers < 0).map_or(0, |movement| movement.day.0),
            last_bought: earlier.iter().rfind(|day| day.bought).map_or(0, |day| day.day),
        };
        let mut tail = Self { standing, ..Self::default() };
        tail.gross = walked.spend.iter().map(|day| day.minor.abs()).sum();
        let kept = walked.spend.partition_point(|day| open_from.0 - day.day >= rules.window);
        tail.keep(0, &walked.spend[kept..]);
        Some(tail)
    }

    fn keep(&mut self, mut last: i32, days: &[SpendDay]) {
        for today in days {
            if !today.bought {
                self.given_back.push(self.days.len() as u32);
            }
            self.days.push((today.day - last, today.minor));
            last = today.day;
        }
    }

    /// Adds later days, and tells the customer's movements since the open periods began, those that wait for time to pass included. The
    /// first movement stands for all earlier ones, if there were any.
    pub(in super::super) fn resume(
        &mut self,
        later: &[SpendDay],
        rules: &Rules,
        open_from: Day,
    ) -> Result<Vec<Movement>, LedgerError> {
        for today in later {
            self.gross = self.gross.saturating_add(today.minor.saturating_abs());
            if self.gross > MAX_MINOR {
                return Err(LedgerError::TooLarge { day: Day(today.day) });
            }
        }
        let mut spend = Vec::with_capacity(self.days.len() + later.len());
        let (mut day, mut given_back) = (0, self.given_back.iter().peekable());
        for (number, (since, minor)) in (0u32..).zip(&self.days) {
            day += since;
            spend.push(SpendDay { day, minor: *minor, bought: given_back.next_if_eq(&&number).is_none() });
        }
        self.keep(day, later);
        spend.extend_from_slice(later);
        let Standing { active, value, ever_active, .. } = self.standing;
        let mut movements = Vec::with_capacity(spend.len() + 2);
        if ever_active {
            movements.push(Movement {
                day: open_from.plus(-1),
                kind: Kind::New,
                customers: active.into(),
                minor: value,
                value_after: value,
                corrects: None,
            });
        }
        let told = spend.partition_point(|day| day.day < open_from.0);
        resume_spend(self.standing, told, &spend, rules, &mut movements);
        Ok(movements)
    }

    /// The tail as stored.
    pub(in super::super) fn from_bytes(bytes: &[u8]) -> Result<Self, LedgerError> {
        postcard::from_bytes(bytes).map_err(|_| LedgerError::Missing { column: "tail" })
    }
}

pub(in super::super) fn tails_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("bucket", DataType::Int32, false),
        Field::new("customer_id", DataType::Utf8, false),
        Field::new("tail", DataType::Binary, false),
    ]))
}

/// Collects rows for the table.
#[derive(Default)]
pub(in super::super) struct TailRows {
    bucket: Int32Builder,
    customer_id: StringBuilder,
    tail: BinaryBuilder,
    bytes: Vec<u8>,
}

impl TailRows {
    pub(in super::super) fn add(&mut self, bucket: i32, customer: &str, tail: &Tail) -> Result<(), LedgerError> {
        self.bytes.clear();
        let bytes = postcard::to_extend(tail, std::mem::take(&mut self.bytes));
        self.bytes = bytes.map_err(|_| LedgerError::Missing { column: "tail" })?;
        self.bucket.append_value(bucket);
        self.customer_id.append_value(customer);
        self.tail.append_value(&self.bytes);
        Ok(())
    }

    pub(in super::super) fn flush_into(&mut self, rolling: &mut Rolling<'_>) -> Result<(), LedgerError> {
        let batch = RecordBatch::try_new(
            tails_schema(),
            vec![Arc::new(self.bucket.finish()), Arc::new(self.customer_id.finish()), Arc::new(self.tail.finish())],
        )?;
        rolling.write(&batch)
    }
}

/// The stored tail of a batch's row.
pub(in super::super) fn tail_of(batch: &RecordBatch, row: usize) -> Result<Tail, LedgerError> {
    let tails = batch.column_by_name("tail").and_then(|column| column.as_binary_opt::<i32>());
    Tail::from_bytes(tails.ok_or(LedgerError::Missing { column: "tail" })?.value(row))
}
