//! What can go wrong with tables on disk.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use deltalake::DeltaTableError;
use parquet::errors::ParquetError;

use super::place::Place;

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
    /// The folder may only be read.
    #[error(
        "{} may only be read, as a backup or a snapshot may; nothing was changed. To change something, let the user who runs Bellwether write \
         to it, or copy it to where that user may",
        root.display()
    )]
    ReadOnly {
        /// The lake's folder.
        root: PathBuf,
    },
    /// The folder's name would be read as another one's.
    #[error(
        "the folder {} has a percent sequence in its name, by which tables of another folder would be read; give it, or the one above that \
         has it, another name",
        root.display()
    )]
    BadFolder {
        /// The lake's folder.
        root: PathBuf,
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
    /// A stored file is not what was written.
    #[error("the file {} of the table '{table}' {damage}; {}", path.display(), remedy(table))]
    Damaged {
        /// The table's name.
        table: String,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        damage: Damage,
    },
    /// A table holds what this program does not write.
    #[error("the table '{table}' cannot be understood: {why}; restore the data folder from a backup")]
    Unreadable {
        /// The table's name.
        table: String,
        /// What was found.
        why: String,
    },
    /// Commits to a table that were acknowledged are gone.
    #[error("the table '{table}' {}, but {witness} of version {known}: later commits are lost; {}", ending(*version), remedy(table))]
    Behind {
        /// The table's name.
        table: String,
        /// The version that its log ends with; absent where the log is gone.
        version: Option<i64>,
        /// The version that is known of.
        known: i64,
        /// From where it is known.
        witness: Witness,
    },
}

/// What is wrong with a stored file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It is not there.
    #[error("is missing")]
    Missing,
    /// Its checksum is another.
    #[error("is damaged: its bytes are not those that were written")]
    Altered,
    /// It does not follow on the commit before it.
    #[error("is not the commit that was made at its place")]
    Misplaced,
    /// It cannot be understood.
    #[error("is damaged: {0}")]
    Unreadable(String),
}

/// From where more is known of a table than it holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Witness {
    /// What is noted of the last commit to each table.
    #[error("the note of its last commit tells")]
    Head,
    /// The journal of imports.
    #[error("the journal of imports tells")]
    Imports,
    /// A stored mart.
    #[error("the table '{0}' was made from it as")]
    Mart(String),
    /// Closed books.
    #[error("the closed books tell")]
    Books,
    /// Whoever asks for the version.
    #[error("it was asked for as")]
    Reader,
}

fn remedy(table: &str) -> &'static str {
    match Place::of(table) {
        Place::Marts => "it can be made anew: bellwether refresh --full",
        Place::Facts | Place::Books => "restore the data folder from a backup",
    }
}

fn ending(version: Option<i64>) -> String {
    version.map_or_else(|| "has no log".to_owned(), |version| format!("ends with version {version}"))
}

impl LakeError {
    pub(crate) fn damaged(table: &str, path: &Path, damage: Damage) -> Self {
        Self::Damaged { table: table.to_owned(), path: path.to_path_buf(), damage }
    }

    /// A file that must be there could not be opened or read.
    pub(crate) fn reading(table: &str, path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::NotFound => Self::damaged(table, path, Damage::Missing),
            io::ErrorKind::UnexpectedEof => Self::damaged(table, path, Damage::Altered),
            _ => Self::io("read", path, source),
        }
    }

    /// The table of which stored bytes are damaged or lost, if that is what is wrong.
    #[must_use]
    pub fn damaged_table(&self) -> Option<&str> {
        match self {
            Self::Damaged { table, .. } | Self::Behind { table, .. } | Self::Unreadable { table, .. } => Some(table),
            _ => None,
        }
    }

    pub(crate) fn io(attempted: &'static str, path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            return Self::DiskFull { path: path.to_path_buf() };
        }
        Self::Io { attempted, path: path.to_path_buf(), source }
    }

    /// What is said of a file that a writer needs and that could not be opened to be written.
    pub(super) fn unwritable(root: &Path, attempted: &'static str, path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { root: root.to_path_buf() }
            }
            _ => Self::io(attempted, path, source),
        }
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
