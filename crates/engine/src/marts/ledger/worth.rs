//! What active customers are worth.

use foldhash::HashMap;

use super::accounts::Ledger;
use super::error::LedgerError;
use crate::lake::{BUCKETS, bucket_of};

/// What active customers are worth in minor units, by bucket and id.
pub struct Worth(Vec<HashMap<Box<str>, i64>>);

impl Worth {
    /// Of all customers at a ledger's last day.
    pub fn of(ledger: &Ledger<'_>) -> Result<Self, LedgerError> {
        let (parts, _) = ledger.accounts(Vec::new, |found: &mut Vec<(Box<str>, i64)>, account| {
            let active: i64 = account.movements.iter().map(|movement| i64::from(movement.customers)).sum();
            if let Some(last) = account.movements.last().filter(|_| active > 0) {
                found.push((account.customer.into(), last.value_after));
            }
            Ok(())
        })?;
        let mut worth = vec![HashMap::default(); BUCKETS as usize];
        for (customer, minor) in parts.into_iter().flatten() {
            let bucket: &mut HashMap<_, _> = &mut worth[bucket_of(Some(&customer)) as usize];
            bucket.insert(customer, minor);
        }
        Ok(Self(worth))
    }

    /// What one is worth; nothing where it is not active.
    #[must_use]
    pub fn of_customer(&self, bucket: i32, customer: &str) -> i64 {
        self.0[bucket as usize].get(customer).copied().unwrap_or_default()
    }
}
