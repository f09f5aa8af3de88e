//! Why a mart could not be made.

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
    /// The lake could not be read or written.
    #[error(transparent)]
    Lake(#[from] LakeError),
}
