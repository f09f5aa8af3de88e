//! The journey as a file.

use bellwether_model::Journey;
use serde::{Deserialize, Serialize};

use bellwether_app::failure::Failure;

/// The journey, with the version that was seen.
#[derive(Serialize, Deserialize)]
pub(super) struct Document {
    /// The version after which the next one is written, 0 for the first one; absent: whichever is the latest.
    #[serde(default)]
    pub(super) version: Option<i64>,
    #[serde(flatten)]
    pub(super) journey: Journey,
}

/// What customers live through, to begin with: a journey that is whole, to be changed.
pub(super) const EXAMPLE: &str = include_str!("example.toml");

pub(super) fn written(document: &Document) -> Result<String, Failure> {
    toml::to_string(document).map_err(|error| Failure::input(error.to_string()))
}
