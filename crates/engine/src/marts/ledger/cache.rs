//! The cache of the ledger: what it tells of every customer, held in memory, for whoever asks one state of knowledge many questions.
//!
//! Inputs: the stored movements, names, and what sources say of reasons. Invariant: it tells what a walk over the facts would tell,
//! of the knowledge, policy, books and last day it [is of](LedgerCache::is_of). A million customers take some 300 MiB.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bellwether_model::Movement;

use super::account::Account;
use super::books::Books;
use super::error::LedgerError;
use super::hints::Hints;
use super::provenance::LedgerProvenance;
use super::tables::movements::{self, MOVEMENTS};
use crate::lake::{BUCKETS, bucket_of};
use crate::marts::storage::table_provenance;
use crate::walk::{AttributeHistory, AttributeVersion, UnattributedRows, Walk, names_in, over_buckets};

/// Attributes held at most.
const MOST_ATTRIBUTES: usize = 32;

/// All customers in memory.
pub struct LedgerCache {
    provenance: LedgerProvenance,
    /// Versions of all facts, those included that movements do not follow from.
    versions: Vec<(String, i64)>,
    buckets: Vec<Bucket>,
    hints: Hints,
    unattributed: UnattributedRows,
    /// By name, those asked for so far.
    attributes: Mutex<HashMap<String, Arc<Vec<BucketHistory>>>>,
}

/// The customers of a bucket, by id.
#[derive(Default)]
struct Bucket {
    /// Ids and names, one after the other.
    texts: String,
    ends: Vec<Ends>,
    movements: Vec<Movement>,
}

/// Where a customer's id, name and movements end; each begins where the one before it ends.
#[derive(Clone, Copy, Default)]
struct Ends {
    id: u32,
    name: u32,
    movements: u32,
}

/// One attribute over time of a bucket's customers; many share the same.
struct BucketHistory {
    histories: Vec<Vec<AttributeVersion>>,
    /// By customer.
    of: Vec<u32>,
}

impl LedgerCache {
    /// What is stored in the lake of a walk's knowledge, policy, books and last day; `None` where the tables were made from something
    /// else. `policy_version` is the number under which records keep the policy.
    pub async fn load(walk: &Walk<'_>, books: &Books, policy_version: i64) -> Result<Option<Self>, LedgerError> {
        if !walk.lake.exists(MOVEMENTS.name) {
            return Ok(None);
        }
        let movements = walk.lake.snapshot(MOVEMENTS.name).await?;
        let provenance = LedgerProvenance::of(walk, books, policy_version);
        if table_provenance(walk.lake, MOVEMENTS.name, movements.version())? != Some(provenance.to_value()) {
            return Ok(None);
        }
        let parts = over_buckets(walk.threads, Vec::new, |buckets: &mut Vec<Bucket>, bucket| {
            let mut read =
                movements::read(walk.lake, &movements, bucket, walk.through)?.into_iter().collect::<Vec<_>>();
            read.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
            let names = names_in(walk.lake, &walk.knowledge.customers, bucket)?;
            let mut held = Bucket::default();
            for (customer, movements) in &read {
                held.add(customer, names.get(customer.as_str()).map_or("", String::as_str), movements);
            }
            held.shrink();
            buckets.push(held);
            Ok::<_, LedgerError>(())
        })?;
        let unattributed = walk.reader(bucket_of(None), &walk.rates())?.unattributed();
        Ok(Some(Self {
            provenance,
            versions: walk.knowledge.versions(),
            buckets: parts.into_iter().flatten().collect(),
            hints: Hints::read(walk)?,
            unattributed,
            attributes: Mutex::default(),
        }))
    }

    /// Whether this tells what a walk would tell.
    #[must_use]
    pub fn is_of(&self, walk: &Walk<'_>, books: &Books, policy_version: i64) -> bool {
        self.provenance == LedgerProvenance::of(walk, books, policy_version)
            && self.versions == walk.knowledge.versions()
    }

    /// Whether customers can be told with these attributes.
    pub(super) fn can_tell(&self, attributes: &[String]) -> bool {
        attributes.len() <= 1 && self.buckets.len() == BUCKETS as usize
    }

    /// What sources say of why customers moved.
    pub(super) fn hints(&self) -> &Hints {
        &self.hints
    }

    /// All accounts, from memory.
    pub(super) fn accounts<T: Send>(
        &self,
        walk: &Walk<'_>,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, Account<'_>) -> Result<(), LedgerError> + Sync,
    ) -> Result<(Vec<T>, UnattributedRows), LedgerError> {
        let attribute = walk.attributes.first().map(|name| self.attribute(walk, name)).transpose()?;
        let tell = |value: &mut T, bucket: usize, index: usize| {
            let attributes = attribute.as_ref().map_or(&[][..], |buckets| buckets[bucket].of(index));
            each(value, Account { attributes, ..self.buckets[bucket].customer(index) })
        };
        if let Some(only) = walk.only {
            let mut value = start();
            for id in only {
                let bucket = bucket_of(Some(id)) as usize;
                if let Some(index) = self.buckets[bucket].find(id) {
                    tell(&mut value, bucket, index)?;
                }
            }
            return Ok((vec![value], UnattributedRows::default()));
        }
        let values = over_buckets(walk.threads, start, |value, bucket| {
            let bucket = bucket as usize;
            (0..self.buckets[bucket].ends.len()).try_for_each(|index| tell(value, bucket, index))
        })?;
        Ok((values, self.unattributed))
    }

    /// An attribute of all customers; read when it is first asked for.
    fn attribute(&self, walk: &Walk<'_>, name: &str) -> Result<Arc<Vec<BucketHistory>>, LedgerError> {
        let mut known = self.attributes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(buckets) = known.get(name) {
            return Ok(buckets.clone());
        }
        let wanted = [name.to_owned()];
        let parts = over_buckets(walk.threads, Vec::new, |buckets: &mut Vec<BucketHistory>, bucket| {
            let history = AttributeHistory::read(walk.lake, walk.knowledge, walk.closes, &wanted, bucket)?;
            let held = &self.buckets[bucket as usize];
            let mut numbers: HashMap<&[AttributeVersion], u32> = HashMap::new();
            let mut kept = BucketHistory { histories: Vec::new(), of: Vec::with_capacity(held.ends.len()) };
            for index in 0..held.ends.len() {
                let versions = history.of(held.customer(index).customer);
                let number = *numbers.entry(versions).or_insert_with(|| {
                    kept.histories.push(versions.to_vec());
                    kept.histories.len() as u32 - 1
                });
                kept.of.push(number);
            }
            buckets.push(kept);
            Ok::<_, LedgerError>(())
        })?;
        let buckets = Arc::new(parts.into_iter().flatten().collect::<Vec<_>>());
        // A word that is no attribute takes no place.
        if known.len() < MOST_ATTRIBUTES && buckets.iter().any(BucketHistory::knows) {
            known.insert(name.to_owned(), buckets.clone());
        }
        Ok(buckets)
    }
}

impl Bucket {
    fn add(&mut self, id: &str, name: &str, movements: &[Movement]) {
        self.texts.push_str(id);
        let id = self.texts.len() as u32;
        self.texts.push_str(name);
        self.movements.extend_from_slice(movements);
        self.ends.push(Ends { id, name: self.texts.len() as u32, movements: self.movements.len() as u32 });
    }

    fn shrink(&mut self) {
        self.texts.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.movements.shrink_to_fit();
    }

    fn customer(&self, index: usize) -> Account<'_> {
        let before = index.checked_sub(1).map_or(Ends::default(), |before| self.ends[before]);
        let ends = self.ends[index];
        let name = &self.texts[ends.id as usize..ends.name as usize];
        Account {
            customer: &self.texts[before.name as usize..ends.id as usize],
            name: (!name.is_empty()).then_some(name),
            movements: &self.movements[before.movements as usize..ends.movements as usize],
            attributes: &[],
        }
    }

    fn find(&self, id: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.customer(middle).customer.cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

impl BucketHistory {
    fn knows(&self) -> bool {
        self.histories.iter().flatten().any(|version| version.values.iter().any(Option::is_some))
    }

    fn of(&self, index: usize) -> &[AttributeVersion] {
        &self.histories[self.of[index] as usize]
    }
}
