//! Telling on from customers' tails, and leaving alone whom nothing concerns.

use std::ops::Range;

use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use bellwether_model::Day;

use super::super::stored::{ANEW, StoredRows, StoredTails, StoredValue, Tail, latest_tails};
use super::super::{Amount, CustomerSet, LedgerError, SpendDay};
use super::{Concerned, Found, Look};
use crate::lake::bucket_of;

/// What is stored of the customers who are concerned.
pub(super) type Touched = foldhash::HashMap<String, Box<Stored>>;

/// What is stored of one customer.
pub(super) struct Stored {
    value: StoredValue,
    tail: Option<Tail>,
    /// The version of the table of tails that told this one.
    version: i64,
}

impl Stored {
    fn new(value: StoredValue, tail: Option<Tail>) -> Box<Self> {
        Box::new(Self { value, tail, version: ANEW })
    }

    pub(super) fn has_tail(&self) -> bool {
        self.tail.is_some()
    }
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
        touched.reserve(concerned.customers.len());
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
                    touched.insert(value.customer.clone(), Stored::new(value, None));
                } else {
                    active.plus(rows.held(row));
                    kept += 1;
                }
                keep.push(!is_touched);
            }
            self.customers.keep_values(&filtered(&batch, keep)?, active)?;
        }
        self.find_tails(buckets, look, &mut touched)?;
        Ok((touched, kept))
    }

    /// Adds their tails to customers' stored values. Where all tails are to be written, keeps those of the others.
    fn find_tails(&mut self, buckets: &Range<i32>, look: &Look<'_>, touched: &mut Touched) -> Result<(), LedgerError> {
        if touched.is_empty() && !look.tails_whole {
            return Ok(());
        }
        let mut tails = Vec::new();
        for batch in look.now.lake.read_plain(&look.tails, buckets.clone(), &[])? {
            let batch = batch?;
            let rows = StoredTails::of(&batch)?;
            for row in 0..batch.num_rows() {
                let stored = rows.customers.value(row).and_then(|customer| touched.get_mut(customer));
                if let Some(stored) = stored.filter(|stored| stored.version <= rows.version(row)) {
                    (stored.tail, stored.version) = (rows.tail(row)?, rows.version(row));
                }
            }
            if look.tails_whole {
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
        look: &Look<'_>,
        purchases: &[RecordBatch],
        mut known: Touched,
        unknown: &CustomerSet,
    ) -> Result<(), LedgerError> {
        let rates = look.now.knowledge.rates(look.now.policy.currency);
        let mut histories = look.now.histories(&rates);
        // Purchases without a customer are read too: an amount without a rate is refused as by any walk.
        for batch in purchases {
            histories.add_purchases(batch)?;
        }
        histories.for_each(
            |_| look.now.policy.basis,
            |history| match known.remove(history.customer) {
                Some(stored) => self.tell_on(look, *stored, history.spend),
                None if unknown.contains(history.customer) => {
                    let value = StoredValue::unknown(history.customer, bucket_of(Some(history.customer)));
                    self.tell_on(look, *Stored::new(value, Some(Tail::default())), history.spend)
                }
                None => Ok(()),
            },
        )?;
        // The others bought nothing: time passed over a lapse, or an amount counts for nothing.
        known.into_values().try_for_each(|stored| self.tell_on(look, *stored, &[]))
    }

    fn tell_on(&mut self, look: &Look<'_>, stored: Stored, later: &[SpendDay]) -> Result<(), LedgerError> {
        let Stored { mut value, tail, .. } = stored;
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
