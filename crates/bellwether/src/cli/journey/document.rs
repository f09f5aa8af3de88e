//! The journey as a file.

use bellwether_model::{Handoff, Journey, Persona, Stage};
use serde::{Deserialize, Serialize};

use bellwether_app::failure::Failure;

/// The journey, with the version that was seen. Its parts are named here once more: what is flattened into a file no longer refuses what has
/// no meaning.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    /// The version after which the next one is written, 0 for the first one; absent: whichever is the latest.
    version: Option<i64>,
    stages: Vec<Stage>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    personas: Vec<Persona>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    handoffs: Vec<Handoff>,
}

impl Document {
    pub(super) fn new(version: Option<i64>, journey: Journey) -> Self {
        let Journey { stages, personas, handoffs } = journey;
        Self { version, stages, personas, handoffs }
    }

    /// The version that was seen, and the journey.
    pub(super) fn into_parts(self) -> (Option<i64>, Journey) {
        let Self { version, stages, personas, handoffs } = self;
        (version, Journey { stages, personas, handoffs })
    }

    pub(super) fn written(&self) -> Result<String, Failure> {
        toml::to_string(self).map_err(|error| Failure::input(error.to_string()))
    }
}
