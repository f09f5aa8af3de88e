//! Which kind of failure an error of the engine or the records is for a person, and by which text their language tells it.

mod records;
mod sources;

use bellwether_engine::facts::ImportError;
use bellwether_engine::lake::{LakeError, Place};
use bellwether_engine::marts::MartError;
use bellwether_engine::marts::ledger::LedgerError;
use bellwether_engine::walk::WalkError;

use bellwether_words::{Message, error_message};

use crate::failure::{Failure, FailureKind, Mend};

/// By which text a library's error is told.
pub(crate) trait ToMessage {
    fn to_message(&self) -> Message;
}

/// What is to be done about a stored file of a table that is damaged or gone.
pub(crate) fn of_stored_file(fault: &LakeError, table: &str) -> Message {
    error_message("error-stored-file", fault).with("table", table)
}

impl From<MartError> for Failure {
    fn from(error: MartError) -> Self {
        match error {
            MartError::Ledger(error) => error.into(),
            MartError::Walk(error) => error.into(),
            MartError::Lake(error) => error.into(),
            MartError::Calendar(error) => Self::caused(FailureKind::Internal, &error),
        }
    }
}

impl From<WalkError> for Failure {
    fn from(error: WalkError) -> Self {
        let error = match error {
            WalkError::Lake(error) => return error.into(),
            error => error,
        };
        match &error {
            WalkError::NoRate { currency, reporting, day } => {
                let message = error_message("error-no-rate", &error);
                let message = message.with("currency", currency).with("reporting", reporting).day("day", *day);
                Self::input(message).mended_by(Mend::Import)
            }
            WalkError::TooLarge { day } => {
                Self::large_amounts(error_message("error-too-large", &error).day("day", *day))
            }
            _ => Self::caused(FailureKind::Internal, &error),
        }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        let error = match error {
            LedgerError::Lake(error) => return error.into(),
            LedgerError::Walk(error) => return error.into(),
            error => error,
        };
        match &error {
            LedgerError::TooManySegments { cut, most } => {
                Self::input(error_message("error-too-many-segments", &error).with("cut", cut).with("most", most))
            }
            LedgerError::TooFine { grain, coarser, since, most } => {
                let said = error_message("error-too-fine", &error).day("since", *since).with("most", most);
                Self::new(FailureKind::NotFound, said.with("grain", grain.name()).with("coarser", coarser.name()))
            }
            LedgerError::TooLong { since, most } => {
                let said = error_message("error-too-long", &error).day("since", *since).with("most", most);
                Self::new(FailureKind::NotFound, said)
            }
            LedgerError::Policy(error) => Self::input(Message::from(error)),
            _ => Self::caused(FailureKind::Internal, &error),
        }
    }
}

impl Failure {
    /// What is stored of a table is damaged or lost.
    fn of_stored(table: &str, said: Message) -> Self {
        let failure = Self::new(FailureKind::Internal, said);
        if Place::of(table) == Place::Marts { failure.of_damaged_mart() } else { failure }
    }
}

impl From<LakeError> for Failure {
    fn from(error: LakeError) -> Self {
        match &error {
            LakeError::Busy { .. } => Self::new(FailureKind::Busy, error_message("error-busy", &error)),
            LakeError::ReadOnly { root } => {
                Self::new(FailureKind::Conflict, error_message("error-read-only", &error).with("path", root.display()))
            }
            LakeError::BadFolder { root } => {
                Self::new(FailureKind::Usage, error_message("error-bad-folder", &error).with("path", root.display()))
            }
            LakeError::DiskFull { path } => {
                Self::new(FailureKind::Internal, error_message("error-disk-full", &error).with("path", path.display()))
            }
            LakeError::Damaged { table, path, .. } => {
                let said = error_message("error-damaged-file", &error).with("path", path.display());
                Self::of_stored(table, said.with("table", table))
            }
            LakeError::Behind { table, version, known, .. } => {
                let said = error_message("error-lost-commits", &error).with("table", table).figure("known", *known);
                Self::of_stored(table, said.figure("version", version.unwrap_or(-1)))
            }
            LakeError::Unreadable { table, .. } => {
                Self::of_stored(table, error_message("error-unreadable-table", &error).with("table", table))
            }
            _ => Self::caused(FailureKind::Internal, &error),
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Lake(error) => error.into(),
            ImportError::Source(error) => error.into(),
            ImportError::Cancelled => Self::new(FailureKind::Internal, error_message("error-cancelled", &error)),
            ImportError::TooManyRows => {
                Self::new(FailureKind::Internal, error_message("error-too-many-rows", &error).with("most", u32::MAX))
            }
            ImportError::AllRejected { rows, ref file, row, ref column, ref value, ref reason } => {
                let said = error_message("error-all-rejected", &error).figure("rows", rows.cast_signed());
                let said = said.with("file", file).with("row", row).with("column", column).with("value", value);
                Self::new(FailureKind::Input, said.with("reason", reason))
            }
            ImportError::NoSuchImport { seq, last } => {
                let said = error_message("error-no-such-import", &error).with("import", seq).with("last", last);
                Self::new(FailureKind::NotFound, said)
            }
            ImportError::NotUndoable { seq } => {
                let said = error_message("error-not-undoable", &error).with("import", seq);
                Self::new(FailureKind::Conflict, said)
            }
            ImportError::AlreadyUndone { seq, by } => {
                let said = error_message("error-already-undone", &error).with("import", seq).with("undo", by);
                Self::new(FailureKind::Conflict, said)
            }
            _ => Self::caused(FailureKind::Internal, &error),
        }
    }
}
