//! Identities: which customer hides behind an id of another source?

use std::collections::BTreeSet;

use arrow::array::{Array, AsArray};

use crate::lake::{Fact, Lake, LakeError};
use crate::sources::mapping::{IdentityLookup, Mapping};
use foldhash::HashMap;

/// The name under which subscriptions lead to their customers.
pub(super) const SUBSCRIPTIONS: &str = "subscriptions";

/// What the tables `identities` and `subscriptions` know, held in memory.
#[derive(Debug, Default)]
pub struct Identities {
    /// By source, or `subscriptions`; an id that leads to two customers leads to none.
    customers: HashMap<String, HashMap<String, Option<String>>>,
}

impl Identities {
    /// Loads them as they are now.
    pub async fn load(lake: &Lake) -> Result<Self, LakeError> {
        Self::of_sources(lake, |_| true).await
    }

    /// Loads those through which a mapping finds customers: mostly none, where millions may be known.
    pub async fn of_mapping(lake: &Lake, mapping: &Mapping) -> Result<Self, LakeError> {
        let named: BTreeSet<&str> = mapping.detours().collect();
        Self::of_sources(lake, |via| named.contains(via)).await
    }

    async fn of_sources(lake: &Lake, is_wanted: impl Fn(&str) -> bool) -> Result<Self, LakeError> {
        let mut identities = Self::default();
        for (fact, id) in [(Fact::Identities, "source_id"), (Fact::Subscriptions, "subscription_id")] {
            if fact == Fact::Subscriptions && !is_wanted(SUBSCRIPTIONS) {
                continue;
            }
            let snapshot = lake.snapshot(fact.name()).await?;
            for file in snapshot.files() {
                for batch in lake.read_file(&snapshot, file, &["source", id, "customer_id"])? {
                    let batch = batch?;
                    let [sources, ids, customers] = [0, 1, 2].map(|column| batch.column(column).as_string::<i32>());
                    for row in (0..batch.num_rows()).filter(|row| ids.is_valid(*row) && customers.is_valid(*row)) {
                        let via = if fact == Fact::Subscriptions { SUBSCRIPTIONS } else { sources.value(row) };
                        if is_wanted(via) {
                            identities.insert(via, ids.value(row), customers.value(row));
                        }
                    }
                }
            }
        }
        Ok(identities)
    }

    fn insert(&mut self, via: &str, id: &str, customer: &str) {
        if !self.customers.contains_key(via) {
            self.customers.insert(via.to_owned(), HashMap::default());
        }
        if let Some(known) = self.customers.get_mut(via) {
            let known = known.entry(id.to_owned()).or_insert_with(|| Some(customer.to_owned()));
            if known.as_deref() != Some(customer) {
                *known = None;
            }
        }
    }
}

impl IdentityLookup for Identities {
    fn customer(&self, via: &str, id: &str) -> Option<&str> {
        self.customers.get(via)?.get(id)?.as_deref()
    }
}
