//! Bringing the stored journey up to date: only customers of whom touches came, or were replaced, are looked at.
//!
//! A row of `journey_touches` rests on its touch alone, so what came is added. Handoffs rest on a case, and a case goes on from its
//! [tail](super::case_tails) where all that came of it is later than what it had. Of customers of whom something came in between, or was replaced, all
//! touches are read again: where all handoffs that were told before are told still, the new ones are added, and else all of the customer are told
//! again. Invariant: the tables are the same, row by row, as if made anew.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{Int32Type, Int64Type};
use bellwether_model::DayClock;
use foldhash::HashMap;

use super::case_tails::{CASE_TAILS, CaseTail, TailRows, TailsByCase, read_tails};
use super::fold::{HandoffRow, JourneyRows, fold};
use super::placer::Placer;
use super::provenance::JourneyProvenance;
use super::tables::{HandoffRows, JOURNEY_HANDOFFS, JOURNEY_TOUCHES, TouchRows, is_waiting};
use crate::lake::{Fact, Removal, Snapshot, WrittenFile};
use crate::marts::error::MartError;
use crate::marts::mart::{MartInput, MartUpdate};
use crate::marts::storage::{
    BucketRows, BucketWriter, GROUP, MartTable, TableChange, customers_of_replaced, files_between, rewrite, rows_of,
};
use crate::walk::{
    CustomerSet, Life, LifeReader, Rates, TextColumn, Touch, Walk, WalkError, column, columns_of, over_groups,
};

/// Of so many touches at most one may be new; from there on, making everything anew is as fast.
const ONE_IN: u64 = 2;

/// So many versions of the tails are read together until they are written as one. Tests get there sooner.
const TAILS_WHOLE_EVERY: i64 = if cfg!(test) { 3 } else { 8 };

/// What an update goes by.
struct Update<'a> {
    walk: Walk<'a>,
    rates: Rates,
    /// The touches that were told.
    before: Snapshot,
    /// The number of the last import that was told.
    last: i64,
    /// The stored handoffs that nobody has taken over.
    waiting: Snapshot,
    tails: Snapshot,
    tails_version: i64,
    /// Customers whose touches were replaced or withdrawn, by bucket.
    replaced: Vec<CustomerSet>,
    /// How many customers were looked at.
    customers: AtomicU64,
}

/// What changes among the rows of a bucket: touches, handoffs that were taken over, and those that wait.
#[derive(Default)]
struct BucketChanges {
    touches: BucketRows,
    taken: BucketRows,
    waiting: BucketRows,
}

/// What one thread finds.
struct Part<'a> {
    placer: Placer<'a>,
    changes: BTreeMap<i32, BucketChanges>,
    tails: BucketWriter<'a>,
}

/// The rows of a bucket that are to be added.
struct NewRows {
    touches: TouchRows,
    taken: HandoffRows,
    waiting: HandoffRows,
    tails: TailRows,
}

/// The tables as they become; `None` where they must be made anew, or where that is as fast.
pub(super) async fn update(input: &MartInput<'_>, before: &JourneyProvenance) -> Result<Option<MartUpdate>, MartError> {
    if !before.has_same_definitions(&JourneyProvenance::of(&input.walk, input.journey)) {
        return Ok(None);
    }
    let walk = input.walk;
    let Some(known_then) = walk.knowledge.before(walk.lake, &before.facts).await? else { return Ok(None) };
    let touches = &walk.knowledge.touches;
    let last = known_then.touches.last_import_seq();
    // A file that holds earlier touches, too, was written again for a few that were replaced.
    let new = touches.only(|file| file.import_seqs.as_ref().is_some_and(|seqs| *seqs.start() > last));
    if new.rows() * ONE_IN > touches.rows() {
        return Ok(None);
    }
    let stored = async |table: &MartTable| walk.lake.snapshot(table.name).await;
    let (told, handoffs) = (stored(&JOURNEY_TOUCHES).await?, stored(&JOURNEY_HANDOFFS).await?);
    let (waiting, taken) = (handoffs.only(is_waiting), handoffs.only(|file| !is_waiting(file)));
    let tails = stored(&CASE_TAILS).await?;
    let update = Update {
        walk,
        rates: walk.rates(),
        replaced: customers_of_replaced(walk.lake, &[(touches.table(), last)]).await?,
        before: known_then.touches,
        last,
        waiting,
        tails_version: tails.version() + 1,
        tails,
        customers: AtomicU64::new(0),
    };
    let (changes, tail_files) = update.parts(input)?;
    let lists = [
        (&JOURNEY_TOUCHES, &told, changes.touches),
        (&JOURNEY_HANDOFFS, &taken, changes.taken),
        (&JOURNEY_HANDOFFS, &update.waiting, changes.waiting),
    ];
    let rewritten = lists.map(|(table, stored, changes)| rewrite(walk.lake, table, stored, &changes, walk.threads));
    let [touches, taken, waiting] = rewritten;
    let (touches, taken, waiting) = (touches?, taken?, waiting?);
    let tails = if update.tails_are_whole() {
        (rows_of(&tail_files), TableChange::anew(tail_files))
    } else {
        let rows = update.tails.rows() + rows_of(&tail_files);
        (rows, TableChange { add: tail_files, remove: Removal::Nothing })
    };
    Ok(Some(MartUpdate {
        rows: vec![touches.1, taken.1 + waiting.1, tails.0],
        tables: vec![touches.0, taken.0.and(waiting.0), tails.1],
        customers: Some(update.customers.into_inner()),
    }))
}

/// What changes, table by table and bucket by bucket.
#[derive(Default)]
struct Changes {
    touches: BTreeMap<i32, BucketRows>,
    taken: BTreeMap<i32, BucketRows>,
    waiting: BTreeMap<i32, BucketRows>,
}

impl Update<'_> {
    /// An update adds the tails it tells beside the earlier ones, which costs little to write but makes each later one read more; every so often all
    /// are written again.
    fn tails_are_whole(&self) -> bool {
        self.tails_version % TAILS_WHOLE_EVERY == 0
    }

    fn parts(&self, input: &MartInput<'_>) -> Result<(Changes, Vec<WrittenFile>), MartError> {
        let start = || {
            let tails = BucketWriter::quick(self.walk.lake, CASE_TAILS.name, (CASE_TAILS.schema)());
            Placer::new(input.journey).map(|placer| Part { placer, changes: BTreeMap::new(), tails })
        };
        let parts = over_groups(
            self.walk.threads,
            GROUP,
            start,
            |part, buckets| {
                let part = part.as_mut().map_err(|error| MartError::from(error.clone()))?;
                self.group(buckets, part)
            },
            |part| {
                let Part { changes, tails, .. } = part?;
                Ok::<_, MartError>((changes, tails.finish()?))
            },
        )?;
        let (mut changes, mut files) = (Changes::default(), Vec::new());
        for (of_part, tails) in parts {
            files.extend(tails);
            for (bucket, BucketChanges { touches, taken, waiting }) in of_part {
                let lists =
                    [(&mut changes.touches, touches), (&mut changes.taken, taken), (&mut changes.waiting, waiting)];
                for (of_table, change) in lists {
                    if !change.gone.is_empty() || !change.added.is_empty() {
                        of_table.insert(bucket, change);
                    }
                }
            }
        }
        Ok((changes, files))
    }

    fn group(&self, buckets: Range<i32>, part: &mut Part<'_>) -> Result<(), MartError> {
        let came = self.came(&buckets)?;
        for bucket in buckets {
            let mut rows = NewRows::new(self.tails_version);
            let changes = self.bucket(bucket, &came, &mut part.placer, &mut rows)?;
            if rows.tails.rows > 0 {
                part.tails.write(&rows.tails.take()?)?;
            }
            part.tails.end_bucket(bucket)?;
            part.changes.insert(bucket, changes);
        }
        Ok(())
    }

    /// The touches that came. A file that came holds earlier rows too, where it replaces another file.
    fn came(&self, buckets: &Range<i32>) -> Result<Vec<RecordBatch>, WalkError> {
        let files = files_between(&self.before, &self.walk.knowledge.touches);
        let columns = [&["bucket"], columns_of(Fact::Touches)].concat();
        let rows = self.walk.lake.read(&files, buckets.clone(), &columns)?;
        let came = rows.map(|batch| {
            let batch = batch?;
            let seqs = column(&batch, "import_seq")?.as_primitive::<Int64Type>();
            let is_new: BooleanArray = seqs.values().iter().map(|seq| Some(*seq > self.last)).collect();
            filter_record_batch(&batch, &is_new).map_err(|_| WalkError::Missing { column: "import_seq" })
        });
        came.collect()
    }

    fn bucket(
        &self,
        bucket: i32,
        came: &[RecordBatch],
        placer: &mut Placer<'_>,
        rows: &mut NewRows,
    ) -> Result<BucketChanges, MartError> {
        let replaced = &self.replaced[bucket as usize];
        let mut reader = self.walk.empty_reader(&self.rates);
        let mut customers = replaced.clone();
        for batch in came {
            let buckets = column(batch, "bucket")?.as_primitive::<Int32Type>();
            let is_of: BooleanArray = buckets.values().iter().map(|of| Some(*of == bucket)).collect();
            let batch = filter_record_batch(batch, &is_of).map_err(|_| WalkError::Missing { column: "bucket" })?;
            let ids = TextColumn::of(&batch, "customer_id")?;
            for id in (0..batch.num_rows()).filter_map(|row| ids.value(row)) {
                if !customers.contains(id) {
                    customers.insert(id.to_owned());
                }
            }
            reader.add(Fact::Touches, &batch)?;
        }
        let mut changes = BucketChanges::default();
        for change in [&mut changes.touches, &mut changes.taken, &mut changes.waiting] {
            change.gone.clone_from(replaced);
        }
        if customers.is_empty() && !self.tails_are_whole() {
            return Ok(changes);
        }
        self.customers.fetch_add(customers.len() as u64, Relaxed);
        let is_wanted = |customer: &str| self.tails_are_whole() || customers.contains(customer);
        let tails = read_tails(self.walk.lake, &self.tails, bucket..bucket + 1, is_wanted)?;
        let mut told = BucketTold { again: replaced.clone(), ..BucketTold::default() };
        told.resume(reader, &tails, placer, &mut self.walk.calendar.clock(), rows)?;
        self.tell_again(bucket, &tails, placer, &mut told, rows)?;
        self.keep_waiting(bucket, &told, &mut changes.waiting)?;
        changes.taken.gone.extend(told.taken_gone);
        changes.waiting.gone.extend(told.again.into_iter().chain(told.resumed.into_keys()));
        rows.end(bucket, told.tails, tails, self.tails_are_whole())?;
        changes.touches.added.extend(rows.touches.take_some()?);
        changes.taken.added.extend(rows.taken.take_some()?);
        changes.waiting.added.extend(rows.waiting.take_some()?);
        Ok(changes)
    }

    /// Tells all of those customers again who do not go on from their tails.
    fn tell_again(
        &self,
        bucket: i32,
        tails: &HashMap<String, TailsByCase>,
        placer: &mut Placer<'_>,
        told: &mut BucketTold,
        rows: &mut NewRows,
    ) -> Result<(), MartError> {
        if told.again.is_empty() {
            return Ok(());
        }
        // Of a case of which nothing remains, its tail says so.
        for customer in &told.again {
            let cases = tails.get(customer).into_iter().flat_map(TailsByCase::keys);
            told.tails.extend(cases.map(|case| ((customer.clone(), case.clone()), None)));
        }
        let replaced = &self.replaced[bucket as usize];
        let mut days = self.walk.calendar.clock();
        let walk = Walk { facts: &[Fact::Touches], only: Some(&told.again), ..self.walk };
        walk.reader(bucket, &self.rates)?.for_each(|life| {
            let is_replaced = replaced.contains(life.customer);
            let mut now = JourneyRows::default();
            fold(life.touches, |_| None, placer, &mut days, &mut now);
            let before = if is_replaced { Vec::new() } else { self.taken_then(life.touches, placer) };
            let mut before = before.into_iter().peekable();
            // Both are in the same order, so what was told is told still if all of it is met on the way.
            let taken = now.handoffs.iter().filter(|row| row.taken_at.is_some());
            let is_new: Vec<bool> = taken.clone().map(|row| before.next_if_eq(row).is_none()).collect();
            let tells_all = before.next().is_none();
            if !tells_all {
                told.taken_gone.insert(life.customer.to_owned());
            }
            for (row, _) in taken.zip(is_new).filter(|(_, is_new)| !tells_all || *is_new) {
                rows.taken.add(bucket, life.customer, row);
            }
            rows.add(&life, &now, |touch| is_replaced || touch.import_seq > self.last);
            told.tails.extend(tails_of(&life, &now));
            Ok::<_, WalkError>(())
        })?;
        Ok(())
    }

    /// The handoffs of a life that were taken over, without what came.
    fn taken_then<'t, 'j: 't>(&self, touches: &[Touch<'t>], placer: &mut Placer<'j>) -> Vec<HandoffRow<'t>> {
        let then: Vec<Touch<'t>> = touches.iter().filter(|touch| touch.import_seq <= self.last).copied().collect();
        let (mut rows, mut days) = (JourneyRows::default(), self.walk.calendar.clock());
        fold(&then, |_| None, placer, &mut days, &mut rows);
        rows.handoffs.retain(|row| row.taken_at.is_some());
        rows.handoffs
    }

    /// Of customers of whom some cases go on, those handoffs of others still wait that waited.
    fn keep_waiting(&self, bucket: i32, told: &BucketTold, waiting: &mut BucketRows) -> Result<(), MartError> {
        for batch in self.walk.lake.read(&self.waiting, bucket..bucket + 1, &[])? {
            let batch = batch?;
            let (customers, cases) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "case_id")?);
            let stays = (0..batch.num_rows()).map(|row| {
                let cases_told = told.resumed.get(customers.value(row)?)?;
                Some(!cases_told.contains(&cases.value(row).map(str::to_owned)))
            });
            let stays: BooleanArray = stays.map(|stays| Some(stays.unwrap_or(false))).collect();
            let kept = filter_record_batch(&batch, &stays).map_err(|_| WalkError::Missing { column: "case_id" })?;
            waiting.added.push(kept);
        }
        Ok(())
    }
}

/// What is told of a bucket.
#[derive(Default)]
struct BucketTold {
    /// The cases that went on from their tails, by customer.
    resumed: HashMap<String, BTreeSet<Option<String>>>,
    /// Customers of whom all touches are read again.
    again: CustomerSet,
    /// Those of them whose handoffs are told otherwise than before.
    taken_gone: CustomerSet,
    /// Where the cases that are told stand; none of a case of which nothing remains.
    tails: BTreeMap<(String, Option<String>), Option<CaseTail>>,
}

impl BucketTold {
    /// Goes on with the cases of those customers of whom merely later touches came; notes the others to be told again.
    fn resume(
        &mut self,
        news: LifeReader<'_>,
        tails: &HashMap<String, TailsByCase>,
        placer: &mut Placer<'_>,
        days: &mut DayClock,
        rows: &mut NewRows,
    ) -> Result<(), WalkError> {
        let nothing = TailsByCase::new();
        news.for_each(|life| {
            let tails = tails.get(life.customer).unwrap_or(&nothing);
            let comes_last = |touch: &Touch<'_>| {
                let tail = touch.silo.and_then(|_| tails.get(&touch.case.map(str::to_owned)));
                tail.is_none_or(|tail| tail.is_before(touch))
            };
            if self.again.contains(life.customer) || !life.touches.iter().all(comes_last) {
                self.again.insert(life.customer.to_owned());
                return Ok(());
            }
            let run_of = |case: Option<&str>| {
                let (case, tail) = tails.get_key_value(&case.map(str::to_owned))?;
                Some(tail.run(case.as_deref()))
            };
            let mut now = JourneyRows::default();
            fold(life.touches, run_of, placer, days, &mut now);
            let taken = now.handoffs.iter().filter(|row| row.taken_at.is_some());
            taken.for_each(|row| rows.taken.add(life.bucket, life.customer, row));
            rows.add(&life, &now, |_| true);
            let cases = now.runs.iter().map(|run| run.last.case.map(str::to_owned));
            self.resumed.insert(life.customer.to_owned(), cases.collect());
            self.tails.extend(tails_of(&life, &now));
            Ok(())
        })
    }
}

/// Where each case of a life stands.
fn tails_of(
    life: &Life<'_>,
    told: &JourneyRows<'_>,
) -> impl Iterator<Item = ((String, Option<String>), Option<CaseTail>)> {
    told.runs.iter().map(|run| ((life.customer.to_owned(), run.last.case.map(str::to_owned)), Some(CaseTail::of(run))))
}

impl NewRows {
    fn new(tails_version: i64) -> Self {
        Self {
            touches: TouchRows::default(),
            taken: HandoffRows::default(),
            waiting: HandoffRows::default(),
            tails: TailRows::new(tails_version),
        }
    }

    /// Adds those touches of a life that are new, and the handoffs that wait.
    fn add(&mut self, life: &Life<'_>, told: &JourneyRows<'_>, is_new: impl Fn(&Touch<'_>) -> bool) {
        let touches = told.touches.iter().filter(|row| is_new(&row.touch));
        touches.for_each(|row| self.touches.add(life.bucket, life.customer, row));
        let waiting = told.handoffs.iter().filter(|row| row.taken_at.is_none());
        waiting.for_each(|row| self.waiting.add(life.bucket, life.customer, row));
    }

    /// Adds the tails: those that are told, and where all are to be written, the others as they were stored.
    fn end(
        &mut self,
        bucket: i32,
        mut told: BTreeMap<(String, Option<String>), Option<CaseTail>>,
        stored: HashMap<String, TailsByCase>,
        whole: bool,
    ) -> Result<(), WalkError> {
        if whole {
            for (customer, tails) in stored {
                for (case, tail) in tails {
                    told.entry((customer.clone(), case)).or_insert(Some(tail));
                }
            }
            told.retain(|_, tail| tail.is_some());
        }
        told.iter()
            .try_for_each(|((customer, case), tail)| self.tails.add(bucket, customer, case.as_deref(), tail.as_ref()))
    }
}
