//! What the stored usage is made from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lake::Fact;
use crate::walk::Walk;

/// What the table looks like; another number makes it anew.
const FORMAT: u32 = 1;

/// What the table is made from; tables made from the same are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UsageProvenance {
    /// The version of the touches.
    pub(super) facts: BTreeMap<String, i64>,
    /// The company's, by which a touch has its day.
    pub(super) time_zone: String,
    pub(super) format: u32,
}

impl UsageProvenance {
    pub(super) fn of(walk: &Walk<'_>) -> Self {
        Self {
            facts: walk.knowledge.versions_of(&[Fact::Touches]),
            time_zone: walk.calendar.zone_name().to_owned(),
            format: FORMAT,
        }
    }

    /// The same as the table says it.
    pub(super) fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
