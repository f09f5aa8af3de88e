//! The table `customer_values`: one row a customer, as of the day the marts were made for.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanBuilder, Date32Builder, Int32Builder, Int64Builder, RecordBatch, StringBuilder,
};
use arrow::datatypes::{DataType, Date32Type, Field, Int32Type, Int64Type, Schema, SchemaRef};
use bellwether_model::Day;

use super::super::text::TextColumn;
use super::super::{CustomerValue, LedgerError};
use super::rolling::Rolling;
use crate::lake::{Lake, Snapshot};

/// The table of customers' value facts.
pub const CUSTOMER_VALUES: &str = "customer_values";

/// A customer's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct StoredValue {
    pub(in super::super) value: CustomerValue,
    /// The first day after the marts' own on which anything known happens: a lapse, a known end, a price agreed on. Until then the
    /// row only ages.
    pub(in super::super) next_on: Option<Day>,
}

impl StoredValue {
    /// Makes the row that of a later day, on which nothing has happened yet.
    pub(in super::super) fn age(&mut self, days: i32) {
        if let Some(since) = &mut self.value.days_since_last {
            *since += days;
            self.value.observed += days;
        }
    }
}

pub(in super::super) fn values_schema() -> SchemaRef {
    let required = |name: &str, data_type| Field::new(name, data_type, false);
    let optional = |name: &str, data_type| Field::new(name, data_type, true);
    Arc::new(Schema::new(vec![
        required("bucket", DataType::Int32),
        required("customer_id", DataType::Utf8),
        optional("joined", DataType::Date32),
        required("active", DataType::Boolean),
        required("value_minor", DataType::Int64),
        optional("lost_on", DataType::Date32),
        required("frequency", DataType::Int32),
        required("recency_days", DataType::Int32),
        required("observed_days", DataType::Int32),
        required("monetary_value_minor", DataType::Int64),
        optional("days_since_last", DataType::Int32),
        optional("next_on", DataType::Date32),
    ]))
}

/// Collects rows for the table.
#[derive(Default)]
pub(in super::super) struct ValueRows {
    bucket: Int32Builder,
    customer_id: StringBuilder,
    joined: Date32Builder,
    active: BooleanBuilder,
    value: Int64Builder,
    lost_on: Date32Builder,
    frequency: Int32Builder,
    recency: Int32Builder,
    observed: Int32Builder,
    monetary_value: Int64Builder,
    days_since_last: Int32Builder,
    next_on: Date32Builder,
}

impl ValueRows {
    pub(in super::super) fn add(&mut self, row: &StoredValue) {
        let value = &row.value;
        self.bucket.append_value(value.bucket);
        self.customer_id.append_value(&value.customer);
        self.joined.append_option(value.joined.map(|day| day.0));
        self.active.append_value(value.active);
        self.value.append_value(value.value);
        self.lost_on.append_option(value.lost_on.map(|day| day.0));
        self.frequency.append_value(value.frequency as i32);
        self.recency.append_value(value.recency);
        self.observed.append_value(value.observed);
        self.monetary_value.append_value(value.monetary_value);
        self.days_since_last.append_option(value.days_since_last);
        self.next_on.append_option(row.next_on.map(|day| day.0));
    }

    pub(in super::super) fn flush_into(&mut self, rolling: &mut Rolling<'_>) -> Result<(), LedgerError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.bucket.finish()),
            Arc::new(self.customer_id.finish()),
            Arc::new(self.joined.finish()),
            Arc::new(self.active.finish()),
            Arc::new(self.value.finish()),
            Arc::new(self.lost_on.finish()),
            Arc::new(self.frequency.finish()),
            Arc::new(self.recency.finish()),
            Arc::new(self.observed.finish()),
            Arc::new(self.monetary_value.finish()),
            Arc::new(self.days_since_last.finish()),
            Arc::new(self.next_on.finish()),
        ];
        rolling.write(&RecordBatch::try_new(values_schema(), columns)?)
    }
}

/// The stored rows of some buckets, in the order they were stored in.
pub(in super::super) fn read_values(
    lake: &Lake,
    snapshot: &Snapshot,
    buckets: Range<i32>,
) -> Result<Vec<StoredValue>, LedgerError> {
    let schema = values_schema();
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let mut rows = Vec::new();
    for batch in lake.read(snapshot, buckets, &names)? {
        let batch = batch?;
        let column = |name: &'static str| batch.column_by_name(name).ok_or(LedgerError::Missing { column: name });
        let days = |name| Ok::<_, LedgerError>(column(name)?.as_primitive::<Date32Type>());
        let small = |name| Ok::<_, LedgerError>(column(name)?.as_primitive::<Int32Type>());
        let large = |name| Ok::<_, LedgerError>(column(name)?.as_primitive::<Int64Type>());
        let customers = TextColumn::of(&batch, "customer_id")?;
        let (joined, lost_on, next_on) = (days("joined")?, days("lost_on")?, days("next_on")?);
        let (bucket, frequency, recency) = (small("bucket")?, small("frequency")?, small("recency_days")?);
        let (observed, since) = (small("observed_days")?, small("days_since_last")?);
        let (value, monetary) = (large("value_minor")?, large("monetary_value_minor")?);
        let active = column("active")?.as_boolean();
        let day =
            |days: &arrow::array::PrimitiveArray<Date32Type>, row| days.is_valid(row).then(|| Day(days.value(row)));
        rows.reserve(batch.num_rows());
        for row in 0..batch.num_rows() {
            let customer = customers.value(row).ok_or(LedgerError::Missing { column: "customer_id" })?.to_owned();
            rows.push(StoredValue {
                value: CustomerValue {
                    customer,
                    bucket: bucket.value(row),
                    joined: day(joined, row),
                    active: active.value(row),
                    value: value.value(row),
                    lost_on: day(lost_on, row),
                    frequency: frequency.value(row) as u32,
                    recency: recency.value(row),
                    observed: observed.value(row),
                    monetary_value: monetary.value(row),
                    days_since_last: since.is_valid(row).then(|| since.value(row)),
                },
                next_on: day(next_on, row),
            });
        }
    }
    Ok(rows)
}
