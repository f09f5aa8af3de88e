//! Changes of a mapping, of which answers to questions are made.

use std::collections::BTreeMap;

use bellwether_model::Currency;

use super::super::day_bounds::DayBounds;
use super::super::document::{CellType, ColumnSource, Ends, Mapping, RateDirection, SnapshotPeriod};
use super::super::id_scope::IdScope;
use super::super::parse::DateOrder;
use super::super::rows::RowWords;
use super::names::{renamed, sql_name};
use crate::sources::DecimalMark;

/// A change of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Maps a target.
    Column(String, ColumnSource),
    /// Leaves a target without a column.
    Without(String),
    /// Takes another column in the place of one that a target is made of.
    Instead {
        /// The target.
        target: String,
        /// The column it is made of.
        column: String,
        /// The one to take.
        by: String,
    },
    /// Multiplies or divides what an amount is made of already. Answers to several questions about one amount thereby add up, whichever
    /// they are.
    Scale {
        /// The amount, in units or in minor ones.
        target: String,
        /// What is done.
        operation: Operation,
        /// By a number or a source column.
        by: String,
        /// The source's columns, to tell one from an expression.
        columns: Vec<String>,
    },
    /// Takes a sum off an amount, whatever it is made of.
    Less {
        /// The amount, in units or in minor ones.
        target: String,
        /// What is taken off, as an expression.
        by: String,
        /// The source's columns, to tell one from an expression.
        columns: Vec<String>,
    },
    /// Adds a sum to an amount, whatever it is made of.
    More {
        /// The amount, in units or in minor ones.
        target: String,
        /// What is added, as an expression.
        by: String,
        /// The source's columns, to tell one from an expression.
        columns: Vec<String>,
    },
    /// Amounts of some rows are below zero, whatever sign they are written with.
    Negative {
        /// The amount, in units or in minor ones.
        target: String,
        /// Of which rows, as a condition.
        of_rows: String,
        /// The source's columns, to tell one from an expression.
        columns: Vec<String>,
    },
    /// Leaves out the rows that do not meet a condition, beside those that are left out already.
    OnlyWhere(String),
    /// Takes an amount for minor units.
    Minor(String),
    /// The currency where none is written.
    Currency(Currency),
    /// The order of day and month.
    Dates(DateOrder),
    /// The first of the hundred years of two-digit years.
    Century(i16),
    /// What stands before decimals.
    Decimal(DecimalMark),
    /// What the words of a column say about rows.
    Rows(String, RowWords),
    /// What the words of a column are replaced by.
    Words(String, BTreeMap<String, String>),
    /// What `to` is.
    Ends(Ends),
    /// Rows tell of a period each.
    Snapshot(SnapshotPeriod),
    /// What cells are.
    Type(String, CellType),
    /// Which way round rates are.
    Rates(RateDirection),
    /// The zone of a column's times.
    Zone(String, String),
    /// Capital letters make no difference between ids.
    IdsIgnoreCase,
    /// The file is of this system, whose rows are known by what the targets say: the id of a row, or nothing where it has none.
    SameAs {
        /// The system.
        source: String,
        /// The target that names a row.
        id: String,
        /// Where that comes from.
        from: Option<ColumnSource>,
        /// Where ids are unique.
        ids: Option<IdScope>,
    },
    /// Ids are unique in a period only.
    Ids(IdScope),
    /// The days that rows may be of, beside bounds that are said already.
    Days(DayBounds),
    /// Another mapping takes the place of this one.
    Whole(Box<Mapping>),
}

/// What is done to an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// It is that of one piece.
    Times,
    /// It is that of several months.
    Per,
}

impl Edit {
    /// Changes a mapping.
    pub fn apply(&self, mapping: &mut Mapping) {
        match self.clone() {
            Self::Column(target, from) => {
                // An amount is mapped once, in units or in minor ones.
                let twin = target.strip_suffix("_minor").map_or_else(|| format!("{target}_minor"), str::to_owned);
                mapping.columns.remove(&twin);
                mapping.columns.insert(target, from);
            }
            Self::Without(target) => _ = mapping.columns.remove(&target),
            Self::Instead { target, column, by } => {
                let Some(from) = amount_of(mapping, &target) else { return };
                let text =
                    if from.text() == column { by } else { renamed(from.text(), &sql_name(&column), &sql_name(&by)) };
                *from = ColumnSource::Source(text);
            }
            Self::Scale { target, operation, by, columns } => {
                let Some(from) = amount_of(mapping, &target) else { return };
                let name = |text: &str| {
                    let is_column = columns.iter().any(|column| column == text);
                    if is_column { sql_name(text) } else { format!("({text})") }
                };
                let by = if columns.contains(&by) { sql_name(&by) } else { by };
                *from = ColumnSource::Source(match operation {
                    Operation::Times => format!("{by} * {}", name(from.text())),
                    Operation::Per => format!("{} / {by}", name(from.text())),
                });
            }
            Self::Less { target, by, columns } => put_beside(mapping, &target, '-', &by, &columns),
            Self::More { target, by, columns } => put_beside(mapping, &target, '+', &by, &columns),
            Self::Negative { target, of_rows, columns } => {
                let Some(from) = amount_of(mapping, &target) else { return };
                let is_column = columns.iter().any(|column| column == from.text());
                let amount = if is_column { sql_name(from.text()) } else { format!("({})", from.text()) };
                *from = ColumnSource::Source(if of_rows == "true" {
                    format!("-1 * abs({amount})")
                } else {
                    format!("CASE WHEN {of_rows} THEN -1 * abs({amount}) ELSE {amount} END")
                });
            }
            Self::OnlyWhere(condition) => {
                mapping.condition = Some(match mapping.condition.take() {
                    Some(known) => format!("({known}) AND {condition}"),
                    None => condition,
                });
            }
            Self::Minor(target) => {
                if let Some(from) = mapping.columns.remove(&target) {
                    mapping.columns.insert(format!("{target}_minor"), from);
                }
            }
            Self::Currency(currency) => mapping.currency = Some(currency),
            Self::Dates(order) => mapping.values.dates = Some(order),
            Self::Century(from) => mapping.values.two_digit_years_from = Some(from),
            Self::Decimal(mark) => mapping.format.decimal = Some(mark),
            Self::Rows(column, words) => _ = mapping.rows.insert(column, words),
            Self::Words(column, words) => _ = mapping.words.insert(column, words),
            Self::Ends(ends) => mapping.ends = ends,
            Self::Snapshot(period) => mapping.snapshot = Some(period),
            Self::Type(column, kind) => _ = mapping.types.insert(column, kind),
            Self::Rates(direction) => mapping.rates = direction,
            Self::Zone(column, zone) => _ = mapping.time_zones.insert(column, zone),
            Self::IdsIgnoreCase => mapping.ids_ignore_case = true,
            Self::Ids(scope) => mapping.ids = Some(scope),
            Self::Days(bounds) => {
                mapping.days.earliest = bounds.earliest.or(mapping.days.earliest);
                mapping.days.latest = bounds.latest.or(mapping.days.latest);
            }
            Self::SameAs { source, id, from, ids } => {
                mapping.source = source;
                mapping.ids = ids;
                match from {
                    Some(from) => _ = mapping.columns.insert(id, from),
                    None => _ = mapping.columns.remove(&id),
                }
            }
            Self::Whole(other) => *mapping = *other,
        }
    }
}

/// Where an amount comes from, be it mapped in units or in minor ones.
fn amount_of<'a>(mapping: &'a mut Mapping, target: &str) -> Option<&'a mut ColumnSource> {
    let minor = format!("{target}_minor");
    let name = if mapping.columns.contains_key(target) { target } else { minor.as_str() };
    mapping.columns.get_mut(name)
}

/// Adds a sum to an amount, or takes it off.
fn put_beside(mapping: &mut Mapping, target: &str, sign: char, by: &str, columns: &[String]) {
    let Some(from) = amount_of(mapping, target) else { return };
    let is_column = columns.iter().any(|column| column == from.text());
    let name = if is_column { sql_name(from.text()) } else { from.text().to_owned() };
    *from = ColumnSource::Source(format!("{name} {sign} {by}"));
}
