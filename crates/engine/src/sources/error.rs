//! What makes an input unreadable as a whole. Rows that cannot be read one by one are [`Reject`](super::Reject)s instead.

use std::io;

use super::format::{Compression, SourceKind};

/// Why an input could not be opened, or read to its end. Nothing of it may be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// No input was given at all.
    #[error("no input was given; name a file, a glob as in 'orders-*.csv', or postgres://… followed by a query")]
    NoInput,
    /// A glob matches no file.
    #[error("no file matches {pattern}; check the path")]
    NothingMatches {
        /// The glob as given.
        pattern: String,
    },
    /// A glob cannot be analysis.
    #[error("{pattern} is not a glob: {why}")]
    BadPattern {
        /// The glob as given.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// There is no such file.
    #[error("{file} does not exist; check the path")]
    Missing {
        /// The path as given.
        file: String,
    },
    /// The path names a directory.
    #[error("{file} is a directory; name the files in it, as in '{file}/*.csv'")]
    Directory {
        /// The path as given.
        file: String,
    },
    /// The file may not be read.
    #[error("{file} may not be read by this user; change its permissions")]
    NotPermitted {
        /// The path as given.
        file: String,
    },
    /// The file system failed.
    #[error("cannot {attempted} {file}: {error}")]
    Io {
        /// The path as given.
        file: String,
        /// What was attempted, as in "read".
        attempted: &'static str,
        /// What the system answered.
        #[source]
        error: io::Error,
    },
    /// The declared format contradicts itself or cannot be used.
    #[error("{file}: {why}")]
    Format {
        /// The path as given.
        file: String,
        /// What is wrong and what to declare instead.
        why: String,
    },
    /// The file is not what it was declared or taken to be.
    #[error("{file} cannot be read as {kind}: {why}")]
    NotReadable {
        /// The path as given.
        file: String,
        /// What it was declared or taken to be.
        kind: SourceKind,
        /// What the reader found.
        why: String,
    },
    /// The declared delimiter does not occur while another one plainly separates the cells.
    #[error(
        "{file}: declared delimiter '{declared}' separates nothing, '{found}' does; declare delimiter = \"{found}\""
    )]
    WrongDelimiter {
        /// The path as given.
        file: String,
        /// The delimiter that was declared.
        declared: String,
        /// The delimiter that would give several columns.
        found: String,
    },
    /// Two columns have one name.
    #[error("{file}: columns {first} and {second} are both named '{column}'; rename one")]
    DuplicateColumn {
        /// The path as given.
        file: String,
        /// The name.
        column: String,
        /// Position of the first, from 1.
        first: usize,
        /// Position of the second, from 1.
        second: usize,
    },
    /// Files of one input have different columns.
    #[error("{file} has other columns than {than}: {difference}; import it apart")]
    ColumnsDiffer {
        /// The file that differs.
        file: String,
        /// The first file of the input.
        than: String,
        /// The columns that are missing and those that are new.
        difference: String,
    },
    /// Files of one input are of different kinds.
    #[error("{file} is {kind} but {than} is {other}; import them apart")]
    KindsDiffer {
        /// The file that differs.
        file: String,
        /// What it is.
        kind: SourceKind,
        /// The first file of the input.
        than: String,
        /// What that one is.
        other: SourceKind,
    },
    /// A quote is opened and never closed.
    #[error(
        "{file}, row {row}: a quote opened in column '{column}' is not closed within {within}; close or double it: {line}"
    )]
    OpenQuote {
        /// The path as given.
        file: String,
        /// Line on which the quote opens, from 1.
        row: u64,
        /// The column in which it opens.
        column: String,
        /// How far was looked, as in "1048576 bytes" or "the file".
        within: String,
        /// The beginning of the record.
        line: String,
    },
    /// A packed file breaks off or is damaged.
    #[error(
        "{file} is broken {compression}: it breaks off after row {row} ({why}); fetch it again, nothing was imported"
    )]
    BrokenArchive {
        /// The path as given.
        file: String,
        /// How it is packed.
        compression: Compression,
        /// Last line that could be read in full.
        row: u64,
        /// What the decompressor found.
        why: String,
    },
    /// The file is not what it was when reading began.
    #[error("{file} changed while it was read ({what}); wait until it is written in full and import again")]
    Changed {
        /// The path as given.
        file: String,
        /// What is different.
        what: String,
    },
    /// The database could not be reached or refused the query.
    #[error("cannot {attempted} {database}: {why}")]
    Database {
        /// The database's address without its password.
        database: String,
        /// What was attempted, as in "connect to".
        attempted: &'static str,
        /// What the database answered, without the password.
        why: String,
    },
    /// A batch of rows could not be built or converted.
    #[error("cannot lay out the rows of {file} in columns: {error}")]
    Arrow {
        /// The path as given.
        file: String,
        /// What Arrow answered.
        #[source]
        error: arrow::error::ArrowError,
    },
    /// The rows cannot be mapped to the columns of a canonical table.
    #[error(transparent)]
    Mapping(Box<dyn std::error::Error + Send + Sync>),
}
