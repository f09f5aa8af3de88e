//! Output: facts in the order of buckets, customers and time, in files of a sensible size.
//!
//! Invariant: within a file, buckets ascend and each bucket's rows are sorted by customer and time. The walk over all customers
//! relies on it to merge files without sorting.

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::{SortColumn, filter_record_batch, lexsort_to_indices, take_record_batch};
use arrow::datatypes::Int32Type;

use super::comparison::{FileRemainder, KnownFacts};
use super::error::ImportError;
use crate::lake::{BUCKETS, Fact, Lake, LakeError, TableWriter, WrittenFile};

/// A row group ends at the border of a bucket once it holds so many rows; smaller ones cost more than they spare.
const ROWS_PER_GROUP: usize = 8_192;
/// So many rows are worth a file of their own.
const ROWS_PER_FILE: u64 = 65_536;

/// The data files an import writes for one fact table.
pub(super) struct Output<'a> {
    lake: &'a Lake,
    fact: Fact,
    dry: bool,
    files: i32,
    writer: Option<TableWriter>,
    at: Option<(i32, i32)>,
    finished: Vec<WrittenFile>,
}

impl<'a> Output<'a> {
    /// An output for about so many rows: from one file for all buckets to a file for each.
    pub(super) fn new(lake: &'a Lake, fact: Fact, rows: u64, dry: bool) -> Self {
        let files = rows.div_ceil(ROWS_PER_FILE).clamp(1, BUCKETS as u64) as i32;
        Self { lake, fact, dry, files, writer: None, at: None, finished: Vec::new() }
    }

    /// Writes rows of one bucket. Buckets come in ascending order; what comes of one in several pieces goes to several files, each
    /// of them in order.
    pub(super) fn write(&mut self, bucket: i32, rows: &RecordBatch) -> Result<(), LakeError> {
        if self.dry || rows.num_rows() == 0 {
            return Ok(());
        }
        let here = (bucket, bucket * self.files / BUCKETS);
        // A second piece of a bucket would begin before the first ends, so it may not go to the same file.
        if self.at.is_some_and(|(last, file)| last == bucket || file != here.1) {
            self.end_file()?;
        }
        let sorted = sorted(self.fact, rows)?;
        self.append(&sorted)?;
        self.at = Some(here);
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<WrittenFile>, LakeError> {
        self.end_file()?;
        Ok(self.finished)
    }

    /// Writes what stays of a file that some rows are taken out of. Rows keep their order, so nothing is sorted again. The old file
    /// stays on disk for the versions before.
    pub(super) fn write_remainder(
        table: &KnownFacts<'a>,
        remainder: &FileRemainder,
        dry: bool,
    ) -> Result<Vec<WrittenFile>, ImportError> {
        let mut output = Self::new(table.lake, table.fact, 0, dry);
        if dry {
            return Ok(Vec::new());
        }
        let mut start = 0;
        for batch in table.lake.read_file(table.snapshot, &remainder.file, &[])? {
            let batch = batch?;
            let stays = remainder.stays.slice(start, batch.num_rows());
            start += batch.num_rows();
            let rest = filter_record_batch(&batch, &stays).map_err(LakeError::columns(table.fact.name()))?;
            let buckets = rest.column_by_name("bucket").map(|buckets| buckets.as_primitive::<Int32Type>().clone());
            let buckets =
                buckets.ok_or_else(|| ImportError::Shape { fact: table.fact, column: "bucket".to_owned() })?;
            let mut from = 0;
            for bucket in buckets.values().chunk_by(|left, right| left == right) {
                if output.at.is_some_and(|(last, _)| last != bucket[0]) {
                    output.end_bucket()?;
                }
                output.at = Some((bucket[0], 0));
                output.append_plain(&rest.slice(from, bucket.len()))?;
                from += bucket.len();
            }
        }
        Ok(output.finish()?)
    }

    fn append(&mut self, rows: &RecordBatch) -> Result<(), LakeError> {
        self.append_plain(rows)?;
        self.end_bucket()
    }

    fn append_plain(&mut self, rows: &RecordBatch) -> Result<(), LakeError> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.lake.writer(self.fact.name(), self.fact.schema())?,
        };
        self.writer.insert(writer).write(rows)
    }

    fn end_bucket(&mut self) -> Result<(), LakeError> {
        match &mut self.writer {
            Some(writer) if writer.rows_since_cut() >= ROWS_PER_GROUP => writer.cut(),
            _ => Ok(()),
        }
    }

    fn end_file(&mut self) -> Result<(), LakeError> {
        if let Some(writer) = self.writer.take() {
            self.finished.push(writer.finish()?);
        }
        Ok(())
    }
}

fn sorted(fact: Fact, rows: &RecordBatch) -> Result<RecordBatch, LakeError> {
    let names = fact.bucketed_by().into_iter().chain([fact.ordered_by()]);
    let columns: Vec<SortColumn> = names
        .filter_map(|name| rows.column_by_name(name))
        .map(|values| SortColumn { values: values.clone(), options: None })
        .collect();
    let order = lexsort_to_indices(&columns, None).map_err(LakeError::columns(fact.name()))?;
    take_record_batch(rows, &order).map_err(LakeError::columns(fact.name()))
}
