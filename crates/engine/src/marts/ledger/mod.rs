//! The ledger: growth or loss of the customer base, in whole customers and money, and nothing unexplained.
//!
//! Question: how many customers, worth how much, did we gain and lose in each period, and by which kind of movement?
//! Grain: movement (customer, day, kind), added up to lines (period, kind). Tables: `movements` (grain: movement), `customer_values`
//! (grain: customer), `ledger` (grain: grain and period), `customer_tails` (grain: customer and version) for refreshes alone, and
//! `booked_movements` (those of closed periods), to which closes alone append. Inputs: purchases, subscriptions, customers,
//! exchange rates, the policy and the closed books. Invariant: the ledger identity, checked on every build.

mod account;
mod accounts;
mod amount;
mod base;
mod behind;
pub(in crate::marts) mod books;
mod bridge;
mod build;
mod cache;
mod chapters;
mod closing;
mod cohorts;
mod contributors;
mod customer;
mod cut;
pub(in crate::marts) mod error;
mod fold;
mod hints;
mod increment;
mod lines;
pub(in crate::marts) mod mart;
mod output;
mod provenance;
mod reasons;
mod segments;
pub(in crate::marts) mod size;
mod spend;
mod statement;
mod survival;
pub(in crate::marts) mod tables;
#[cfg(test)]
pub(in crate::marts) mod tests;
mod visits;
mod worth;

pub use account::{Account, FACTS, FullAccount};
pub use accounts::Ledger;
pub use amount::Amount;
pub use base::{Base, Decile, Holding, Tenure, YearlyLoss, audit};
pub use behind::BehindLine;
pub use books::{Books, book};
pub use bridge::{Bridge, BridgeRow};
pub use cache::LedgerCache;
pub use closing::{ClosingFigures, ReasonFigure};
pub use cohorts::Cohort;
pub use contributors::{Contributor, StatementFigure};
pub use customer::CustomerValue;
pub use cut::{Membership, SegmentMovement, by_level, by_membership};
pub use error::LedgerError;
pub use fold::{Folder, Rules};
pub use hints::{INFERRED, source_codes};
pub use lines::{Line, Totals};
pub use mart::NAME;
pub use reasons::{Explanation, ReasonRow, ReasonTotals, Reasoning, SetReason, add_up};
pub use segments::{Cut, NOT_KNOWN};
pub use statement::Statement;
pub use survival::Exit;
pub use visits::SamePeriods;
pub use worth::Worth;
