//! Writing: bucket by bucket, the staged rows are counted by their outcome, and those that are new become facts.
//!
//! Invariant: each staged row is counted here exactly once; rows that the source rejected were counted when they were read. Staging
//! mixed files and rows up by bucket, so rejects of here stand in the journal in another order than in the files.

use std::ops::Range;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray, UInt32Array,
};
use arrow::buffer::OffsetBuffer;
use arrow::compute::{concat_batches, filter_record_batch};
use arrow::datatypes::UInt32Type;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::cells::Cells;
use super::comparison::Replacements;
use super::error::ImportError;
use super::history;
use super::intake::Intake;
use super::journals::{JournalFile, moments};
use super::look_builder::{LookBuilder, LookPlan};
use super::monitor::{Monitor, Progress};
use super::output::{OutputPlan, sorted};
use super::register::Outcome;
use super::report::ImportReport;
use super::staging::{KEY_BYTES, ORDINAL, OWN_COLUMNS};
use super::subject::money_of;
use crate::lake::{Fact, LakeError, WrittenFile};
use crate::sources::Reject;

/// About so many rows are sorted at once by each thread, to bound memory where one bucket holds much, as all unattributed rows do.
const ROWS_AT_ONCE: usize = 250_000;

/// What the steps before found out about the rows as a whole.
pub(super) struct Resolution<'a> {
    pub(super) replaced: &'a Replacements,
    /// Ordinals of customers' versions that hold from today, ascending.
    pub(super) dated: &'a [u32],
    pub(super) today: Date,
    pub(super) time_zone: &'a TimeZone,
    pub(super) threads: usize,
}

/// What a worker tells of a group of buckets.
enum News<'a> {
    /// So many rows were written.
    Written(u64),
    /// Rows that contradict earlier ones.
    Contradictions(Vec<Reject>),
    /// All of the group is written: its files, what was counted, and what was seen.
    Done(Vec<WrittenFile>, Box<(ImportReport, LookBuilder<'a>)>),
}

/// Writes the rows that were added or replace a fact, looks at what they make of the table, and counts all of them in the report. Gives
/// the files written.
///
/// Buckets that go to one file are written by one thread, in their order; the news of all groups are heard in the order of the buckets, so
/// that nothing depends on which thread was faster.
pub(super) fn write_facts<'a>(
    intake: &Intake,
    resolution: &Resolution<'_>,
    output: &OutputPlan<'_>,
    report: &mut ImportReport,
    (rejects, look): (&mut JournalFile<'_>, &'a LookPlan<'a>),
    monitor: &mut Monitor<'_>,
) -> Result<Vec<WrittenFile>, ImportError> {
    let of = intake.register.to_write();
    monitor.tell(Progress::Writing { done: 0, of })?;
    let (mut done, mut files, mut looking) = (0, Vec::new(), look.begin(0..0));
    let blank = report.without_counts();
    let (senders, receivers): (Vec<_>, Vec<_>) = output
        .groups()
        .map(|group| {
            let (tell, hear) = sync_channel(2);
            ((group, tell), hear)
        })
        .unzip();
    let waiting = Mutex::new(senders.into_iter());
    let work = || {
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
        while let Some((group, tell)) = next() {
            let (mut counted, mut looking) = (blank.clone(), look.begin(group.clone()));
            let written = intake.write_group(group, resolution, output, (&mut counted, &mut looking), &mut |news| {
                tell.send(Ok(news)).is_ok()
            });
            let last = written.map(|files| News::Done(files, Box::new((counted, looking))));
            // Whoever no longer listens has failed and knows why.
            let _ = tell.send(last);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..resolution.threads.clamp(1, receivers.len().max(1)) {
            scope.spawn(work);
        }
        // Moved in, so that they are gone, and the workers end, if this fails.
        for news in receivers.into_iter().flatten() {
            match news? {
                News::Written(rows) => {
                    done += rows;
                    monitor.tell(Progress::Writing { done, of })?;
                }
                News::Contradictions(contradictions) => {
                    for reject in &contradictions {
                        report.show_reject(reject);
                    }
                    rejects.note_rejects(report, &intake.files, &contradictions)?;
                }
                News::Done(written, counted) => {
                    let (counted, looked) = *counted;
                    files.extend(written);
                    report.add_counts(&counted);
                    looking.join(looked);
                }
            }
        }
        (report.look, report.oddities) = looking.finish(report.rejected, report.read);
        Ok(files)
    })
}

/// Staged rows by what becomes of them.
struct CountedRows {
    /// Those to be written.
    new: RecordBatch,
    /// Those that say what is known.
    unchanged: RecordBatch,
    /// Those that contradict earlier ones.
    contradictions: Vec<Reject>,
}

impl Intake {
    /// Writes the rows of some buckets; stops where nobody listens.
    fn write_group<'a>(
        &self,
        group: Range<i32>,
        resolution: &Resolution<'_>,
        output: &OutputPlan<'_>,
        (report, looking): (&mut ImportReport, &mut LookBuilder<'a>),
        tell: &mut dyn FnMut(News<'a>) -> bool,
    ) -> Result<Vec<WrittenFile>, ImportError> {
        let mut output = output.begin();
        for bucket in group {
            let (mut waiting, mut rows_waiting) = (Vec::new(), 0);
            let mut batches = self.staging.read(bucket)?.peekable();
            while let Some(batch) = batches.next() {
                let batch = batch?;
                let counted = self.count(&batch, resolution, report)?;
                looking.at_rows(&counted.unchanged, false);
                if !counted.contradictions.is_empty() && !tell(News::Contradictions(counted.contradictions)) {
                    return Ok(Vec::new());
                }
                rows_waiting += counted.new.num_rows();
                waiting.push(counted.new);
                if rows_waiting >= ROWS_AT_ONCE || (batches.peek().is_none() && rows_waiting > 0) {
                    let facts = self.facts(bucket, &waiting, resolution, report)?;
                    waiting.clear();
                    looking.at_rows(&facts, true);
                    output.write_sorted(bucket, &facts)?;
                    if !tell(News::Written(std::mem::take(&mut rows_waiting) as u64)) {
                        return Ok(Vec::new());
                    }
                }
            }
            drop(batches);
            self.staging.forget(bucket)?;
            looking.end_bucket(bucket)?;
        }
        Ok(output.finish()?)
    }

    /// Counts rows by what becomes of them, and refuses those that contradict earlier ones.
    fn count(
        &self,
        rows: &RecordBatch,
        resolution: &Resolution<'_>,
        report: &mut ImportReport,
    ) -> Result<CountedRows, ImportError> {
        let failed = LakeError::columns(self.fact.name());
        let ordinals = self.ordinals(rows)?;
        let outcomes: Vec<Outcome> = ordinals.values().iter().map(|ordinal| self.register.outcome(*ordinal)).collect();
        let customers = self.fact.bucketed_by().and_then(|name| rows.column_by_name(name));
        let money = money_of(rows);
        let moments = moments(self.fact, rows);
        let mut contradictions = Vec::new();
        for (row, outcome) in outcomes.iter().enumerate() {
            report.count(*outcome);
            match outcome {
                Outcome::Conflicting => {
                    contradictions.push(self.contradiction(rows, row, ordinals.value(row))?);
                    continue;
                }
                // The row it repeats is the one that counts.
                Outcome::Repeated => continue,
                Outcome::Added | Outcome::Replacing | Outcome::Unchanged => {}
            }
            if moments.is_valid(row) {
                report.saw_moment(moments.value(row));
            }
            if customers.is_some_and(|customers| customers.is_null(row)) {
                report.unattributed += 1;
                if let Some((currencies, minor)) = money {
                    let sum = report.unattributed_minor.entry(currencies.value(row).to_owned()).or_default();
                    *sum += i128::from(minor.value(row));
                }
            }
        }
        let told = (&mut report.taken, &mut report.changes);
        resolution.replaced.subjects.compare(self.fact, rows, ordinals.values(), resolution.time_zone, told)?;
        let those = |are: fn(Outcome) -> bool| {
            let kept: BooleanArray = outcomes.iter().map(|outcome| Some(are(*outcome))).collect();
            if kept.has_false() { filter_record_batch(rows, &kept).map_err(&failed) } else { Ok(rows.clone()) }
        };
        Ok(CountedRows {
            new: those(|outcome| matches!(outcome, Outcome::Added | Outcome::Replacing))?,
            unchanged: those(|outcome| outcome == Outcome::Unchanged)?,
            contradictions,
        })
    }

    fn contradiction(&self, rows: &RecordBatch, row: usize, ordinal: u32) -> Result<Reject, ImportError> {
        let columns = self.fact.columns();
        let shape = |column| ImportError::Shape { fact: self.fact, column };
        let keys = Cells::new(rows, self.fact.key().iter().copied()).map_err(shape)?;
        let all = Cells::new(rows, columns.iter().map(|field| field.name().as_str())).map_err(shape)?;
        let first = self.positions.place(self.register.contradicted(ordinal).unwrap_or(ordinal));
        let file = self.files.get(first.file as usize).map_or("the input", |file| file.name.as_str());
        Ok(Reject {
            place: self.positions.place(ordinal),
            column: self.fact.key().first().copied().unwrap_or_default().to_owned(),
            value: keys.first_text(row),
            reason: format!(
                "row {} of {file} has the same {} and says something else; keep the one that is right",
                first.row,
                self.fact.key().join(" and ")
            ),
            line: all.json(row).to_string(),
            // A fact of this key is there: the row that it contradicts.
            id: None,
        })
    }

    /// Staged rows as rows of the table, in its order.
    fn facts(
        &self,
        bucket: i32,
        waiting: &[RecordBatch],
        resolution: &Resolution<'_>,
        report: &ImportReport,
    ) -> Result<RecordBatch, ImportError> {
        let failed = LakeError::columns(self.fact.name());
        let schema = waiting.first().map_or_else(|| self.fact.schema(), RecordBatch::schema);
        let rows = concat_batches(&schema, waiting).map_err(&failed)?;
        let ordinals = self.ordinals(&rows)?.values();
        let rows = history::put_days(&rows, ordinals, resolution.dated, resolution.today)?;
        // Before the columns are added that are the same in all rows, or nearly: those need not be put in order.
        let rows = sorted(self.fact, &rows)?;
        let (count, ordinals) = (rows.num_rows(), self.ordinals(&rows)?.values());
        let now = report.started_at.as_microsecond();
        // A replaced fact keeps the moment it was first seen: what changed is what is said of it, not since when it is known.
        let first_seen = ordinals.iter().map(|ordinal| {
            let replaced = resolution.replaced;
            let found = replaced.first_seen.binary_search_by_key(ordinal, |seen| seen.0);
            found.map_or_else(|_| now + self.later_by(*ordinal), |found| replaced.first_seen[found].1)
        });
        let first_seen = TimestampMicrosecondArray::from_iter_values(first_seen).with_timezone("UTC");
        let read = rows.column(rows.num_columns() - OWN_COLUMNS).as_fixed_size_binary();
        let mut keys = read.value_data()[..count * KEY_BYTES].to_vec();
        self.register.put_keys(ordinals, &mut keys);
        let offsets = OffsetBuffer::from_repeated_length(KEY_BYTES, count);
        let keys = BinaryArray::try_new(offsets, keys.into(), None).map_err(&failed)?;
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(Int32Array::from_value(bucket, count)),
            Arc::new(keys),
            Arc::new(StringArray::new_repeated(&report.source, count)),
            Arc::new(Int64Array::from_value(report.import_seq, count)),
            Arc::new(first_seen),
        ];
        columns.extend(rows.columns()[..rows.num_columns() - OWN_COLUMNS].iter().cloned());
        Ok(RecordBatch::try_new(self.fact.schema(), columns).map_err(&failed)?)
    }

    /// How much later than the import began a row was first seen, in microseconds. Of files that come in together the later ones are heard
    /// later, or of a subscription without an id nobody could tell that another file says it ended from that the same file has two alike.
    fn later_by(&self, ordinal: u32) -> i64 {
        if self.fact == Fact::Subscriptions { i64::from(self.positions.place(ordinal).file) } else { 0 }
    }

    fn ordinals<'a>(&self, rows: &'a RecordBatch) -> Result<&'a UInt32Array, ImportError> {
        let ordinals = rows.column_by_name(ORDINAL).and_then(|values| values.as_primitive_opt::<UInt32Type>());
        ordinals.ok_or_else(|| ImportError::Shape { fact: self.fact, column: ORDINAL.to_owned() })
    }
}
