//! One table of one silo as a stream of batches, customer by customer.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::error::ArrowError;

use crate::company::Company;
use crate::profile::Profile;
use crate::silo::Silo;
use crate::table::Table;
use crate::tables::{TableBuilder, builder};

/// Rows of one table as one silo of the sample company has them, a batch at a time.
///
/// A batch's columns have the names, types and order of the canonical table; every one may lack values.
pub struct TableStream {
    company: Arc<Company>,
    silo: Silo,
    table: Table,
    customers: Range<u64>,
    batch_rows: usize,
    builder: Box<dyn TableBuilder>,
}

impl TableStream {
    pub(crate) fn new(company: Arc<Company>, silo: Silo, table: Table) -> Self {
        let customers = 0..company.sample.customers;
        Self { company, silo, table, customers, batch_rows: 65_536, builder: builder(silo, table) }
    }

    /// The silo whose table this is.
    #[must_use]
    pub fn silo(&self) -> Silo {
        self.silo
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> Table {
        self.table
    }

    /// An address that names the company and the table, for those who ask where a row came from.
    #[must_use]
    pub fn address(&self) -> String {
        let sample = self.company.sample;
        format!(
            "sample://{}/{}?seed={}&customers={}&months={}&through={}",
            self.silo.name(),
            self.table,
            sample.seed,
            sample.customers,
            sample.months,
            sample.through
        )
    }

    /// Only the customers of these numbers, counted from 0, so that several threads can share the work; what belongs to no
    /// customer comes with number 0.
    #[must_use]
    pub fn customers(mut self, numbers: Range<u64>) -> Self {
        let most = self.company.sample.customers;
        self.customers = numbers.start.min(most)..numbers.end.min(most);
        self
    }

    /// About so many rows a batch; a customer's rows stay together.
    #[must_use]
    pub fn batch_rows(mut self, rows: usize) -> Self {
        self.batch_rows = rows.max(1);
        self
    }

    fn batch(&mut self) -> Result<RecordBatch, ArrowError> {
        while self.builder.rows() < self.batch_rows
            && let Some(customer) = self.customers.next()
        {
            self.builder.write(&self.company, &Profile::of(&self.company, customer))?;
        }
        self.builder.finish()
    }
}

impl Iterator for TableStream {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.batch() {
            Ok(rows) if rows.num_rows() == 0 => None,
            batch => Some(batch),
        }
    }
}
