//! Why an import could not take place.

use super::report::ImportReport;
use crate::lake::{Fact, LakeError};
use crate::sources::{Reject, SourceError};

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The source could not be read to its end.
    #[error("{0}; nothing was imported")]
    Source(#[from] SourceError),
    /// The tables could not be read or written.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// It was asked to end.
    #[error("the import was cancelled; nothing was imported")]
    Cancelled,
    /// Every row was refused.
    #[error(
        "all {rows} rows were rejected, and nothing was imported; the first is row {row} of {file}, column '{column}', value '{value}': \
         {reason}"
    )]
    AllRejected {
        /// How many rows there are.
        rows: u64,
        /// The file of the first.
        file: String,
        /// Where in it.
        row: u64,
        /// The column concerned; empty if the whole row is.
        column: String,
        /// The offending value.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Rows are counted in 32 bits.
    #[error("more than {} rows in one import; import the files in several runs", u32::MAX)]
    TooManyRows,
    /// A column is not what the table needs; the fault of a program, not of a file.
    #[error("the rows for the table '{fact}' lack its column '{column}' or give it another type; nothing was imported")]
    Shape {
        /// The table.
        fact: Fact,
        /// The column.
        column: String,
    },
    /// The report could not be written down or read again.
    #[error("the report of an import cannot be written or read: {0}")]
    Report(#[from] serde_json::Error),
    /// There is nothing of this number to be taken back.
    #[error("there is no import {seq}; the last one is {last}")]
    NoSuchImport {
        /// The number asked for.
        seq: i64,
        /// The number of the last import or undo.
        last: i64,
    },
    /// It was taken back before.
    #[error("import {seq} was undone already, by {by}; undo {by} to bring it back")]
    AlreadyUndone {
        /// The number asked for.
        seq: i64,
        /// The undo that took it back.
        by: i64,
    },
    /// It is no import but follows from one.
    #[error(
        "{seq} is no import: it gave facts to the customers whom identities name; undo the import of those instead"
    )]
    NotUndoable {
        /// The number asked for.
        seq: i64,
    },
    /// A test ended the program here.
    #[cfg(test)]
    #[error("died after {0:?}")]
    Died(&'static str),
}

impl ImportError {
    /// Of an import that refused every row it read; of the first for the reason of most of them.
    pub(super) fn all_rejected(report: &ImportReport, first: &Reject) -> Self {
        let file = report.files.get(first.place.file as usize);
        Self::AllRejected {
            rows: report.read,
            file: file.map_or_else(|| "the input".to_owned(), |file| file.name.clone()),
            row: first.place.row,
            column: first.column.clone(),
            value: first.value.clone(),
            reason: first.reason.clone(),
        }
    }
}
