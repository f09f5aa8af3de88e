//! Where facts come from.

pub(in crate::web) mod columns;
mod file_rows;
pub(in crate::web) mod import;
mod look;
mod on_the_way;
pub(in crate::web) mod rejects;
pub(in crate::web) mod report;
pub(in crate::web) mod sample;
pub(in crate::web) mod sources;
mod step;
pub(in crate::web) mod undo;
mod words_of_rows;
