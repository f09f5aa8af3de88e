//! Whom does something new affect, and of whom is more to be told again than what came last?

use std::ops::Range;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;

use crate::lake::{DAY, Fact, Snapshot};
use crate::marts::ledger::error::LedgerError;
use crate::marts::storage::{customers_of_replaced, files_between};
use crate::walk::{CustomerSet, DayColumn, TextColumn, Walk, column, columns_of};

/// Customers of some buckets of whom something new is known.
#[derive(Default)]
pub(super) struct AffectedCustomers {
    /// All of them.
    pub(super) customers: CustomerSet,
    /// Customers, affected or not, in whose files lies more than purchases later than all that was told then and no later than what is
    /// told now. If they are affected, something else may have been told of them then.
    pub(super) rewritten: CustomerSet,
}

impl AffectedCustomers {
    fn add(&mut self, customer: &str) {
        if !self.customers.contains(customer) {
            self.customers.insert(customer.to_owned());
        }
    }

    fn rewrite(&mut self, customer: &str) {
        if !self.rewritten.contains(customer) {
            self.rewritten.insert(customer.to_owned());
        }
    }
}

/// The customers of some buckets of whom the walk of now knows something else than the walk of then, and the purchases that came.
pub(super) fn affected(
    buckets: &Range<i32>,
    then: &Walk<'_>,
    now: &Walk<'_>,
    replaced: &[CustomerSet],
) -> Result<(AffectedCustomers, Vec<RecordBatch>), LedgerError> {
    let mut affected = AffectedCustomers::default();
    let replaced = &replaced[buckets.start as usize..buckets.end as usize];
    replaced.iter().flatten().for_each(|customer| affected.add(customer));
    let purchases = of_purchases(&mut affected, buckets, then, now)?;
    // The next phase of a subscription may undo an end that was told.
    of_versions(&mut affected, buckets, now, [&then.knowledge.subscriptions, &now.knowledge.subscriptions])?;
    if !now.policy.basis_rules.is_empty() {
        of_versions(&mut affected, buckets, now, [&then.knowledge.customers, &now.knowledge.customers])?;
        affected.rewritten.extend(affected.customers.iter().cloned());
    }
    Ok((affected, purchases))
}

/// The customers of facts that were replaced or withdrawn, by bucket.
pub(super) async fn customers_of_replaced_facts(
    then: &Walk<'_>,
    now: &Walk<'_>,
) -> Result<Vec<CustomerSet>, LedgerError> {
    let tables = [
        (&then.knowledge.purchases, &now.knowledge.purchases, true),
        (&then.knowledge.subscriptions, &now.knowledge.subscriptions, true),
        (&then.knowledge.customers, &now.knowledge.customers, !now.policy.basis_rules.is_empty()),
    ];
    let changed = tables.into_iter().filter(|(then, now, matters)| *matters && then.version() != now.version());
    let changed: Vec<(&str, i64)> = changed.map(|(then, now, _)| (now.table(), then.last_import_seq())).collect();
    Ok(customers_of_replaced(now.lake, &changed).await?)
}

/// The customers of purchases that came, and these purchases.
fn of_purchases(
    affected: &mut AffectedCustomers,
    buckets: &Range<i32>,
    then: &Walk<'_>,
    now: &Walk<'_>,
) -> Result<Vec<RecordBatch>, LedgerError> {
    let (before, after) = (&then.knowledge.purchases, &now.knowledge.purchases);
    let last = before.last_import_seq();
    let mut clock = now.calendar.clock();
    let mut look_at = |batch: &RecordBatch| {
        let customers = TextColumn::of(batch, "customer_id")?;
        let days = DayColumn::of(batch, "at")?;
        let seqs = column(batch, "import_seq")?.as_primitive::<Int64Type>();
        let mut known = None;
        for row in 0..batch.num_rows() {
            let Some(customer) = customers.value(row) else { continue };
            let day = days.day(row, &mut clock);
            let (is_new, is_told) = (seqs.value(row) > last, day <= then.through || day > now.through);
            if known == Some((customer, is_new, is_told)) {
                continue;
            }
            known = Some((customer, is_new, is_told));
            if is_new {
                affected.add(customer);
            }
            if is_told {
                affected.rewrite(customer);
            }
        }
        Ok::<_, LedgerError>(())
    };
    for batch in
        now.lake.read(&files_between(after, before), buckets.clone(), &["customer_id", "at", "import_seq", DAY])?
    {
        look_at(&batch?)?;
    }
    let mut batches = Vec::new();
    let columns: Vec<&str> = columns_of(Fact::Purchases).iter().copied().chain(["import_seq"]).collect();
    for batch in now.lake.read(&files_between(before, after), buckets.clone(), &columns)? {
        let batch = batch?;
        look_at(&batch)?;
        batches.push(batch);
    }
    Ok(batches)
}

/// The customers of rows that came, of a table of which any new row may change what was told.
fn of_versions(
    affected: &mut AffectedCustomers,
    buckets: &Range<i32>,
    now: &Walk<'_>,
    [before, after]: [&Snapshot; 2],
) -> Result<(), LedgerError> {
    let last = before.last_import_seq();
    for rows in [files_between(before, after), files_between(after, before)] {
        for batch in now.lake.read(&rows, buckets.clone(), &["customer_id", "import_seq"])? {
            let batch = batch?;
            let customers = TextColumn::of(&batch, "customer_id")?;
            let seqs = batch.column(1).as_primitive::<Int64Type>();
            for row in 0..batch.num_rows() {
                let Some(customer) = customers.value(row) else { continue };
                if seqs.value(row) > last {
                    affected.add(customer);
                }
                affected.rewrite(customer);
            }
        }
    }
    Ok(())
}
