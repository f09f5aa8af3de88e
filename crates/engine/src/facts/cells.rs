//! Cells of a batch by row: as bytes for keys and comparison, as JSON for people.
//!
//! Invariant: keys are stored, so the bytes they are made of may never change, or what is imported again would count twice. A
//! column added to a table is no part of its key; what rows say is compared anew each time and may change.

use arrow::array::{
    Array, AsArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, MapArray, RecordBatch,
    StringArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};
use jiff::{Span, Timestamp, civil};
use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128};

/// Some columns of a batch, of the kinds that canonical tables have.
pub(super) struct Cells<'a> {
    columns: Vec<(&'a str, Column<'a>)>,
}

enum Column<'a> {
    Text(&'a StringArray),
    Small(&'a Int32Array),
    Whole(&'a Int64Array),
    Day(&'a Date32Array),
    Instant(&'a TimestampMicrosecondArray),
    Number(&'a Float64Array),
    Decimal(&'a Decimal128Array),
    Entries(&'a MapArray),
}

impl<'a> Cells<'a> {
    /// The named columns; a name that is missing or of another kind is given back.
    pub(super) fn new(batch: &'a RecordBatch, names: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let columns = names.into_iter().map(|name| {
            let column = batch.column_by_name(name).and_then(|values| Column::new(values.as_ref()));
            column.map(|column| (name, column)).ok_or_else(|| name.to_owned())
        });
        Ok(Self { columns: columns.collect::<Result<_, _>>()? })
    }

    /// Appends the row's cells such that different cells give different bytes.
    pub(super) fn push_bytes(&self, row: usize, bytes: &mut Vec<u8>) {
        for (_, column) in &self.columns {
            column.push_bytes(row, bytes);
        }
    }

    /// What each row says, in 64 bits: rows of one key are taken for equal if this is. It is only ever compared within one key, so 64
    /// bits are enough; the key itself is compared with every other and has 128.
    pub(super) fn contents(&self, rows: usize) -> Vec<u64> {
        let mut contents = vec![0; rows];
        for (_, column) in &self.columns {
            column.add_to(&mut contents);
        }
        contents
    }

    /// The row as JSON, without its empty cells.
    pub(super) fn json(&self, row: usize) -> Value {
        let present = self.columns.iter().filter_map(|(name, column)| Some(((*name).to_owned(), column.json(row)?)));
        Value::Object(present.collect::<Map<_, _>>())
    }

    /// The row's cell in the first column, as text; empty if there is none.
    pub(super) fn first_text(&self, row: usize) -> String {
        match self.columns.first().and_then(|(_, column)| column.json(row)) {
            Some(Value::String(text)) => text,
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }
}

/// The keys of rows that their source names: its key columns, length-prefixed, after the source. The source is part of it, because two
/// silos may number their orders alike. The first byte keeps named rows and nameless ones apart.
pub(super) struct NaturalKeys<'a> {
    cells: &'a Cells<'a>,
    bytes: Vec<u8>,
    /// So many of the bytes are the same in all keys.
    before: usize,
}

impl<'a> NaturalKeys<'a> {
    /// Of rows of a source, with the columns of the key.
    pub(super) fn new(source: &str, cells: &'a Cells<'a>) -> Self {
        let mut bytes = vec![0];
        push_text(source, &mut bytes);
        Self { cells, before: bytes.len(), bytes }
    }

    /// The key of a row.
    pub(super) fn key(&mut self, row: usize) -> u128 {
        self.bytes.truncate(self.before);
        self.cells.push_bytes(row, &mut self.bytes);
        xxh3_128(&self.bytes)
    }
}

/// The key of a row that its source does not name: what it says; see [`occurrence_key`] for equal rows.
pub(super) fn content_key(source: &str, content: u128, bytes: &mut Vec<u8>) -> u128 {
    bytes.clear();
    bytes.push(1);
    push_text(source, bytes);
    bytes.extend_from_slice(&content.to_le_bytes());
    xxh3_128(bytes)
}

/// The key of the n-th of equal rows in a file.
pub(super) fn occurrence_key(key: u128, occurrence: u32) -> u128 {
    let mut bytes = [0; 20];
    bytes[..16].copy_from_slice(&key.to_le_bytes());
    bytes[16..].copy_from_slice(&occurrence.to_le_bytes());
    xxh3_128(&bytes)
}

fn push_text(text: &str, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

impl<'a> Column<'a> {
    fn new(values: &'a dyn Array) -> Option<Self> {
        Some(match values.data_type() {
            DataType::Utf8 => Self::Text(values.as_string()),
            DataType::Int32 => Self::Small(values.as_primitive::<Int32Type>()),
            DataType::Int64 => Self::Whole(values.as_primitive::<Int64Type>()),
            DataType::Date32 => Self::Day(values.as_primitive::<Date32Type>()),
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                Self::Instant(values.as_primitive::<TimestampMicrosecondType>())
            }
            DataType::Float64 => Self::Number(values.as_primitive::<Float64Type>()),
            DataType::Decimal128(..) => Self::Decimal(values.as_primitive::<Decimal128Type>()),
            DataType::Map(..) => Self::Entries(values.as_map()),
            _ => return None,
        })
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Text(values) => values.is_null(row),
            Self::Small(values) => values.is_null(row),
            Self::Whole(values) => values.is_null(row),
            Self::Day(values) => values.is_null(row),
            Self::Instant(values) => values.is_null(row),
            Self::Number(values) => values.is_null(row),
            Self::Decimal(values) => values.is_null(row),
            Self::Entries(values) => values.is_null(row),
        }
    }

    fn push_bytes(&self, row: usize, bytes: &mut Vec<u8>) {
        if self.is_null(row) {
            bytes.push(0);
            return;
        }
        bytes.push(1);
        match self {
            Self::Text(values) => push_text(values.value(row), bytes),
            Self::Small(values) => bytes.extend_from_slice(&values.value(row).to_le_bytes()),
            Self::Whole(values) => bytes.extend_from_slice(&values.value(row).to_le_bytes()),
            Self::Day(values) => bytes.extend_from_slice(&values.value(row).to_le_bytes()),
            Self::Instant(values) => bytes.extend_from_slice(&values.value(row).to_le_bytes()),
            Self::Number(values) => bytes.extend_from_slice(&values.value(row).to_bits().to_le_bytes()),
            Self::Decimal(values) => bytes.extend_from_slice(&values.value(row).to_le_bytes()),
            Self::Entries(values) => {
                let entries = sorted_entries(values, row);
                bytes.extend_from_slice(&(entries.len() as u64).to_le_bytes());
                for (key, value) in entries {
                    push_text(&key, bytes);
                    bytes.push(u8::from(value.is_some()));
                    push_text(value.as_deref().unwrap_or_default(), bytes);
                }
            }
        }
    }

    /// Adds the cell of each row to the hash of those before it.
    fn add_to(&self, contents: &mut [u64]) {
        match self {
            Self::Text(values) => {
                hash_each(contents, *values, |row, content| xxh3_64_with_seed(values.value(row).as_bytes(), content));
            }
            Self::Small(values) => hash_numbers(contents, *values, |row| i64::from(values.value(row)) as u64),
            Self::Whole(values) => hash_numbers(contents, *values, |row| values.value(row) as u64),
            Self::Day(values) => hash_numbers(contents, *values, |row| i64::from(values.value(row)) as u64),
            Self::Instant(values) => hash_numbers(contents, *values, |row| values.value(row) as u64),
            Self::Number(values) => hash_numbers(contents, *values, |row| values.value(row).to_bits()),
            Self::Decimal(values) => hash_each(contents, *values, |row, content| {
                xxh3_64_with_seed(&values.value(row).to_le_bytes(), content)
            }),
            Self::Entries(values) => {
                let mut bytes = Vec::new();
                hash_each(contents, *values, |row, content| {
                    bytes.clear();
                    self.push_bytes(row, &mut bytes);
                    xxh3_64_with_seed(&bytes, content)
                });
            }
        }
    }

    fn json(&self, row: usize) -> Option<Value> {
        if self.is_null(row) {
            return None;
        }
        Some(match self {
            Self::Text(values) => json!(values.value(row)),
            Self::Small(values) => json!(values.value(row)),
            Self::Whole(values) => json!(values.value(row)),
            Self::Day(values) => json!(day(values.value(row)).map_or_else(String::new, |day| day.to_string())),
            Self::Instant(values) => json!(Timestamp::from_microsecond(values.value(row)).ok()?.to_string()),
            Self::Number(values) => json!(values.value(row)),
            Self::Decimal(values) => json!(values.value_as_string(row)),
            Self::Entries(values) => {
                let entries = sorted_entries(values, row).into_iter();
                Value::Object(entries.map(|(key, value)| (key, value.map_or(Value::Null, Value::String))).collect())
            }
        })
    }
}

/// Adds a cell to the hash of those before it, row by row: as `hash` says, or that there is none.
fn hash_each(contents: &mut [u64], values: &dyn Array, mut hash: impl FnMut(usize, u64) -> u64) {
    // Odd, so that hashes that differed still do.
    let nothing = |content: u64| content.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    match values.nulls() {
        None => {
            for (row, content) in contents.iter_mut().enumerate() {
                *content = hash(row, *content);
            }
        }
        Some(_) if values.null_count() == values.len() => {
            for content in contents {
                *content = nothing(*content);
            }
        }
        Some(nulls) => {
            for (row, content) in contents.iter_mut().enumerate() {
                *content = if nulls.is_null(row) { nothing(*content) } else { hash(row, *content) };
            }
        }
    }
}

fn hash_numbers(contents: &mut [u64], values: &dyn Array, number: impl Fn(usize) -> u64) {
    hash_each(contents, values, |row, content| xxh3_64_with_seed(&number(row).to_le_bytes(), content));
}

/// The day so many days after 1970-01-01.
pub(super) fn day(days: i32) -> Option<civil::Date> {
    civil::date(1970, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()
}

/// Two sources may give the same attributes in another order.
fn sorted_entries(values: &MapArray, row: usize) -> Vec<(String, Option<String>)> {
    let entries = values.value(row);
    let (keys, values) = (entries.column(0).as_string::<i32>(), entries.column(1).as_string::<i32>());
    let pairs = keys.iter().zip(values.iter());
    let mut pairs: Vec<_> =
        pairs.map(|(key, value)| (key.unwrap_or_default().to_owned(), value.map(str::to_owned))).collect();
    pairs.sort();
    pairs
}
