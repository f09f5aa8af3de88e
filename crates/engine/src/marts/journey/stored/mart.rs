//! The journey among the registered marts.

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value;

use super::build::JourneyBuild;
use super::case_tails::CASE_TAILS;
use super::provenance::JourneyProvenance;
use super::tables::{JOURNEY_HANDOFFS, JOURNEY_TOUCHES};
use super::update::update;
use crate::lake::Fact;
use crate::marts::error::MartError;
use crate::marts::mart::{Mart, MartBuild, MartInput, MartUpdate};
use crate::marts::storage::MartTable;

/// The name under which it is registered.
pub const NAME: &str = "journey";

/// The journey of every customer.
pub struct JourneyMart;

impl Mart for JourneyMart {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [MartTable] {
        &[JOURNEY_TOUCHES, JOURNEY_HANDOFFS, CASE_TAILS]
    }

    fn facts(&self) -> &'static [Fact] {
        &[Fact::Touches]
    }

    fn provenance(&self, input: &MartInput<'_>) -> Value {
        JourneyProvenance::of(&input.walk, input.journey).to_value()
    }

    fn build<'a>(&self, input: &'a MartInput<'a>) -> Box<dyn MartBuild + 'a> {
        Box::new(JourneyBuild::new(input))
    }

    fn update<'a>(
        &self,
        input: &'a MartInput<'a>,
        before: &'a Value,
    ) -> BoxFuture<'a, Result<Option<MartUpdate>, MartError>> {
        async move {
            match serde_json::from_value::<JourneyProvenance>(before.clone()) {
                Ok(before) => update(input, &before).await,
                // Said by another version of Bellwether.
                Err(_) => Ok(None),
            }
        }
        .boxed()
    }
}
