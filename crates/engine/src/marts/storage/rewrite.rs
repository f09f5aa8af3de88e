//! Replacing the rows of some customers among the files of a table.

use std::collections::BTreeMap;

use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;

use super::bucket_writer::{BucketWriter, FILE_ROWS, SHORT_FILES};
use super::table::{MartTable, TableChange, rows_of};
use crate::lake::{Lake, Removal, Snapshot};
use crate::walk::{CustomerSet, TextColumn, WalkError, over_buckets};

/// What changes among the rows of a bucket.
#[derive(Debug, Default)]
pub struct BucketRows {
    /// Customers whose stored rows hold no longer.
    pub gone: CustomerSet,
    /// Rows to be added.
    pub added: Vec<RecordBatch>,
}

/// Writes the rows that are new, and again what stays of those files that hold rows of customers who are gone; all other files stay where
/// they are. Gives the rows that the table then holds, too.
///
/// A file names the range of buckets it holds, so those of a bucket without a change are not read. Each refresh leaves a short file a
/// thread; once there are many, they are put together.
pub fn rewrite(
    lake: &Lake,
    table: &MartTable,
    stored: &Snapshot,
    changes: &BTreeMap<i32, BucketRows>,
    threads: usize,
) -> Result<(TableChange, u64), WalkError> {
    let short = |rows: u64| rows < FILE_ROWS as u64 / 2;
    let crowded = stored.files().iter().filter(|file| short(file.rows)).count() > SHORT_FILES;
    if !crowded && changes.is_empty() {
        return Ok((TableChange::default(), stored.rows()));
    }
    let loses_rows = |buckets: &std::ops::RangeInclusive<i32>| {
        changes.range(buckets.clone()).any(|(_, change)| !change.gone.is_empty())
    };
    let old = stored.only(|file| (crowded && short(file.rows)) || file.buckets.as_ref().is_none_or(loses_rows));
    let parts = over_buckets(
        // Each thread ends with a short file.
        threads.min(SHORT_FILES / 2),
        || BucketWriter::new(lake, table.name, (table.schema)()),
        |writer, bucket| {
            let nothing = BucketRows::default();
            let change = changes.get(&bucket).unwrap_or(&nothing);
            for batch in lake.read(&old, bucket..bucket + 1, &[])? {
                writer.write(&change.staying(batch?)?)?;
            }
            change.added.iter().try_for_each(|rows| writer.write(rows))?;
            writer.end_bucket(bucket)?;
            Ok::<_, WalkError>(())
        },
    )?;
    let mut add = Vec::new();
    for writer in parts {
        add.extend(writer.finish()?);
    }
    let rows = stored.rows() - old.rows() + rows_of(&add);
    let remove = Removal::Of(old.files().iter().map(|file| file.path.clone()).collect());
    Ok((TableChange { add, remove }, rows))
}

impl BucketRows {
    /// The stored rows that still hold.
    fn staying(&self, batch: RecordBatch) -> Result<RecordBatch, WalkError> {
        if self.gone.is_empty() {
            return Ok(batch);
        }
        let stays = TextColumn::of(&batch, "customer_id")?;
        let stays = stays.map_distinct(|customer| Ok::<_, WalkError>(!self.gone.contains(customer)))?;
        let stays: BooleanArray = (0..batch.num_rows()).map(|row| stays.get(row).copied()).collect();
        filter_record_batch(&batch, &stays).map_err(|_| WalkError::Missing { column: "customer_id" })
    }
}
