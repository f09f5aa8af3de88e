//! The mapping: what a map file can say. How it is read and written stands in [`map_file`](super::map_file).

use std::collections::BTreeMap;
use std::fmt;

use bellwether_model::Currency;
use serde::{Deserialize, Serialize};

use super::day_bounds::DayBounds;
use super::id_scope::IdScope;
use super::parse::DateOrder;
use super::rows::RowWords;
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
    /// What the `to` of subscriptions is.
    pub ends: Ends,
    /// Rows are no subscriptions of their own but say what a customer pays in one period, of this length.
    pub snapshot: Option<SnapshotPeriod>,
    /// Which way round exchange rates are written.
    pub rates: RateDirection,
    /// Whether ids of customers that differ only in capital letters are one; they are kept in small letters then.
    pub ids_ignore_case: bool,
    /// The days that rows may be of.
    pub days: DayBounds,
    /// Where the ids of rows are unique, if not in all of the source.
    pub ids: Option<IdScope>,
    /// The format of the files.
    pub format: Format,
    /// How cells are written; stands under `[format]` in the map file.
    pub values: Values,
    /// What the cells of a source column are, where that is not to be detected.
    pub types: BTreeMap<String, CellType>,
    /// What the words of a source column say about its rows; rows with another word are rejected.
    pub rows: BTreeMap<String, RowWords>,
    /// What the words of a source column are replaced by before they are used; rows with another word are rejected.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// Texts that stand for an empty cell in single source columns, as in "Guest" for a customer nobody knows.
    pub missing: BTreeMap<String, Vec<String>>,
    /// Time zones of single source columns whose times are written without one.
    pub time_zones: BTreeMap<String, String>,
    /// Target columns and where they come from.
    pub columns: BTreeMap<String, ColumnSource>,
    /// Attributes (customers, touches) and where they come from.
    pub attributes: BTreeMap<String, String>,
    /// Consents (customers) and where they come from.
    pub consents: BTreeMap<String, String>,
    /// Answers that change nothing, by the ids of their questions, so that later files do not raise these again.
    pub answers: BTreeMap<String, String>,
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
    /// Days as a spreadsheet counts them: 1 is 1900-01-01, 45,292 is 2024-01-01, and decimals are the time of day.
    SpreadsheetDays,
    /// Days as workbooks of old Macs count them: 0 is 1904-01-01, 43,830 is 2024-01-01.
    #[serde(rename = "spreadsheet_days_1904")]
    SpreadsheetDays1904,
}

impl CellType {
    /// Whether cells count days as a spreadsheet does, and how many days later its calendar begins than that which begins in 1900.
    pub(crate) fn days_of_spreadsheet(self) -> Option<u32> {
        match self {
            Self::SpreadsheetDays => Some(0),
            Self::SpreadsheetDays1904 => Some(1462),
            _ => None,
        }
    }
}

/// What the `to` of a subscription is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// The first day without it; of a month its first.
    #[default]
    FirstDayWithout,
    /// The last day with it; of a month its last.
    LastDay,
}

/// How long the period is that a row of a snapshot tells of; it is the one that holds its `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SnapshotPeriod {
    /// A month of the calendar.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A year from January.
    Year,
}

/// Which way round exchange rates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateDirection {
    /// What one unit of the currency is worth in the reporting currency.
    #[default]
    ReportingPerUnit,
    /// How many units of the currency one unit of the reporting currency buys, as central banks publish it.
    UnitsPerReporting,
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

impl Mapping {
    /// The sources, or `subscriptions`, through which customers are found.
    pub(crate) fn detours(&self) -> impl Iterator<Item = &str> {
        self.columns.values().filter_map(|from| match from {
            ColumnSource::Via(Via { via, .. }) => Some(via.as_str()),
            ColumnSource::Source(_) => None,
        })
    }

    /// An empty mapping.
    #[must_use]
    pub fn new(table: Fact, source: &str) -> Self {
        Self {
            table,
            source: source.to_owned(),
            currency: None,
            time_zone: None,
            condition: None,
            ends: Ends::default(),
            snapshot: None,
            rates: RateDirection::default(),
            ids_ignore_case: false,
            days: DayBounds::default(),
            ids: None,
            format: Format::default(),
            values: Values::default(),
            types: BTreeMap::new(),
            rows: BTreeMap::new(),
            words: BTreeMap::new(),
            missing: BTreeMap::new(),
            time_zones: BTreeMap::new(),
            columns: BTreeMap::new(),
            attributes: BTreeMap::new(),
            consents: BTreeMap::new(),
            answers: BTreeMap::new(),
        }
    }
}
