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
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use bellwether_model::{Movement, SamePeriod};

use self::concerned::{Concerned, concerned, replaced};
use self::movements::{BucketChange, rewrite_movements};
use super::history::{PURCHASE_COLUMNS, SUBSCRIPTION_COLUMNS};
use super::refresh::{CustomerChange, CustomerRows, Made, MadeFrom, rows_of};
use super::stored::{
    CUSTOMER_TAILS, CUSTOMER_VALUES, GROUP, LEDGER, MOVEMENTS, MovementRows, Rolling, StoredValue, Tail, read_lines,
    schema,
};
use super::walk::over_groups;
use super::{Amount, CustomerSet, LedgerError, Rules, Totals, Unattributed, Walk};
use crate::lake::{Removal, Snapshot, WrittenFile, bucket_of};

/// Of so many customers of some buckets at most one may have all its facts looked at again; from there on, making everything anew is as
/// fast.
const ONE_IN: u64 = 2;

/// So many customers are too few to judge by.
const TOO_FEW: u64 = 64;

/// Up to so many customers, several buckets are looked at together.
const FEW: u64 = 1 << 20;

/// So many versions of the tails are read together until they are written as one. Tests get there sooner.
const TAILS_WHOLE_EVERY: i64 = if cfg!(test) { 3 } else { 8 };

/// What is looked at: the walks of the stored and of the wanted marts, and the stored customers.
struct Look<'a> {
    then: Walk<'a>,
    now: Walk<'a>,
    values: Snapshot,
    tails: Snapshot,
    /// Whether all tails are written; else those that are told stand beside the earlier ones.
    tails_whole: bool,
    rules: Rules,
    /// Neighbouring buckets looked at together.
    width: i32,
    /// Whether making everything anew was found to be as fast.
    too_many: AtomicBool,
}

/// What an increment finds in some buckets.
struct Found<'l> {
    customers: CustomerRows<'l>,
    /// Movements that come after all others of their customers.
    later: Rolling<'l>,
    later_rows: MovementRows,
    /// Working memory.
    movements: Vec<Movement>,
    concerned: u64,
    then: Vec<Totals>,
    now: Vec<Totals>,
    changes: BTreeMap<i32, BucketChange>,
}

/// The same with its files ended.
struct Ended {
    active: Amount,
    customers: CustomerChange,
    later: Vec<WrittenFile>,
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
    let comparable = there.policy == made_from.policy
        && there.closed_through == made_from.closed_through
        && there.booked == made_from.booked
        && there.first == made_from.first
        && there.engine == made_from.engine
        && there.through <= made_from.through
        // A mistyped day, since corrected, lets books be closed beyond the last day; what comes then is booked as a correction.
        && there.closed_through.is_none_or(|closed| closed <= there.through);
    if !comparable {
        return Ok(None);
    }
    let lake = walk.lake;
    let stored = async |table| Ok::<_, LedgerError>(lake.snapshot(table).await?);
    let (known_then, values, tails, lines, movements) = futures::try_join!(
        walk.knowledge.before(lake, &there.facts),
        stored(CUSTOMER_VALUES),
        stored(CUSTOMER_TAILS),
        stored(LEDGER),
        stored(MOVEMENTS),
    )?;
    let Some(known_then) = known_then else { return Ok(None) };
    let tails_version = tails.version() + 1;
    let look = Look {
        then: Walk { knowledge: &known_then, through: there.through, ..*walk },
        now: *walk,
        width: if values.rows() <= FEW { GROUP } else { 1 },
        too_many: AtomicBool::new(false),
        values,
        tails_whole: tails_version % TAILS_WHOLE_EVERY == 0,
        tails,
        rules: Rules::new(walk.policy),
    };
    let replaced = replaced(&look.then, walk).await?;
    let parts = over_groups(
        walk.threads,
        look.width,
        || Found {
            customers: CustomerRows::new(lake, tails_version),
            later: Rolling::quick(lake, MOVEMENTS, schema()),
            later_rows: MovementRows::default(),
            movements: Vec::new(),
            concerned: 0,
            then: walk.totals_of_all_grains(),
            now: walk.totals_of_all_grains(),
            changes: BTreeMap::new(),
        },
        |found, buckets| found.group(buckets, &look, &replaced),
        Found::finish,
    )?;

    if look.too_many.load(Relaxed) {
        return Ok(None);
    }
    let mut totals = walk.totals_of_all_grains();
    let lines = read_lines(lake, &lines)?;
    for (totals, lines) in totals.iter_mut().zip(lines.chunk_by(|a, b| a.period.grain == b.period.grain)) {
        if !totals.add_lines(lines.iter()) {
            return Ok(None);
        }
    }
    let tails_gone = if look.tails_whole { Removal::All } else { Removal::Nothing };
    let mut made = Made { tails_gone, ..Made::default() };
    let mut count = 0;
    let mut changes = BTreeMap::new();
    let mut later = Vec::new();
    for mut part in parts {
        made.active.plus(part.active);
        made.customers.extend(part.customers);
        later.extend(part.later);
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
    (made.movements, made.movements_stored) = rewrite_movements(walk, &movements, &changes)?;
    made.movements_stored += rows_of(&later);
    made.movements.add.extend(later);
    Ok(Some((made, count)))
}

impl Found<'_> {
    fn finish(self) -> Result<Ended, LedgerError> {
        let Self { customers, later, concerned, then, now, changes, .. } = self;
        Ok(Ended {
            active: customers.active,
            customers: customers.finish()?,
            later: later.finish()?,
            concerned,
            then,
            now,
            changes,
        })
    }

    fn group(&mut self, buckets: Range<i32>, look: &Look<'_>, replaced: &[CustomerSet]) -> Result<(), LedgerError> {
        if look.too_many.load(Relaxed) {
            return Ok(());
        }
        let (concerned, purchases) = concerned(&buckets, &look.then, &look.now, replaced)?;
        let concerned = &concerned;
        let (mut touched, kept) = self.keep_untouched(&buckets, look, concerned)?;
        let is_unknown = |customer: &&String| !touched.contains_key(*customer);
        let unknown: CustomerSet = concerned.customers.iter().filter(is_unknown).cloned().collect();
        self.concerned += (unknown.len() + touched.len()) as u64;
        let rewritten: CustomerSet = concerned.customers.intersection(&concerned.rewritten).cloned().collect();
        if rewritten.len() as u64 * ONE_IN > kept + touched.len() as u64 + TOO_FEW {
            look.too_many.store(true, Relaxed);
            return Ok(());
        }
        let have_tails = look.now.policy.same_period != SamePeriod::Ignored;
        let (unknown, folded): (CustomerSet, CustomerSet) =
            unknown.into_iter().partition(|customer| have_tails && !rewritten.contains(customer));
        let told_again =
            touched.extract_if(|customer, stored| !stored.has_tail() || concerned.rewritten.contains(customer));
        let mut again: CustomerSet = told_again.map(|(customer, _)| customer).collect();
        again.extend(rewritten.iter().cloned().chain(folded));
        self.resume(look, &purchases, touched, &unknown)?;
        for bucket in buckets.clone() {
            if again.iter().any(|customer| bucket_of(Some(customer)) == bucket) {
                self.fold(bucket, look, &again, &rewritten)?;
            }
        }
        self.later_rows.flush_into(&mut self.later)?;
        self.later.end_bucket(buckets.end - 1)?;
        self.customers.end_bucket(buckets.end - 1)
    }

    /// Folds all facts of some customers again.
    fn fold(
        &mut self,
        bucket: i32,
        look: &Look<'_>,
        again: &CustomerSet,
        rewritten: &CustomerSet,
    ) -> Result<(), LedgerError> {
        let Look { then, now, rules, .. } = look;
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
        let mut gone: HashSet<&str> =
            again.iter().map(String::as_str).filter(|customer| bucket_of(Some(customer)) == bucket).collect();
        let mut told: HashMap<String, Vec<Movement>> = HashMap::new();
        let ignored = &mut Unattributed::default();
        then.visit(bucket, of_then, &rates, ignored, |walked| {
            told.insert(walked.customer.to_owned(), walked.movements.to_vec());
            Ok(())
        })?;
        now.visit(bucket, of_now, &rates, ignored, |walked| {
            gone.remove(walked.customer);
            let tail = Tail::of(&walked, now.policy, rules, &self.now, now.through);
            self.customers.add(&StoredValue::of(&walked, now.through), tail.as_ref())?;
            if rewritten.contains(walked.customer) {
                let before = told.remove(walked.customer).unwrap_or_default();
                self.compare(bucket, walked.customer, &before, walked.movements);
            } else {
                let before = walked.movements.partition_point(|movement| movement.day <= then.through);
                self.compare(bucket, walked.customer, &walked.movements[..before], walked.movements);
            }
            Ok(())
        })?;
        for (customer, movements) in told {
            self.compare(bucket, &customer, &movements, &[]);
        }
        gone.into_iter().try_for_each(|customer| self.customers.forget(bucket, customer))
    }

    /// Notes by what the movements told now differ from those told then.
    fn compare(&mut self, bucket: i32, customer: &str, then: &[Movement], now: &[Movement]) {
        if let Some(day) = self.changes.entry(bucket).or_default().compare(customer, then, now) {
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
