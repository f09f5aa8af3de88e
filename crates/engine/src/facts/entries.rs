//! Entries: the keys of an import's rows, however many, in bounded memory.
//!
//! Keys are hashes, evenly spread, so entries are kept apart by their first byte. Up to a limit they stay in memory; beyond it they go to
//! a file, which is gone with the value. Sorting one part after the other sorts all of them.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::lake::LakeError;

/// Parts by the first byte of a key.
const PARTS: usize = 256;
/// So many entries are kept in memory, 320 MiB.
const IN_MEMORY: usize = 10_500_000;
/// So many entries stand together in memory: at least, and at most where there are many. Large pieces go back to the system once they are
/// not needed any more.
const IN_PIECE: (usize, usize) = (64, 1 << 15);
/// Bytes of an entry in a file.
const WIDTH: usize = 32;
/// About so many entries are dealt out to one place when a part is sorted.
const DEALT: usize = 4;
/// About so many sorted entries share a prefix of their keys.
const PER_PREFIX: usize = 16;

/// One row of the import.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) key: u128,
    /// What the row says, to compare rows of one key.
    pub(super) content: u64,
    /// The how many-th row of the import it is.
    pub(super) ordinal: u32,
    /// 0 for a row that its source names, else 1 more than the number of its file.
    pub(super) origin: u32,
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

    fn to_bytes(self) -> [u8; 32] {
        let rest = u128::from(self.content) << 64 | u128::from(self.ordinal) << 32 | u128::from(self.origin);
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&self.key.to_le_bytes());
        bytes[16..].copy_from_slice(&rest.to_le_bytes());
        bytes
    }

    fn of_bytes(bytes: &[u8; 32]) -> Self {
        let [key, rest] = [0, 16].map(|at| {
            let mut half = [0; 16];
            half.copy_from_slice(&bytes[at..at + 16]);
            u128::from_le_bytes(half)
        });
        Self { key, content: (rest >> 64) as u64, ordinal: (rest >> 32) as u32, origin: rest as u32 }
    }
}

/// Entries of one part in the order they came; those that are there are never moved to make room for more.
type Pieces = Vec<Vec<Entry>>;

/// Entries in the order they came.
#[derive(Debug)]
pub(super) struct Entries {
    parts: Vec<Pieces>,
    limit: usize,
    /// Where entries go beyond the limit.
    folder: PathBuf,
    spilled: Option<Spill>,
    in_memory: usize,
    count: usize,
}

/// Entries beyond the limit.
#[derive(Debug)]
struct Spill {
    file: EntryFile,
    /// Of each part the pieces that lie there: the number of their first entry in the file, and how many they are.
    pieces: Vec<Vec<(usize, usize)>>,
}

impl Entries {
    pub(super) fn new(folder: &Path) -> Self {
        Self::with_limit(folder, IN_MEMORY)
    }

    pub(super) fn with_limit(folder: &Path, limit: usize) -> Self {
        let (parts, folder) = (vec![Vec::new(); PARTS], folder.to_owned());
        Self { parts, folder, limit, spilled: None, in_memory: 0, count: 0 }
    }

    /// None as well, with the same limit.
    pub(super) fn none_like(&self) -> Self {
        Self::with_limit(&self.folder, self.limit)
    }

    pub(super) fn push(&mut self, entry: Entry) -> Result<(), LakeError> {
        let part = &mut self.parts[(entry.key >> 120) as usize];
        if let Some(piece) = part.last_mut().filter(|piece| piece.len() < piece.capacity()) {
            piece.push(entry);
        } else {
            let in_part: usize = part.iter().map(Vec::len).sum();
            let mut piece = Vec::with_capacity(in_part.clamp(IN_PIECE.0, IN_PIECE.1));
            piece.push(entry);
            part.push(piece);
        }
        self.in_memory += 1;
        self.count += 1;
        if self.in_memory < self.limit { Ok(()) } else { self.spill() }
    }

    fn spill(&mut self) -> Result<(), LakeError> {
        let Spill { file, pieces } = match &mut self.spilled {
            Some(spilled) => spilled,
            none => none.insert(Spill { file: EntryFile::create(&self.folder)?, pieces: vec![Vec::new(); PARTS] }),
        };
        for (part, pieces) in self.parts.iter_mut().zip(pieces) {
            pieces.push((file.count, part.iter().map(Vec::len).sum()));
            file.append(&std::mem::take(part))?;
        }
        self.in_memory = 0;
        Ok(())
    }

    /// All of them part by part, and so in the order of their keys; those of one key in the order of their rows.
    pub(super) fn into_sorted_parts(mut self) -> impl Iterator<Item = Result<Vec<Entry>, LakeError>> {
        let mut in_memory = Vec::new();
        if self.spilled.is_none() {
            std::mem::take(&mut self.parts).into_par_iter().map(|part| sorted(&part)).collect_into_vec(&mut in_memory);
        }
        (0..PARTS).map(move |number| {
            let Some(Spill { file, pieces }) = &self.spilled else { return Ok(std::mem::take(&mut in_memory[number])) };
            let mut part = std::mem::take(&mut self.parts[number]);
            let mut read = Vec::new();
            for (first, count) in &pieces[number] {
                file.read(*first, *count, &mut read)?;
            }
            part.push(read);
            Ok(sorted(&part))
        })
    }
}

/// Entries of one part by their keys, those of one key in the order of their rows. Keys are evenly spread, so that dealing them out by the
/// bits that differ first leaves few to be compared with each other.
fn sorted(part: &[Vec<Entry>]) -> Vec<Entry> {
    let count: usize = part.iter().map(Vec::len).sum();
    let Some(first) = part.iter().flatten().next() else { return Vec::new() };
    let bits = (count / DEALT).max(2).ilog2();
    let place = |entry: &Entry| ((entry.key << PARTS.ilog2()) >> (u128::BITS - bits)) as usize;
    let mut ends = vec![0; (1 << bits) + 1];
    for entry in part.iter().flatten() {
        ends[place(entry) + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut dealt = vec![*first; count];
    for entry in part.iter().flatten() {
        let end = &mut ends[place(entry)];
        dealt[*end] = *entry;
        *end += 1;
    }
    let mut start = 0;
    for end in ends {
        dealt[start..end].sort_unstable_by_key(|entry| (entry.key, entry.ordinal));
        start = end;
    }
    dealt
}

/// Entries in the order of their keys, to be looked up.
#[derive(Debug, Default)]
pub(super) struct SortedEntries {
    parts: Vec<Vec<Entry>>,
    /// Holds them instead if they are beyond the limit.
    file: Option<EntryFile>,
    /// For each prefix of so many bits, where its entries begin.
    prefixes: Vec<u32>,
    bits: u32,
}

impl SortedEntries {
    /// Sorts entries; `visit` sees them part by part in their order.
    pub(super) fn sort(entries: Entries, mut visit: impl FnMut(&[Entry])) -> Result<Self, LakeError> {
        let count = entries.count;
        let bits = count.div_ceil(PER_PREFIX).max(PARTS).next_power_of_two().ilog2();
        let file = entries.spilled.is_some().then(|| EntryFile::create(&entries.folder)).transpose()?;
        let mut sorted = Self { parts: Vec::new(), file, prefixes: vec![0; (1 << bits) + 1], bits };
        for part in entries.into_sorted_parts() {
            let part = part?;
            visit(&part);
            for entry in &part {
                let prefix = sorted.prefix(entry.key);
                sorted.prefixes[prefix + 1] += 1;
            }
            match &mut sorted.file {
                Some(file) => file.append(&[part])?,
                None => sorted.parts.push(part),
            }
        }
        for index in 1..sorted.prefixes.len() {
            sorted.prefixes[index] += sorted.prefixes[index - 1];
        }
        Ok(sorted)
    }

    /// The first entry of a key.
    pub(super) fn find(&self, key: u128) -> Result<Option<Entry>, LakeError> {
        let prefix = self.prefix(key);
        let (Some(start), Some(end)) = (self.prefixes.get(prefix), self.prefixes.get(prefix + 1)) else {
            return Ok(None);
        };
        let (start, end) = (*start as usize, *end as usize);
        let mut read = Vec::new();
        let among = if let Some(file) = &self.file {
            file.read(start, end - start, &mut read)?;
            &read[..]
        } else {
            // The first byte of a key is the beginning of its prefix.
            let part = (key >> 120) as usize;
            let before = self.prefixes[part << (self.bits - PARTS.ilog2())] as usize;
            &self.parts[part][start - before..end - before]
        };
        let first = among.partition_point(|entry| entry.key < key);
        Ok(among.get(first).filter(|entry| entry.key == key).copied())
    }

    /// All of them again, each as `change` makes it.
    pub(super) fn into_entries(self, mut none: Entries, change: impl Fn(Entry) -> Entry) -> Result<Entries, LakeError> {
        for entry in self.parts.into_iter().flatten() {
            none.push(change(entry))?;
        }
        if let Some(file) = self.file {
            let (mut first, mut read) = (0, Vec::new());
            while first < file.count {
                let count = (file.count - first).min(1 << 16);
                file.read(first, count, &mut read)?;
                first += count;
                for entry in read.drain(..) {
                    none.push(change(entry))?;
                }
            }
        }
        Ok(none)
    }

    /// Keys are evenly spread, so the prefix spares most steps of a search: it is asked for every key of the table of facts, not only for
    /// those found.
    fn prefix(&self, key: u128) -> usize {
        (key >> (128 - self.bits)) as usize
    }
}

/// Entries one behind the other in a file without a name.
#[derive(Debug)]
struct EntryFile {
    file: File,
    /// Where it was, to say so in errors.
    folder: PathBuf,
    count: usize,
}

impl EntryFile {
    fn create(folder: &Path) -> Result<Self, LakeError> {
        let file = tempfile::tempfile_in(folder).map_err(|error| LakeError::io("create a file in", folder, error))?;
        Ok(Self { file, folder: folder.to_owned(), count: 0 })
    }

    fn append(&mut self, pieces: &[Vec<Entry>]) -> Result<(), LakeError> {
        let mut out = BufWriter::with_capacity(1 << 18, &self.file);
        let mut write = || -> io::Result<()> {
            for entry in pieces.iter().flatten() {
                out.write_all(&entry.to_bytes())?;
            }
            out.flush()
        };
        write().map_err(|error| LakeError::io("write keys in", &self.folder, error))?;
        self.count += pieces.iter().map(Vec::len).sum::<usize>();
        Ok(())
    }

    /// Appends so many entries from the `first` on.
    fn read(&self, first: usize, count: usize, to: &mut Vec<Entry>) -> Result<(), LakeError> {
        let mut bytes = vec![0; count * WIDTH];
        let read = self.file.read_exact_at(&mut bytes, (first * WIDTH) as u64);
        read.map_err(|error| LakeError::io("read keys in", &self.folder, error))?;
        to.extend(bytes.as_chunks::<WIDTH>().0.iter().map(Entry::of_bytes));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_part_is_sorted_by_keys_and_rows_however_its_keys_are_spread(
            keys in prop::collection::vec(prop_oneof![any::<u128>(), 0..4_u128, (0..4_u128).prop_map(|key| key << 116)], 0..300),
        ) {
            let part: Vec<Entry> = (0..).zip(&keys).map(|(row, key)| Entry::named(key >> 8, 0, row)).collect();
            let mut expected: Vec<(u128, u32)> = part.iter().map(|entry| (entry.key, entry.ordinal)).collect();
            expected.sort_unstable();
            let pieces: Pieces = part.chunks(7).map(<[Entry]>::to_vec).collect();
            let found = sorted(&pieces);
            prop_assert_eq!(found.iter().map(|entry| (entry.key, entry.ordinal)).collect::<Vec<_>>(), expected);
        }
    }
}
