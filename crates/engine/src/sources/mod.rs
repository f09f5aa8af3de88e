//! Sources: what rows do the silos' files and databases hold, and which of them cannot be read?
//!
//! Two boundaries lie here. [`KnownInputs`](known_inputs::KnownInputs) turns paths, globs or a database query into a [`RawReader`],
//! which gives rows in the source's own columns; a mapping turns those into a [`FactSource`], which gives rows in the columns of one
//! canonical table.
//!
//! Invariant: nothing is dropped or altered in silence. Every row of an input comes out either in a batch or as a [`Reject`]
//! naming file, row, column, value and reason; what makes the rest of an input doubtful (a truncated archive, a file that
//! changes while it is read) is a [`SourceError`], after which nothing of the import may be kept.

mod bytes;
mod columns;
mod csv;
mod decimal;
mod dialect;
mod encoding;
mod error;
mod figure;
mod format;
mod guarded;
pub mod holidays;
mod inputs;
mod jsonl;
mod kind;
pub mod known_inputs;
mod layout;
pub mod mapping;
mod metered;
mod number_text;
mod ocel;
mod oddity;
mod parquet;
mod postgres;
mod rows;
mod second_table;
mod shape;
mod sums;
mod text_files;
mod totals;
mod window;
mod xes;
mod xlsx;
mod xml_head;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

pub use dialect::{Delimiter, Escape, Quote};
pub use error::SourceError;
pub use format::{Compression, DecimalMark, Format, Part, SourceKind};

use crate::lake::Fact;

/// Where a row stands in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowPosition {
    /// Index into the reader's list of files.
    pub file: u32,
    /// Line the row begins on, counted from 1 with the header (text files), row of the sheet (XLSX), or number of the record
    /// from 1 (Parquet, databases).
    pub row: u64,
}

/// A row, or a value of a row, that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Where it stands.
    pub place: RowPosition,
    /// The column concerned; empty if the whole row is.
    pub column: String,
    /// The offending value, bytes that are no text escaped; empty if the whole row is concerned.
    pub value: String,
    /// What is wrong with it and what to do.
    pub reason: String,
    /// The row as read, bytes that are no text escaped, cut if very long.
    pub line: String,
    /// What the source calls the row, its key as a line, where that could be read; by it a mended row is known again.
    pub id: Option<String>,
}

/// Rows of one source, in the shape of [`Fact::columns`].
#[derive(Clone, Debug)]
pub struct FactBatch {
    /// The rows; their schema is [`Fact::columns`].
    pub rows: RecordBatch,
    /// Where each row stands.
    pub places: Vec<RowPosition>,
    /// For each row, `xxh3_128` of the columns in [`Fact::identity`], length-prefixed; used where the row has no key of its own. What else
    /// the file tells of it plays no part, so that the row is known again when that changed. Empty where all rows have a key.
    pub content: Vec<u128>,
}

/// What one pull from a [`FactSource`] gave.
#[derive(Clone, Debug)]
pub struct Pull {
    /// The rows that could be read and mapped.
    pub batch: FactBatch,
    /// The rows that could not.
    pub rejects: Vec<Reject>,
    /// The rows that the mapping leaves out; `None` where there are none.
    pub left_out: Option<LeftOutRows>,
}

/// What rows are known by that the mapping leaves out: a fact that is known so counts no more.
#[derive(Clone, Debug, Default)]
pub struct LeftOutRows {
    /// Of those with a key of their own: the columns in [`Fact::key`].
    pub keys: Option<RecordBatch>,
    /// Of the others their [content](FactBatch::content), and the number of their file. A row that may be known by either of two has both.
    pub contents: Vec<(u128, u32)>,
}

/// Rows of one canonical table, out of one source system.
pub trait FactSource: Send {
    /// The table the rows belong to.
    fn fact(&self) -> Fact;
    /// Name of the source system, as in "shop".
    fn source(&self) -> &str;
    /// The files read, in the order [`RowPosition::file`] counts them.
    fn files(&self) -> &[SourceFile];
    /// The names of the columns that the source has of its own; none where it has no names.
    fn columns(&self) -> Vec<String> {
        Vec::new()
    }
    /// Those of them in which none of the rows given so far has a cell.
    fn empty_columns(&self) -> Vec<String> {
        Vec::new()
    }
    /// Those of them in which all cells given so far hold one text, empty ones apart, with that text.
    fn single_texts(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }
    /// The next rows, some 64 thousand, or `None` at the end. An error means that nothing of this source may be kept.
    fn next(&mut self) -> Result<Option<Pull>, SourceError>;
    /// How far reading has come.
    fn progress(&self) -> Progress;
    /// Which rejects of earlier imports the rows given so far are, corrected in a file of rejects.
    fn mended(&self) -> &[MendedRow] {
        &[]
    }
}

/// A reject of an earlier import that was corrected in a file of rejects, as that file says itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct MendedRow {
    /// The import that refused it.
    pub import_seq: i64,
    /// The file it stood in.
    pub file: String,
    /// Where in it.
    pub row: u64,
}

/// Rows as the source has them.
#[derive(Clone, Debug)]
pub struct RawBatch {
    /// The rows, in the columns of [`RawReader::columns`]. Text formats give nullable `Utf8` only.
    pub rows: RecordBatch,
    /// Where each row stands.
    pub places: Vec<RowPosition>,
    /// The rows that could not be read.
    pub rejects: Vec<Reject>,
}

/// Rows of an input in its own columns, read once from the beginning to the end with bounded memory.
pub trait RawReader: Send {
    /// The input's columns, the same for all of its files.
    fn columns(&self) -> SchemaRef;
    /// The files read, in the order [`RowPosition::file`] counts them.
    fn files(&self) -> &[SourceFile];
    /// How far reading has come.
    fn progress(&self) -> Progress;
    /// The next rows, some 64 thousand, or `None` at the end. A batch may hold rejects only. An error ends the reading.
    fn next(&mut self) -> Result<Option<RawBatch>, SourceError>;
}

/// One file or query of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as given, or the database's address without its password.
    pub name: String,
    /// Size as stored (compressed); for a query, what came over the wire so far.
    pub bytes: u64,
    /// SHA-256 of the bytes as stored, in hexadecimal; known once the file is read to its end.
    pub sha256: Option<String>,
    /// The format as declared, and where nothing was declared, as found in the head of the file.
    pub format: Format,
}

/// How far reading has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read of the files as stored.
    pub bytes_read: u64,
    /// Bytes of all files; unknown for a query.
    pub bytes_total: Option<u64>,
    /// Rows read, rejected ones included.
    pub rows: u64,
}

/// Opens an input of which nothing is known yet, as [`KnownInputs::open`](known_inputs::KnownInputs::open) does.
pub fn open(inputs: &[String], format: &Format) -> Result<Box<dyn RawReader>, SourceError> {
    known_inputs::KnownInputs::default().open(inputs, format)
}
