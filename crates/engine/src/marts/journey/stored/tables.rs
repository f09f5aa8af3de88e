//! The tables `journey_touches` and `journey_handoffs`.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryBuilder, Date32Builder, Int32Builder, RecordBatch, StringBuilder, StringDictionaryBuilder,
    TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, Field, Int32Type, Schema, SchemaRef, TimeUnit};
use bellwether_model::Verdict;

use super::fold::{HandoffRow, PlacedTouch};
use crate::lake::DataFile;
use crate::marts::storage::MartTable;
use crate::walk::WalkError;

/// Where in the journey each touch was, and what became of its promise.
pub const JOURNEY_TOUCHES: MartTable =
    MartTable { name: "journey_touches", key: &["source", "key"], schema: touches_schema };

/// Work that passed, or is to pass, from one silo to another.
pub const JOURNEY_HANDOFFS: MartTable =
    MartTable { name: "journey_handoffs", key: &["source", "key"], schema: handoffs_schema };

/// Whether a file of `journey_handoffs` holds those that nobody has taken over; no file holds both. The ones are never told otherwise by later
/// touches, the others by each, and are few.
pub fn is_waiting(file: &DataFile) -> bool {
    file.statistics["nullCount"]["taken_at"].as_u64() == Some(file.rows)
}

fn moment() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

fn touches_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("bucket", DataType::Int32, false),
        Field::new("customer_id", DataType::Utf8, false),
        Field::new("source", DataType::Utf8, false),
        Field::new("key", DataType::Binary, false),
        Field::new("case_id", DataType::Utf8, true),
        Field::new("stage", DataType::Utf8, true),
        Field::new("touchpoint", DataType::Utf8, false),
        Field::new("silo", DataType::Utf8, true),
        Field::new("channel", DataType::Utf8, true),
        Field::new("started_at", moment(), false),
        Field::new("started_on", DataType::Date32, false),
        Field::new("done_at", moment(), true),
        Field::new("due_at", moment(), true),
        Field::new("counts_on", DataType::Date32, true),
        Field::new("promise", DataType::Utf8, true),
    ]))
}

fn handoffs_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("bucket", DataType::Int32, false),
        Field::new("customer_id", DataType::Utf8, false),
        Field::new("source", DataType::Utf8, false),
        Field::new("key", DataType::Binary, false),
        Field::new("case_id", DataType::Utf8, true),
        Field::new("handoff", DataType::Utf8, true),
        Field::new("from_silo", DataType::Utf8, false),
        Field::new("to_silo", DataType::Utf8, false),
        Field::new("from_touchpoint", DataType::Utf8, false),
        Field::new("to_touchpoint", DataType::Utf8, true),
        Field::new("left_at", moment(), false),
        Field::new("left_on", DataType::Date32, false),
        Field::new("taken_at", moment(), true),
        Field::new("due_at", moment(), true),
        Field::new("dropped_at", moment(), true),
    ]))
}

/// What a promise is called in the table.
pub fn promise_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "kept",
        Verdict::Broken => "broken",
        Verdict::Open => "open",
    }
}

type Texts = StringDictionaryBuilder<Int32Type>;

fn moments() -> TimestampMicrosecondBuilder {
    TimestampMicrosecondBuilder::new().with_timezone("UTC")
}

/// Whose row it is, and by what it is known.
#[derive(Default)]
struct RowNames {
    bucket: Int32Builder,
    customer_id: Texts,
    source: Texts,
    key: BinaryBuilder,
    case_id: StringBuilder,
}

impl RowNames {
    fn add(&mut self, bucket: i32, customer: &str, touch: &crate::walk::Touch<'_>) {
        self.bucket.append_value(bucket);
        self.customer_id.append_value(customer);
        self.source.append_value(touch.source);
        self.key.append_value(touch.key.to_be_bytes());
        self.case_id.append_option(touch.case);
    }

    fn columns(&mut self) -> [ArrayRef; 5] {
        [
            Arc::new(self.bucket.finish()),
            Arc::new(self.customer_id.finish()),
            Arc::new(self.source.finish()),
            Arc::new(self.key.finish()),
            Arc::new(self.case_id.finish()),
        ]
    }
}

/// Collects rows for `journey_touches`.
pub struct TouchRows {
    names: RowNames,
    /// Stage, touchpoint, silo, channel.
    places: [Texts; 4],
    started_at: TimestampMicrosecondBuilder,
    started_on: Date32Builder,
    done_at: TimestampMicrosecondBuilder,
    due_at: TimestampMicrosecondBuilder,
    counts_on: Date32Builder,
    promise: Texts,
    /// Rows so far.
    pub rows: usize,
}

impl Default for TouchRows {
    fn default() -> Self {
        Self {
            names: RowNames::default(),
            places: Default::default(),
            started_at: moments(),
            started_on: Date32Builder::new(),
            done_at: moments(),
            due_at: moments(),
            counts_on: Date32Builder::new(),
            promise: Texts::new(),
            rows: 0,
        }
    }
}

impl TouchRows {
    /// Adds a touch of a customer.
    pub fn add(&mut self, bucket: i32, customer: &str, placed: &PlacedTouch<'_>) {
        let touch = &placed.touch;
        self.names.add(bucket, customer, touch);
        let texts = [placed.stage, Some(placed.touchpoint), touch.silo, touch.channel];
        self.places.iter_mut().zip(texts).for_each(|(column, text)| column.append_option(text));
        self.started_at.append_value(touch.started_at);
        self.started_on.append_value(touch.day.0);
        self.done_at.append_option(touch.done_at);
        self.due_at.append_option(placed.due_at);
        self.counts_on.append_option(placed.counts_on.map(|day| day.0));
        self.promise.append_option(placed.verdict.map(promise_name));
        self.rows += 1;
    }

    /// All that was collected.
    pub fn take(&mut self) -> Result<RecordBatch, WalkError> {
        self.rows = 0;
        let places = self.places.each_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        let rest: [ArrayRef; 6] = [
            Arc::new(self.started_at.finish()),
            Arc::new(self.started_on.finish()),
            Arc::new(self.done_at.finish()),
            Arc::new(self.due_at.finish()),
            Arc::new(self.counts_on.finish()),
            Arc::new(self.promise.finish()),
        ];
        rows_of_schema(&touches_schema(), self.names.columns().into_iter().chain(places).chain(rest))
    }

    /// The same; none where nothing was.
    pub fn take_some(&mut self) -> Result<Option<RecordBatch>, WalkError> {
        if self.rows > 0 { self.take().map(Some) } else { Ok(None) }
    }
}

/// Collects rows for `journey_handoffs`.
pub struct HandoffRows {
    names: RowNames,
    /// Handoff, from and to which silo, from and to which touchpoint.
    places: [Texts; 5],
    left_at: TimestampMicrosecondBuilder,
    left_on: Date32Builder,
    /// Taken, due, dropped.
    moments: [TimestampMicrosecondBuilder; 3],
    /// Rows so far.
    pub rows: usize,
}

impl Default for HandoffRows {
    fn default() -> Self {
        let (names, places) = (RowNames::default(), Default::default());
        Self {
            names,
            places,
            left_at: moments(),
            left_on: Date32Builder::new(),
            moments: [moments(), moments(), moments()],
            rows: 0,
        }
    }
}

impl HandoffRows {
    /// Adds a handoff of a customer.
    pub fn add(&mut self, bucket: i32, customer: &str, row: &HandoffRow<'_>) {
        self.names.add(bucket, customer, &row.left);
        let places =
            [row.handoff, Some(row.from_silo), Some(row.to_silo), Some(row.from_touchpoint), row.to_touchpoint];
        self.places.iter_mut().zip(places).for_each(|(column, place)| column.append_option(place));
        self.left_at.append_value(row.left_at);
        self.left_on.append_value(row.left_on.0);
        let moments = [row.taken_at, row.due_at, row.dropped_at];
        self.moments.iter_mut().zip(moments).for_each(|(column, moment)| column.append_option(moment));
        self.rows += 1;
    }

    /// All that was collected.
    pub fn take(&mut self) -> Result<RecordBatch, WalkError> {
        self.rows = 0;
        let places = self.places.each_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        let left: [ArrayRef; 2] = [Arc::new(self.left_at.finish()), Arc::new(self.left_on.finish())];
        let moments = self.moments.each_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        let columns = self.names.columns().into_iter().chain(places).chain(left).chain(moments);
        rows_of_schema(&handoffs_schema(), columns)
    }

    /// The same; none where nothing was.
    pub fn take_some(&mut self) -> Result<Option<RecordBatch>, WalkError> {
        if self.rows > 0 { self.take().map(Some) } else { Ok(None) }
    }
}

fn rows_of_schema(schema: &Schema, columns: impl Iterator<Item = ArrayRef>) -> Result<RecordBatch, WalkError> {
    let columns =
        schema.fields().iter().zip(columns).map(|(field, column)| (field.name(), column, field.is_nullable()));
    RecordBatch::try_from_iter_with_nullable(columns).map_err(|_| WalkError::Missing { column: "touchpoint" })
}
