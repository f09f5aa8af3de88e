//! Where facts come from.

pub(in crate::web) mod import;
pub(in crate::web) mod sources;
pub(in crate::web) mod undo;
