//! Question: what becomes of the rows of a file, one by one?
//!
//! Invariant: a row is shown as it stands in the file, and beside it what is stored of it in the company's own days, money and words: never a
//! moment of another zone for a day, never hundredths for money.

use std::collections::HashMap;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Int64Type, TimestampMicrosecondType};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use bellwether_engine::sources::mapping::Usual;
use bellwether_engine::sources::{Pull, RawBatch, Reject};
use bellwether_model::{Currency, Day};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

/// So many rows of a file are shown.
const SHOWN_ROWS: usize = 10;

/// A row of a file, and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRow {
    /// Its number in the file.
    pub number: u64,
    /// Its cells that are not empty, as they stand there, with the names of their columns.
    pub cells: Vec<(String, String)>,
    /// What becomes of it.
    pub becomes: RowResult,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowResult {
    /// It is stored: fields with what they hold.
    Stored(Vec<(String, FileValue)>),
    /// The columns say that it does not count.
    LeftOut,
    /// It is rejected.
    Rejected {
        /// The column that is to blame; empty where the whole row is.
        column: String,
        /// What stands there.
        value: String,
        /// Why.
        reason: String,
    },
    /// That is open for as long as something about the columns is.
    Open,
}

/// A value as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub enum FileValue {
    /// A text, or a number as it is.
    Text(String),
    /// A day, or the midnight that begins it in the company's zone.
    Day(Day),
    /// A moment in the company's zone.
    Moment(Day, Time),
    /// Money in minor units.
    Money(i128, Currency),
}

impl FileValue {
    /// As a text that is the same in every language, for the terminal.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            Self::Moment(day, time) => format!("{day} {time}"),
            Self::Money(minor, currency) => format!("{} {}", currency.decimal(*minor), currency.code()),
        }
    }
}

/// The first rows of a sample and what becomes of each; `pulled` is what a mapping makes of the whole sample, if it can be applied.
pub(crate) fn first_rows(sample: &[RawBatch], pulled: Option<&[Pull]>, usual: &Usual) -> Vec<FileRow> {
    let mut rows: Vec<FileRow> = Vec::new();
    for batch in sample {
        let cells = texts(&batch.rows);
        rows.extend(batch.places.iter().enumerate().take(SHOWN_ROWS).map(|(at, place)| FileRow {
            number: place.row,
            cells: cells.iter().filter_map(|(name, texts)| Some((name.clone(), texts.get(at)?.clone()?))).collect(),
            becomes: if pulled.is_some() { RowResult::LeftOut } else { RowResult::Open },
        }));
        rows.extend(batch.rejects.iter().take(SHOWN_ROWS).map(|reject| FileRow {
            number: reject.place.row,
            cells: vec![(String::new(), reject.line.clone())],
            becomes: rejected(reject),
        }));
    }
    rows.sort_by_key(|row| row.number);
    rows.dedup_by_key(|row| row.number);
    rows.truncate(SHOWN_ROWS);
    let mut at: HashMap<u64, usize> = rows.iter().enumerate().map(|(at, row)| (row.number, at)).collect();
    for pulled in pulled.unwrap_or_default() {
        for reject in &pulled.rejects {
            if let Some(at) = at.remove(&reject.place.row) {
                rows[at].becomes = rejected(reject);
            }
        }
        let wanted =
            pulled.batch.places.iter().enumerate().filter_map(|(row, place)| Some((row, at.remove(&place.row)?)));
        for (row, at) in wanted.collect::<Vec<_>>() {
            rows[at].becomes = RowResult::Stored(values(&pulled.batch.rows, row, &usual.zone));
        }
    }
    rows
}

fn rejected(reject: &Reject) -> RowResult {
    let Reject { column, value, reason, .. } = reject.clone();
    RowResult::Rejected { column, value, reason }
}

/// The cells of some rows as texts, column by column.
fn texts(rows: &RecordBatch) -> Vec<(String, Vec<Option<String>>)> {
    let rows = rows.slice(0, rows.num_rows().min(SHOWN_ROWS));
    let options = FormatOptions::default();
    let column = |(field, column): (&std::sync::Arc<arrow::datatypes::Field>, &ArrayRef)| {
        let cells = ArrayFormatter::try_new(column, &options).ok()?;
        let text = |row| (!column.is_null(row)).then(|| cells.value(row).to_string());
        let texts = (0..column.len()).map(text).map(|text| text.filter(|text| !text.trim().is_empty()));
        Some((field.name().clone(), texts.collect()))
    };
    rows.schema().fields().iter().zip(rows.columns()).filter_map(column).collect()
}

/// What a row holds, field by field, in the order of its table; fields without a value are left out. A currency stands with its money.
pub(crate) fn values(rows: &RecordBatch, row: usize, zone: &TimeZone) -> Vec<(String, FileValue)> {
    let currency = rows.column_by_name("currency").filter(|column| column.is_valid(row));
    let currency = currency.and_then(|column| column.as_string_opt::<i32>()?.value(row).parse().ok());
    let is_money = |name: &str| name.ends_with("_minor");
    let with_money = rows.schema().fields().iter().any(|field| is_money(field.name()));
    let value = |(field, column): (&std::sync::Arc<arrow::datatypes::Field>, &ArrayRef)| {
        let name = field.name().as_str();
        if column.is_null(row) || (name == "currency" && with_money) {
            return None;
        }
        let value = match (column.data_type(), currency) {
            (DataType::Int64, Some(currency)) if is_money(name) => {
                FileValue::Money(column.as_primitive_opt::<Int64Type>()?.value(row).into(), currency)
            }
            (DataType::Timestamp(..), _) => {
                moment(column.as_primitive_opt::<TimestampMicrosecondType>()?.value(row), zone)?
            }
            (DataType::Date32, _) => text(column, row).and_then(|text| text.parse().ok()).map(FileValue::Day)?,
            _ => FileValue::Text(text(column, row)?),
        };
        Some((name.trim_end_matches("_minor").to_owned(), value))
    };
    rows.schema().fields().iter().zip(rows.columns()).filter_map(value).collect()
}

fn moment(micros: i64, zone: &TimeZone) -> Option<FileValue> {
    let at = Timestamp::from_microsecond(micros).ok()?.to_zoned(zone.clone());
    let day = Day::from_date(at.date());
    if at.time() == Time::midnight() {
        return Some(FileValue::Day(day));
    }
    Some(FileValue::Moment(day, at.time().round(Unit::Second).unwrap_or_else(|_| at.time())))
}

fn text(column: &ArrayRef, row: usize) -> Option<String> {
    let options = FormatOptions::default();
    let text = ArrayFormatter::try_new(column, &options).ok()?.value(row).to_string();
    let is_number = matches!(column.data_type(), DataType::Float64 | DataType::Decimal128(..));
    let without_zeros = || text.trim_end_matches('0').trim_end_matches('.').to_owned();
    let braces = |text: &str| text.trim_start_matches('{').trim_end_matches('}').to_owned();
    Some(match column.data_type() {
        _ if is_number && text.contains('.') => without_zeros(),
        DataType::Map(..) => braces(&text),
        _ => text,
    })
    .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_file_is_that_day_whatever_it_is_elsewhere() {
        for zone in ["Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "UTC"] {
            let zone = TimeZone::get(zone).expect("a zone");
            let day = jiff::civil::date(2025, 3, 2);
            let midnight = zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().expect("a moment");
            let shown = moment(midnight.as_microsecond(), &zone);
            assert_eq!(shown, Some(FileValue::Day(Day::from_date(day))));
            let later = midnight.as_microsecond() + 3_661_000_000;
            assert_eq!(moment(later, &zone).expect("a moment").plain(), "2025-03-02 01:01:01");
        }
    }
}
