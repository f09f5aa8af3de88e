//! The stored journey: where in the journey was each touch, was its promise kept, and where did work pass from one silo to another?
//!
//! Grain: touch; handoff within a case of one customer. Inputs: touches, the journey in all its versions, the business calendars in all theirs.
//! Tables: `journey_touches`, `journey_handoffs`, `case_tails`. Invariant: what is stored rests on no day. Whether something is open or broken follows from
//! its due moment when it is asked, so that a day that passes changes nothing that is stored.

mod build;
mod case_tails;
mod fold;
mod mart;
mod placer;
mod provenance;
mod source;
mod tables;
mod update;

#[cfg(test)]
pub(in crate::marts) use case_tails::{CASE_TAILS, read_tails};
pub(in crate::marts) use mart::JourneyMart;
pub use source::{JourneySource, StoredJourney};
