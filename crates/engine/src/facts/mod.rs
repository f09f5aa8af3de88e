//! Facts: what happened, keyed, so that importing again changes nothing.
//!
//! An [`import`] takes the rows of one source into one canonical table. Invariants: a table holds current rows only, each key once;
//! one commit on it decides whether an import took place, and [`repair`] puts right what a crash left around that commit; each row
//! read is counted as exactly one of added, replaced, unchanged, repeated or rejected. An [`undo`](prepare_undo) takes an import back, and
//! is itself one: numbered, whole or not at all, and to be undone.

mod attributed;
mod attribution;
mod attribution_due;
mod cells;
mod common_changes;
mod comparison;
mod confirmations;
mod entries;
mod error;
mod history;
mod identities;
mod import;
mod intake;
mod inventory;
mod journals;
mod left_out;
mod look;
mod look_builder;
mod look_cells;
mod monitor;
mod odd_sources;
mod oddities;
mod outlying_days;
mod output;
mod past;
mod positions;
mod register;
mod reject_causes;
mod rejects;
mod repair;
mod replaced_subjects;
mod replay;
mod report;
mod reused_ids;
mod rows_back;
mod rows_before;
mod staging;
mod subject;
mod taken_places;
#[cfg(test)]
mod tests;
mod transaction;
mod undo;
mod witness;
mod write;

pub use attributed::Attribution;
pub use error::ImportError;
pub use identities::Identities;
pub use import::{ImportRequest, import};
pub use inventory::{Completeness, SourceInventory, inventory};
pub use look::{Holding, Look, MonthLook};
pub use monitor::Progress;
pub use odd_sources::{OddSources, odd_sources};
pub use oddities::{CommonChange, Oddity};
pub use outlying_days::outlying_days;
pub use past::{PastImport, past_imports};
pub use reject_causes::{OpenReject, RejectCause, RejectPlace, reject_causes};
pub use rejects::{RejectLayout, export_rejects};
pub use repair::{repair, took_place};
pub use report::{ImportReport, ImportedFile};
pub use reused_ids::{IdHolder, ReusedId, ReusedIds, RowSum, reused_ids};
pub use rows_before::{RowsBefore, Twins, rows_before};
pub use undo::{PendingUndo, UndoEffects, UndoRequest, prepare_undo};
pub use witness::ask_journal;
