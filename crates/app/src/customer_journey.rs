//! Where in the journey is one customer, and what became of what was promised to it?

use std::collections::BTreeMap;

use bellwether_engine::marts::journey::{JourneySource, StoredJourney};
use bellwether_engine::marts::reliability::{LivedTouch, StageStay, lived_touches, stays};
use bellwether_model::{Day, Journey};
use serde::Serialize;
use utoipa::ToSchema;

use crate::company::View;
use crate::failure::Failure;
use crate::promise_customers::PromiseState;

/// A time that a customer spent in one stage of the journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CustomerStage {
    /// The stage, by id.
    pub stage: String,
    /// What it is called.
    pub name: String,
    /// The day of its first touch.
    pub since: Day,
    /// The day of its latest touch.
    pub latest: Day,
    /// How many touches it has.
    #[schema(minimum = 1)]
    pub touches: u64,
}

/// Where in the journey a touch was, and what became of what was promised there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CustomerTouch {
    /// The stage, by id; null where the journey does not know the touch.
    pub stage: Option<String>,
    /// The touchpoint, by id; where the journey does not know it, what the touch is called.
    pub touchpoint: String,
    /// What people call the touchpoint.
    pub name: String,
    /// What became of its promise; null where nothing was promised.
    pub promise: Option<PromiseState>,
    /// The day on which the promise counts: when it is due.
    pub due_on: Option<Day>,
}

/// What one customer lived through.
pub(crate) struct CustomerJourney {
    /// The stages that it was in, one after another.
    pub(crate) stages: Vec<CustomerStage>,
    touches: BTreeMap<u128, CustomerTouch>,
}

impl CustomerJourney {
    /// The place of the touch with this key, if it began by the as-of.
    pub(crate) fn touch(&self, key: &[u8]) -> Option<CustomerTouch> {
        self.touches.get(&u128::from_be_bytes(key.try_into().ok()?)).cloned()
    }
}

impl View<'_> {
    /// What a customer lived through by the as-of.
    pub(crate) async fn customer_journey(&self, customer: &str) -> Result<CustomerJourney, Failure> {
        let ledger = self.ledger(&[]);
        let stored = StoredJourney::of(&ledger.walk, &self.journey).await?;
        let source = JourneySource { walk: &ledger.walk, history: &self.journey, stored: stored.as_ref() };
        let touches = lived_touches(source, customer)?;
        let stages = stays(&touches).into_iter().map(|stay| self.stage_told(stay));
        let touches_told = touches.iter().map(|touch| (touch.key, self.touch_told(touch)));
        Ok(CustomerJourney { stages: stages.collect(), touches: touches_told.collect() })
    }

    /// The journey by which a touch of this day was placed.
    fn journey_on(&self, day: Day) -> Option<&Journey> {
        self.journey.on(day).map(|at| &self.journey.journeys()[at].journey)
    }

    fn stage_told(&self, stay: StageStay) -> CustomerStage {
        let StageStay { stage, since, latest, touches } = stay;
        // As it is called by now, as far as it is still told.
        let mut journeys = [latest, since].into_iter().filter_map(|day| self.journey_on(day));
        let known = journeys.find_map(|journey| journey.stages.iter().find(|known| known.id == stage));
        let name = known.map_or_else(|| stage.clone(), |known| known.name.clone());
        CustomerStage { stage, name, since, latest, touches }
    }

    fn touch_told(&self, touch: &LivedTouch) -> CustomerTouch {
        let journey = self.journey_on(touch.started_on).filter(|_| touch.stage.is_some());
        let known = journey.and_then(|journey| journey.touchpoints().find(|known| known.id == touch.touchpoint));
        let promise = touch.promise.map(|(verdict, on)| PromiseState::as_of(verdict, on, self.basis.as_of));
        CustomerTouch {
            stage: touch.stage.clone(),
            touchpoint: touch.touchpoint.clone(),
            name: known.map_or_else(|| touch.touchpoint.clone(), |known| known.name.clone()),
            promise,
            due_on: touch.promise.map(|(_, on)| on),
        }
    }
}
