//! The rows of each silo's tables, written customer by customer in the shape of [`Fact::columns`].

mod customers;
mod feedback;
mod identities;
mod purchases;
mod rates;
mod reasons;
mod referrals;
mod subscriptions;
mod touches;

use std::sync::Arc;

use arrow::array::{ArrayRef, MapBuilder, MapFieldNames, RecordBatch, StringBuilder, TimestampMicrosecondBuilder};
use arrow::datatypes::Schema;
use arrow::error::ArrowError;

use super::company::Company;
use super::profile::Profile;
use super::silo::{Silo, push_customer, push_number, push_second_desk_id};
use crate::lake::Fact;

/// Which silo has which table, in the order in which to import them.
pub(super) const FEEDS: [(Silo, Fact); 23] = [
    (Silo::Billing, Fact::Customers),
    (Silo::Shop, Fact::Customers),
    (Silo::HelpDesk, Fact::Customers),
    (Silo::Shop, Fact::Identities),
    (Silo::Billing, Fact::Identities),
    (Silo::FieldService, Fact::Identities),
    (Silo::HelpDesk, Fact::Identities),
    (Silo::Surveys, Fact::Identities),
    (Silo::Billing, Fact::ExchangeRates),
    (Silo::Shop, Fact::Purchases),
    (Silo::FieldService, Fact::Purchases),
    (Silo::Billing, Fact::Subscriptions),
    (Silo::Shop, Fact::Touches),
    (Silo::Billing, Fact::Touches),
    (Silo::FieldService, Fact::Touches),
    (Silo::HelpDesk, Fact::Touches),
    (Silo::Surveys, Fact::Touches),
    (Silo::Shop, Fact::Feedback),
    (Silo::HelpDesk, Fact::Feedback),
    (Silo::Surveys, Fact::Feedback),
    (Silo::Shop, Fact::Referrals),
    (Silo::Billing, Fact::Reasons),
    (Silo::Surveys, Fact::Reasons),
];

/// Rows in the making.
pub(super) trait Table: Send {
    /// Adds the rows of one customer.
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError>;
    /// Rows added since the last batch.
    fn rows(&self) -> usize;
    /// The rows added since the last batch, as a batch.
    fn finish(&mut self) -> Result<RecordBatch, ArrowError>;
}

pub(super) fn table(silo: Silo, fact: Fact) -> Box<dyn Table> {
    match fact {
        Fact::Customers => Box::new(customers::Customers::new(silo)),
        Fact::Identities => Box::new(identities::Identities::new(silo)),
        Fact::Purchases => Box::new(purchases::Purchases::new(silo)),
        Fact::Subscriptions => Box::new(subscriptions::Subscriptions::new()),
        Fact::Touches => Box::new(touches::Touches::new(silo)),
        Fact::Feedback => Box::new(feedback::Feedback::new(silo)),
        Fact::Referrals => Box::new(referrals::Referrals::new()),
        Fact::ExchangeRates => Box::new(rates::Rates::new()),
        Fact::Reasons => Box::new(reasons::Reasons::new(silo)),
    }
}

fn batch(fact: Fact, columns: Vec<ArrayRef>) -> Result<RecordBatch, ArrowError> {
    RecordBatch::try_new(Arc::new(Schema::new(fact.columns())), columns)
}

type TextMap = MapBuilder<StringBuilder, StringBuilder>;

fn text_map() -> TextMap {
    let names = MapFieldNames { entry: "key_value".into(), key: "key".into(), value: "value".into() };
    MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new())
}

fn push_entry(map: &mut TextMap, key: &str, value: &str) {
    map.keys().append_value(key);
    map.values().append_value(value);
}

fn instants() -> TimestampMicrosecondBuilder {
    TimestampMicrosecondBuilder::new().with_timezone("UTC")
}

/// Ids, written again and again into the same memory.
#[derive(Default)]
struct Ids(String);

impl Ids {
    fn with(&mut self, write: impl FnOnce(&mut String)) -> &str {
        self.0.clear();
        write(&mut self.0);
        &self.0
    }

    /// The company-wide id, or the id of the help desk's second record.
    fn customer(&mut self, customer: u64, second_record: bool) -> &str {
        self.with(|out| if second_record { push_second_desk_id(out, customer) } else { push_customer(out, customer) })
    }

    /// As in `SO-0000017-03`.
    fn numbered(&mut self, prefix: &str, customer: u64, number: u64) -> &str {
        self.with(|out| {
            out.push_str(prefix);
            push_number(out, customer + 1, 7);
            out.push('-');
            push_number(out, number, 2);
        })
    }
}
