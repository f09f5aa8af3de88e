//! One pass over all customers, or over some of them.

use std::ops::Range;

use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use bellwether_model::{Calendar, Day, Edition, Policy, ValueBasis};

use super::attributes::{AttributeHistory, AttributeVersion};
use super::buckets::over_buckets;
use super::close::Close;
use super::error::WalkError;
use super::knowledge::Knowledge;
use super::life::{CustomerSet, Life};
use super::names::names_in;
use super::rates::Rates;
use super::reader::{LifeReader, UnattributedRows, columns_of};
use super::text::TextColumn;
use crate::lake::{Fact, Lake, Snapshot, bucket_of};

/// Customers whom one thread looks after.
const FEW: usize = 8;

/// Over whom to walk, what to bring along of them, and under which definitions.
#[derive(Clone, Copy)]
pub struct Walk<'a> {
    /// Where the facts are.
    pub lake: &'a Lake,
    /// Which versions of them.
    pub knowledge: &'a Knowledge,
    /// The definitions.
    pub policy: &'a Policy,
    /// The edition of the rules that no policy defines.
    pub edition: Edition,
    /// The policy's calendar.
    pub calendar: &'a Calendar,
    /// When the books were closed, earliest first.
    pub closes: &'a [Close],
    /// Last day to be told.
    pub through: Day,
    /// The tables whose facts are brought along.
    pub facts: &'a [Fact],
    /// Customer attributes to bring along.
    pub attributes: &'a [String],
    /// Whether to bring along what customers are called.
    pub names: bool,
    /// The customers to walk over; all of them if absent.
    pub only: Option<&'a CustomerSet>,
    /// Threads to work on.
    pub threads: usize,
}

impl Walk<'_> {
    /// The edition of the rules that no policy defines, by which a day counts.
    #[must_use]
    pub fn edition_on(&self, day: Day) -> Edition {
        self.closes.iter().find(|close| close.through >= day).map_or(self.edition, |close| close.edition)
    }

    /// Does `work` on every bucket in which customers of this walk may lie, each thread taking a range of buckets with a value of its own
    /// made by `start`. Returns the threads' values and the purchases without a customer, as `work` counts them.
    pub fn run<T: Send, E: Send>(
        &self,
        start: impl Fn() -> T + Sync,
        work: impl Fn(&mut T, i32, &mut UnattributedRows) -> Result<(), E> + Sync,
    ) -> Result<(Vec<T>, UnattributedRows), E> {
        // A few customers are not worth another thread.
        let threads = if self.only.is_some_and(|only| only.len() < FEW) { 1 } else { self.threads };
        let parts = over_buckets(
            threads,
            || (start(), UnattributedRows::default()),
            |(value, unattributed), bucket| {
                let is_wanted = |only: &CustomerSet| only.iter().any(|id| bucket_of(Some(id)) == bucket);
                if self.only.is_none_or(is_wanted) { work(value, bucket, unattributed) } else { Ok(()) }
            },
        )?;
        let mut unattributed = UnattributedRows::default();
        let values = parts.into_iter().map(|(value, rows)| {
            unattributed.add(rows);
            value
        });
        Ok((values.collect(), unattributed))
    }

    /// The exchange rates to the policy's currency.
    #[must_use]
    pub fn rates(&self) -> Rates {
        self.knowledge.rates(self.policy.currency)
    }

    /// The day of the first fact.
    #[must_use]
    pub fn first(&self) -> Day {
        self.knowledge.span(self.calendar).map_or(self.through, |(first, _)| first)
    }

    /// A reader of this walk's customers that has read nothing yet.
    #[must_use]
    pub fn empty_reader<'r>(&'r self, rates: &'r Rates) -> LifeReader<'r> {
        LifeReader::new((self.policy, self.edition), rates, self.calendar.clock(), self.through, self.only)
    }

    /// A reader with the facts of a bucket.
    pub fn reader<'r>(&'r self, bucket: i32, rates: &'r Rates) -> Result<LifeReader<'r>, WalkError> {
        let mut reader = self.empty_reader(rates);
        let Knowledge { purchases, subscriptions, touches, .. } = self.knowledge;
        for (fact, snapshot) in
            [(Fact::Purchases, purchases), (Fact::Subscriptions, subscriptions), (Fact::Touches, touches)]
        {
            if self.facts.contains(&fact) {
                for batch in self.lake.read(snapshot, bucket..bucket + 1, columns_of(fact))? {
                    reader.add(fact, &batch?)?;
                }
            }
        }
        Ok(reader)
    }

    /// The rows of a table in some buckets, those of this walk's customers alone where it is over some; the columns must hold `customer_id`.
    pub fn rows(
        &self,
        snapshot: &Snapshot,
        buckets: Range<i32>,
        columns: &[&str],
    ) -> Result<impl Iterator<Item = Result<RecordBatch, WalkError>>, WalkError> {
        let rows = self.lake.read(snapshot, buckets, columns)?;
        Ok(rows.map(|batch| self.of_these(batch?)))
    }

    fn of_these(&self, batch: RecordBatch) -> Result<RecordBatch, WalkError> {
        let Some(only) = self.only else { return Ok(batch) };
        let customers = TextColumn::of(&batch, "customer_id")?;
        let is_wanted = customers.map_distinct(|customer| Ok::<_, WalkError>(only.contains(customer)))?;
        let is_wanted: BooleanArray =
            (0..batch.num_rows()).map(|row| Some(is_wanted.get(row) == Some(&true))).collect();
        filter_record_batch(&batch, &is_wanted).map_err(|_| WalkError::Missing { column: "customer_id" })
    }

    /// Hands each life of a bucket's reader to `each`.
    pub fn lives<E: From<WalkError>>(
        &self,
        bucket: i32,
        reader: LifeReader<'_>,
        unattributed: &mut UnattributedRows,
        mut each: impl FnMut(Life<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        unattributed.add(reader.unattributed());
        let attributes = self.attribute_history(bucket)?;
        let names = if self.names {
            names_in(self.lake, &self.knowledge.customers, bucket)?
        } else {
            foldhash::HashMap::default()
        };
        reader.for_each(|life| {
            let attributes = attributes.of(life.customer);
            let name = names.get(life.customer).map(String::as_str);
            each(Life { name, basis: self.basis_of(attributes), attributes, ..life })
        })
    }

    /// The attributes wanted by the caller, then those the policy's basis rules ask for.
    fn attribute_history(&self, bucket: i32) -> Result<AttributeHistory, WalkError> {
        let rules = self.policy.basis_rules.iter().map(|rule| rule.attribute.clone());
        let wanted: Vec<String> = self.attributes.iter().cloned().chain(rules).collect();
        AttributeHistory::read(self.lake, self.knowledge, self.closes, &wanted, bucket)
    }

    fn basis_of(&self, attributes: &[AttributeVersion]) -> ValueBasis {
        let latest = attributes.last();
        let rules = self.policy.basis_rules.iter().enumerate();
        rules
            .filter(|(index, rule)| {
                let value = latest.and_then(|version| version.values.get(self.attributes.len() + index));
                value.is_some_and(|value| value.as_deref() == Some(rule.value.as_str()))
            })
            .map(|(_, rule)| rule.basis)
            .next()
            .unwrap_or(self.policy.basis)
    }
}
