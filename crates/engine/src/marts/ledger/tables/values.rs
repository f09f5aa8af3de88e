//! The table `customer_values`: one row a customer, as of the day the marts were made for.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, BooleanBuilder, Date32Array, Date32Builder, Int32Array, Int32Builder,
    Int64Array, Int64Builder, RecordBatch, StringBuilder,
};
use arrow::datatypes::{DataType, Date32Type, Field, Int32Type, Int64Type, Schema, SchemaRef};
use bellwether_model::Day;

use crate::marts::ledger::amount::Amount;
use crate::marts::ledger::customer::{CustomerState, Purchases};
use crate::marts::ledger::error::LedgerError;
use crate::marts::storage::{BucketWriter, MartTable};
use crate::walk::{TextColumn, WalkError};

/// The table of customers' value facts.
pub(in crate::marts) const CUSTOMER_VALUES: MartTable =
    MartTable { name: "customer_values", key: &["customer_id"], schema: values_schema };

pub(in crate::marts) fn values_schema() -> SchemaRef {
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
        optional("first_bought_on", DataType::Date32),
        optional("last_bought_on", DataType::Date32),
        required("repeat_minor", DataType::Int64),
        required("monetary_value_minor", DataType::Int64),
        optional("next_on", DataType::Date32),
    ]))
}

/// Collects rows for the table.
#[derive(Default)]
pub(in crate::marts) struct ValueRows {
    bucket: Int32Builder,
    customer_id: StringBuilder,
    joined: Date32Builder,
    active: BooleanBuilder,
    value: Int64Builder,
    lost_on: Date32Builder,
    frequency: Int32Builder,
    recency: Int32Builder,
    first_bought: Date32Builder,
    last_bought: Date32Builder,
    repeat: Int64Builder,
    monetary_value: Int64Builder,
    next_on: Date32Builder,
}

impl ValueRows {
    pub(in crate::marts) fn add(&mut self, row: &CustomerState) {
        self.bucket.append_value(row.bucket);
        self.customer_id.append_value(&row.customer);
        self.joined.append_option(row.joined.map(|day| day.0));
        self.active.append_value(row.active);
        self.value.append_value(row.value);
        self.lost_on.append_option(row.lost_on.map(|day| day.0));
        self.frequency.append_value(row.bought.repeats as i32);
        self.recency.append_value(row.bought.recency());
        self.first_bought.append_option(row.bought.first.map(|day| day.0));
        self.last_bought.append_option(row.bought.last.map(|day| day.0));
        self.repeat.append_value(row.bought.repeat_minor);
        self.monetary_value.append_value(row.bought.monetary_value());
        self.next_on.append_option(row.next_on.map(|day| day.0));
    }

    pub(in crate::marts) fn flush_into(&mut self, writer: &mut BucketWriter<'_>) -> Result<(), LedgerError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.bucket.finish()),
            Arc::new(self.customer_id.finish()),
            Arc::new(self.joined.finish()),
            Arc::new(self.active.finish()),
            Arc::new(self.value.finish()),
            Arc::new(self.lost_on.finish()),
            Arc::new(self.frequency.finish()),
            Arc::new(self.recency.finish()),
            Arc::new(self.first_bought.finish()),
            Arc::new(self.last_bought.finish()),
            Arc::new(self.repeat.finish()),
            Arc::new(self.monetary_value.finish()),
            Arc::new(self.next_on.finish()),
        ];
        Ok(writer.write(&RecordBatch::try_new(values_schema(), columns)?)?)
    }
}

/// A batch of stored rows.
pub(in crate::marts) struct StoredRows<'b> {
    pub(in crate::marts) customers: TextColumn<'b>,
    bucket: &'b Int32Array,
    joined: &'b Date32Array,
    active: &'b BooleanArray,
    value: &'b Int64Array,
    lost_on: &'b Date32Array,
    frequency: &'b Int32Array,
    first_bought: &'b Date32Array,
    last_bought: &'b Date32Array,
    repeat: &'b Int64Array,
    next_on: &'b Date32Array,
}

impl<'b> StoredRows<'b> {
    pub(in crate::marts) fn of(batch: &'b RecordBatch) -> Result<Self, LedgerError> {
        let column = |name: &'static str| batch.column_by_name(name).ok_or(WalkError::Missing { column: name });
        let missing = |name| WalkError::Missing { column: name };
        let days = |name| column(name)?.as_primitive_opt::<Date32Type>().ok_or(missing(name));
        let small = |name| column(name)?.as_primitive_opt::<Int32Type>().ok_or(missing(name));
        let large = |name| column(name)?.as_primitive_opt::<Int64Type>().ok_or(missing(name));
        Ok(Self {
            customers: TextColumn::of(batch, "customer_id")?,
            bucket: small("bucket")?,
            joined: days("joined")?,
            active: column("active")?.as_boolean_opt().ok_or(missing("active"))?,
            value: large("value_minor")?,
            lost_on: days("lost_on")?,
            frequency: small("frequency")?,
            first_bought: days("first_bought_on")?,
            last_bought: days("last_bought_on")?,
            repeat: large("repeat_minor")?,
            next_on: days("next_on")?,
        })
    }

    /// Whether something known happens to the customer by `day`.
    pub(in crate::marts) fn is_due(&self, row: usize, day: Day) -> bool {
        self.next_on.is_valid(row) && self.next_on.value(row) <= day.0
    }

    /// What the customer adds to the base.
    pub(in crate::marts) fn held(&self, row: usize) -> Amount {
        if self.active.value(row) {
            Amount { customers: 1, minor: i128::from(self.value.value(row)) }
        } else {
            Amount::default()
        }
    }

    pub(in crate::marts) fn get(&self, row: usize) -> Result<CustomerState, LedgerError> {
        let customer = self.customers.value(row).ok_or(WalkError::Missing { column: "customer_id" })?;
        let day = |days: &Date32Array| days.is_valid(row).then(|| Day(days.value(row)));
        Ok(CustomerState {
            customer: customer.to_owned(),
            bucket: self.bucket.value(row),
            joined: day(self.joined),
            active: self.active.value(row),
            value: self.value.value(row),
            lost_on: day(self.lost_on),
            bought: Purchases {
                first: day(self.first_bought),
                last: day(self.last_bought),
                repeats: self.frequency.value(row) as u32,
                repeat_minor: self.repeat.value(row),
            },
            next_on: day(self.next_on),
        })
    }
}
