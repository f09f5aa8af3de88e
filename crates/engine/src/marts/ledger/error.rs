//! Why a ledger could not be made.

use arrow::error::ArrowError;
use bellwether_model::{Day, Grain, Period, PolicyError};

use super::amount::Amount;
use crate::lake::LakeError;
use crate::walk::WalkError;

/// Why a ledger could not be made.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Customers' lives could not be read.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// A policy contradicts itself.
    #[error(transparent)]
    Policy(PolicyError),
    /// A cut that names nearly every customer for itself.
    #[error("'{cut}' cuts the ledger into more than {most} parts; cut by something that many customers share")]
    TooManySegments {
        /// What was cut by.
        cut: String,
        /// So many parts are drawn at most.
        most: usize,
    },
    /// More figures than one answer has, where a coarser grain has fewer.
    #[error("by '{grain}' there would be more than {most} figures since {since}; ask by '{coarser}', or mend that day if it is a slip", grain = .grain.name(), coarser = .coarser.name())]
    TooFine {
        /// What was asked for.
        grain: Grain,
        /// What can be asked for.
        coarser: Grain,
        /// The first day of all.
        since: Day,
        /// So many figures has an answer at most.
        most: usize,
    },
    /// The same where no grain has fewer.
    #[error("there would be more than {most} figures since {since}; ask for less, or mend that day if it is a slip")]
    TooLong {
        /// The first day of all.
        since: Day,
        /// So many figures has an answer at most.
        most: usize,
    },
    /// The bridge does not reach the other side: a defect of Bellwether, never of the data.
    #[error("the bridge leaves {left:?} unexplained. No figure is shown; please report this")]
    BridgeUnexplained {
        /// What is left.
        left: Amount,
    },
    /// The lake could not be read or written.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// Rows could not be put together.
    #[error("could not put the ledger's rows together: {0}")]
    Rows(#[from] ArrowError),
    /// The identity does not hold: a defect of Bellwether, never of the data.
    #[error(
        "the ledger of {period:?} does not add up: movements give {computed:?}, the customers are worth {held:?}. No figure is \
         shown; please report this"
    )]
    Unexplained {
        /// The period.
        period: Period,
        /// Opening plus movements.
        computed: Amount,
        /// What the customers are worth.
        held: Amount,
    },
}
