//! The register: each row of an import by its key, and what becomes of it.
//!
//! Of each row only its outcome stays in memory; its [entry](super::entries) does as long as there are not too many, and only until the
//! rows are written. Which questions may be asked when is said at each method.
//!
//! Invariants: of rows with one key exactly one counts, the first in the order of reading; an outcome other than
//! [`Outcome::Added`] is final.

use std::path::Path;

use super::cells::occurrence_key;
use super::entries::{Entries, Entry, SortedEntries};
use super::staging::KEY_BYTES;
use crate::lake::LakeError;

/// In the place of the ordinal of a row that is left out; no row has it.
const LEFT_OUT: u32 = u32::MAX;

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

/// All rows of the import.
#[derive(Debug)]
pub(super) struct Register {
    /// Rows whose key is final, and those known only by what they say, until they are numbered.
    named: Entries,
    nameless: Entries,
    sorted: SortedEntries,
    outcomes: Vec<Outcome>,
    /// Rows that contradict an earlier one, with that one's ordinal; by ordinal.
    conflicts: Vec<(u32, u32)>,
    /// Rows whose key is another than they were read with; by ordinal.
    rekeyed: Vec<(u32, u128)>,
    /// Keys of rows that are left out.
    left_out: Entries,
    sorted_left_out: SortedEntries,
}

impl Register {
    /// A register of no rows; where there are too many for the memory, their entries go to `folder`.
    pub(super) fn new(folder: &Path) -> Self {
        Self::of(Entries::new(folder))
    }

    fn of(none: Entries) -> Self {
        Self {
            nameless: none.none_like(),
            left_out: none.none_like(),
            sorted_left_out: SortedEntries::default(),
            named: none,
            sorted: SortedEntries::default(),
            outcomes: Vec::new(),
            conflicts: Vec::new(),
            rekeyed: Vec::new(),
        }
    }

    /// Adds the next row.
    pub(super) fn push(&mut self, entry: Entry) -> Result<(), LakeError> {
        self.outcomes.push(Outcome::Added);
        let entries = if entry.origin == 0 { &mut self.named } else { &mut self.nameless };
        entries.push(entry)
    }

    /// Notes that a row of this key is left out.
    pub(super) fn leave_out(&mut self, key: u128) -> Result<(), LakeError> {
        self.left_out.push(Entry::named(key, 0, 0))
    }

    /// Notes that a row of a file is left out that is known only by what it says.
    pub(super) fn leave_out_nameless(&mut self, key: u128, file: u32) -> Result<(), LakeError> {
        self.nameless.push(Entry::nameless(key, 0, LEFT_OUT, file))
    }

    pub(super) fn len(&self) -> usize {
        self.outcomes.len()
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

    /// The earlier row that this one contradicts.
    pub(super) fn contradicted(&self, ordinal: u32) -> Option<u32> {
        let found = self.conflicts.binary_search_by_key(&ordinal, |conflict| conflict.0).ok()?;
        Some(self.conflicts[found].1)
    }

    /// Gives equal nameless rows of a file their number, so that each counts, and the same file again gives the same keys.
    ///
    /// Counted by file, not by import: two coffees on one receipt are two purchases, but a row that stands in two overlapping
    /// exports is one purchase seen twice. They are numbered by what they say, so that their order in a file plays no part. Those that are
    /// left out are numbered after those that count: of three equal rows of which one is cancelled now, the third counts no more. Gives the
    /// keys of those left out.
    pub(super) fn number_occurrences(&mut self) -> Result<Vec<u128>, LakeError> {
        let mut left_out = Vec::new();
        let none = self.nameless.none_like();
        for part in std::mem::replace(&mut self.nameless, none).into_sorted_parts() {
            let mut part = part?;
            let order =
                |entry: &Entry| (entry.key, entry.origin, entry.ordinal == LEFT_OUT, entry.content, entry.ordinal);
            part.sort_unstable_by_key(order);
            let (mut run, mut occurrence) = (None, 0);
            for mut entry in part {
                let this = Some((entry.key, entry.origin));
                occurrence = if run == this { occurrence + 1 } else { 0 };
                run = this;
                entry.key = occurrence_key(entry.key, occurrence);
                if entry.ordinal == LEFT_OUT {
                    self.leave_out(entry.key)?;
                    left_out.push(entry.key);
                    continue;
                }
                if occurrence > 0 {
                    self.rekeyed.push((entry.ordinal, entry.key));
                }
                self.named.push(entry)?;
            }
        }
        self.rekeyed.sort_unstable();
        Ok(left_out)
    }

    /// Finds rows of one key within the import; the first of them counts.
    ///
    /// May be called again once keys changed: rows with an outcome stay as they are, so no row is told to repeat one that itself
    /// does not count.
    pub(super) fn find_duplicates(&mut self) -> Result<(), LakeError> {
        let none = self.named.none_like();
        let entries = std::mem::replace(&mut self.named, none);
        let (outcomes, conflicts) = (&mut self.outcomes, &mut self.conflicts);
        self.sorted = SortedEntries::sort(entries, |part| {
            // Of nearly all keys there is one row, whose outcome is not even looked at.
            for of_one_key in part.chunk_by(|left, right| left.key == right.key).filter(|rows| rows.len() > 1) {
                let mut first: Option<Entry> = None;
                for entry in of_one_key {
                    let outcome = &mut outcomes[entry.ordinal as usize];
                    if *outcome != Outcome::Added {
                        continue;
                    }
                    match first {
                        None => first = Some(*entry),
                        Some(first) if first.content == entry.content => *outcome = Outcome::Repeated,
                        Some(first) => {
                            *outcome = Outcome::Conflicting;
                            conflicts.push((entry.ordinal, first.ordinal));
                        }
                    }
                }
            }
        })?;
        self.conflicts.sort_unstable();
        Ok(())
    }

    /// After this, and as long as [`Self::find`] may be asked, it can be asked which keys are left out.
    pub(super) fn sort_left_out(&mut self) -> Result<(), LakeError> {
        let none = self.left_out.none_like();
        self.sorted_left_out = SortedEntries::sort(std::mem::replace(&mut self.left_out, none), |_| {})?;
        Ok(())
    }

    /// Whether a row of this key is left out, be there one that counts or not.
    pub(super) fn is_left_out(&self, key: u128) -> Result<bool, LakeError> {
        Ok(self.sorted_left_out.find(key)?.is_some())
    }

    /// The row that counts for a key; valid from [`Self::find_duplicates`] to [`Self::forget_entries`].
    pub(super) fn find(&self, key: u128) -> Result<Option<Entry>, LakeError> {
        // The first of equal keys is the one that counts: they are in the order of ordinals.
        self.sorted.find(key)
    }

    /// Changes keys and contents of single rows, given in the order of their ordinals.
    pub(super) fn rename(&mut self, renamed: &[(u32, u128, u64)]) -> Result<(), LakeError> {
        if renamed.is_empty() {
            return Ok(());
        }
        self.named = std::mem::take(&mut self.sorted).into_entries(self.named.none_like(), |mut entry| {
            if let Ok(found) = renamed.binary_search_by_key(&entry.ordinal, |renamed| renamed.0) {
                (entry.key, entry.content) = (renamed[found].1, renamed[found].2);
            }
            entry
        })?;
        self.rekeyed.retain(|(ordinal, _)| renamed.binary_search_by_key(ordinal, |renamed| renamed.0).is_err());
        self.rekeyed.extend(renamed.iter().map(|(ordinal, key, _)| (*ordinal, *key)));
        self.rekeyed.sort_unstable();
        self.find_duplicates()
    }

    /// Once every row has its outcome.
    pub(super) fn forget_entries(&mut self) {
        self.sorted = SortedEntries::default();
        self.sorted_left_out = SortedEntries::default();
    }

    /// Puts the keys of rows in the place of those that they were read with, where they have others by now; one after the other, big end
    /// first.
    pub(super) fn put_keys(&self, ordinals: &[u32], keys: &mut [u8]) {
        if self.rekeyed.is_empty() {
            return;
        }
        for (ordinal, key) in ordinals.iter().zip(keys.as_chunks_mut::<KEY_BYTES>().0) {
            if let Ok(found) = self.rekeyed.binary_search_by_key(ordinal, |rekeyed| rekeyed.0) {
                *key = self.rekeyed[found].1.to_be_bytes();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a register says of all rows, given with key, content, file and whether their source names them.
    fn told(rows: &[(u8, u8, u32, bool)], renamed: &[(u32, u128, u64)], in_memory: usize) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let mut register = Register::of(Entries::with_limit(folder.path(), in_memory));
        let key = |key: u8| u128::from(key).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
        for (ordinal, (number, content, file, is_named)) in (0..).zip(rows) {
            let (key, content) = (key(*number), u64::from(*content));
            register
                .push(if *is_named {
                    Entry::named(key, content, ordinal)
                } else {
                    Entry::nameless(!key, content, ordinal, *file)
                })
                .unwrap();
        }
        register.number_occurrences().unwrap();
        register.find_duplicates().unwrap();
        register.rename(renamed).unwrap();
        let rows = (0..).zip(rows).map(|(ordinal, (number, _, _, is_named))| {
            let read = if *is_named { key(*number) } else { occurrence_key(!key(*number), 0) };
            let mut key = read.to_be_bytes();
            register.put_keys(&[ordinal], &mut key);
            let key = u128::from_be_bytes(key);
            let found = register.find(key).unwrap();
            format!("{key:x} {:?} {:?} {found:?}", register.outcome(ordinal), register.contradicted(ordinal))
        });
        rows.chain([format!("{:?}", register.find(1).unwrap())]).collect()
    }

    proptest! {
        #[test]
        fn what_becomes_of_rows_does_not_depend_on_how_many_fit_into_the_memory(
            mut rows in prop::collection::vec((0_u8..12, 0_u8..3, 0_u32..3, any::<bool>()), 0..60),
            picked in prop::collection::btree_map(0_u32..60, (0_u8..12, 0_u8..3), 0..4),
            in_memory in 1_usize..20,
        ) {
            rows.sort_by_key(|row| row.2);
            let renamed: Vec<_> = picked
                .into_iter()
                .filter(|(ordinal, _)| (*ordinal as usize) < rows.len())
                .map(|(ordinal, (key, content))| (ordinal, u128::from(key) << 120, u64::from(content)))
                .collect();
            let all = told(&rows, &renamed, usize::MAX);
            prop_assert_eq!(told(&rows, &renamed, in_memory), all);
        }
    }
}
