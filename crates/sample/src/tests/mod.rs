//! What holds for the sample company, checked on the rows it gives.

mod beginnings;
mod counts;
mod journey;
mod scale;
mod truths;

use arrow::array::{Array, AsArray, Int64Array, PrimitiveArray, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{ArrowPrimitiveType, Date32Type, Int64Type, TimestampMicrosecondType};

use crate::timeline::{DayNumber, Timeline};
use crate::{Sample, SampleError, Silo, Table, TableStream};

/// All rows of a table in one batch, absent where it has none.
fn rows(stream: TableStream) -> Option<RecordBatch> {
    let batches: Vec<_> = stream.map(|batch| batch.expect("rows")).collect();
    let first = batches.first()?;
    Some(concat_batches(&first.schema(), &batches).expect("one schema"))
}

fn table(sample: Sample, silo: Silo, table: Table) -> RecordBatch {
    rows(sample.table(silo, table).expect("a table")).expect("rows")
}

fn text<'a>(rows: &'a RecordBatch, column: &str) -> &'a StringArray {
    rows.column_by_name(column).expect("column").as_string()
}

fn numbers<'a, T: ArrowPrimitiveType>(rows: &'a RecordBatch, column: &str) -> &'a PrimitiveArray<T> {
    rows.column_by_name(column).expect("column").as_primitive()
}

fn minor<'a>(rows: &'a RecordBatch, column: &str) -> &'a Int64Array {
    numbers::<Int64Type>(rows, column)
}

fn instants<'a>(rows: &'a RecordBatch, column: &str) -> &'a TimestampMicrosecondArray {
    numbers::<TimestampMicrosecondType>(rows, column)
}

fn day_of(micros: i64) -> DayNumber {
    micros.div_euclid(86_400_000_000) as i32
}

fn timeline() -> Timeline {
    Timeline::new(Sample::default().months, Sample::default().through)
}
