//! Marts: answers computed from the facts, kept as tables that know what they were made from and can be made anew.
//!
//! A mart is [registered](MARTS): its tables with key and schema, what it rests on, how it is made anew and how it is brought up to date.
//! [`refresh`] does it for all of them, in one walk over the customers' lives. Marts to the left may be used by those to their right:
//! `ledger → usage`, `ledger → journey → reliability → moments`, and `reliability → contacts`.

pub mod contacts;
mod error;
pub mod journey;
pub mod ledger;
mod mart;
pub mod moments;
pub mod population;
mod refresh;
mod registry;
pub mod reliability;
mod storage;
#[cfg(test)]
mod tests;
pub mod usage;

pub use error::MartError;
pub use mart::{LifeFold, Mart, MartBuild, MartInput, MartUpdate};
pub use refresh::{Extent, RefreshReport, ask_marts, is_current, refresh};
pub use registry::MARTS;
pub use storage::{MartTable, TableChange};
