//! What each target column takes.

use arrow::datatypes::{DataType, Field};

use crate::lake::{DAY, Fact, VIA};

/// What a target column takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Any text.
    Text,
    /// A customer's id.
    Customer,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// A currency code.
    Currency,
    /// Money: the name for a decimal amount.
    Money(&'static str),
    Instant,
    Day,
    /// The day of the row's moment, where the source tells the day alone; not mapped but read off the moment's cell.
    DayOfMoment,
    Float,
    Integer,
    Rate,
    /// By what, and by which of its ids, the row names its customer; not mapped but read off the customer's cell.
    Via,
    /// Attributes or consents, mapped in their own section.
    Entries,
}

impl Target {
    /// What a column of a canonical table takes.
    pub(crate) fn of(fact: Fact, column: &Field) -> Self {
        match (fact, column.name().as_str()) {
            (_, "customer_id" | "from_customer" | "to_customer") => Self::Customer,
            (_, "currency") | (Fact::ExchangeRates, "to_currency") => Self::Currency,
            (_, "amount_minor") => Self::Money("amount"),
            (_, "monthly_minor") => Self::Money("monthly"),
            (fact, DAY) if fact.has_moments() => Self::DayOfMoment,
            (fact, name) if fact.has_via() && VIA.contains(&name) => Self::Via,
            (Fact::Feedback, "kind") => Self::Word(&["aided", "unaided", "experiential"]),
            (Fact::Reasons, "how_known") => Self::Word(&["asked", "told", "inferred"]),
            (Fact::Subscriptions, "status") => Self::Word(&["active", "paused"]),
            _ => match column.data_type() {
                DataType::Date32 => Self::Day,
                DataType::Timestamp(..) => Self::Instant,
                DataType::Float64 => Self::Float,
                DataType::Int32 => Self::Integer,
                DataType::Decimal128(..) => Self::Rate,
                DataType::Map(..) => Self::Entries,
                _ => Self::Text,
            },
        }
    }
}

impl Target {
    /// What a target takes by its name, be it the one for amounts in units.
    pub(crate) fn named(fact: Fact, name: &str) -> Option<Self> {
        fact.columns().iter().map(|column| (column.name().clone(), Self::of(fact, column))).find_map(
            |(column, takes)| {
                let is_it = column == name || matches!(takes, Self::Money(decimal) if decimal == name);
                (is_it && !matches!(takes, Self::DayOfMoment | Self::Via)).then_some(takes)
            },
        )
    }
}

/// The names that may stand under `[columns]`.
#[must_use]
pub fn names(fact: Fact) -> Vec<String> {
    let mut names = Vec::new();
    for column in &fact.columns() {
        match Target::of(fact, column) {
            Target::Entries | Target::DayOfMoment | Target::Via => {}
            Target::Money(decimal) => names.extend([decimal.to_owned(), column.name().clone()]),
            _ => names.push(column.name().clone()),
        }
    }
    names
}
