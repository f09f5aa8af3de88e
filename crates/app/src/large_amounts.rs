//! Which amounts are it that are too large to be added up? Found out once adding up has failed: nobody pays for it otherwise.

use bellwether_engine::lake::Lake;
use bellwether_engine::walk::{LargeAmount, largest_amounts};
use bellwether_model::Currency;
use bellwether_words::{Message, NONE, fact_name, message};

use crate::app::App;
use crate::company::OpenCompany;
use crate::failure::{Failure, Mend};

/// So many are told.
const TOLD: usize = 3;

impl App {
    /// The same failure, where amounts were too large with those that are the largest: of whom, from where, and with which import.
    pub(crate) async fn naming_amounts(&self, failure: Failure) -> Failure {
        if !failure.is_of_large_amounts() {
            return failure;
        }
        match self.opened().await {
            Ok(OpenCompany { lake, .. }) => with_the_largest(failure, &lake).await,
            Err(_) => failure,
        }
    }
}

async fn with_the_largest(failure: Failure, lake: &Lake) -> Failure {
    let Ok(amounts) = largest_amounts(lake, TOLD).await else { return failure };
    let told = |names_customer: bool| {
        let amounts = amounts.iter().map(|amount| told(amount, names_customer)).collect();
        message("failure-large-amounts").listing("amounts", amounts)
    };
    Failure::input(told(false)).in_confidence(told(true)).mended_by(Mend::Data)
}

fn told(amount: &LargeAmount, names_customer: bool) -> Message {
    let LargeAmount { fact, customer, source, row, import, minor, currency } = amount;
    let number = currency.parse::<Currency>().map(|currency| currency.decimal(i128::from(*minor)));
    let customer = customer.as_deref().filter(|_| names_customer).unwrap_or(NONE);
    message("large-amount")
        .with("amount", number.unwrap_or_else(|_| minor.to_string()))
        .with("currency", currency)
        .with("customer", customer)
        .naming("fact", fact_name(fact.name()))
        .with("source", source)
        .with("row", row.as_deref().unwrap_or(NONE))
        .with("import", import)
}
