//! Writing a table bucket by bucket, in files of a size at which one bucket can be replaced without rewriting the others.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use crate::lake::{Lake, LakeError, TableWriter, WrittenFile};

/// So many neighbouring buckets lie in one row group if they are small.
pub const GROUP: i32 = 8;

/// Rows after which a row group is ended with its bucket.
const CUT_ROWS: usize = 16_384;

/// Rows after which a file is ended with its bucket.
pub const FILE_ROWS: usize = 131_072;

/// So many short files of a table are put together to long ones. Fewer are cheaper to leave: each costs a reader one more file to
/// open, and putting them together costs a writer all their rows.
pub const SHORT_FILES: usize = 32;

/// A writer that begins a new file when the current one is long enough.
pub struct BucketWriter<'l> {
    lake: &'l Lake,
    table: &'static str,
    schema: SchemaRef,
    quick: bool,
    writer: Option<TableWriter>,
    done: Vec<WrittenFile>,
}

impl<'l> BucketWriter<'l> {
    /// A writer of `table` that has written nothing yet.
    #[must_use]
    pub fn new(lake: &'l Lake, table: &'static str, schema: SchemaRef) -> Self {
        Self { lake, table, schema, quick: false, writer: None, done: Vec::new() }
    }

    /// The same for rows that are soon to be written again.
    #[must_use]
    pub fn quick(lake: &'l Lake, table: &'static str, schema: SchemaRef) -> Self {
        Self { quick: true, ..Self::new(lake, table, schema) }
    }

    /// The file being written.
    fn writer(&mut self) -> Result<&mut TableWriter, LakeError> {
        match &mut self.writer {
            Some(writer) => Ok(writer),
            none if self.quick => Ok(none.insert(self.lake.quick_writer(self.table, self.schema.clone())?)),
            none => Ok(none.insert(self.lake.writer(self.table, self.schema.clone())?)),
        }
    }

    /// Adds rows.
    pub fn write(&mut self, rows: &RecordBatch) -> Result<(), LakeError> {
        if rows.num_rows() > 0 {
            self.writer()?.write(rows)?;
        }
        Ok(())
    }

    /// Ends a bucket: the row group if it is long enough or the bucket is the last of its group, and the file if it is long enough.
    pub fn end_bucket(&mut self, bucket: i32) -> Result<(), LakeError> {
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
    pub fn finish(mut self) -> Result<Vec<WrittenFile>, LakeError> {
        if let Some(writer) = self.writer.take() {
            self.done.push(writer.finish()?);
        }
        Ok(self.done)
    }
}
