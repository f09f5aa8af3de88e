//! When books were closed, with what was known and by which definitions.

use std::sync::Arc;

use bellwether_model::{Day, Edition, Policy};

/// One closing of the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// Last day of the closed period.
    pub through: Day,
    /// The last import known when the books were closed.
    pub import_seq: i64,
    /// The definitions by which it counts for good.
    pub policy: Arc<Policy>,
    /// The edition of the rules that no policy defines.
    pub edition: Edition,
}
