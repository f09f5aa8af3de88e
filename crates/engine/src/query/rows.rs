//! One customer's rows of a table of facts.

use arrow::array::RecordBatch;
use arrow::compute::{SortColumn, cast, concat_batches, lexsort_to_indices, take_record_batch};

use crate::lake::{Fact, Lake, LakeError, Snapshot, bucket_of};

/// All rows of a table of facts that name a customer, in the order of time.
pub fn rows_of(lake: &Lake, snapshot: &Snapshot, fact: Fact, customer: &str) -> Result<RecordBatch, LakeError> {
    let failed = LakeError::columns(fact.name());
    let Some(named_by) = fact.bucketed_by() else { return Ok(RecordBatch::new_empty(snapshot.schema().clone())) };
    let mut found = Vec::new();
    for batch in lake.read_holding(snapshot, bucket_of(Some(customer)), named_by, customer)? {
        found.push(plain(&batch?, snapshot).map_err(&failed)?);
    }
    let rows = concat_batches(snapshot.schema(), &found).map_err(&failed)?;
    let Some(times) = rows.column_by_name(fact.ordered_by()) else { return Ok(rows) };
    let order = lexsort_to_indices(&[SortColumn { values: times.clone(), options: None }], None).map_err(&failed)?;
    take_record_batch(&rows, &order).map_err(&failed)
}

/// The rows with the table's own types, without dictionaries.
fn plain(rows: &RecordBatch, snapshot: &Snapshot) -> Result<RecordBatch, arrow::error::ArrowError> {
    let columns = rows.columns().iter().zip(snapshot.schema().fields());
    let columns = columns.map(|(column, field)| cast(column, field.data_type())).collect::<Result<_, _>>()?;
    RecordBatch::try_new(snapshot.schema().clone(), columns)
}
