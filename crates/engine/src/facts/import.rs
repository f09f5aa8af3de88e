//! An import: the rows of one source into one canonical table, whole or not at all.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::existing::Table;
use super::gather::{Gathered, gather};
use super::journals::JournalFile;
use super::output::Output;
use super::report::ImportReport;
use super::settle::settle;
use super::{history, repair};
use crate::lake::{Commit, Fact, Journal, Lake, LakeError, Removal, Snapshot, WrittenFile};
use crate::sources::{self, FactSource, SourceError};

/// The application whose transactions, numbered as the imports are, decide whether an import took place.
pub(super) const APPLICATION: &str = "bellwether.import";
/// Under this name the report travels in the metadata of the commit, should the program end before it is noted.
pub(super) const REPORT: &str = "importReport";

/// What an import is told.
pub struct ImportRequest<'a> {
    /// Its id.
    pub import_id: &'a str,
    /// The moment it begins; facts new with it were first seen then.
    pub now: Timestamp,
    /// The company's time zone, in which attributes without a day become those of today.
    pub time_zone: &'a TimeZone,
    /// The mapping applied by the source, as TOML, to be kept.
    pub mapping: &'a str,
    /// Whether to do all but keep the result.
    pub dry_run: bool,
    /// Set from elsewhere, it ends the import, and nothing of it is kept.
    pub cancel: &'a AtomicBool,
    /// Told how far the import has come.
    pub on_progress: &'a mut (dyn FnMut(Progress) + Send),
    /// Where a test wants the program to die.
    #[cfg(test)]
    pub(crate) dies_after: Option<Step>,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It reads the source.
    Reading(sources::Progress),
    /// It looks for the rows among the facts known.
    Comparing {
        /// Files of the table looked through.
        done: u64,
        /// All of them.
        of: u64,
    },
    /// It writes new facts.
    Writing {
        /// Rows written.
        done: u64,
        /// All of them.
        of: u64,
    },
    /// It makes them part of the table.
    Committing,
}

/// A point at which an import may be interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Gathered,
    Compared,
    Written,
    RejectsNoted,
    SupersededNoted,
    FactsCommitted,
}

impl Step {
    #[cfg(test)]
    pub(super) const ALL: [Self; 6] = [
        Self::Gathered,
        Self::Compared,
        Self::Written,
        Self::RejectsNoted,
        Self::SupersededNoted,
        Self::FactsCommitted,
    ];
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The source could not be read to its end.
    #[error("{0}; nothing was imported")]
    Source(#[from] SourceError),
    /// The tables could not be read or written.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// It was asked to end.
    #[error("the import was cancelled; nothing was imported")]
    Cancelled,
    /// Rows are counted in 32 bits.
    #[error("more than {} rows in one import; import the files in several runs", u32::MAX)]
    TooManyRows,
    /// A column is not what the table needs; the fault of a program, not of a file.
    #[error("the rows for the table '{fact}' lack its column '{column}' or give it another type; nothing was imported")]
    Shape {
        /// The table.
        fact: Fact,
        /// The column.
        column: String,
    },
    /// The report could not be written down or read again.
    #[error("the report of an import cannot be written or read: {0}")]
    Report(#[from] serde_json::Error),
    /// A test ended the program here.
    #[cfg(test)]
    #[error("died after {0:?}")]
    Died(&'static str),
}

/// Who watches over an import: it may be cancelled, and its progress is told.
pub(super) struct Watch<'a> {
    cancel: &'a AtomicBool,
    on_progress: &'a mut (dyn FnMut(Progress) + Send),
    #[cfg(test)]
    dies_after: Option<Step>,
}

impl Watch<'_> {
    pub(super) fn tell(&mut self, progress: Progress) -> Result<(), ImportError> {
        (self.on_progress)(progress);
        if self.cancel.load(Ordering::Relaxed) { Err(ImportError::Cancelled) } else { Ok(()) }
    }

    #[cfg_attr(not(test), expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "only tests interrupt"))]
    fn reached(&self, step: Step) -> Result<(), ImportError> {
        #[cfg(test)]
        if self.dies_after == Some(step) {
            return Err(ImportError::Died("a step"));
        }
        tracing::debug!(?step, "import");
        Ok(())
    }
}

/// What an import is about to commit.
struct Prepared {
    report: ImportReport,
    rejects: Option<WrittenFile>,
    superseded: Option<WrittenFile>,
    add: Vec<WrittenFile>,
    remove: Vec<String>,
}

/// Imports the rows of a source.
///
/// Reads, sorts and writes on the calling thread, for as long as it takes.
pub async fn import(
    lake: &Lake,
    source: &mut dyn FactSource,
    request: ImportRequest<'_>,
) -> Result<ImportReport, ImportError> {
    let _lock = lake.lock()?;
    let started = Instant::now();
    let import_seq = 1 + repair::put_right(lake, request.now).await?;
    let fact = source.fact();
    let snapshot = lake.snapshot(fact.name()).await?;
    let mut report = ImportReport::new(import_seq, request.import_id, fact, source.source(), request.now);
    report.mapping = request.mapping.to_owned();
    report.dry_run = request.dry_run;
    let mut watch = Watch {
        cancel: request.cancel,
        on_progress: request.on_progress,
        #[cfg(test)]
        dies_after: request.dies_after,
    };
    let mut prepared = prepare(lake, &snapshot, source, report, request.time_zone, &mut watch)?;
    let report = &mut prepared.report;
    report.finished_at = request.now + SignedDuration::try_from(started.elapsed()).unwrap_or_default();
    watch.tell(Progress::Committing)?;
    if request.dry_run {
        return Ok(prepared.report);
    }
    keep(lake, fact, prepared, &watch).await
}

fn prepare(
    lake: &Lake,
    snapshot: &Snapshot,
    source: &mut dyn FactSource,
    mut report: ImportReport,
    time_zone: &TimeZone,
    watch: &mut Watch<'_>,
) -> Result<Prepared, ImportError> {
    let fact = source.fact();
    let today = report.started_at.to_zoned(time_zone.clone()).date();
    let mut rejects = JournalFile::new(lake, Journal::Rejects, report.dry_run);
    let mut superseded = JournalFile::new(lake, Journal::Superseded, report.dry_run);
    let mut gathered = gather(lake, source, today, &mut report, &mut rejects, watch)?;
    watch.reached(Step::Gathered)?;

    let Gathered { register, undated, .. } = &mut gathered;
    register.number_occurrences();
    register.find_duplicates();
    let table = Table { lake, snapshot, fact };
    let dated = history::date_versions(&table, register, undated, today, &report.source)?;
    let replaced = table.compare(register, &mut superseded, report.import_seq, watch)?;
    register.sort_by_ordinal();
    watch.reached(Step::Compared)?;

    let mut output = Output::new(lake, fact, register.to_write(), report.dry_run);
    settle(&gathered, &replaced, &dated, today, &mut report, &mut rejects, &mut output, watch)?;
    let mut add = output.finish()?;
    for thinned in &replaced.files {
        add.extend(Output::thin(&table, thinned, report.dry_run)?);
    }
    let remove: Vec<String> = replaced.files.iter().map(|thinned| thinned.file.path.clone()).collect();
    let changes = report.added + report.replaced > 0;
    report.version = snapshot.version() + i64::from(changes);
    let (rejects, superseded) = (rejects.finish()?, superseded.finish()?);
    watch.reached(Step::Written)?;
    Ok(Prepared { report, rejects, superseded, add, remove })
}

/// The commit on the fact table decides; what comes before it is taken back, and what comes after it is made up for, by
/// [`repair`](super::repair()) should the program end in between.
async fn keep(lake: &Lake, fact: Fact, prepared: Prepared, watch: &Watch<'_>) -> Result<ImportReport, ImportError> {
    let Prepared { report, rejects, superseded, add, remove } = prepared;
    let at = report.finished_at;
    append(lake, Journal::Rejects, rejects, at).await?;
    watch.reached(Step::RejectsNoted)?;
    append(lake, Journal::Superseded, superseded, at).await?;
    watch.reached(Step::SupersededNoted)?;
    if !(add.is_empty() && remove.is_empty()) {
        let transaction = Some((APPLICATION.to_owned(), report.import_seq));
        let metadata = Map::from_iter([(REPORT.to_owned(), Value::String(serde_json::to_string(&report)?))]);
        let commit =
            Commit { add, remove: Removal::Of(remove), transaction, metadata, ..Commit::new(at, fact.schema()) };
        lake.commit(fact.name(), commit).await?;
    }
    watch.reached(Step::FactsCommitted)?;
    note(lake, &report).await?;
    Ok(report)
}

/// Notes that an import took place.
pub(super) async fn note(lake: &Lake, report: &ImportReport) -> Result<(), ImportError> {
    let mut imports = JournalFile::new(lake, Journal::Imports, false);
    imports.took_place(report)?;
    let commit = Commit::new(report.finished_at, Journal::Imports.schema());
    let transaction = Some((APPLICATION.to_owned(), report.import_seq));
    let add = imports.finish()?.into_iter().collect();
    lake.commit(Journal::Imports.name(), Commit { add, transaction, ..commit }).await?;
    Ok(())
}

async fn append(lake: &Lake, journal: Journal, file: Option<WrittenFile>, at: Timestamp) -> Result<(), LakeError> {
    if let Some(file) = file {
        let commit = Commit { add: vec![file], ..Commit::new(at, journal.schema()) };
        lake.commit(journal.name(), commit).await?;
    }
    Ok(())
}
