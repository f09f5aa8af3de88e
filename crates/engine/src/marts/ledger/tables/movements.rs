//! The table `movements` (as booked now, kept up to date by a refresh) and the table `booked_movements` (those of closed periods,
//! appended by each close; what was closed is never rewritten).

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Date32Builder, Int32Builder, Int64Builder, RecordBatch, StringDictionaryBuilder,
};
use arrow::datatypes::{DataType, Date32Type, Field, Int8Type, Int32Type, Int64Type, Schema, SchemaRef};
use bellwether_model::{Day, Movement, MovementKind};

use crate::lake::{Lake, Snapshot};
use crate::marts::ledger::error::LedgerError;
use crate::marts::storage::{BucketWriter, MartTable};
use crate::walk::{TextColumn, WalkError};

/// Movements as booked now, up to the marts' last day.
pub(in crate::marts) const MOVEMENTS: MartTable = MartTable {
    name: "movements",
    // A customer moves by each kind once a day; of corrections there is one for each period they correct.
    key: &["customer_id", "day", "kind", "corrects"],
    schema,
};

const COLUMNS: [&str; 7] = ["customer_id", "day", "kind", "customers", "minor", "value_after", "corrects"];

/// Rows of a batch handed to the writer at once.
const BATCH_ROWS: usize = 32_768;

/// The schema of both tables: bucket, customer, day, kind, change in customers, change in minor units, value after, corrected period.
#[must_use]
pub fn schema() -> SchemaRef {
    let required = |name: &str, data_type| Field::new(name, data_type, false);
    Arc::new(Schema::new(vec![
        required("bucket", DataType::Int32),
        required("customer_id", DataType::Utf8),
        required("day", DataType::Date32),
        required("kind", DataType::Utf8),
        required("customers", DataType::Int32),
        required("minor", DataType::Int64),
        required("value_after", DataType::Int64),
        Field::new("corrects", DataType::Date32, true),
    ]))
}

/// Collects movements into batches of [`schema`].
pub struct MovementRows {
    bucket: Int32Builder,
    customer_id: StringDictionaryBuilder<Int32Type>,
    day: Date32Builder,
    kind: StringDictionaryBuilder<Int8Type>,
    customers: Int32Builder,
    minor: Int64Builder,
    value_after: Int64Builder,
    corrects: Date32Builder,
    rows: usize,
}

impl Default for MovementRows {
    fn default() -> Self {
        Self {
            bucket: Int32Builder::new(),
            customer_id: StringDictionaryBuilder::new(),
            day: Date32Builder::new(),
            kind: StringDictionaryBuilder::new(),
            customers: Int32Builder::new(),
            minor: Int64Builder::new(),
            value_after: Int64Builder::new(),
            corrects: Date32Builder::new(),
            rows: 0,
        }
    }
}

impl MovementRows {
    /// Adds one customer's movements.
    pub fn add(&mut self, bucket: i32, customer: &str, movements: &[Movement]) {
        self.customer_id.append_values(customer, movements.len());
        self.bucket.append_value_n(bucket, movements.len());
        for movement in movements {
            self.day.append_value(movement.day.0);
            self.kind.append_value(movement.kind.name());
            self.customers.append_value(i32::from(movement.customers));
            self.minor.append_value(movement.minor);
            self.value_after.append_value(movement.value_after);
            self.corrects.append_option(movement.corrects.map(|day| day.0));
        }
        self.rows += movements.len();
    }

    /// Hands what was collected to `writer` once it is enough to be worth it.
    pub fn drain_into(&mut self, writer: &mut BucketWriter<'_>) -> Result<(), LedgerError> {
        if self.rows >= BATCH_ROWS { self.flush_into(writer) } else { Ok(()) }
    }

    /// Hands all that was collected to `writer`.
    pub fn flush_into(&mut self, writer: &mut BucketWriter<'_>) -> Result<(), LedgerError> {
        if self.rows == 0 {
            return Ok(());
        }
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.bucket.finish()),
            Arc::new(self.customer_id.finish()),
            Arc::new(self.day.finish()),
            Arc::new(self.kind.finish()),
            Arc::new(self.customers.finish()),
            Arc::new(self.minor.finish()),
            Arc::new(self.value_after.finish()),
            Arc::new(self.corrects.finish()),
        ];
        self.rows = 0;
        let named = schema().fields().iter().map(|field| field.name().clone()).zip(columns).collect::<Vec<_>>();
        let batch = RecordBatch::try_from_iter_with_nullable(named.into_iter().map(|(name, column)| {
            let nullable = name == "corrects";
            (name, column, nullable)
        }))?;
        Ok(writer.write(&batch)?)
    }
}

/// The stored movements of one bucket up to a day, by customer, each in the order it was stored in.
pub fn read(
    lake: &Lake,
    snapshot: &Snapshot,
    bucket: i32,
    through: Day,
) -> Result<HashMap<String, Vec<Movement>>, LedgerError> {
    let mut movements: HashMap<String, Vec<Movement>> = HashMap::new();
    for batch in lake.read(snapshot, bucket..bucket + 1, &COLUMNS)? {
        let batch = batch?;
        let missing = |column| WalkError::Missing { column };
        let column = |name: &'static str| batch.column_by_name(name).ok_or(missing(name));
        let (customers_of, kinds) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "kind")?);
        let (days, corrects) =
            (column("day")?.as_primitive::<Date32Type>(), column("corrects")?.as_primitive::<Date32Type>());
        let (counts, minor) =
            (column("customers")?.as_primitive::<Int32Type>(), column("minor")?.as_primitive::<Int64Type>());
        let value_after = column("value_after")?.as_primitive::<Int64Type>();
        for row in (0..batch.num_rows()).filter(|row| days.value(*row) <= through.0) {
            let kind = kinds.value(row).and_then(|kind| kind.parse::<MovementKind>().ok()).ok_or(missing("kind"))?;
            let customer = customers_of.value(row).ok_or(missing("customer_id"))?;
            let movement = Movement {
                day: Day(days.value(row)),
                kind,
                customers: counts.value(row) as i8,
                minor: minor.value(row),
                value_after: value_after.value(row),
                corrects: corrects.is_valid(row).then(|| Day(corrects.value(row))),
            };
            match movements.get_mut(customer) {
                Some(list) => list.push(movement),
                None => drop(movements.insert(customer.to_owned(), vec![movement])),
            }
        }
    }
    for list in movements.values_mut() {
        list.sort_by_key(|movement| movement.day);
    }
    Ok(movements)
}
