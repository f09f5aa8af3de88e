//! The map file: plain TOML, read strictly and written without noise.

use std::collections::BTreeMap;
use std::fmt;

use bellwether_model::Currency;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use toml::Value;

use super::error::MappingError;
use super::parse::DateOrder;
use super::target;
use crate::lake::Fact;
use crate::sources::Format;

/// How the columns of one source become those of one canonical table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The canonical table.
    pub table: Fact,
    /// Name of the source system, as in "shop".
    pub source: String,
    /// Currency of amounts beside which none is written.
    pub currency: Option<Currency>,
    /// Time zone of times written without one; the policy's otherwise.
    pub time_zone: Option<String>,
    /// SQL condition on the source's columns; rows that do not meet it are left out and counted. `where` in the map file.
    pub condition: Option<String>,
    /// The format of the files.
    pub format: Format,
    /// How cells are written; stands under `[format]` in the map file.
    pub values: Values,
    /// What the cells of a source column are, where that is not to be detected.
    pub types: BTreeMap<String, CellType>,
    /// Target columns and where they come from.
    pub columns: BTreeMap<String, ColumnSource>,
    /// Attributes (customers, touches) and where they come from.
    pub attributes: BTreeMap<String, String>,
    /// Consents (customers) and where they come from.
    pub consents: BTreeMap<String, String>,
}

/// How cells are written, as far as it is declared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Values {
    /// Which part of a date such as 02/03/2024 comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// First of the hundred years that two-digit years stand for; without it they are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_digit_years_from: Option<i16>,
    /// Texts that stand for an empty cell, as in "?" or "n/a".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// What the cells of a source column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellType {
    /// Text, even if it looks like something else.
    Text,
    /// Numbers.
    Number,
    /// Yes or no.
    Boolean,
    /// Days or instants, in the order of parts declared or detected.
    Date,
    /// Seconds since 1970-01-01 UTC.
    UnixSeconds,
    /// Milliseconds since 1970-01-01 UTC.
    UnixMillis,
}

/// Where a target column comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ColumnSource {
    /// A source column by its exact name, or else an SQL expression over source columns.
    Source(String),
    /// The customer behind an id of another source or of `subscriptions`; without one the row is unattributed.
    Via(Via),
}

/// A detour to the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Via {
    /// The name of a source (table `identities`) or `subscriptions`.
    pub via: String,
    /// The source column, or SQL expression, that holds the id.
    pub column: String,
}

impl ColumnSource {
    /// The source column or expression.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Source(text) | Self::Via(Via { column: text, .. }) => text,
        }
    }
}

impl fmt::Display for ColumnSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(text) => f.write_str(text),
            Self::Via(Via { via, column }) => write!(f, "the customer of {via} {column}"),
        }
    }
}

/// The document as TOML has it; `[format]` is split afterwards.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    table: String,
    source: String,
    currency: Option<Currency>,
    time_zone: Option<String>,
    #[serde(rename = "where")]
    condition: Option<String>,
    #[serde(default)]
    format: toml::Table,
    #[serde(default)]
    types: BTreeMap<String, CellType>,
    #[serde(default)]
    columns: BTreeMap<String, ColumnSource>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    consents: BTreeMap<String, String>,
}

impl Mapping {
    /// An empty mapping.
    #[must_use]
    pub fn new(table: Fact, source: &str) -> Self {
        Self {
            table,
            source: source.to_owned(),
            currency: None,
            time_zone: None,
            condition: None,
            format: Format::default(),
            values: Values::default(),
            types: BTreeMap::new(),
            columns: BTreeMap::new(),
            attributes: BTreeMap::new(),
            consents: BTreeMap::new(),
        }
    }

    /// Reads a map file; whatever it holds that is not analysis is an error.
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        let not_a_map = |error: toml::de::Error| MappingError::NotAMap { why: error.to_string() };
        let document: Document = toml::from_str(text).map_err(not_a_map)?;
        let table = document.table.parse()?;
        let (values, format): (toml::Table, toml::Table) = document
            .format
            .into_iter()
            .partition(|(name, _)| matches!(name.as_str(), "dates" | "two_digit_years_from" | "missing"));
        let mapping = Self {
            table,
            source: document.source,
            currency: document.currency,
            time_zone: document.time_zone,
            condition: document.condition,
            format: Value::Table(format).try_into().map_err(not_a_map)?,
            values: Value::Table(values).try_into().map_err(not_a_map)?,
            types: document.types,
            columns: document.columns,
            attributes: document.attributes,
            consents: document.consents,
        };
        if mapping.source.trim().is_empty() {
            return Err(MappingError::NotAMap { why: "source is empty; name the system the rows come from".into() });
        }
        mapping.zone()?;
        Ok(mapping)
    }

    /// Writes the map file, so that reading it gives the same mapping.
    pub fn to_toml(&self) -> Result<String, MappingError> {
        let mut out = Section::default();
        out.put("table", &self.table.name())?;
        out.put("source", &self.source)?;
        if let Some(currency) = self.currency {
            out.put("currency", &currency)?;
        }
        if let Some(zone) = &self.time_zone {
            out.put("time_zone", zone)?;
        }
        if let Some(condition) = &self.condition {
            out.put("where", condition)?;
        }
        let mut text = out.lines;
        let mut format = Section::default();
        format.all(&self.format)?;
        format.all(&self.values)?;
        format.end("format", &mut text);
        let order = target::names(self.table);
        let mut columns: Vec<_> = self.columns.iter().collect();
        columns.sort_by_key(|(name, _)| order.iter().position(|target| target == *name).unwrap_or(usize::MAX));
        section("types", &self.types, &mut text)?;
        section("columns", columns, &mut text)?;
        section("attributes", &self.attributes, &mut text)?;
        section("consents", &self.consents, &mut text)?;
        Ok(text)
    }

    /// The time zone declared, if any.
    pub(crate) fn zone(&self) -> Result<Option<TimeZone>, MappingError> {
        let get = |name: &String| {
            TimeZone::get(name).map_err(|_| MappingError::NotAMap {
                why: format!("time_zone = \"{name}\" is not a known time zone; write a name such as Europe/London"),
            })
        };
        self.time_zone.as_ref().map(get).transpose()
    }
}

#[derive(Default)]
struct Section {
    lines: String,
}

impl Section {
    fn put(&mut self, name: &str, value: &impl Serialize) -> Result<(), MappingError> {
        let value = Value::try_from(value).map_err(|error| MappingError::NotAMap { why: error.to_string() })?;
        self.lines.push_str(&key(name));
        self.lines.push_str(" = ");
        self.lines.push_str(&value.to_string());
        self.lines.push('\n');
        Ok(())
    }

    fn all(&mut self, values: &impl Serialize) -> Result<(), MappingError> {
        let table = toml::Table::try_from(values).map_err(|error| MappingError::NotAMap { why: error.to_string() })?;
        table.iter().try_for_each(|(name, value)| self.put(name, value))
    }

    fn end(self, name: &str, text: &mut String) {
        if !self.lines.is_empty() {
            text.push_str("\n[");
            text.push_str(name);
            text.push_str("]\n");
            text.push_str(&self.lines);
        }
    }
}

fn section<'a, T: Serialize + 'a>(
    name: &str,
    entries: impl IntoIterator<Item = (&'a String, &'a T)>,
    text: &mut String,
) -> Result<(), MappingError> {
    let mut section = Section::default();
    entries.into_iter().try_for_each(|(name, value)| section.put(name, value))?;
    section.end(name, text);
    Ok(())
}

/// A key of TOML, bare where that is allowed; a JSON string is a TOML basic string but for the DEL character.
fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if bare { name.to_owned() } else { serde_json::Value::from(name).to_string().replace('\u{7f}', "\\u007F") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHOP: &str = r#"table = "purchases"
source = "shop"
currency = "GBP"
time_zone = "Europe/London"
where = "Quantity <> 0"

[format]
decimal = ","
header = true
dates = "day_first"
missing = ["?"]

[types]
CustomerID = "text"

[columns]
customer_id = { column = "CustomerID", via = "crm" }
at = "InvoiceDate"
amount = "Quantity * UnitPrice"

[attributes]
"home country" = "Country"
"#;

    #[test]
    fn a_map_file_reads_and_writes_back_as_it_was() {
        let mapping = Mapping::from_toml(SHOP).expect("a map");
        assert_eq!(mapping.columns.get("amount"), Some(&ColumnSource::Source("Quantity * UnitPrice".into())));
        assert_eq!(mapping.values.dates, Some(DateOrder::DayFirst));
        assert_eq!(mapping.to_toml().expect("toml"), SHOP);
    }

    #[test]
    fn what_a_map_file_holds_and_nobody_understands_is_an_error() {
        for (from, to, named) in [
            ("source =", "sauce =", "sauce"),
            ("purchases", "purchase", "purchase"),
            ("Europe/London", "Europe/Londres", "Europe/Londres"),
            ("header", "headers", "headers"),
            ("day_first", "days_first", "days_first"),
            ("\"GBP\"", "\"Pounds\"", "Pounds"),
            ("via =", "by =", "customer_id"),
        ] {
            let error = Mapping::from_toml(&SHOP.replace(from, to)).expect_err(from).to_string();
            assert!(error.contains(named), "{from}: {error}");
        }
    }

    fn entries() -> impl Strategy<Value = BTreeMap<String, String>> {
        proptest::collection::btree_map(
            "\\PC{0,8}|[a-z_]{1,8}|[\"'\\\\\n\t\u{7f}=#]{1,4}",
            "\\PC{0,12}|[\"'\\\\\n\r\t]{0,6}",
            0..5,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn any_mapping_reads_back_from_its_map_file(
            columns in entries(), attributes in entries(), condition in proptest::option::of("\\PC{0,20}"),
            table in 0usize..9, currency in proptest::option::of("[A-Z]{3}"), via in any::<bool>(),
            dates in proptest::option::of(Just(DateOrder::MonthFirst)), missing in proptest::collection::vec("\\PC{0,4}", 0..3),
        ) {
            let mut mapping = Mapping::new(Fact::ALL[table], "shop");
            mapping.condition = condition;
            mapping.currency = currency.and_then(|code| code.parse().ok());
            mapping.values = Values { dates, missing, two_digit_years_from: None };
            let from = |text: &String| if via { ColumnSource::Via(Via { via: "crm".into(), column: text.clone() }) } else { ColumnSource::Source(text.clone()) };
            mapping.columns = columns.iter().map(|(name, text)| (name.clone(), from(text))).collect();
            mapping.attributes = attributes;
            let text = mapping.to_toml().expect("toml");
            prop_assert_eq!(Mapping::from_toml(&text).expect(&text), mapping);
        }
    }
}
