//! Writing: bucket by bucket, the staged rows are counted by their outcome, and those that are new become facts.
//!
//! Invariant: each staged row is counted here exactly once; rows that the source rejected were counted when they were read.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray, UInt32Array,
};
use arrow::compute::{concat_batches, filter_record_batch};
use arrow::datatypes::{Int64Type, UInt32Type};
use jiff::civil::Date;

use super::cells::Cells;
use super::comparison::Replacements;
use super::error::ImportError;
use super::history;
use super::intake::Intake;
use super::journals::{JournalFile, moments};
use super::look_builder::LookBuilder;
use super::monitor::{Monitor, Progress};
use super::output::Output;
use super::register::Outcome;
use super::report::ImportReport;
use super::staging::ORDINAL;
use crate::lake::{BUCKETS, LakeError};
use crate::sources::Reject;

/// About so many rows are sorted at once, to bound memory where one bucket holds much, as all unattributed rows do.
const ROWS_AT_ONCE: usize = 500_000;

/// What the steps before found out about the rows as a whole.
pub(super) struct Resolution<'a> {
    pub(super) replaced: &'a Replacements,
    /// Ordinals of customers' versions that hold from today, ascending.
    pub(super) dated: &'a [u32],
    pub(super) today: Date,
}

/// Writes the rows that were added or replace a fact, and counts all of them in the report.
pub(super) fn write_facts(
    intake: &Intake,
    resolution: &Resolution<'_>,
    report: &mut ImportReport,
    (rejects, output, looking): (&mut JournalFile<'_>, &mut Output<'_>, &mut LookBuilder<'_>),
    monitor: &mut Monitor<'_>,
) -> Result<(), ImportError> {
    let of = intake.register.to_write();
    let mut done = 0;
    for bucket in 0..BUCKETS {
        monitor.tell(Progress::Writing { done, of })?;
        let mut waiting = Vec::new();
        let mut rows_waiting = 0;
        for batch in intake.staging.read(bucket)? {
            let kept = intake.count(&batch?, report, rejects, looking)?;
            rows_waiting += kept.num_rows();
            waiting.push(kept);
            if rows_waiting >= ROWS_AT_ONCE {
                output.write(bucket, &intake.facts(bucket, &waiting, resolution, report)?)?;
                done += std::mem::take(&mut rows_waiting) as u64;
                waiting.clear();
            }
        }
        if rows_waiting > 0 {
            output.write(bucket, &intake.facts(bucket, &waiting, resolution, report)?)?;
            done += rows_waiting as u64;
        }
        looking.end_bucket(bucket)?;
    }
    monitor.tell(Progress::Writing { done, of })
}

impl Intake {
    /// Counts rows by what becomes of them, refuses those that contradict earlier ones, and gives those to be written.
    fn count(
        &self,
        rows: &RecordBatch,
        report: &mut ImportReport,
        rejects: &mut JournalFile<'_>,
        looking: &mut LookBuilder<'_>,
    ) -> Result<RecordBatch, ImportError> {
        let failed = LakeError::columns(self.fact.name());
        let ordinals = self.ordinals(rows)?;
        let outcomes: Vec<Outcome> = ordinals.values().iter().map(|ordinal| self.register.outcome(*ordinal)).collect();
        looking.at_rows(rows, &outcomes);
        let customers = self.fact.bucketed_by().and_then(|name| rows.column_by_name(name));
        let money = ["amount_minor", "monthly_minor"].into_iter().find_map(|name| rows.column_by_name(name));
        let money = money.map(AsArray::as_primitive::<Int64Type>);
        let currencies = rows.column_by_name("currency").map(AsArray::as_string::<i32>);
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
                if let (Some(money), Some(currencies)) = (money, currencies) {
                    let sum = report.unattributed_minor.entry(currencies.value(row).to_owned()).or_default();
                    *sum += i128::from(money.value(row));
                }
            }
        }
        // Staging mixed files and rows up by bucket, so these rejects stand in the journal in another order than in the files.
        for reject in &contradictions {
            report.show_reject(reject);
        }
        rejects.note_rejects(report, &self.files, &contradictions)?;
        let kept: BooleanArray =
            outcomes.iter().map(|outcome| Some(matches!(outcome, Outcome::Added | Outcome::Replacing))).collect();
        Ok(filter_record_batch(rows, &kept).map_err(&failed)?)
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

    /// Staged rows as rows of the table.
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
        let count = rows.num_rows();
        let now = report.started_at.as_microsecond();
        // A replaced fact keeps the moment it was first seen: what changed is what is said of it, not since when it is known.
        let first_seen = ordinals.iter().map(|ordinal| {
            let replaced = resolution.replaced;
            let found = replaced.first_seen.binary_search_by_key(ordinal, |seen| seen.0);
            found.map_or(now, |found| replaced.first_seen[found].1)
        });
        let first_seen = TimestampMicrosecondArray::from_iter_values(first_seen).with_timezone("UTC");
        let keys = ordinals.iter().map(|ordinal| self.register.key(*ordinal).to_be_bytes());
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(Int32Array::from_value(bucket, count)),
            Arc::new(BinaryArray::from_iter_values(keys)),
            Arc::new(StringArray::from_iter_values(std::iter::repeat_n(&report.source, count))),
            Arc::new(Int64Array::from_value(report.import_seq, count)),
            Arc::new(first_seen),
        ];
        columns.extend(rows.columns()[..count_of_columns(&rows)].iter().cloned());
        Ok(RecordBatch::try_new(self.fact.schema(), columns).map_err(&failed)?)
    }

    fn ordinals<'a>(&self, rows: &'a RecordBatch) -> Result<&'a UInt32Array, ImportError> {
        let ordinals = rows.column_by_name(ORDINAL).and_then(|values| values.as_primitive_opt::<UInt32Type>());
        ordinals.ok_or_else(|| ImportError::Shape { fact: self.fact, column: ORDINAL.to_owned() })
    }
}

/// The ordinal, which stands last, is none of the fact's columns.
fn count_of_columns(rows: &RecordBatch) -> usize {
    rows.num_columns() - 1
}
