//! The question: how many of the customers of a period used us more, less or as much as in the one before?

use std::cmp::Ordering;

use bellwether_model::{Day, Grain, Period};

use super::fold::fold;
use super::provenance::UsageProvenance;
use super::tables::{COLUMNS, CUSTOMER_USAGE, StoredUsage};
use crate::lake::{Fact, Snapshot, bucket_of};
use crate::marts::error::MartError;
use crate::marts::ledger::size;
use crate::marts::ledger::{Amount, Ledger};
use crate::marts::storage::table_provenance;
use crate::walk::{Walk, WalkError};

/// How the customers active at the end of a period used us in it, beside the period before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsagePeriod {
    /// The period; only whole ones that have one before them are told.
    pub period: Period,
    /// Those who used us more often.
    pub more: Amount,
    /// Those who used us less often.
    pub less: Amount,
    /// Those who used us as often, not at all in both included.
    pub as_much: Amount,
    /// Those not active at the end of the period before.
    pub joined: Amount,
}

/// One thread's sums, and the counts of the bucket it is in.
struct Sums {
    usage: Vec<UsagePeriod>,
    bucket: Option<i32>,
    counts: Counts,
}

/// How often each customer of a bucket used us in each period.
#[derive(Default)]
struct Counts {
    customers: foldhash::HashMap<Box<str>, u32>,
    /// Of each customer, by its number, one count a period.
    touches: Vec<u32>,
}

/// The stored usage, if it is of just a walk's knowledge and time zone.
pub async fn stored(walk: &Walk<'_>) -> Result<Option<Snapshot>, MartError> {
    let table = CUSTOMER_USAGE.name;
    if !walk.lake.exists(table) {
        return Ok(None);
    }
    let snapshot = walk.lake.snapshot(table).await?;
    let provenance = table_provenance(walk.lake, table, snapshot.version())?;
    Ok((provenance == Some(UsageProvenance::of(walk).to_value())).then_some(snapshot))
}

/// A period of one customer is counted beside those of many others.
const BESIDE_EACH_OTHER: usize = 100;

/// Usage by `grain` from `from` on, from what is [`stored`] or else from the facts; a touch counts as use if it came by one of
/// `channels`, any if none is given.
pub fn usage(
    ledger: &Ledger<'_>,
    stored: Option<&Snapshot>,
    grain: Grain,
    from: Day,
    channels: &[String],
) -> Result<Vec<UsagePeriod>, MartError> {
    let walk = &ledger.walk;
    // What each customer of a bucket did in each period is counted at once.
    size::check(walk.calendar, grain, (from, walk.through), |periods| periods * BESIDE_EACH_OTHER)?;
    let whole = |period: &Period| period.end.plus(-1) <= walk.through;
    let periods: Vec<Period> = walk.calendar.periods(grain, from, walk.through).filter(whole).collect();
    let none = Amount::default();
    let empty = |period: &Period| UsagePeriod { period: *period, more: none, less: none, as_much: none, joined: none };
    let start = || Sums { usage: periods.iter().skip(1).map(empty).collect(), bucket: None, counts: Counts::default() };
    let (threads, _) = ledger.accounts(start, |sums, account| {
        let bucket = bucket_of(Some(account.customer));
        if sums.bucket != Some(bucket) {
            sums.counts = match stored {
                Some(stored) => Counts::of_stored(walk, stored, bucket, &periods, channels)?,
                None => Counts::of_facts(walk, bucket, &periods, channels)?,
            };
            sums.bucket = Some(bucket);
        }
        let counts = sums.counts.of(account.customer, periods.len());
        let used = |index: usize| counts.map_or(0, |counts| counts[index]);
        let mut rest = account.movements;
        let (mut active, mut value, mut was_active) = (0i64, 0i64, 0i64);
        for (index, period) in periods.iter().enumerate() {
            let (in_period, later) = rest.split_at(rest.partition_point(|movement| movement.day < period.end));
            rest = later;
            for movement in in_period {
                active += i64::from(movement.customers);
                value = movement.value_after;
            }
            if index > 0 && active > 0 {
                let usage = &mut sums.usage[index - 1];
                let part = match used(index).cmp(&used(index - 1)) {
                    _ if was_active <= 0 => &mut usage.joined,
                    Ordering::Greater => &mut usage.more,
                    Ordering::Less => &mut usage.less,
                    Ordering::Equal => &mut usage.as_much,
                };
                part.plus(Amount { customers: active, minor: i128::from(value) });
            }
            was_active = active;
        }
        Ok(())
    })?;
    let mut all = start().usage;
    for thread in threads {
        for (sum, part) in all.iter_mut().zip(thread.usage) {
            sum.more.plus(part.more);
            sum.less.plus(part.less);
            sum.as_much.plus(part.as_much);
            sum.joined.plus(part.joined);
        }
    }
    Ok(all)
}

impl Counts {
    /// From the stored days.
    fn of_stored(
        walk: &Walk<'_>,
        stored: &Snapshot,
        bucket: i32,
        periods: &[Period],
        channels: &[String],
    ) -> Result<Self, WalkError> {
        let mut counts = Self::default();
        for batch in walk.lake.read(stored, bucket..bucket + 1, &COLUMNS)? {
            let batch = batch?;
            let rows = StoredUsage::of(&batch)?;
            let numbers = rows.customers.map_distinct(|id| Ok::<_, WalkError>(counts.number(id, periods.len())))?;
            let is_use = rows.channels.map_distinct(|channel| Ok::<_, WalkError>(is_wanted(channel, channels)))?;
            for row in 0..batch.num_rows() {
                if channels.is_empty() || is_use.get(row) == Some(&true) {
                    let Some(number) = numbers.get(row) else { continue };
                    counts.add(*number, rows.day(row), rows.touches(row), periods);
                }
            }
        }
        Ok(counts)
    }

    /// From the touches themselves.
    fn of_facts(walk: &Walk<'_>, bucket: i32, periods: &[Period], channels: &[String]) -> Result<Self, WalkError> {
        let mut counts = Self::default();
        let rates = walk.rates();
        let walk = Walk { facts: &[Fact::Touches], ..*walk };
        walk.reader(bucket, &rates)?.for_each(|life| {
            let number = counts.number(life.customer, periods.len());
            let mut days = Vec::new();
            fold(life.touches, &mut days);
            for row in days {
                if channels.is_empty() || row.channel.is_some_and(|channel| is_wanted(channel, channels)) {
                    counts.add(number, row.day, row.touches, periods);
                }
            }
            Ok::<_, WalkError>(())
        })?;
        Ok(counts)
    }

    fn number(&mut self, customer: &str, periods: usize) -> u32 {
        if let Some(known) = self.customers.get(customer) {
            return *known;
        }
        let number = self.customers.len() as u32;
        self.customers.insert(customer.into(), number);
        self.touches.resize((number as usize + 1) * periods, 0);
        number
    }

    fn add(&mut self, number: u32, day: Day, touches: u32, periods: &[Period]) {
        let period = periods.partition_point(|period| period.end <= day);
        if periods.get(period).is_some_and(|period| period.start <= day) {
            self.touches[number as usize * periods.len() + period] += touches;
        }
    }

    /// A customer's counts, one a period.
    fn of(&self, customer: &str, periods: usize) -> Option<&[u32]> {
        let from = *self.customers.get(customer)? as usize * periods;
        self.touches.get(from..from + periods)
    }
}

fn is_wanted(channel: &str, channels: &[String]) -> bool {
    channels.iter().any(|wanted| wanted == channel)
}
