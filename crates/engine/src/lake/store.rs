//! The store behind SQL: local files that are only read, and of data files nothing that is not what was written.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

use super::chunks::Damages;
use super::data_file::{DataFileReader, Footer};
use super::error::LakeError;

const NAME: &str = "lake";

/// Data files, checked as they are read.
#[derive(Debug, Default)]
pub(super) struct CheckedStore {
    files: LocalFileSystem,
    /// Those that are open.
    open: Mutex<HashMap<PathBuf, OpenFile>>,
    damages: Damages,
}

type OpenFile = (Arc<DataFileReader>, Arc<Footer>);

impl CheckedStore {
    /// What it found damaged.
    pub(super) fn damages(&self) -> Damages {
        self.damages.clone()
    }

    fn open(&self, location: &Path) -> Result<OpenFile> {
        let path = self.files.path_to_filesystem(location)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = open.get(&path) {
            return Ok(file.clone());
        }
        let table = path.parent().and_then(|folder| folder.file_name()).unwrap_or_default().to_string_lossy();
        let file = DataFileReader::open(&table, &path).map_err(|error| self.stop(error))?;
        let footer = file.footer().map_err(|error| self.stop(error))?;
        let file = (Arc::new(file), Arc::new(footer));
        open.insert(path, file.clone());
        Ok(file)
    }

    fn read(&self, location: &Path, range: Range<u64>) -> Result<Bytes> {
        let (file, footer) = self.open(location)?;
        file.range(&footer, range).map_err(|error| self.stop(error))
    }

    fn stop(&self, damage: LakeError) -> Error {
        Error::Generic { store: NAME, source: self.damages.note(damage).into() }
    }
}

impl fmt::Display for CheckedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)
    }
}

#[async_trait]
impl ObjectStore for CheckedStore {
    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let (range, is_head) = (options.range.clone(), options.head);
        // Whether it is there and is the one that is meant.
        let found = self.files.get_opts(location, GetOptions { head: true, range: None, ..options }).await;
        let mut found = match found {
            // Told as it is wherever else a file is missing.
            Err(Error::NotFound { .. }) => return Err(self.open(location).err().unwrap_or_else(read_only)),
            found => found?,
        };
        // Also of which only the size is asked: one that was emptied would be passed over without a word.
        self.open(location)?;
        if !is_head {
            let range = range.map_or(Ok(0..found.meta.size), |range| range.as_range(found.meta.size));
            found.range = range.map_err(|error| Error::Generic { store: NAME, source: error.into() })?;
            let bytes = self.read(location, found.range.clone())?;
            found.payload = GetResultPayload::Stream(stream::once(async { Ok(bytes) }).boxed());
        }
        Ok(found)
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        ranges.iter().map(|range| self.read(location, range.clone())).collect()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.files.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.files.list_with_delimiter(prefix).await
    }

    async fn put_opts(&self, _: &Path, _: PutPayload, _: PutOptions) -> Result<PutResult> {
        Err(read_only())
    }

    async fn put_multipart_opts(&self, _: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Err(read_only())
    }

    fn delete_stream(&self, _: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        stream::once(async { Err(read_only()) }).boxed()
    }

    async fn copy_opts(&self, _: &Path, _: &Path, _: CopyOptions) -> Result<()> {
        Err(read_only())
    }
}

fn read_only() -> Error {
    Error::NotSupported { source: "queries only read".into() }
}
