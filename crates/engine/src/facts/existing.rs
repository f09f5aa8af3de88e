//! What is known already: which rows of an import repeat facts of the table, and which replace them?
//!
//! Only the keys of the table are read through; whole rows only from files in which a key was found. A customer may have moved to
//! another bucket since, so every file is looked at.

use arrow::array::{AsArray, BooleanArray, UInt32Array};
use arrow::compute::take_record_batch;
use arrow::datatypes::TimestampMicrosecondType;

use super::cells::Cells;
use super::import::{ImportError, Progress, Watch};
use super::journals::JournalFile;
use super::register::{Entry, Fate, Register};
use crate::lake::{DataFile, Fact, Lake, LakeError, Snapshot};

/// Facts that rows of the import take the place of.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    /// For rows that replace a fact, when that was first seen; by ordinal.
    pub(super) first_seen: Vec<(u32, i64)>,
    /// The files they lie in.
    pub(super) files: Vec<ThinnedFile>,
}

/// A file that some rows are to be taken out of.
#[derive(Debug)]
pub(super) struct ThinnedFile {
    pub(super) file: DataFile,
    /// Rows that stay, in the order of the file.
    pub(super) stays: BooleanArray,
}

struct Found {
    row: usize,
    entry: Entry,
}

pub(super) struct Table<'a> {
    pub(super) lake: &'a Lake,
    pub(super) snapshot: &'a Snapshot,
    pub(super) fact: Fact,
}

impl Table<'_> {
    /// Settles the fate of each row whose key the table has; what is replaced goes to the journal.
    pub(super) fn compare(
        &self,
        register: &mut Register,
        superseded: &mut JournalFile<'_>,
        import_seq: i64,
        watch: &mut Watch<'_>,
    ) -> Result<Replaced, ImportError> {
        let mut replaced = Replaced::default();
        let files = self.snapshot.files();
        for (number, file) in files.iter().enumerate() {
            watch.tell(Progress::Comparing { done: number as u64, of: files.len() as u64 })?;
            let found = self.find(file, register)?;
            if !found.is_empty() {
                self.compare_file(file, &found, register, superseded, import_seq, &mut replaced)?;
            }
        }
        replaced.first_seen.sort_unstable();
        Ok(replaced)
    }

    fn find(&self, file: &DataFile, register: &Register) -> Result<Vec<Found>, ImportError> {
        let mut found = Vec::new();
        let mut row = 0;
        for batch in self.lake.read_file(self.snapshot, file, &["key"])? {
            let batch = batch?;
            for key in batch.column(0).as_binary::<i32>() {
                let key = key.and_then(|key| key.try_into().ok()).map(u128::from_be_bytes);
                let entry = key.and_then(|key| register.find(key));
                let entry = entry.filter(|entry| register.fate(entry.ordinal) == Fate::Added);
                found.extend(entry.map(|entry| Found { row, entry }));
                row += 1;
            }
        }
        Ok(found)
    }

    fn compare_file(
        &self,
        file: &DataFile,
        found: &[Found],
        register: &mut Register,
        superseded: &mut JournalFile<'_>,
        import_seq: i64,
        replaced: &mut Replaced,
    ) -> Result<(), ImportError> {
        let columns = self.fact.columns();
        let mut leaving = Vec::new();
        let (mut start, mut next, mut bytes) = (0, 0, Vec::new());
        for batch in self.lake.read_file(self.snapshot, file, &[])? {
            let batch = batch?;
            let cells = Cells::new(&batch, columns.iter().map(|field| field.name().as_str()));
            let cells = cells.map_err(|column| ImportError::Shape { fact: self.fact, column })?;
            let first_seen = batch.column_by_name("first_seen").map(AsArray::as_primitive::<TimestampMicrosecondType>);
            let leaving_before = leaving.len();
            while let Some(Found { row, entry }) = found.get(next).filter(|found| found.row < start + batch.num_rows())
            {
                let within = row - start;
                next += 1;
                if cells.content(within, &mut bytes) == entry.content {
                    register.set_fate(entry.ordinal, Fate::Unchanged);
                } else {
                    register.set_fate(entry.ordinal, Fate::Replacing);
                    replaced.first_seen.push((entry.ordinal, first_seen.map_or(0, |seen| seen.value(within))));
                    leaving.push(*row);
                }
            }
            let old: UInt32Array = leaving[leaving_before..].iter().map(|row| (row - start) as u32).collect();
            let old = take_record_batch(&batch, &old).map_err(LakeError::columns(self.fact.name()))?;
            superseded.supersede(self.fact, import_seq, &old)?;
            start += batch.num_rows();
        }
        if !leaving.is_empty() {
            let mut stays = vec![true; start];
            for row in leaving {
                stays[row] = false;
            }
            replaced.files.push(ThinnedFile { file: file.clone(), stays: stays.into() });
        }
        Ok(())
    }
}
