//! The walk: every customer's booked movements, bucket by bucket, on all threads.
//!
//! This is the one pass on which ledgers, cuts, bridges, reasons, cohorts and the stored marts are built.

use std::collections::HashMap;
use std::ops::Range;

use bellwether_model::{Basis, Calendar, Day, Movement, Policy};
use rayon::prelude::*;

use super::attributes::{AttributeHistory, Version};
use super::history::{Histories, History, PURCHASE_COLUMNS, SUBSCRIPTION_COLUMNS};
use super::knowledge::Knowledge;
use super::names::names_in;
use super::{Books, Folder, LedgerError, Phase, Rates, Rules, SpendDay, Standing, Unattributed, book, stored};
use crate::lake::{BUCKETS, Lake, bucket_of};

/// Customers whom one thread looks after.
const FEW: usize = 8;

/// Customers, by id.
pub type CustomerSet = foldhash::HashSet<String>;

/// What to walk over and under which definitions.
#[derive(Clone, Copy)]
pub struct Walk<'a> {
    /// Where the facts are.
    pub lake: &'a Lake,
    /// Which versions of them.
    pub knowledge: &'a Knowledge,
    /// The definitions.
    pub policy: &'a Policy,
    /// The policy's calendar.
    pub calendar: &'a Calendar,
    /// The closed books; [`Books::open`] to look at the facts alone.
    pub books: &'a Books,
    /// Last day to be told; movements after it have not happened yet.
    pub through: Day,
    /// Customer attributes to bring along.
    pub attributes: &'a [String],
    /// Whether to bring along what customers are called.
    pub names: bool,
    /// What is in memory of just this knowledge, policy, books and last day.
    pub standing: Option<&'a Standing>,
    /// The customers to walk over; all of them if absent.
    pub only: Option<&'a CustomerSet>,
    /// Threads to work on.
    pub threads: usize,
}

/// One customer, as the ledger tells of it.
#[derive(Clone, Copy)]
pub struct Lived<'a> {
    /// Its id.
    pub customer: &'a str,
    /// What it is called, if that is known and was asked for.
    pub name: Option<&'a str>,
    /// Its booked movements up to the walk's last day, in time order.
    pub movements: &'a [Movement],
    /// Its attributes over time, the wanted ones, earliest first.
    pub attributes: &'a [Version],
}

/// One customer on the walk over the facts.
#[derive(Clone, Copy)]
pub struct Walked<'a> {
    /// Its id.
    pub customer: &'a str,
    /// What it is called, if that is known and was asked for.
    pub name: Option<&'a str>,
    /// Its bucket.
    pub bucket: i32,
    /// Its booked movements up to the walk's last day, in time order.
    pub movements: &'a [Movement],
    /// Its booked movements with those that wait for time to pass (lapses and known ends after the walk's last day).
    pub with_pending: &'a [Movement],
    /// What it bought and gave back, by day.
    pub spend: &'a [SpendDay],
    /// Whether its movements follow from `spend` alone: it has no subscriptions, and closed books tell nothing else of it.
    pub spend_alone: bool,
    /// Free subscriptions of a policy that counts them apart.
    pub free: &'a [Phase],
    /// Its attributes over time, the wanted ones, earliest first.
    pub attributes: &'a [Version],
}

/// Does `work` on every bucket, each thread taking a range of them in order with a value of its own made by `start`. Returns the
/// threads' values, in the order of their buckets.
pub(super) fn over_buckets<T: Send>(
    threads: usize,
    start: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, i32) -> Result<(), LedgerError> + Sync,
) -> Result<Vec<T>, LedgerError> {
    over_groups(threads, 1, start, |value, buckets| work(value, buckets.start), Ok)
}

/// The same on groups of `width` neighbouring buckets; `width` divides their number. Each thread ends with `finish`.
pub(super) fn over_groups<T, U: Send>(
    threads: usize,
    width: i32,
    start: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, Range<i32>) -> Result<(), LedgerError> + Sync,
    finish: impl Fn(T) -> Result<U, LedgerError> + Sync,
) -> Result<Vec<U>, LedgerError> {
    let groups = BUCKETS / width;
    let threads = i32::try_from(threads).unwrap_or(groups).clamp(1, groups);
    let part = |thread: i32| {
        let mut value = start();
        for group in thread * groups / threads..(thread + 1) * groups / threads {
            work(&mut value, group * width..(group + 1) * width)?;
        }
        finish(value)
    };
    if threads == 1 {
        return Ok(vec![part(0)?]);
    }
    // Threads that stay: what those that end leave to the allocator is long kept, and adds up.
    (0..threads).into_par_iter().map(part).collect()
}

impl<'a> Walked<'a> {
    /// What the ledger tells of it.
    #[must_use]
    pub fn lived(&self) -> Lived<'a> {
        let Self { customer, name, movements, attributes, .. } = *self;
        Lived { customer, name, movements, attributes }
    }
}

impl Walk<'_> {
    /// Calls `each` with what the ledger tells of every customer, from memory if it is there and by a walk over the facts otherwise.
    /// Threads, their values and what is returned are those of [`run`](Self::run).
    pub fn lives<T: Send>(
        &self,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, Lived<'_>) -> Result<(), LedgerError> + Sync,
    ) -> Result<(Vec<T>, Unattributed), LedgerError> {
        match self.standing {
            Some(standing) if standing.can_tell(self.attributes) => standing.lives(self, start, each),
            _ => self.run(start, |value, walked| each(value, walked.lived())),
        }
    }

    /// Calls `each` for every customer, each thread taking a range of buckets with a value of its own made by `start`. Returns the threads'
    /// values and the purchases without a customer.
    pub fn run<T: Send>(
        &self,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, Walked<'_>) -> Result<(), LedgerError> + Sync,
    ) -> Result<(Vec<T>, Unattributed), LedgerError> {
        // A few customers are not worth another thread.
        let threads = if self.only.is_some_and(|only| only.len() < FEW) { 1 } else { self.threads };
        let parts = over_buckets(
            threads,
            || (start(), Unattributed::default()),
            |(value, unattributed), bucket| {
                let is_wanted = |only: &CustomerSet| only.iter().any(|id| bucket_of(Some(id)) == bucket);
                if self.only.is_none_or(is_wanted) {
                    self.bucket(bucket, unattributed, |walked| each(value, walked))?;
                }
                Ok(())
            },
        )?;
        let mut unattributed = Unattributed::default();
        let values = parts.into_iter().map(|(value, rows)| {
            unattributed.rows += rows.rows;
            unattributed.minor += rows.minor;
            value
        });
        Ok((values.collect(), unattributed))
    }

    /// Walks one bucket on this thread.
    pub fn bucket(
        &self,
        bucket: i32,
        unattributed: &mut Unattributed,
        each: impl FnMut(Walked<'_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let rates = self.knowledge.rates(self.policy.currency);
        let mut histories = self.histories(&rates);
        for batch in self.lake.read(&self.knowledge.purchases, bucket..bucket + 1, &PURCHASE_COLUMNS)? {
            histories.add_purchases(&batch?)?;
        }
        for batch in self.lake.read(&self.knowledge.subscriptions, bucket..bucket + 1, &SUBSCRIPTION_COLUMNS)? {
            histories.add_subscriptions(&batch?)?;
        }
        self.visit(bucket, histories, &rates, unattributed, each)
    }

    /// Empty histories of this walk's customers.
    pub(super) fn histories<'h>(&'h self, rates: &'h Rates) -> Histories<'h> {
        Histories::new(self.policy, rates, self.calendar.clock(), self.through, self.only)
    }

    /// Folds the histories of a bucket, and hands each of this walk's customers in it to `each`.
    pub(super) fn visit(
        &self,
        bucket: i32,
        histories: Histories<'_>,
        rates: &Rates,
        unattributed: &mut Unattributed,
        mut each: impl FnMut(Walked<'_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let rows = histories.unattributed();
        unattributed.rows += rows.rows;
        unattributed.minor += rows.minor;
        let attributes = self.attribute_history(bucket)?;
        let names =
            if self.names { names_in(self.lake, &self.knowledge.customers, bucket)? } else { HashMap::default() };
        let mut frozen = match (&self.knowledge.booked, self.books.closed_through()) {
            (Some(snapshot), Some(through)) => stored::read(self.lake, snapshot, bucket, through)?,
            _ => HashMap::new(),
        };
        if let Some(only) = self.only {
            frozen.retain(|customer, _| only.contains(customer));
        }

        let rules = Rules::new(self.policy);
        let mut folder = Folder::default();
        let (mut now, mut movements) = (Vec::new(), Vec::new());
        let mut visit = |history: History<'_>, frozen: &[Movement]| {
            now.clear();
            movements.clear();
            folder.fold(history.spend, history.phases, &rules, rates, &mut now)?;
            book(frozen, &now, self.books, self.calendar, &mut movements);
            let told = movements.partition_point(|movement| movement.day <= self.through);
            each(Walked {
                customer: history.customer,
                name: names.get(history.customer).map(String::as_str),
                bucket,
                movements: &movements[..told],
                with_pending: &movements,
                spend: history.spend,
                spend_alone: history.phases.is_empty() && (self.books.closes.is_empty() || movements == now),
                free: history.free,
                attributes: attributes.of(history.customer),
            })
        };
        histories.for_each(
            |customer| self.basis_of(attributes.of(customer)),
            |history| {
                let frozen = frozen.remove(history.customer).unwrap_or_default();
                visit(history, &frozen)
            },
        )?;
        for (customer, frozen) in frozen {
            visit(History { customer: &customer, spend: &[], phases: &[], free: &[] }, &frozen)?;
        }
        Ok(())
    }

    /// The attributes wanted by the caller, then those the policy's basis rules ask for.
    fn attribute_history(&self, bucket: i32) -> Result<AttributeHistory, LedgerError> {
        let rules = self.policy.basis_rules.iter().map(|rule| rule.attribute.clone());
        let wanted: Vec<String> = self.attributes.iter().cloned().chain(rules).collect();
        AttributeHistory::read(self, &wanted, bucket)
    }

    fn basis_of(&self, attributes: &[Version]) -> Basis {
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
