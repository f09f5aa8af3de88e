//! Files and mappings that cannot be used.

use bellwether_engine::sources::SourceError;
use bellwether_engine::sources::mapping::MappingError;

use super::told;
use crate::failure::{Failure, with_causes};
use crate::words::Said;

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::input(&error)
    }
}

impl From<MappingError> for Failure {
    fn from(error: MappingError) -> Self {
        Self::input(&error)
    }
}

impl From<&SourceError> for Said {
    fn from(error: &SourceError) -> Self {
        match error {
            SourceError::NoInput => told("error-no-input", error),
            SourceError::NothingMatches { pattern } => told("error-nothing-matches", error).with("pattern", pattern),
            SourceError::BadPattern { pattern, why } => {
                told("error-bad-pattern", error).with("pattern", pattern).with("why", why)
            }
            SourceError::Missing { file } => told("error-missing", error).with("file", file),
            SourceError::Directory { file } => told("error-directory", error).with("file", file),
            SourceError::NotPermitted { file } => told("error-not-permitted", error).with("file", file),
            SourceError::Io { file, error: why, .. } => told("error-io", error).with("file", file).with("why", why),
            SourceError::Format { file, why } => told("error-format", error).with("file", file).with("why", why),
            SourceError::NotReadable { file, kind, why } => {
                told("error-not-readable", error).with("file", file).with("kind", kind).with("why", why)
            }
            SourceError::WrongDelimiter { file, declared, found } => {
                told("error-wrong-delimiter", error).with("file", file).with("declared", declared).with("found", found)
            }
            SourceError::DuplicateColumn { file, column, first, second } => told("error-duplicate-column", error)
                .with("file", file)
                .with("column", column)
                .with("first", first)
                .with("second", second),
            SourceError::ColumnsDiffer { file, than, difference } => {
                told("error-columns-differ", error).with("file", file).with("than", than).with("difference", difference)
            }
            SourceError::KindsDiffer { file, kind, than, other } => told("error-kinds-differ", error)
                .with("file", file)
                .with("kind", kind)
                .with("than", than)
                .with("other", other),
            SourceError::OpenQuote { file, row, column, within, line } => told("error-open-quote", error)
                .with("file", file)
                .with("row", row)
                .with("column", column)
                .with("within", within)
                .with("line", line),
            SourceError::BrokenArchive { file, compression, row, why } => told("error-broken-archive", error)
                .with("file", file)
                .with("compression", compression)
                .with("row", row)
                .with("why", why),
            SourceError::Changed { file, what } => told("error-changed", error).with("file", file).with("what", what),
            SourceError::Database { database, why, .. } => {
                told("error-database", error).with("database", database).with("why", why)
            }
            SourceError::Arrow { file, error: why } => told("error-layout", error).with("file", file).with("why", why),
            error => with_causes(error).into(),
        }
    }
}

impl From<&MappingError> for Said {
    fn from(error: &MappingError) -> Self {
        match error {
            MappingError::NotAMap { why } => told("error-not-a-map", error).with("why", why),
            MappingError::UnknownTarget { table, target, targets } => told("error-unknown-target", error)
                .with("table", table)
                .with("target", target)
                .with("targets", targets.join(", ")),
            MappingError::MissingTarget { file, table, target, columns } => told("error-missing-target", error)
                .with("file", file)
                .with("table", table)
                .with("target", target)
                .with("columns", columns.join(", ")),
            MappingError::Both { first, second } => {
                told("error-both", error).with("first", first).with("second", second)
            }
            MappingError::UnknownColumn { file, column, target, columns, .. } => told("error-unknown-column", error)
                .with("file", file)
                .with("column", column)
                .with("target", target)
                .with("columns", columns.join(", ")),
            MappingError::Expression { target, expression, why } => {
                told("error-expression", error).with("target", target).with("expression", expression).with("why", why)
            }
            MappingError::DataType { target, data_type } => {
                told("error-data-type", error).with("target", target).with("kind", data_type)
            }
            MappingError::NoCurrency { file, from } => {
                told("error-no-currency", error).with("file", file).with("from", from)
            }
            MappingError::AmbiguousDates { file, column, example } => {
                told("error-ambiguous-dates", error).with("file", file).with("column", column).with("example", example)
            }
            MappingError::AmbiguousNumbers { file, column, example } => told("error-ambiguous-numbers", error)
                .with("file", file)
                .with("column", column)
                .with("example", example),
            MappingError::NoLookup { target, via } => {
                told("error-no-lookup", error).with("target", target).with("via", via)
            }
            MappingError::Layout { file, error: why, .. } => {
                told("error-layout", error).with("file", file).with("why", why)
            }
            error => with_causes(error).into(),
        }
    }
}
