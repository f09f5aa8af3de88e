//! Which company is to be made: its seed, its size and its time.

use bellwether_model::Day;

/// The largest sample there is; the silos' ids are made for it.
pub const MOST_CUSTOMERS: u64 = 10_000_000;

/// Which sample company to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Chance: another seed gives another company of the same kind.
    pub seed: u64,
    /// How many customers it ever had, up to [`MOST_CUSTOMERS`].
    pub customers: u64,
    /// How many months it has existed, the last one included.
    pub months: u16,
    /// The last day about which anything is known.
    pub through: Day,
}

/// Why a sample company cannot be made.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SampleError {
    /// None, or more than the ids reach for.
    #[error("cannot make a sample company with {0} customers; choose from 1 to {MOST_CUSTOMERS}")]
    Customers(u64),
    /// None, or more than the calendar of the sample holds.
    #[error("cannot make a sample company of {0} months; choose from 1 to 240")]
    Months(u16),
    /// A last day far away from our time.
    #[error("cannot make a sample company that ends on {0}; choose a day from 1990-01-01 to 2199-12-31")]
    Through(Day),
    /// A table that the silo does not have.
    #[error("the sample company's {silo} has no table {table}; Sample::sources lists what there is")]
    NoTable {
        /// The silo asked.
        silo: &'static str,
        /// The table asked for.
        table: &'static str,
    },
}

impl Default for Sample {
    /// 12,000 customers from 2023-09-01 to 2026-08-31.
    fn default() -> Self {
        Self { seed: 2_026, customers: 12_000, months: 36, through: Day(20_696) }
    }
}

impl Sample {
    /// The default company, `factor` times as large.
    #[must_use]
    pub fn scaled(factor: u64) -> Self {
        let one = Self::default();
        Self { customers: one.customers.saturating_mul(factor), ..one }
    }

    /// First day of the first month.
    #[must_use]
    pub fn from(&self) -> Day {
        Day(crate::timeline::Timeline::new(self.months, self.through).first)
    }
}
