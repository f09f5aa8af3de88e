//! Telling on from customers' tails, and leaving alone whom nothing concerns.

use std::ops::Range;

use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use bellwether_model::Day;

use super::super::stored::{StoredRows, StoredValue, Tail, tail_of};
use super::super::text::TextColumn;
use super::super::{Amount, CustomerSet, LedgerError, SpendDay, Walk};
use super::{Concerned, Found, Look};
use crate::lake::bucket_of;

/// What is stored of the customers who are concerned.
pub(super) type Touched = foldhash::HashMap<String, Stored>;

/// What is stored of one customer.
pub(super) struct Stored {
    value: StoredValue,
    tail: Option<Tail>,
}

impl Found<'_> {
    /// Keeps the stored rows of all whom nothing concerns; gives those of the others.
    pub(super) fn keep_untouched(
        &mut self,
        buckets: &Range<i32>,
        look: &Look<'_>,
        concerned: &Concerned,
    ) -> Result<(Touched, u64), LedgerError> {
        let lake = look.now.lake;
        let mut touched = Touched::default();
        let mut kept = 0;
        for batch in lake.read_plain(&look.values, buckets.clone(), &[])? {
            let batch = batch?;
            let rows = StoredRows::of(&batch)?;
            let mut active = Amount::default();
            let mut keep = Vec::with_capacity(batch.num_rows());
            for row in 0..batch.num_rows() {
                let known = rows.customers.value(row).is_some_and(|customer| concerned.customers.contains(customer));
                let is_touched = known || rows.is_due(row, look.now.through);
                if is_touched {
                    let value = rows.get(row)?;
                    touched.insert(value.customer.clone(), Stored { value, tail: None });
                } else {
                    active.plus(rows.held(row));
                    kept += 1;
                }
                keep.push(!is_touched);
            }
            self.customers.keep_values(&filtered(&batch, keep)?, active)?;
        }
        for batch in lake.read_plain(&look.tails, buckets.clone(), &[])? {
            let batch = batch?;
            let customers = TextColumn::of(&batch, "customer_id")?;
            let mut keep = Vec::with_capacity(batch.num_rows());
            for row in 0..batch.num_rows() {
                let stored = customers.value(row).and_then(|customer| touched.get_mut(customer));
                keep.push(stored.is_none());
                if let Some(stored) = stored {
                    stored.tail = Some(tail_of(&batch, row)?);
                }
            }
            self.customers.keep_tails(&filtered(&batch, keep)?)?;
        }
        Ok((touched, kept))
    }

    /// Tells what came of those who have a tail or were unknown, and takes them out of `touched`.
    pub(super) fn resume(
        &mut self,
        look: &Look<'_>,
        purchases: &[RecordBatch],
        concerned: &Concerned,
        unknown: Vec<String>,
        touched: &mut Touched,
    ) -> Result<(), LedgerError> {
        let mut resumed: Touched = touched
            .extract_if(|customer, stored| stored.tail.is_some() && !concerned.rewritten.contains(customer))
            .collect();
        let unknown: CustomerSet = unknown.into_iter().collect();
        for customer in &unknown {
            let value = StoredValue::unknown(customer, bucket_of(Some(customer)));
            resumed.insert(customer.clone(), Stored { value, tail: Some(Tail::default()) });
        }
        let only: CustomerSet = resumed.keys().cloned().collect();
        let rates = look.now.knowledge.rates(look.now.policy.currency);
        let walk = Walk { only: Some(&only), ..look.now };
        let mut histories = walk.histories(&rates);
        // Purchases without a customer are read too: an amount without a rate is refused as by any walk.
        for batch in purchases {
            histories.add_purchases(batch)?;
        }
        histories.for_each(
            |_| walk.policy.basis,
            |history| {
                let stored = resumed.remove(history.customer);
                stored.map_or(Ok(()), |stored| self.tell_on(look, stored, history.spend))
            },
        )?;
        // The others bought nothing: time passed over a lapse, or an amount counts for nothing.
        resumed.retain(|customer, _| !unknown.contains(customer));
        resumed.into_values().try_for_each(|stored| self.tell_on(look, stored, &[]))
    }

    fn tell_on(&mut self, look: &Look<'_>, stored: Stored, later: &[SpendDay]) -> Result<(), LedgerError> {
        let Stored { mut value, tail } = stored;
        let mut tail = tail.unwrap_or_default();
        let mut movements = std::mem::take(&mut self.movements);
        tail.resume(later, &look.rules, &mut movements)?;
        let until = |day: Day| movements.partition_point(|movement| movement.day <= day);
        let (then, now) = (until(look.then.through), until(look.now.through));
        movements[then..now].iter().for_each(|movement| tail.tell(movement, &mut self.now));
        self.later_rows.add(value.bucket, &value.customer, &movements[then..now]);
        value.learn(&movements[then..now], &movements[now..], later, look.now.through);
        self.movements = movements;
        self.customers.add(&value, Some(&tail))
    }
}

fn filtered(batch: &RecordBatch, keep: Vec<bool>) -> Result<RecordBatch, LedgerError> {
    Ok(filter_record_batch(batch, &BooleanArray::from(keep))?)
}
