//! Facts: what happened, keyed, so that importing again changes nothing.
//!
//! An [`import`] takes the rows of one source into one canonical table. Invariants: a table holds current rows only, each key once;
//! one commit on it decides whether an import took place, and [`repair`] puts right what a crash left around that commit; each row
//! read is counted as exactly one of added, replaced, unchanged, repeated or rejected.

mod cells;
mod comparison;
mod error;
mod history;
mod identities;
mod import;
mod intake;
mod inventory;
mod journals;
mod monitor;
mod output;
mod positions;
mod register;
mod rejects;
mod repair;
mod report;
mod staging;
#[cfg(test)]
mod tests;
mod transaction;
mod write;

pub use error::ImportError;
pub use identities::Identities;
pub use import::{ImportRequest, import};
pub use inventory::{Completeness, SourceInventory, inventory};
pub use monitor::Progress;
pub use rejects::{RejectLayout, export_rejects};
pub use repair::{repair, took_place};
pub use report::{ImportReport, ImportedFile};
