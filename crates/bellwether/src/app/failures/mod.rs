//! Which kind of failure an error of the engine or the records is for a person, and by which text their language tells it.

mod model;
mod records;
mod sources;

use std::error::Error;

use bellwether_engine::facts::ImportError;
use bellwether_engine::lake::LakeError;
use bellwether_engine::marts::ledger::LedgerError;

use crate::failure::{Failure, FailureKind, with_causes};
use crate::words::{Said, said};

/// What an error says in English itself, and other languages by the text of this name.
fn told(name: &'static str, error: &dyn Error) -> Said {
    said(name).in_english(with_causes(error))
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        let error = match error {
            LedgerError::Lake(error) => return error.into(),
            error => error,
        };
        match &error {
            LedgerError::NoRate { currency, reporting, day } => {
                let said = told("error-no-rate", &error);
                let said = said.with("currency", currency).with("reporting", reporting).day("day", *day);
                Self::input(said).mended_by("/data/import")
            }
            LedgerError::TooLarge { day } => Self::input(told("error-too-large", &error).day("day", *day)),
            LedgerError::TooManySegments { cut, most } => {
                Self::input(told("error-too-many-segments", &error).with("cut", cut).with("most", most))
            }
            LedgerError::Policy(error) => Self::input(Said::from(error)),
            _ => Self::caused(FailureKind::Internal, &error),
        }
    }
}

impl From<LakeError> for Failure {
    fn from(error: LakeError) -> Self {
        match &error {
            LakeError::Busy { .. } => Self::new(FailureKind::Busy, told("error-busy", &error)),
            LakeError::DiskFull { path } => {
                Self::new(FailureKind::Internal, told("error-disk-full", &error).with("path", path.display()))
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
            ImportError::Cancelled => Self::new(FailureKind::Internal, told("error-cancelled", &error)),
            ImportError::TooManyRows => {
                Self::new(FailureKind::Internal, told("error-too-many-rows", &error).with("most", u32::MAX))
            }
            _ => Self::caused(FailureKind::Internal, &error),
        }
    }
}
