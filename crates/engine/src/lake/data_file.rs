//! Data files as they lie on the disk: is what is read what was written?
//!
//! A data file never changes once it is finished. Its footer holds a checksum of each column chunk, and its name one of the footer; so
//! whoever names the file, be it the log, a checkpoint of it or a journal, vouches for each of its bytes, and who reads three columns
//! checks three columns. Files of earlier versions of Bellwether have no checksums and are read as they are.

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parquet::file::metadata::{KeyValue, ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use xxhash_rust::xxh3::xxh3_64;

use super::error::{Damage, LakeError};
use super::seal;

/// Under this name the footer holds the checksums of all column chunks, in their order.
const CHECKSUMS: &str = "bellwether.checksums";
/// Begins and ends a file of Parquet.
const MAGIC: &[u8] = b"PAR1";
/// The length of the metadata stands before the last [`MAGIC`].
const LENGTH_BYTES: usize = 4;
const AFTER_METADATA: usize = LENGTH_BYTES + MAGIC.len();
/// Most footers are shorter.
const FOOTER_GUESS: u64 = 1 << 16;

/// What the footer of a file says.
#[derive(Debug)]
pub(super) struct Footer {
    pub(super) metadata: Arc<ParquetMetaData>,
    chunks: Vec<Chunk>,
    /// Where it begins.
    start: u64,
    bytes: Bytes,
}

/// The bytes of a column within a row group.
#[derive(Debug)]
struct Chunk {
    bytes: Range<u64>,
    /// Absent in files of earlier versions.
    checksum: Option<u64>,
}

/// A data file that is open.
#[derive(Debug)]
pub(super) struct DataFileReader {
    table: String,
    path: PathBuf,
    file: File,
    length: u64,
}

/// The name of a file of which `name` is the name so far and these are the last bytes, with the checksum of its footer.
pub(super) fn sealed_name(name: &str, ending: &[u8]) -> String {
    let footer = footer_length(ending).and_then(|length| ending.len().checked_sub(length));
    let checksum = xxh3_64(&ending[footer.unwrap_or(0)..]);
    format!("{}-{}.parquet", name.trim_end_matches(".parquet"), seal::written(checksum))
}

/// How long the footer of a file is that ends with these bytes, with its length and the magic number behind it.
fn footer_length(ending: &[u8]) -> Option<usize> {
    let (rest, magic) = ending.split_at_checked(ending.len().checked_sub(MAGIC.len())?)?;
    let (_, length) = rest.split_last_chunk::<LENGTH_BYTES>()?;
    (magic == MAGIC).then(|| u32::from_le_bytes(*length) as usize + AFTER_METADATA)
}

/// The checksum of the footer, as a file's name has it.
pub(super) fn checksum_in(name: &str) -> Option<u64> {
    let (rest, checksum) = name.strip_suffix(".parquet")?.rsplit_once('-')?;
    rest.contains('-').then(|| seal::read(checksum.as_bytes())).flatten()
}

/// What the footer says of the checksums of the column chunks.
pub(super) fn checksums(of_chunks: &[u64]) -> KeyValue {
    KeyValue::new(CHECKSUMS.to_owned(), of_chunks.iter().map(|checksum| seal::written(*checksum)).collect::<String>())
}

/// The bytes of each column chunk of a row group.
pub(super) fn chunks_of(group: &RowGroupMetaData) -> impl Iterator<Item = Range<u64>> {
    group.columns().iter().map(|column| {
        let (start, length) = column.byte_range();
        start..start.saturating_add(length)
    })
}

impl DataFileReader {
    pub(super) fn open(table: &str, path: &Path) -> Result<Self, LakeError> {
        let file = File::open(path).map_err(|error| LakeError::reading(table, path, error))?;
        let length = file.metadata().map_err(|error| LakeError::io("measure", path, error))?.len();
        Ok(Self { table: table.to_owned(), path: path.to_owned(), file, length })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The footer, checked before it is understood.
    pub(super) fn footer(&self) -> Result<Footer, LakeError> {
        let tail = self.bytes(self.length.saturating_sub(FOOTER_GUESS)..self.length)?;
        let altered = || self.damaged(Damage::Altered);
        let length = footer_length(&tail).ok_or_else(altered)?;
        let start = self.length.checked_sub(length as u64).ok_or_else(altered)?;
        let in_tail = tail.len().checked_sub(length).map(|from| tail.slice(from..));
        let bytes = in_tail.map_or_else(|| self.bytes(start..self.length), Ok)?;
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let checksum = checksum_in(&name);
        if checksum.is_some_and(|checksum| xxh3_64(&bytes) != checksum) {
            return Err(altered());
        }
        let metadata = ParquetMetaDataReader::decode_metadata(&bytes[..length - AFTER_METADATA]);
        let metadata = metadata.map_err(|error| self.damaged(Damage::Unreadable(error.to_string())))?;
        let mut chunks: Vec<Chunk> =
            metadata.row_groups().iter().flat_map(chunks_of).map(|bytes| Chunk { bytes, checksum: None }).collect();
        if checksum.is_some() {
            let said = metadata.file_metadata().key_value_metadata().into_iter().flatten();
            let said = said.filter(|said| said.key == CHECKSUMS).find_map(|said| said.value.as_deref());
            let digits = said.unwrap_or_default().as_bytes().chunks(seal::DIGITS).map(seal::read);
            let checksums: Vec<u64> = digits.flatten().collect();
            if checksums.len() != chunks.len() {
                return Err(self.damaged(Damage::Unreadable("it has not as many checksums as columns".to_owned())));
            }
            chunks.iter_mut().zip(checksums).for_each(|(chunk, checksum)| chunk.checksum = Some(checksum));
        }
        chunks.sort_unstable_by_key(|chunk| chunk.bytes.start);
        if chunks.last().is_some_and(|last| last.bytes.end > start) {
            return Err(self.damaged(Damage::Unreadable("its columns are longer than it is".to_owned())));
        }
        Ok(Footer { metadata: Arc::new(metadata), chunks, start, bytes })
    }

    /// The column chunk that a place of the file lies in: where it begins, and its bytes, checked.
    pub(super) fn chunk(&self, footer: &Footer, at: u64) -> Result<(u64, Bytes), LakeError> {
        let after = footer.chunks.partition_point(|chunk| chunk.bytes.start <= at);
        let chunk = after.checked_sub(1).map(|index| &footer.chunks[index]).filter(|chunk| at < chunk.bytes.end);
        let outside = || self.damaged(Damage::Unreadable(format!("there is no column at byte {at}")));
        let chunk = chunk.ok_or_else(outside)?;
        Ok((chunk.bytes.start, self.checked(chunk)?))
    }

    /// Any bytes of the file; all that is touched of the footer and of column chunks is checked.
    pub(super) fn range(&self, footer: &Footer, wanted: Range<u64>) -> Result<Bytes, LakeError> {
        let wanted = wanted.start.min(self.length)..wanted.end.min(self.length);
        if wanted.start >= footer.start {
            let from = |at: u64| (at - footer.start) as usize;
            return Ok(footer.bytes.slice(from(wanted.start)..from(wanted.end.max(wanted.start))));
        }
        let touched = |chunk: &&Chunk| chunk.bytes.start < wanted.end && chunk.bytes.end > wanted.start;
        let mut found = Vec::new();
        for chunk in footer.chunks.iter().filter(touched) {
            let bytes = self.checked(chunk)?;
            if chunk.bytes.start <= wanted.start && wanted.end <= chunk.bytes.end {
                let from = |at: u64| (at - chunk.bytes.start) as usize;
                return Ok(bytes.slice(from(wanted.start)..from(wanted.end)));
            }
            found.push((chunk.bytes.start, bytes));
        }
        // Beyond a chunk, e.g. for the footer together with what lies before it.
        found.push((footer.start, footer.bytes.clone()));
        let mut whole = self.bytes(wanted.clone())?.to_vec();
        for (start, bytes) in found {
            let (from, to) = (start.max(wanted.start), (start + bytes.len() as u64).min(wanted.end));
            if from < to {
                let checked = &bytes[(from - start) as usize..(to - start) as usize];
                whole[(from - wanted.start) as usize..(to - wanted.start) as usize].copy_from_slice(checked);
            }
        }
        Ok(whole.into())
    }

    /// Checks every byte; whether they have checksums at all.
    pub(super) fn check(&self) -> Result<bool, LakeError> {
        let footer = self.footer()?;
        let mut end = MAGIC.len() as u64;
        if self.bytes(0..end.min(self.length))? != MAGIC {
            return Err(self.damaged(Damage::Altered));
        }
        let has_checksums = checksum_in(&self.path.file_name().unwrap_or_default().to_string_lossy()).is_some();
        for chunk in &footer.chunks {
            self.checked(chunk)?;
            if has_checksums && chunk.bytes.start != end {
                return Err(self.damaged(Damage::Unreadable(format!("byte {end} belongs to no column"))));
            }
            end = chunk.bytes.end;
        }
        if has_checksums && end != footer.start {
            return Err(self.damaged(Damage::Unreadable(format!("byte {end} belongs to no column"))));
        }
        Ok(has_checksums)
    }

    fn checked(&self, chunk: &Chunk) -> Result<Bytes, LakeError> {
        let bytes = self.bytes(chunk.bytes.clone())?;
        if chunk.checksum.is_some_and(|checksum| xxh3_64(&bytes) != checksum) {
            return Err(self.damaged(Damage::Altered));
        }
        Ok(bytes)
    }

    /// Within the length of the file, so that no damaged number makes us ask for more memory than there are bytes.
    fn bytes(&self, range: Range<u64>) -> Result<Bytes, LakeError> {
        let mut bytes = vec![0; (range.end.min(self.length) - range.start.min(self.length)) as usize];
        let read = self.file.read_exact_at(&mut bytes, range.start);
        read.map_err(|error| LakeError::reading(&self.table, &self.path, error))?;
        Ok(bytes.into())
    }

    fn damaged(&self, damage: Damage) -> LakeError {
        LakeError::damaged(&self.table, &self.path, damage)
    }
}
