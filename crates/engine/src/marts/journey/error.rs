//! Why there is no map.

use bellwether_model::Day;

use crate::lake::LakeError;
use crate::marts::ledger::LedgerError;
use crate::sources::SourceError;
use crate::walk::WalkError;

/// Why there is no map.
#[derive(Debug, thiserror::Error)]
pub enum JourneyError {
    /// The column that should name touchpoints holds something else.
    #[error(
        "there are more than {most} different touchpoints; map a column that names what customers meet, not one of texts or numbers"
    )]
    TooManyTouchpoints {
        /// As many are told.
        most: usize,
    },
    /// A touchpoint that nobody met.
    #[error("no touch up to {through} is at a touchpoint '{name}'; look for its name in the map of all cases")]
    UnknownTouchpoint {
        /// The name.
        name: String,
        /// The last day looked at.
        through: Day,
    },
    /// Touches of a touchpoint at which nothing is promised.
    #[error(
        "nothing is promised at {touchpoint}: no touch has a time in promised_by, and the journey has no promise for it; write one with \
         'bellwether journey export' and 'journey apply'"
    )]
    NoPromise {
        /// What its touches are called.
        touchpoint: String,
    },
    /// An attribute that none of those to be compared has.
    #[error(
        "no customer with a promise has a known '{attribute}'; look for its name among the columns of your customers"
    )]
    NoAttribute {
        /// Its name.
        attribute: String,
    },
    /// A source from which no touches came.
    #[error("no touch came from a source '{name}'; 'bellwether import list' tells what came from where")]
    UnknownSource {
        /// The name.
        name: String,
    },
    /// A log could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Touches could not be read.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// The lake could not be read.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// What customers are worth could not be told.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
