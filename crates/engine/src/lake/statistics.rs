//! Statistics of a data file, as the Delta log keeps them: how many rows, and between which values do its columns lie?

use std::ops::RangeInclusive;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::{max, max_string, min, min_string};
use arrow::datatypes::{DataType, Date32Type, Int32Type, Int64Type, SchemaRef, TimeUnit, TimestampMicrosecondType};
use jiff::{Timestamp, civil};
use serde_json::{Map, Value, json};

use super::table::VIA;

/// Text columns whose range is worth keeping; of others only the missing values are counted.
const RANGED_TEXT: [&str; 3] = ["customer_id", "to_customer", VIA[0]];
/// Longer texts are left out of the statistics rather than cut.
const LONGEST_TEXT: usize = 64;

#[derive(Debug)]
pub(super) struct Statistics {
    schema: SchemaRef,
    rows: usize,
    columns: Vec<Column>,
}

#[derive(Clone, Debug, Default)]
struct Column {
    nulls: usize,
    range: Option<RangeInclusive<Bound>>,
    unbounded: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    Whole(i64),
    Text(String),
}

impl Statistics {
    pub(super) fn new(schema: SchemaRef) -> Self {
        let columns = vec![Column::default(); schema.fields().len()];
        Self { schema, rows: 0, columns }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn observe(&mut self, batch: &RecordBatch) {
        self.rows += batch.num_rows();
        for ((column, values), field) in self.columns.iter_mut().zip(batch.columns()).zip(self.schema.fields()) {
            column.nulls += values.null_count();
            let ranged = *field.data_type() != DataType::Utf8 || RANGED_TEXT.contains(&field.name().as_str());
            match ranged.then(|| bounds(values)).flatten() {
                Some(range) => column.widen(range),
                None => column.unbounded |= values.null_count() < values.len(),
            }
        }
    }

    /// The text of a Delta `add` action's `stats`.
    pub(super) fn to_json(&self) -> String {
        let (mut least, mut greatest, mut nulls) = (Map::new(), Map::new(), Map::new());
        for (column, field) in self.columns.iter().zip(self.schema.fields()) {
            if field.data_type().is_nested() {
                continue;
            }
            nulls.insert(field.name().clone(), json!(column.nulls));
            let range = column.range.as_ref().filter(|_| !column.unbounded);
            let ends = range.and_then(|range| {
                Some((written(range.start(), field.data_type())?, written(range.end(), field.data_type())?))
            });
            if let Some((start, end)) = ends {
                least.insert(field.name().clone(), start);
                greatest.insert(field.name().clone(), end);
            }
        }
        json!({ "numRecords": self.rows, "minValues": least, "maxValues": greatest, "nullCount": nulls }).to_string()
    }
}

impl Column {
    fn widen(&mut self, with: RangeInclusive<Bound>) {
        let (start, end) = with.into_inner();
        self.range = Some(match self.range.take().map(RangeInclusive::into_inner) {
            Some((least, greatest)) => least.min(start)..=greatest.max(end),
            None => start..=end,
        });
    }
}

fn bounds(values: &ArrayRef) -> Option<RangeInclusive<Bound>> {
    let whole = |least: Option<i64>, greatest: Option<i64>| Some(Bound::Whole(least?)..=Bound::Whole(greatest?));
    match values.data_type() {
        DataType::Int32 => {
            let values = values.as_primitive::<Int32Type>();
            whole(min(values).map(i64::from), max(values).map(i64::from))
        }
        DataType::Date32 => {
            let values = values.as_primitive::<Date32Type>();
            whole(min(values).map(i64::from), max(values).map(i64::from))
        }
        DataType::Int64 => {
            let values = values.as_primitive::<Int64Type>();
            whole(min(values), max(values))
        }
        DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
            let values = values.as_primitive::<TimestampMicrosecondType>();
            whole(min(values), max(values))
        }
        DataType::Utf8 => {
            let values = values.as_string::<i32>();
            let (least, greatest) = (min_string(values)?, max_string(values)?);
            (least.len().max(greatest.len()) <= LONGEST_TEXT)
                .then(|| Bound::Text(least.to_owned())..=Bound::Text(greatest.to_owned()))
        }
        _ => None,
    }
}

fn written(bound: &Bound, data_type: &DataType) -> Option<Value> {
    let value = match bound {
        Bound::Text(text) => return Some(json!(text)),
        Bound::Whole(value) => *value,
    };
    match data_type {
        DataType::Date32 => {
            let day = civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(value).ok()?).ok()?;
            Some(json!(day.to_string()))
        }
        DataType::Timestamp(..) => Some(json!(Timestamp::from_microsecond(value).ok()?.to_string())),
        _ => Some(json!(value)),
    }
}
