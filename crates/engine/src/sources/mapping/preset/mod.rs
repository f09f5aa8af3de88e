//! Presets: how are the layouts mapped that the systems which write them document?
//!
//! A preset is one TOML: by which columns its layout is known, and a map file over them. The map is in the language of every map file,
//! but for two things: a column may go by several names, as vendors rename them, or be a question of a survey with some words in it;
//! and an entry may be a list, of which the first is taken all of whose columns are there. What a preset leaves open, a currency or a
//! word of a status that it does not name, is asked like anything else.

mod layouts;
mod naming;

use serde::Deserialize;
use toml::{Table, Value};

use super::document::Mapping;
use super::error::MappingError;
use super::zone_name;
use crate::lake::Fact;
use naming::Naming;

/// A documented layout and its mapping.
#[derive(Clone, Debug)]
pub struct Preset {
    /// Its name, as in `shopify_orders`.
    pub name: String,
    /// What a person calls such a file, as in "Shopify orders".
    pub title: String,
    /// The table its rows belong to.
    pub fact: Fact,
    /// Where the system that writes it documents it.
    pub documentation: String,
    /// Columns to be told of as unused, for they bear on the figures.
    pub(super) tells: Vec<String>,
    /// Whether its amounts are always written with decimals.
    pub(super) decimals: bool,
    /// Whether whatever else a file has is kept as attributes: the layout leaves open which columns there are.
    keeps_rest: bool,
    known_by: Vec<Names>,
    optional: Vec<Names>,
    map: Table,
}

/// The names that a column goes by.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
    /// A question of a survey, by words that stand in it.
    Question {
        asks: String,
    },
}

/// A preset as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    name: String,
    title: String,
    documentation: String,
    known_by: Vec<Names>,
    #[serde(default)]
    optional: Vec<Names>,
    #[serde(default)]
    tells: Vec<String>,
    #[serde(default)]
    decimals: bool,
    #[serde(default)]
    keeps_rest: bool,
    map: Table,
}

/// Why a preset cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PresetError {
    /// There is none of that name.
    #[error("there is no preset '{name}'; import --presets lists them")]
    Unknown {
        /// The name asked for.
        name: String,
    },
    /// The file lacks columns of the layout.
    #[error("{file} is no {title} export: it has no column {}; it has {}", .missing.join(", "), .columns.join(", "))]
    Missing {
        /// The file.
        file: String,
        /// What the layout is called.
        title: String,
        /// The columns that are not there.
        missing: Vec<String>,
        /// Those that are.
        columns: Vec<String>,
    },
}

/// All presets, in the order in which they are listed.
#[expect(clippy::disallowed_types, reason = "a constant that is read from text, and nothing that ever changes")]
#[must_use]
pub fn presets() -> &'static [Preset] {
    static PRESETS: std::sync::LazyLock<Vec<Preset>> =
        std::sync::LazyLock::new(|| layouts::ALL.iter().filter_map(|text| Preset::read(text).ok()).collect());
    &PRESETS
}

/// The preset of a name.
pub fn preset(name: &str) -> Result<&'static Preset, PresetError> {
    let found = presets().iter().find(|preset| preset.name == name);
    found.ok_or_else(|| PresetError::Unknown { name: name.to_owned() })
}

/// The preset all of whose columns a header has; of several the one that is known by most. `fact` is the table, if it is settled.
pub(super) fn recognised(fact: Option<Fact>, header: &[String]) -> Option<&'static Preset> {
    let of_table = presets().iter().filter(|preset| fact.is_none_or(|fact| preset.fact == fact));
    let known = of_table.filter(|preset| preset.missing(header).is_empty());
    // Of equals the first: max_by_key would take the last.
    known.rev().max_by_key(|preset| preset.known_by.len())
}

impl Preset {
    fn read(text: &str) -> Result<Self, MappingError> {
        let not_a_map = |why: String| MappingError::NotAMap { why };
        let document: Document = toml::from_str(text).map_err(|error| not_a_map(error.to_string()))?;
        let Document { name, title, documentation, known_by, optional, tells, decimals, keeps_rest, mut map } =
            document;
        let table = map.get("table").and_then(Value::as_str).unwrap_or_default();
        let fact = table.parse()?;
        map.insert("source".to_owned(), Value::String(name.clone()));
        Ok(Self { name, title, fact, documentation, tells, decimals, keeps_rest, known_by, optional, map })
    }

    /// The columns it is known by, each by the first of its names.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        self.known_by.iter().map(Names::first).collect()
    }

    /// The columns it is known by that a header lacks.
    #[must_use]
    pub fn missing(&self, header: &[String]) -> Vec<&str> {
        self.known_by.iter().filter(|names| names.among(header).is_none()).map(Names::first).collect()
    }

    /// The mapping for a file with a header. A column of the map that is not there takes along what is made of it.
    pub(super) fn mapping(&self, header: &[String]) -> Result<Mapping, MappingError> {
        let naming = self.naming(header);
        let mut map = Table::new();
        for (section, value) in &self.map {
            let kept = match (section.as_str(), value) {
                ("columns" | "attributes" | "consents", Value::Table(entries)) => {
                    let entries =
                        entries.iter().filter_map(|(target, from)| Some((target.clone(), naming.entry(from)?)));
                    Some(Value::Table(entries.collect()))
                }
                ("rows" | "words" | "missing" | "time_zones" | "types", Value::Table(of_columns)) => {
                    let of_columns = of_columns.iter();
                    let named = of_columns.filter_map(|(column, value)| Some((naming.name(column)?, value.clone())));
                    Some(Value::Table(named.collect()))
                }
                ("where", value) => naming.entry(value),
                (_, value) => Some(value.clone()),
            };
            if let Some(kept) = kept {
                map.insert(section.clone(), kept);
            }
        }
        if self.keeps_rest {
            let all = || self.known_by.iter().chain(&self.optional);
            let named: Vec<&str> = all().filter_map(|names| names.among(header)).collect();
            let rest = header.iter().filter(|column| !named.contains(&column.as_str()));
            let rest = rest.map(|column| (column.clone(), Value::String(column.clone())));
            let attributes = map.entry("attributes").or_insert_with(|| Value::Table(Table::new()));
            attributes.as_table_mut().into_iter().for_each(|attributes| attributes.extend(rest.clone()));
        }
        let text = toml::to_string(&map).map_err(|error| MappingError::NotAMap { why: error.to_string() })?;
        Mapping::from_toml(&text)
    }

    /// The names that each of its columns goes by.
    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &[String]> {
        self.known_by.iter().chain(&self.optional).map(Names::all)
    }

    fn naming(&self, header: &[String]) -> Naming {
        let all = self.known_by.iter().chain(&self.optional);
        Naming::new(all.map(|names| (names.first().to_owned(), names.among(header).map(str::to_owned))))
    }
}

impl Names {
    fn all(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
            Self::Question { asks } => std::slice::from_ref(asks),
        }
    }

    fn first(&self) -> &str {
        self.all().first().map_or("", String::as_str)
    }

    /// What the column is called in a header; capital letters, white space at the ends and a zone in brackets make no difference.
    fn among<'h>(&self, header: &'h [String]) -> Option<&'h str> {
        let plain = |name: &str| name.trim().to_lowercase();
        if let Self::Question { asks } = self {
            let holds_all = |column: &&String| asks.split(' ').all(|word| plain(column).contains(word));
            return header.iter().find(holds_all).map(String::as_str);
        }
        self.all().iter().find_map(|name| {
            let same = header.iter().find(|column| *column == name);
            let same = same.or_else(|| header.iter().find(|column| plain(column) == plain(name)));
            let zoned = |column: &&String| zone_name::split(column).is_some_and(|(rest, _)| plain(rest) == plain(name));
            same.or_else(|| header.iter().find(zoned)).map(String::as_str)
        })
    }
}

#[cfg(test)]
mod tests;
