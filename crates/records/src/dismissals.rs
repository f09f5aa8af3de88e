//! Question: which refused rows of imports did people say are none, and why?

use serde::{Deserialize, Serialize};

use crate::change_kind::ChangeKind;
use crate::error::RecordsError;
use crate::field::Field;
use crate::register::Registrable;
use crate::text::name;

/// Refused rows that need not come in: a total line, a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissal {
    /// The import that refused them.
    pub import: i64,
    /// Which rows of it.
    pub rows: DismissedRows,
    /// What was wrong with them, as people read it.
    pub what: String,
    /// Why they need not come in.
    pub why: String,
}

/// Which refused rows of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DismissedRows {
    /// All of one cause, by its id.
    Cause(String),
    /// One.
    Row {
        /// The file it stands in.
        file: String,
        /// Where in it.
        row: u64,
    },
}

impl Registrable for Dismissal {
    const NOUN: &'static str = "dismissal";
    const ADD: ChangeKind = ChangeKind::RejectDismiss;
    const CHANGE: ChangeKind = ChangeKind::RejectChange;
    const WITHDRAW: ChangeKind = ChangeKind::RejectReopen;
    const ATTEMPTS: [&'static str; 4] =
        ["dismiss rejects", "change why rejects are dismissed", "open rejects again", "read what was dismissed"];

    fn check(&self) -> Result<Self, RecordsError> {
        Ok(Self { why: name(Field::Note, &self.why)?.to_owned(), ..self.clone() })
    }
}
