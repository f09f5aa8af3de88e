//! Why a mart could not be made.

use bellwether_model::BusinessCalendarError;

use crate::lake::LakeError;
use crate::marts::ledger::error::LedgerError;
use crate::walk::WalkError;

/// Why a mart could not be made.
#[derive(Debug, thiserror::Error)]
pub enum MartError {
    /// Not the ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Customers' lives could not be read.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// A business calendar cannot be counted by.
    #[error(transparent)]
    Calendar(#[from] BusinessCalendarError),
    /// The lake could not be read or written.
    #[error(transparent)]
    Lake(#[from] LakeError),
}
