//! The ledger: growth or loss of the customer base, in whole customers and money, and nothing unexplained.
//!
//! Question: how many customers, worth how much, did we gain and lose in each period, and by which kind of movement?
//! Grain: movement (customer, day, kind), added up to lines (period, kind). Inputs: purchases, subscriptions, customers,
//! exchange rates, the policy and the closed books. Invariant: the ledger identity, checked on every build.

mod attributes;
mod base;
mod behind;
mod books;
mod bridge;
mod closing;
mod cohorts;
mod cut;
mod fold;
mod hints;
mod history;
mod increment;
mod knowledge;
mod lines;
mod names;
mod rates;
mod reasons;
mod refresh;
mod standing;
mod statement;
mod stored;
mod survival;
#[cfg(test)]
mod tests;
mod text;
mod usage;
mod walk;

use arrow::error::ArrowError;
use bellwether_model::{Currency, CurrencyError, Day, Period, PolicyError};

use crate::lake::LakeError;

pub use attributes::Version;
pub use base::{Base, CustomerValue, Decile, Holding, StandStill, Tenure, audit};
pub use behind::{Behind, Figure};
pub use books::{Books, Close, book};
pub use bridge::{Bridge, BridgeRow};
pub use closing::{FiguredReason, Figures};
pub use cohorts::Cohort;
pub use cut::{Membership, Placed, by_level, by_membership};
pub use fold::{Folder, MAX_DAY, MAX_MINOR, Phase, Rules, SpendDay};
pub use hints::{INFERRED, source_codes};
pub use history::Unattributed;
pub use knowledge::Knowledge;
pub use lines::{Amount, Line, Totals};
pub use rates::{Rate, Rates};
pub use reasons::{Because, ByReason, Explained, Reasoning, SetReason, add_up};
pub use refresh::{Extent, Refreshed, refresh};
pub use standing::Standing;
pub use statement::{Cut, NOT_KNOWN, Statement};
pub use stored::MOVEMENTS;
pub use survival::Exit;
pub use usage::Usage;
pub use walk::{CustomerSet, Lived, Walk, Walked};

/// Why a ledger could not be made.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// A foreign amount without a rate.
    #[error(
        "there is an amount in {currency} on {day} but no exchange rate to {reporting} on or before that day; import rates with \
         'bellwether import RATES.csv --as exchange_rates'"
    )]
    NoRate {
        /// The amount's currency.
        currency: Currency,
        /// The policy's currency.
        reporting: Currency,
        /// The amount's day.
        day: Day,
    },
    /// A sum beyond 64 bits.
    #[error(
        "the amounts of a customer on {day} do not fit into 64 bits of minor units; look for a wrong amount on that day"
    )]
    TooLarge {
        /// The day.
        day: Day,
    },
    /// A stored table lacks a column, or has it in another type.
    #[error(
        "the lake's column '{column}' is missing or not of its type; run 'bellwether doctor' to find the damaged table"
    )]
    Missing {
        /// The column.
        column: &'static str,
    },
    /// A stored currency is none.
    #[error("a stored amount has a currency that is none: {0}")]
    Currency(#[from] CurrencyError),
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
