//! The inventory: what do we have from each source, how fresh is it, and how complete?

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use jiff::Timestamp;

use super::error::ImportError;
use super::journals::moments;
use super::past::{PastImport, past_imports};
use crate::lake::{DAY, Fact, Lake, VIA};

/// What one source gave to one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceInventory {
    /// The table.
    pub fact: String,
    /// The source system.
    pub source: String,
    /// When it was last imported; an import that was undone does not count.
    pub last_import: Option<Timestamp>,
    /// Facts now.
    pub rows: u64,
    /// Of these, facts that name no customer.
    pub unattributed: u64,
    /// The latest moment of a fact.
    pub latest: Option<Timestamp>,
    /// Each column's share of rows that have it, in the order of the table.
    pub completeness: Vec<Completeness>,
}

/// How many rows have a value in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// The column.
    pub column: String,
    /// Rows with a value.
    pub present: u64,
    /// All rows.
    pub rows: u64,
}

type BySource = BTreeMap<(Fact, String), SourceInventory>;

/// Takes the inventory of all tables, as they are now.
pub async fn inventory(lake: &Lake) -> Result<Vec<SourceInventory>, ImportError> {
    let mut found = BySource::new();
    for fact in Fact::ALL {
        let snapshot = lake.snapshot(fact.name()).await?;
        for file in snapshot.files() {
            for batch in lake.read_file(&snapshot, file, &[])? {
                count(&mut found, fact, &batch?);
            }
        }
    }
    for PastImport { report, .. } in
        past_imports(lake).await?.into_iter().filter(|past| past.counts() && past.is_import())
    {
        let Ok(fact) = report.fact.parse::<Fact>() else { continue };
        let entry = entry(&mut found, fact, &report.source);
        entry.last_import = entry.last_import.max(Some(report.started_at));
    }
    Ok(found.into_values().collect())
}

fn entry<'a>(found: &'a mut BySource, fact: Fact, source: &str) -> &'a mut SourceInventory {
    found.entry((fact, source.to_owned())).or_insert_with(|| SourceInventory {
        fact: fact.name().to_owned(),
        source: source.to_owned(),
        completeness: fact
            .columns()
            .iter()
            // Whether rows tell a day alone, or an id of something else, is no matter of gaps.
            .filter(|field| !(fact.has_moments() && field.name() == DAY || VIA.contains(&field.name().as_str())))
            .map(|field| Completeness { column: field.name().clone(), present: 0, rows: 0 })
            .collect(),
        ..SourceInventory::default()
    })
}

/// Rows of one source come in long runs, so each run is counted at once.
fn count(found: &mut BySource, fact: Fact, batch: &RecordBatch) {
    let Some(sources) = batch.column_by_name("source").map(AsArray::as_string::<i32>) else { return };
    let mut start = 0;
    while start < batch.num_rows() {
        let source = sources.value(start);
        let same = (start..batch.num_rows()).take_while(|row| sources.value(*row) == source).count();
        let run = batch.slice(start, same);
        start += same;
        let entry = entry(found, fact, source);
        entry.rows += same as u64;
        let missing = |name: &str| run.column_by_name(name).map_or(0, |values| values.null_count() as u64);
        entry.unattributed += fact.bucketed_by().map_or(0, missing);
        let latest =
            arrow::compute::max(&moments(fact, &run)).and_then(|micros| Timestamp::from_microsecond(micros).ok());
        entry.latest = entry.latest.max(latest);
        for column in &mut entry.completeness {
            column.rows += same as u64;
            column.present += same as u64 - missing(&column.column);
        }
    }
}
