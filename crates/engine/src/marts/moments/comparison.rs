//! Comparing those who met a moment with those who did not, among the alike.

use bellwether_stats::{Compared, Proportion, association, difference_within};

use super::fold::Outcome;
use super::tally::Cell;
use crate::marts::journey::LEAST_MATCHED;

/// What became of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MomentState {
    /// Found among earlier joiners, confirmed among later ones.
    Confirmed,
    /// Found among earlier joiners; among later ones it is not, or there are too few of them.
    Found,
    /// Not beyond chance among earlier joiners.
    NotFound,
    /// Too few of the earlier joiners met it or did not, or nobody left or grew: it was not tried.
    TooFew,
    /// Too few of those who met it have anybody like them among those who did not: it was not tried.
    Unlike,
}

/// Customers, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MomentSide {
    /// How many; where it is about leaving, those who could.
    pub customers: u64,
    /// Those of them who left, or grew.
    pub hits: u64,
    /// What these were worth before they left, or by how much they grew, in minor units.
    pub hits_minor: i128,
}

/// A comparison among earlier or later joiners.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MomentHalf {
    /// Those who met the moment.
    pub exposed: MomentSide,
    /// Those they are compared with.
    pub other: MomentSide,
    /// The difference of the shares among those who are alike; none where they are not compared.
    pub compared: Option<Compared>,
    /// Whether too few of the exposed have anybody like them.
    pub is_unlike: bool,
}

/// Of either side so many are to be there, or nothing is compared.
pub(super) const FEWEST_COMPARED: u64 = 30;

impl MomentHalf {
    pub(super) fn of(groups: &[(Cell, Cell)], outcome: Outcome) -> Self {
        let sides = groups
            .iter()
            .fold([Cell::default(); 2], |sums, (exposed, other)| [sums[0].plus(*exposed), sums[1].plus(*other)]);
        let [exposed, other] = sides.map(|cell| MomentSide::of(&cell, outcome));
        let of = |cell: &Cell| cell.customers[outcome as usize];
        let both = |(exposed, other): &&(Cell, Cell)| of(exposed) > 0 && of(other) > 0;
        let alike: u64 = groups.iter().filter(both).map(|(exposed, _)| of(exposed)).sum();
        let is_few = exposed.customers.min(other.customers) < FEWEST_COMPARED;
        let is_unlike = !is_few && (alike as f64) < exposed.customers as f64 * LEAST_MATCHED;
        let strata: Vec<(Proportion, Proportion)> =
            groups.iter().map(|(exposed, other)| (exposed.proportion(outcome), other.proportion(outcome))).collect();
        let difference = Some(strata).filter(|_| !is_few && !is_unlike).and_then(|strata| {
            Some(Compared { difference: difference_within(&strata)?, p: Some(association(&strata)?) })
        });
        Self { exposed, other, compared: difference, is_unlike }
    }
}

impl MomentSide {
    fn of(cell: &Cell, outcome: Outcome) -> Self {
        let at = outcome as usize;
        Self { customers: cell.customers[at], hits: cell.hits[at], hits_minor: cell.minor[at] }
    }
}

impl Cell {
    fn proportion(&self, outcome: Outcome) -> Proportion {
        Proportion { count: self.hits[outcome as usize], of: self.customers[outcome as usize] }
    }
}
