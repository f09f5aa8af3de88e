//! Rows of text files, one file after the other, gathered into batches of bounded size.

use std::collections::VecDeque;
use std::ops::Range;

use arrow::array::{ArrayBuilder as _, ArrayRef, RecordBatch, StringBuilder};
use arrow::datatypes::SchemaRef;
use std::sync::Arc;

use super::{Format, Progress, RawBatch, RawReader, Reject, RowPosition, SourceError, SourceFile};

const ROWS: usize = 64 * 1024;
const BYTES: usize = 32 << 20;
/// What a cell takes besides its text, an empty one too.
const CELL_BYTES: usize = 5;

/// A batch of text rows being gathered.
pub(super) struct TextRows {
    schema: SchemaRef,
    columns: Vec<StringBuilder>,
    places: Vec<RowPosition>,
    rejects: Vec<Reject>,
    bytes: usize,
    file: u32,
    /// Rows of the current file, and rejects with the reason of the first.
    read: u64,
    rejected: u64,
    first_reason: Option<(u64, String)>,
}

impl TextRows {
    pub fn new(schema: SchemaRef) -> Self {
        let columns = schema.fields().iter().map(|_| StringBuilder::new()).collect();
        Self {
            schema,
            columns,
            places: Vec::new(),
            rejects: Vec::new(),
            bytes: 0,
            file: 0,
            read: 0,
            rejected: 0,
            first_reason: None,
        }
    }

    /// Adds a row, its cells in the order of the schema.
    pub fn push<'a>(&mut self, row: u64, cells: impl Iterator<Item = Option<&'a str>>) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.append_option(cell);
            self.bytes += cell.map_or(0, str::len) + CELL_BYTES;
        }
        self.places.push(RowPosition { file: self.file, row });
        self.read += 1;
    }

    /// Adds rows that stand on lines one behind the other. `cell` gives the text of a cell by its row, counted from 0, and the column of
    /// the schema; an empty one is absent.
    pub fn push_run<'a>(&mut self, lines: Range<u64>, cell: impl Fn(usize, usize) -> &'a str) {
        let rows = (lines.end - lines.start) as usize;
        for (at, column) in self.columns.iter_mut().enumerate() {
            for row in 0..rows {
                let cell = cell(row, at);
                self.bytes += cell.len() + CELL_BYTES;
                if cell.is_empty() { column.append_null() } else { column.append_value(cell) }
            }
        }
        self.read += rows as u64;
        self.places.extend(lines.map(|row| RowPosition { file: self.file, row }));
    }

    /// How many rows it takes until it is full.
    pub fn room(&self) -> usize {
        let of_bytes = BYTES.saturating_sub(self.bytes) / (self.columns.len().max(1) * CELL_BYTES) + 1;
        of_bytes.min(ROWS.saturating_sub(self.places.len() + self.rejects.len()))
    }

    /// Adds a row that cannot be read.
    pub fn reject(&mut self, row: u64, column: String, value: String, reason: String, line: String) {
        self.bytes += line.len() + value.len();
        self.rejected += 1;
        if self.read == 0 && self.first_reason.is_none() {
            self.first_reason = Some((row, reason.clone()));
        }
        self.rejects.push(Reject {
            place: RowPosition { file: self.file, row },
            column,
            value,
            reason,
            line,
            id: None,
        });
    }

    fn is_full(&self) -> bool {
        self.places.len() + self.rejects.len() >= ROWS || self.bytes >= BYTES
    }

    /// Ends a file. One of which no row can be read is none that anybody meant.
    fn end_file(&mut self, file: &str) -> Result<(), SourceError> {
        let (read, rejected) = (std::mem::take(&mut self.read), std::mem::take(&mut self.rejected));
        match self.first_reason.take() {
            Some((row, why)) if read == 0 => {
                let why = if rejected > 1 {
                    format!("none of its {rejected} rows can be read; the first, row {row}: {why}")
                } else {
                    format!("its only row, row {row}, cannot be read: {why}")
                };
                Err(SourceError::Format { file: file.to_owned(), why })
            }
            _ => Ok(()),
        }
    }

    fn finish(&mut self, file: &str) -> Result<Option<RawBatch>, SourceError> {
        if self.places.is_empty() && self.rejects.is_empty() {
            return Ok(None);
        }
        self.bytes = 0;
        let columns: Vec<ArrayRef> = self.columns.iter_mut().map(finish_column).collect();
        let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(self.places.len()));
        let rows = RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
            .map_err(|error| SourceError::Arrow { file: file.to_owned(), error })?;
        Ok(Some(RawBatch { rows, places: finish_places(&mut self.places), rejects: std::mem::take(&mut self.rejects) }))
    }
}

/// Ends a column, and begins it anew with room for about as much.
fn finish_column(column: &mut StringBuilder) -> ArrayRef {
    let (rows, bytes) = (column.len(), column.values_slice().len());
    let next = StringBuilder::with_capacity(rows, bytes + bytes / 16);
    Arc::new(std::mem::replace(column, next).finish())
}

/// Ends the places of rows, and begins them anew with room for as many.
fn finish_places(places: &mut Vec<RowPosition>) -> Vec<RowPosition> {
    let next = Vec::with_capacity(places.len());
    std::mem::replace(places, next)
}

/// The rows of one file or query.
pub(super) trait FileRows: Send {
    /// Adds the next row, or rejects it; `false` at the end.
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError>;
    /// Bytes read so far, as stored.
    fn bytes_read(&self) -> u64;
    /// What is known of the format by now.
    fn refine(&self, format: &mut Format);
    /// Makes sure that the file was whole and unchanged, and gives the SHA-256 of its bytes.
    fn finish(&mut self) -> Result<String, SourceError>;
}

/// Opens the rows of a file when its turn comes.
pub(super) type Opener = Box<dyn FnOnce() -> Result<Box<dyn FileRows>, SourceError> + Send>;

/// Reads files of text rows one after the other.
pub(super) struct TextReader {
    schema: SchemaRef,
    files: Vec<SourceFile>,
    waiting: VecDeque<Opener>,
    current: Option<Box<dyn FileRows>>,
    batch: TextRows,
    finished: u64,
    total: Option<u64>,
    rows: u64,
}

impl TextReader {
    /// One opener for each file. `total` is the size of all files, if known.
    pub fn new(schema: SchemaRef, files: Vec<SourceFile>, waiting: VecDeque<Opener>, total: Option<u64>) -> Self {
        let batch = TextRows::new(Arc::clone(&schema));
        Self { schema, files, waiting, current: None, batch, finished: 0, total, rows: 0 }
    }
}

impl RawReader for TextReader {
    fn columns(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn files(&self) -> &[SourceFile] {
        &self.files
    }

    fn progress(&self) -> Progress {
        let current = self.current.as_ref().map_or(0, |current| current.bytes_read());
        Progress { bytes_read: self.finished + current, bytes_total: self.total, rows: self.rows }
    }

    fn next(&mut self) -> Result<Option<RawBatch>, SourceError> {
        loop {
            let Some(current) = &mut self.current else {
                let Some(open) = self.waiting.pop_front() else { break };
                self.current = Some(open()?);
                self.batch.file = (self.files.len() - self.waiting.len() - 1) as u32;
                continue;
            };
            while !self.batch.is_full() && current.next(&mut self.batch)? {}
            if self.batch.is_full() {
                break;
            }
            let file = &mut self.files[self.batch.file as usize];
            file.sha256 = Some(current.finish()?);
            self.batch.end_file(&file.name)?;
            current.refine(&mut file.format);
            self.finished += current.bytes_read();
            if self.total.is_none() {
                file.bytes = current.bytes_read();
            }
            self.current = None;
        }
        let name = self.files.get(self.batch.file as usize).map_or("", |file| &file.name);
        let batch = self.batch.finish(name)?;
        self.rows += batch.as_ref().map_or(0, |batch| batch.places.len() + batch.rejects.len()) as u64;
        Ok(batch)
    }
}
