//! Writing data files: Parquet in a table's folder, part of the table only once committed.
//!
//! A file ends with the checksums of its columns, and is named after that of its footer (see [`data_file`](super::data_file)).
//!
//! Invariant: a file that no commit names exists only while someone holds the lock of writers. So whoever takes the lock anew may
//! remove every such file. Both types below carry the lock for that reason, and their path stands before it, because fields are
//! dropped in order: the file is gone before the lock is.

use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::thread::{Builder, JoinHandle};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use tempfile::TempPath;
use xxhash_rust::xxh3::xxh3_64;

use super::data_file::{checksums, chunks_of, sealed_name};
use super::durable;
use super::error::LakeError;
use super::folder::{Lake, is_name};
use super::lock::WriteLock;
use super::statistics::Statistics;
use super::table::Fact;

/// Writes one data file; dropped unfinished, it leaves nothing.
#[derive(Debug)]
pub struct TableWriter {
    table: String,
    path: TempPath,
    schema: SchemaRef,
    parquet: ArrowWriter<HeldBytes>,
    /// Of the column chunks of the row groups that have ended.
    checksums: Vec<u64>,
    statistics: Statistics,
    lock: WriteLock,
}

/// A data file that no commit names yet; dropped uncommitted, it is removed.
///
/// Forcing it to the disk takes the disk's time and none of ours, so it goes on beside what is done next.
#[derive(Debug)]
pub struct WrittenFile {
    path: TempPath,
    /// Until it is known that the file is on the disk.
    syncing: Option<JoinHandle<io::Result<()>>>,
    pub(super) name: String,
    pub(super) bytes: u64,
    rows: usize,
    pub(super) statistics: String,
    _lock: WriteLock,
}

/// Holds what is written until it is known where the columns begin and end, and their checksums can be reckoned; then it goes to the file.
#[derive(Debug)]
struct HeldBytes {
    file: File,
    held: Vec<u8>,
    /// Bytes that went to the file.
    written: u64,
}

impl Write for HeldBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl HeldBytes {
    /// The checksum of some of the bytes that are held.
    fn checksum(&self, range: Range<u64>) -> io::Result<u64> {
        let held = |at: u64| at.checked_sub(self.written).map(|at| at as usize);
        let bytes = held(range.start).zip(held(range.end)).and_then(|(start, end)| self.held.get(start..end));
        bytes.map(xxh3_64).ok_or_else(|| io::Error::other("a column lies outside of what was written"))
    }

    /// Lets the file have them.
    fn release(&mut self) -> io::Result<()> {
        self.file.write_all(&self.held)?;
        self.written += self.held.len() as u64;
        self.held.clear();
        Ok(())
    }
}

impl WrittenFile {
    /// Rows in the file.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Size of the file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Waits until the file is on the disk, under its name.
    pub(crate) fn wait_for_disk(&mut self) -> Result<(), LakeError> {
        let Some(syncing) = self.syncing.take() else { return Ok(()) };
        let synced = syncing.join().unwrap_or_else(|_| Err(io::Error::other("the thread that does it panicked")));
        synced.map_err(|error| LakeError::io("write to disk", &self.path, error))?;
        self.path.parent().map_or(Ok(()), durable::sync)
    }

    /// Says that a commit names the file now, so that dropping it removes nothing.
    pub(super) fn keep(mut self) {
        self.path.disable_cleanup(true);
    }
}

impl Lake {
    /// A writer of one new data file of a table. Takes the lock of writers for as long as the file is not committed, unless this
    /// process has it.
    pub fn writer(&self, table: &str, schema: SchemaRef) -> Result<TableWriter, LakeError> {
        self.writer_with(table, schema, properties(table)?)
    }

    /// The same for a file that is soon to be written again: what counts is time, not size.
    pub fn quick_writer(&self, table: &str, schema: SchemaRef) -> Result<TableWriter, LakeError> {
        let quick = properties(table)?
            .into_builder()
            .set_compression(Compression::LZ4_RAW)
            .set_dictionary_enabled(false)
            .set_statistics_enabled(EnabledStatistics::None)
            .set_column_statistics_enabled(ColumnPath::from("bucket"), EnabledStatistics::Chunk);
        self.writer_with(table, schema, quick.build())
    }

    fn writer_with(
        &self,
        table: &str,
        schema: SchemaRef,
        properties: WriterProperties,
    ) -> Result<TableWriter, LakeError> {
        if !is_name(table) {
            return Err(LakeError::BadName { table: table.to_owned() });
        }
        let lock = self.share_lock()?;
        let folder = self.folder(table);
        std::fs::create_dir_all(&folder).map_err(|error| LakeError::io("create the folder", &folder, error))?;
        let file = tempfile::Builder::new().prefix("part-").rand_bytes(16).suffix(".parquet").tempfile_in(&folder);
        let (file, path) = file.map_err(|error| LakeError::io("create a file in", &folder, error))?.into_parts();
        let file = HeldBytes { file, held: Vec::new(), written: 0 };
        let parquet = ArrowWriter::try_new(file, schema.clone(), Some(properties))
            .map_err(|error| LakeError::parquet("begin", &path, error))?;
        let statistics = Statistics::new(schema.clone());
        Ok(TableWriter { table: table.to_owned(), path, schema, parquet, checksums: Vec::new(), statistics, lock })
    }
}

impl TableWriter {
    /// Adds rows; columns are matched by position and cast where their representation differs (dictionaries).
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), LakeError> {
        let columns = batch.columns().iter().zip(self.schema.fields()).map(|(values, field)| {
            if values.data_type() == field.data_type() { Ok(values.clone()) } else { cast(values, field.data_type()) }
        });
        let columns = columns.collect::<Result<Vec<ArrayRef>, _>>().map_err(LakeError::columns(&self.table))?;
        let plain = RecordBatch::try_new(self.schema.clone(), columns).map_err(LakeError::columns(&self.table))?;
        self.statistics.observe(&plain);
        self.parquet.write(&plain).map_err(|error| LakeError::parquet("write", &self.path, error))?;
        self.reckon()
    }

    /// Ends the row group, so that a reader of one bucket need not read its neighbours.
    pub fn cut(&mut self) -> Result<(), LakeError> {
        self.parquet.flush().map_err(|error| LakeError::parquet("write", &self.path, error))?;
        self.reckon()
    }

    /// Reckons the checksums of the columns that have ended, and lets the file have them.
    fn reckon(&mut self) -> Result<(), LakeError> {
        let ended = self.parquet.flushed_row_groups().iter().flat_map(chunks_of).skip(self.checksums.len());
        let ended: Vec<Range<u64>> = ended.collect();
        if ended.is_empty() {
            return Ok(());
        }
        let attempt = || -> io::Result<()> {
            self.parquet.sync()?;
            let held = self.parquet.inner_mut();
            for chunk in ended {
                self.checksums.push(held.checksum(chunk)?);
            }
            held.release()
        };
        attempt().map_err(|error| LakeError::io("write", &self.path, error))
    }

    /// Rows since the last cut.
    #[must_use]
    pub fn rows_since_cut(&self) -> usize {
        self.parquet.in_progress_rows()
    }

    /// Rows so far.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.statistics.rows()
    }

    /// Ends the file; a commit waits until it is on the disk.
    pub fn finish(mut self) -> Result<WrittenFile, LakeError> {
        self.cut()?;
        self.parquet.append_key_value_metadata(checksums(&self.checksums));
        let path: PathBuf = self.path.to_path_buf();
        let mut held = self.parquet.into_inner().map_err(|error| LakeError::parquet("write", &path, error))?;
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let name = sealed_name(&name, &held.held);
        held.release().map_err(|error| LakeError::io("write", &path, error))?;
        let sealed = path.with_file_name(&name);
        let named = self.path.persist(&sealed).map_err(|refused| refused.error);
        let path = named.and_then(|()| TempPath::try_from_path(&sealed));
        let path = path.map_err(|error| LakeError::io("name", &sealed, error))?;
        let file = held.file;
        let syncing = Builder::new().name("sync".to_owned()).spawn(move || file.sync_all());
        let syncing = Some(syncing.map_err(|error| LakeError::io("write to disk", &path, error))?);
        let (rows, statistics) = (self.statistics.rows(), self.statistics.to_json());
        Ok(WrittenFile { path, syncing, name, bytes: held.written, rows, statistics, _lock: self.lock })
    }
}

fn properties(table: &str) -> Result<WriterProperties, LakeError> {
    let level = ZstdLevel::try_new(1).map_err(|error| LakeError::parquet("compress", "zstd".as_ref(), error))?;
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        // Without it a file is nothing but its columns and its footer, and each byte has its checksum.
        .set_offset_index_disabled(true)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    // Keys are hashes and tails are packed: neither a dictionary nor compression shortens them.
    for column in ["key", "tail"].map(ColumnPath::from) {
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column.clone(), Encoding::DELTA_LENGTH_BYTE_ARRAY)
            .set_column_compression(column.clone(), Compression::UNCOMPRESSED)
            .set_column_statistics_enabled(column, EnabledStatistics::None);
    }
    // Whoever reads all rows of a source or a currency reads those of most row groups.
    for column in ["source", "currency"].map(ColumnPath::from) {
        properties = properties.set_column_statistics_enabled(column, EnabledStatistics::None);
    }
    // What is most often the same in all rows of a file is shortest, and soonest written, as differences.
    for column in ["bucket", "import_seq", "first_seen"].map(ColumnPath::from) {
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED);
    }
    // Most rows have an id of their own: a dictionary would be filled with them and then given up.
    let fact = Fact::ALL.into_iter().find(|fact| fact.name() == table).filter(|fact| fact.key() != fact.identity());
    if let Some(id) = fact.and_then(|fact| fact.key().first()).map(|id| ColumnPath::from(*id)) {
        properties = properties
            .set_column_dictionary_enabled(id.clone(), false)
            .set_column_encoding(id.clone(), Encoding::DELTA_LENGTH_BYTE_ARRAY)
            .set_column_statistics_enabled(id, EnabledStatistics::None);
    }
    Ok(properties.build())
}
