//! The increment: which customers does something new concern, and what does that change in the stored marts?
//!
//! A customer is concerned by facts that came or were replaced since the marts were made, and by time that has passed over a lapse or a
//! known end. Of a customer with a [`Tail`] to whom merely later purchases came, these are told from the tail on; the facts of all
//! others who are concerned are folded again. What was told of them then is held against what is told now: up to the first day
//! on which the two differ their stored movements stay, and from its period on their part of the totals is taken out and put in
//! again. What was told then follows from the facts of then; the fold being causal, later purchases change nothing of it, and the
//! fold of now, cut off at the day of then, serves as well. Invariant: the marts are the same, row by row, as if made anew.

mod concerned;
mod movements;
mod resume;

use std::collections::{BTreeMap, HashMap, HashSet};

use bellwether_model::{Day, Movement};

use self::concerned::{Concerned, came, concerned};
use self::movements::{BucketChange, rewrite_movements};
use super::history::{PURCHASE_COLUMNS, SUBSCRIPTION_COLUMNS};
use super::refresh::{CustomerRows, Made, MadeFrom};
use super::stored::{CUSTOMER_TAILS, CUSTOMER_VALUES, LEDGER, MOVEMENTS, StoredValue, Tail, open_from, read_lines};
use super::walk::over_buckets;
use super::{LedgerError, Rules, Totals, Unattributed, Walk};
use crate::lake::Snapshot;

/// Of so many customers at most one may have all its facts looked at again; from there on, making everything anew is as fast.
const ONE_IN: u64 = 2;

/// What is looked at: the walks of the stored and of the wanted marts, and the stored customers.
struct Look<'a> {
    then: Walk<'a>,
    now: Walk<'a>,
    values: Snapshot,
    tails: Snapshot,
    rules: Rules,
    open_from: Day,
}

/// What an increment finds in some buckets.
struct Found<'l> {
    customers: CustomerRows<'l>,
    concerned: u64,
    then: Vec<Totals>,
    now: Vec<Totals>,
    changes: BTreeMap<i32, BucketChange>,
}

/// The marts of `walk`, made from those that were made from `there`, and how many customers were concerned. `None` where they cannot be, or
/// where making them anew is as fast.
pub(super) async fn increment(
    walk: &Walk<'_>,
    there: &MadeFrom,
    made_from: &MadeFrom,
) -> Result<Option<(Made, u64)>, LedgerError> {
    let begins = open_from(walk.calendar, there.through);
    let comparable = there.policy == made_from.policy
        && there.closed_through == made_from.closed_through
        && there.booked == made_from.booked
        && there.first == made_from.first
        && there.engine == made_from.engine
        && there.through <= made_from.through
        // Once a year all tails are cut short.
        && begins == open_from(walk.calendar, made_from.through);
    if !comparable {
        return Ok(None);
    }
    let lake = walk.lake;
    let Some(known_then) = walk.knowledge.before(lake, &there.facts).await? else { return Ok(None) };
    let look = Look {
        then: Walk { knowledge: &known_then, through: there.through, ..*walk },
        now: *walk,
        values: lake.snapshot(CUSTOMER_VALUES).await?,
        tails: lake.snapshot(CUSTOMER_TAILS).await?,
        rules: Rules::new(walk.policy),
        open_from: begins,
    };
    let concerned = concerned(&look.then, walk).await?;
    let rewritten = concerned.iter().map(|bucket| bucket.customers.intersection(&bucket.rewritten).count() as u64);
    if rewritten.sum::<u64>() * ONE_IN > look.values.rows() {
        return Ok(None);
    }
    let parts = over_buckets(
        walk.threads,
        || Found {
            customers: CustomerRows::new(lake),
            concerned: 0,
            then: walk.totals_of_all_grains(),
            now: walk.totals_of_all_grains(),
            changes: BTreeMap::new(),
        },
        |found, bucket| found.bucket(bucket, &look, &concerned[bucket as usize]),
    )?;

    let mut totals = walk.totals_of_all_grains();
    let lines = read_lines(lake, &lake.snapshot(LEDGER).await?)?;
    for (totals, lines) in totals.iter_mut().zip(lines.chunk_by(|a, b| a.period.grain == b.period.grain)) {
        if !totals.add_lines(lines.iter()) {
            return Ok(None);
        }
    }
    let mut made = Made::default();
    let mut count = 0;
    let mut changes = BTreeMap::new();
    for mut part in parts {
        made.active.plus(part.customers.active);
        made.customers.extend(part.customers.finish()?);
        count += part.concerned;
        changes.append(&mut part.changes);
        for (sum, (then, now)) in totals.iter_mut().zip(part.then.iter().zip(&part.now)) {
            sum.remove(then);
            sum.merge(now);
        }
    }
    for totals in &totals {
        made.lines.extend(totals.lines()?);
    }
    made.movements = rewrite_movements(walk, &lake.snapshot(MOVEMENTS).await?, &changes)?;
    Ok(Some((made, count)))
}

impl Found<'_> {
    fn bucket(&mut self, bucket: i32, look: &Look<'_>, concerned: &Concerned) -> Result<(), LedgerError> {
        let mut touched = self.keep_untouched(bucket, look, concerned)?;
        let mut change = BucketChange::default();
        let is_new = |customer: &&String| !touched.contains_key(*customer);
        self.concerned += (concerned.customers.iter().filter(is_new).count() + touched.len()) as u64;
        self.resume(bucket, look, concerned, &mut touched, &mut change)?;
        let rewritten: HashSet<String> = concerned.customers.intersection(&concerned.rewritten).cloned().collect();
        let again: HashSet<String> = rewritten.iter().cloned().chain(touched.into_keys()).collect();
        if !again.is_empty() {
            self.fold(bucket, look, &again, &rewritten, &mut change)?;
        }
        self.customers.end_bucket()?;
        if !(change.ended.is_empty() && change.added.is_empty()) {
            self.changes.insert(bucket, change);
        }
        Ok(())
    }

    /// Folds all facts of some customers again.
    fn fold(
        &mut self,
        bucket: i32,
        look: &Look<'_>,
        again: &HashSet<String>,
        rewritten: &HashSet<String>,
        change: &mut BucketChange,
    ) -> Result<(), LedgerError> {
        let Look { then, now, rules, open_from, .. } = look;
        let rates = now.knowledge.rates(now.policy.currency);
        let (then, now) = (&Walk { only: Some(rewritten), ..*then }, &Walk { only: Some(again), ..*now });
        let mut histories = [then.histories(&rates), now.histories(&rates)];
        for (facts, columns) in [
            ([&then.knowledge.purchases, &now.knowledge.purchases], &PURCHASE_COLUMNS[..]),
            ([&then.knowledge.subscriptions, &now.knowledge.subscriptions], &SUBSCRIPTION_COLUMNS[..]),
        ] {
            for (rows, is_of) in parts(facts) {
                for batch in now.lake.read(&rows, bucket..bucket + 1, columns)? {
                    let batch = batch?;
                    for (histories, _) in histories.iter_mut().zip(is_of).filter(|(_, is_of)| *is_of) {
                        histories.add(&batch, facts[1].table())?;
                    }
                }
            }
        }
        let [of_then, of_now] = histories;
        let mut told: HashMap<String, Vec<Movement>> = HashMap::new();
        let ignored = &mut Unattributed::default();
        then.visit(bucket, of_then, &rates, ignored, |walked| {
            told.insert(walked.customer.to_owned(), walked.movements.to_vec());
            Ok(())
        })?;
        now.visit(bucket, of_now, &rates, ignored, |walked| {
            let tail = Tail::of(&walked, rules, *open_from, now.through);
            self.customers.add(&StoredValue::of(&walked, now.through), tail.as_ref())?;
            if rewritten.contains(walked.customer) {
                let before = told.remove(walked.customer).unwrap_or_default();
                self.compare(change, walked.customer, &before, walked.movements);
            } else {
                let before = walked.movements.partition_point(|movement| movement.day <= then.through);
                self.compare(change, walked.customer, &walked.movements[..before], walked.movements);
            }
            Ok(())
        })?;
        for (customer, movements) in told {
            self.compare(change, &customer, &movements, &[]);
        }
        Ok(())
    }

    /// Notes by what the movements told now differ from those told then.
    fn compare(&mut self, change: &mut BucketChange, customer: &str, then: &[Movement], now: &[Movement]) {
        if let Some(day) = change.compare(customer, then, now) {
            self.then.iter_mut().for_each(|totals| totals.add_since(day, then));
            self.now.iter_mut().for_each(|totals| totals.add_since(day, now));
        }
    }
}

/// The files of a table that are there both then and now, those that are gone, and those that came; each with whether it is of then and
/// of now.
fn parts([then, now]: [&Snapshot; 2]) -> [(Snapshot, [bool; 2]); 3] {
    [
        (now.only(|file| then.has(&file.path)), [true, true]),
        (then.only(|file| !now.has(&file.path)), [true, false]),
        (now.only(|file| !then.has(&file.path)), [false, true]),
    ]
}
