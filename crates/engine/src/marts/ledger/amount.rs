//! Volume and value, side by side.

use serde::{Deserialize, Serialize};

/// Whole customers and money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Customers.
    pub customers: i64,
    /// Minor units of the reporting currency.
    pub minor: i128,
}

impl Amount {
    /// Adds `other`.
    pub fn plus(&mut self, other: Self) {
        self.customers += other.customers;
        self.minor += other.minor;
    }
}
