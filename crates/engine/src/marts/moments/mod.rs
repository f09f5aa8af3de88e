//! Early moments: which kept or broken promises, and which touchpoints met or not, in the first days of a customer's life go with loss or
//! growth later?
//!
//! Grain: touchpoint × comparison × outcome. Inputs: the stored journey and the ledger's accounts. Invariants: what comes later is counted
//! from the day after the first days on, so that nobody is said to have left before they could have met anything; only customers of whom all
//! those days are known are compared, whatever became of them; what earlier joiners show counts once later ones show it as well.

mod comparison;
mod customers;
mod fold;
mod question;
mod reading;
mod tally;
#[cfg(test)]
mod tests;

pub use comparison::{MomentHalf, MomentSide, MomentState};
pub use customers::{MomentCustomer, MomentCustomers, MomentCustomersQuestion, moment_customers};
pub use fold::{Contrast, Outcome, Span};
pub use question::{EarlyMoment, EarlyMoments, early_moments};
