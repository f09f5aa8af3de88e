//! Where facts come from.

pub(in crate::web) mod import;
mod look;
pub(in crate::web) mod rejects;
pub(in crate::web) mod sources;
pub(in crate::web) mod undo;
