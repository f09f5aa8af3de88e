//! What every table's builder is made of: columns that grow, the ids in them, and the batch they become.

use arrow::array::{ArrayRef, MapBuilder, MapFieldNames, RecordBatch, StringBuilder, TimestampMicrosecondBuilder};
use arrow::error::ArrowError;

use crate::company::Company;
use crate::profile::Profile;
use crate::silo::{push_customer, push_number, push_second_desk_id};

/// Rows in the making.
pub(crate) trait TableBuilder: Send {
    /// Adds the rows of one customer.
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError>;
    /// Rows added since the last batch.
    fn rows(&self) -> usize;
    /// The rows added since the last batch, as a batch.
    fn finish(&mut self) -> Result<RecordBatch, ArrowError>;
}

/// A table's columns as a batch. Each may lack values in any row, so that all batches of a table have one schema.
pub(super) fn batch<const COLUMNS: usize>(columns: [(&str, ArrayRef); COLUMNS]) -> Result<RecordBatch, ArrowError> {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, values)| (name, values, true)))
}

pub(super) type TextMap = MapBuilder<StringBuilder, StringBuilder>;

pub(super) fn text_map() -> TextMap {
    let names = MapFieldNames { entry: "key_value".into(), key: "key".into(), value: "value".into() };
    MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new())
}

pub(super) fn push_entry(map: &mut TextMap, key: &str, value: &str) {
    map.keys().append_value(key);
    map.values().append_value(value);
}

pub(super) fn instants() -> TimestampMicrosecondBuilder {
    TimestampMicrosecondBuilder::new().with_timezone("UTC")
}

/// Ids, written again and again into the same memory.
#[derive(Default)]
pub(super) struct Ids(String);

impl Ids {
    pub(super) fn with(&mut self, write: impl FnOnce(&mut String)) -> &str {
        self.0.clear();
        write(&mut self.0);
        &self.0
    }

    /// The company-wide id, or the id of the help desk's second record.
    pub(super) fn customer(&mut self, customer: u64, second_record: bool) -> &str {
        self.with(|out| if second_record { push_second_desk_id(out, customer) } else { push_customer(out, customer) })
    }

    /// As in `SO-0000017-03`.
    pub(super) fn numbered(&mut self, prefix: &str, customer: u64, number: u64) -> &str {
        self.with(|out| {
            out.push_str(prefix);
            push_number(out, customer + 1, 7);
            out.push('-');
            push_number(out, number, 2);
        })
    }
}
