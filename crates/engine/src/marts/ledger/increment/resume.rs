//! Going on from customers' tails, and leaving alone whom nothing new affects.

use std::ops::Range;

use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use bellwether_model::Day;

use super::affected::AffectedCustomers;
use super::plan::{IncrementPart, Plan};
use crate::lake::Fact;
use crate::marts::ledger::amount::Amount;
use crate::marts::ledger::customer::CustomerState;
use crate::marts::ledger::error::LedgerError;
use crate::marts::ledger::spend::looks_at_spend;
use crate::marts::ledger::tables::tails::{ANEW, StoredTails, Tail, latest_tails};
use crate::marts::ledger::tables::values::StoredRows;
use crate::walk::{CustomerSet, SpendDay};

/// What is stored of the customers who are affected, by id.
pub(super) type AffectedRows = foldhash::HashMap<String, Box<CustomerRow>>;

/// What is stored of one customer.
pub(super) struct CustomerRow {
    value: CustomerState,
    tail: Option<Tail>,
    /// The version of the table of tails with which this one came.
    version: i64,
}

impl CustomerRow {
    fn new(value: CustomerState, tail: Option<Tail>) -> Box<Self> {
        Box::new(Self { value, tail, version: ANEW })
    }

    pub(super) fn has_tail(&self) -> bool {
        self.tail.is_some()
    }
}

impl IncrementPart<'_> {
    /// Keeps the stored rows of all whom nothing new affects; gives those of the others.
    pub(super) fn keep_untouched(
        &mut self,
        buckets: &Range<i32>,
        plan: &Plan<'_>,
        affected: &AffectedCustomers,
    ) -> Result<(AffectedRows, u64), LedgerError> {
        let lake = plan.now.walk.lake;
        let mut touched = AffectedRows::default();
        touched.reserve(affected.customers.len());
        let mut kept = 0;
        for batch in lake.read_plain(&plan.values, buckets.clone(), &[])? {
            let batch = batch?;
            let rows = StoredRows::of(&batch)?;
            let mut active = Amount::default();
            let mut keep = Vec::with_capacity(batch.num_rows());
            for row in 0..batch.num_rows() {
                let known = rows.customers.value(row).is_some_and(|customer| affected.customers.contains(customer));
                let is_touched = known || rows.is_due(row, plan.now.walk.through);
                if is_touched {
                    let value = rows.get(row)?;
                    touched.insert(value.customer.clone(), CustomerRow::new(value, None));
                } else {
                    active.plus(rows.held(row));
                    kept += 1;
                }
                keep.push(!is_touched);
            }
            self.customers.keep_values(&filtered(&batch, keep)?, active)?;
        }
        self.find_tails(buckets, plan, &mut touched)?;
        Ok((touched, kept))
    }

    /// Adds their tails to customers' stored values. Where all tails are to be written, keeps those of the others.
    fn find_tails(
        &mut self,
        buckets: &Range<i32>,
        plan: &Plan<'_>,
        touched: &mut AffectedRows,
    ) -> Result<(), LedgerError> {
        if touched.is_empty() && !plan.tails_whole {
            return Ok(());
        }
        let mut tails = Vec::new();
        for batch in plan.now.walk.lake.read_plain(&plan.tails, buckets.clone(), &[])? {
            let batch = batch?;
            let rows = StoredTails::of(&batch)?;
            for row in 0..batch.num_rows() {
                let stored = rows.customers.value(row).and_then(|customer| touched.get_mut(customer));
                if let Some(stored) = stored.filter(|stored| stored.version <= rows.version(row)) {
                    (stored.tail, stored.version) = (rows.tail(row)?, rows.version(row));
                }
            }
            if plan.tails_whole {
                tails.push(batch);
            }
        }
        for rows in latest_tails(&tails, |customer| !touched.contains_key(customer))? {
            self.customers.keep_tails(&rows)?;
        }
        Ok(())
    }

    /// Tells what came of those who have a tail, and of those of whom nothing was stored.
    pub(super) fn resume(
        &mut self,
        plan: &Plan<'_>,
        purchases: &[RecordBatch],
        mut known: AffectedRows,
        unknown: &CustomerSet,
    ) -> Result<(), LedgerError> {
        let walk = &plan.now.walk;
        let rates = walk.rates();
        let mut reader = walk.empty_reader(&rates);
        // Purchases without a customer are read too: an amount without a rate is refused as by any walk.
        for batch in purchases {
            reader.add(Fact::Purchases, batch)?;
        }
        if looks_at_spend(walk.policy.basis) {
            reader.for_each(|life| match known.remove(life.customer) {
                Some(stored) => self.go_on(plan, *stored, life.spend),
                None if unknown.contains(life.customer) && !life.spend.is_empty() => {
                    let value = CustomerState::unknown(life.customer, life.bucket);
                    self.go_on(plan, *CustomerRow::new(value, Some(Tail::default())), life.spend)
                }
                None => Ok(()),
            })?;
        }
        // The others bought nothing: time passed over a lapse, or an amount counts for nothing.
        known.into_values().try_for_each(|stored| self.go_on(plan, *stored, &[]))
    }

    fn go_on(&mut self, plan: &Plan<'_>, stored: CustomerRow, later: &[SpendDay]) -> Result<(), LedgerError> {
        let CustomerRow { mut value, tail, .. } = stored;
        let mut tail = tail.unwrap_or_default();
        let mut movements = std::mem::take(&mut self.movements);
        tail.resume(later, &plan.rules, &mut movements)?;
        let until = |day: Day| movements.partition_point(|movement| movement.day <= day);
        let (then, now) = (until(plan.then.walk.through), until(plan.now.walk.through));
        movements[then..now].iter().for_each(|movement| tail.count(movement, &mut self.now));
        self.later_rows.add(value.bucket, &value.customer, &movements[then..now]);
        value.learn(&movements[then..now], &movements[now..], later, plan.now.walk.through);
        self.movements = movements;
        self.customers.add(&value, Some(&tail))
    }
}

fn filtered(batch: &RecordBatch, keep: Vec<bool>) -> Result<RecordBatch, LedgerError> {
    Ok(filter_record_batch(batch, &BooleanArray::from(keep))?)
}
