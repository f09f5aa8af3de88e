//! An import: the rows of one source into one canonical table, whole or not at all.
//!
//! It goes in steps, each over all rows before the next begins, because what becomes of a row may depend on any other row of the
//! import and of the table:
//!
//! 1. [`Intake`] reads the source once: every row gets its key and is staged on disk.
//! 2. The [register](super::register) finds rows of one key within the import.
//! 3. [`history`] decides about customers' attributes that came without a day.
//! 4. [`KnownFacts`] finds the keys the table has already, and says which rows change nothing, which replace a fact, and which facts
//!    leave because the source now leaves them out.
//! 5. [`write_facts`] reads the staged rows back, bucket by bucket on all threads, and writes what is new.
//! 6. The [transaction](super::transaction) commits.
//!
//! Invariants: nothing before step 6 touches a table, so an error, a cancellation or a crash there leaves files that no commit
//! names, which are removed when dropped or by the next writer's sweep. The lock of writers is held from before the table is
//! read until the last commit, so the table compared with is the table committed to.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use bellwether_model::Day;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::comparison::KnownFacts;
use super::error::ImportError;
use super::intake::Intake;
use super::journals::JournalFile;
use super::look_builder::LookPlan;
use super::monitor::{Monitor, Progress, Step};
use super::output::{Output, OutputPlan};
use super::report::ImportReport;
use super::transaction::{FactChanges, PendingImport, keep};
use super::write::{Resolution, write_facts};
use super::{attribution, history, repair};
use crate::lake::{Journal, Lake, Snapshot};
use crate::sources::FactSource;

/// So many keys of rows that are left out stand together in the journal.
const KEYS_AT_ONCE: usize = 65_536;

/// What an import is told.
pub struct ImportRequest<'a> {
    /// Its id.
    pub import_id: &'a str,
    /// Who decided it.
    pub by: &'a str,
    /// The moment it begins; facts new with it were first seen then.
    pub now: Timestamp,
    /// The company's time zone, in which attributes without a day become those of today.
    pub time_zone: &'a TimeZone,
    /// The mapping applied by the source, as TOML, to be kept.
    pub mapping: &'a str,
    /// Up to this day nothing that happened is missing of what the source tells; absent where nobody says so.
    pub complete_through: Option<Day>,
    /// Whether to do all but keep the result.
    pub dry_run: bool,
    /// How many threads may write at once. Rows are read, mapped and keyed on as many as the computer has.
    pub threads: usize,
    /// Set from elsewhere, it ends the import, and nothing of it is kept.
    pub cancel: &'a AtomicBool,
    /// Told how far the import has come.
    pub on_progress: &'a mut (dyn FnMut(Progress) + Send),
    /// Where a test wants the program to die.
    #[cfg(test)]
    pub(crate) dies_after: Option<Step>,
}

/// Imports the rows of a source.
///
/// Reads on the calling thread, for as long as it takes, and waits there for those that write.
pub async fn import(
    lake: &Lake,
    source: &mut dyn FactSource,
    request: ImportRequest<'_>,
) -> Result<ImportReport, ImportError> {
    let _lock = lake.lock()?;
    let started = Instant::now();
    // First of all, for the number of this import must not be that of one that took place and was not noted, nor may its rows
    // join what an interrupted one of the same number left in the journals.
    let import_seq = 1 + repair::repair_locked(lake, request.now).await?;
    let fact = source.fact();
    let snapshot = lake.snapshot(fact.name()).await?;
    let mut report = ImportReport::new(import_seq, request.import_id, fact, source.source(), request.now);
    report.mapping = request.mapping.to_owned();
    request.by.clone_into(&mut report.by);
    report.columns = source.columns();
    report.complete_through = request.complete_through;
    report.dry_run = request.dry_run;
    let mut monitor = Monitor {
        cancel: request.cancel,
        on_progress: request.on_progress,
        #[cfg(test)]
        dies_after: request.dies_after,
    };
    let mut pending = prepare(lake, &snapshot, source, report, (request.time_zone, request.threads), &mut monitor)?;
    let report = &mut pending.report;
    report.finished_at = request.now + SignedDuration::try_from(started.elapsed()).unwrap_or_default();
    monitor.tell(Progress::Committing)?;
    if request.dry_run {
        return Ok(pending.report);
    }
    // A mapping by which no row can be read is none, whatever it was agreed to for.
    if pending.report.rejected == pending.report.read
        && let Some(reject) = pending.report.usual_reject()
    {
        return Err(ImportError::all_rejected(&pending.report, reject));
    }
    let mut report = keep(lake, fact, pending, monitor.steps()).await?;
    report.attributions = attribution::attribute_after(lake, (&report.by, report.finished_at)).await;
    Ok(report)
}

fn prepare(
    lake: &Lake,
    snapshot: &Snapshot,
    source: &mut dyn FactSource,
    mut report: ImportReport,
    (time_zone, threads): (&TimeZone, usize),
    monitor: &mut Monitor<'_>,
) -> Result<PendingImport, ImportError> {
    let fact = source.fact();
    let today = report.started_at.to_zoned(time_zone.clone()).date();
    let mut rejects = JournalFile::new(lake, Journal::Rejects, report.dry_run);
    let mut superseded = JournalFile::new(lake, Journal::Superseded, report.dry_run);
    let mut confirmed = JournalFile::new(lake, Journal::Confirmed, report.dry_run);
    let mut left_out = JournalFile::new(lake, Journal::LeftOut, report.dry_run);
    let mut intake = Intake::read(lake, source, today, &mut report, (&mut rejects, &mut left_out), monitor)?;
    (report.today, report.undated) = (Some(today), intake.undated.len() as u64);
    monitor.reached(Step::Read)?;

    let Intake { register, undated, .. } = &mut intake;
    // The order matters: only numbered rows have their final keys, only rows that count within the import may date a version or
    // replace a fact, and a row dated today may meet the key of another one.
    for keys in register.number_occurrences()?.chunks(KEYS_AT_ONCE) {
        left_out.note_left_out(&report, keys)?;
    }
    register.find_duplicates()?;
    let table = KnownFacts { lake, snapshot, fact };
    let dated = history::date_versions(&table, register, undated, today, &report, &mut confirmed)?;
    register.sort_left_out()?;
    let replaced = table.compare(register, &mut superseded, &mut confirmed, &report, monitor)?;
    (report.withdrawn, report.withdrawn_minor) = (replaced.withdrawn, replaced.withdrawn_minor.clone());
    register.forget_entries();
    monitor.reached(Step::Compared)?;

    // Rows of the import and remainders of the files they replace facts in are committed together: a reader never sees a key twice
    // or not at all.
    let output = OutputPlan::new(lake, fact, register.to_write(), report.dry_run);
    let resolution = Resolution { replaced: &replaced, dated: &dated, today, time_zone, threads };
    let source = report.source.clone();
    let rows = (intake.register.len() as u64, intake.register.to_write(), intake.period);
    let look = LookPlan::new((lake, snapshot, fact), &source, (time_zone, today), rows, &replaced.keys);
    let mut add = write_facts(&intake, &resolution, &output, &mut report, (&mut rejects, &look), monitor)?;
    // Told among what looks odd, they are not kept beside it.
    let (taken, changes) = (std::mem::take(&mut report.taken), std::mem::take(&mut report.changes));
    report.oddities.extend(taken.odd().into_iter().chain(changes.odd()));
    for remainder in &replaced.files {
        add.extend(Output::write_remainder(&table, remainder, report.dry_run)?);
    }
    let remove: Vec<String> = replaced.files.iter().map(|remainder| remainder.file.path.clone()).collect();
    let changes = report.added + report.replaced + report.withdrawn > 0;
    report.version = snapshot.version() + i64::from(changes);
    let notes = [rejects.finish()?, superseded.finish()?, confirmed.finish()?, None, left_out.finish()?];
    monitor.reached(Step::Written)?;
    Ok(PendingImport { report, notes, changes: FactChanges { add, remove } })
}
