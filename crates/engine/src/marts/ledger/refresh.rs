//! Refreshing the ledger's stored marts: `movements`, `customer_values`, `customer_tails` and `ledger`.
//!
//! Invariant: after a refresh the four tables tell of the same facts, policy, books and last day, whether they were made anew or
//! brought up to date; each commit says of which. What the lines close at is what the customers are worth.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use bellwether_model::{Day, Grain};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::increment::increment;
use super::stored::{
    ANEW, CUSTOMER_TAILS, CUSTOMER_VALUES, LEDGER, MOVEMENTS, MovementRows, Rolling, StoredValue, Tail, TailRows,
    ValueRows, ledger_rows, ledger_schema, schema, tails_schema, values_schema,
};
use super::{Amount, LedgerError, Rules, Totals, Walk};
use crate::lake::{Commit, Lake, Removal, Snapshot, WriteLock, WrittenFile};

/// Name under which refreshes say what they were made from.
const MADE_FROM: &str = "bellwether.made_from";

/// What the stored marts look like; another number makes them anew, also for those who come from a later version.
const FORMAT: u32 = 2;

/// What a refresh did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refreshed {
    /// How much of it was made anew.
    pub extent: Extent,
    /// Movements stored; 0 where nothing was to be done.
    pub movements: u64,
    /// Customers stored; 0 where nothing was to be done.
    pub customers: u64,
    /// Ledger lines whose identity was checked; 0 where nothing was to be done.
    pub lines: u64,
}

/// How much a refresh had to make anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Nothing: all was up to date.
    Nothing,
    /// What so many customers lived through: new facts, and the time that has passed, concern no others.
    Customers(u64),
    /// Everything.
    Everything,
}

/// What the marts are made from; marts made from the same are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MadeFrom {
    /// Versions of the tables that movements follow from.
    pub(super) facts: BTreeMap<String, i64>,
    pub(super) policy: i64,
    pub(super) closed_through: Option<Day>,
    /// Version of the movements booked by closes.
    pub(super) booked: Option<i64>,
    /// The day of the first fact, with which the ledger begins.
    pub(super) first: Day,
    pub(super) through: Day,
    pub(super) engine: String,
}

/// The tables, ready to be committed.
#[derive(Default)]
pub(super) struct Made {
    pub(super) movements: Change,
    /// Movements the table then holds.
    pub(super) movements_stored: u64,
    pub(super) customers: CustomerChange,
    /// Which stored tails are taken out; of those that stay, newer ones count before older ones.
    pub(super) tails_gone: Removal,
    pub(super) lines: Vec<super::Line>,
    /// Active customers and their value, counted one by one.
    pub(super) active: Amount,
}

impl Made {
    /// Refuses lines that do not close at what the customers are worth.
    pub(super) fn check(&self) -> Result<(), LedgerError> {
        for last in self.lines.chunk_by(|a, b| a.period.grain == b.period.grain).filter_map(<[_]>::last) {
            if last.closing != self.active {
                let (computed, held) = (last.closing, self.active);
                return Err(LedgerError::Unexplained { period: last.period, computed, held });
            }
        }
        Ok(())
    }

    fn checked(made: Option<(Self, u64)>) -> Result<Option<(Self, u64)>, LedgerError> {
        made.iter().try_for_each(|(made, _)| made.check())?;
        Ok(made)
    }
}

/// What becomes of the two tables with a row a customer.
#[derive(Default)]
pub(super) struct CustomerChange {
    pub(super) values: Vec<WrittenFile>,
    pub(super) tails: Vec<WrittenFile>,
}

/// Writes the two tables with a row a customer, bucket by bucket.
pub(super) struct CustomerRows<'l> {
    values: Rolling<'l>,
    value_rows: ValueRows,
    tails: Rolling<'l>,
    tail_rows: TailRows,
    /// The active ones among all customers written.
    pub(super) active: Amount,
}

impl<'l> CustomerRows<'l> {
    /// Writes tails that are told in a version of their table.
    pub(super) fn new(lake: &'l Lake, tails_version: i64) -> Self {
        Self {
            values: Rolling::quick(lake, CUSTOMER_VALUES, values_schema()),
            value_rows: ValueRows::default(),
            tails: Rolling::quick(lake, CUSTOMER_TAILS, tails_schema()),
            tail_rows: TailRows::new(tails_version),
            active: Amount::default(),
        }
    }

    /// Adds a customer.
    pub(super) fn add(&mut self, row: &StoredValue, tail: Option<&Tail>) -> Result<(), LedgerError> {
        self.active.plus(row.held());
        self.value_rows.add(row);
        self.tail_rows.add(row.bucket, &row.customer, tail)
    }

    /// Says that a customer is none any more.
    pub(super) fn forget(&mut self, bucket: i32, customer: &str) -> Result<(), LedgerError> {
        self.tail_rows.add(bucket, customer, None)
    }

    /// Adds customers as they were stored; together they hold `active`.
    pub(super) fn keep_values(&mut self, rows: &RecordBatch, active: Amount) -> Result<(), LedgerError> {
        self.active.plus(active);
        self.values.write(rows)
    }

    /// Adds tails as they were stored.
    pub(super) fn keep_tails(&mut self, rows: &RecordBatch) -> Result<(), LedgerError> {
        self.tails.write(rows)
    }

    pub(super) fn end_bucket(&mut self, bucket: i32) -> Result<(), LedgerError> {
        self.value_rows.flush_into(&mut self.values)?;
        self.values.end_bucket(bucket)?;
        self.tail_rows.flush_into(&mut self.tails)?;
        self.tails.end_bucket(bucket)
    }

    /// The files written.
    pub(super) fn finish(self) -> Result<CustomerChange, LedgerError> {
        Ok(CustomerChange { values: self.values.finish()?, tails: self.tails.finish()? })
    }
}

impl CustomerChange {
    pub(super) fn extend(&mut self, more: Self) {
        self.values.extend(more.values);
        self.tails.extend(more.tails);
    }
}

/// What becomes of a table's files.
#[derive(Default)]
pub(super) struct Change {
    pub(super) add: Vec<WrittenFile>,
    pub(super) remove: Removal,
}

/// Brings the stored marts up to date with the walk's facts, policy and books. Does nothing where they are, looks only at the
/// customers whom something new concerns where that is enough, and makes everything anew otherwise, or when told to by `full`.
/// `policy_version` is the number under which the records keep the walk's policy. The lock has been held since before the walk's
/// knowledge was read: marts never fall behind what they were made from.
pub async fn refresh(
    walk: &Walk<'_>,
    policy_version: i64,
    now: Timestamp,
    full: bool,
    _lock: &WriteLock,
) -> Result<Refreshed, LedgerError> {
    let made_from = MadeFrom::of(walk, policy_version);
    let there = if full { None } else { MadeFrom::stored(walk.lake)? };
    if there.as_ref() == Some(&made_from) {
        return Ok(Refreshed { extent: Extent::Nothing, movements: 0, customers: 0, lines: 0 });
    }
    if let Some(there) = there {
        match increment(walk, &there, &made_from).await.and_then(Made::checked) {
            Ok(Some((made, concerned))) => {
                return keep(walk, made, &made_from, now, Extent::Customers(concerned)).await;
            }
            Ok(None) => {}
            // The stored marts cannot be built upon; made anew they need not be read.
            Err(error) => tracing::warn!(%error, "the stored marts are made anew"),
        }
    }
    let made = rebuild(walk)?;
    made.check()?;
    keep(walk, made, &made_from, now, Extent::Everything).await
}

/// Makes the tables from nothing.
fn rebuild(walk: &Walk<'_>) -> Result<Made, LedgerError> {
    struct Part<'l> {
        movements: Rolling<'l>,
        movement_rows: MovementRows,
        customers: CustomerRows<'l>,
        totals: Vec<Totals>,
        bucket: i32,
    }
    impl Part<'_> {
        fn end_bucket(&mut self) -> Result<(), LedgerError> {
            self.movement_rows.flush_into(&mut self.movements)?;
            self.movements.end_bucket(self.bucket)?;
            self.customers.end_bucket(self.bucket)
        }
    }
    let start = || Part {
        movements: Rolling::new(walk.lake, MOVEMENTS, schema()),
        movement_rows: MovementRows::default(),
        customers: CustomerRows::new(walk.lake, ANEW),
        totals: walk.totals_of_all_grains(),
        bucket: 0,
    };
    let rules = Rules::new(walk.policy);
    let (parts, _) = walk.run(start, |part, walked| {
        if walked.bucket != part.bucket {
            part.end_bucket()?;
            part.bucket = walked.bucket;
        }
        part.movement_rows.add(walked.bucket, walked.customer, walked.movements);
        part.movement_rows.drain_into(&mut part.movements)?;
        let tail = Tail::of(&walked, walk.policy, &rules, &part.totals, walk.through);
        part.customers.add(&StoredValue::of(&walked, walk.through), tail.as_ref())?;
        part.totals.iter_mut().for_each(|totals| totals.add(walked.movements));
        Ok(())
    })?;
    let mut all = walk.totals_of_all_grains();
    let all_anew = Change { add: Vec::new(), remove: Removal::All };
    let mut made = Made { movements: all_anew, tails_gone: Removal::All, ..Made::default() };
    for mut part in parts {
        part.end_bucket()?;
        let movements = part.movements.finish()?;
        made.movements_stored += rows_of(&movements);
        made.movements.add.extend(movements);
        made.active.plus(part.customers.active);
        made.customers.extend(part.customers.finish()?);
        all.iter_mut().zip(&part.totals).for_each(|(sum, part)| sum.merge(part));
    }
    for totals in &all {
        made.lines.extend(totals.lines()?);
    }
    Ok(made)
}

pub(super) fn rows_of(files: &[WrittenFile]) -> u64 {
    files.iter().map(|file| file.rows() as u64).sum()
}

/// Commits what was made.
async fn keep(
    walk: &Walk<'_>,
    made: Made,
    made_from: &MadeFrom,
    now: Timestamp,
    extent: Extent,
) -> Result<Refreshed, LedgerError> {
    let lake = walk.lake;
    let lines = made.lines.len() as u64;
    let mut ledger = Rolling::new(lake, LEDGER, ledger_schema());
    ledger.write(&ledger_rows(walk.calendar, &made.lines)?)?;
    let said = serde_json::to_value(made_from).unwrap_or_default();
    let anew = |add| Change { add, remove: Removal::All };
    let CustomerChange { values, tails } = made.customers;
    let tails = Change { add: tails, remove: made.tails_gone };
    let (movements, customers) = (made.movements_stored, rows_of(&values));
    // Whichever are committed when the machine stops: tables that say different things are made anew.
    futures::try_join!(
        commit(lake, MOVEMENTS, schema(), made.movements, &said, now),
        commit(lake, CUSTOMER_VALUES, values_schema(), anew(values), &said, now),
        commit(lake, CUSTOMER_TAILS, tails_schema(), tails, &said, now),
        commit(lake, LEDGER, ledger_schema(), anew(ledger.finish()?), &said, now),
    )?;
    Ok(Refreshed { extent, movements, customers, lines })
}

async fn commit(
    lake: &Lake,
    table: &str,
    schema: SchemaRef,
    change: Change,
    said: &Value,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let mut commit = Commit::new(now, schema);
    commit.add = change.add;
    commit.remove = change.remove;
    commit.metadata = Map::from_iter([(MADE_FROM.to_owned(), said.clone())]);
    Box::pin(lake.commit(table, commit)).await?;
    Ok(())
}

impl MadeFrom {
    /// What the marts of a walk are made from.
    pub(super) fn of(walk: &Walk<'_>, policy_version: i64) -> Self {
        Self {
            facts: walk.knowledge.versions_of_movements(walk.policy),
            policy: policy_version,
            closed_through: walk.books.closed_through(),
            booked: walk.knowledge.booked.as_ref().map(Snapshot::version),
            first: walk.first(),
            through: walk.through,
            engine: format!("{} marts {FORMAT}", env!("CARGO_PKG_VERSION")),
        }
    }

    /// What a version of a mart says it is made from.
    pub(super) fn said(lake: &Lake, table: &str, version: i64) -> Result<Option<Self>, LedgerError> {
        let mut said = lake.commit_metadata(table, version)?;
        Ok(said.remove(MADE_FROM).and_then(|said| serde_json::from_value(said).ok()))
    }

    /// What the stored marts are made from; `None` where they are not there, or not of one making.
    pub(super) fn stored(lake: &Lake) -> Result<Option<Self>, LedgerError> {
        let mut found: Option<Self> = None;
        for table in [MOVEMENTS, CUSTOMER_VALUES, CUSTOMER_TAILS, LEDGER] {
            if !lake.exists(table) {
                return Ok(None);
            }
            let Some(made_from) = Self::said(lake, table, lake.latest_version(table)?)? else { return Ok(None) };
            if found.as_ref().is_some_and(|found| *found != made_from) {
                return Ok(None);
            }
            found = Some(made_from);
        }
        Ok(found)
    }
}

impl Walk<'_> {
    /// The day of the first fact.
    fn first(&self) -> Day {
        self.knowledge.span(self.calendar).map_or(self.through, |(first, _)| first)
    }

    /// Empty totals of each grain, over the days from the first fact to the walk's last day.
    pub(super) fn totals_of_all_grains(&self) -> Vec<Totals> {
        let first = self.first();
        let totals =
            Grain::ALL.map(|grain| Totals::new(self.calendar, grain, first, self.through, self.policy.same_period));
        totals.to_vec()
    }
}
