//! What is known already: which rows of an import repeat facts of the table, which replace them, and which facts does it leave out?
//!
//! Only the keys of the table are read through; whole rows only from files in which a key was found. Keys know nothing of buckets:
//! a corrected row may name another customer and thus lie in another bucket than the fact it replaces. So every file is looked at.
//!
//! Invariant: the table holds each key once, so a row of the import meets at most one fact.

use std::collections::BTreeMap;

use arrow::array::{AsArray, BooleanArray, RecordBatch, UInt32Array};
use arrow::compute::take_record_batch;
use arrow::datatypes::TimestampMicrosecondType;

use super::cells::Cells;
use super::confirmations::Confirmation;
use super::entries::Entry;
use super::error::ImportError;
use super::journals::JournalFile;
use super::monitor::{Monitor, Progress};
use super::register::{Outcome, Register};
use super::replaced_subjects::ReplacedSubjects;
use super::report::ImportReport;
use super::subject::money_of;
use crate::lake::{DataFile, Fact, Lake, LakeError, Snapshot};

/// Facts that rows of the import take the place of.
#[derive(Debug, Default)]
pub(super) struct Replacements {
    /// For rows that replace a fact, when that was first seen; by ordinal.
    pub(super) first_seen: Vec<(u32, i64)>,
    /// The keys of those rows, and of facts that leave.
    pub(super) keys: foldhash::HashSet<u128>,
    /// What the facts were about.
    pub(super) subjects: ReplacedSubjects,
    /// The files they lie in.
    pub(super) files: Vec<FileRemainder>,
    /// Facts that leave because the source leaves them out, and what they are worth, in minor units by currency.
    pub(super) withdrawn: u64,
    pub(super) withdrawn_minor: BTreeMap<String, i128>,
}

/// A file that some rows are to be taken out of.
#[derive(Debug)]
pub(super) struct FileRemainder {
    pub(super) file: DataFile,
    /// Rows that stay, in the order of the file.
    pub(super) stays: BooleanArray,
}

/// A row of a file whose key a row of the import has too, be it one that counts or one that is left out.
struct Match {
    row: usize,
    key: u128,
    entry: Option<Entry>,
}

/// A fact table as it is before the import.
pub(super) struct KnownFacts<'a> {
    pub(super) lake: &'a Lake,
    pub(super) snapshot: &'a Snapshot,
    pub(super) fact: Fact,
}

impl<'a> KnownFacts<'a> {
    /// Some rows of a file, whole; by ascending position.
    pub(super) fn whole_rows<'r>(
        &'r self,
        file: &DataFile,
        wanted: &'r [usize],
    ) -> Result<impl Iterator<Item = Result<RecordBatch, LakeError>> + use<'r, 'a>, LakeError> {
        let (mut start, mut next) = (0, 0);
        Ok(self.lake.read_file(self.snapshot, file, &[])?.map(move |batch| {
            let batch = batch?;
            let end = start + batch.num_rows();
            let until = next + wanted[next..].partition_point(|row| *row < end);
            let rows: UInt32Array = wanted[next..until].iter().map(|row| (row - start) as u32).collect();
            (start, next) = (end, until);
            take_record_batch(&batch, &rows).map_err(LakeError::columns(self.fact.name()))
        }))
    }

    /// The keys of rows of the table.
    pub(super) fn keys(&self, rows: &RecordBatch) -> Result<Vec<u128>, ImportError> {
        let lacks = || ImportError::Shape { fact: self.fact, column: "key".to_owned() };
        let keys = rows.column_by_name("key").ok_or_else(lacks)?.as_binary::<i32>();
        let keys = keys.iter().map(|key| key.and_then(|key| key.try_into().ok()).map(u128::from_be_bytes));
        keys.collect::<Option<Vec<_>>>().ok_or_else(lacks)
    }

    /// Sets the outcome of each row whose key the table has; what is replaced goes to the journal.
    pub(super) fn compare(
        &self,
        register: &mut Register,
        superseded: &mut JournalFile<'_>,
        confirmed: &mut JournalFile<'_>,
        report: &ImportReport,
        monitor: &mut Monitor<'_>,
    ) -> Result<Replacements, ImportError> {
        let mut replaced = Replacements::default();
        let files = self.snapshot.files();
        for (number, file) in files.iter().enumerate() {
            monitor.tell(Progress::Comparing { done: number as u64, of: files.len() as u64 })?;
            let found = self.find(file, register)?;
            if !found.is_empty() {
                let seq = report.import_seq;
                let said_again = self.compare_file(file, &found, register, superseded, seq, &mut replaced)?;
                confirmed.note_confirmed(report, &Confirmation::of_rows(file, false, &said_again))?;
            }
        }
        replaced.first_seen.sort_unstable();
        replaced.subjects.sort();
        Ok(replaced)
    }

    fn find(&self, file: &DataFile, register: &Register) -> Result<Vec<Match>, ImportError> {
        let mut found = Vec::new();
        let mut row = 0;
        for batch in self.lake.read_file(self.snapshot, file, &["key"])? {
            let batch = batch?;
            for key in batch.column(0).as_binary::<i32>() {
                let key = key.and_then(|key| key.try_into().ok()).map(u128::from_be_bytes);
                if let Some(key) = key {
                    let entry = register.find(key)?;
                    let is_met = match entry {
                        // What repeats or contradicts an earlier row of the import never reaches the table.
                        Some(entry) => register.outcome(entry.ordinal) == Outcome::Added,
                        None => register.is_left_out(key)?,
                    };
                    if is_met {
                        found.push(Match { row, key, entry });
                    }
                }
                row += 1;
            }
        }
        Ok(found)
    }

    /// Gives the rows of the file that the import says again.
    fn compare_file(
        &self,
        file: &DataFile,
        found: &[Match],
        register: &mut Register,
        superseded: &mut JournalFile<'_>,
        import_seq: i64,
        replaced: &mut Replacements,
    ) -> Result<Vec<usize>, ImportError> {
        let columns = self.fact.columns();
        let (mut leaving, mut said_again) = (Vec::new(), Vec::new());
        let (mut start, mut next) = (0, 0);
        for batch in self.lake.read_file(self.snapshot, file, &[])? {
            let batch = batch?;
            let cells = Cells::new(&batch, columns.iter().map(|field| field.name().as_str()));
            let cells = cells.map_err(|column| ImportError::Shape { fact: self.fact, column })?;
            let contents = cells.contents(batch.num_rows());
            let first_seen = batch.column_by_name("first_seen").map(AsArray::as_primitive::<TimestampMicrosecondType>);
            let leaving_before = leaving.len();
            let mut taken = Vec::new();
            let mut withdrawn = Vec::new();
            while let Some(Match { row, key, entry }) =
                found.get(next).filter(|found| found.row < start + batch.num_rows())
            {
                let within = row - start;
                next += 1;
                let Some(entry) = entry else {
                    replaced.keys.insert(*key);
                    leaving.push(*row);
                    withdrawn.push(within);
                    continue;
                };
                // The table stores no hash of a fact: it is computed from the stored cells, as it was for the row.
                if contents[within] == entry.content {
                    register.set_outcome(entry.ordinal, Outcome::Unchanged);
                    said_again.push(*row);
                } else {
                    register.set_outcome(entry.ordinal, Outcome::Replacing);
                    replaced.keys.insert(entry.key);
                    replaced.first_seen.push((entry.ordinal, first_seen.map_or(0, |seen| seen.value(within))));
                    leaving.push(*row);
                    taken.push((within, entry.ordinal));
                }
            }
            replaced.subjects.note(self.fact, &batch, &taken)?;
            replaced.withdraw(&batch, &withdrawn);
            let old: UInt32Array = leaving[leaving_before..].iter().map(|row| (row - start) as u32).collect();
            let old = take_record_batch(&batch, &old).map_err(LakeError::columns(self.fact.name()))?;
            superseded.note_superseded(self.fact, import_seq, &old)?;
            start += batch.num_rows();
        }
        if !leaving.is_empty() {
            replaced.files.push(FileRemainder::without(file, start, &leaving));
        }
        Ok(said_again)
    }
}

impl Replacements {
    /// Counts facts that leave.
    fn withdraw(&mut self, facts: &RecordBatch, rows: &[usize]) {
        self.withdrawn += rows.len() as u64;
        let Some((currencies, minor)) = money_of(facts) else { return };
        for row in rows {
            let sum = self.withdrawn_minor.entry(currencies.value(*row).to_owned()).or_default();
            *sum += i128::from(minor.value(*row));
        }
    }
}

impl FileRemainder {
    /// What stays of a file of so many rows without some of them. Data files never change: the remainder is written anew and takes the
    /// file's place in the commit.
    pub(super) fn without(file: &DataFile, rows: usize, leaving: &[usize]) -> Self {
        let mut stays = vec![true; rows];
        for row in leaving {
            stays[*row] = false;
        }
        Self { file: file.clone(), stays: stays.into() }
    }
}
