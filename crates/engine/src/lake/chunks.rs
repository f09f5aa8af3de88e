//! Column chunks for the Parquet library: each is read whole and checked, once, before any of it is decoded.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::buf::Reader;
use bytes::{Buf as _, Bytes};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use super::data_file::{DataFileReader, Footer};
use super::error::LakeError;

/// What was found damaged: the library would only pass its text on.
#[derive(Clone, Debug, Default)]
pub(super) struct Damages(Arc<Mutex<Option<LakeError>>>);

impl Damages {
    /// Notes damage, and gives the library an error to stop at.
    pub(super) fn note(&self, damage: LakeError) -> String {
        let told = damage.to_string();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(damage);
        told
    }

    /// What was noted, if anything was.
    pub(super) fn take(&self) -> Option<LakeError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The column chunks of a file as they are asked for; those of one row group stay in memory until it has been read.
pub(super) struct CheckedChunks {
    file: Arc<DataFileReader>,
    footer: Arc<Footer>,
    damages: Damages,
    /// By where they begin.
    known: Mutex<BTreeMap<u64, Bytes>>,
}

impl CheckedChunks {
    pub(super) fn new(file: Arc<DataFileReader>, footer: Arc<Footer>, damages: Damages) -> Self {
        Self { file, footer, damages, known: Mutex::default() }
    }

    /// The rest of the chunk from a place on.
    fn rest(&self, at: u64) -> Result<Bytes, ParquetError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.range(..=at).next_back().filter(|(start, bytes)| at < *start + bytes.len() as u64);
        if let Some((start, bytes)) = found {
            return Ok(bytes.slice((at - start) as usize..));
        }
        let read = self.file.chunk(&self.footer, at);
        let (start, bytes) = read.map_err(|damage| ParquetError::General(self.damages.note(damage)))?;
        let rest = bytes.slice((at - start) as usize..);
        known.insert(start, bytes);
        Ok(rest)
    }
}

impl Length for CheckedChunks {
    fn len(&self) -> u64 {
        self.file.length()
    }
}

impl ChunkReader for CheckedChunks {
    type T = Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(self.rest(start)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let rest = self.rest(start)?;
        if rest.len() < length {
            return Err(ParquetError::EOF(format!("{length} bytes at {start} reach beyond their column")));
        }
        Ok(rest.slice(..length))
    }
}
