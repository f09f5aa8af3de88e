//! The ledger's tables: what was computed is kept, for whoever asks the tables and for pages that must answer at once.

pub(in crate::marts) mod lines;
pub(in crate::marts) mod movements;
pub(in crate::marts) mod tails;
pub(in crate::marts) mod values;
