//! What customers of the sample company live through, when it works, and which customers it asks about.
//!
//! All are files as people would write them. Invariants: what a touch of the sample is called has its place in the journey, and the calendars
//! that promises are counted by are there.

use bellwether_model::{BusinessCalendars, Journey, Populations};
use serde::de::DeserializeOwned;

/// What Seewarm's customers live through: stages, promises, handoffs.
#[must_use]
pub fn journey() -> Journey {
    read(include_str!("journey.toml"))
}

/// The hours of Seewarm's service desk and of its fitters, with the public holidays of Baden-Württemberg from 2023 to 2030.
#[must_use]
pub fn business_calendars() -> BusinessCalendars {
    read(include_str!("calendars.toml"))
}

/// Which of Seewarm's customers its people keep asking about.
#[must_use]
pub fn populations() -> Populations {
    read(include_str!("populations.toml"))
}

#[expect(clippy::expect_used, reason = "the files are part of the crate, and tests read them")]
fn read<T: DeserializeOwned>(file: &str) -> T {
    toml::from_str(file).expect("a file that tests read")
}
