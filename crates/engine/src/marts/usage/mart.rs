//! Usage among the registered marts.

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value;

use super::build::UsageBuild;
use super::provenance::UsageProvenance;
use super::tables::CUSTOMER_USAGE;
use super::update::update;
use crate::lake::Fact;
use crate::marts::error::MartError;
use crate::marts::mart::{Mart, MartBuild, MartInput, MartUpdate};
use crate::marts::storage::MartTable;

/// The name under which it is registered.
pub const NAME: &str = "usage";

/// The usage of every customer.
pub struct UsageMart;

impl Mart for UsageMart {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [MartTable] {
        &[CUSTOMER_USAGE]
    }

    fn facts(&self) -> &'static [Fact] {
        &[Fact::Touches]
    }

    fn provenance(&self, input: &MartInput<'_>) -> Value {
        UsageProvenance::of(&input.walk).to_value()
    }

    fn build<'a>(&self, input: &'a MartInput<'a>) -> Box<dyn MartBuild + 'a> {
        Box::new(UsageBuild::new(input))
    }

    fn update<'a>(
        &self,
        input: &'a MartInput<'a>,
        before: &'a Value,
    ) -> BoxFuture<'a, Result<Option<MartUpdate>, MartError>> {
        async move {
            match serde_json::from_value::<UsageProvenance>(before.clone()) {
                Ok(before) => update(&input.walk, &before).await,
                // Said by another version of Bellwether.
                Err(_) => Ok(None),
            }
        }
        .boxed()
    }
}
