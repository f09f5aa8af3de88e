//! The history of customers: what to do with attributes that come without the day they hold from?
//!
//! Of a customer not known before they hold since ever. Of a known one they make a new version from today if they differ from the
//! latest version up to today, so that the earlier attributes stay known for the time before; otherwise they say nothing new.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, RecordBatch};
use arrow::datatypes::Date32Type;
use jiff::civil::{self, Date};

use super::cells::{Cells, NaturalKeys};
use super::comparison::KnownFacts;
use super::confirmations::Confirmation;
use super::error::ImportError;
use super::journals::JournalFile;
use super::register::{Outcome, Register};
use super::report::ImportReport;
use crate::lake::{Fact, LakeError};

pub(super) const DAY: &str = "as_of";

/// A version of a customer that came without a day, as it would be from today.
#[derive(Debug)]
pub(super) struct UndatedVersion {
    ordinal: u32,
    key: u128,
    content: u64,
}

/// The rows without a day; the first row of the batch is the `first`-th of the import.
pub(super) fn undated(
    rows: &RecordBatch,
    source: &str,
    first: u32,
    today: Date,
) -> Result<Vec<UndatedVersion>, ImportError> {
    let Some(days) = rows.column_by_name(DAY).filter(|days| days.null_count() > 0) else { return Ok(Vec::new()) };
    let dated = with_days(rows, &vec![Some(days_of(today)); rows.num_rows()])?;
    let (keys, all) = (cells(&dated, true)?, cells(&dated, false)?);
    let (contents, mut natural) = (all.contents(rows.num_rows()), NaturalKeys::new(source, &keys));
    let rows = (0..rows.num_rows()).filter(|row| days.is_null(*row)).map(|row| UndatedVersion {
        ordinal: first + row as u32,
        key: natural.key(row),
        content: contents[row],
    });
    Ok(rows.collect())
}

/// Decides what becomes of the rows without a day; gives those, by ordinal, that hold from today.
pub(super) fn date_versions(
    table: &KnownFacts<'_>,
    register: &mut Register,
    undated: &[UndatedVersion],
    today: Date,
    report: &ImportReport,
    confirmed: &mut JournalFile<'_>,
) -> Result<Vec<u32>, ImportError> {
    if undated.is_empty() {
        return Ok(Vec::new());
    }
    let latest = latest_versions(table, register, undated, days_of(today), &report.source)?;
    let mut renamed = Vec::new();
    let mut said_again: Vec<Vec<usize>> = vec![Vec::new(); table.snapshot.files().len()];
    for row in undated {
        if register.outcome(row.ordinal) != Outcome::Added {
            continue;
        }
        match latest.get(&row.ordinal) {
            // Nothing known up to today: the row keeps its key without a day, which means since ever.
            None => {}
            Some(Version { same: true, file, row: known, .. }) => {
                register.set_outcome(row.ordinal, Outcome::Unchanged);
                said_again[*file].push(*known);
            }
            Some(Version { same: false, .. }) => renamed.push((row.ordinal, row.key, row.content)),
        }
    }
    for (file, rows) in table.snapshot.files().iter().zip(said_again) {
        confirmed.note_confirmed(report, &Confirmation::of_rows(file, true, &rows))?;
    }
    // With a day comes another key. It may be that of a version imported earlier today, which the row then replaces or repeats;
    // so importing a file twice on one day gives one version.
    register.rename(&renamed)?;
    Ok(renamed.into_iter().map(|(ordinal, ..)| ordinal).collect())
}

/// The latest known version of a customer up to today, and whether a row of the import says the same.
struct Version {
    day: Option<i32>,
    same: bool,
    /// Where it stands: the number of its file in the snapshot, and its row there.
    file: usize,
    row: usize,
}

/// The table's latest version of each undated customer, by the ordinal of its row. Only versions of the same source count: two
/// sources may describe one customer differently, and each has a history of its own.
fn latest_versions(
    table: &KnownFacts<'_>,
    register: &Register,
    undated: &[UndatedVersion],
    today: i32,
    source: &str,
) -> Result<HashMap<u32, Version>, ImportError> {
    let mut latest = HashMap::new();
    for (number, file) in table.snapshot.files().iter().enumerate() {
        let mut start = 0;
        for batch in table.lake.read_file(table.snapshot, file, &[])? {
            let batch = batch?;
            // Without its day a version has the key that the undated row has.
            let without_day = without_days(&batch)?;
            let (keys, all) = (cells(&without_day, true)?, cells(&without_day, false)?);
            let shape = |column: &str| ImportError::Shape { fact: Fact::Customers, column: column.to_owned() };
            let sources = batch.column_by_name("source").ok_or_else(|| shape("source"))?.as_string::<i32>();
            let days = batch.column_by_name(DAY).ok_or_else(|| shape(DAY))?.as_primitive::<Date32Type>();
            let (contents, mut natural) = (all.contents(batch.num_rows()), NaturalKeys::new(source, &keys));
            for (row, content) in contents.into_iter().enumerate() {
                let day = days.is_valid(row).then(|| days.value(row));
                if sources.value(row) != source || day.is_some_and(|day| day > today) {
                    continue;
                }
                let found = register.find(natural.key(row))?;
                let is_undated = |ordinal| undated.binary_search_by_key(&ordinal, |row| row.ordinal).is_ok();
                let Some(entry) = found.filter(|entry| is_undated(entry.ordinal)) else { continue };
                let version =
                    latest.entry(entry.ordinal).or_insert(Version { day: None, same: false, file: 0, row: 0 });
                if day >= version.day {
                    let same = content == entry.content;
                    *version = Version { day, same, file: number, row: start + row };
                }
            }
            start += batch.num_rows();
        }
    }
    Ok(latest)
}

/// The staged rows, those that hold from today with their day.
pub(super) fn put_days(
    rows: &RecordBatch,
    ordinals: &[u32],
    dated: &[u32],
    today: Date,
) -> Result<RecordBatch, ImportError> {
    let Some(days) = rows.column_by_name(DAY).filter(|_| !dated.is_empty()) else { return Ok(rows.clone()) };
    let given = days.as_primitive::<Date32Type>().iter().zip(ordinals);
    let days: Vec<_> = given
        .map(|(day, ordinal)| if dated.binary_search(ordinal).is_ok() { Some(days_of(today)) } else { day })
        .collect();
    with_days(rows, &days)
}

/// The versions as if none had a day.
pub(super) fn without_days(rows: &RecordBatch) -> Result<RecordBatch, ImportError> {
    with_days(rows, &vec![None; rows.num_rows()])
}

pub(super) fn with_days(rows: &RecordBatch, days: &[Option<i32>]) -> Result<RecordBatch, ImportError> {
    let days: ArrayRef = Arc::new(days.iter().copied().collect::<Date32Array>());
    let columns = rows.schema_ref().fields().iter().zip(rows.columns());
    let columns = columns.map(|(field, values)| if field.name() == DAY { days.clone() } else { values.clone() });
    let replaced = RecordBatch::try_new(rows.schema(), columns.collect());
    Ok(replaced.map_err(LakeError::columns(Fact::Customers.name()))?)
}

pub(super) fn cells(rows: &RecordBatch, only_keys: bool) -> Result<Cells<'_>, ImportError> {
    let columns = rows.schema_ref().fields().iter().map(|field| field.name().as_str());
    let wanted = Fact::Customers.columns();
    let columns = columns
        .filter(|name| if only_keys { Fact::Customers.key().contains(name) } else { wanted.find(name).is_some() });
    Cells::new(rows, columns).map_err(|column| ImportError::Shape { fact: Fact::Customers, column })
}

pub(super) fn days_of(day: Date) -> i32 {
    day.since(civil::date(1970, 1, 1)).map_or(0, |span| span.get_days())
}
