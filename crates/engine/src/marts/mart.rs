//! What a mart must say of itself to be refreshed with the others.

use bellwether_model::JourneyHistory;
use futures::future::BoxFuture;
use serde_json::Value;

use super::error::MartError;
use super::ledger::books::Books;
use super::storage::{MartTable, TableChange};
use crate::lake::Fact;
use crate::walk::{Life, LifeReader, Walk};

/// What marts are made from: customers' lives, and what the records say.
#[derive(Clone, Copy)]
pub struct MartInput<'a> {
    /// The lives of all customers up to the marts' last day.
    pub walk: Walk<'a>,
    /// The closed books.
    pub books: &'a Books,
    /// The journey and the business calendars.
    pub journey: &'a JourneyHistory,
    /// The number under which the records keep the policy.
    pub policy_version: i64,
}

/// A stored mart.
pub trait Mart: Sync {
    /// What it is called.
    fn name(&self) -> &'static str;

    /// What it stores.
    fn tables(&self) -> &'static [MartTable];

    /// The facts that its fold wants of each life.
    fn facts(&self) -> &'static [Fact];

    /// What it would be made from: versions of facts, what it rests on of the records, days. Marts made from the same are the same, and
    /// what makes no difference to the mart must not be in it, lest it be made again for nothing.
    fn provenance(&self, input: &MartInput<'_>) -> Value;

    /// Begins to make it anew.
    fn build<'a>(&self, input: &'a MartInput<'a>) -> Box<dyn MartBuild + 'a>;

    /// Brings it up to date, looking only at the customers of whom something new is known; `before` is what the stored mart was made
    /// from. `None` where that is not possible, or where making it anew is as fast.
    fn update<'a>(
        &self,
        input: &'a MartInput<'a>,
        before: &'a Value,
    ) -> BoxFuture<'a, Result<Option<MartUpdate>, MartError>>;
}

/// A mart being made anew.
pub trait MartBuild: Sync {
    /// The fold over the lives that one thread hands out.
    fn fold(&self) -> Box<dyn LifeFold + '_>;

    /// Ends it, once all folds have ended.
    fn finish(self: Box<Self>) -> Result<MartUpdate, MartError>;
}

/// A fold over the lives that one thread hands out, bucket by bucket.
pub trait LifeFold {
    /// Begins a bucket, whose facts were read; may [include](LifeReader::include) customers of whom none remain.
    fn begin_bucket(&mut self, _bucket: i32, _reader: &mut LifeReader<'_>) -> Result<(), MartError> {
        Ok(())
    }

    /// Takes in a life.
    fn add(&mut self, life: &Life<'_>) -> Result<(), MartError>;

    /// Ends the bucket.
    fn end_bucket(&mut self, bucket: i32) -> Result<(), MartError>;

    /// Ends the fold; what it found goes to the [`MartBuild`].
    fn finish(self: Box<Self>) -> Result<(), MartError>;
}

/// What becomes of a mart's tables.
#[derive(Debug, Default)]
pub struct MartUpdate {
    /// In the order of [`Mart::tables`].
    pub tables: Vec<TableChange>,
    /// Rows that each table then holds.
    pub rows: Vec<u64>,
    /// Customers who were looked at, where not all were.
    pub customers: Option<u64>,
}
