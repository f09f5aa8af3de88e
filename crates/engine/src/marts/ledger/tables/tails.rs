//! The table `customer_tails`: the state of a customer's fold, and what it spent in the time that still matters. With it the fold goes on
//! with later purchases without reading the earlier ones, so a day's purchases cost what a day brings and not what all years brought.
//!
//! Only customers without subscriptions have a tail, of whom closed books say nothing else than the facts and who bought nothing after the
//! ledger's last day: a subscription's later row may undo an end that was known before, and a purchase dated ahead would come before
//! others that are still to come. None has one under a policy by which a period's later movements make earlier ones unheard of
//! ([`SamePeriod::Ignored`]). The table serves refreshes alone; its column `tail` is meant for no other reader.
//!
//! Of a customer's rows the one with the highest `version` counts, and one without a tail says that there is none any more: an
//! increment adds rows of those whom it affects, and leaves the others where they lie. To write all anew each time would cost as much as
//! there are customers, however few bought.

use std::sync::Arc;

use arrow::array::{
    Array as _, ArrayRef, AsArray, BinaryArray, BinaryBuilder, BooleanArray, Int32Builder, Int64Array, RecordBatch,
    StringBuilder,
};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use bellwether_model::{Day, Grain, Movement, MovementKind, Policy, SamePeriod};
use serde::{Deserialize, Serialize};

use crate::marts::ledger::account::FullAccount;
use crate::marts::ledger::error::LedgerError;
use crate::marts::ledger::fold::{Rules, SpendState, resume_spend};
use crate::marts::ledger::lines::Totals;
use crate::marts::storage::{BucketWriter, MartTable};
use crate::walk::{MAX_MINOR, SpendDay, TextColumn, WalkError};

/// The table of customers' tails.
pub(in crate::marts) const CUSTOMER_TAILS: MartTable =
    MartTable { name: "customer_tails", key: &["customer_id", "version"], schema: tails_schema };

/// The version of tails that were all made anew.
pub(in crate::marts) const ANEW: i64 = 0;

/// A customer's tail. It says nothing that changes by the mere passing of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::marts) struct Tail {
    /// As of the last day of spending.
    state: SpendState,
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
    pub(in crate::marts) fn of(
        full: &FullAccount<'_>,
        policy: &Policy,
        rules: &Rules,
        totals: &[Totals],
        through: Day,
    ) -> Option<Self> {
        let last = full.spend.last().map_or(0, |day| day.day);
        if !full.spend_alone || last > through.0 || policy.same_period == SamePeriod::Ignored {
            return None;
        }
        let until_last =
            &full.account.movements[..full.account.movements.partition_point(|movement| movement.day.0 <= last)];
        let state = SpendState {
            active: until_last.iter().map(|movement| i64::from(movement.customers)).sum::<i64>() > 0,
            value: until_last.last().map_or(0, |movement| movement.value_after),
            ever_active: !until_last.is_empty(),
            lost_on: until_last.iter().rfind(|movement| movement.customers < 0).map_or(0, |movement| movement.day.0),
            last_bought: full.spend.iter().rfind(|day| day.bought).map_or(0, |day| day.day),
        };
        let mut tail = Self { state, ..Self::default() };
        tail.gross = full.spend.iter().map(|day| day.minor.abs()).sum();
        if let Some(moved) = full.account.movements.last() {
            tail.last_moved = moved.day.0;
            for (net, totals) in tail.nets.iter_mut().zip(totals) {
                let same_period = |movement: &&Movement| totals.share_period(movement.day, moved.day);
                let latest = full.account.movements.iter().rev().take_while(same_period);
                *net = latest.filter(|movement| is_netted(movement.kind)).map(|movement| movement.minor).sum();
            }
        }
        tail.keep(&full.spend[full.spend.partition_point(|day| last - day.day >= rules.window)..]);
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

    /// Takes in later days, and gives the movements that come of them, among them a lapse that was given before if time had passed over
    /// it, and one that waits for time to pass.
    pub(in crate::marts) fn resume(
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
        let earlier = spend.len();
        spend.extend_from_slice(later);
        movements.clear();
        resume_spend(self.state, earlier, &spend, rules, movements);
        let Some(last) = later.last().map(|day| day.day) else { return Ok(()) };
        for today in later {
            self.gross = self.gross.saturating_add(today.minor.saturating_abs());
            if self.gross > MAX_MINOR {
                return Err(WalkError::TooLarge { day: Day(today.day) }.into());
            }
            if today.bought {
                self.state.last_bought = today.day;
            }
        }
        for movement in movements.iter().filter(|movement| movement.day.0 <= last) {
            self.state.active = (i8::from(self.state.active) + movement.customers) > 0;
            self.state.value = movement.value_after;
            self.state.ever_active = true;
            if movement.customers < 0 {
                self.state.lost_on = movement.day.0;
            }
        }
        self.keep(&spend[spend.partition_point(|day| last - day.day >= rules.window)..]);
        Ok(())
    }

    /// Adds to the totals of each grain what a new movement changes.
    pub(in crate::marts) fn count(&mut self, movement: &Movement, totals: &mut [Totals]) {
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
fn is_netted(kind: MovementKind) -> bool {
    matches!(kind, MovementKind::More | MovementKind::Less)
}

pub(in crate::marts) fn tails_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("bucket", DataType::Int32, false),
        Field::new("customer_id", DataType::Utf8, false),
        Field::new("version", DataType::Int64, false),
        Field::new("tail", DataType::Binary, true),
    ]))
}

/// Collects rows for a version of the table.
pub(in crate::marts) struct TailRows {
    version: i64,
    bucket: Int32Builder,
    customer_id: StringBuilder,
    tail: BinaryBuilder,
    bytes: Vec<u8>,
}

impl TailRows {
    pub(in crate::marts) fn new(version: i64) -> Self {
        Self {
            version,
            bucket: Int32Builder::new(),
            customer_id: StringBuilder::new(),
            tail: BinaryBuilder::new(),
            bytes: Vec::new(),
        }
    }

    pub(in crate::marts) fn add(
        &mut self,
        bucket: i32,
        customer: &str,
        tail: Option<&Tail>,
    ) -> Result<(), LedgerError> {
        match tail {
            None if self.version == ANEW => return Ok(()),
            None => self.tail.append_null(),
            Some(tail) => {
                let bytes = postcard::to_extend(tail, std::mem::take(&mut self.bytes));
                self.bytes = bytes.map_err(|_| WalkError::Missing { column: "tail" })?;
                self.tail.append_value(&self.bytes);
                self.bytes.clear();
            }
        }
        self.bucket.append_value(bucket);
        self.customer_id.append_value(customer);
        Ok(())
    }

    pub(in crate::marts) fn flush_into(&mut self, writer: &mut BucketWriter<'_>) -> Result<(), LedgerError> {
        let bucket = self.bucket.finish();
        let version = Int64Array::from_value(self.version, bucket.len());
        let (customer_id, tail) = (self.customer_id.finish(), self.tail.finish());
        let columns: Vec<ArrayRef> = vec![Arc::new(bucket), Arc::new(customer_id), Arc::new(version), Arc::new(tail)];
        Ok(writer.write(&RecordBatch::try_new(tails_schema(), columns)?)?)
    }
}

/// A batch of stored tails.
pub(in crate::marts) struct StoredTails<'b> {
    pub(in crate::marts) customers: TextColumn<'b>,
    versions: &'b [i64],
    tails: &'b BinaryArray,
}

impl<'b> StoredTails<'b> {
    pub(in crate::marts) fn of(batch: &'b RecordBatch) -> Result<Self, LedgerError> {
        let column = |name| batch.column_by_name(name).ok_or(WalkError::Missing { column: name });
        let versions = column("version")?.as_primitive_opt::<Int64Type>();
        Ok(Self {
            customers: TextColumn::of(batch, "customer_id")?,
            versions: versions.ok_or(WalkError::Missing { column: "version" })?.values(),
            tails: column("tail")?.as_binary_opt().ok_or(WalkError::Missing { column: "tail" })?,
        })
    }

    /// The version of the table with which a row came.
    pub(in crate::marts) fn version(&self, row: usize) -> i64 {
        self.versions[row]
    }

    /// The tail of a row; `None` where the customer has none any more.
    pub(in crate::marts) fn tail(&self, row: usize) -> Result<Option<Tail>, LedgerError> {
        let unread = |_| WalkError::Missing { column: "tail" }.into();
        self.tails.is_valid(row).then(|| postcard::from_bytes(self.tails.value(row)).map_err(unread)).transpose()
    }
}

/// Those rows that are the latest of their customers, have a tail, and are of customers who are `wanted`.
pub(in crate::marts) fn latest_tails(
    batches: &[RecordBatch],
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<RecordBatch>, LedgerError> {
    let batches =
        batches.iter().map(|batch| Ok((batch, StoredTails::of(batch)?))).collect::<Result<Vec<_>, LedgerError>>()?;
    let mut latest: foldhash::HashMap<&str, i64> = foldhash::HashMap::default();
    for (batch, rows) in &batches {
        for (row, customer) in (0..batch.num_rows()).filter_map(|row| Some((row, rows.customers.value(row)?))) {
            let version = latest.entry(customer).or_default();
            *version = rows.version(row).max(*version);
        }
    }
    let kept = batches.iter().map(|(batch, rows)| {
        let keep = (0..batch.num_rows()).map(|row| {
            let is_latest = |customer| latest.get(customer) == Some(&rows.version(row)) && wanted(customer);
            Some(rows.tails.is_valid(row) && rows.customers.value(row).is_some_and(is_latest))
        });
        Ok(filter_record_batch(batch, &keep.collect::<BooleanArray>())?)
    });
    kept.collect()
}
