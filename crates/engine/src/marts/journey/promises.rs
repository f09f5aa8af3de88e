//! Reading promises: what became of the first one at a touchpoint that came due, of each customer.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::TimestampMicrosecondType;
use bellwether_model::{CalendarClocks, Day, DayClock, Promise, PromisedTouch, Verdict};
use foldhash::HashMap;

use super::handoffs::last_moment;
use crate::walk::{TextColumn, Walk, WalkError, column, over_buckets};

const COLUMNS: [&str; 6] = ["customer_id", "touchpoint", "started_at", "promised_by", "done_at", "outcome"];

/// What is promised where.
#[derive(Clone, Copy, Debug)]
pub struct PromiseScope<'a> {
    /// What touches of the touchpoint are called.
    pub touches: &'a [String],
    /// What was promised.
    pub promise: &'a Promise,
    /// The clocks of its business calendar, if it has one.
    pub clocks: Option<&'a CalendarClocks>,
    /// Only promises that came due on this day or later.
    pub since: Option<Day>,
}

/// A promise that was kept or broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DuePromise {
    /// By when it was to be done, in microseconds since 1970.
    due: i64,
    /// Of two that came due at once the broken one counts.
    pub(super) is_kept: bool,
    /// The company's day of that moment.
    pub(super) day: Day,
}

/// The first promise of each customer that came due.
pub(super) struct Promises {
    /// By bucket and id.
    first: Vec<HashMap<Box<str>, DuePromise>>,
    /// Promises that name nobody.
    pub(super) nameless: u64,
    /// Whether there was any touch of the touchpoint.
    pub(super) has_touches: bool,
    /// Whether anything was promised at one.
    pub(super) is_promised: bool,
}

/// Reads the promises of one bucket after the other.
struct PromiseReader<'a> {
    scope: PromiseScope<'a>,
    clocks: Option<CalendarClocks>,
    days: DayClock,
    /// The moment up to which is told.
    at: i64,
    first: HashMap<Box<str>, DuePromise>,
    nameless: u64,
    has_touches: bool,
    is_promised: bool,
}

impl Promises {
    /// Those that came due up to a walk's last day.
    pub(super) fn read(walk: &Walk<'_>, scope: PromiseScope<'_>) -> Result<Self, WalkError> {
        let start = || (PromiseReader::new(walk, scope), Vec::new());
        let parts = over_buckets(walk.threads, start, |(reader, first), bucket| {
            for batch in walk.rows(&walk.knowledge.touches, bucket..bucket + 1, &COLUMNS)? {
                reader.add(&batch?)?;
            }
            first.push(std::mem::take(&mut reader.first));
            Ok::<_, WalkError>(())
        })?;
        let mut all = Self { first: Vec::new(), nameless: 0, has_touches: false, is_promised: false };
        for (reader, first) in parts {
            all.first.extend(first);
            all.nameless += reader.nameless;
            all.has_touches |= reader.has_touches;
            all.is_promised |= reader.is_promised;
        }
        Ok(all)
    }

    /// A customer's first promise.
    pub(super) fn of(&self, bucket: i32, customer: &str) -> Option<DuePromise> {
        self.first.get(bucket as usize)?.get(customer).copied()
    }

    /// All of them, to be changed.
    #[cfg(test)]
    pub(super) fn all(&mut self) -> impl Iterator<Item = (&str, &mut DuePromise)> {
        self.first.iter_mut().flatten().map(|(customer, promise)| (&**customer, promise))
    }

    /// How many customers had one.
    pub(super) fn customers(&self) -> u64 {
        self.first.iter().map(|first| first.len() as u64).sum()
    }
}

impl<'a> PromiseReader<'a> {
    fn new(walk: &Walk<'_>, scope: PromiseScope<'a>) -> Self {
        Self {
            scope,
            clocks: scope.clocks.cloned(),
            days: walk.calendar.clock(),
            at: last_moment(walk).0,
            first: HashMap::default(),
            nameless: 0,
            has_touches: false,
            is_promised: false,
        }
    }

    fn add(&mut self, batch: &RecordBatch) -> Result<(), WalkError> {
        let text = |name| TextColumn::of(batch, name);
        let (customers, touchpoints, outcomes) = (text("customer_id")?, text("touchpoint")?, text("outcome")?);
        let moments = |name| Ok::<_, WalkError>(column(batch, name)?.as_primitive::<TimestampMicrosecondType>());
        let (started, promised, done) = (moments("started_at")?, moments("promised_by")?, moments("done_at")?);
        let is_wanted = touchpoints
            .map_distinct(|name| Ok::<_, WalkError>(self.scope.touches.iter().any(|wanted| wanted == name)))?;
        for row in (0..batch.num_rows()).filter(|row| is_wanted.get(*row) == Some(&true)) {
            let started_at = started.value(row);
            if started_at > self.at {
                continue;
            }
            self.has_touches = true;
            let known = |moment: i64| Some(moment).filter(|moment| *moment <= self.at);
            let touch = PromisedTouch {
                started_at,
                promised_by: promised.is_valid(row).then(|| promised.value(row)),
                // What was done later is not known yet.
                done_at: done.is_valid(row).then(|| done.value(row)).and_then(known),
                outcome: outcomes.value(row),
            };
            let Some(judged) = self.scope.promise.judge(touch, self.clocks.as_mut()) else { continue };
            self.is_promised = true;
            let verdict = judged.at(self.at);
            if verdict == Verdict::Open || judged.counts_at > self.at {
                continue;
            }
            let day = self.days.day_of_micros(judged.counts_at);
            if self.scope.since.is_some_and(|since| day < since) {
                continue;
            }
            let Some(customer) = customers.value(row) else {
                self.nameless += 1;
                continue;
            };
            let promise = DuePromise { due: judged.counts_at, is_kept: verdict == Verdict::Kept, day };
            let first = self.first.entry(customer.into()).or_insert(promise);
            *first = promise.min(*first);
        }
        Ok(())
    }
}
