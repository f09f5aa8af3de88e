//! The increment: which customers does something new touch, and what does that change in the stored marts?
//!
//! A customer is touched by facts that came or were replaced since the marts were made, and by time that has passed over a lapse or a
//! known end. Only touched customers are folded, once over the facts of then and once over those of now; their part of the totals
//! is taken out and put in again. Because the fold is causal, a customer's stored movements stay up to the first day on which the
//! two differ. Invariant: the marts are the same, row by row, as if made anew.

use std::collections::{BTreeMap, HashMap, HashSet};

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{Date32Type, Int64Type};
use bellwether_model::{Day, Movement};

use super::history::{PURCHASE_COLUMNS, SUBSCRIPTION_COLUMNS};
use super::refresh::{Basis, Change, Made};
use super::stored::{
    CUSTOMER_VALUES, FILE_ROWS, LEDGER, MOVEMENTS, MovementRows, Rolling, ValueRows, read_lines, read_values, schema,
    values_schema,
};
use super::text::TextColumn;
use super::walk::over_buckets;
use super::{Amount, Knowledge, LedgerError, Totals, Unattributed, Walk};
use crate::lake::{BUCKETS, Journal, Lake, Snapshot, bucket_of};

/// Of so many customers at most one may be touched; from there on, making everything anew is as fast.
const ONE_IN: u64 = 2;

/// So many short files of movements are put together to long ones.
const SHORT_FILES: usize = 32;

/// Touched customers by bucket.
type Touched = Vec<HashSet<String>>;

/// What an increment finds in some buckets.
struct Found<'l> {
    values: Rolling<'l>,
    value_rows: ValueRows,
    active: Amount,
    touched: u64,
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

/// The marts of `walk`, made from those of the basis `there`, and how many customers were touched. `None` where they cannot be, or
/// where making them anew is as fast.
pub(super) async fn increment(
    walk: &Walk<'_>,
    there: &Basis,
    basis: &Basis,
) -> Result<Option<(Made, u64)>, LedgerError> {
    let comparable = there.policy == basis.policy
        && there.closed_through == basis.closed_through
        && there.engine == basis.engine
        && there.through <= basis.through;
    if !comparable {
        return Ok(None);
    }
    let lake = walk.lake;
    let Some(known_then) = walk.knowledge.before(lake, &there.facts).await? else { return Ok(None) };
    let values = lake.snapshot(CUSTOMER_VALUES).await?;
    let touched = touched(walk, &known_then).await?;
    if touched.iter().map(|bucket| bucket.len() as u64).sum::<u64>() * ONE_IN > values.rows() {
        return Ok(None);
    }
    let then = Walk { knowledge: &known_then, through: there.through, ..*walk };
    let parts = over_buckets(
        walk.threads,
        || Found {
            values: Rolling::new(lake, CUSTOMER_VALUES, values_schema()),
            value_rows: ValueRows::default(),
            active: Amount::default(),
            touched: 0,
            then: walk.totals_of_all_grains(),
            now: walk.totals_of_all_grains(),
            changes: BTreeMap::new(),
        },
        |found, bucket| found.bucket(bucket, &then, walk, &values, &touched[bucket as usize]),
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
        count += part.touched;
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
async fn touched(walk: &Walk<'_>, then: &Knowledge) -> Result<Touched, LedgerError> {
    let mut touched: Touched = vec![HashSet::new(); BUCKETS as usize];
    let mut touch = |customer: &str| {
        let bucket = &mut touched[bucket_of(Some(customer)) as usize];
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
        each_customer(walk.lake, &newer, "import_seq", |_, seq| seq > last, &mut touch)?;
    }
    let since = |fact: Option<&str>, by: i64| changed.iter().any(|(table, last)| fact == Some(*table) && by > *last);
    let earliest = changed.iter().map(|(_, last)| *last).min().unwrap_or(i64::MAX);
    let replaced = walk.lake.snapshot(Journal::Superseded.name()).await?;
    let replaced = replaced
        .only(|file| file.statistics["maxValues"]["superseded_by"].as_i64().is_none_or(|latest| latest > earliest));
    each_customer(walk.lake, &replaced, "superseded_by", since, &mut touch)?;
    Ok(touched)
}

/// Hands the customer of each row to `touch`, of those rows that `counts` accepts by their table (in the journal) and the import's number.
fn each_customer(
    lake: &Lake,
    snapshot: &Snapshot,
    import: &'static str,
    counts: impl Fn(Option<&str>, i64) -> bool,
    mut touch: impl FnMut(&str),
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
                customer.into_iter().for_each(&mut touch);
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
        touched: &HashSet<String>,
    ) -> Result<(), LedgerError> {
        let stored = read_values(now.lake, values, bucket..bucket + 1)?;
        let mut touched = touched.clone();
        let due = stored.iter().filter(|row| row.next_on.is_some_and(|day| day <= now.through));
        touched.extend(due.map(|row| row.value.customer.clone()));
        let passed = now.through.0 - then.through.0;
        for mut row in stored.into_iter().filter(|row| !touched.contains(&row.value.customer)) {
            row.age(passed);
            self.active.plus(row.held());
            self.value_rows.add(&row);
        }
        if !touched.is_empty() {
            self.touched += touched.len() as u64;
            self.fold(bucket, then, now, &touched)?;
        }
        self.value_rows.flush_into(&mut self.values)?;
        self.values.end_bucket()
    }

    fn fold(
        &mut self,
        bucket: i32,
        then: &Walk<'_>,
        now: &Walk<'_>,
        touched: &HashSet<String>,
    ) -> Result<(), LedgerError> {
        let rates = now.knowledge.rates(now.policy.currency);
        let (then, now) = (&Walk { only: Some(touched), ..*then }, &Walk { only: Some(touched), ..*now });
        let mut histories = (then.histories(&rates), now.histories(&rates));
        let lake = now.lake;
        each_row(
            lake,
            bucket,
            &then.knowledge.purchases,
            &now.knowledge.purchases,
            &PURCHASE_COLUMNS,
            |batch, of_then, of_now| {
                if of_then {
                    histories.0.add_purchases(batch)?;
                }
                if of_now { histories.1.add_purchases(batch) } else { Ok(()) }
            },
        )?;
        let (before, after) = (&then.knowledge.subscriptions, &now.knowledge.subscriptions);
        each_row(lake, bucket, before, after, &SUBSCRIPTION_COLUMNS, |batch, of_then, of_now| {
            if of_then {
                histories.0.add_subscriptions(batch)?;
            }
            if of_now { histories.1.add_subscriptions(batch) } else { Ok(()) }
        })?;

        let mut told: HashMap<String, Vec<Movement>> = HashMap::new();
        let ignored = &mut Unattributed::default();
        then.visit(bucket, histories.0, &rates, ignored, |walked| {
            self.then.iter_mut().for_each(|totals| totals.add(walked.movements));
            told.insert(walked.customer.to_owned(), walked.movements.to_vec());
            Ok(())
        })?;
        let mut change = BucketChange::default();
        now.visit(bucket, histories.1, &rates, ignored, |walked| {
            self.now.iter_mut().for_each(|totals| totals.add(walked.movements));
            let row = now.row_of(&walked);
            self.active.plus(row.held());
            self.value_rows.add(&row);
            change.compare(walked.customer, &told.remove(walked.customer).unwrap_or_default(), walked.movements);
            Ok(())
        })?;
        for (customer, movements) in told {
            change.compare(&customer, &movements, &[]);
        }
        if !(change.ended.is_empty() && change.added.is_empty()) {
            self.changes.insert(bucket, change);
        }
        Ok(())
    }
}

impl BucketChange {
    /// Notes by what the movements told now differ from those told then, from the first day on which they do.
    fn compare(&mut self, customer: &str, then: &[Movement], now: &[Movement]) {
        let same = then.iter().zip(now).take_while(|(then, now)| then == now).count();
        let Some(first) = then.get(same).into_iter().chain(now.get(same)).map(|movement| movement.day).min() else {
            return;
        };
        let from = |movements: &[Movement]| movements.partition_point(|movement| movement.day < first);
        if from(then) < then.len() {
            self.ended.insert(customer.to_owned(), first);
        }
        if from(now) < now.len() {
            self.added.push((customer.to_owned(), now[from(now)..].to_vec()));
        }
    }
}

/// Hands the rows of a bucket to `each`, with whether they were there before and are there now. Rows in files that are there both
/// times are read once.
fn each_row(
    lake: &Lake,
    bucket: i32,
    before: &Snapshot,
    now: &Snapshot,
    columns: &[&str],
    mut each: impl FnMut(&RecordBatch, bool, bool) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let both = now.only(|file| before.has(&file.path));
    let gone = before.only(|file| !now.has(&file.path));
    let came = now.only(|file| !before.has(&file.path));
    for (snapshot, of_then, of_now) in [(&both, true, true), (&gone, true, false), (&came, false, true)] {
        for batch in lake.read(snapshot, bucket..bucket + 1, columns)? {
            each(&batch?, of_then, of_now)?;
        }
    }
    Ok(())
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
        walk.threads,
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
