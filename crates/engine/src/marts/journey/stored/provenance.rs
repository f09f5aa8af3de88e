//! What the stored journey is made from.

use std::collections::BTreeMap;

use bellwether_model::JourneyHistory;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lake::Fact;
use crate::walk::Walk;

/// What the tables look like; another number makes them anew.
const FORMAT: u32 = 2;

/// What the tables are made from; tables made from the same are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneyProvenance {
    /// The version of the touches.
    pub(super) facts: BTreeMap<String, i64>,
    /// The company's, by which a touch has its day.
    pub(super) time_zone: String,
    /// The latest version of the journey.
    pub(super) journey: i64,
    /// The latest version of the business calendars.
    pub(super) calendars: i64,
    pub(super) format: u32,
}

impl JourneyProvenance {
    /// That of a walk's touches, in the journey of a history.
    pub fn of(walk: &Walk<'_>, history: &JourneyHistory) -> Self {
        let (journey, calendars) = history.versions();
        Self {
            facts: walk.knowledge.versions_of(&[Fact::Touches]),
            time_zone: walk.calendar.zone_name().to_owned(),
            journey,
            calendars,
            format: FORMAT,
        }
    }

    /// Whether all but the facts is the same.
    pub(super) fn has_same_definitions(&self, other: &Self) -> bool {
        Self { facts: BTreeMap::new(), ..self.clone() } == Self { facts: BTreeMap::new(), ..other.clone() }
    }

    /// The same as the tables say it.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
