//! Question: who took which import back?
//!
//! What is in the tables is the engine's; here stands who decided it. Invariant: the change has the id of the undo, so that each undo is
//! found in the audit.

use serde::Serialize;
use serde_json::json;

use crate::change::Change;
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::error::RecordsError;

/// An import that somebody took back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportUndo {
    /// The number of the undo.
    pub undo: i64,
    /// The number of the import or undo that was taken back.
    pub undoes: i64,
    /// The import that counts no more, or again.
    pub import: i64,
    /// Whether it counts again.
    pub returns: bool,
    /// The table its rows are of.
    pub fact: String,
    /// The source they came from.
    pub source: String,
    /// Facts that leave.
    pub withdrawn: u64,
    /// Facts of which an earlier word comes back.
    pub replaced: u64,
    /// Facts that come back.
    pub added: u64,
    /// Facts that stay, because another import said the same.
    pub unchanged: u64,
}

/// What people decided about imports; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Imports<'r>(&'r Records);

impl Records {
    /// What people decided about imports.
    #[must_use]
    pub fn imports(&self) -> Imports<'_> {
        Imports(self)
    }
}

impl Imports<'_> {
    /// Notes that an import is taken back.
    pub async fn take_back(&self, taken: &ImportUndo, change: &Change) -> Result<(), RecordsError> {
        let mut writing = self.0.begin("note that an import is taken back", change).await?;
        writing.log(ChangeKind::ImportUndo, &format!("import {}", taken.undoes), None, &json!(taken)).await?;
        writing.commit().await
    }
}
