//! What an import makes of its table, beside what is there.

use bellwether_model::Day;
use serde::{Deserialize, Serialize};

/// What an import makes of its table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The months that change, in order, each by currency; rows without a day come last.
    pub months: Vec<MonthLook>,
    /// The whole table, by currency.
    pub all: Vec<MonthLook>,
}

/// A month of a table before and after an import, in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthLook {
    /// The month's first day; absent for rows without a day, and for the whole table.
    pub month: Option<Day>,
    /// The currency's code; absent of facts without money.
    pub currency: Option<String>,
    /// As it is.
    pub now: Holding,
    /// As it will be.
    pub after: Holding,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Rows.
    pub rows: u64,
    /// Customers named in them.
    pub customers: u64,
    /// Their sum in minor units: of amounts, or of prices of a month.
    pub minor: i128,
}
