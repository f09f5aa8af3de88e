//! Staging: rows as they come, kept on disk by bucket, so that memory never holds more than one bucket's share.
//!
//! The files are Arrow IPC, uncompressed and never forced to disk: they live as long as the import. Whatever way it ends, the
//! folder goes with the value, or with the next writer's sweep after a crash.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, FixedSizeBinaryArray, RecordBatch, UInt32Array, new_null_array};
use arrow::compute::take;
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use tempfile::TempDir;

use crate::lake::{BUCKETS, Fact, LakeError, bucket_of};

/// Beside the columns of the fact, the key a row was read with, and the how many-th row of the import it is.
pub(super) const KEY: &str = "key";
pub(super) const ORDINAL: &str = "ordinal";
/// So many bytes a key has.
pub(super) const KEY_BYTES: usize = 16;
/// How many columns these are; they stand behind those of the fact.
pub(super) const OWN_COLUMNS: usize = 2;

/// Rows in another order. Columns without a value, of which a table has many, need none.
pub(super) fn ordered(rows: &RecordBatch, order: &UInt32Array) -> Result<RecordBatch, ArrowError> {
    let columns = rows.columns().iter().map(|column| {
        if column.null_count() == column.len() {
            Ok(new_null_array(column.data_type(), order.len()))
        } else {
            take(column, order, None)
        }
    });
    RecordBatch::try_new(rows.schema(), columns.collect::<Result<_, _>>()?)
}

/// The staged rows of one import.
pub(super) struct Staging {
    fact: Fact,
    folder: TempDir,
    schema: SchemaRef,
    writers: Vec<Option<StreamWriter<BufWriter<File>>>>,
}

impl Staging {
    pub(super) fn new(fact: Fact, folder: TempDir) -> Self {
        let key = Arc::new(Field::new(KEY, DataType::FixedSizeBinary(KEY_BYTES as i32), false));
        let ordinal = Arc::new(Field::new(ORDINAL, DataType::UInt32, false));
        let fields = fact.columns().iter().cloned().chain([key, ordinal]).collect::<Fields>();
        let writers = (0..BUCKETS).map(|_| None).collect();
        Self { fact, folder, schema: Arc::new(Schema::new(fields)), writers }
    }

    /// Where it keeps them.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stages rows with their keys; the first is the `first`-th of the import.
    pub(super) fn push(&mut self, rows: &RecordBatch, keys: &[u128], first: u32) -> Result<(), LakeError> {
        let failed = LakeError::columns(self.fact.name());
        let mut by_bucket: Vec<Vec<u32>> = vec![Vec::new(); BUCKETS as usize];
        let customers =
            self.fact.bucketed_by().and_then(|name| rows.column_by_name(name)).map(AsArray::as_string::<i32>);
        for row in 0..rows.num_rows() {
            let customer = customers.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row));
            by_bucket[bucket_of(customer) as usize].push(row as u32);
        }
        let ordinals: ArrayRef = Arc::new((first..).take(rows.num_rows()).collect::<UInt32Array>());
        let keys: Vec<[u8; KEY_BYTES]> = keys.iter().map(|key| key.to_be_bytes()).collect();
        let keys: ArrayRef = Arc::new(FixedSizeBinaryArray::new(KEY_BYTES as i32, keys.into_flattened().into(), None));
        let columns = rows.columns().iter().cloned().chain([keys, ordinals]).collect();
        let numbered = RecordBatch::try_new(self.schema.clone(), columns).map_err(&failed)?;
        let order: UInt32Array = by_bucket.iter().flatten().copied().collect();
        // One gather for all buckets, then slices of it: 64 gathers of a few rows each would cost most of the time.
        let ordered = ordered(&numbered, &order).map_err(&failed)?;
        let mut start = 0;
        for (bucket, rows) in by_bucket.iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
            let path = self.path(bucket);
            let slice = ordered.slice(start, rows.len());
            start += rows.len();
            self.writer(bucket)?.write(&slice).map_err(|error| LakeError::arrow(self.fact.name(), &path, error))?;
        }
        Ok(())
    }

    /// Ends writing; from here on [`Self::read`] gives rows back.
    pub(super) fn finish(&mut self) -> Result<(), LakeError> {
        for bucket in 0..self.writers.len() {
            let path = self.path(bucket);
            if let Some(writer) = &mut self.writers[bucket] {
                writer.finish().map_err(|error| LakeError::arrow(self.fact.name(), &path, error))?;
                let flushed = std::io::Write::flush(writer.get_mut());
                flushed.map_err(|error| LakeError::io("write", &path, error))?;
            }
        }
        Ok(())
    }

    /// A bucket's rows, batch by batch, as they were staged.
    pub(super) fn read(&self, bucket: i32) -> Result<impl Iterator<Item = Result<RecordBatch, LakeError>>, LakeError> {
        let path = self.path(bucket as usize);
        let table = self.fact.name();
        let reader = if self.writers[bucket as usize].is_some() {
            let file = File::open(&path).map_err(|error| LakeError::io("open", &path, error))?;
            let reader = StreamReader::try_new(BufReader::new(file), None);
            Some(reader.map_err(|error| LakeError::arrow(table, &path, error))?)
        } else {
            None
        };
        Ok(reader.into_iter().flatten().map(move |batch| batch.map_err(|error| LakeError::arrow(table, &path, error))))
    }

    fn path(&self, bucket: usize) -> PathBuf {
        self.folder.path().join(format!("{bucket:02}.arrow"))
    }

    fn writer(&mut self, bucket: usize) -> Result<&mut StreamWriter<BufWriter<File>>, LakeError> {
        let path = self.path(bucket);
        let slot = &mut self.writers[bucket];
        let writer = if let Some(writer) = slot.take() {
            writer
        } else {
            let file = File::create(&path).map_err(|error| LakeError::io("create", &path, error))?;
            StreamWriter::try_new(BufWriter::new(file), &self.schema)
                .map_err(|error| LakeError::arrow(self.fact.name(), &path, error))?
        };
        Ok(slot.insert(writer))
    }
}
