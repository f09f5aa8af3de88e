//! Populations: which customers is something about?
//!
//! A population is a rule with a name. Who belongs to it is answered as of a day from what is known of each customer by then; all of its rules must
//! hold. Invariant: a rule asks one thing, and what it cannot ask is refused when it is written, not passed over when it is answered.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Day;
use crate::journey::Verdict;

mod error;
#[cfg(test)]
mod tests;

use error::LONGEST_NAME;
pub use error::{LONGEST_LIST, PopulationError, RuleFault};

/// The ids at whose addresses something else is.
const TAKEN_IDS: [&str; 1] = ["edit"];

/// All populations of a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Populations {
    /// In the order in which people list them.
    #[serde(default)]
    pub populations: Vec<Population>,
}

/// A named rule that says which customers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Short stable name, e.g. `late_installation`.
    #[schema(pattern = "^[a-z0-9_]{1,60}$")]
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// What must hold of a customer: all of them.
    pub rules: Vec<PopulationRule>,
}

/// One thing that must hold of a customer. Just one of `attribute`, `level`, `base`, `worth`, `joined`, `stage`, `touchpoint` and `customers` is
/// said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PopulationRule {
    /// Those belong to it of whom the rest of the rule does not hold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub except: bool,
    /// The name of an attribute, which is one of `is`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// What the attribute may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
    /// Active, in one of these levels of the policy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub level: Vec<String>,
    /// How the customer stands to the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<BaseState>,
    /// Active, and worth so much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth: Option<WorthRange>,
    /// When the customer joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<DayRange>,
    /// The stage, by id, in which the customer's latest touch was that the journey knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The touchpoint that the customer met: its id, or what touches are called where no journey knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    /// What became of the promise there; absent: whatever became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseOutcome>,
    /// Only what was met, or came due, within so many days up to the day as of which is asked; absent: ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 65535)]
    pub within_days: Option<u16>,
    /// At least so often; absent: once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 65535)]
    pub times: Option<u16>,
    /// These customers, by id.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub customers: BTreeSet<String>,
}

/// How a customer stands to the customer base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BaseState {
    /// One of the active customers.
    Active,
    /// Was one, and is none any more.
    Lost,
    /// Never was one: we know of touches alone.
    Never,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromiseOutcome {
    /// All that was promised was so.
    Kept,
    /// Something was not.
    Broken,
    /// It is not told yet.
    Open,
}

/// Amounts in minor units of the reporting currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorthRange {
    /// The smallest that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_minor: Option<i64>,
    /// The smallest that is too much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below_minor: Option<i64>,
}

/// Days from one to another, both among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DayRange {
    /// The first day; absent: from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day; absent: to this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Day>,
}

/// What is known of a customer as of a day.
#[derive(Clone, Copy, Debug)]
pub struct KnownCustomer<'a> {
    /// Its id.
    pub id: &'a str,
    /// The day it first became active; none of one that never was.
    pub joined: Option<Day>,
    /// What it is worth in minor units; none where it is not active.
    pub worth: Option<i64>,
    /// The level of what it is worth, if the policy has levels and it is active.
    pub level: Option<&'a str>,
    /// Its attributes by name, in the order of [`Populations::attributes`].
    pub attributes: &'a [(&'a str, Option<&'a str>)],
    /// The stage of its latest touch that the journey knows, by id.
    pub stage: Option<&'a str>,
    /// What it met.
    pub met: &'a [MetTouchpoint<'a>],
}

/// A touchpoint that a customer met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetTouchpoint<'a> {
    /// The touchpoint.
    pub touchpoint: &'a str,
    /// The day on which the touch began.
    pub on: Day,
    /// What became of its promise, and the day on which that counts; none where nothing was promised.
    pub promise: Option<(Verdict, Day)>,
}

impl Populations {
    /// Refuses what cannot be answered.
    pub fn check(&self) -> Result<(), PopulationError> {
        let mut ids = BTreeSet::new();
        for population in &self.populations {
            population.check()?;
            if !ids.insert(&population.id) {
                return Err(PopulationError::IdTwice(population.id.clone()));
            }
        }
        Ok(())
    }

    /// The population of an id.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<&Population> {
        self.populations.iter().find(|population| population.id == id)
    }

    /// The names of the attributes that rules ask for, each once.
    #[must_use]
    pub fn attributes(&self) -> Vec<String> {
        let rules = self.populations.iter().flat_map(|population| &population.rules);
        rules.filter_map(|rule| rule.attribute.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Population {
    /// Refuses what cannot be answered.
    pub fn check(&self) -> Result<(), PopulationError> {
        let is_of = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if self.id.is_empty() || self.id.len() > 60 || !self.id.chars().all(is_of) {
            return Err(PopulationError::BadId(self.id.clone()));
        }
        if TAKEN_IDS.contains(&self.id.as_str()) {
            return Err(PopulationError::TakenId(self.id.clone()));
        }
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Err(PopulationError::BadName(self.id.clone()));
        }
        if self.rules.is_empty() {
            return Err(PopulationError::NoRules(self.id.clone()));
        }
        for (at, rule) in self.rules.iter().enumerate() {
            rule.check().map_err(|fault| PopulationError::BadRule {
                population: self.id.clone(),
                rule: at + 1,
                fault,
            })?;
        }
        Ok(())
    }

    /// Whether a customer belongs to it, as of a day.
    #[must_use]
    pub fn holds(&self, customer: &KnownCustomer<'_>, as_of: Day) -> bool {
        self.rules.iter().all(|rule| rule.is_met(customer, as_of) != rule.except)
    }

    /// The touchpoints that its rules ask for.
    pub fn touchpoints(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().filter_map(|rule| rule.touchpoint.as_deref())
    }

    /// Whether its rules ask for what customers met.
    #[must_use]
    pub fn asks_for_touches(&self) -> bool {
        self.rules.iter().any(|rule| rule.touchpoint.is_some() || rule.stage.is_some())
    }
}

impl PopulationRule {
    /// The things that it asks, by name.
    fn asks(&self) -> Vec<&'static str> {
        let things = [
            ("attribute", self.attribute.is_some()),
            ("level", !self.level.is_empty()),
            ("base", self.base.is_some()),
            ("worth", self.worth.is_some()),
            ("joined", self.joined.is_some()),
            ("stage", self.stage.is_some()),
            ("touchpoint", self.touchpoint.is_some()),
            ("customers", !self.customers.is_empty()),
        ];
        things.into_iter().filter(|(_, is_asked)| *is_asked).map(|(name, _)| name).collect()
    }

    fn check(&self) -> Result<(), RuleFault> {
        match *self.asks() {
            [_] => {}
            [] => return Err(RuleFault::AsksNothing),
            ref several => return Err(RuleFault::AsksSeveral(several.to_vec())),
        }
        let of_touchpoint = [
            ("promise", self.promise.is_some()),
            ("within_days", self.within_days.is_some()),
            ("times", self.times.is_some()),
        ];
        if let Some((name, _)) = of_touchpoint.iter().find(|(_, is_said)| *is_said && self.touchpoint.is_none()) {
            return Err(RuleFault::NoTouchpoint(name));
        }
        if self.attribute.is_some() == self.is.is_empty() {
            return Err(RuleFault::HalfAttribute);
        }
        let texts = [&self.attribute, &self.stage, &self.touchpoint].into_iter().flatten();
        if texts.chain(&self.is).chain(&self.level).chain(&self.customers).any(|text| text.trim().is_empty()) {
            return Err(RuleFault::EmptyText);
        }
        if self.times == Some(0) || self.within_days == Some(0) {
            return Err(RuleFault::CountsNothing);
        }
        if let Some(WorthRange { from_minor, below_minor }) = self.worth
            && (from_minor.is_none() && below_minor.is_none()
                || from_minor.zip(below_minor).is_some_and(|(from, below)| from >= below))
        {
            return Err(RuleFault::NoWorth);
        }
        if let Some(DayRange { from, through }) = self.joined
            && (from.is_none() && through.is_none() || from.zip(through).is_some_and(|(from, through)| from > through))
        {
            return Err(RuleFault::NoDays);
        }
        if self.customers.len() > LONGEST_LIST {
            return Err(RuleFault::LongList(self.customers.len()));
        }
        Ok(())
    }

    /// Whether what it asks holds, whatever `except` says.
    fn is_met(&self, customer: &KnownCustomer<'_>, as_of: Day) -> bool {
        if let Some(attribute) = &self.attribute {
            let known = customer.attributes.iter().find(|(name, _)| name == attribute).and_then(|(_, value)| *value);
            return known.is_some_and(|value| self.is.iter().any(|is| is == value));
        }
        if !self.level.is_empty() {
            return customer.level.is_some_and(|level| self.level.iter().any(|it| it == level));
        }
        if let Some(base) = self.base {
            return base == BaseState::of(customer);
        }
        if let Some(WorthRange { from_minor, below_minor }) = self.worth {
            return customer.worth.is_some_and(|worth| {
                from_minor.is_none_or(|from| worth >= from) && below_minor.is_none_or(|below| worth < below)
            });
        }
        if let Some(DayRange { from, through }) = self.joined {
            return customer.joined.is_some_and(|joined| {
                from.is_none_or(|from| joined >= from) && through.is_none_or(|through| joined <= through)
            });
        }
        if let Some(stage) = &self.stage {
            return customer.stage == Some(stage);
        }
        if let Some(touchpoint) = &self.touchpoint {
            let met = customer.met.iter().filter(|met| met.touchpoint == touchpoint && self.counts(met, as_of));
            return met.count() >= usize::from(self.times.unwrap_or(1));
        }
        self.customers.contains(customer.id)
    }

    /// Whether something that was met counts for the rule.
    fn counts(&self, met: &MetTouchpoint<'_>, as_of: Day) -> bool {
        let day = match (self.promise, met.promise) {
            (None, _) => met.on,
            (Some(wanted), Some((verdict, day))) if wanted == PromiseOutcome::from(verdict) => {
                // What is open has not come due.
                if verdict == Verdict::Open { met.on } else { day }
            }
            _ => return false,
        };
        day <= as_of && self.within_days.is_none_or(|days| day > as_of.plus(-i32::from(days)))
    }
}

impl BaseState {
    /// How a customer stands.
    #[must_use]
    pub fn of(customer: &KnownCustomer<'_>) -> Self {
        match (customer.worth, customer.joined) {
            (Some(_), _) => Self::Active,
            (None, Some(_)) => Self::Lost,
            (None, None) => Self::Never,
        }
    }
}

impl From<Verdict> for PromiseOutcome {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Kept => Self::Kept,
            Verdict::Broken => Self::Broken,
            Verdict::Open => Self::Open,
        }
    }
}
