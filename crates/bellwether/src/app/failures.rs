//! Which kind of failure an error of the engine or the records is for the person who gave the command.

use bellwether_engine::facts::ImportError;
use bellwether_engine::lake::LakeError;
use bellwether_engine::marts::ledger::LedgerError;
use bellwether_engine::sources::SourceError;
use bellwether_engine::sources::mapping::MappingError;
use bellwether_records::RecordsError;

use crate::failure::{Failure, FailureKind};

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Lake(error) => error.into(),
            LedgerError::NoRate { .. } => Self::caused(FailureKind::Input, &error).mended_by("/data/import"),
            LedgerError::TooLarge { .. } | LedgerError::TooManySegments { .. } | LedgerError::Policy(_) => {
                Self::caused(FailureKind::Input, &error)
            }
            _ => Self::caused(FailureKind::Internal, &error),
        }
    }
}

impl From<LakeError> for Failure {
    fn from(error: LakeError) -> Self {
        let kind = if error.is_busy() { FailureKind::Busy } else { FailureKind::Internal };
        Self::caused(kind, &error)
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Lake(error) => error.into(),
            ImportError::Source(error) => error.into(),
            _ => Self::caused(FailureKind::Internal, &error),
        }
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::caused(FailureKind::Input, &error)
    }
}

impl From<MappingError> for Failure {
    fn from(error: MappingError) -> Self {
        Self::caused(FailureKind::Input, &error)
    }
}

impl From<RecordsError> for Failure {
    fn from(error: RecordsError) -> Self {
        let kind = match &error {
            RecordsError::Busy { .. } => FailureKind::Busy,
            RecordsError::NoPolicyVersion { .. }
            | RecordsError::NoUser(_)
            | RecordsError::NoToken(_)
            | RecordsError::NoTarget(_) => FailureKind::NotFound,
            RecordsError::SignedTwice { .. }
            | RecordsError::PolicyChanged { .. }
            | RecordsError::UserExists(_)
            | RecordsError::LastAdmin(_)
            | RecordsError::Gap { .. }
            | RecordsError::OtherGrain { .. }
            | RecordsError::AlreadyClosed { .. } => FailureKind::Conflict,
            RecordsError::Policy(_)
            | RecordsError::Calendar(_)
            | RecordsError::BadText(_)
            | RecordsError::ReasonTree(_)
            | RecordsError::UnknownReason { .. }
            | RecordsError::InferredByPerson
            | RecordsError::NotAPeriod { .. }
            | RecordsError::UserName(_)
            | RecordsError::Target(_)
            | RecordsError::TooLong { .. } => FailureKind::Input,
            _ => FailureKind::Internal,
        };
        Self::caused(kind, &error)
    }
}
