//! The journey: what customers live through, in their words, and who answers for it.
//!
//! Invariants: each stage has exactly one owner; what a touch is called belongs to one touchpoint at most, so that each touch is met in one
//! place; a promise says by when or how well, and working time is that of a calendar; and whatever refers to something refers to what is there.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

mod clocks;
mod contact;
mod error;
mod moment;
mod promise;
#[cfg(test)]
mod tests;
mod touchpoint;
mod verdict;
mod wording;

pub use clocks::CalendarClocks;
pub use contact::{ContactState, ContactTouch, DueContact, ExpectedContact, Subscribed};
pub use error::JourneyError;
pub use moment::{Moment, PURCHASES};
pub use promise::{Promise, TimeLimit};
pub use touchpoint::{Share, Touchpoint, TouchpointClass};
pub use verdict::{Judgement, PromisedTouch, Verdict};
pub use wording::{WordingNote, wording_notes};

/// What customers live through, stage by stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// The stages, in the order in which customers live through them.
    pub stages: Vec<Stage>,
    /// Kinds of customers that live through it differently.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personas: Vec<Persona>,
    /// Where work for a customer passes from one silo to another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handoffs: Vec<Handoff>,
}

/// A step of the customer's life.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Short stable name, e.g. `get_connected`.
    pub id: String,
    /// What a customer would call it, e.g. "I get connected".
    pub name: String,
    /// Who answers for it: one person or one office.
    pub owner: String,
    /// What the customer is trying to get done in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub goal: String,
    /// The silos that contribute to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silos: Vec<String>,
    /// What the customer feels.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub feels: String,
    /// What the customer needs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub needs: String,
    /// What it is like now.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub experience: String,
    /// What it is meant to be like.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub intended_experience: String,
    /// The company's processes that hang on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub processes: Vec<Process>,
    /// The moments in it that touches tell of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touchpoints: Vec<Touchpoint>,
    /// The moments in it that come by counting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moments: Vec<Moment>,
}

/// A process of the company that hangs on a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// What it is for.
    pub kind: ProcessKind,
    /// What it is called in the company.
    pub name: String,
}

/// What a process is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcessKind {
    /// Making products and services.
    Product,
    /// Bringing them to market.
    Market,
    /// Rewarding people.
    Reward,
    /// Planning and budgets.
    Planning,
}

/// A kind of customers that live through the journey in their own way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persona {
    /// Short stable name.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Who they are, and what they want of the company.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

/// Work for a customer that passes from one silo to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handoff {
    /// Short stable name.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The silo that hands over.
    pub from: String,
    /// The silo that takes over.
    pub to: String,
    /// Who answers for it that nothing is dropped.
    pub owner: String,
    /// The touchpoints, by id, after which the other silo is to take over: one of them with nothing after it is waiting. Where none is named,
    /// waiting is told once somebody has taken over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// What the customer is promised: that it goes on within this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<TimeLimit>,
    /// The time after which it counts as dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropped_after: Option<TimeLimit>,
    /// The business calendar of both times, where they are working time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
}

/// Ranks of moments of truth go from 1 to this.
pub const LAST_RANK: u8 = 20;

/// People read a journey of so many stages; beyond, it is a list.
const MOST_STAGES: usize = 12;

impl Journey {
    /// Refuses a journey that is not whole; `calendars` are the names of the business calendars there are.
    pub fn check(&self, calendars: &BTreeSet<String>) -> Result<(), JourneyError> {
        if self.stages.is_empty() {
            return Err(JourneyError::NoStages);
        }
        if self.stages.len() > MOST_STAGES {
            return Err(JourneyError::TooManyStages { stages: self.stages.len(), most: MOST_STAGES });
        }
        self.check_names()?;
        self.check_owners()?;
        self.check_events()?;
        self.check_ranks()?;
        let touchpoints: BTreeSet<&str> = self.touchpoints().map(|touchpoint| touchpoint.id.as_str()).collect();
        for touchpoint in self.touchpoints() {
            touchpoint.check(calendars)?;
            touchpoint.due.as_ref().map_or(Ok(()), |due| due.check(&touchpoint.id, &touchpoints))?;
        }
        for moment in self.moments() {
            moment.check(self.touchpoints().map(|touchpoint| touchpoint.id.as_str()))?;
        }
        self.handoffs.iter().try_for_each(|handoff| handoff.check(&touchpoints, calendars))
    }

    /// All touchpoints, by stage.
    pub fn touchpoints(&self) -> impl Iterator<Item = &Touchpoint> {
        self.stages.iter().flat_map(|stage| &stage.touchpoints)
    }

    /// All moments that come by counting, by stage.
    pub fn moments(&self) -> impl Iterator<Item = &Moment> {
        self.stages.iter().flat_map(|stage| &stage.moments)
    }

    /// The stage and the touchpoint to which each name of a touch belongs, in small letters.
    #[must_use]
    pub fn places(&self) -> BTreeMap<String, (&Stage, &Touchpoint)> {
        let mut places = BTreeMap::new();
        for stage in &self.stages {
            for touchpoint in &stage.touchpoints {
                for name in touchpoint.names() {
                    places.insert(name.trim().to_lowercase(), (stage, touchpoint));
                }
            }
        }
        places
    }

    /// Each id once, of plain letters, and each stage under a name of its own.
    fn check_names(&self) -> Result<(), JourneyError> {
        let stages = self.stages.iter().map(|stage| (&stage.id, &stage.name));
        let touchpoints = self.touchpoints().map(|touchpoint| (&touchpoint.id, &touchpoint.name));
        let moments = self.moments().map(|moment| (&moment.id, &moment.name));
        let handoffs = self.handoffs.iter().map(|handoff| (&handoff.id, &handoff.name));
        let personas = self.personas.iter().map(|persona| (&persona.id, &persona.name));
        let mut ids = BTreeSet::new();
        for (id, name) in stages.chain(touchpoints).chain(moments).chain(handoffs).chain(personas) {
            if !is_id(id) {
                return Err(JourneyError::BadId(id.clone()));
            }
            if !ids.insert(id) {
                return Err(JourneyError::IdTwice(id.clone()));
            }
            if name.trim().is_empty() {
                return Err(JourneyError::NoName(id.clone()));
            }
        }
        let mut names = BTreeMap::new();
        for stage in &self.stages {
            if let Some(other) = names.insert(stage.name.trim().to_lowercase(), &stage.id) {
                let (one, other) = (other.clone(), stage.id.clone());
                return Err(JourneyError::StageTwice { name: stage.name.clone(), one, other });
            }
        }
        Ok(())
    }

    /// One owner each.
    fn check_owners(&self) -> Result<(), JourneyError> {
        let stages = self.stages.iter().map(|stage| (&stage.id, &stage.owner));
        for (id, owner) in stages.chain(self.handoffs.iter().map(|handoff| (&handoff.id, &handoff.owner))) {
            if owner.trim().is_empty() {
                return Err(JourneyError::NoOwner(id.clone()));
            }
            if are_several(owner) {
                return Err(JourneyError::SeveralOwners { id: id.clone(), owners: owner.clone() });
            }
        }
        let named = self.touchpoints().filter_map(|touchpoint| Some((&touchpoint.id, touchpoint.owner.as_ref()?)));
        match named.into_iter().find(|(_, owner)| are_several(owner)) {
            Some((id, owner)) => Err(JourneyError::SeveralOwners { id: id.clone(), owners: owner.clone() }),
            None => Ok(()),
        }
    }

    fn check_events(&self) -> Result<(), JourneyError> {
        let mut places: BTreeMap<String, &str> = BTreeMap::new();
        for touchpoint in self.touchpoints() {
            for name in touchpoint.names() {
                let before = places.insert(name.trim().to_lowercase(), &touchpoint.id);
                if let Some(before) = before.filter(|before| *before != touchpoint.id) {
                    let (one, other) = (before.to_owned(), touchpoint.id.clone());
                    return Err(JourneyError::TouchTwice { touch: name.to_owned(), one, other });
                }
            }
        }
        Ok(())
    }

    fn check_ranks(&self) -> Result<(), JourneyError> {
        let touchpoints = self.touchpoints().map(|touchpoint| (&touchpoint.id, touchpoint.rank));
        let moments = self.moments().map(|moment| (&moment.id, moment.rank));
        let mut known: BTreeMap<u8, &String> = BTreeMap::new();
        for (id, rank) in touchpoints.chain(moments).filter_map(|(id, rank)| Some((id, rank?))) {
            if !(1..=LAST_RANK).contains(&rank) {
                return Err(JourneyError::BadRank { id: id.clone(), rank, last: LAST_RANK });
            }
            if let Some(other) = known.insert(rank, id) {
                return Err(JourneyError::RankTwice { rank, one: other.clone(), other: id.clone() });
            }
        }
        Ok(())
    }
}

impl Handoff {
    fn check(&self, touchpoints: &BTreeSet<&str>, calendars: &BTreeSet<String>) -> Result<(), JourneyError> {
        if let Some(unknown) = self.after.iter().find(|after| !touchpoints.contains(after.as_str())) {
            return Err(JourneyError::NoTouchpoint { id: self.id.clone(), touchpoint: unknown.clone() });
        }
        let [from, to] = [&self.from, &self.to].map(|silo| silo.trim().to_lowercase());
        if from.is_empty() || to.is_empty() || from == to {
            return Err(JourneyError::BadHandoff(self.id.clone()));
        }
        for limit in [self.within, self.dropped_after].into_iter().flatten() {
            limit.check(&self.id, self.calendar.as_deref(), calendars)?;
        }
        match (self.within, self.dropped_after) {
            (Some(within), Some(dropped)) if dropped.is_before(within) => {
                Err(JourneyError::DroppedBeforeLate(self.id.clone()))
            }
            _ => Ok(()),
        }
    }
}

/// Whether something can be an id: small letters, digits and underscores, a letter first.
fn is_id(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    id.len() <= 60 && id.bytes().next().is_some_and(|first| first.is_ascii_lowercase()) && id.bytes().all(is_plain)
}

/// Whether an owner reads as several people.
fn are_several(owner: &str) -> bool {
    let words = owner.split_whitespace();
    owner.contains(['/', ',', ';', '&', '+'])
        || words.into_iter().any(|word| matches!(word, "and" | "und" | "or" | "oder"))
}
