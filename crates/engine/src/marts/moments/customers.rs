//! The question: which customers have just met an early moment?

use bellwether_model::Day;

use super::fold::{Contrast, Span};
use super::reading::Beginnings;
use crate::marts::error::MartError;
use crate::marts::journey::JourneySource;
use crate::marts::ledger::{Amount, Ledger};
use crate::marts::reliability::names_of;

/// Who met what.
#[derive(Clone, Copy, Debug)]
pub struct MomentCustomersQuestion<'a> {
    /// At which touchpoint, by id, or by what touches are called where the journey does not know them.
    pub touchpoint: &'a str,
    /// To whom its promise was broken, or who met it.
    pub contrast: Contrast,
    /// As many are told, those worth most first; all if absent.
    pub most: Option<usize>,
}

/// The customers who met a moment in the latest days, and are still there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MomentCustomers {
    /// Whether any touch is at the touchpoint.
    pub is_met: bool,
    /// All of them.
    pub customers: Amount,
    /// One by one, those worth most first.
    pub rows: Vec<MomentCustomer>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentCustomer {
    /// The customer's id.
    pub customer: String,
    /// What it is called, where that is known.
    pub name: Option<String>,
    /// What it is worth.
    pub minor: i64,
    /// The day of joining.
    pub joined: Day,
    /// The day of the moment.
    pub met_on: Day,
}

/// The customers who met an early moment in the latest days, as many as are the first ones of a life, and are still there.
///
/// # Errors
/// Where the journey or the accounts cannot be read.
pub fn moment_customers(
    ledger: &Ledger<'_>,
    source: JourneySource<'_>,
    question: MomentCustomersQuestion<'_>,
    span: Span,
) -> Result<MomentCustomers, MartError> {
    let beginnings = Beginnings::read(ledger, source, span)?;
    let mut found = MomentCustomers::default();
    let Some(number) = beginnings.number(question.touchpoint) else { return Ok(found) };
    found.is_met = true;
    for (customer, member) in &beginnings.members {
        let Some((met_on, minor)) = member.just_met((number, question.contrast), span) else { continue };
        found.customers.plus(Amount { customers: 1, minor: minor.into() });
        found.rows.push(MomentCustomer {
            customer: customer.to_string(),
            name: None,
            minor,
            joined: member.life.joined,
            met_on,
        });
    }
    found.rows.sort_by(|a, b| b.minor.cmp(&a.minor).then_with(|| a.customer.cmp(&b.customer)));
    found.rows.truncate(question.most.unwrap_or(usize::MAX));
    let names = names_of(source, found.rows.iter().map(|row| row.customer.as_str()))?;
    for row in &mut found.rows {
        row.name = names.get(&row.customer).cloned();
    }
    Ok(found)
}
