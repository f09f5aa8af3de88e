//! The journey as it is lived: what follows what, how long it takes, and which customers go which way.
//!
//! Grain: touchpoint, and pair of touchpoints that follow each other directly; a case is a customer, or what a source calls a case. Inputs:
//! touches; for what customers are worth, the ledger's accounts. Invariant: of every case the touches are one more than the passages between
//! them, and the cases of all variants are all cases.
//!
//! A case is followed across customers: what a source calls one case is one, also where its touches are of several customers or of none. So
//! this is no fold over a customer's life; most cases lie in one bucket all the same, and are told as soon as it was read.

mod cases;
mod cost;
mod error;
mod handoffs;
mod log;
mod map;
mod numbers;
mod outcome;
mod promises;
mod question;
mod scope;
mod stored;
#[cfg(test)]
mod tests;

pub use cost::{Balance, Likeness, MatchedCost, PromiseCost, Unmatched, promise_cost};
pub(in crate::marts) use cost::{LEAST_MATCHED, parts_of_value};
pub use error::JourneyError;
pub(in crate::marts) use handoffs::last_moment;
pub use handoffs::{HandoffLine, handoffs};
pub use log::{LogMap, log_map};
pub use map::{Edge, JourneyMap, Quantiles, TouchpointCount, Variant};
pub(in crate::marts) use numbers::Numbers;
pub use outcome::{Outcome, OutcomeCount, OutcomeScope};
pub use promises::PromiseScope;
pub use question::journey_map;
pub use scope::{Grouping, MOST_TOUCHPOINTS, MapScope};
pub(in crate::marts) use stored::JourneyMart;
#[cfg(test)]
pub(in crate::marts) use stored::{CASE_TAILS, read_tails};
pub use stored::{JourneySource, StoredJourney};
