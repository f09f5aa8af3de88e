//! Why customers' lives could not be read.

use bellwether_model::{Currency, CurrencyError, Day};

use crate::lake::LakeError;

/// Why customers' lives could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
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
    /// The lake could not be read.
    #[error(transparent)]
    Lake(#[from] LakeError),
}
