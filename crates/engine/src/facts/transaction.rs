//! An import as a transaction: which commit decides that it took place, and what is committed before and after it?
//!
//! Several tables change, and Delta commits one table at a time, so the order carries the meaning. Before the commit point come the
//! rows of the [journals that note](Journal::NOTES) what becomes of facts: should the program end there,
//! [`repair`](super::repair()) takes them back by the number of the import. The commit point is the commit on the fact table, which
//! carries the number as a Delta transaction and the report as metadata. After it comes the row of `imports`: should it be missing,
//! repair writes it from that report. An import that changes no fact has nothing to commit there, and its row in `imports` is its
//! commit point. An undo is the same transaction.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::error::ImportError;
use super::journals::JournalFile;
use super::monitor::{Step, Steps};
use super::report::ImportReport;
use super::{attribution_due, witness};
use crate::lake::{Commit, Fact, Journal, Lake, LakeError, Removal, WrittenFile};

/// The application whose transactions, numbered as the imports are, decide whether an import took place.
pub(super) const APPLICATION: &str = "bellwether.import";
/// Under this name the report travels in the metadata of the commit, should the program end before it is noted.
pub(super) const REPORT: &str = "importReport";

/// The files by which an import changes a fact table.
pub(super) struct FactChanges {
    pub(super) add: Vec<WrittenFile>,
    pub(super) remove: Vec<String>,
}

/// What an import or undo is about to commit.
pub(super) struct PendingImport {
    pub(super) report: ImportReport,
    /// What it wrote for each of the journals that note.
    pub(super) notes: [Option<WrittenFile>; Journal::NOTES.len()],
    pub(super) changes: FactChanges,
}

/// Commits in the order that the [module](self) explains.
pub(super) async fn keep(
    lake: &Lake,
    fact: Fact,
    pending: PendingImport,
    steps: Steps,
) -> Result<ImportReport, ImportError> {
    let PendingImport { report, notes, mut changes } = pending;
    // A disk that fails is better known before anything is noted.
    for file in &mut changes.add {
        file.wait_for_disk()?;
    }
    // If the program ends after one of these, no fact has changed, and repair takes the rows back.
    for (journal, file) in Journal::NOTES.into_iter().zip(notes) {
        commit_journal(lake, journal, file, report.finished_at).await?;
        steps.reached(Step::Noted(journal))?;
    }
    commit_facts(lake, fact, changes, &report).await?;
    // If the program ends here, the import took place, and repair notes it.
    steps.reached(Step::FactsCommitted)?;
    commit_import(lake, &report).await?;
    Ok(report)
}

/// The commit point: the facts count from here on, and the commit itself says with which import and what was reported.
///
/// Does nothing where no fact changes, so that importing a file again adds no version to the table.
async fn commit_facts(lake: &Lake, fact: Fact, changes: FactChanges, report: &ImportReport) -> Result<(), ImportError> {
    let FactChanges { add, remove } = changes;
    if add.is_empty() && remove.is_empty() {
        return Ok(());
    }
    let transaction = Some((APPLICATION.to_owned(), report.import_seq));
    let metadata = Map::from_iter([(REPORT.to_owned(), Value::String(serde_json::to_string(report)?))]);
    let empty = Commit::new(report.finished_at, fact.schema());
    let commit = Commit { add, remove: Removal::Of(remove), transaction, metadata, ..empty };
    lake.commit(fact.name(), commit).await?;
    Ok(())
}

/// Notes in `imports` that an import took place. The Delta transaction makes its number the last one, by which the next import
/// counts on.
pub(super) async fn commit_import(lake: &Lake, report: &ImportReport) -> Result<(), ImportError> {
    let mut imports = JournalFile::new(lake, Journal::Imports, false);
    imports.note_import(report)?;
    let commit = Commit::new(report.finished_at, Journal::Imports.schema());
    let transaction = Some((APPLICATION.to_owned(), report.import_seq));
    let add = imports.finish()?.into_iter().collect();
    let mut metadata = witness::versions(lake)?;
    metadata.extend(attribution_due::due_after(lake, report).await?);
    lake.commit(Journal::Imports.name(), Commit { add, transaction, metadata, ..commit }).await?;
    Ok(())
}

/// Appends the rows an import leaves in a journal, before the commit point.
async fn commit_journal(
    lake: &Lake,
    journal: Journal,
    file: Option<WrittenFile>,
    at: Timestamp,
) -> Result<(), LakeError> {
    if let Some(file) = file {
        let commit = Commit { add: vec![file], ..Commit::new(at, journal.schema()) };
        lake.commit(journal.name(), commit).await?;
    }
    Ok(())
}
