//! Bringing the stored usage up to date: only customers of whom touches came, or were replaced, are looked at.
//!
//! What is stored are counts, so what came is added to them without reading the touches that were counted before. Only where touches
//! were replaced or withdrawn are all of a customer's counted again. Invariant: the table is the same, row by row, as if made anew.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use arrow::array::{AsArray, BooleanArray};
use arrow::compute::filter_record_batch;
use arrow::datatypes::Int64Type;
use bellwether_model::Day;

use super::fold::{ChannelDay, fold};
use super::provenance::UsageProvenance;
use super::tables::{COLUMNS, CUSTOMER_USAGE, StoredUsage, UsageRows};
use crate::lake::{DataFile, Fact, Snapshot};
use crate::marts::error::MartError;
use crate::marts::mart::MartUpdate;
use crate::marts::storage::{BucketRows, customers_of_replaced, files_between, rewrite};
use crate::walk::{CustomerSet, Rates, Walk, WalkError, column, columns_of, over_buckets};

/// Of so many touches at most one may be new; from there on, counting all anew is as fast.
const ONE_IN: u64 = 2;

/// What an update goes by.
struct Update<'a> {
    walk: Walk<'a>,
    rates: Rates,
    /// The touches that were counted.
    before: Snapshot,
    stored: Snapshot,
    /// Customers whose touches were replaced or withdrawn, by bucket.
    replaced: Vec<CustomerSet>,
    /// How many customers were looked at.
    customers: AtomicU64,
}

/// How often a customer met us, by day and channel.
type Counts = BTreeMap<(i32, Option<String>), u32>;

/// The table as it becomes; `None` where it must be made anew, or where that is as fast.
pub(super) async fn update(walk: &Walk<'_>, before: &UsageProvenance) -> Result<Option<MartUpdate>, MartError> {
    let now = UsageProvenance::of(walk);
    if (&before.time_zone, before.format) != (&now.time_zone, now.format) {
        return Ok(None);
    }
    let Some(known_then) = walk.knowledge.before(walk.lake, &before.facts).await? else { return Ok(None) };
    let touches = &walk.knowledge.touches;
    let last = known_then.touches.last_import_seq();
    // A file that holds earlier touches, too, was written again for a few that were replaced.
    let new = touches.only(|file| file.import_seqs.as_ref().is_some_and(|seqs| *seqs.start() > last));
    if new.rows() * ONE_IN > touches.rows() {
        return Ok(None);
    }
    let update = Update {
        walk: *walk,
        rates: walk.rates(),
        before: known_then.touches,
        stored: walk.lake.snapshot(CUSTOMER_USAGE.name).await?,
        replaced: customers_of_replaced(walk.lake, &[(touches.table(), last)]).await?,
        customers: AtomicU64::new(0),
    };
    let changes = over_buckets(walk.threads, BTreeMap::new, |changes, bucket| {
        if let Some(rows) = update.bucket(bucket)? {
            changes.insert(bucket, rows);
        }
        Ok::<_, WalkError>(())
    })?;
    let changes: BTreeMap<i32, BucketRows> = changes.into_iter().flatten().collect();
    let (change, rows) = rewrite(walk.lake, &CUSTOMER_USAGE, &update.stored, &changes, walk.threads)?;
    Ok(Some(MartUpdate { tables: vec![change], rows: vec![rows], customers: Some(update.customers.into_inner()) }))
}

/// The latest day of which a stored file tells, as far as is known without reading it.
fn latest_day(file: &DataFile) -> Option<Day> {
    file.statistics["maxValues"]["day"].as_str()?.parse().ok()
}

impl Update<'_> {
    /// What changes among the rows of a bucket; `None` if nothing does.
    fn bucket(&self, bucket: i32) -> Result<Option<BucketRows>, WalkError> {
        let replaced = &self.replaced[bucket as usize];
        let mut counts = self.counts_of_new(bucket)?;
        counts.retain(|customer, _| !replaced.contains(customer));
        let mut change = BucketRows { gone: replaced.clone(), added: Vec::new() };
        self.customers.fetch_add((counts.len() + replaced.len()) as u64, Relaxed);
        self.join_stored(bucket, &mut counts, &mut change.gone)?;
        let mut rows = UsageRows::default();
        let mut days = Vec::new();
        for (customer, counts) in &counts {
            days.clear();
            days.extend(counts.iter().map(|((day, channel), touches)| ChannelDay {
                day: Day(*day),
                channel: channel.as_deref(),
                touches: *touches,
            }));
            rows.add(bucket, customer, &days);
        }
        self.count_again(bucket, replaced, &mut rows)?;
        if rows.rows > 0 {
            change.added.push(rows.take()?);
        }
        Ok((!change.gone.is_empty() || !change.added.is_empty()).then_some(change))
    }

    /// What came, by customer. A file that came holds earlier rows too, where it replaces another file.
    fn counts_of_new(&self, bucket: i32) -> Result<BTreeMap<String, Counts>, WalkError> {
        let last = self.before.last_import_seq();
        let came = files_between(&self.before, &self.walk.knowledge.touches);
        let mut reader = self.walk.empty_reader(&self.rates);
        for batch in self.walk.lake.read(&came, bucket..bucket + 1, columns_of(Fact::Touches))? {
            let batch = batch?;
            let seqs = column(&batch, "import_seq")?.as_primitive::<Int64Type>();
            let is_new: BooleanArray = seqs.values().iter().map(|seq| Some(*seq > last)).collect();
            let new = filter_record_batch(&batch, &is_new).map_err(|_| WalkError::Missing { column: "import_seq" })?;
            reader.add(Fact::Touches, &new)?;
        }
        let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
        reader.for_each(|life| {
            let mut days = Vec::new();
            fold(life.touches, &mut days);
            let of_customer = days.iter().map(|row| ((row.day.0, row.channel.map(str::to_owned)), row.touches));
            counts.insert(life.customer.to_owned(), of_customer.collect());
            Ok::<_, WalkError>(())
        })?;
        Ok(counts)
    }

    /// Where something came on a day and by a channel that are stored already, takes in all that is stored of the customer, whose rows are
    /// then to be replaced; of all others the new rows stand beside those that are stored.
    fn join_stored(
        &self,
        bucket: i32,
        counts: &mut BTreeMap<String, Counts>,
        gone: &mut CustomerSet,
    ) -> Result<(), WalkError> {
        let Some(first) = counts.values().flat_map(Counts::keys).map(|(day, _)| Day(*day)).min() else { return Ok(()) };
        let is_of = |file: &DataFile| file.buckets.as_ref().is_none_or(|buckets| buckets.contains(&bucket));
        // The usual case: what came is of later days than all that is stored.
        let may_hold = |file: &DataFile| latest_day(file).is_none_or(|latest| latest >= first);
        if !self.stored.files().iter().any(|file| is_of(file) && may_hold(file)) {
            return Ok(());
        }
        let mut stored: BTreeMap<String, Counts> = BTreeMap::new();
        for batch in self.walk.lake.read(&self.stored, bucket..bucket + 1, &COLUMNS)? {
            let batch = batch?;
            let rows = StoredUsage::of(&batch)?;
            let is_looked_at =
                rows.customers.map_distinct(|customer| Ok::<_, WalkError>(counts.contains_key(customer)))?;
            for row in (0..batch.num_rows()).filter(|row| is_looked_at.get(*row) == Some(&true)) {
                let Some(customer) = rows.customers.value(row) else { continue };
                let key = (rows.day(row).0, rows.channels.value(row).map(str::to_owned));
                let of_customer = match stored.get_mut(customer) {
                    Some(known) => known,
                    None => stored.entry(customer.to_owned()).or_default(),
                };
                of_customer.insert(key, rows.touches(row));
            }
        }
        for (customer, stored) in stored {
            let Some(new) = counts.get_mut(&customer) else { continue };
            if new.keys().any(|key| stored.contains_key(key)) {
                for (key, touches) in stored {
                    *new.entry(key).or_default() += touches;
                }
                gone.insert(customer);
            }
        }
        Ok(())
    }

    /// Counts all touches of some customers again.
    fn count_again(&self, bucket: i32, replaced: &CustomerSet, rows: &mut UsageRows) -> Result<(), WalkError> {
        if replaced.is_empty() {
            return Ok(());
        }
        let walk = Walk { facts: &[Fact::Touches], only: Some(replaced), ..self.walk };
        let reader = walk.reader(bucket, &self.rates)?;
        reader.for_each(|life| {
            let mut days = Vec::new();
            fold(life.touches, &mut days);
            rows.add(bucket, life.customer, &days);
            Ok::<_, WalkError>(())
        })
    }
}
