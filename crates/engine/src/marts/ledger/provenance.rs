//! What the ledger's stored tables are made from.

use std::collections::BTreeMap;

use bellwether_model::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account::FACTS;
use super::books::Books;
use crate::lake::{Fact, Snapshot};
use crate::walk::Walk;

/// What the stored tables look like; another number makes them anew, also for those who come from a later version.
const FORMAT: u32 = 4;

/// What the tables are made from; tables made from the same are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LedgerProvenance {
    /// Versions of the tables that movements follow from.
    pub(super) facts: BTreeMap<String, i64>,
    /// The number under which the records keep the policy.
    pub(super) policy: i64,
    pub(super) closed_through: Option<Day>,
    /// Version of the movements booked by closes.
    pub(super) booked: Option<i64>,
    /// The day of the first fact, with which the ledger begins.
    pub(super) first: Day,
    pub(super) through: Day,
    pub(super) engine: String,
}

impl LedgerProvenance {
    /// What the tables of a walk and its books are made from.
    pub(super) fn of(walk: &Walk<'_>, books: &Books, policy_version: i64) -> Self {
        // Who a customer is decides on movements only where the policy asks for it.
        let customers = (!walk.policy.basis_rules.is_empty()).then_some(Fact::Customers);
        let facts: Vec<Fact> = FACTS.into_iter().chain([Fact::ExchangeRates]).chain(customers).collect();
        Self {
            facts: walk.knowledge.versions_of(&facts),
            policy: policy_version,
            closed_through: books.closed_through(),
            booked: books.movements.as_ref().map(Snapshot::version),
            first: walk.first(),
            through: walk.through,
            engine: format!("{} marts {FORMAT}", env!("CARGO_PKG_VERSION")),
        }
    }

    /// The same as the tables say it.
    pub(super) fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
