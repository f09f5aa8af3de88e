//! What a row is about: whom, when and how much. By it two rows of one id are told apart where the id was given anew.

use arrow::array::{Array, AsArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::Int64Type;
use xxhash_rust::xxh3::xxh3_64;

use super::cells::Cells;
use super::error::ImportError;
use super::journals::moments;
use crate::lake::Fact;

/// What happened, to whom and when, and how much it was; nothing of tables whose rows are known by the same words in every system.
pub(super) fn what_happened(fact: Fact) -> Option<(&'static [&'static str], &'static [&'static str])> {
    match fact {
        Fact::Purchases => Some((&["customer_id", "at"], &["amount_minor", "currency"])),
        Fact::Subscriptions => Some((&["customer_id", "from"], &["monthly_minor", "currency"])),
        Fact::Touches => Some((&["customer_id", "started_at"], &[])),
        Fact::Feedback => Some((&["customer_id", "at"], &["score"])),
        Fact::Referrals => Some((&["to_customer", "at"], &["from_customer"])),
        Fact::Reasons => Some((&["customer_id", "at"], &["code"])),
        Fact::Customers | Fact::Identities | Fact::ExchangeRates => None,
    }
}

/// Two days begin so far from each other at least, in microseconds: the shortest is one of 23 hours, on which clocks are put forward.
const ALWAYS_ANOTHER_DAY: u64 = 23 * 3_600_000_000;

fn has_money(fact: Fact) -> bool {
    what_happened(fact).is_some_and(|(_, amounts)| amounts.contains(&"currency"))
}

/// The columns that say what rows are about.
pub(super) fn columns(fact: Fact) -> Option<Vec<&'static str>> {
    what_happened(fact).map(|(happened, amounts)| [happened, amounts].concat())
}

/// Currencies and amounts of rows, of tables with money.
pub(super) fn money_of(rows: &RecordBatch) -> Option<(&StringArray, &Int64Array)> {
    let money = ["amount_minor", "monthly_minor"].into_iter().find_map(|name| rows.column_by_name(name));
    let currencies = rows.column_by_name("currency").map(AsArray::as_string::<i32>);
    currencies.zip(money.map(AsArray::as_primitive::<Int64Type>))
}

/// What a row is about, in few bytes, for it is kept of every row that takes a fact's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// A hash of the customer; 0 if none is named.
    customer: u32,
    moment: Option<i64>,
    /// A hash of the amount.
    amount: u32,
}

/// The columns of some rows that say what these are about.
pub(super) struct Subjects<'a> {
    pub(super) customers: Option<&'a StringArray>,
    pub(super) moments: TimestampMicrosecondArray,
    /// Currencies and amounts, of tables with money.
    pub(super) money: Option<(&'a StringArray, &'a Int64Array)>,
    amounts: Cells<'a>,
}

impl<'a> Subjects<'a> {
    /// `None` of tables whose rows are about nothing that happened.
    pub(super) fn of(fact: Fact, rows: &'a RecordBatch) -> Result<Option<Self>, ImportError> {
        let Some((_, amounts)) = what_happened(fact) else { return Ok(None) };
        let amounts = Cells::new(rows, amounts.iter().copied());
        Ok(Some(Self {
            customers: fact.bucketed_by().and_then(|name| rows.column_by_name(name)).map(AsArray::as_string::<i32>),
            moments: moments(fact, rows),
            money: money_of(rows),
            amounts: amounts.map_err(|column| ImportError::Shape { fact, column })?,
        }))
    }

    pub(super) fn subject(&self, row: usize) -> Subject {
        let mut amount = Vec::new();
        self.amounts.push_bytes(row, &mut amount);
        Subject {
            customer: self.customer(row).map_or(0, |id| (xxh3_64(id.as_bytes()) as u32).max(1)),
            moment: self.moments.is_valid(row).then(|| self.moments.value(row)),
            amount: xxh3_64(&amount) as u32,
        }
    }

    pub(super) fn customer(&self, row: usize) -> Option<&'a str> {
        self.customers.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row))
    }

    /// The currency and the amount of a row.
    pub(super) fn minor(&self, row: usize) -> Option<(&'a str, i64)> {
        self.money.map(|(currencies, minor)| (currencies.value(row), minor.value(row)))
    }
}

impl Subject {
    /// Whether two rows of one id are about something else, for they differ in two things, which no correction of a row changes at once: in
    /// customer and moment, or, of rows with money, in day and amount, as an invoice and its credit note do. Where the moment belongs to
    /// the key, the customer decides; where none is named, the amount does, if there is any.
    pub(super) fn is_another(self, other: Self, fact: Fact) -> bool {
        let has_amount = what_happened(fact).is_some_and(|(_, amounts)| !amounts.is_empty());
        let is_other_amount = !has_amount || self.amount != other.amount;
        let is_other_customer = self.customer != other.customer;
        if fact.key().contains(&fact.ordered_by()) {
            return is_other_customer;
        }
        let is_nobody = self.customer == 0 && other.customer == 0;
        let is_other_sale = has_money(fact) && is_other_amount && self.is_of_another_day(other);
        self.moment != other.moment && (is_other_customer || is_other_sale || (is_nobody && is_other_amount))
    }

    /// Whether both have a moment, and these are no two of one day, in whatever zone.
    fn is_of_another_day(self, other: Self) -> bool {
        self.moment.zip(other.moment).is_some_and(|(one, other)| one.abs_diff(other) >= ALWAYS_ANOTHER_DAY)
    }

    pub(super) fn moment(self) -> Option<i64> {
        self.moment
    }

    /// Whether this is of a customer, and the other of another one or of nobody.
    pub(super) fn is_another_customer(self, other: Self) -> bool {
        self.customer != 0 && self.customer != other.customer
    }

    /// Whether both are of one moment and amount.
    pub(super) fn is_alike_but_for_the_customer(self, other: Self) -> bool {
        self.moment == other.moment && self.amount == other.amount
    }

    /// Whether both are of one customer and moment.
    pub(super) fn is_same(self, other: Self) -> bool {
        self.customer == other.customer && self.moment == other.moment
    }
}
