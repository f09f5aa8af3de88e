//! Customers as assets: growth or loss of the customer base, and why.

pub(in crate::web) mod base;
pub(in crate::web) mod codes;
pub(in crate::web) mod cohorts;
pub(in crate::web) mod customer;
pub(in crate::web) mod customers;
pub(in crate::web) mod explain;
pub(in crate::web) mod ledger;
pub(in crate::web) mod overview;
#[cfg(feature = "pdf")]
pub(in crate::web) mod paper;
pub(in crate::web) mod planning;
pub(in crate::web) mod unexplained;
pub(in crate::web) mod usage;
pub(in crate::web) mod why;
