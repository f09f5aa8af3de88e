//! The map file: plain TOML, read strictly and written without noise.

use std::collections::BTreeMap;

use bellwether_model::Currency;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use toml::Value;

use super::day_bounds::DayBounds;
use super::document::{CellType, ColumnSource, Ends, Mapping, RateDirection, SnapshotPeriod};
use super::error::MappingError;
use super::id_scope::IdScope;
use super::rows::RowWords;
use super::target;
use super::zone_name;

/// Bytes of a map file. One that names tens of thousands of words is shorter.
const LONGEST: usize = 4 << 20;

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
    ends: Ends,
    snapshot: Option<SnapshotPeriod>,
    #[serde(default)]
    rates: RateDirection,
    #[serde(default)]
    ids_ignore_case: bool,
    #[serde(default)]
    days: DayBounds,
    ids: Option<IdScope>,
    #[serde(default)]
    format: toml::Table,
    #[serde(default)]
    types: BTreeMap<String, CellType>,
    #[serde(default)]
    rows: BTreeMap<String, RowWords>,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    missing: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    time_zones: BTreeMap<String, String>,
    #[serde(default)]
    columns: BTreeMap<String, ColumnSource>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    consents: BTreeMap<String, String>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads a map file; whatever it holds that has no meaning is an error.
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        let not_a_map = |error: toml::de::Error| MappingError::NotAMap { why: error.to_string() };
        if text.len() > LONGEST {
            return Err(MappingError::NotAMap { why: format!("it is longer than {} MB", LONGEST >> 20) });
        }
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
            ends: document.ends,
            snapshot: document.snapshot,
            rates: document.rates,
            ids_ignore_case: document.ids_ignore_case,
            days: document.days,
            ids: document.ids,
            format: Value::Table(format).try_into().map_err(not_a_map)?,
            values: Value::Table(values).try_into().map_err(not_a_map)?,
            types: document.types,
            rows: document.rows,
            words: document.words,
            missing: document.missing,
            time_zones: document.time_zones,
            columns: document.columns,
            attributes: document.attributes,
            consents: document.consents,
            answers: document.answers,
        };
        if mapping.source.trim().is_empty() {
            return Err(MappingError::NotAMap { why: "source is empty; name the system the rows come from".into() });
        }
        if mapping.ids.is_some() && !IdScope::is_of(table) {
            let why = format!("[ids] is for rows with ids of their own that happen at a moment, not for {table}");
            return Err(MappingError::NotAMap { why });
        }
        if let DayBounds { earliest: Some(earliest), latest: Some(latest) } = mapping.days
            && earliest > latest
        {
            let why = format!("[days] leaves no day: earliest is {earliest}, and latest {latest}");
            return Err(MappingError::NotAMap { why });
        }
        if let Some(why) = mapping.format.refusal() {
            return Err(MappingError::NotAMap { why });
        }
        mapping.zone()?;
        mapping.time_zones.values().try_for_each(|name| zone(name).map(drop))?;
        for (column, words) in &mapping.rows {
            if let Some(word) = words.contradiction() {
                let why = format!("[rows] says two things of '{word}' in {column}; name it in one list");
                return Err(MappingError::NotAMap { why });
            }
        }
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
        if self.ends != Ends::default() {
            out.put("ends", &self.ends)?;
        }
        if let Some(period) = self.snapshot {
            out.put("snapshot", &period)?;
        }
        if self.rates != RateDirection::default() {
            out.put("rates", &self.rates)?;
        }
        if self.ids_ignore_case {
            out.put("ids_ignore_case", &true)?;
        }
        let mut text = out.lines;
        let mut format = Section::default();
        format.all(&self.format)?;
        format.all(&self.values)?;
        format.end("format", &mut text);
        let order = target::names(self.table);
        let mut columns: Vec<_> = self.columns.iter().collect();
        columns.sort_by_key(|(name, _)| order.iter().position(|target| target == *name).unwrap_or(usize::MAX));
        let mut days = Section::default();
        days.all(&self.days)?;
        days.end("days", &mut text);
        if let Some(scope) = &self.ids {
            let mut ids = Section::default();
            ids.all(scope)?;
            ids.end("ids", &mut text);
        }
        section("types", &self.types, &mut text)?;
        section("missing", &self.missing, &mut text)?;
        section("time_zones", &self.time_zones, &mut text)?;
        for (column, words) in &self.rows {
            let mut rows = Section::default();
            rows.all(words)?;
            rows.end_always(&format!("rows.{}", key(column)), &mut text);
        }
        for (column, words) in &self.words {
            let mut replaced = Section::default();
            words.iter().try_for_each(|(word, by)| replaced.put(word, by))?;
            replaced.end_always(&format!("words.{}", key(column)), &mut text);
        }
        section("columns", columns, &mut text)?;
        section("attributes", &self.attributes, &mut text)?;
        section("consents", &self.consents, &mut text)?;
        section("answers", &self.answers, &mut text)?;
        Ok(text)
    }

    /// The time zone declared, if any.
    pub(crate) fn zone(&self) -> Result<Option<TimeZone>, MappingError> {
        self.time_zone.as_deref().map(zone).transpose()
    }
}

/// The time zone of a name.
pub(crate) fn zone(name: &str) -> Result<TimeZone, MappingError> {
    zone_name::zone(name).ok_or_else(|| MappingError::NotAMap {
        why: format!("time_zone = \"{name}\" is not a known time zone; write a name such as Europe/London, or an offset such as -05:00"),
    })
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

    /// Writes the section, if there is anything in it.
    fn end(self, name: &str, text: &mut String) {
        if !self.lines.is_empty() {
            self.end_always(name, text);
        }
    }

    /// Writes the section, of which its heading says something by itself: a column of which no word is named rejects all of its rows.
    fn end_always(self, name: &str, text: &mut String) {
        text.push_str("\n[");
        text.push_str(name);
        text.push_str("]\n");
        text.push_str(&self.lines);
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

    use super::super::document::{Values, Via};
    use super::super::id_scope::IdPeriod;
    use super::super::parse::DateOrder;
    use super::super::rows::RowMeaning;
    use super::*;
    use crate::lake::Fact;

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
            ("[format]", "[days]\nearliest = \"2024-02-01\"\nlatest = \"2024-01-01\"\n\n[format]", "2024-02-01"),
            ("[format]", "[days]\nearliest = \"2024-02-30\"\n\n[format]", "2024-02-30"),
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
            mapping.attributes = attributes.clone();
            let words = |name: &String, word: &String| {
                let mut words = RowWords::default();
                words.put(name, RowMeaning::Count);
                if super::super::rows::plain(name) != super::super::rows::plain(word) {
                    words.put(word, RowMeaning::LeaveOut);
                }
                words
            };
            mapping.rows = attributes.iter().map(|(name, word)| (name.clone(), words(name, word))).collect();
            let replaced = attributes.keys().filter(|_| !columns.is_empty());
            mapping.words = replaced.map(|name| (name.clone(), columns.clone())).collect();
            mapping.missing = attributes.iter().map(|(name, word)| (name.clone(), vec![word.clone()])).collect();
            mapping.ends = if via { Ends::LastDay } else { Ends::FirstDayWithout };
            mapping.snapshot = via.then_some(SnapshotPeriod::Quarter);
            mapping.rates = if via { RateDirection::UnitsPerReporting } else { RateDirection::ReportingPerUnit };
            mapping.ids_ignore_case = via;
            let days = (jiff::civil::date(2024, 1, 1), jiff::civil::date(2024, 1, 31));
            let scope = IdScope { unique_within: IdPeriod::Month, alone_from: via.then_some(days.0), alone_to: Some(days.1) };
            mapping.days = DayBounds { earliest: via.then_some(days.0), latest: (!columns.is_empty()).then_some(days.1) };
            mapping.ids = (IdScope::is_of(mapping.table) && !columns.is_empty()).then_some(scope);
            let text = mapping.to_toml().expect("toml");
            prop_assert_eq!(Mapping::from_toml(&text).expect(&text), mapping);
        }
    }
}
