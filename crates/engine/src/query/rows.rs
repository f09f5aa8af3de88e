//! One customer's rows of a table of facts.

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::{SortColumn, cast, concat_batches, filter_record_batch, lexsort_to_indices, take_record_batch};
use arrow::datatypes::DataType;

use crate::lake::{Fact, Lake, LakeError, Snapshot, bucket_of};

/// All rows of a table of facts that name a customer, in the order of time. Only the customer's bucket is read.
pub fn rows_of(lake: &Lake, snapshot: &Snapshot, fact: Fact, customer: &str) -> Result<RecordBatch, LakeError> {
    let failed = LakeError::columns(fact.name());
    let Some(named_by) = fact.bucketed_by() else { return Ok(RecordBatch::new_empty(snapshot.schema().clone())) };
    let bucket = bucket_of(Some(customer));
    let mut found = Vec::new();
    for batch in lake.read(snapshot, bucket..bucket + 1, &[])? {
        let batch = batch?;
        let customers = batch.column_by_name(named_by).map(|column| cast(column, &DataType::Utf8));
        let Some(customers) = customers.transpose().map_err(&failed)? else { continue };
        let is_customer: BooleanArray =
            customers.as_string::<i32>().iter().map(|id| Some(id == Some(customer))).collect();
        let rows = filter_record_batch(&batch, &is_customer).map_err(&failed)?;
        if rows.num_rows() > 0 {
            found.push(plain(&rows, snapshot).map_err(&failed)?);
        }
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
