//! Writing a table bucket by bucket, in files of a size at which one bucket can be replaced without rewriting the others.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use super::super::LedgerError;
use crate::lake::{Lake, TableWriter, WrittenFile};

/// So many neighbouring buckets lie in one row group if they are small.
pub(in super::super) const GROUP: i32 = 8;

/// Rows after which a row group is ended with its bucket.
const CUT_ROWS: usize = 16_384;

/// Rows after which a file is ended with its bucket.
pub(in super::super) const FILE_ROWS: usize = 131_072;

/// A writer that begins a new file when the current one is long enough.
pub(in super::super) struct Rolling<'l> {
    lake: &'l Lake,
    table: &'static str,
    schema: SchemaRef,
    quick: bool,
    writer: Option<TableWriter>,
    done: Vec<WrittenFile>,
}

impl<'l> Rolling<'l> {
    /// A writer of `table` that has written nothing yet.
    pub(in super::super) fn new(lake: &'l Lake, table: &'static str, schema: SchemaRef) -> Self {
        Self { lake, table, schema, quick: false, writer: None, done: Vec::new() }
    }

    /// The same for rows that are soon to be written again.
    pub(in super::super) fn quick(lake: &'l Lake, table: &'static str, schema: SchemaRef) -> Self {
        Self { quick: true, ..Self::new(lake, table, schema) }
    }

    /// The file being written.
    pub(in super::super) fn writer(&mut self) -> Result<&mut TableWriter, LedgerError> {
        match &mut self.writer {
            Some(writer) => Ok(writer),
            none if self.quick => Ok(none.insert(self.lake.quick_writer(self.table, self.schema.clone())?)),
            none => Ok(none.insert(self.lake.writer(self.table, self.schema.clone())?)),
        }
    }

    /// Adds rows.
    pub(in super::super) fn write(&mut self, rows: &RecordBatch) -> Result<(), LedgerError> {
        if rows.num_rows() > 0 {
            self.writer()?.write(rows)?;
        }
        Ok(())
    }

    /// Ends a bucket: the row group if it is long enough or the bucket is the last of its group, and the file if it is long enough.
    pub(in super::super) fn end_bucket(&mut self, bucket: i32) -> Result<(), LedgerError> {
        if let Some(mut writer) = self.writer.take() {
            if writer.rows() >= FILE_ROWS {
                self.done.push(writer.finish()?);
            } else {
                let rows = writer.rows_since_cut();
                if rows >= CUT_ROWS || (rows > 0 && (bucket + 1) % GROUP == 0) {
                    writer.cut()?;
                }
                self.writer = Some(writer);
            }
        }
        Ok(())
    }

    /// The files written.
    pub(in super::super) fn finish(mut self) -> Result<Vec<WrittenFile>, LedgerError> {
        if let Some(writer) = self.writer.take() {
            self.done.push(writer.finish()?);
        }
        Ok(self.done)
    }
}
