//! What a refresh writes: the four tables of the ledger.
//!
//! Invariant: what the lines close at is what the customers are worth, counted one by one.

use arrow::array::RecordBatch;

use super::amount::Amount;
use super::customer::CustomerState;
use super::error::LedgerError;
use super::lines::Line;
use super::tables::lines::{LEDGER, ledger_rows, ledger_schema};
use super::tables::tails::{CUSTOMER_TAILS, Tail, TailRows, tails_schema};
use super::tables::values::{CUSTOMER_VALUES, ValueRows, values_schema};
use crate::lake::{Lake, Removal, WrittenFile};
use crate::marts::mart::MartUpdate;
use crate::marts::storage::{BucketWriter, TableChange, rows_of};
use crate::walk::Walk;

/// The tables, ready to be committed.
#[derive(Default)]
pub(super) struct LedgerOutput {
    pub(super) movements: TableChange,
    /// Movements the table then holds.
    pub(super) movement_rows: u64,
    pub(super) customers: CustomerFiles,
    /// Which stored tails are taken out; of those that stay, newer ones count before older ones.
    pub(super) tails_gone: Removal,
    pub(super) lines: Vec<Line>,
    /// Active customers and their value, counted one by one.
    pub(super) active: Amount,
}

impl LedgerOutput {
    /// Refuses lines that do not close at what the customers are worth.
    pub(super) fn check(&self) -> Result<(), LedgerError> {
        for last in self.lines.chunk_by(|a, b| a.period.grain == b.period.grain).filter_map(<[_]>::last) {
            if last.closing != self.active {
                let (computed, held) = (last.closing, self.active);
                return Err(LedgerError::Unexplained { period: last.period, computed, held });
            }
        }
        Ok(())
    }

    /// Writes the lines and hands everything over to be committed, if it adds up; in the order in which the mart names its tables.
    pub(super) fn into_update(self, walk: &Walk<'_>, customers: Option<u64>) -> Result<MartUpdate, LedgerError> {
        self.check()?;
        let mut ledger = BucketWriter::new(walk.lake, LEDGER.name, ledger_schema());
        ledger.write(&ledger_rows(walk.calendar, &self.lines)?)?;
        let CustomerFiles { values, tails } = self.customers;
        let rows = vec![self.movement_rows, rows_of(&values), rows_of(&tails), self.lines.len() as u64];
        let tables = vec![
            self.movements,
            TableChange::anew(values),
            TableChange { add: tails, remove: self.tails_gone },
            TableChange::anew(ledger.finish()?),
        ];
        Ok(MartUpdate { tables, rows, customers })
    }
}

/// Files of the two tables with a row a customer.
#[derive(Default)]
pub(super) struct CustomerFiles {
    pub(super) values: Vec<WrittenFile>,
    pub(super) tails: Vec<WrittenFile>,
}

/// Writes the two tables with a row a customer, bucket by bucket.
pub(super) struct CustomerWriter<'l> {
    values: BucketWriter<'l>,
    value_rows: ValueRows,
    tails: BucketWriter<'l>,
    tail_rows: TailRows,
    /// The active ones among all customers written.
    pub(super) active: Amount,
}

impl<'l> CustomerWriter<'l> {
    /// Writes tails that are told in a version of their table.
    pub(super) fn new(lake: &'l Lake, tails_version: i64) -> Self {
        Self {
            values: BucketWriter::quick(lake, CUSTOMER_VALUES.name, values_schema()),
            value_rows: ValueRows::default(),
            tails: BucketWriter::quick(lake, CUSTOMER_TAILS.name, tails_schema()),
            tail_rows: TailRows::new(tails_version),
            active: Amount::default(),
        }
    }

    /// Adds a customer.
    pub(super) fn add(&mut self, row: &CustomerState, tail: Option<&Tail>) -> Result<(), LedgerError> {
        self.active.plus(row.held());
        self.value_rows.add(row);
        self.tail_rows.add(row.bucket, &row.customer, tail)
    }

    /// Says that a customer is none any more.
    pub(super) fn forget(&mut self, bucket: i32, customer: &str) -> Result<(), LedgerError> {
        self.tail_rows.add(bucket, customer, None)
    }

    /// Adds customers as they were stored; together they hold `active`.
    pub(super) fn keep_values(&mut self, rows: &RecordBatch, active: Amount) -> Result<(), LedgerError> {
        self.active.plus(active);
        Ok(self.values.write(rows)?)
    }

    /// Adds tails as they were stored.
    pub(super) fn keep_tails(&mut self, rows: &RecordBatch) -> Result<(), LedgerError> {
        Ok(self.tails.write(rows)?)
    }

    pub(super) fn end_bucket(&mut self, bucket: i32) -> Result<(), LedgerError> {
        self.value_rows.flush_into(&mut self.values)?;
        self.values.end_bucket(bucket)?;
        self.tail_rows.flush_into(&mut self.tails)?;
        Ok(self.tails.end_bucket(bucket)?)
    }

    /// The files written.
    pub(super) fn finish(self) -> Result<CustomerFiles, LedgerError> {
        Ok(CustomerFiles { values: self.values.finish()?, tails: self.tails.finish()? })
    }
}

impl CustomerFiles {
    pub(super) fn extend(&mut self, more: Self) {
        self.values.extend(more.values);
        self.tails.extend(more.tails);
    }
}
