//! What changes among the stored movements: the ends of some customers' lists, and what is added to them.

use std::collections::{BTreeMap, HashMap};

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::Date32Type;
use bellwether_model::{Day, Movement};

use crate::lake::{Removal, Snapshot};
use crate::marts::ledger::error::LedgerError;
use crate::marts::ledger::tables::movements::{MOVEMENTS, MovementRows, schema};
use crate::marts::storage::{BucketWriter, FILE_ROWS, SHORT_FILES, TableChange, rows_of};
use crate::walk::{TextColumn, Walk, WalkError, over_buckets};

/// What changes among a bucket's movements.
#[derive(Default)]
pub(super) struct BucketChange {
    /// Customers whose stored movements from a day on hold no longer.
    pub(super) ended: HashMap<String, Day>,
    /// Customers' movements to be added.
    pub(super) added: Vec<(String, Vec<Movement>)>,
}

impl BucketChange {
    /// Notes by what the movements told now differ from those told then; gives the first day on which they do.
    pub(super) fn compare(&mut self, customer: &str, then: &[Movement], now: &[Movement]) -> Option<Day> {
        let same = then.iter().zip(now).take_while(|(then, now)| then == now).count();
        let first = then.get(same).into_iter().chain(now.get(same)).map(|movement| movement.day).min()?;
        let from = |movements: &[Movement]| movements.partition_point(|movement| movement.day < first);
        if from(then) < then.len() {
            self.ended.insert(customer.to_owned(), first);
        }
        if from(now) < now.len() {
            self.added.push((customer.to_owned(), now[from(now)..].to_vec()));
        }
        Some(first)
    }
}

/// Writes the movements that are new, and again what stays of those files that hold some that are not any more. Tells how many there
/// are then.
pub(super) fn rewrite_movements(
    walk: &Walk<'_>,
    stored: &Snapshot,
    changes: &BTreeMap<i32, BucketChange>,
) -> Result<(TableChange, u64), LedgerError> {
    let short = |rows: u64| rows < FILE_ROWS as u64 / 2;
    let crowded = stored.files().iter().filter(|file| short(file.rows)).count() > SHORT_FILES;
    let ends_in = |buckets: &std::ops::RangeInclusive<i32>| {
        changes.range(buckets.clone()).any(|(_, change)| !change.ended.is_empty())
    };
    if !crowded && changes.is_empty() {
        return Ok((TableChange::default(), stored.rows()));
    }
    let old = stored.only(|file| (crowded && short(file.rows)) || file.buckets.as_ref().is_none_or(ends_in));
    let parts = over_buckets(
        // Each thread ends with a short file.
        walk.threads.min(SHORT_FILES / 2),
        || (BucketWriter::new(walk.lake, MOVEMENTS.name, schema()), MovementRows::default()),
        |(writer, rows), bucket| {
            let nothing = BucketChange::default();
            let change = changes.get(&bucket).unwrap_or(&nothing);
            for batch in walk.lake.read(&old, bucket..bucket + 1, &[])? {
                writer.write(&change.staying(&batch?)?)?;
            }
            for (customer, movements) in &change.added {
                rows.add(bucket, customer, movements);
            }
            rows.flush_into(writer)?;
            writer.end_bucket(bucket)?;
            Ok::<_, LedgerError>(())
        },
    )?;
    let mut add = Vec::new();
    for (writer, _) in parts {
        add.extend(writer.finish()?);
    }
    let rows = stored.rows() - old.rows() + rows_of(&add);
    let remove = Removal::Of(old.files().iter().map(|file| file.path.clone()).collect());
    Ok((TableChange { add, remove }, rows))
}

impl BucketChange {
    /// The rows of stored movements that still hold.
    fn staying(&self, batch: &RecordBatch) -> Result<RecordBatch, LedgerError> {
        if self.ended.is_empty() {
            return Ok(batch.clone());
        }
        let days =
            batch.column_by_name("day").ok_or(WalkError::Missing { column: "day" })?.as_primitive::<Date32Type>();
        let ended = TextColumn::of(batch, "customer_id")?;
        let ended = ended.map_distinct(|customer| Ok::<_, LedgerError>(self.ended.get(customer).copied()))?;
        let stays = |row: usize| ended.get(row).copied().flatten().is_none_or(|day| days.value(row) < day.0);
        Ok(filter_record_batch(batch, &(0..batch.num_rows()).map(|row| Some(stays(row))).collect::<BooleanArray>())?)
    }
}
