//! Adding up: of those who are alike, how many met a moment, and what became of them?

use bellwether_model::{Calendar, Day, Grain};
use foldhash::HashMap;

use super::fold::{Contrast, EarlyLife, Fate, Later, Moment, Outcome, Span};
use crate::marts::journey::parts_of_value;

/// A customer with what it met.
pub(super) struct Member {
    pub(super) life: EarlyLife,
    pub(super) moments: Vec<Moment>,
}

/// Customers, and what became of them: of those who could leave, how many left, and of all how many grew, and by how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) customers: [u64; 2],
    pub(super) hits: [u64; 2],
    pub(super) minor: [i128; 2],
}

/// The cells of a touchpoint: met, broken, kept.
type Cells = [Cell; 3];

const MET: usize = 0;
const BROKEN: usize = 1;
const KEPT: usize = 2;

/// Some of the joiners, those who are alike together: they joined in one month, all by buying or all by subscribing, and were about as much
/// worth then.
#[derive(Default)]
pub(super) struct Half {
    all: HashMap<u32, Cell>,
    touchpoints: HashMap<u32, HashMap<u32, Cells>>,
}

/// The groups of those who are alike.
pub(super) struct Groups<'a> {
    calendar: &'a Calendar,
    bounds: Vec<i64>,
    numbers: HashMap<(Day, bool, usize), u32>,
}

impl<'a> Groups<'a> {
    pub(super) fn of(members: &[&Member], calendar: &'a Calendar) -> Self {
        let bounds = parts_of_value(members.iter().map(|member| member.life.minor_joined).collect());
        Self { calendar, bounds, numbers: HashMap::default() }
    }

    fn number(&mut self, life: &EarlyLife) -> u32 {
        let month = self.calendar.period(Grain::Month, life.joined).start;
        let part = self.bounds.partition_point(|from| *from <= life.minor_joined);
        let next = self.numbers.len() as u32;
        *self.numbers.entry((month, life.is_buyer, part)).or_insert(next)
    }
}

impl Half {
    pub(super) fn of(members: &[&Member], groups: &mut Groups<'_>) -> Self {
        let mut half = Self::default();
        for member in members {
            let Later::Known(fate) = member.life.later else { continue };
            let group = groups.number(&member.life);
            half.all.entry(group).or_default().add(&fate);
            for moment in &member.moments {
                let cells = half.touchpoints.entry(moment.touchpoint).or_default().entry(group).or_default();
                cells[MET].add(&fate);
                if let Some(promise) = moment.promise {
                    cells[if promise.is_kept { KEPT } else { BROKEN }].add(&fate);
                }
            }
        }
        half
    }

    /// Group by group, those who met a moment and those they are compared with.
    pub(super) fn groups(&self, touchpoint: u32, contrast: Contrast) -> Vec<(Cell, Cell)> {
        let of_touchpoint = self.touchpoints.get(&touchpoint);
        let cells = |group: &u32| of_touchpoint.and_then(|of| of.get(group)).copied().unwrap_or_default();
        let pair = |(group, all): (&u32, &Cell)| match contrast {
            Contrast::Broken => (cells(group)[BROKEN], cells(group)[KEPT]),
            Contrast::Met => (cells(group)[MET], all.less(cells(group)[MET])),
        };
        let mut groups: Vec<_> = self.all.iter().collect();
        groups.sort_unstable_by_key(|(group, _)| **group);
        groups.into_iter().map(pair).collect()
    }
}

impl Cell {
    fn add(&mut self, fate: &Fate) {
        self.customers[Outcome::Loss as usize] += u64::from(!fate.is_kept);
        self.customers[Outcome::Growth as usize] += 1;
        for (at, found) in [fate.left, fate.grown].into_iter().enumerate() {
            self.hits[at] += u64::from(found.is_some());
            self.minor[at] += i128::from(found.map_or(0, |(_, minor)| minor));
        }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            customers: [0, 1].map(|at| self.customers[at] + other.customers[at]),
            hits: [0, 1].map(|at| self.hits[at] + other.hits[at]),
            minor: [0, 1].map(|at| self.minor[at] + other.minor[at]),
        }
    }

    /// Those who are not among others, who are some of them.
    fn less(self, other: Self) -> Self {
        Self {
            customers: [0, 1].map(|at| self.customers[at] - other.customers[at]),
            hits: [0, 1].map(|at| self.hits[at] - other.hits[at]),
            minor: [0, 1].map(|at| self.minor[at] - other.minor[at]),
        }
    }
}

impl Member {
    /// When a customer who is still there met a moment in the latest days, and what it is worth.
    pub(super) fn just_met(&self, (touchpoint, contrast): (u32, Contrast), span: Span) -> Option<(Day, i64)> {
        let minor = self.life.minor_now?;
        let moment = self.moments.iter().find(|moment| moment.touchpoint == touchpoint)?;
        let day = contrast.day(moment)?;
        (day > span.through.plus(-span.first_days)).then_some((day, minor))
    }
}
