//! Usage: do the customers we have use us more or less than in the period before?
//!
//! Grain: period × change. Inputs: the walk and `touches`. Invariant: the four parts add up to the ledger's closing of the period.

use std::collections::HashMap;

use arrow::array::AsArray;
use arrow::datatypes::TimestampMicrosecondType;
use bellwether_model::{Day, Grain, Period};

use super::text::TextColumn;
use super::{Amount, LedgerError, Walk};

/// How the customers active at the end of a period used us in it, beside the period before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
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

/// One thread's sums and the touches of the bucket it is in.
struct Sums {
    usage: Vec<Usage>,
    bucket: Option<i32>,
    touches: HashMap<Box<str>, Vec<u32>>,
}

impl Walk<'_> {
    /// Usage by `grain` from `from` on; a touch counts as use if it came by one of `channels`, any if none is given.
    pub fn usage(&self, grain: Grain, from: Day, channels: &[String]) -> Result<Vec<Usage>, LedgerError> {
        let whole = |period: &Period| period.end.plus(-1) <= self.through;
        let periods: Vec<Period> = self.calendar.periods(grain, from, self.through).filter(whole).collect();
        let none = Amount::default();
        let empty = |period: &Period| Usage { period: *period, more: none, less: none, as_much: none, joined: none };
        let start =
            || Sums { usage: periods.iter().skip(1).map(empty).collect(), bucket: None, touches: HashMap::new() };
        let (threads, _) = self.run(start, |sums, walked| {
            if sums.bucket != Some(walked.bucket) {
                sums.touches = self.touches_by_period(walked.bucket, &periods, channels)?;
                sums.bucket = Some(walked.bucket);
            }
            let counts = sums.touches.get(walked.customer);
            let used = |index: usize| counts.map_or(0, |counts| counts[index]);
            let mut rest = walked.movements;
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
                        std::cmp::Ordering::Greater => &mut usage.more,
                        std::cmp::Ordering::Less => &mut usage.less,
                        std::cmp::Ordering::Equal => &mut usage.as_much,
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

    /// How often each customer of a bucket used us in each period.
    fn touches_by_period(
        &self,
        bucket: i32,
        periods: &[Period],
        channels: &[String],
    ) -> Result<HashMap<Box<str>, Vec<u32>>, LedgerError> {
        let mut clock = self.calendar.clock();
        let mut counts: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let columns = ["customer_id", "started_at", "channel"];
        for batch in self.lake.read(&self.knowledge.touches, bucket..bucket + 1, &columns)? {
            let batch = batch?;
            let (customers, by) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "channel")?);
            let missing = LedgerError::Missing { column: "started_at" };
            let started = batch.column_by_name("started_at").ok_or(missing)?.as_primitive::<TimestampMicrosecondType>();
            for row in 0..batch.num_rows() {
                let Some(customer) = customers.value(row) else { continue };
                let counts_as_use = channels.is_empty()
                    || by.value(row).is_some_and(|channel| channels.iter().any(|wanted| wanted == channel));
                let day = clock.day_of_micros(started.value(row));
                let index = periods.partition_point(|period| period.end <= day);
                if counts_as_use && periods.get(index).is_some_and(|period| period.start <= day) {
                    let of_customer = match counts.get_mut(customer) {
                        Some(known) => known,
                        None => counts.entry(customer.into()).or_insert_with(|| vec![0; periods.len()]),
                    };
                    of_customer[index] += 1;
                }
            }
        }
        Ok(counts)
    }
}
