//! Repair: after a crash, did the last import take place or not?
//!
//! It did if the fact table's log says so; then its row in `imports` is written from the report that travelled with the commit. If
//! it did not, what it had already noted in the other journals is taken back. An undo is repaired in the same way.
//!
//! Each import begins with this under the same lock, so at most one import can be in doubt, and its number is the one after the
//! last in `imports`. A crash during repair is repaired by the next one: each of its steps is one commit, and none is done twice,
//! because each asks the tables whether it is still due. Data files that no commit names are the sweep's business, not ours.

use arrow::array::AsArray;
use jiff::Timestamp;
use serde_json::Value;

use super::error::ImportError;
use super::past::past_imports;
use super::rejects::first_rejects;
use super::report::ImportReport;
use super::transaction::{APPLICATION, REPORT, commit_import};
use super::{attribution, attribution_due};
use crate::lake::{Commit, Fact, Journal, Lake, LakeError, Removal};

/// Puts right what an import that was interrupted left behind. While another process imports there is nothing to do: what looks
/// interrupted is then most likely under way, and the next import repairs in any case.
pub async fn repair(lake: &Lake, now: Timestamp) -> Result<(), ImportError> {
    if !is_interrupted(lake).await? {
        return Ok(());
    }
    match lake.lock() {
        Ok(_lock) => repair_locked(lake, now).await.map(drop),
        Err(error) if error.is_busy() => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The report of the import of this id if it took place, whatever it was interrupted by since. Who begins it again asks this first.
pub async fn took_place(lake: &Lake, import_id: &str, now: Timestamp) -> Result<Option<ImportReport>, ImportError> {
    let _lock = lake.lock()?;
    repair_locked(lake, now).await?;
    let snapshot = lake.snapshot(Journal::Imports.name()).await?;
    for file in snapshot.files() {
        for batch in lake.read_file(&snapshot, file, &["import_id", "report"])? {
            let batch = batch?;
            let [ids, reports] = [0, 1].map(|column| batch.column(column).as_string::<i32>());
            if let Some(row) = (0..batch.num_rows()).find(|row| ids.value(*row) == import_id) {
                let mut report: ImportReport = serde_json::from_str(reports.value(row))?;
                report.first_rejects = first_rejects(lake, &report).await?;
                return Ok(Some(report));
            }
        }
    }
    Ok(None)
}

/// As [`repair`], under a lock already held; gives the number of the last import that took place.
pub(super) async fn repair_locked(lake: &Lake, now: Timestamp) -> Result<i64, ImportError> {
    let mut last = lake.transaction(Journal::Imports.name(), APPLICATION).await?.unwrap_or(0);
    // The row of `imports` comes first: it decides below whether the rows of the journals stay.
    if let Some((fact, seq)) = committed_after(lake, last).await? {
        commit_import(lake, &report_of(lake, fact, seq)?).await?;
        last = seq;
    }
    for journal in Journal::NOTES {
        let remove = files_after(lake, journal, last).await?;
        if !remove.is_empty() {
            let remove = Removal::Of(remove);
            lake.commit(journal.name(), Commit { remove, ..Commit::new(now, journal.schema()) }).await?;
        }
    }
    let attributions = attribution::attribute_due(lake, (&last_by(lake).await?, now)).await?;
    Ok(last + attributions.len() as i64)
}

/// Who decided the last import or undo, from which follows what is due.
async fn last_by(lake: &Lake) -> Result<String, ImportError> {
    if attribution_due::due(lake)?.is_empty() {
        return Ok(String::new());
    }
    Ok(past_imports(lake).await?.pop().map_or_else(String::new, |past| past.report.by))
}

/// Reads without the lock, so that whoever only looks at the company never waits for it.
async fn is_interrupted(lake: &Lake) -> Result<bool, LakeError> {
    let last = lake.transaction(Journal::Imports.name(), APPLICATION).await?.unwrap_or(0);
    let mut found = committed_after(lake, last).await?.is_some();
    for journal in Journal::NOTES {
        found = found || !files_after(lake, journal, last).await?.is_empty();
    }
    Ok(found || !attribution_due::due(lake)?.is_empty())
}

/// The fact table that an import after the `last` noted one was committed to.
async fn committed_after(lake: &Lake, last: i64) -> Result<Option<(Fact, i64)>, LakeError> {
    for fact in Fact::ALL {
        let Some(seq) = lake.transaction(fact.name(), APPLICATION).await?.filter(|seq| *seq > last) else { continue };
        // At most one import is in doubt; more is no interruption.
        if seq > last + 1 {
            let why = format!("it ends with import {last}, though facts of import {seq} are there");
            return Err(LakeError::Unreadable { table: Journal::Imports.name().to_owned(), why });
        }
        return Ok(Some((fact, seq)));
    }
    Ok(None)
}

/// Files of a journal that imports after the `last` noted one wrote; known from the statistics of the log, without opening them.
async fn files_after(lake: &Lake, journal: Journal, last: i64) -> Result<Vec<String>, LakeError> {
    let snapshot = lake.snapshot(journal.name()).await?;
    let later = snapshot
        .files()
        .iter()
        .filter(|file| file.statistics["maxValues"][journal.written_by()].as_i64().is_some_and(|seq| seq > last));
    Ok(later.map(|file| file.path.clone()).collect())
}

/// The report that travelled with an import's commit. It is most likely the latest one, so the log is searched
/// backwards.
fn report_of(lake: &Lake, fact: Fact, seq: i64) -> Result<ImportReport, ImportError> {
    for version in (0..=lake.latest_version(fact.name())?).rev() {
        if let Some(Value::String(text)) = lake.commit_metadata(fact.name(), version)?.get(REPORT) {
            let report: ImportReport = serde_json::from_str(text)?;
            if report.import_seq == seq {
                return Ok(report);
            }
        }
    }
    let why = format!("import {seq} was committed without its report");
    Err(LakeError::Unreadable { table: fact.name().to_owned(), why }.into())
}
