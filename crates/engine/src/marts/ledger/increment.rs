//! The increment: which customers does something new concern, and what does that change in the stored marts?
//!
//! A customer is concerned by facts that came or were replaced since the marts were made, and by time that has passed over a lapse or a
//! known end. Only concerned customers are folded. What was told of them then is held against what is told now: up to the first day
//! on which the two differ their stored movements stay, and from its period on their part of the totals is taken out and put in
//! again. What was told then follows from the facts of then; the fold being causal, later purchases change nothing of it, and the
//! fold of now, cut off at the day of then, serves as well. Invariant: the marts are the same, row by row, as if made anew.

use std::collections::{BTreeMap, HashMap, HashSet};

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{Date32Type, Int64Type, TimestampMicrosecondType};
use bellwether_model::{Day, Movement};

use super::history::{PURCHASE_COLUMNS, SUBSCRIPTION_COLUMNS};
use super::refresh::{Change, Made, MadeFrom};
use super::stored::{
    CUSTOMER_VALUES, FILE_ROWS, LEDGER, MOVEMENTS, MovementRows, Rolling, ValueRows, read_lines, read_values, schema,
    values_schema,
};
use super::text::TextColumn;
use super::walk::over_buckets;
use super::{Amount, Knowledge, LedgerError, Totals, Unattributed, Walk};
use crate::lake::{BUCKETS, Journal, Lake, Snapshot, bucket_of};

/// Of so many customers at most one may be concerned; from there on, making everything anew is as fast.
const ONE_IN: u64 = 2;

/// So many short files of movements are put together to long ones.
const SHORT_FILES: usize = 32;

/// Concerned customers by bucket.
type Concerned = Vec<HashSet<String>>;

/// What an increment finds in some buckets.
struct Found<'l> {
    values: Rolling<'l>,
    value_rows: ValueRows,
    active: Amount,
    concerned: u64,
    then: Vec<Totals>,
    now: Vec<Totals>,
    changes: BTreeMap<i32, BucketChange>,
}

/// What changes among a bucket's movements.
#[derive(Default)]
struct BucketChange {
    /// Customers whose stored movements from a day on hold no longer.
    ended: HashMap<String, Day>,
    /// Customers' movements to be added.
    added: Vec<(String, Vec<Movement>)>,
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
        && there.through <= made_from.through;
    if !comparable {
        return Ok(None);
    }
    let lake = walk.lake;
    let Some(known_then) = walk.knowledge.before(lake, &there.facts).await? else { return Ok(None) };
    let values = lake.snapshot(CUSTOMER_VALUES).await?;
    let concerned = concerned(walk, &known_then).await?;
    if concerned.iter().map(|bucket| bucket.len() as u64).sum::<u64>() * ONE_IN > values.rows() {
        return Ok(None);
    }
    let then = Walk { knowledge: &known_then, through: there.through, ..*walk };
    let parts = over_buckets(
        walk.threads,
        || Found {
            values: Rolling::new(lake, CUSTOMER_VALUES, values_schema()),
            value_rows: ValueRows::default(),
            active: Amount::default(),
            concerned: 0,
            then: walk.totals_of_all_grains(),
            now: walk.totals_of_all_grains(),
            changes: BTreeMap::new(),
        },
        |found, bucket| found.bucket(bucket, &then, walk, &values, &concerned[bucket as usize]),
    )?;

    let mut totals = walk.totals_of_all_grains();
    let lines = read_lines(lake, &lake.snapshot(LEDGER).await?)?;
    for (totals, lines) in totals.iter_mut().zip(lines.chunk_by(|a, b| a.period.grain == b.period.grain)) {
        if !totals.add_lines(lines.iter()) {
            return Ok(None);
        }
    }
    let mut made =
        Made { movements: Change::default(), values: Change::default(), lines: Vec::new(), active: Amount::default() };
    let mut count = 0;
    let mut changes = BTreeMap::new();
    for mut part in parts {
        made.values.add.extend(part.values.finish()?);
        made.active.plus(part.active);
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

/// The customers of facts that are not the same as then.
async fn concerned(walk: &Walk<'_>, then: &Knowledge) -> Result<Concerned, LedgerError> {
    let mut concerned: Concerned = vec![HashSet::new(); BUCKETS as usize];
    let mut concern = |customer: &str| {
        let bucket = &mut concerned[bucket_of(Some(customer)) as usize];
        if !bucket.contains(customer) {
            bucket.insert(customer.to_owned());
        }
    };
    let mut changed: Vec<(&str, i64)> = Vec::new();
    for (before, now, matters) in [
        (&then.purchases, &walk.knowledge.purchases, true),
        (&then.subscriptions, &walk.knowledge.subscriptions, true),
        (&then.customers, &walk.knowledge.customers, !walk.policy.basis_rules.is_empty()),
    ] {
        if !matters || before.version() == now.version() {
            continue;
        }
        let last = before.last_import_seq();
        changed.push((now.table(), last));
        let newer = now.only(|file| file.import_seqs.as_ref().is_none_or(|seqs| *seqs.end() > last));
        each_customer(walk.lake, &newer, "import_seq", |_, seq| seq > last, &mut concern)?;
    }
    let since = |fact: Option<&str>, by: i64| changed.iter().any(|(table, last)| fact == Some(*table) && by > *last);
    let earliest = changed.iter().map(|(_, last)| *last).min().unwrap_or(i64::MAX);
    let replaced = walk.lake.snapshot(Journal::Superseded.name()).await?;
    let replaced = replaced
        .only(|file| file.statistics["maxValues"]["superseded_by"].as_i64().is_none_or(|latest| latest > earliest));
    each_customer(walk.lake, &replaced, "superseded_by", since, &mut concern)?;
    Ok(concerned)
}

/// Hands the customer of each row to `concern`, of those rows that `counts` accepts by their table (in the journal) and the import's number.
fn each_customer(
    lake: &Lake,
    snapshot: &Snapshot,
    import: &'static str,
    counts: impl Fn(Option<&str>, i64) -> bool,
    mut concern: impl FnMut(&str),
) -> Result<(), LedgerError> {
    let in_journal = snapshot.table() == Journal::Superseded.name();
    let columns: &[&str] = if in_journal { &["customer_id", import, "fact"] } else { &["customer_id", import] };
    for batch in lake.read(snapshot, 0..BUCKETS, columns)? {
        let batch = batch?;
        let seqs = batch.column(1).as_primitive::<Int64Type>();
        let customers = TextColumn::of(&batch, "customer_id")?;
        let facts = in_journal.then(|| TextColumn::of(&batch, "fact")).transpose()?;
        let mut last = None;
        for row in 0..batch.num_rows() {
            let fact = facts.as_ref().and_then(|facts| facts.value(row));
            let customer = customers.value(row);
            if customer != last && counts(fact, seqs.value(row)) {
                last = customer;
                customer.into_iter().for_each(&mut concern);
            }
        }
    }
    Ok(())
}

impl Found<'_> {
    /// Looks at one bucket: `then` and `now` are the walks of the stored and of the wanted marts.
    fn bucket(
        &mut self,
        bucket: i32,
        then: &Walk<'_>,
        now: &Walk<'_>,
        values: &Snapshot,
        concerned: &HashSet<String>,
    ) -> Result<(), LedgerError> {
        let stored = read_values(now.lake, values, bucket..bucket + 1)?;
        let mut concerned = concerned.clone();
        let due = stored.iter().filter(|row| row.next_on.is_some_and(|day| day <= now.through));
        concerned.extend(due.map(|row| row.value.customer.clone()));
        let passed = now.through.0 - then.through.0;
        for mut row in stored.into_iter().filter(|row| !concerned.contains(&row.value.customer)) {
            row.age(passed);
            self.active.plus(row.held());
            self.value_rows.add(&row);
        }
        // Purchases without a customer lie in the first bucket; an amount without a rate is refused there as by any walk.
        let has_nameless =
            bucket == bucket_of(None) && then.knowledge.purchases.version() < now.knowledge.purchases.version();
        if has_nameless || !concerned.is_empty() {
            self.concerned += concerned.len() as u64;
            self.fold(bucket, then, now, &concerned)?;
        }
        self.value_rows.flush_into(&mut self.values)?;
        self.values.end_bucket()
    }

    fn fold(
        &mut self,
        bucket: i32,
        then: &Walk<'_>,
        now: &Walk<'_>,
        concerned: &HashSet<String>,
    ) -> Result<(), LedgerError> {
        let rates = now.knowledge.rates(now.policy.currency);
        let rewritten = rewritten(bucket, then, now, concerned)?;
        let (then, now) = (&Walk { only: Some(&rewritten), ..*then }, &Walk { only: Some(concerned), ..*now });
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
        let mut change = BucketChange::default();
        now.visit(bucket, of_now, &rates, ignored, |walked| {
            let row = now.row_of(&walked);
            self.active.plus(row.held());
            self.value_rows.add(&row);
            if rewritten.contains(walked.customer) {
                let before = told.remove(walked.customer).unwrap_or_default();
                self.compare(&mut change, walked.customer, &before, walked.movements);
            } else {
                let before = walked.movements.partition_point(|movement| movement.day <= then.through);
                self.compare(&mut change, walked.customer, &walked.movements[..before], walked.movements);
            }
            Ok(())
        })?;
        for (customer, movements) in told {
            self.compare(&mut change, &customer, &movements, &[]);
        }
        if !(change.ended.is_empty() && change.added.is_empty()) {
            self.changes.insert(bucket, change);
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

/// Those of the concerned customers of whom something else was told then than the fold of now, cut off at the day of then, tells.
fn rewritten(
    bucket: i32,
    then: &Walk<'_>,
    now: &Walk<'_>,
    concerned: &HashSet<String>,
) -> Result<HashSet<String>, LedgerError> {
    if !now.policy.basis_rules.is_empty() {
        return Ok(concerned.clone());
    }
    let mut rewritten = HashSet::new();
    let mut clock = now.calendar.clock();
    for (facts, in_time) in [
        ([&then.knowledge.purchases, &now.knowledge.purchases], true),
        // The next phase of a subscription may undo an end that was told.
        ([&then.knowledge.subscriptions, &now.knowledge.subscriptions], false),
    ] {
        let columns: &[&str] = if in_time { &["customer_id", "at"] } else { &["customer_id"] };
        for (rows, is_of) in parts(facts) {
            if is_of == [true, true] {
                continue;
            }
            for batch in now.lake.read(&rows, bucket..bucket + 1, columns)? {
                let batch = batch?;
                let customers = TextColumn::of(&batch, "customer_id")?;
                let at = in_time.then(|| batch.column(1).as_primitive::<TimestampMicrosecondType>());
                for row in 0..batch.num_rows() {
                    let Some(customer) = customers.value(row).filter(|customer| concerned.contains(*customer)) else {
                        continue;
                    };
                    let is_later = at.is_some_and(|at| clock.day_of_micros(at.value(row)) > then.through);
                    if !(is_later || rewritten.contains(customer)) {
                        rewritten.insert(customer.to_owned());
                    }
                }
            }
        }
    }
    Ok(rewritten)
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

impl BucketChange {
    /// Notes by what the movements told now differ from those told then; gives the first day on which they do.
    fn compare(&mut self, customer: &str, then: &[Movement], now: &[Movement]) -> Option<Day> {
        let same = then.iter().zip(now).take_while(|(then, now)| then == now).count();
        let first = then.get(same).into_iter().chain(now.get(same)).map(|movement| movement.day).min()?;
        let from = |movements: &[Movement]| movements.partition_point(|movement| movement.day < first);
        if from(then) < then.len() {
            self.ended.insert(customer.to_owned(), first);
        }
        if from(now) < now.len() {
            self.added.push((customer.to_owned(), now[from(now)..].to_vec()));
        }
        Some(first)
    }
}

/// Writes the movements that are new, and again what stays of those files that hold some that are not any more.
fn rewrite_movements(
    walk: &Walk<'_>,
    stored: &Snapshot,
    changes: &BTreeMap<i32, BucketChange>,
) -> Result<Change, LedgerError> {
    let short = |rows: u64| rows < FILE_ROWS as u64 / 2;
    let crowded = stored.files().iter().filter(|file| short(file.rows)).count() > SHORT_FILES;
    let ends_in = |buckets: &std::ops::RangeInclusive<i32>| {
        changes.range(buckets.clone()).any(|(_, change)| !change.ended.is_empty())
    };
    let old = stored.only(|file| (crowded && short(file.rows)) || file.buckets.as_ref().is_none_or(ends_in));
    let parts = over_buckets(
        // Each thread ends with a short file.
        walk.threads.min(SHORT_FILES / 2),
        || (Rolling::new(walk.lake, MOVEMENTS, schema()), MovementRows::default()),
        |(rolling, rows), bucket| {
            let nothing = BucketChange::default();
            let change = changes.get(&bucket).unwrap_or(&nothing);
            for batch in walk.lake.read(&old, bucket..bucket + 1, &[])? {
                rolling.write(&change.staying(&batch?)?)?;
            }
            for (customer, movements) in &change.added {
                rows.add(bucket, customer, movements);
            }
            rows.flush_into(rolling)?;
            rolling.end_bucket()
        },
    )?;
    let mut add = Vec::new();
    for (rolling, _) in parts {
        add.extend(rolling.finish()?);
    }
    Ok(Change { add, remove: Some(old.files().iter().map(|file| file.path.clone()).collect()) })
}

impl BucketChange {
    /// The rows of stored movements that still hold.
    fn staying(&self, batch: &RecordBatch) -> Result<RecordBatch, LedgerError> {
        if self.ended.is_empty() {
            return Ok(batch.clone());
        }
        let days =
            batch.column_by_name("day").ok_or(LedgerError::Missing { column: "day" })?.as_primitive::<Date32Type>();
        let ended = TextColumn::of(batch, "customer_id")?;
        let ended = ended.map_distinct(|customer| Ok(self.ended.get(customer).copied()))?;
        let stays = |row: usize| ended.get(row).copied().flatten().is_none_or(|day| days.value(row) < day.0);
        Ok(filter_record_batch(batch, &(0..batch.num_rows()).map(|row| Some(stays(row))).collect::<BooleanArray>())?)
    }
}
