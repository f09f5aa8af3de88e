//! Importing, whole: small sources against a lake in a folder.

mod common_changes;
mod crashes;
mod customers;
mod keys;
mod left_out;
mod look;
mod model;
mod oddities;
mod overlap;
mod reject_causes;
mod telling;
mod undo;
mod usual_files;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arrow::array::{
    Array, ArrayRef, AsArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray, new_null_array,
};
use arrow::datatypes::{Int64Type, Schema};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::monitor::Step;
use super::*;
use crate::lake::{BUCKETS, Fact, Journal, Lake};
use crate::sources::{
    self, FactBatch, FactSource, Format, LeftOutRows, Pull, Reject, RowPosition, SourceError, SourceFile,
};

/// A source in memory: what it will give, pull by pull.
struct Memory {
    fact: Fact,
    source: String,
    files: Vec<SourceFile>,
    pulls: std::vec::IntoIter<Result<Pull, SourceError>>,
}

impl Memory {
    fn new(fact: Fact, source: &str, files: &[&str], pulls: Vec<Pull>) -> Self {
        let file = |name: &&str| SourceFile {
            name: (*name).to_owned(),
            bytes: 1,
            sha256: Some(format!("sha of {name}")),
            format: Format::default(),
        };
        let pulls = pulls.into_iter().map(Ok).collect::<Vec<_>>().into_iter();
        Self { fact, source: source.to_owned(), files: files.iter().map(file).collect(), pulls }
    }
}

impl FactSource for Memory {
    fn fact(&self) -> Fact {
        self.fact
    }
    fn source(&self) -> &str {
        &self.source
    }
    fn files(&self) -> &[SourceFile] {
        &self.files
    }
    fn next(&mut self) -> Result<Option<Pull>, SourceError> {
        self.pulls.next().transpose()
    }
    fn progress(&self) -> sources::Progress {
        sources::Progress::default()
    }
}

/// A purchase: id, customer, when, how much.
type Purchase<'a> = (Option<&'a str>, Option<&'a str>, i64, i64);

/// Rows of a table in which the named columns are given and the others empty.
fn rows(fact: Fact, given: &[(&str, ArrayRef)]) -> RecordBatch {
    let count = given[0].1.len();
    let columns = fact.columns();
    let column = |name: &str| given.iter().find(|given| given.0 == name).map(|given| given.1.clone());
    let arrays = columns
        .iter()
        .map(|field| column(field.name()).unwrap_or_else(|| new_null_array(field.data_type(), count)))
        .collect();
    RecordBatch::try_new(Arc::new(Schema::new(columns)), arrays).unwrap()
}

fn purchases_in(file: u32, given: &[Purchase<'_>]) -> Pull {
    let text = |of: fn(&Purchase<'_>) -> Option<String>| -> ArrayRef {
        Arc::new(given.iter().map(of).collect::<StringArray>())
    };
    let rows = rows(
        Fact::Purchases,
        &[
            ("purchase_id", text(|row| row.0.map(str::to_owned))),
            ("customer_id", text(|row| row.1.map(str::to_owned))),
            (
                "at",
                Arc::new(
                    TimestampMicrosecondArray::from_iter_values(given.iter().map(|row| row.2)).with_timezone("UTC"),
                ),
            ),
            ("amount_minor", Arc::new(Int64Array::from_iter_values(given.iter().map(|row| row.3)))),
            ("currency", Arc::new(StringArray::from_iter_values(given.iter().map(|_| "GBP")))),
        ],
    );
    let content = given.iter().map(|row| xxhash_rust::xxh3::xxh3_128(format!("{row:?}").as_bytes())).collect();
    let places = (0..given.len()).map(|row| RowPosition { file, row: row as u64 + 2 }).collect();
    Pull { batch: FactBatch { rows, places, content }, rejects: Vec::new(), left_out: None }
}

fn purchases(source: &str, given: &[Purchase<'_>]) -> Memory {
    let pulls = given.chunks(3).map(|rows| purchases_in(0, rows)).collect::<Vec<_>>();
    let mut row = 2;
    let pulls = pulls.into_iter().map(|mut pulled| {
        for place in &mut pulled.batch.places {
            place.row = row;
            row += 1;
        }
        pulled
    });
    Memory::new(Fact::Purchases, source, &["orders.csv"], pulls.collect())
}

/// As [`purchases`], of a source that leaves rows of these ids out, before and after the others.
fn purchases_without(source: &str, given: &[Purchase<'_>], left_out: &[&str]) -> Memory {
    let mut memory = purchases(source, given);
    let mut pulls: Vec<_> = memory.pulls.collect();
    for (at, ids) in left_out.chunks(2).enumerate() {
        let ids: ArrayRef = Arc::new(ids.iter().copied().map(Some).collect::<StringArray>());
        let keys = RecordBatch::try_from_iter([("purchase_id", ids)]).unwrap();
        let left_out = LeftOutRows { keys: Some(keys), contents: Vec::new() };
        let pulled = Pull { left_out: Some(left_out), ..purchases_in(0, &[]) };
        pulls.insert(if at % 2 == 0 { 0 } else { pulls.len() }, Ok(pulled));
    }
    memory.pulls = pulls.into_iter();
    memory
}

/// How a test imports.
struct How {
    id: &'static str,
    now: Timestamp,
    dry_run: bool,
    cancelled: bool,
    dies_after: Option<Step>,
}

impl Default for How {
    fn default() -> Self {
        let now = "2026-03-05T23:30:00Z".parse().unwrap();
        Self { id: "01J", now, dry_run: false, cancelled: false, dies_after: None }
    }
}

async fn import_as(lake: &Lake, mut source: impl FactSource, how: How) -> Result<ImportReport, ImportError> {
    let request = ImportRequest {
        import_id: how.id,
        by: "ann",
        now: how.now,
        time_zone: &TimeZone::fixed(jiff::tz::offset(1)),
        mapping: "amount = \"Total\"",
        complete_through: None,
        dry_run: how.dry_run,
        threads: 2,
        cancel: &AtomicBool::new(how.cancelled),
        on_progress: &mut |_| {},
        dies_after: how.dies_after,
    };
    import(lake, &mut source, request).await
}

async fn imported(lake: &Lake, source: impl FactSource) -> ImportReport {
    import_as(lake, source, How::default()).await.unwrap()
}

/// Rows read, added, replaced, unchanged, repeated, rejected.
fn counts(report: &ImportReport) -> [u64; 6] {
    let counts = [report.added, report.replaced, report.unchanged, report.repeated, report.rejected];
    assert_eq!(report.read, counts.iter().sum::<u64>(), "{report:?}");
    [report.read, counts[0], counts[1], counts[2], counts[3], counts[4]]
}

/// Takes an import or undo back as a test imports.
async fn undo_as(lake: &Lake, import_seq: i64, how: How) -> Result<UndoEffects, ImportError> {
    let cancel = AtomicBool::new(how.cancelled);
    let mut on_progress = |_| {};
    let request = UndoRequest {
        import_seq,
        undo_id: how.id,
        by: "ann",
        now: how.now,
        dry_run: how.dry_run,
        cancel: &cancel,
        on_progress: &mut on_progress,
        dies_after: how.dies_after,
    };
    let pending = prepare_undo(lake, request).await?;
    pending.commit().await
}

async fn undone(lake: &Lake, import_seq: i64) -> UndoEffects {
    undo_as(lake, import_seq, How::default()).await.unwrap()
}

async fn lake() -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    (folder, lake)
}

async fn batches(lake: &Lake, table: &str) -> Vec<RecordBatch> {
    let snapshot = lake.snapshot(table).await.unwrap();
    let read = snapshot.files().iter().flat_map(|file| lake.read_file(&snapshot, file, &[]).unwrap());
    read.collect::<Result<_, _>>().unwrap()
}

/// One column of a table as text, sorted.
async fn texts(lake: &Lake, table: &str, column: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for batch in batches(lake, table).await {
        let column = arrow::compute::cast(&batch[column], &arrow::datatypes::DataType::Utf8).unwrap();
        texts.extend(column.as_string::<i32>().iter().map(|text| text.unwrap_or("-").to_owned()));
    }
    texts.sort();
    texts
}

async fn amounts(lake: &Lake) -> Vec<i64> {
    let mut amounts: Vec<i64> = Vec::new();
    for batch in batches(lake, "purchases").await {
        amounts.extend(batch["amount_minor"].as_primitive::<Int64Type>().values());
    }
    amounts.sort_unstable();
    amounts
}

async fn version(lake: &Lake, table: &str) -> i64 {
    lake.snapshot(table).await.unwrap().version()
}
