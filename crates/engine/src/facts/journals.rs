//! The rows an import leaves in the journals: what it refused, what it replaced, what it said again, and that it took place.
//!
//! Invariants: a file of any journal but `imports` holds rows of one import only, so that repair can take an import back by
//! dropping files; a replaced fact goes to `superseded` as it was, so that earlier knowledge can be told although the table
//! holds current rows only.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, BinaryArray, BooleanArray, Date32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Date32Type, TimeUnit, TimestampMicrosecondType};
use jiff::Timestamp;

use super::cells::Cells;
use super::confirmations::Confirmation;
use super::error::ImportError;
use super::report::ImportReport;
use super::staging::KEY_BYTES;
use crate::lake::{Fact, Journal, Lake, LakeError, TableWriter, WrittenFile};
use crate::sources::{Reject, SourceFile};

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A file of a journal, created when its first row comes, so that an import without such rows commits nothing; a dry run creates
/// none.
pub(super) struct JournalFile<'a> {
    lake: &'a Lake,
    journal: Journal,
    dry: bool,
    writer: Option<TableWriter>,
}

impl<'a> JournalFile<'a> {
    pub(super) fn new(lake: &'a Lake, journal: Journal, dry: bool) -> Self {
        Self { lake, journal, dry, writer: None }
    }

    pub(super) fn finish(self) -> Result<Option<WrittenFile>, LakeError> {
        self.writer.map(TableWriter::finish).transpose()
    }

    fn write(&mut self, columns: Vec<ArrayRef>) -> Result<(), LakeError> {
        let schema = self.journal.schema();
        let rows = RecordBatch::try_new(schema.clone(), columns).map_err(LakeError::columns(self.journal.name()))?;
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.lake.writer(self.journal.name(), schema)?,
        };
        self.writer.insert(writer).write(&rows)
    }

    /// Notes rows that were refused.
    pub(super) fn note_rejects(
        &mut self,
        report: &ImportReport,
        files: &[SourceFile],
        rejects: &[Reject],
    ) -> Result<(), LakeError> {
        if self.dry || rejects.is_empty() {
            return Ok(());
        }
        let text =
            |of: fn(&Reject) -> &str| -> ArrayRef { Arc::new(StringArray::from_iter_values(rejects.iter().map(of))) };
        let same = |value: &str| -> ArrayRef { Arc::new(StringArray::from_iter_values(rejects.iter().map(|_| value))) };
        let file = |reject: &Reject| files.get(reject.place.file as usize).map_or("", |file| file.name.as_str());
        self.write(vec![
            Arc::new(Int64Array::from_iter_values(rejects.iter().map(|_| report.import_seq))),
            same(&report.fact),
            same(&report.source),
            Arc::new(StringArray::from_iter_values(rejects.iter().map(file))),
            Arc::new(Int64Array::from_iter_values(rejects.iter().map(|reject| reject.place.row as i64))),
            text(|reject| &reject.column),
            text(|reject| &reject.value),
            text(|reject| &reject.reason),
            text(|reject| &reject.line),
            Arc::new(rejects.iter().map(|reject| reject.id.as_deref()).collect::<StringArray>()),
        ])
    }

    /// Notes facts, rows of a canonical table as stored, that a later import replaces or an undo takes out.
    pub(super) fn note_superseded(&mut self, fact: Fact, by: i64, old: &RecordBatch) -> Result<(), ImportError> {
        if self.dry || old.num_rows() == 0 {
            return Ok(());
        }
        let columns = fact.columns();
        let names = columns.iter().map(|field| field.name().as_str());
        let cells = Cells::new(old, names).map_err(|column| ImportError::Shape { fact, column })?;
        let content = (0..old.num_rows()).map(|row| cells.json(row).to_string());
        let column = |name: &str| {
            old.column_by_name(name).cloned().ok_or_else(|| ImportError::Shape { fact, column: name.to_owned() })
        };
        let nothing = || -> ArrayRef { Arc::new(StringArray::new_null(old.num_rows())) };
        self.write(vec![
            column("bucket")?,
            Arc::new(StringArray::from_iter_values((0..old.num_rows()).map(|_| fact.name()))),
            column("key")?,
            column("source")?,
            fact.bucketed_by().map_or_else(|| Ok(nothing()), column)?,
            Arc::new(moments(fact, old).with_timezone("UTC")),
            column("import_seq")?,
            Arc::new(Int64Array::from_iter_values((0..old.num_rows()).map(|_| by))),
            column("first_seen")?,
            Arc::new(StringArray::from_iter_values(content)),
        ])?;
        Ok(())
    }

    /// Notes which rows of a data file the import said again.
    pub(super) fn note_confirmed(
        &mut self,
        report: &ImportReport,
        confirmation: &Confirmation,
    ) -> Result<(), ImportError> {
        let confirmed = confirmation.rows.count_set_bits();
        if self.dry || confirmed == 0 {
            return Ok(());
        }
        let text = |value: &str| -> ArrayRef { Arc::new(StringArray::from_iter_values([value])) };
        let whole = |value: i64| -> ArrayRef { Arc::new(Int64Array::from_iter_values([value])) };
        self.write(vec![
            whole(report.import_seq),
            text(&report.fact),
            text(&report.source),
            text(&confirmation.file),
            Arc::new(BooleanArray::from(vec![confirmation.undated])),
            whole(confirmed as i64),
            whole(confirmation.rows.len() as i64),
            Arc::new(BinaryArray::from_iter_values([confirmation.rows.values()])),
        ])?;
        Ok(())
    }

    /// Notes the keys of rows that the import leaves out, so that an undo knows what it said of them.
    pub(super) fn note_left_out(&mut self, report: &ImportReport, keys: &[u128]) -> Result<(), LakeError> {
        if self.dry || keys.is_empty() {
            return Ok(());
        }
        let bytes: Vec<[u8; KEY_BYTES]> = keys.iter().map(|key| key.to_be_bytes()).collect();
        self.write(vec![
            Arc::new(Int64Array::from_iter_values([report.import_seq])),
            Arc::new(StringArray::from_iter_values([&report.fact])),
            Arc::new(StringArray::from_iter_values([&report.source])),
            Arc::new(Int64Array::from_iter_values([keys.len() as i64])),
            Arc::new(BinaryArray::from_iter_values([bytes.as_flattened()])),
        ])
    }

    /// Notes facts, rows of a canonical table as stored, that an undo puts back.
    pub(super) fn note_restored(&mut self, fact: Fact, by: i64, rows: &RecordBatch) -> Result<(), ImportError> {
        if self.dry || rows.num_rows() == 0 {
            return Ok(());
        }
        let column = |name: &str| {
            rows.column_by_name(name).cloned().ok_or_else(|| ImportError::Shape { fact, column: name.to_owned() })
        };
        let nothing = || -> ArrayRef { Arc::new(StringArray::new_null(rows.num_rows())) };
        self.write(vec![
            column("bucket")?,
            Arc::new(StringArray::from_iter_values((0..rows.num_rows()).map(|_| fact.name()))),
            column("key")?,
            column("source")?,
            fact.bucketed_by().map_or_else(|| Ok(nothing()), column)?,
            Arc::new(moments(fact, rows).with_timezone("UTC")),
            column("import_seq")?,
            Arc::new(Int64Array::from_iter_values((0..rows.num_rows()).map(|_| by))),
        ])?;
        Ok(())
    }

    /// Notes that an import took place.
    pub(super) fn note_import(&mut self, report: &ImportReport) -> Result<(), ImportError> {
        let count = |value: u64| -> ArrayRef { Arc::new(Int64Array::from_iter_values([value as i64])) };
        let text = |value: &str| -> ArrayRef { Arc::new(StringArray::from_iter_values([value])) };
        let moment = |value: Option<Timestamp>| -> ArrayRef {
            Arc::new(TimestampMicrosecondArray::from(vec![value.map(Timestamp::as_microsecond)]).with_timezone("UTC"))
        };
        self.write(vec![
            Arc::new(Int64Array::from_iter_values([report.import_seq])),
            text(&report.import_id),
            text(&report.fact),
            text(&report.source),
            moment(Some(report.started_at)),
            moment(Some(report.finished_at)),
            count(report.read),
            count(report.added),
            count(report.replaced),
            count(report.unchanged),
            count(report.repeated),
            count(report.rejected),
            count(report.unattributed),
            moment(report.earliest),
            moment(report.latest),
            text(&serde_json::to_string(&report.files)?),
            text(&serde_json::to_string(&report.unattributed_minor)?),
            text(&report.mapping),
            text(&serde_json::to_string(report)?),
            Arc::new(Int64Array::from(vec![report.undoes])),
            count(report.withdrawn),
            Arc::new(Date32Array::from(vec![report.complete_through.map(|day| day.0)])),
        ])?;
        Ok(())
    }
}

/// When each row happened, in microseconds: the column facts are ordered by, if that is a moment or a day.
pub(super) fn moments(fact: Fact, rows: &RecordBatch) -> TimestampMicrosecondArray {
    let Some(values) = rows.column_by_name(fact.ordered_by()) else {
        return TimestampMicrosecondArray::new_null(rows.num_rows());
    };
    match values.data_type() {
        DataType::Timestamp(TimeUnit::Microsecond, _) => values.as_primitive::<TimestampMicrosecondType>().clone(),
        DataType::Date32 => values.as_primitive::<Date32Type>().unary(|day| i64::from(day) * MICROS_PER_DAY),
        _ => TimestampMicrosecondArray::new_null(rows.num_rows()),
    }
}
