//! What can go wrong with tables on disk.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use deltalake::DeltaTableError;
use parquet::errors::ParquetError;

/// Why a table could not be opened, read, written or committed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    /// Another process writes.
    #[error("another import or refresh is running on {}; wait for it to end, then run this again", root.display())]
    Busy {
        /// The lake's folder.
        root: PathBuf,
    },
    /// No room is left.
    #[error("the disk that holds {} is full; free some space and run this again, nothing was changed", path.display())]
    DiskFull {
        /// What was being written.
        path: PathBuf,
    },
    /// The file system failed.
    #[error("cannot {attempted} {}: {source}", path.display())]
    Io {
        /// What was attempted, as in "create the folder".
        attempted: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// The Delta log of a table could not be read or written.
    #[error("cannot {attempted} the table '{table}': {source}")]
    Delta {
        /// What was attempted, as in "open".
        attempted: &'static str,
        /// The table's name.
        table: String,
        /// What the Delta library answered.
        source: Box<DeltaTableError>,
    },
    /// A data file could not be read or written.
    #[error("cannot {attempted} the data file {}: {source}", path.display())]
    Parquet {
        /// What was attempted, as in "read".
        attempted: &'static str,
        /// The file.
        path: PathBuf,
        /// What the Parquet library answered.
        source: ParquetError,
    },
    /// Columns did not fit together.
    #[error("cannot arrange the columns of the table '{table}': {source}")]
    Columns {
        /// The table's name.
        table: String,
        /// What the Arrow library answered.
        source: ArrowError,
    },
    /// The SQL session could not be built.
    #[error("cannot prepare the tables for SQL: {0}")]
    Session(Box<DataFusionError>),
    /// There is no such table.
    #[error("there is no table '{table}' yet; import facts or refresh the marts first")]
    NoSuchTable {
        /// The name asked for.
        table: String,
    },
    /// A name that cannot be a table's.
    #[error("'{table}' cannot name a table; use lower case letters, digits and underscores")]
    BadName {
        /// The name asked for.
        table: String,
    },
    /// The table has no such column.
    #[error("the table '{table}' has no column '{column}'")]
    NoSuchColumn {
        /// The table's name.
        table: String,
        /// The column asked for.
        column: String,
    },
    /// Someone else changed the table in between.
    #[error("the table '{table}' changed while it was being rewritten ({what}); run this again")]
    Conflict {
        /// The table's name.
        table: String,
        /// What was found.
        what: String,
    },
    /// A table's log holds what this program does not write.
    #[error("the log of the table '{table}' cannot be understood: {why}; restore it from a backup")]
    Damaged {
        /// The table's name.
        table: String,
        /// What was found.
        why: String,
    },
}

impl LakeError {
    pub(crate) fn io(attempted: &'static str, path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            return Self::DiskFull { path: path.to_path_buf() };
        }
        Self::Io { attempted, path: path.to_path_buf(), source }
    }

    pub(crate) fn parquet(attempted: &'static str, path: &Path, source: ParquetError) -> Self {
        if is_disk_full(&source) {
            return Self::DiskFull { path: path.to_path_buf() };
        }
        Self::Parquet { attempted, path: path.to_path_buf(), source }
    }

    pub(crate) fn arrow(table: &str, path: &Path, source: ArrowError) -> Self {
        if is_disk_full(&source) {
            return Self::DiskFull { path: path.to_path_buf() };
        }
        if let ArrowError::IoError(_, source) = source {
            return Self::Io { attempted: "write or read back", path: path.to_path_buf(), source };
        }
        Self::Columns { table: table.to_owned(), source }
    }

    pub(crate) fn delta(attempted: &'static str, table: &str, source: impl Into<DeltaTableError>) -> Self {
        Self::Delta { attempted, table: table.to_owned(), source: Box::new(source.into()) }
    }

    pub(crate) fn columns(table: &str) -> impl Fn(ArrowError) -> Self {
        move |source| Self::Columns { table: table.to_owned(), source }
    }

    /// Whether another process holds the lake.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy { .. })
    }
}

/// Whether the system refused to write for want of room, however deep the libraries wrapped its answer.
fn is_disk_full(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(current) = next {
        let io = current.downcast_ref::<io::Error>().or(match current.downcast_ref::<ArrowError>() {
            Some(ArrowError::IoError(_, io)) => Some(io),
            _ => None,
        });
        let nested = match current.downcast_ref::<ParquetError>() {
            Some(ParquetError::External(inner)) => Some(&**inner as &(dyn Error + 'static)),
            _ => None,
        };
        if io.is_some_and(|io| io.kind() == io::ErrorKind::StorageFull) {
            return true;
        }
        next = nested.or_else(|| current.source());
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_however_deep_it_is_wrapped() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let path = Path::new("/lake/part.parquet");
        let wrapped = ParquetError::External(Box::new(full()));
        assert!(matches!(LakeError::parquet("write", path, wrapped), LakeError::DiskFull { .. }));
        let arrow = ArrowError::IoError("write".into(), full());
        assert!(matches!(LakeError::arrow("purchases", path, arrow), LakeError::DiskFull { .. }));
        assert!(matches!(LakeError::io("write", path, full()), LakeError::DiskFull { .. }));
    }
}
