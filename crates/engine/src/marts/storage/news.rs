//! What is new since a mart was made: files that came, and customers of facts that were replaced.

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;

use crate::lake::{BUCKETS, Journal, Lake, Snapshot, bucket_of};
use crate::walk::{CustomerSet, TextColumn, WalkError};

/// The files of a table that came from one version to another.
#[must_use]
pub fn files_between(before: &Snapshot, after: &Snapshot) -> Snapshot {
    after.only(|file| !before.has(&file.path))
}

/// The customers of facts that were replaced, taken out or put back, by bucket; of each table those that were by imports and undos later
/// than the number beside it. A fact that left is not to be found in the table itself any more, and one that an undo put back carries the
/// number of an import long known, so the journals are asked, which import and undo have written.
pub async fn customers_of_replaced(lake: &Lake, since: &[(&str, i64)]) -> Result<Vec<CustomerSet>, WalkError> {
    let mut replaced = vec![CustomerSet::default(); BUCKETS as usize];
    let Some(earliest) = since.iter().map(|(_, last)| *last).min() else { return Ok(replaced) };
    for journal in [Journal::Superseded, Journal::Restored] {
        let written_by = journal.written_by();
        let rows = lake.snapshot(journal.name()).await?;
        let rows =
            rows.only(|file| file.statistics["maxValues"][written_by].as_i64().is_none_or(|latest| latest > earliest));
        for batch in lake.read(&rows, 0..BUCKETS, &["customer_id", written_by, "fact"])? {
            let batch = batch?;
            let by = batch.column(1).as_primitive::<Int64Type>();
            let (customers, facts) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "fact")?);
            for row in 0..batch.num_rows() {
                let counts = |(table, last): &(&str, i64)| facts.value(row) == Some(*table) && by.value(row) > *last;
                if let Some(customer) = customers.value(row).filter(|_| since.iter().any(counts)) {
                    replaced[bucket_of(Some(customer)) as usize].insert(customer.to_owned());
                }
            }
        }
    }
    Ok(replaced)
}
