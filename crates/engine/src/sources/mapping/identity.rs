//! Customers that a source names only by something else's id.

/// Finds the customer behind an id of another source or table.
pub trait IdentityLookup: Send + Sync {
    /// The customer known as `id` in `via`: the name of a source (table `identities`) or `subscriptions`.
    fn customer(&self, via: &str, id: &str) -> Option<&str>;
}
