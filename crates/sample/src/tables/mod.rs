//! The rows of each silo's tables, written customer by customer in the shape of [`Table::columns`].

mod builder;
mod customers;
mod feedback;
mod identities;
mod purchases;
mod rates;
mod reasons;
mod referrals;
mod subscriptions;
mod touches;

pub(crate) use builder::TableBuilder;

use crate::silo::Silo;
use crate::table::Table;

/// Which silo has which table, in the order in which to import them.
pub(crate) const FEEDS: [(Silo, Table); 23] = [
    (Silo::Billing, Table::Customers),
    (Silo::Shop, Table::Customers),
    (Silo::HelpDesk, Table::Customers),
    (Silo::Shop, Table::Identities),
    (Silo::Billing, Table::Identities),
    (Silo::FieldService, Table::Identities),
    (Silo::HelpDesk, Table::Identities),
    (Silo::Surveys, Table::Identities),
    (Silo::Billing, Table::ExchangeRates),
    (Silo::Shop, Table::Purchases),
    (Silo::FieldService, Table::Purchases),
    (Silo::Billing, Table::Subscriptions),
    (Silo::Shop, Table::Touches),
    (Silo::Billing, Table::Touches),
    (Silo::FieldService, Table::Touches),
    (Silo::HelpDesk, Table::Touches),
    (Silo::Surveys, Table::Touches),
    (Silo::Shop, Table::Feedback),
    (Silo::HelpDesk, Table::Feedback),
    (Silo::Surveys, Table::Feedback),
    (Silo::Shop, Table::Referrals),
    (Silo::Billing, Table::Reasons),
    (Silo::Surveys, Table::Reasons),
];

/// An empty table of a silo.
pub(crate) fn builder(silo: Silo, table: Table) -> Box<dyn TableBuilder> {
    match table {
        Table::Customers => Box::new(customers::Customers::new(silo)),
        Table::Identities => Box::new(identities::Identities::new(silo)),
        Table::Purchases => Box::new(purchases::Purchases::new(silo)),
        Table::Subscriptions => Box::new(subscriptions::Subscriptions::new()),
        Table::Touches => Box::new(touches::Touches::new(silo)),
        Table::Feedback => Box::new(feedback::Feedback::new(silo)),
        Table::Referrals => Box::new(referrals::Referrals::new()),
        Table::ExchangeRates => Box::new(rates::Rates::new()),
        Table::Reasons => Box::new(reasons::Reasons::new(silo)),
    }
}
