//! Marts: answers computed from the facts.

pub mod ledger;
