//! Why a mapping cannot be applied to an input. Known before the first row is mapped.

use std::fmt;

use crate::lake::{Fact, FactError};

/// Why a mapping cannot be applied.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// The map file cannot be read.
    #[error("this is not a map file: {why}")]
    NotAMap {
        /// What is wrong and what to write.
        why: String,
    },
    /// The canonical table has no such column.
    #[error("{table} has no column '{target}'; it has {}", List(.targets))]
    UnknownTarget {
        /// The canonical table.
        table: Fact,
        /// The name in the map file.
        target: String,
        /// The names that could be written.
        targets: Vec<String>,
    },
    /// The map is for a table that there is not.
    #[error(transparent)]
    NoTable(#[from] FactError),
    /// A column that every row needs is not mapped.
    #[error("{table} needs '{target}': map it under [columns]; {file} has the columns {}", List(.columns))]
    MissingTarget {
        /// The file being mapped.
        file: String,
        /// The canonical table.
        table: Fact,
        /// The column that is not mapped.
        target: String,
        /// The columns of the file.
        columns: Vec<String>,
    },
    /// One target is mapped twice.
    #[error("map '{first}' or '{second}', not both")]
    Both {
        /// One name.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// The file lacks a column that the mapping names.
    #[error("{file} has no column '{column}', which '{target}' is mapped from{}; it has {}", Nearest(.nearest), List(.columns))]
    UnknownColumn {
        /// The file being mapped.
        file: String,
        /// The column named in the mapping.
        column: String,
        /// The target that needs it.
        target: String,
        /// Names that come near.
        nearest: Vec<String>,
        /// The columns of the file.
        columns: Vec<String>,
    },
    /// An expression cannot be read or computed.
    #[error("'{target}' is mapped from \"{expression}\", which cannot be computed: {why}")]
    Expression {
        /// The target it belongs to.
        target: String,
        /// The expression as written.
        expression: String,
        /// What is wrong.
        why: String,
    },
    /// A column holds what no cell type fits.
    #[error(
        "'{target}' cannot be mapped from values of type {data_type}; map an expression that turns them into text, a number or a time"
    )]
    DataType {
        /// The target.
        target: String,
        /// The Arrow type.
        data_type: String,
    },
    /// Nothing says which currency the amounts are in.
    #[error(
        "{file}: nothing says which currency the amounts in '{from}' are in; write currency = \"EUR\" (or another) at the top of the map, or map 'currency'"
    )]
    NoCurrency {
        /// The file being mapped.
        file: String,
        /// What the amounts are mapped from.
        from: String,
    },
    /// The dates of a column can be read in two ways.
    #[error(
        "{file}: dates in '{column}' such as {example} can be read day first or month first; write dates = \"day_first\" or \"month_first\" under [format]"
    )]
    AmbiguousDates {
        /// The file being mapped.
        file: String,
        /// The column.
        column: String,
        /// One of its values.
        example: String,
    },
    /// The numbers of a column can be read in two ways.
    #[error(
        "{file}: numbers in '{column}' such as {example} may have thousands or decimals; write decimal = \".\" or \",\" under [format]"
    )]
    AmbiguousNumbers {
        /// The file being mapped.
        file: String,
        /// The column.
        column: String,
        /// One of its values.
        example: String,
    },
    /// The mapping needs customers of another source, and none were handed in.
    #[error("'{target}' is resolved through {via}, but no identities were handed in; import {via} first")]
    NoLookup {
        /// The target.
        target: String,
        /// The source or table.
        via: String,
    },
    /// Rows could not be laid out in columns.
    #[error("cannot lay out the rows of {file} in the columns of {table}: {error}")]
    Layout {
        /// The file being mapped.
        file: String,
        /// The canonical table.
        table: Fact,
        /// What Arrow answered.
        #[source]
        error: arrow::error::ArrowError,
    },
}

struct List<'a>(&'a [String]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 40;
        let names: Vec<&str> = self.0.iter().take(SHOWN).map(String::as_str).collect();
        f.write_str(&names.join(", "))?;
        if self.0.len() > SHOWN { write!(f, " and {} more", self.0.len() - SHOWN) } else { Ok(()) }
    }
}

struct Nearest<'a>(&'a [String]);

impl fmt::Display for Nearest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => Ok(()),
            names => write!(f, " (did you mean {}?)", names.join(" or ")),
        }
    }
}
