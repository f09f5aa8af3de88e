//! Segments: the parts of a cut ledger, and which of a customer's movements lie in which of them.

use std::fmt;
use std::sync::Arc;

use bellwether_model::{Day, Movement, ValueLevel};

use super::account::Account;
use super::accounts::Ledger;
use super::cut::{Membership, SegmentMovement, by_level, by_membership};
use crate::walk::Walk;

/// What a ledger is cut by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// A customer attribute, such as `country`; `kind` is the customer's kind.
    Attribute(String),
    /// The policy's value levels.
    Level,
}

/// The name of the segment of customers whose attribute is not known.
pub const NOT_KNOWN: &str = "not known";

/// What is needed to tell the segments of customers.
pub(super) struct Segments<'l> {
    ledger: &'l Ledger<'l>,
    cut: &'l Cut,
    levels: Levels,
}

/// Working memory.
#[derive(Default)]
pub(super) struct SegmentMemory {
    by_segment: Vec<SegmentMovement<usize>>,
    movements: Vec<Movement>,
}

impl<'l> Segments<'l> {
    /// Those of a ledger. Cut by an attribute, that must be the walk's first wanted one.
    pub(super) fn new(ledger: &'l Ledger<'l>, cut: &'l Cut) -> Self {
        Self { ledger, cut, levels: Levels::of(&ledger.walk) }
    }

    /// One customer's movements by the segments' names.
    pub(super) fn split<'m>(
        &self,
        account: &Account<'_>,
        placed: &'m mut SegmentMemory,
    ) -> Vec<(Arc<str>, &'m [Movement])> {
        let SegmentMemory { by_segment, movements } = placed;
        by_segment.clear();
        movements.clear();
        let through = self.ledger.walk.through;
        let of_attribute;
        let names: &[Arc<str>] = match self.cut {
            Cut::Level => {
                let level = |day, value| self.levels.of_value(day, value);
                by_level(account.movements, level, &self.levels.redefined, through, by_segment);
                &self.levels.names
            }
            Cut::Attribute(_) => {
                let (names, memberships) = self.memberships(account);
                by_membership(account.movements, &memberships, through, by_segment);
                of_attribute = names;
                &of_attribute
            }
        };
        by_segment.sort_by_key(|(segment, _)| *segment);
        movements.extend(by_segment.iter().map(|(_, movement)| *movement));
        let mut parts = Vec::new();
        let mut rest: &'m [Movement] = movements;
        for part in by_segment.chunk_by(|a, b| a.0 == b.0) {
            let (movements, later) = rest.split_at(part.len());
            rest = later;
            parts.push((names[part[0].0].clone(), movements));
        }
        parts
    }

    /// The segments to which a customer belonged by its attribute, and when.
    fn memberships(&self, account: &Account<'_>) -> (Vec<Arc<str>>, Vec<Membership<usize>>) {
        let Ledger { walk, books, .. } = self.ledger;
        let mut names: Vec<Arc<str>> = Vec::new();
        let mut memberships = Vec::with_capacity(account.attributes.len() + 1);
        let mut join = |from: Day, corrects: Option<Day>, name: Option<Arc<str>>| {
            let name = name.unwrap_or_else(|| NOT_KNOWN.into());
            let segment = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            memberships.push(Membership { from, corrects, segment });
        };
        if account.attributes.first().is_none_or(|first| first.from > Day(i32::MIN)) {
            join(Day(i32::MIN), None, None);
        }
        // What was said of no day holds from the customer's first one.
        let came = account.movements.first().map_or(walk.through, |first| first.day);
        for version in account.attributes {
            let corrected = |day: Day| walk.calendar.period(books.grain, day.max(came)).start;
            join(version.from, version.corrects.map(corrected), version.values.first().cloned().flatten());
        }
        (names, memberships)
    }
}

impl fmt::Display for Segments<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cut.fmt(formatter)
    }
}

/// The levels of value, by the days on which they hold.
struct Levels {
    names: Vec<Arc<str>>,
    /// Those of closed periods, by their last day, earliest first, and those of the open ones; each with the place of its name.
    held: Vec<(Day, Vec<(i64, usize)>)>,
    /// The days from which other levels hold than before.
    redefined: Vec<Day>,
}

impl Levels {
    fn of(walk: &Walk<'_>) -> Self {
        let mut levels = Self { names: vec![NOT_KNOWN.into()], held: Vec::new(), redefined: Vec::new() };
        for close in walk.closes {
            levels.hold(close.through, &close.policy.levels);
        }
        levels.hold(Day(i32::MAX), &walk.policy.levels);
        levels
    }

    fn hold(&mut self, through: Day, levels: &[ValueLevel]) {
        let place = |level: &ValueLevel| {
            let known = self.names.iter().position(|name| **name == *level.name);
            let place = known.unwrap_or_else(|| {
                self.names.push(level.name.as_str().into());
                self.names.len() - 1
            });
            (level.from_minor, place)
        };
        let levels: Vec<(i64, usize)> = levels.iter().map(place).collect();
        match self.held.last_mut() {
            Some((last, held)) if *held == levels => *last = through,
            last => {
                self.redefined.extend(last.map(|(last, _)| last.plus(1)));
                self.held.push((through, levels));
            }
        }
    }

    /// The place of the name of the level in which a value lies on a day; what lies below the lowest belongs to it.
    fn of_value(&self, day: Day, value: i64) -> usize {
        let held = self.held.iter().find(|(through, _)| *through >= day).map_or(&[][..], |(_, levels)| levels);
        let at = held.partition_point(|(from, _)| *from <= value).saturating_sub(1);
        held.get(at).map_or(0, |(_, place)| *place)
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Attribute(name) => name,
            Self::Level => "level",
        })
    }
}
