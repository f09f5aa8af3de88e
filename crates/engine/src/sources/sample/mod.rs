//! The sample company: what would a regional supplier of home heating have in its five silos?
//!
//! Seewarm sells maintenance plans, spare parts, pellets and heating appliances around Lake Constance, and installs and repairs
//! them. [`Sample`] makes its facts, seeded: some 12,000 customers over 36 months, or up to ten million of them. README.md beside
//! this file tells what was planted in the data and how it can be seen again.
//!
//! Invariants: a customer's facts depend on the seed, the calendar and the customer's number alone, so customer 17 is the same
//! at every scale and whatever the size of the chunks; chance is integer arithmetic, so the same on every machine; memory is
//! bounded by one chunk of rows; every row has a key of its own.

mod basket;
mod cause;
mod clock;
mod company;
mod contract;
mod dice;
mod names;
mod plan;
mod profile;
mod silo;
mod story;
mod stream;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;
mod wording;

use std::sync::Arc;

use bellwether_model::Day;

pub use silo::Silo;
pub use stream::SampleSource;

use company::Company;

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
    #[error("the sample company's {silo} has no table {fact}; Sample::sources lists what there is")]
    NoFeed {
        /// The silo asked.
        silo: &'static str,
        /// The table asked for.
        fact: &'static str,
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
        Day(timeline::Timeline::new(self.months, self.through).first)
    }

    /// All tables of all silos, one source each, in the order in which to import them.
    pub fn sources(&self) -> Result<Vec<SampleSource>, SampleError> {
        let company = Arc::new(self.company()?);
        Ok(tables::FEEDS.iter().map(|(silo, fact)| SampleSource::new(Arc::clone(&company), *silo, *fact)).collect())
    }

    /// One table of one silo.
    pub fn source(&self, silo: Silo, fact: crate::lake::Fact) -> Result<SampleSource, SampleError> {
        if !tables::FEEDS.contains(&(silo, fact)) {
            return Err(SampleError::NoFeed { silo: silo.name(), fact: fact.name() });
        }
        Ok(SampleSource::new(Arc::new(self.company()?), silo, fact))
    }

    fn company(&self) -> Result<Company, SampleError> {
        if !(1..=MOST_CUSTOMERS).contains(&self.customers) {
            return Err(SampleError::Customers(self.customers));
        }
        if !(1..=240).contains(&self.months) {
            return Err(SampleError::Months(self.months));
        }
        if !(7_305..84_006).contains(&self.through.0) {
            return Err(SampleError::Through(self.through));
        }
        Ok(Company::new(*self))
    }
}
