//! The table `customer_values`: one row a customer, as of the day the marts were made for.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, BooleanBuilder, Date32Array, Date32Builder, Int32Array, Int32Builder,
    Int64Array, Int64Builder, RecordBatch, StringBuilder,
};
use arrow::datatypes::{DataType, Date32Type, Field, Int32Type, Int64Type, Schema, SchemaRef};
use bellwether_model::{Day, Kind, Movement};

use super::super::base::Bought;
use super::super::text::TextColumn;
use super::super::{Amount, CustomerValue, LedgerError, SpendDay, Walked};
use super::rolling::Rolling;

/// The table of customers' value facts.
pub const CUSTOMER_VALUES: &str = "customer_values";

/// A customer's row. It says nothing that changes by the mere passing of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct StoredValue {
    pub(in super::super) customer: String,
    pub(in super::super) bucket: i32,
    pub(in super::super) joined: Option<Day>,
    pub(in super::super) active: bool,
    pub(in super::super) value: i64,
    pub(in super::super) lost_on: Option<Day>,
    pub(in super::super) bought: Bought,
    /// The first day after the marts' own on which anything known happens: a lapse, a known end, a price agreed on. Until then the
    /// row stays as it is.
    pub(in super::super) next_on: Option<Day>,
}

impl StoredValue {
    /// The row of a customer on whom nothing is known yet.
    pub(in super::super) fn unknown(customer: &str, bucket: i32) -> Self {
        Self {
            customer: customer.to_owned(),
            bucket,
            joined: None,
            active: false,
            value: 0,
            lost_on: None,
            bought: Bought::default(),
            next_on: None,
        }
    }

    /// The row of a customer on the walk's last day.
    pub(in super::super) fn of(walked: &Walked<'_>, through: Day) -> Self {
        let mut row = Self::unknown(walked.customer, walked.bucket);
        let announced = walked.spend.iter().map(|spend| Day(spend.day)).find(|day| *day > through);
        row.learn(walked.movements, &walked.with_pending[walked.movements.len()..], walked.spend, through);
        row.next_on = row.next_on.into_iter().chain(announced).min();
        row
    }

    /// Takes in what came after all that the row knows: movements up to the last day, those that wait for time to pass, and purchases.
    pub(in super::super) fn learn(
        &mut self,
        movements: &[Movement],
        pending: &[Movement],
        spend: &[SpendDay],
        through: Day,
    ) {
        let first = movements.iter().find(|movement| movement.kind == Kind::New).map(|movement| movement.day);
        self.joined = self.joined.or(first);
        let active =
            i64::from(self.active) + movements.iter().map(|movement| i64::from(movement.customers)).sum::<i64>();
        self.active = active > 0;
        self.value = movements.last().map_or(self.value, |movement| movement.value_after);
        let departure = movements.iter().rfind(|movement| movement.customers < 0).map(|movement| movement.day);
        self.lost_on = departure.or(self.lost_on).filter(|_| !self.active);
        spend.iter().filter(|day| day.day <= through.0).for_each(|day| self.bought.add(day));
        self.next_on = pending.first().map(|movement| movement.day);
    }

    /// What the customer adds to the base.
    pub(in super::super) fn held(&self) -> Amount {
        if self.active { Amount { customers: 1, minor: i128::from(self.value) } } else { Amount::default() }
    }

    /// What is known of the customer on a day until which nothing else has happened.
    pub(in super::super) fn into_value(self, through: Day) -> CustomerValue {
        CustomerValue {
            frequency: self.bought.repeats,
            recency: self.bought.recency(),
            observed: self.bought.first.map_or(0, |first| through.0 - first.0),
            monetary_value: self.bought.monetary_value(),
            days_since_last: self.bought.last.map(|last| through.0 - last.0),
            customer: self.customer,
            bucket: self.bucket,
            joined: self.joined,
            active: self.active,
            value: self.value,
            lost_on: self.lost_on,
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
        optional("first_bought_on", DataType::Date32),
        optional("last_bought_on", DataType::Date32),
        required("repeat_minor", DataType::Int64),
        required("monetary_value_minor", DataType::Int64),
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
    first_bought: Date32Builder,
    last_bought: Date32Builder,
    repeat: Int64Builder,
    monetary_value: Int64Builder,
    next_on: Date32Builder,
}

impl ValueRows {
    pub(in super::super) fn add(&mut self, row: &StoredValue) {
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
            Arc::new(self.first_bought.finish()),
            Arc::new(self.last_bought.finish()),
            Arc::new(self.repeat.finish()),
            Arc::new(self.monetary_value.finish()),
            Arc::new(self.next_on.finish()),
        ];
        rolling.write(&RecordBatch::try_new(values_schema(), columns)?)
    }
}

/// A batch of stored rows.
pub(in super::super) struct StoredRows<'b> {
    pub(in super::super) customers: TextColumn<'b>,
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
    pub(in super::super) fn of(batch: &'b RecordBatch) -> Result<Self, LedgerError> {
        let column = |name: &'static str| batch.column_by_name(name).ok_or(LedgerError::Missing { column: name });
        let missing = |name| LedgerError::Missing { column: name };
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
    pub(in super::super) fn is_due(&self, row: usize, day: Day) -> bool {
        self.next_on.is_valid(row) && self.next_on.value(row) <= day.0
    }

    /// What the customer adds to the base.
    pub(in super::super) fn held(&self, row: usize) -> Amount {
        if self.active.value(row) {
            Amount { customers: 1, minor: i128::from(self.value.value(row)) }
        } else {
            Amount::default()
        }
    }

    pub(in super::super) fn get(&self, row: usize) -> Result<StoredValue, LedgerError> {
        let customer = self.customers.value(row).ok_or(LedgerError::Missing { column: "customer_id" })?;
        let day = |days: &Date32Array| days.is_valid(row).then(|| Day(days.value(row)));
        Ok(StoredValue {
            customer: customer.to_owned(),
            bucket: self.bucket.value(row),
            joined: day(self.joined),
            active: self.active.value(row),
            value: self.value.value(row),
            lost_on: day(self.lost_on),
            bought: Bought {
                first: day(self.first_bought),
                last: day(self.last_bought),
                repeats: self.frequency.value(row) as u32,
                repeat_minor: self.repeat.value(row),
            },
            next_on: day(self.next_on),
        })
    }
}
