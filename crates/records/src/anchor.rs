//! Where the head of the audit is noted beside the records, out of reach of who can write to the database alone.
//!
//! Invariant: what was noted was committed before, so that an audit that is shorter than its anchor says, or sealed otherwise, was cut or made
//! anew behind our back, be its own seals as right as they may.

use std::fmt::Debug;
use std::io;

/// Keeps the heads of an audit: how many entries it had, and the checksum of the last one.
pub trait Anchor: Debug + Send + Sync {
    /// Keeps a head beside those that are kept. It is called after each change; what cannot be kept is kept with the next one.
    fn note(&self, entries: i64, checksum: &str);

    /// The most entries that are kept of; 0 where nothing is.
    fn latest(&self) -> i64;

    /// All heads that are kept, in any order.
    fn noted(&self) -> io::Result<Vec<(i64, String)>>;
}
