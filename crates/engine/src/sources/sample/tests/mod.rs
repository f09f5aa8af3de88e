//! What holds for the sample company, checked on the rows it gives.

mod counts;
mod scale;
mod truths;

use arrow::array::{Array, AsArray, Int64Array, PrimitiveArray, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{ArrowPrimitiveType, Date32Type, Int64Type, TimestampMicrosecondType};

use super::timeline::{DayNumber, Timeline};
use super::{Sample, SampleSource, Silo};
use crate::lake::Fact;
use crate::sources::FactSource;

/// All rows of a source in one batch, absent where it gives none.
fn rows(mut source: SampleSource) -> Option<RecordBatch> {
    let mut batches = Vec::new();
    while let Some(pulled) = source.next().expect("rows") {
        assert_eq!(pulled.batch.rows.num_rows(), pulled.batch.places.len());
        batches.push(pulled.batch.rows);
    }
    let first = batches.first()?;
    Some(concat_batches(&first.schema(), &batches).expect("one schema"))
}

fn table(sample: Sample, silo: Silo, fact: Fact) -> RecordBatch {
    rows(sample.source(silo, fact).expect("a source")).expect("rows")
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
