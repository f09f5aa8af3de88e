//! What a mart stores, and what becomes of it.

use arrow::datatypes::SchemaRef;

use crate::lake::{Removal, WrittenFile};

/// A table of a mart.
#[derive(Clone, Copy, Debug)]
pub struct MartTable {
    /// Its name in the lake.
    pub name: &'static str,
    /// The columns that name one row.
    pub key: &'static [&'static str],
    /// Its columns.
    pub schema: fn() -> SchemaRef,
}

/// What becomes of a table's files.
#[derive(Debug, Default)]
pub struct TableChange {
    /// Files that come.
    pub add: Vec<WrittenFile>,
    /// Files that go.
    pub remove: Removal,
}

impl TableChange {
    /// A table made anew.
    #[must_use]
    pub fn anew(add: Vec<WrittenFile>) -> Self {
        Self { add, remove: Removal::All }
    }

    /// Both of two changes to files of one table.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.add.extend(other.add);
        let remove = match (self.remove, other.remove) {
            (Removal::All, _) | (_, Removal::All) => Removal::All,
            (Removal::Nothing, other) => other,
            (some, Removal::Nothing) => some,
            (Removal::Of(some), Removal::Of(others)) => Removal::Of([some, others].concat()),
        };
        Self { add: self.add, remove }
    }
}

/// The rows of some files.
#[must_use]
pub fn rows_of(files: &[WrittenFile]) -> u64 {
    files.iter().map(|file| file.rows() as u64).sum()
}
