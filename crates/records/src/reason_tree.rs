//! Question: which reasons does the company tell apart?
//!
//! Invariant: there is always a tree, and the latest holds for all days.

use std::error::Error;

use bellwether_model::{ReasonNode, ReasonTree};
use serde_json::{Value, json};

use crate::change::{Change, WriteTransaction};
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::document::{Document, DocumentVersion, Documents, VersionDetails, append, latest};
use crate::error::RecordsError;

impl Document for ReasonTree {
    const NOUN: &'static str = "reason tree";
    const ADD: ChangeKind = ChangeKind::ReasonTreeAdd;
    const FIELD: &'static str = "nodes";
    const ATTEMPTS: [&'static str; 2] = ["add a version of the reason tree", "read the reason tree"];

    fn check(&self) -> Result<Self, RecordsError> {
        Ok(self.clone())
    }

    fn content(&self) -> Value {
        json!(self.nodes().collect::<Vec<_>>())
    }

    fn read(_: &str, body: &str) -> Result<Self, Box<dyn Error>> {
        Ok(Self::new(serde_json::from_str::<Vec<ReasonNode>>(body)?)?)
    }
}

impl Documents<'_, ReasonTree> {
    /// The version that holds now.
    pub async fn current(&self) -> Result<DocumentVersion<ReasonTree>, RecordsError> {
        self.latest().await?.ok_or_else(missing)
    }
}

/// The tree that holds while a change is made.
pub(crate) async fn current(writing: &mut WriteTransaction<'_>) -> Result<DocumentVersion<ReasonTree>, RecordsError> {
    latest(writing, "").await?.ok_or_else(missing)
}

fn missing() -> RecordsError {
    RecordsError::Corrupt {
        table: "documents",
        column: "version",
        reason: "no version of the reason tree is left".into(),
    }
}

/// Plants the default tree as the first change of all. It takes the write lock even when there is one: records that cannot be written are
/// told apart when they are opened, not at the first change. A tree that is gone or damaged is not replaced in silence.
pub(crate) async fn seed(records: &Records, change: &Change) -> Result<(), RecordsError> {
    let writing = records.begin("open the records for writing", change).await?;
    if writing.seq == 1 {
        append(writing, None, &ReasonTree::default(), &VersionDetails::default(), change).await?;
    }
    Ok(())
}
