//! The table `customer_usage`: how often each customer met us, by day and channel.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Date32Builder, Int32Builder, RecordBatch, StringDictionaryBuilder};
use arrow::datatypes::{DataType, Date32Type, Field, Int32Type, Schema, SchemaRef};
use bellwether_model::Day;

use super::fold::ChannelDay;
use crate::marts::storage::MartTable;
use crate::walk::{TextColumn, WalkError, column};

/// The table.
pub(super) const CUSTOMER_USAGE: MartTable =
    MartTable { name: "customer_usage", key: &["customer_id", "day", "channel"], schema };

/// What readers of the table look at.
pub(super) const COLUMNS: [&str; 4] = ["customer_id", "day", "channel", "touches"];

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("bucket", DataType::Int32, false),
        Field::new("customer_id", DataType::Utf8, false),
        Field::new("day", DataType::Date32, false),
        Field::new("channel", DataType::Utf8, true),
        Field::new("touches", DataType::Int32, false),
    ]))
}

/// Collects rows for the table.
pub(super) struct UsageRows {
    bucket: Int32Builder,
    customer_id: StringDictionaryBuilder<Int32Type>,
    day: Date32Builder,
    channel: StringDictionaryBuilder<Int32Type>,
    touches: Int32Builder,
    /// Rows so far.
    pub(super) rows: usize,
}

impl Default for UsageRows {
    fn default() -> Self {
        Self {
            bucket: Int32Builder::new(),
            customer_id: StringDictionaryBuilder::new(),
            day: Date32Builder::new(),
            channel: StringDictionaryBuilder::new(),
            touches: Int32Builder::new(),
            rows: 0,
        }
    }
}

impl UsageRows {
    /// Adds a customer's days.
    pub(super) fn add(&mut self, bucket: i32, customer: &str, days: &[ChannelDay<'_>]) {
        self.bucket.append_value_n(bucket, days.len());
        self.customer_id.append_values(customer, days.len());
        for row in days {
            self.day.append_value(row.day.0);
            self.channel.append_option(row.channel);
            self.touches.append_value(row.touches as i32);
        }
        self.rows += days.len();
    }

    /// All that was collected.
    pub(super) fn take(&mut self) -> Result<RecordBatch, WalkError> {
        self.rows = 0;
        let columns: [(&str, ArrayRef, bool); 5] = [
            ("bucket", Arc::new(self.bucket.finish()), false),
            ("customer_id", Arc::new(self.customer_id.finish()), false),
            ("day", Arc::new(self.day.finish()), false),
            ("channel", Arc::new(self.channel.finish()), true),
            ("touches", Arc::new(self.touches.finish()), false),
        ];
        RecordBatch::try_from_iter_with_nullable(columns).map_err(|_| WalkError::Missing { column: "touches" })
    }
}

/// A batch of stored rows, with [`COLUMNS`].
pub(super) struct StoredUsage<'b> {
    pub(super) customers: TextColumn<'b>,
    pub(super) channels: TextColumn<'b>,
    days: &'b [i32],
    touches: &'b [i32],
}

impl<'b> StoredUsage<'b> {
    pub(super) fn of(batch: &'b RecordBatch) -> Result<Self, WalkError> {
        let missing = |column| WalkError::Missing { column };
        let days = column(batch, "day")?.as_primitive_opt::<Date32Type>().ok_or(missing("day"))?;
        let touches = column(batch, "touches")?.as_primitive_opt::<Int32Type>().ok_or(missing("touches"))?;
        Ok(Self {
            customers: TextColumn::of(batch, "customer_id")?,
            channels: TextColumn::of(batch, "channel")?,
            days: days.values(),
            touches: touches.values(),
        })
    }

    /// The day of a row.
    pub(super) fn day(&self, row: usize) -> Day {
        Day(self.days[row])
    }

    /// How often its customer met us on it.
    pub(super) fn touches(&self, row: usize) -> u32 {
        self.touches[row] as u32
    }
}
