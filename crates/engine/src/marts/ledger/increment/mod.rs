//! The increment: which customers does something new affect, and what does that change in the stored tables?
//!
//! A customer is affected by facts that came or were replaced since the tables were made, and by time that has passed over a lapse or a
//! known end. Of a customer with a [`Tail`] to whom merely later purchases came, the fold goes on from the tail; of all others who are
//! affected the facts are folded again. The movements that followed then are held against those that follow now: up to the first day on
//! which the two differ the stored movements stay, and from its period on the customer's part of the totals is taken out and put in again.
//!
//! Why the facts of then are seldom read for it: the fold is causal, so later purchases change nothing of what followed from earlier ones,
//! and the fold of now, cut off at the day of then, serves as well. Only of customers in whose files something else changed
//! ([`AffectedCustomers`](affected::AffectedCustomers) calls them `rewritten`) are the facts of both folded.
//!
//! Why an increment gives up: from about every second customer on, folding some again costs as much as folding all in one pass, and the
//! pass needs no stored tables. Invariant: the tables are the same, row by row, as if made anew.

mod affected;
mod movements;
mod plan;
mod resume;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use bellwether_model::{Movement, SamePeriod};

use self::affected::{affected, customers_of_replaced_facts};
use self::movements::rewrite_movements;
use self::plan::{IncrementPart, Plan};
use super::accounts::{Bookkeeper, Ledger};
use super::build::totals_of_all_grains;
use super::customer::CustomerState;
use super::error::LedgerError;
use super::fold::Rules;
use super::output::{CustomerWriter, LedgerOutput};
use super::provenance::LedgerProvenance;
use super::tables::lines::{LEDGER, read_lines};
use super::tables::movements::{MOVEMENTS, MovementRows, schema};
use super::tables::tails::{CUSTOMER_TAILS, Tail};
use super::tables::values::CUSTOMER_VALUES;
use crate::lake::{Fact, Removal, Snapshot, bucket_of};
use crate::marts::storage::{BucketWriter, GROUP, rows_of};
use crate::walk::{CustomerSet, UnattributedRows, Walk, columns_of, over_groups};

/// Of so many customers of some buckets at most one may have all its facts looked at again; from there on, making everything anew is as
/// fast.
const ONE_IN: u64 = 2;

/// So many customers are too few to judge by.
const TOO_FEW: u64 = 64;

/// Up to so many customers, several buckets are looked at together.
const FEW: u64 = 1 << 20;

/// So many versions of the tails are read together until they are written as one. Tests get there sooner.
const TAILS_WHOLE_EVERY: i64 = if cfg!(test) { 3 } else { 8 };

/// The tables of a ledger, made from those that were made from `before`, and how many customers were looked at. `None` where they cannot
/// be, or where making them anew is as fast.
pub(super) async fn increment(
    ledger: &Ledger<'_>,
    before: &LedgerProvenance,
    provenance: &LedgerProvenance,
) -> Result<Option<(LedgerOutput, u64)>, LedgerError> {
    let comparable = before.policy == provenance.policy
        && before.closed_through == provenance.closed_through
        && before.booked == provenance.booked
        && before.first == provenance.first
        && before.engine == provenance.engine
        && before.through <= provenance.through
        // A mistyped day, since corrected, lets books be closed beyond the last day; what comes then is booked as a correction.
        && before.closed_through.is_none_or(|closed| closed <= before.through);
    if !comparable {
        return Ok(None);
    }
    let (walk, lake) = (&ledger.walk, ledger.walk.lake);
    let stored = async |table| Ok::<_, LedgerError>(lake.snapshot(table).await?);
    let known_then = async { Ok::<_, LedgerError>(walk.knowledge.before(lake, &before.facts).await?) };
    let (known_then, values, tails, lines, movements) = futures::join!(
        known_then,
        stored(CUSTOMER_VALUES.name),
        stored(CUSTOMER_TAILS.name),
        stored(LEDGER.name),
        stored(MOVEMENTS.name),
    );
    let (values, tails, lines, movements) = (values?, tails?, lines?, movements?);
    let Some(known_then) = known_then? else { return Ok(None) };
    let tails_version = tails.version() + 1;
    let then = Walk { knowledge: &known_then, through: before.through, ..*walk };
    let plan = Plan {
        then: Ledger { walk: then, ..*ledger },
        now: *ledger,
        width: if values.rows() <= FEW { GROUP } else { 1 },
        too_many: AtomicBool::new(false),
        values,
        // An increment adds the tails it tells beside the earlier ones, which costs little to write but makes each later one read more;
        // every so often all are written again.
        tails_whole: tails_version % TAILS_WHOLE_EVERY == 0,
        tails,
        rules: Rules::new(walk.policy, walk.edition),
    };
    let replaced = customers_of_replaced_facts(&then, walk).await?;
    let parts = over_groups(
        walk.threads,
        plan.width,
        || IncrementPart {
            customers: CustomerWriter::new(lake, tails_version),
            later: BucketWriter::quick(lake, MOVEMENTS.name, schema()),
            later_rows: MovementRows::default(),
            movements: Vec::new(),
            affected: 0,
            then: totals_of_all_grains(walk),
            now: totals_of_all_grains(walk),
            changes: BTreeMap::new(),
        },
        |found, buckets| found.group(buckets, &plan, &replaced),
        IncrementPart::finish,
    )?;

    if plan.too_many.load(Relaxed) {
        return Ok(None);
    }
    let mut totals = totals_of_all_grains(walk);
    let lines = read_lines(lake, &lines)?;
    for (totals, lines) in totals.iter_mut().zip(lines.chunk_by(|a, b| a.period.grain == b.period.grain)) {
        if !totals.add_lines(lines.iter()) {
            return Ok(None);
        }
    }
    let tails_gone = if plan.tails_whole { Removal::All } else { Removal::Nothing };
    let mut output = LedgerOutput { tails_gone, ..LedgerOutput::default() };
    let mut count = 0;
    let mut changes = BTreeMap::new();
    let mut later = Vec::new();
    for mut part in parts {
        output.active.plus(part.active);
        output.customers.extend(part.customers);
        later.extend(part.later);
        count += part.affected;
        changes.append(&mut part.changes);
        for (sum, (then, now)) in totals.iter_mut().zip(part.then.iter().zip(&part.now)) {
            sum.remove(then);
            sum.merge(now);
        }
    }
    for totals in &totals {
        output.lines.extend(totals.lines()?);
    }
    (output.movements, output.movement_rows) = rewrite_movements(walk, &movements, &changes)?;
    output.movement_rows += rows_of(&later);
    output.movements.add.extend(later);
    Ok(Some((output, count)))
}

impl IncrementPart<'_> {
    fn group(&mut self, buckets: Range<i32>, plan: &Plan<'_>, replaced: &[CustomerSet]) -> Result<(), LedgerError> {
        if plan.too_many.load(Relaxed) {
            return Ok(());
        }
        let (affected, purchases) = affected(&buckets, &plan.then.walk, &plan.now.walk, replaced)?;
        let affected = &affected;
        let (mut touched, kept) = self.keep_untouched(&buckets, plan, affected)?;
        let is_unknown = |customer: &&String| !touched.contains_key(*customer);
        let unknown: CustomerSet = affected.customers.iter().filter(is_unknown).cloned().collect();
        self.affected += (unknown.len() + touched.len()) as u64;
        let rewritten: CustomerSet = affected.customers.intersection(&affected.rewritten).cloned().collect();
        if rewritten.len() as u64 * ONE_IN > kept + touched.len() as u64 + TOO_FEW {
            plan.too_many.store(true, Relaxed);
            return Ok(());
        }
        let have_tails = plan.now.walk.policy.same_period != SamePeriod::Ignored;
        let (unknown, folded): (CustomerSet, CustomerSet) =
            unknown.into_iter().partition(|customer| have_tails && !rewritten.contains(customer));
        let folded_again =
            touched.extract_if(|customer, stored| !stored.has_tail() || affected.rewritten.contains(customer));
        let mut again: CustomerSet = folded_again.map(|(customer, _)| customer).collect();
        again.extend(rewritten.iter().cloned().chain(folded));
        self.resume(plan, &purchases, touched, &unknown)?;
        for bucket in buckets.clone() {
            if again.iter().any(|customer| bucket_of(Some(customer)) == bucket) {
                self.fold(bucket, plan, &again, &rewritten)?;
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
        plan: &Plan<'_>,
        again: &CustomerSet,
        rewritten: &CustomerSet,
    ) -> Result<(), LedgerError> {
        let Plan { then, now, rules, .. } = plan;
        let rates = now.walk.rates();
        let then = Ledger { walk: Walk { only: Some(rewritten), ..then.walk }, ..*then };
        let now = Ledger { walk: Walk { only: Some(again), ..now.walk }, ..*now };
        let mut readers = [then.walk.empty_reader(&rates), now.walk.empty_reader(&rates)];
        let (known_then, known_now) = (then.walk.knowledge, now.walk.knowledge);
        for (fact, snapshots) in [
            (Fact::Purchases, [&known_then.purchases, &known_now.purchases]),
            (Fact::Subscriptions, [&known_then.subscriptions, &known_now.subscriptions]),
        ] {
            for (rows, is_of) in parts(snapshots) {
                for batch in now.walk.lake.read(&rows, bucket..bucket + 1, columns_of(fact))? {
                    let batch = batch?;
                    for (reader, _) in readers.iter_mut().zip(is_of).filter(|(_, is_of)| *is_of) {
                        reader.add(fact, &batch)?;
                    }
                }
            }
        }
        let [of_then, of_now] = readers;
        let mut gone: HashSet<&str> =
            again.iter().map(String::as_str).filter(|customer| bucket_of(Some(customer)) == bucket).collect();
        let mut before: HashMap<String, Vec<Movement>> = HashMap::new();
        let ignored = &mut UnattributedRows::default();
        Bookkeeper::new(&then, &rates).bucket(bucket, of_then, ignored, |full| {
            before.insert(full.account.customer.to_owned(), full.account.movements.to_vec());
            Ok(())
        })?;
        Bookkeeper::new(&now, &rates).bucket(bucket, of_now, ignored, |full| {
            let account = full.account;
            gone.remove(account.customer);
            let tail = Tail::of(&full, now.walk.policy, rules, &self.now, now.walk.through);
            self.customers.add(&CustomerState::of(&full, now.walk.through), tail.as_ref())?;
            if rewritten.contains(account.customer) {
                let before = before.remove(account.customer).unwrap_or_default();
                self.compare(bucket, account.customer, &before, account.movements);
            } else {
                let before = account.movements.partition_point(|movement| movement.day <= then.walk.through);
                self.compare(bucket, account.customer, &account.movements[..before], account.movements);
            }
            Ok(())
        })?;
        for (customer, movements) in before {
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
