//! The table `customer_tails`: where the fold of a customer stands, and what it spent in the time that still matters. With it later
//! purchases are told without reading the earlier ones.
//!
//! Only customers without subscriptions have a tail, of whom closed books tell nothing else than the facts and who bought nothing
//! after the marts' last day; none has one under a policy by which a period's later movements make earlier ones unheard of
//! ([`SamePeriod::Ignored`]). The table serves refreshes alone; its column `tail` is meant for no other reader.

use std::sync::Arc;

use arrow::array::{AsArray, BinaryBuilder, Int32Builder, RecordBatch, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use bellwether_model::{Day, Grain, Kind, Movement, Policy, SamePeriod};
use serde::{Deserialize, Serialize};

use super::super::fold::{Standing, resume_spend};
use super::super::{LedgerError, MAX_MINOR, Rules, SpendDay, Totals, Walked};
use super::rolling::Rolling;

/// The table of customers' tails.
pub(in super::super) const CUSTOMER_TAILS: &str = "customer_tails";

/// A customer's tail. It says nothing that changes by the mere passing of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Tail {
    /// On the last day of spending.
    standing: Standing,
    /// All it ever bought and gave back, each in absolute minor units.
    gross: i64,
    /// The day of its last movement; 0 where there was none.
    last_moved: i32,
    /// What `more` and `less` come to in the period of each grain that holds that day.
    nets: [i64; Grain::ALL.len()],
    /// Days of spending in the value window that ends with the last one: days since the one before, and minor units.
    days: Vec<(i32, i64)>,
    /// Numbers of those days on which nothing was bought, only given back.
    given_back: Vec<u32>,
}

impl Tail {
    /// The customer's tail in marts that end with `through`; `None` for one that has none. `totals` are those of all grains.
    pub(in super::super) fn of(
        walked: &Walked<'_>,
        policy: &Policy,
        rules: &Rules,
        totals: &[Totals],
        through: Day,
    ) -> Option<Self> {
        let last = walked.spend.last().map_or(0, |day| day.day);
        if !walked.spend_alone || last > through.0 || policy.same_period == SamePeriod::Ignored {
            return None;
        }
        let told = &walked.movements[..walked.movements.partition_point(|movement| movement.day.0 <= last)];
        let standing = Standing {
            active: told.iter().map(|movement| i64::from(movement.customers)).sum::<i64>() > 0,
            value: told.last().map_or(0, |movement| movement.value_after),
            ever_active: !told.is_empty(),
            lost_on: told.iter().rfind(|movement| movement.customers < 0).map_or(0, |movement| movement.day.0),
            last_bought: walked.spend.iter().rfind(|day| day.bought).map_or(0, |day| day.day),
        };
        let mut tail = Self { standing, ..Self::default() };
        tail.gross = walked.spend.iter().map(|day| day.minor.abs()).sum();
        if let Some(moved) = walked.movements.last() {
            tail.last_moved = moved.day.0;
            for (net, totals) in tail.nets.iter_mut().zip(totals) {
                let same_period = |movement: &&Movement| totals.share_period(movement.day, moved.day);
                let latest = walked.movements.iter().rev().take_while(same_period);
                *net = latest.filter(|movement| is_netted(movement.kind)).map(|movement| movement.minor).sum();
            }
        }
        tail.keep(&walked.spend[walked.spend.partition_point(|day| last - day.day >= rules.window)..]);
        Some(tail)
    }

    fn keep(&mut self, days: &[SpendDay]) {
        self.days.clear();
        self.given_back.clear();
        let mut last = 0;
        for (number, today) in (0u32..).zip(days) {
            if !today.bought {
                self.given_back.push(number);
            }
            self.days.push((today.day - last, today.minor));
            last = today.day;
        }
    }

    /// Takes in later days, and tells the movements that come of them, among them a lapse that was told before if time had passed over
    /// it, and one that waits for time to pass.
    pub(in super::super) fn resume(
        &mut self,
        later: &[SpendDay],
        rules: &Rules,
        movements: &mut Vec<Movement>,
    ) -> Result<(), LedgerError> {
        let mut spend = Vec::with_capacity(self.days.len() + later.len());
        let (mut day, mut given_back) = (0, self.given_back.iter().peekable());
        for (number, (since, minor)) in (0u32..).zip(&self.days) {
            day += since;
            spend.push(SpendDay { day, minor: *minor, bought: given_back.next_if_eq(&&number).is_none() });
        }
        let told = spend.len();
        spend.extend_from_slice(later);
        movements.clear();
        resume_spend(self.standing, told, &spend, rules, movements);
        let Some(last) = later.last().map(|day| day.day) else { return Ok(()) };
        for today in later {
            self.gross = self.gross.saturating_add(today.minor.saturating_abs());
            if self.gross > MAX_MINOR {
                return Err(LedgerError::TooLarge { day: Day(today.day) });
            }
            if today.bought {
                self.standing.last_bought = today.day;
            }
        }
        for movement in movements.iter().filter(|movement| movement.day.0 <= last) {
            self.standing.active = (i8::from(self.standing.active) + movement.customers) > 0;
            self.standing.value = movement.value_after;
            self.standing.ever_active = true;
            if movement.customers < 0 {
                self.standing.lost_on = movement.day.0;
            }
        }
        self.keep(&spend[spend.partition_point(|day| last - day.day >= rules.window)..]);
        Ok(())
    }

    /// Adds to the totals of each grain what a movement changes that was not told before.
    pub(in super::super) fn tell(&mut self, movement: &Movement, totals: &mut [Totals]) {
        for (net, totals) in self.nets.iter_mut().zip(totals) {
            if !totals.share_period(Day(self.last_moved), movement.day) {
                *net = 0;
            }
            totals.add_later(movement, *net);
            if is_netted(movement.kind) {
                *net += movement.minor;
            }
        }
        self.last_moved = movement.day.0;
    }
}

/// Whether a kind is netted by customer and period.
fn is_netted(kind: Kind) -> bool {
    matches!(kind, Kind::More | Kind::Less)
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
        let bytes = postcard::to_extend(tail, std::mem::take(&mut self.bytes));
        self.bytes = bytes.map_err(|_| LedgerError::Missing { column: "tail" })?;
        self.bucket.append_value(bucket);
        self.customer_id.append_value(customer);
        self.tail.append_value(&self.bytes);
        self.bytes.clear();
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
    let missing = LedgerError::Missing { column: "tail" };
    let Some(tails) = tails else { return Err(missing) };
    postcard::from_bytes(tails.value(row)).map_err(|_| missing)
}
