//! The customer's experience: one journey, promises kept and broken, handoffs between silos, and measures over time.

pub(in crate::web) mod contacts;
pub(in crate::web) mod editing;
pub(in crate::web) mod handoffs;
pub(in crate::web) mod journey;
pub(in crate::web) mod measures;
pub(in crate::web) mod mine;
pub(in crate::web) mod moments;
mod parameters;
pub(in crate::web) mod part;
mod parts;
pub(in crate::web) mod populations;
#[cfg(feature = "pdf")]
pub(in crate::web) mod poster;
pub(in crate::web) mod reality;
pub(in crate::web) mod touchpoint;
