//! Files and mappings that cannot be used.

use bellwether_engine::lake::{Fact, FactError};
use bellwether_engine::sources::SourceError;
use bellwether_engine::sources::mapping::MappingError;

use super::told;
use crate::failure::{Failure, with_causes};
use crate::words::{NONE, Said};

/// As many names as somebody reads.
const MOST_NAMES: usize = 40;

/// Names in one line.
fn listed(names: &[String]) -> String {
    let told = names.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > MOST_NAMES { format!("{told}, …") } else { told }
}

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

impl From<FactError> for Said {
    fn from(error: FactError) -> Self {
        Self::from(&error)
    }
}

impl From<&FactError> for Said {
    fn from(error: &FactError) -> Self {
        told("error-no-fact", error).with("text", &error.0).with("facts", Fact::ALL.map(Fact::name).join(", "))
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
            SourceError::OpenQuote { file, row, column, line, .. } => told("error-open-quote", error)
                .with("file", file)
                .with("row", row)
                .with("column", column)
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
            SourceError::Mapping(inner) if let Some(error) = inner.downcast_ref::<MappingError>() => error.into(),
            SourceError::Arrow { file, error: why } => told("error-layout", error).with("file", file).with("why", why),
            error => with_causes(error).into(),
        }
    }
}

impl From<&MappingError> for Said {
    fn from(error: &MappingError) -> Self {
        match error {
            MappingError::NotAMap { why } => told("error-not-a-map", error).with("why", why),
            MappingError::NoTable(error) => error.into(),
            MappingError::UnknownTarget { table, target, targets } => told("error-unknown-target", error)
                .with("table", table)
                .with("target", target)
                .with("targets", listed(targets)),
            MappingError::MissingTarget { file, table, target, columns } => told("error-missing-target", error)
                .with("file", file)
                .with("table", table)
                .with("target", target)
                .with("columns", listed(columns)),
            MappingError::Both { first, second } => {
                told("error-both", error).with("first", first).with("second", second)
            }
            MappingError::UnknownColumn { file, column, target, nearest, columns } => {
                told("error-unknown-column", error)
                    .with("file", file)
                    .with("column", column)
                    .with("target", target)
                    .with("nearest", if nearest.is_empty() { NONE.to_owned() } else { listed(nearest) })
                    .with("columns", listed(columns))
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, Tongue};

    #[test]
    fn what_is_wrong_with_a_mapping_is_told_wherever_it_comes_to_light() {
        let columns: Vec<String> = (1..=41).map(|number| format!("c{number}")).collect();
        let missing = MappingError::MissingTarget {
            file: "shop.csv".into(),
            table: Fact::Purchases,
            target: "amount".into(),
            columns,
        };
        let failure = Failure::from(SourceError::Mapping(Box::new(missing)));
        let german = Language::new(Tongue::German);
        let told = failure.told(german.alone());
        assert!(told.starts_with("purchases braucht „amount“") && told.ends_with("c39, c40, …"), "{told}");
        assert_eq!(failure.message().lang(german.alone()), None);
        let unknown = |nearest: &[&str]| {
            let nearest = nearest.iter().map(|name| (*name).to_owned()).collect();
            let (file, column, target) = ("shop.csv".into(), "amuont".into(), "amount".into());
            let error = MappingError::UnknownColumn {
                file,
                column,
                target,
                nearest,
                columns: vec!["day".into(), "sum".into()],
            };
            Failure::from(error).told(german.alone())
        };
        assert!(unknown(&[]).ends_with("kommen soll; es gibt day, sum"), "{}", unknown(&[]));
        assert!(
            unknown(&["sum"]).ends_with("kommen soll (am ähnlichsten: sum); es gibt day, sum"),
            "{}",
            unknown(&["sum"])
        );
    }
}
