//! Rows that come back: whole rows of a table, each with the number of the import that said it and the moment it was first seen, on their
//! way to the buckets where they belong now.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, BinaryArray, Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::compute::concat_batches;
use arrow::datatypes::UInt32Type;

use super::error::ImportError;
use super::journals::JournalFile;
use super::monitor::{Monitor, Progress};
use super::output::Output;
use super::staging::{ORDINAL, OWN_COLUMNS, Staging};
use crate::lake::{BUCKETS, Fact, Lake, LakeError, WrittenFile};

/// About so many rows are sorted at once, to bound memory where one bucket holds much.
const ROWS_AT_ONCE: usize = 500_000;

/// Where a row comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Provenance {
    /// Its source, by its number among the sources.
    pub(super) source: u32,
    pub(super) import_seq: i64,
    pub(super) first_seen: i64,
}

/// Rows of one table that come back, set aside on disk.
pub(super) struct RowsBack {
    fact: Fact,
    staging: Staging,
    provenances: Vec<Provenance>,
    sources: Vec<String>,
}

impl RowsBack {
    /// None yet.
    pub(super) fn new(lake: &Lake, fact: Fact) -> Result<Self, LakeError> {
        Ok(Self { fact, staging: Staging::new(fact, lake.staging()?), provenances: Vec::new(), sources: Vec::new() })
    }

    /// So many.
    pub(super) fn len(&self) -> u64 {
        self.provenances.len() as u64
    }

    /// The number of a source.
    pub(super) fn source(&mut self, name: &str) -> u32 {
        let known = self.sources.iter().rposition(|source| source == name);
        known.unwrap_or_else(|| {
            self.sources.push(name.to_owned());
            self.sources.len() - 1
        }) as u32
    }

    /// Sets rows aside, with their keys and where they come from. Columns that every table has are left out of account.
    pub(super) fn push(
        &mut self,
        rows: &RecordBatch,
        keys: Vec<u128>,
        provenances: impl Iterator<Item = Provenance>,
    ) -> Result<(), ImportError> {
        let lacks = |name: &str| ImportError::Shape { fact: self.fact, column: name.to_owned() };
        let names = self.fact.columns();
        let own = names.iter().map(|field| rows.schema().index_of(field.name()).map_err(|_| lacks(field.name())));
        let own = own.collect::<Result<Vec<_>, _>>()?;
        let own = rows.project(&own).map_err(LakeError::columns(self.fact.name()))?;
        self.staging.push(&own, keys.into_iter(), self.provenances.len() as u32)?;
        self.provenances.extend(provenances);
        Ok(())
    }

    /// Writes them, bucket by bucket, and notes them as restored by an undo or whatever else of this number.
    pub(super) fn write(
        mut self,
        mut output: Output<'_>,
        (restored, by): (&mut JournalFile<'_>, i64),
        monitor: &mut Monitor<'_>,
    ) -> Result<Vec<WrittenFile>, ImportError> {
        self.staging.finish()?;
        let (mut done, of) = (0, self.len());
        for bucket in 0..BUCKETS {
            monitor.tell(Progress::Writing { done, of })?;
            let (mut waiting, mut count) = (Vec::new(), 0);
            let mut write = |waiting: &[RecordBatch]| {
                let rows = self.rows(bucket, waiting)?;
                restored.note_restored(self.fact, by, &rows)?;
                output.write(bucket, &rows).map_err(ImportError::from)
            };
            for batch in self.staging.read(bucket)? {
                let batch = batch?;
                count += batch.num_rows();
                waiting.push(batch);
                if count >= ROWS_AT_ONCE {
                    write(&waiting)?;
                    done += std::mem::take(&mut count) as u64;
                    waiting.clear();
                }
            }
            if count > 0 {
                write(&waiting)?;
                done += count as u64;
            }
        }
        Ok(output.finish()?)
    }

    /// Staged rows of a bucket as rows of the table.
    fn rows(&self, bucket: i32, staged: &[RecordBatch]) -> Result<RecordBatch, ImportError> {
        let failed = LakeError::columns(self.fact.name());
        let rows = concat_batches(&staged[0].schema(), staged).map_err(&failed)?;
        let ordinals = rows.column_by_name(ORDINAL).and_then(|values| values.as_primitive_opt::<UInt32Type>());
        let lacks = || ImportError::Shape { fact: self.fact, column: ORDINAL.to_owned() };
        let ordinals = ordinals.ok_or_else(lacks)?.values();
        let keys = rows.column(rows.num_columns() - OWN_COLUMNS).as_fixed_size_binary();
        let of_rows = || ordinals.iter().map(|ordinal| &self.provenances[*ordinal as usize]);
        let source = |row: &Provenance| self.sources[row.source as usize].as_str();
        let first_seen = TimestampMicrosecondArray::from_iter_values(of_rows().map(|row| row.first_seen));
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(Int32Array::from_value(bucket, rows.num_rows())),
            Arc::new(keys.iter().collect::<BinaryArray>()),
            Arc::new(StringArray::from_iter_values(of_rows().map(source))),
            Arc::new(Int64Array::from_iter_values(of_rows().map(|row| row.import_seq))),
            Arc::new(first_seen.with_timezone("UTC")),
        ];
        columns.extend(rows.columns()[..rows.num_columns() - OWN_COLUMNS].iter().cloned());
        Ok(RecordBatch::try_new(self.fact.schema(), columns).map_err(&failed)?)
    }
}
