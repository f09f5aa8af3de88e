//! The sample company: what would a regional supplier of home heating have in its five silos?
//!
//! Seewarm sells maintenance plans, spare parts, pellets and heating appliances around Lake Constance, and installs and repairs
//! them. [`Sample`] makes its facts, seeded: some 12,000 customers over 36 months, or up to ten million of them. The crate's
//! README.md tells what was planted in the data and how it can be seen again.
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
mod journey;
mod names;
mod plan;
mod profile;
mod sample;
mod silo;
mod story;
mod stream;
mod table;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;
mod wording;

use std::sync::Arc;

pub use journey::{business_calendars, journey, populations};
pub use sample::{MOST_CUSTOMERS, Sample, SampleError};
pub use silo::Silo;
pub use stream::TableStream;
pub use table::Table;

use company::Company;

impl Sample {
    /// All tables of all silos, one stream each, in the order in which to import them.
    pub fn tables(&self) -> Result<Vec<TableStream>, SampleError> {
        let company = Arc::new(self.company()?);
        Ok(tables::FEEDS.iter().map(|(silo, table)| TableStream::new(Arc::clone(&company), *silo, *table)).collect())
    }

    /// One table of one silo.
    pub fn table(&self, silo: Silo, table: Table) -> Result<TableStream, SampleError> {
        if !tables::FEEDS.contains(&(silo, table)) {
            return Err(SampleError::NoTable { silo: silo.name(), table: table.name() });
        }
        Ok(TableStream::new(Arc::new(self.company()?), silo, table))
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
