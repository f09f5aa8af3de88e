//! Parquet: rows in their own types, dictionaries and views laid out as plain columns.
//!
//! Invariant: what a file takes in memory is measured before a library reads it (`footer`, `pages`), and so many rows are read at once as fit.

mod delta;
mod footer;
mod pages;
mod thrift;

use std::fs::File;
use std::sync::Arc;

use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use arrow::array::RecordBatch;
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;

use super::bytes::DiskFile;
use super::guarded::guarded;
use super::inputs::Input;
use super::{
    Compression, Format, Progress, RawBatch, RawReader, RowPosition, SourceError, SourceFile, SourceKind, columns,
};

const ROWS: usize = 64 * 1024;

/// Opens Parquet files with the same columns of the same types, in any order.
pub(super) fn open(inputs: Vec<Input>) -> Result<Box<dyn RawReader>, SourceError> {
    let mut schema: Option<SchemaRef> = None;
    let mut files = Vec::with_capacity(inputs.len());
    let mut rows_at_once = Vec::with_capacity(inputs.len());
    for input in &inputs {
        let builder = builder(input, input.open()?)?;
        let found = plain(builder.schema());
        let names: Vec<_> = found.fields().iter().map(|field| field.name().clone()).collect();
        let columns = columns::named(&input.name, names.iter().map(String::as_str))?;
        match &schema {
            None => schema = Some(renamed(&found, &columns)),
            Some(schema) => same_columns(schema, &inputs[0].name, &renamed(&found, &columns), &input.name)?,
        }
        let format =
            Format { kind: Some(SourceKind::Parquet), compression: Some(Compression::None), ..Format::default() };
        files.push(SourceFile { name: input.name.clone(), bytes: input.seen.bytes, sha256: None, format });
        let file = Arc::new(input.open()?);
        let measured = guarded(|| pages::rows_at_once(&file, builder.metadata(), builder.schema()));
        rows_at_once.push(measured.map_err(|why| not_readable(input, &why))?);
    }
    let schema = schema.unwrap_or_else(|| Arc::new(Schema::empty()));
    let (current, next_file, finished, rows) = (None, 0, 0, 0);
    Ok(Box::new(ParquetReader { schema, inputs, files, rows_at_once, current, next_file, finished, rows }))
}

fn not_readable(input: &Input, why: &dyn std::fmt::Display) -> SourceError {
    SourceError::NotReadable { file: input.name.clone(), kind: SourceKind::Parquet, why: why.to_string() }
}

fn builder(input: &Input, file: File) -> Result<ParquetRecordBatchReaderBuilder<File>, SourceError> {
    let opened = guarded(|| {
        footer::check(&file)?;
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| error.to_string())
    });
    opened.map_err(|why| not_readable(input, &why))
}

/// The schema without dictionaries, views and large offsets.
fn plain(schema: &Schema) -> SchemaRef {
    let fields: Vec<_> =
        schema.fields().iter().map(|field| Field::new(field.name(), plain_type(field.data_type()), true)).collect();
    Arc::new(Schema::new(fields))
}

fn plain_type(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Dictionary(_, values) => plain_type(values),
        DataType::Utf8View | DataType::LargeUtf8 => DataType::Utf8,
        DataType::BinaryView | DataType::LargeBinary => DataType::Binary,
        other => other.clone(),
    }
}

fn renamed(schema: &Schema, names: &[String]) -> SchemaRef {
    let fields = schema.fields().iter().zip(names).map(|(field, name)| field.as_ref().clone().with_name(name));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

fn same_columns(schema: &Schema, than: &str, found: &Schema, file: &str) -> Result<(), SourceError> {
    let names = |schema: &Schema| schema.fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
    for (field, position) in schema.fields().iter().zip(columns::positions(&names(schema), than, &names(found), file)?)
    {
        let (expected, actual) = (field.data_type(), found.field(position).data_type());
        if expected != actual {
            return Err(SourceError::ColumnsDiffer {
                file: file.to_owned(),
                than: than.to_owned(),
                difference: format!("column '{}' is {actual} instead of {expected}", field.name()),
            });
        }
    }
    Ok(())
}

struct ParquetReader {
    schema: SchemaRef,
    inputs: Vec<Input>,
    files: Vec<SourceFile>,
    /// For each file, how many of its rows are read at once.
    rows_at_once: Vec<usize>,
    current: Option<Current>,
    next_file: usize,
    finished: u64,
    rows: u64,
}

/// The file being read.
struct Current {
    reader: ParquetRecordBatchReader,
    /// For each column of the input, its position in this file.
    positions: Vec<usize>,
    records: u64,
    records_total: u64,
}

impl ParquetReader {
    fn open_file(&self, input: &Input) -> Result<Current, SourceError> {
        let builder = builder(input, input.open()?)?;
        let names: Vec<_> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
        let names = columns::named(&input.name, names.iter().map(String::as_str))?;
        let columns: Vec<_> = self.schema.fields().iter().map(|field| field.name().clone()).collect();
        let positions = columns::positions(&columns, &self.inputs[0].name, &names, &input.name)?;
        let records_total = builder.metadata().file_metadata().num_rows().max(0) as u64;
        let rows = self.rows_at_once[self.next_file];
        let built = guarded(|| builder.with_batch_size(rows).build().map_err(|error| error.to_string()));
        let reader = built.map_err(|why| not_readable(input, &why))?;
        Ok(Current { reader, positions, records: 0, records_total })
    }
}

/// The next rows of a file, as many as fit; those that are read a few at a time are put together.
fn next_rows(schema: &SchemaRef, current: &mut Current) -> Result<Option<RecordBatch>, String> {
    let mut read = Vec::new();
    let (mut rows, mut bytes) = (0, 0);
    while rows < ROWS && bytes < pages::AT_ONCE as usize {
        let Some(batch) = current.reader.next().transpose().map_err(|error| error.to_string())? else { break };
        let batch = laid_out(schema, &batch, &current.positions).map_err(|error| error.to_string())?;
        rows += batch.num_rows();
        bytes += batch.get_array_memory_size();
        read.push(batch);
    }
    match read.len() {
        0 => Ok(None),
        1 => Ok(read.pop()),
        _ => concat_batches(schema, &read).map(Some).map_err(|error| error.to_string()),
    }
}

fn laid_out(schema: &SchemaRef, batch: &RecordBatch, positions: &[usize]) -> Result<RecordBatch, ArrowError> {
    let columns = schema.fields().iter().zip(positions).map(|(field, position)| {
        let column = batch.column(*position);
        if column.data_type() == field.data_type() { Ok(Arc::clone(column)) } else { cast(column, field.data_type()) }
    });
    RecordBatch::try_new(Arc::clone(schema), columns.collect::<Result<Vec<_>, _>>()?)
}

impl RawReader for ParquetReader {
    fn columns(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn files(&self) -> &[SourceFile] {
        &self.files
    }

    fn progress(&self) -> Progress {
        let current = self
            .current
            .as_ref()
            .map_or(0, |current| self.files[self.next_file - 1].bytes * current.records / current.records_total.max(1));
        let total = self.files.iter().map(|file| file.bytes).sum();
        Progress { bytes_read: self.finished + current, bytes_total: Some(total), rows: self.rows }
    }

    fn next(&mut self) -> Result<Option<RawBatch>, SourceError> {
        loop {
            let Some(mut current) = self.current.take() else {
                let Some(input) = self.inputs.get(self.next_file) else { return Ok(None) };
                self.current = Some(self.open_file(input)?);
                self.next_file += 1;
                continue;
            };
            let file = self.next_file - 1;
            let input = &self.inputs[file];
            match guarded(|| next_rows(&self.schema, &mut current)) {
                Ok(Some(rows)) => {
                    let count = rows.num_rows() as u64;
                    let places =
                        (1..=count).map(|row| RowPosition { file: file as u32, row: current.records + row }).collect();
                    current.records += count;
                    self.rows += count;
                    self.current = Some(current);
                    return Ok(Some(RawBatch { rows, places, rejects: Vec::new() }));
                }
                Ok(None) => {
                    self.files[file].sha256 = Some(DiskFile::open(input)?.finish()?);
                    self.finished += self.files[file].bytes;
                }
                Err(error) => {
                    input.open()?;
                    let why = format!("after record {}: {error}; nothing was imported", current.records);
                    return Err(not_readable(input, &why));
                }
            }
        }
    }
}
