//! Touchpoints and moments: where in a stage customers meet the company.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumCount, IntoStaticStr, VariantArray};

use super::contact::DueContact;
use super::error::JourneyError;
use super::promise::Promise;
use crate::list::all;

/// What a touchpoint is about.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumCount,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TouchpointClass {
    /// The customer is at risk.
    AtRisk,
    /// The customer needs something.
    InNeed,
    /// The bond grows.
    Bond,
    /// Revenue grows.
    Growth,
}

/// A moment in a stage that touches tell of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touchpoint {
    /// Short stable name, e.g. `installation`.
    pub id: String,
    /// What a customer would call it.
    pub name: String,
    /// What it is about.
    pub class: TouchpointClass,
    /// Its place among the moments of truth, from 1; most touchpoints are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u8>,
    /// Who answers for it; the stage's owner where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The silo that runs it, as the facts name it; absent where it is no one silo's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silo: Option<String>,
    /// What touches of it are called in the facts; its id where nothing is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touches: Vec<String>,
    /// What it owes the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// The share of promises that is to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Share>,
    /// When it is to be met though the customer does not ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DueContact>,
}

/// A share, in tenths of a percent: `95%` or `99.5%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    per_mille: u16,
}

impl TouchpointClass {
    /// All classes.
    pub const ALL: [Self; Self::COUNT] = all(Self::VARIANTS);

    /// The name used in documents and addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Touchpoint {
    /// What touches of it are called.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let itself = self.touches.is_empty().then_some(self.id.as_str());
        itself.into_iter().chain(self.touches.iter().map(String::as_str))
    }

    pub(super) fn check(&self, calendars: &BTreeSet<String>) -> Result<(), JourneyError> {
        let nameless = self.touches.iter().any(|touch| touch.trim().is_empty());
        if nameless {
            return Err(JourneyError::NoName(self.id.clone()));
        }
        if self.silo.as_ref().is_some_and(|silo| silo.trim().is_empty()) {
            return Err(JourneyError::NoSilo(self.id.clone()));
        }
        let Some(promise) = &self.promise else {
            return if self.target.is_some() { Err(JourneyError::NoPromise(self.id.clone())) } else { Ok(()) };
        };
        if promise.words.trim().is_empty() {
            return Err(JourneyError::NoWords(self.id.clone()));
        }
        if !promise.by_promised_moment && promise.within.is_none() && promise.outcomes.is_empty() {
            return Err(JourneyError::NothingPromised(self.id.clone()));
        }
        promise.within.map_or(Ok(()), |within| within.check(&self.id, promise.calendar.as_deref(), calendars))
    }
}

impl Share {
    /// As a fraction of one.
    #[must_use]
    pub fn fraction(self) -> f64 {
        f64::from(self.per_mille) / 1_000.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.per_mille / 10, self.per_mille % 10) {
            (percent, 0) => write!(f, "{percent}%"),
            (percent, tenths) => write!(f, "{percent}.{tenths}%"),
        }
    }
}

impl FromStr for Share {
    type Err = JourneyError;

    fn from_str(text: &str) -> Result<Self, JourneyError> {
        let refused = || JourneyError::BadShare(text.to_owned());
        let number = text.trim().strip_suffix('%').ok_or_else(refused)?.trim_end();
        let (percent, tenths) = number.split_once('.').unwrap_or((number, "0"));
        let is_number = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(percent, 3) || !is_number(tenths, 1) {
            return Err(refused());
        }
        let [percent, tenths] = [percent, tenths].map(|text| text.parse::<u16>().unwrap_or(u16::MAX));
        let per_mille = percent.saturating_mul(10).saturating_add(tenths);
        if per_mille <= 1_000 { Ok(Self { per_mille }) } else { Err(refused()) }
    }
}

impl Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
