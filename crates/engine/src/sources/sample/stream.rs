//! One table of one silo as a stream of batches, customer by customer.

use std::ops::Range;
use std::sync::Arc;

use arrow::error::ArrowError;

use super::company::Company;
use super::profile::Profile;
use super::silo::Silo;
use super::tables::{Table, table};
use crate::lake::Fact;
use crate::sources::{FactBatch, FactSource, Format, Place, Progress, Pulled, SourceError, SourceFile};

/// Rows of one table as one silo of the sample company has them.
pub struct SampleSource {
    company: Arc<Company>,
    silo: Silo,
    fact: Fact,
    files: [SourceFile; 1],
    customers: Range<u64>,
    rows_a_pull: usize,
    rows: u64,
    table: Box<dyn Table>,
}

impl SampleSource {
    pub(super) fn new(company: Arc<Company>, silo: Silo, fact: Fact) -> Self {
        let sample = company.sample;
        let name = format!(
            "sample://{}/{fact}?seed={}&customers={}&months={}&through={}",
            silo.name(),
            sample.seed,
            sample.customers,
            sample.months,
            sample.through
        );
        Self {
            silo,
            fact,
            files: [SourceFile { name, bytes: 0, sha256: None, format: Format::default() }],
            customers: 0..sample.customers,
            rows_a_pull: 65_536,
            rows: 0,
            table: table(silo, fact),
            company,
        }
    }

    /// The silo whose table this is.
    #[must_use]
    pub fn silo(&self) -> Silo {
        self.silo
    }

    /// Only the customers of these numbers, counted from 0, so that several threads can share the work; what belongs to no
    /// customer comes with number 0.
    #[must_use]
    pub fn customers(mut self, numbers: Range<u64>) -> Self {
        self.customers =
            numbers.start.min(self.company.sample.customers)..numbers.end.min(self.company.sample.customers);
        self
    }

    /// About so many rows a pull; a customer's rows stay together.
    #[must_use]
    pub fn rows_a_pull(mut self, rows: usize) -> Self {
        self.rows_a_pull = rows.max(1);
        self
    }

    fn not_laid_out(&self, error: ArrowError) -> SourceError {
        SourceError::Arrow { file: self.files[0].name.clone(), error }
    }
}

impl FactSource for SampleSource {
    fn fact(&self) -> Fact {
        self.fact
    }

    fn source(&self) -> &str {
        self.silo.name()
    }

    fn files(&self) -> &[SourceFile] {
        &self.files
    }

    fn next(&mut self) -> Result<Option<Pulled>, SourceError> {
        while self.table.rows() < self.rows_a_pull
            && let Some(customer) = self.customers.next()
        {
            let written = self.table.write(&self.company, &Profile::of(&self.company, customer));
            written.map_err(|error| self.not_laid_out(error))?;
        }
        let rows = self.table.finish().map_err(|error| self.not_laid_out(error))?;
        if rows.num_rows() == 0 {
            return Ok(None);
        }
        let first = self.rows + 1;
        self.rows += rows.num_rows() as u64;
        let places = (first..=self.rows).map(|row| Place { file: 0, row }).collect();
        // Every row has a key, so its content is never looked at.
        let content = (first..=self.rows).map(u128::from).collect();
        Ok(Some(Pulled { batch: FactBatch { rows, places, content }, rejects: Vec::new() }))
    }

    fn progress(&self) -> Progress {
        Progress { bytes_read: 0, bytes_total: None, rows: self.rows }
    }
}
