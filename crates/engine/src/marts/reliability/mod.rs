//! Reliability: which promises were kept and which broken, to how many customers, how long it took, and was it right the first time?
//!
//! Grain: touchpoint × period, whole or cut by silo, channel, weekday or source. Inputs: the stored journey; for what customers are worth, the
//! ledger's accounts. Invariant: promises that came due are kept or broken, and the parts of a cut add up to the whole.

mod customers;
mod lived;
mod promises;
#[cfg(test)]
mod tests;
mod touches;

pub(in crate::marts) use customers::names_of;
pub use customers::{CustomerPromise, CustomersQuestion, PromiseCustomers, promise_customers};
pub use lived::{LivedTouch, StageStay, lived_touches, stays};
pub use promises::{PromiseCut, PromiseLine, PromiseQuestion, promises};
pub use touches::touches_without_customer;
pub(in crate::marts) use touches::{KnownTouch, TouchColumns, columns};
