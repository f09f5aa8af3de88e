//! Files and mappings that cannot be used.

use bellwether_engine::lake::{Fact, FactError};
use bellwether_engine::sources::SourceError;
use bellwether_engine::sources::mapping::{MappingError, PresetError};
use bellwether_words::{Message, NONE, error_message, with_causes};

use super::ToMessage;
use crate::failure::Failure;

/// As many names as somebody reads.
const MOST_NAMES: usize = 40;

/// Names in one line.
fn listed(names: &[String]) -> String {
    let told = names.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > MOST_NAMES { format!("{told}, …") } else { told }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::input(error.to_message())
    }
}

impl From<MappingError> for Failure {
    fn from(error: MappingError) -> Self {
        Self::input(error.to_message())
    }
}

impl From<PresetError> for Failure {
    fn from(error: PresetError) -> Self {
        Self::usage(error.to_message())
    }
}

impl ToMessage for PresetError {
    fn to_message(&self) -> Message {
        match self {
            PresetError::Unknown { name } => error_message("error-no-preset", self).with("name", name),
            PresetError::Missing { file, title, missing, columns } => error_message("error-not-of-preset", self)
                .with("file", file)
                .with("title", title)
                .with("missing", missing.join(", "))
                .with("columns", listed(columns)),
            _ => error_message("error-no-preset", self).with("name", ""),
        }
    }
}

impl From<FactError> for Failure {
    fn from(error: FactError) -> Self {
        Self::usage(error.to_message())
    }
}

impl ToMessage for FactError {
    fn to_message(&self) -> Message {
        error_message("error-no-fact", self).with("text", &self.0).with("facts", Fact::ALL.map(Fact::name).join(", "))
    }
}

impl ToMessage for SourceError {
    fn to_message(&self) -> Message {
        let error = self;
        match error {
            SourceError::NoInput => error_message("error-no-input", error),
            SourceError::NothingMatches { pattern } => {
                error_message("error-nothing-matches", error).with("pattern", pattern)
            }
            SourceError::BadPattern { pattern, why } => {
                error_message("error-bad-pattern", error).with("pattern", pattern).with("why", why)
            }
            SourceError::Missing { file } => error_message("error-missing", error).with("file", file),
            SourceError::Directory { file } => error_message("error-directory", error).with("file", file),
            SourceError::NotPermitted { file } => error_message("error-not-permitted", error).with("file", file),
            SourceError::Io { file, error: why, .. } => {
                error_message("error-io", error).with("file", file).with("why", why)
            }
            SourceError::Format { file, why } => {
                error_message("error-format", error).with("file", file).with("why", why)
            }
            SourceError::NotReadable { file, kind, why } => {
                error_message("error-not-readable", error).with("file", file).with("kind", kind).with("why", why)
            }
            SourceError::WrongDelimiter { file, declared, found } => error_message("error-wrong-delimiter", error)
                .with("file", file)
                .with("declared", declared)
                .with("found", found),
            SourceError::DuplicateColumn { file, column, first, second } => {
                error_message("error-duplicate-column", error)
                    .with("file", file)
                    .with("column", column)
                    .with("first", first)
                    .with("second", second)
            }
            SourceError::ColumnsDiffer { file, than, difference } => error_message("error-columns-differ", error)
                .with("file", file)
                .with("than", than)
                .with("difference", difference),
            SourceError::KindsDiffer { file, kind, than, other } => error_message("error-kinds-differ", error)
                .with("file", file)
                .with("kind", kind)
                .with("than", than)
                .with("other", other),
            SourceError::OpenQuote { file, row, column, line, .. } => error_message("error-open-quote", error)
                .with("file", file)
                .with("row", row)
                .with("column", column)
                .with("line", line),
            SourceError::BrokenArchive { file, compression, row, why } => error_message("error-broken-archive", error)
                .with("file", file)
                .with("compression", compression)
                .with("row", row)
                .with("why", why),
            SourceError::Changed { file, what } => {
                error_message("error-changed", error).with("file", file).with("what", what)
            }
            SourceError::Database { database, why, .. } => {
                error_message("error-database", error).with("database", database).with("why", why)
            }
            SourceError::Mapping(inner) if let Some(error) = inner.downcast_ref::<MappingError>() => error.to_message(),
            SourceError::Arrow { file, error: why } => {
                error_message("error-layout", error).with("file", file).with("why", why)
            }
            error => with_causes(error).into(),
        }
    }
}

impl ToMessage for MappingError {
    fn to_message(&self) -> Message {
        let error = self;
        match error {
            MappingError::NotAMap { why } => error_message("error-not-a-map", error).with("why", why),
            MappingError::NoTable(error) => error.to_message(),
            MappingError::UnknownTarget { table, target, targets } => error_message("error-unknown-target", error)
                .with("table", table)
                .with("target", target)
                .with("targets", listed(targets)),
            MappingError::MissingTarget { file, table, target, columns } => {
                error_message("error-missing-target", error)
                    .with("file", file)
                    .with("table", table)
                    .with("target", target)
                    .with("columns", listed(columns))
            }
            MappingError::Both { first, second } => {
                error_message("error-both", error).with("first", first).with("second", second)
            }
            MappingError::UnknownColumn { file, column, target, nearest, columns } => {
                error_message("error-unknown-column", error)
                    .with("file", file)
                    .with("column", column)
                    .with("target", target)
                    .with("nearest", if nearest.is_empty() { NONE.to_owned() } else { listed(nearest) })
                    .with("columns", listed(columns))
            }
            MappingError::Expression { target, expression, why } => error_message("error-expression", error)
                .with("target", target)
                .with("expression", expression)
                .with("why", why),
            MappingError::DataType { target, data_type } => {
                error_message("error-data-type", error).with("target", target).with("kind", data_type)
            }
            MappingError::NoCurrency { file, from } => {
                error_message("error-no-currency", error).with("file", file).with("from", from)
            }
            MappingError::AmbiguousDates { file, column, example } => error_message("error-ambiguous-dates", error)
                .with("file", file)
                .with("column", column)
                .with("example", example),
            MappingError::AmbiguousNumbers { file, column, example } => error_message("error-ambiguous-numbers", error)
                .with("file", file)
                .with("column", column)
                .with("example", example),
            MappingError::NoLookup { target, via } => {
                error_message("error-no-lookup", error).with("target", target).with("via", via)
            }
            MappingError::Layout { file, error: why, .. } => {
                error_message("error-layout", error).with("file", file).with("why", why)
            }
            error => with_causes(error).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_words::{Language, Locale};

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
        let german = Language::new(Locale::German);
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
