//! Bringing the stored journey up to date: only customers of whom touches came, or were replaced, are looked at.
//!
//! A row of `journey_touches` rests on its touch alone, so what came is added. Handoffs rest on a case: where all that were told before are told
//! still, the new ones are added, and else all of the customer are told again. Invariant: the tables are the same, row by row, as if made anew.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;

use super::fold::{HandoffRow, JourneyRows, fold};
use super::placer::Placer;
use super::provenance::JourneyProvenance;
use super::tables::{HandoffRows, JOURNEY_HANDOFFS, JOURNEY_TOUCHES, TouchRows};
use crate::lake::{Fact, Snapshot};
use crate::marts::error::MartError;
use crate::marts::mart::{MartInput, MartUpdate};
use crate::marts::storage::{BucketRows, customers_of_replaced, files_between, rewrite};
use crate::walk::{CustomerSet, Rates, TextColumn, Touch, Walk, WalkError, column, over_buckets};

/// Of so many touches at most one may be new; from there on, making everything anew is as fast.
const ONE_IN: u64 = 2;

/// What an update goes by.
struct Update<'a> {
    walk: Walk<'a>,
    rates: Rates,
    /// The touches that were told.
    before: Snapshot,
    /// The number of the last import that was told.
    last: i64,
    /// Customers whose touches were replaced or withdrawn, by bucket.
    replaced: Vec<CustomerSet>,
    /// How many customers were looked at.
    customers: AtomicU64,
}

/// What changes among the rows of a bucket, table by table.
type BucketChanges = [BucketRows; 2];

/// The tables as they become; `None` where they must be made anew, or where that is as fast.
pub(super) async fn update(input: &MartInput<'_>, before: &JourneyProvenance) -> Result<Option<MartUpdate>, MartError> {
    if !before.has_same_definitions(&JourneyProvenance::of(&input.walk, input.journey)) {
        return Ok(None);
    }
    let walk = input.walk;
    let Some(known_then) = walk.knowledge.before(walk.lake, &before.facts).await? else { return Ok(None) };
    let touches = &walk.knowledge.touches;
    let last = known_then.touches.last_import_seq();
    // A file that holds earlier touches, too, was written again for a few that were replaced.
    let new = touches.only(|file| file.import_seqs.as_ref().is_some_and(|seqs| *seqs.start() > last));
    if new.rows() * ONE_IN > touches.rows() {
        return Ok(None);
    }
    let tables = [JOURNEY_TOUCHES, JOURNEY_HANDOFFS];
    let stored = [walk.lake.snapshot(tables[0].name).await?, walk.lake.snapshot(tables[1].name).await?];
    let update = Update {
        walk,
        rates: walk.rates(),
        replaced: customers_of_replaced(walk.lake, &[(touches.table(), last)]).await?,
        before: known_then.touches,
        last,
        customers: AtomicU64::new(0),
    };
    let start = || (Placer::new(input.journey), [BTreeMap::new(), BTreeMap::new()]);
    let parts = over_buckets(walk.threads, start, |(placer, changes), bucket| {
        let placer = placer.as_mut().map_err(|error| MartError::from(error.clone()))?;
        let of_bucket = update.bucket(bucket, placer)?;
        for (changes, change) in changes.iter_mut().zip(of_bucket) {
            if !change.gone.is_empty() || !change.added.is_empty() {
                changes.insert(bucket, change);
            }
        }
        Ok::<_, MartError>(())
    })?;
    let mut changes: [BTreeMap<i32, BucketRows>; 2] = Default::default();
    for (_, part) in parts {
        changes.iter_mut().zip(part).for_each(|(changes, part)| changes.extend(part));
    }
    let (mut all, mut rows) = (Vec::new(), Vec::new());
    for ((table, stored), changes) in tables.iter().zip(&stored).zip(&changes) {
        let (change, of_table) = rewrite(walk.lake, table, stored, changes, walk.threads)?;
        all.push(change);
        rows.push(of_table);
    }
    Ok(Some(MartUpdate { tables: all, rows, customers: Some(update.customers.into_inner()) }))
}

impl Update<'_> {
    fn bucket(&self, bucket: i32, placer: &mut Placer<'_>) -> Result<BucketChanges, MartError> {
        let replaced = &self.replaced[bucket as usize];
        let mut looked_at = self.customers_of_new(bucket)?;
        looked_at.extend(replaced.iter().cloned());
        let [mut touches, mut handoffs] = BucketChanges::default();
        touches.gone.clone_from(replaced);
        handoffs.gone.clone_from(replaced);
        if looked_at.is_empty() {
            return Ok([touches, handoffs]);
        }
        self.customers.fetch_add(looked_at.len() as u64, Relaxed);
        let (mut touch_rows, mut handoff_rows) = (TouchRows::default(), HandoffRows::default());
        let mut days = self.walk.calendar.clock();
        let walk = Walk { facts: &[Fact::Touches], only: Some(&looked_at), ..self.walk };
        walk.reader(bucket, &self.rates)?.for_each(|life| {
            let is_replaced = replaced.contains(life.customer);
            let mut rows = JourneyRows::default();
            fold(life.touches, placer, &mut days, &mut rows);
            for row in rows.touches.iter().filter(|row| is_replaced || row.touch.import_seq > self.last) {
                touch_rows.add(bucket, life.customer, row);
            }
            let told = if is_replaced { Vec::new() } else { self.handoffs_then(life.touches, placer) };
            let mut told = told.into_iter().peekable();
            // Both are in the same order, so what was told is told still if all of it is met on the way.
            let is_new: Vec<bool> = rows.handoffs.iter().map(|row| told.next_if_eq(row).is_none()).collect();
            let tells_all = told.next().is_none();
            if !tells_all {
                handoffs.gone.insert(life.customer.to_owned());
            }
            for (row, _) in rows.handoffs.iter().zip(is_new).filter(|(_, is_new)| !tells_all || *is_new) {
                handoff_rows.add(bucket, life.customer, row);
            }
            Ok::<_, WalkError>(())
        })?;
        if touch_rows.rows > 0 {
            touches.added.push(touch_rows.take()?);
        }
        if handoff_rows.rows > 0 {
            handoffs.added.push(handoff_rows.take()?);
        }
        Ok([touches, handoffs])
    }

    /// The handoffs of a life without what came.
    fn handoffs_then<'t, 'j: 't>(&self, touches: &[Touch<'t>], placer: &mut Placer<'j>) -> Vec<HandoffRow<'t>> {
        let then: Vec<Touch<'t>> = touches.iter().filter(|touch| touch.import_seq <= self.last).copied().collect();
        let (mut rows, mut days) = (JourneyRows::default(), self.walk.calendar.clock());
        fold(&then, placer, &mut days, &mut rows);
        rows.handoffs
    }

    /// The customers of touches that came. A file that came holds earlier rows too, where it replaces another file.
    fn customers_of_new(&self, bucket: i32) -> Result<CustomerSet, WalkError> {
        let came = files_between(&self.before, &self.walk.knowledge.touches);
        let mut customers = CustomerSet::default();
        for batch in self.walk.lake.read(&came, bucket..bucket + 1, &["customer_id", "import_seq"])? {
            let batch = batch?;
            let of_rows = TextColumn::of(&batch, "customer_id")?;
            let seqs = column(&batch, "import_seq")?.as_primitive::<Int64Type>();
            for row in (0..batch.num_rows()).filter(|row| seqs.value(*row) > self.last) {
                if let Some(customer) = of_rows.value(row).filter(|customer| !customers.contains(*customer)) {
                    customers.insert(customer.to_owned());
                }
            }
        }
        Ok(customers)
    }
}
