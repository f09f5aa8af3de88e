//! Making the stored usage anew, on the walk over all customers' lives.

use std::sync::{Mutex, PoisonError};

use super::fold::fold;
use super::tables::{CUSTOMER_USAGE, UsageRows};
use crate::lake::{Lake, WrittenFile};
use crate::marts::error::MartError;
use crate::marts::mart::{LifeFold, MartBuild, MartInput, MartUpdate};
use crate::marts::storage::{BucketWriter, TableChange, rows_of};
use crate::walk::Life;

/// Rows handed to the writer at once.
const BATCH_ROWS: usize = 32_768;

/// The usage being made anew.
pub(super) struct UsageBuild<'a> {
    lake: &'a Lake,
    /// Of the folds that have ended.
    files: Mutex<Vec<WrittenFile>>,
}

/// One thread's part of it.
struct UsageFold<'a> {
    build: &'a UsageBuild<'a>,
    writer: BucketWriter<'a>,
    rows: UsageRows,
}

impl<'a> UsageBuild<'a> {
    pub(super) fn new(input: &MartInput<'a>) -> Self {
        Self { lake: input.walk.lake, files: Mutex::default() }
    }
}

impl MartBuild for UsageBuild<'_> {
    fn fold(&self) -> Box<dyn LifeFold + '_> {
        let writer = BucketWriter::new(self.lake, CUSTOMER_USAGE.name, (CUSTOMER_USAGE.schema)());
        Box::new(UsageFold { build: self, writer, rows: UsageRows::default() })
    }

    fn finish(self: Box<Self>) -> Result<MartUpdate, MartError> {
        let files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let rows = vec![rows_of(&files)];
        Ok(MartUpdate { tables: vec![TableChange::anew(files)], rows, customers: None })
    }
}

impl LifeFold for UsageFold<'_> {
    fn add(&mut self, life: &Life<'_>) -> Result<(), MartError> {
        let mut days = Vec::new();
        fold(life.touches, &mut days);
        self.rows.add(life.bucket, life.customer, &days);
        if self.rows.rows >= BATCH_ROWS {
            self.writer.write(&self.rows.take()?)?;
        }
        Ok(())
    }

    fn end_bucket(&mut self, bucket: i32) -> Result<(), MartError> {
        self.writer.write(&self.rows.take()?)?;
        Ok(self.writer.end_bucket(bucket)?)
    }

    fn finish(self: Box<Self>) -> Result<(), MartError> {
        let files = self.writer.finish()?;
        self.build.files.lock().unwrap_or_else(PoisonError::into_inner).extend(files);
        Ok(())
    }
}
