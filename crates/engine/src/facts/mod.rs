//! Facts: what happened, keyed, so that importing again changes nothing.
//!
//! An [`import`] takes the rows of one source into one canonical table. Invariants: a table holds current rows only, each key once;
//! one commit on it decides whether an import took place, and [`repair`] puts right what a crash left around that commit; each row
//! read is counted as exactly one of added, replaced, unchanged, repeated or rejected.

mod cells;
mod existing;
mod gather;
mod history;
mod identities;
mod import;
mod inventory;
mod journals;
mod output;
mod places;
mod register;
mod rejects;
mod repair;
mod report;
mod settle;
mod staging;
#[cfg(test)]
mod tests;

pub use identities::Identities;
pub use import::{ImportError, ImportRequest, Progress, import};
pub use inventory::{Completeness, SourceInventory, inventory};
pub use rejects::{RejectLayout, export_rejects};
pub use repair::repair;
pub use report::{ImportReport, ImportedFile};
