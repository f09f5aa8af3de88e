//! Usage: do the customers we have use us more or less than in the period before?
//!
//! Grain: what is stored, customer × day × channel; what is answered, period × change. Inputs: touches; for the answer, the ledger's
//! accounts. Table: `customer_usage`. Invariant: the four parts of a period add up to the ledger's closing of it.
//!
//! Days are stored, for every period of every calendar is made of days: weeks, fiscal years and what the company will call its periods
//! next year follow from them by adding up. Of the definitions a day rests on the time zone alone, so that is all for whose sake the mart
//! is made anew.

mod build;
mod fold;
pub(in crate::marts) mod mart;
mod provenance;
mod question;
mod tables;
#[cfg(test)]
mod tests;
mod update;

pub use fold::{ChannelDay, fold};
pub use mart::NAME;
pub use question::{UsagePeriod, stored, usage};
