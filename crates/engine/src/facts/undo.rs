//! An undo: an import is taken back, as if it had never been and all others had, in their order.
//!
//! What that means for a fact that the import brought:
//!
//! - Nobody else said it: it leaves. Where the import had replaced an earlier word, that comes back, with the number and the moment it
//!   was first seen that it had.
//! - Another import that counts said the same, before or since: the fact stays, as the word of the first of those. Whoever undoes a
//!   mistaken import wants rid of that import, not of what another file says as well; were that file mistaken too, its import is there
//!   to be undone. So it is kept which facts each import found unchanged ([confirmations](super::confirmations)).
//! - A later import replaced it: that one's word stays. A later import left it out: it does not come back.
//!
//! All of it follows from one rule, the [replay](super::replay): the imports that count say again, in their order, what they said of the
//! facts in question. Undoing an undo is the same with the import among them. What was *rejected* is no fact, and stays rejected; who
//! lists what is to be done leaves out the rejects of imports that do not count.
//!
//! The present forgets, the past does not: earlier versions of the tables hold what was known then, so an answer *as known at* a moment
//! before the undo still rests on the import, and so do closed books, against which the change is restated like any fact that comes
//! late. The journal `superseded` notes the facts that left, until when they were known and by which undo they went; what it says of
//! earlier imports stays, for it was so. `restored` notes the facts that came back, so that whoever keeps figures of customers finds
//! those to be told again.
//!
//! An undo has a number of its own and is a [transaction](super::transaction) like an import, with the same commit point; a fact that
//! comes back keeps the number of the import that said it. Of imports made by earlier versions of Bellwether it is not kept what they
//! found unchanged: [`UndoEffects::unkept`] names them, for whoever decides.
//!
//! It costs a look at the keys of all that the imports of the source said of the table, and at whole rows where the word of one replaced
//! another's; memory grows with the facts in question, some hundred bytes each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use arrow::array::{Array, AsArray, RecordBatch};
use jiff::{SignedDuration, Timestamp};

use super::cells::NaturalKeys;
use super::comparison::{FileRemainder, KnownFacts};
use super::error::ImportError;
use super::journals::{JournalFile, moments};
use super::monitor::{Monitor, Progress, Step};
use super::output::Output;
use super::past::{PastImport, past_imports};
use super::replay::{Replay, SINCE_EVER, Saying, Version};
use super::report::ImportReport;
use super::rows_back::{Provenance, RowsBack};
use super::subject::money_of;
use super::transaction::{FactChanges, PendingImport, keep};
use super::{attribution, confirmations, history, left_out, repair};
use crate::lake::{DataFile, Fact, Journal, Lake, LakeError, WriteLock, WrittenFile, undone};

/// What an undo is told.
pub struct UndoRequest<'a> {
    /// The number of the import, or of the undo, to be taken back.
    pub import_seq: i64,
    /// The id of the undo.
    pub undo_id: &'a str,
    /// Who decided it.
    pub by: &'a str,
    /// The moment it begins.
    pub now: Timestamp,
    /// Whether only to find out what it would do.
    pub dry_run: bool,
    /// Set from elsewhere, it ends the undo, and nothing of it is kept.
    pub cancel: &'a AtomicBool,
    /// Told how far the undo has come.
    pub on_progress: &'a mut (dyn FnMut(Progress) + Send),
    /// Where a test wants the program to die.
    #[cfg(test)]
    pub(crate) dies_after: Option<Step>,
}

/// What an undo does to the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoEffects {
    /// The undo itself: how many facts leave, come back or stay.
    pub report: ImportReport,
    /// The import that counts no more, or again.
    pub import: ImportReport,
    /// Whether the import counts again, because an undo is undone.
    pub is_return: bool,
    /// The customers of facts that leave or come back.
    pub customers: BTreeSet<String>,
    /// What the facts that leave are worth, in minor units by currency: amounts of purchases, or of a month.
    pub leaving_minor: BTreeMap<String, i128>,
    /// What those are worth that come back.
    pub returning_minor: BTreeMap<String, i128>,
    /// Later imports of which is not kept what they found unchanged, with how many rows: some may be facts that leave.
    pub unkept: Vec<(i64, u64)>,
}

/// An undo that is ready to be committed; dropped, it leaves nothing.
pub struct PendingUndo<'a> {
    lake: &'a Lake,
    fact: Fact,
    pending: PendingImport,
    monitor: Monitor<'a>,
    effects: UndoEffects,
    _lock: WriteLock,
}

impl PendingUndo<'_> {
    /// What it will do.
    #[must_use]
    pub fn effects(&self) -> &UndoEffects {
        &self.effects
    }

    /// Does it.
    pub async fn commit(self) -> Result<UndoEffects, ImportError> {
        let Self { lake, fact, pending, monitor, mut effects, .. } = self;
        if !effects.report.dry_run {
            let report = keep(lake, fact, pending, monitor.steps()).await?;
            effects.report.attributions = attribution::attribute_after(lake, (&report.by, report.finished_at)).await;
        }
        Ok(effects)
    }
}

/// Finds out what taking an import back does, and writes what is to be committed.
///
/// Reads, sorts and writes on the calling thread, for as long as it takes.
pub async fn prepare_undo<'a>(lake: &'a Lake, request: UndoRequest<'a>) -> Result<PendingUndo<'a>, ImportError> {
    let lock = lake.lock()?;
    let started = Instant::now();
    let last = repair::repair_locked(lake, request.now).await?;
    let past = past_imports(lake).await?;
    let (import, is_return) = import_behind(&past, request.import_seq, last)?;
    let all = past.iter().map(|past| (past.seq(), past.report.undoes)).chain([(last + 1, Some(request.import_seq))]);
    let uncounted = undone(all.collect::<Vec<_>>().into_iter());
    let of_source = past
        .iter()
        .map(|past| &past.report)
        .filter(|report| report.is_import() && (&report.fact, &report.source) == (&import.fact, &import.source));
    let counting: Vec<&ImportReport> = of_source.filter(|report| !uncounted.contains_key(&report.import_seq)).collect();

    let fact = import
        .fact
        .parse::<Fact>()
        .map_err(|error| LakeError::Unreadable { table: Journal::Imports.name().to_owned(), why: error.to_string() })?;
    let snapshot = lake.snapshot(fact.name()).await?;
    let confirmed = confirmations::journal(lake).await?;
    let left_out = left_out::journal(lake).await?;
    let mut report = ImportReport::new(last + 1, request.undo_id, fact, &import.source, request.now);
    report.undoes = Some(request.import_seq);
    request.by.clone_into(&mut report.by);
    report.dry_run = request.dry_run;
    let mut monitor = Monitor {
        cancel: request.cancel,
        on_progress: request.on_progress,
        #[cfg(test)]
        dies_after: request.dies_after,
    };
    let table = KnownFacts { lake, snapshot: &snapshot, fact };
    let mut replay = Replay::of(&table, (&confirmed, &left_out), import)?;
    for (done, import) in counting.iter().enumerate() {
        monitor.tell(Progress::Comparing { done: done as u64, of: counting.len() as u64 })?;
        replay.say(import)?;
    }
    monitor.reached(Step::Read)?;

    let later = counting.iter().filter(|later| later.import_seq > import.import_seq && !later.keeps_unchanged);
    let effects = UndoEffects {
        report,
        import: import.clone(),
        is_return,
        customers: BTreeSet::new(),
        leaving_minor: BTreeMap::new(),
        returning_minor: BTreeMap::new(),
        unkept: later.filter(|later| later.unchanged > 0).map(|later| (later.import_seq, later.unchanged)).collect(),
    };
    let mut undo = Undo {
        lake,
        fact,
        superseded: JournalFile::new(lake, Journal::Superseded, request.dry_run),
        restored: JournalFile::new(lake, Journal::Restored, request.dry_run),
        effects,
    };
    let remainders = undo.take_out(&mut replay, &mut monitor)?;
    monitor.reached(Step::Compared)?;
    let mut add = undo.put_back(&replay, &mut monitor)?;
    for remainder in remainders.iter().filter(|remainder| remainder.stays.true_count() > 0) {
        add.extend(Output::write_remainder(&table, remainder, request.dry_run)?);
    }
    let Undo { superseded, restored, mut effects, .. } = undo;
    let remove: Vec<String> = remainders.into_iter().map(|remainder| remainder.file.path).collect();
    let report = &mut effects.report;
    report.read = report.added + report.replaced + report.unchanged + report.withdrawn;
    report.version = snapshot.version() + i64::from(report.read > 0);
    report.finished_at = request.now + SignedDuration::try_from(started.elapsed()).unwrap_or_default();
    let notes = [None, superseded.finish()?, None, restored.finish()?, None];
    monitor.reached(Step::Written)?;
    monitor.tell(Progress::Committing)?;
    let pending = PendingImport { report: effects.report.clone(), notes, changes: FactChanges { add, remove } };
    Ok(PendingUndo { lake, fact, pending, monitor, effects, _lock: lock })
}

/// The import whose rows an undo of this number is about, and whether they come back.
fn import_behind(past: &[PastImport], seq: i64, last: i64) -> Result<(&ImportReport, bool), ImportError> {
    let find = |seq| past.iter().find(|past| past.seq() == seq).ok_or(ImportError::NoSuchImport { seq, last });
    let mut found = find(seq)?;
    if let Some(by) = found.undone_by {
        return Err(ImportError::AlreadyUndone { seq, by });
    }
    if found.report.attribution.is_some() {
        return Err(ImportError::NotUndoable { seq });
    }
    let mut is_return = false;
    while let Some(undoes) = found.report.undoes {
        found = find(undoes)?;
        is_return = !is_return;
    }
    Ok((&found.report, is_return))
}

/// An undo under way.
struct Undo<'a> {
    lake: &'a Lake,
    fact: Fact,
    superseded: JournalFile<'a>,
    restored: JournalFile<'a>,
    effects: UndoEffects,
}

impl Undo<'_> {
    /// Finds the rows of the table that the replay does not leave as they are; marks what stands.
    fn take_out(
        &mut self,
        replay: &mut Replay<'_>,
        monitor: &mut Monitor<'_>,
    ) -> Result<Vec<FileRemainder>, ImportError> {
        let mut remainders = Vec::new();
        let files = replay.table.snapshot.files();
        for (done, file) in files.iter().enumerate() {
            monitor.tell(Progress::Comparing { done: done as u64, of: files.len() as u64 })?;
            let mut leaving = Vec::new();
            for saying in replay.sayings(file)? {
                let same = |version: &&mut Version| {
                    (version.day, version.import_seq, version.first_seen)
                        == (saying.day, saying.import_seq, saying.first_seen)
                };
                match replay.versions[saying.subject as usize].iter_mut().find(same) {
                    Some(version) => (version.stands, version.is_said) = (true, true),
                    None => leaving.push(saying),
                }
            }
            if leaving.is_empty() {
                continue;
            }
            let is_going = self.sort_out(replay, file, &leaving)?;
            let rows: Vec<usize> = leaving.iter().map(|saying| saying.row).collect();
            let mut told = 0;
            for old in replay.table.whole_rows(file, &rows)? {
                let old = old?;
                self.superseded.note_superseded(self.fact, self.effects.report.import_seq, &old)?;
                self.tell(&old, &is_going[told..told + old.num_rows()], false);
                told += old.num_rows();
            }
            remainders.push(FileRemainder::without(file, file.rows as usize, &rows));
        }
        Ok(remainders)
    }

    /// Counts what becomes of the facts whose rows leave a file; says of which of them the table will no longer say the same.
    fn sort_out(
        &mut self,
        replay: &mut Replay<'_>,
        file: &DataFile,
        leaving: &[Saying],
    ) -> Result<Vec<bool>, ImportError> {
        let contents = replay.contents(file, leaving)?;
        let report = &mut self.effects.report;
        let mut is_going = Vec::with_capacity(leaving.len());
        for (saying, content) in leaving.iter().zip(contents) {
            let next = replay.versions[saying.subject as usize].iter_mut().find(|version| version.day == saying.day);
            let is_same = next.as_ref().is_some_and(|next| next.content == content);
            match next {
                Some(next) if is_same => {
                    next.is_said = true;
                    report.unchanged += 1;
                }
                Some(_) => report.replaced += 1,
                None => report.withdrawn += 1,
            }
            is_going.push(!is_same);
        }
        Ok(is_going)
    }

    /// Writes what the replay left and the table does not say so.
    fn put_back(&mut self, replay: &Replay<'_>, monitor: &mut Monitor<'_>) -> Result<Vec<WrittenFile>, ImportError> {
        let mut missing = Vec::new();
        for (subject, versions) in replay.versions.iter().enumerate() {
            let absent = versions.iter().enumerate().filter(|(_, version)| !version.stands);
            missing.extend(absent.map(|(number, version)| (version.place, subject, number)));
        }
        missing.sort_unstable();
        let report = &mut self.effects.report;
        report.added = missing.len() as u64 - report.replaced - report.unchanged;
        let output = Output::new(self.lake, self.fact, missing.len() as u64, report.dry_run);
        if missing.is_empty() {
            return Ok(output.finish()?);
        }
        let mut back = RowsBack::new(self.lake, self.fact)?;
        let source = back.source(&self.effects.report.source);
        for of_file in missing.chunk_by(|left, right| left.0.file == right.0.file) {
            let versions: Vec<_> =
                of_file.iter().map(|(_, subject, number)| &replay.versions[*subject][*number]).collect();
            let rows: Vec<usize> = versions.iter().map(|version| version.place.row as usize).collect();
            let file = DataFile::named(&replay.files[of_file[0].0.file as usize]);
            let mut told = 0;
            for rows in replay.table.whole_rows(&file, &rows)? {
                let mut rows = rows?;
                let of_rows = &versions[told..told + rows.num_rows()];
                told += rows.num_rows();
                let mut keys = replay.table.keys(&rows)?;
                if self.fact == Fact::Customers {
                    // A version that was said without a day may hold from another one than it did.
                    let days: Vec<_> =
                        of_rows.iter().map(|version| (version.day != SINCE_EVER).then_some(version.day)).collect();
                    rows = history::with_days(&rows, &days)?;
                    let cells = history::cells(&rows, true)?;
                    let mut natural = NaturalKeys::new(&self.effects.report.source, &cells);
                    keys = (0..rows.num_rows()).map(|row| natural.key(row)).collect();
                }
                let is_coming: Vec<bool> = of_rows.iter().map(|version| !version.is_said).collect();
                self.tell(&rows, &is_coming, true);
                let provenances = of_rows.iter().map(|version| {
                    let Version { import_seq, first_seen, .. } = **version;
                    Provenance { source, import_seq, first_seen }
                });
                back.push(&rows, keys, provenances)?;
            }
        }
        back.write(output, (&mut self.restored, self.effects.report.import_seq), monitor)
    }

    /// Adds rows that leave or come back to what is told of the undo.
    fn tell(&mut self, rows: &RecordBatch, counts: &[bool], is_coming: bool) {
        let moments = moments(self.fact, rows);
        let customers =
            self.fact.bucketed_by().and_then(|name| rows.column_by_name(name)).map(AsArray::as_string::<i32>);
        let money = money_of(rows);
        let UndoEffects { report, customers: affected, leaving_minor, returning_minor, .. } = &mut self.effects;
        let sums = if is_coming { returning_minor } else { leaving_minor };
        for row in (0..rows.num_rows()).filter(|row| counts[*row]) {
            if moments.is_valid(row) {
                report.saw_moment(moments.value(row));
            }
            if let Some(customer) = customers.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row))
                && !affected.contains(customer)
            {
                affected.insert(customer.to_owned());
            }
            if let Some((currencies, minor)) = money {
                *sums.entry(currencies.value(row).to_owned()).or_default() += i128::from(minor.value(row));
            }
        }
    }
}
