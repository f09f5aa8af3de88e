//! Settling: bucket by bucket, what was set aside is counted, and what is new is written.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray, UInt32Array,
};
use arrow::compute::{concat_batches, filter_record_batch};
use arrow::datatypes::{Int64Type, UInt32Type};
use jiff::civil::Date;

use super::cells::Cells;
use super::existing::Replaced;
use super::gather::Gathered;
use super::history;
use super::import::{ImportError, Progress, Watch};
use super::journals::{JournalFile, moments};
use super::output::Output;
use super::register::Fate;
use super::report::ImportReport;
use super::staging::ORDINAL;
use crate::lake::{BUCKETS, LakeError};
use crate::sources::Reject;

/// No more rows than this are sorted at once.
const ROWS_AT_ONCE: usize = 500_000;

#[expect(clippy::too_many_arguments, reason = "what the steps before found out, each in its own words")]
pub(super) fn settle(
    gathered: &Gathered,
    replaced: &Replaced,
    dated: &[u32],
    today: Date,
    report: &mut ImportReport,
    rejects: &mut JournalFile<'_>,
    output: &mut Output<'_>,
    watch: &mut Watch<'_>,
) -> Result<(), ImportError> {
    let of = gathered.register.to_write();
    let mut done = 0;
    for bucket in 0..BUCKETS {
        watch.tell(Progress::Writing { done, of })?;
        let mut waiting = Vec::new();
        let mut rows_waiting = 0;
        for batch in gathered.staging.read(bucket)? {
            let kept = gathered.count(&batch?, report, rejects)?;
            rows_waiting += kept.num_rows();
            waiting.push(kept);
            if rows_waiting >= ROWS_AT_ONCE {
                output.write(bucket, &gathered.facts(bucket, &waiting, replaced, dated, today, report)?)?;
                done += std::mem::take(&mut rows_waiting) as u64;
                waiting.clear();
            }
        }
        if rows_waiting > 0 {
            output.write(bucket, &gathered.facts(bucket, &waiting, replaced, dated, today, report)?)?;
            done += rows_waiting as u64;
        }
    }
    watch.tell(Progress::Writing { done, of })
}

impl Gathered {
    /// Counts rows by what becomes of them, refuses those that contradict earlier ones, and gives those to be written.
    fn count(
        &self,
        rows: &RecordBatch,
        report: &mut ImportReport,
        rejects: &mut JournalFile<'_>,
    ) -> Result<RecordBatch, ImportError> {
        let failed = LakeError::columns(self.fact.name());
        let ordinals = self.ordinals(rows)?;
        let fates: Vec<Fate> = ordinals.values().iter().map(|ordinal| self.register.fate(*ordinal)).collect();
        let customers = self.fact.bucketed_by().and_then(|name| rows.column_by_name(name));
        let money = ["amount_minor", "monthly_minor"].into_iter().find_map(|name| rows.column_by_name(name));
        let money = money.map(AsArray::as_primitive::<Int64Type>);
        let currencies = rows.column_by_name("currency").map(AsArray::as_string::<i32>);
        let moments = moments(self.fact, rows);
        let mut contradictions = Vec::new();
        for (row, fate) in fates.iter().enumerate() {
            report.count(*fate);
            match fate {
                Fate::Conflicting => {
                    contradictions.push(self.contradiction(rows, row, ordinals.value(row))?);
                    continue;
                }
                Fate::Repeated => continue,
                Fate::Added | Fate::Replacing | Fate::Unchanged => {}
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
        for reject in &contradictions {
            report.show_reject(reject);
        }
        rejects.refuse(report, &self.files, &contradictions)?;
        let kept: BooleanArray = fates.iter().map(|fate| Some(matches!(fate, Fate::Added | Fate::Replacing))).collect();
        Ok(filter_record_batch(rows, &kept).map_err(&failed)?)
    }

    fn contradiction(&self, rows: &RecordBatch, row: usize, ordinal: u32) -> Result<Reject, ImportError> {
        let columns = self.fact.columns();
        let shape = |column| ImportError::Shape { fact: self.fact, column };
        let keys = Cells::new(rows, self.fact.key().iter().copied()).map_err(shape)?;
        let all = Cells::new(rows, columns.iter().map(|field| field.name().as_str())).map_err(shape)?;
        let first = self.places.place(self.register.contradicted(ordinal).unwrap_or(ordinal));
        let file = self.files.get(first.file as usize).map_or("the input", |file| file.name.as_str());
        Ok(Reject {
            place: self.places.place(ordinal),
            column: self.fact.key().first().copied().unwrap_or_default().to_owned(),
            value: keys.first_text(row),
            reason: format!(
                "row {} of {file} has the same {} and says something else; keep the one that is right",
                first.row,
                self.fact.key().join(" and ")
            ),
            line: all.json(row).to_string(),
        })
    }

    /// Rows set aside as rows of the table.
    fn facts(
        &self,
        bucket: i32,
        waiting: &[RecordBatch],
        replaced: &Replaced,
        dated: &[u32],
        today: Date,
        report: &ImportReport,
    ) -> Result<RecordBatch, ImportError> {
        let failed = LakeError::columns(self.fact.name());
        let schema = waiting.first().map_or_else(|| self.fact.schema(), RecordBatch::schema);
        let rows = concat_batches(&schema, waiting).map_err(&failed)?;
        let ordinals = self.ordinals(&rows)?.values();
        let rows = history::put_days(&rows, ordinals, dated, today)?;
        let count = rows.num_rows();
        let now = report.started_at.as_microsecond();
        let first_seen = ordinals.iter().map(|ordinal| {
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
