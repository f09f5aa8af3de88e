//! What an attribution did: whose facts became whose?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What an attribution did, in rows and in minor units by currency: amounts of purchases, or of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Facts that named no known customer and do now.
    pub found: Worth,
    /// Facts that named a customer and name none now.
    pub lost: Worth,
    /// Facts that are another customer's now.
    pub moved: Worth,
}

/// So many rows, and what they are worth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worth {
    /// Rows.
    pub rows: u64,
    /// Their amounts, by currency.
    pub minor: BTreeMap<String, i128>,
}
