//! The register: each row of an import by its key, and what becomes of it.
//!
//! Entries are sorted twice, by key to find duplicates and to be looked up, then by ordinal to be written; a map of hundreds of
//! millions of keys would take several times the memory. Which questions may be asked when is said at each method.
//!
//! Invariants: of rows with one key exactly one counts, the first in the order of reading; an outcome other than
//! [`Outcome::Added`] is final.

use super::cells::occurrence_key;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// No fact of this key was known.
    Added,
    /// A fact of this key said something else.
    Replacing,
    /// A fact of this key said the same.
    Unchanged,
    /// An earlier row of this import has the same key and says the same.
    Repeated,
    /// An earlier row of this import has the same key and says something else.
    Conflicting,
}

/// One row of the import.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) key: u128,
    /// What the row says, to compare rows of one key.
    pub(super) content: u64,
    /// The how many-th row of the import it is.
    pub(super) ordinal: u32,
    /// 0 for a row that its source names, else 1 more than the number of its file.
    origin: u32,
}

impl Entry {
    /// A row that its source names.
    pub(super) fn named(key: u128, content: u64, ordinal: u32) -> Self {
        Self { key, content, ordinal, origin: 0 }
    }

    /// A row known only by what it says, in the given file.
    pub(super) fn nameless(key: u128, content: u64, ordinal: u32, file: u32) -> Self {
        Self { key, content, ordinal, origin: file + 1 }
    }
}

/// All rows of the import.
#[derive(Debug, Default)]
pub(super) struct Register {
    entries: Vec<Entry>,
    outcomes: Vec<Outcome>,
    /// Rows that contradict an earlier one, with that one's ordinal; by ordinal.
    conflicts: Vec<(u32, u32)>,
    /// For each 16-bit prefix of keys, where its entries begin, while the entries are in the order of keys.
    prefixes: Vec<u32>,
}

impl Register {
    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
        self.outcomes.push(Outcome::Added);
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn outcome(&self, ordinal: u32) -> Outcome {
        self.outcomes[ordinal as usize]
    }

    pub(super) fn set_outcome(&mut self, ordinal: u32, outcome: Outcome) {
        self.outcomes[ordinal as usize] = outcome;
    }

    /// Rows that become facts, or replace some.
    pub(super) fn to_write(&self) -> u64 {
        self.outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Added | Outcome::Replacing)).count() as u64
    }

    /// The keys of rows that replace a fact.
    pub(super) fn replacing(&self) -> foldhash::HashSet<u128> {
        let replacing = self.entries.iter().filter(|entry| self.outcome(entry.ordinal) == Outcome::Replacing);
        replacing.map(|entry| entry.key).collect()
    }

    /// The earlier row that this one contradicts.
    pub(super) fn contradicted(&self, ordinal: u32) -> Option<u32> {
        let found = self.conflicts.binary_search_by_key(&ordinal, |conflict| conflict.0).ok()?;
        Some(self.conflicts[found].1)
    }

    /// Gives equal nameless rows of a file their number, so that each counts, and the same file again gives the same keys.
    ///
    /// Counted by file, not by import: two coffees on one receipt are two purchases, but a row that stands in two overlapping
    /// exports is one purchase seen twice. They are numbered by what they say, so that their order in a file plays no part.
    pub(super) fn number_occurrences(&mut self) {
        self.entries.sort_unstable_by_key(|entry| (entry.key, entry.origin, entry.content, entry.ordinal));
        let (mut run, mut occurrence) = (None, 0);
        for entry in self.entries.iter_mut().filter(|entry| entry.origin > 0) {
            let this = Some((entry.key, entry.origin));
            occurrence = if run == this { occurrence + 1 } else { 0 };
            run = this;
            entry.key = occurrence_key(entry.key, occurrence);
        }
    }

    /// Finds rows of one key within the import; the first of them counts.
    ///
    /// May be called again once keys changed: rows with an outcome stay as they are, so no row is told to repeat one that itself
    /// does not count.
    pub(super) fn find_duplicates(&mut self) {
        self.sort_by_key();
        let mut first: Option<Entry> = None;
        for entry in &self.entries {
            let outcome = &mut self.outcomes[entry.ordinal as usize];
            if *outcome != Outcome::Added {
                continue;
            }
            match first.filter(|first| first.key == entry.key) {
                None => first = Some(*entry),
                Some(first) if first.content == entry.content => *outcome = Outcome::Repeated,
                Some(first) => {
                    *outcome = Outcome::Conflicting;
                    self.conflicts.push((entry.ordinal, first.ordinal));
                }
            }
        }
        self.conflicts.sort_unstable();
        // Keys are hashes, evenly spread, so a table of prefixes spares most steps of a binary search: it is asked for every key of
        // the table of facts, not only for those found.
        let mut prefixes = vec![0; (1 << 16) + 1];
        for entry in &self.entries {
            prefixes[prefix(entry.key) + 1] += 1;
        }
        for index in 1..prefixes.len() {
            prefixes[index] += prefixes[index - 1];
        }
        self.prefixes = prefixes;
    }

    /// The row that counts for a key; valid from [`Self::find_duplicates`] to [`Self::sort_by_ordinal`].
    pub(super) fn find(&self, key: u128) -> Option<Entry> {
        let prefix = prefix(key);
        let (start, end) = (*self.prefixes.get(prefix)? as usize, *self.prefixes.get(prefix + 1)? as usize);
        let among = self.entries.get(start..end)?;
        // The first of equal keys is the one that counts: they are in the order of ordinals.
        let first = among.partition_point(|entry| entry.key < key);
        among.get(first).filter(|entry| entry.key == key).copied()
    }

    /// Changes keys and contents of single rows, given in the order of their ordinals.
    pub(super) fn rename(&mut self, renamed: &[(u32, u128, u64)]) {
        for entry in &mut self.entries {
            if let Ok(found) = renamed.binary_search_by_key(&entry.ordinal, |renamed| renamed.0) {
                (entry.key, entry.content) = (renamed[found].1, renamed[found].2);
            }
        }
        self.find_duplicates();
    }

    /// From here on [`Self::key`] answers.
    pub(super) fn sort_by_ordinal(&mut self) {
        self.prefixes = Vec::new();
        self.entries.sort_unstable_by_key(|entry| entry.ordinal);
    }

    /// The key of a row; valid after [`Self::sort_by_ordinal`].
    pub(super) fn key(&self, ordinal: u32) -> u128 {
        self.entries[ordinal as usize].key
    }

    fn sort_by_key(&mut self) {
        self.entries.sort_unstable_by_key(|entry| (entry.key, entry.ordinal));
    }
}

fn prefix(key: u128) -> usize {
    (key >> 112) as usize
}
