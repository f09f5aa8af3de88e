//! Question: who took which import back?
//!
//! What is in the tables is the engine's; here stands who decided it. Invariant: it is noted before it is done, so that each undo is found in
//! the audit, by its number; and noted once, whoever decided it and was interrupted decides it again.

use serde::Serialize;
use serde_json::json;

use crate::cells::{Cells, FromCells};
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
    /// Notes that an import is taken back; once, where the same person was interrupted before it was done.
    pub async fn take_back(&self, taken: &ImportUndo, change: &Change) -> Result<(), RecordsError> {
        let mut writing = self.0.begin("note that an import is taken back", change).await?;
        let (what, subject, after) = (ChangeKind::ImportUndo, format!("import {}", taken.undoes), json!(taken));
        let noted = sqlx::query(include_str!("imports/noted.sql"));
        let noted = noted.bind(what.name()).bind(subject.clone()).bind(after.to_string()).bind(change.by.clone());
        if !writing.rows::<Noted>(noted).await?.is_empty() {
            return Ok(());
        }
        writing.log(what, &subject, None, &after).await?;
        writing.commit().await
    }
}

/// An entry of the audit.
struct Noted;

impl FromCells for Noted {
    const TABLE: &'static str = "audit";

    fn read(_: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self)
    }
}
