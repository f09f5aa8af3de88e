//! The ledger among the registered marts.

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value;

use super::account::FACTS;
use super::accounts::Ledger;
use super::build::LedgerBuild;
use super::increment::increment;
use super::provenance::LedgerProvenance;
use super::tables::lines::LEDGER;
use super::tables::movements::MOVEMENTS;
use super::tables::tails::CUSTOMER_TAILS;
use super::tables::values::CUSTOMER_VALUES;
use crate::lake::Fact;
use crate::marts::error::MartError;
use crate::marts::mart::{Mart, MartBuild, MartInput, MartUpdate};
use crate::marts::storage::MartTable;

/// The name under which it is registered.
pub const NAME: &str = "ledger";

/// The ledger.
pub struct LedgerMart;

impl Mart for LedgerMart {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [MartTable] {
        &[MOVEMENTS, CUSTOMER_VALUES, CUSTOMER_TAILS, LEDGER]
    }

    fn facts(&self) -> &'static [Fact] {
        &FACTS
    }

    fn provenance(&self, input: &MartInput<'_>) -> Value {
        LedgerProvenance::of(&input.walk, input.books, input.policy_version).to_value()
    }

    fn build<'a>(&self, input: &'a MartInput<'a>) -> Box<dyn MartBuild + 'a> {
        Box::new(LedgerBuild::new(input))
    }

    fn update<'a>(
        &self,
        input: &'a MartInput<'a>,
        before: &'a Value,
    ) -> BoxFuture<'a, Result<Option<MartUpdate>, MartError>> {
        async move {
            let MartInput { walk, books, policy_version, .. } = *input;
            // Said by another version of Bellwether.
            let Ok(before) = serde_json::from_value::<LedgerProvenance>(before.clone()) else { return Ok(None) };
            let now = LedgerProvenance::of(&walk, books, policy_version);
            let ledger = Ledger { walk, books, cache: None };
            let Some((output, customers)) = increment(&ledger, &before, &now).await? else { return Ok(None) };
            Ok(Some(output.into_update(&walk, Some(customers))?))
        }
        .boxed()
    }
}
