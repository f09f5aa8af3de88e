//! Which period these pages are of, and from where it is looked.

use bellwether_app::failure::Failure;
use bellwether_app::journey_cost::CostOutcome;
use bellwether_app::promises::PromisePart;
use bellwether_model::Grain;
use bellwether_words::message;
use maud::Markup;
use serde::Deserialize;

use crate::telling::encoded;
use crate::web::parts::frame::choices;
use crate::web::parts::viewpoint::ViewpointParameters;
use bellwether_words::Words;

/// The lengths of periods that these pages are told by.
pub(super) const GRAINS: [Grain; 3] = [Grain::Month, Grain::Quarter, Grain::Year];

/// The rest of an address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    pub(super) by: String,
    pub(super) period: String,
    pub(super) cut: String,
    pub(super) outcome: String,
    #[serde(flatten)]
    pub(super) viewpoint: ViewpointParameters,
}

impl Parameters {
    pub(super) fn grain(&self) -> Result<Grain, Failure> {
        if self.by.is_empty() { Ok(Grain::Month) } else { self.by.parse().map_err(Failure::usage) }
    }

    pub(super) fn period(&self) -> Option<String> {
        (!self.period.is_empty()).then(|| self.period.clone())
    }

    /// By what a measure is cut; by silo where nothing is said.
    pub(super) fn part(&self) -> Result<PromisePart, Failure> {
        if self.cut.is_empty() {
            return Ok(PromisePart::Silo);
        }
        self.cut.parse().map_err(|_| Failure::usage(message("failure-no-part").with("part", &self.cut)))
    }

    /// What is looked for after a promise came due; who left where nothing is said.
    pub(super) fn outcome(&self) -> Result<CostOutcome, Failure> {
        if self.outcome.is_empty() {
            return Ok(CostOutcome::default());
        }
        let names = CostOutcome::ALL.iter().map(|outcome| outcome.name()).collect::<Vec<_>>().join(", ");
        let said = || message("failure-no-outcome").with("outcome", &self.outcome).with("names", names);
        self.outcome.parse().map_err(|_| Failure::usage(said()))
    }

    /// The rest of an address that stays where a page is left for another.
    pub(super) fn query(&self, grain: Grain, period: &str) -> String {
        format!("?by={grain}&period={}{}", encoded(period), self.viewpoint.query())
    }

    /// The lengths of periods to choose from.
    pub(super) fn grains(&self, words: Words<'_>, page: &str, grain: Grain) -> Markup {
        let view = self.viewpoint.query();
        let href = |other: Grain| format!("{page}?by={other}{view}");
        choices(&words.say("by"), GRAINS.map(|other| (words.grain(other), href(other), other == grain)))
    }
}
