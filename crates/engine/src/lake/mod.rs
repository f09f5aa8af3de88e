//! The lake: which rows does each table hold, now or at an earlier moment?
//!
//! Each table is a Delta table in its own folder: `facts/<table>` for what the sources said and how it came in, `marts/<table>` for
//! what was computed. Invariants: one writer at a time, held by a lock on the folder, while readers never wait; a commit is on
//! disk, data files included, before it is reported; history is never cleaned away, because closed books point into it.

mod commit;
mod durable;
mod error;
mod folder;
mod journal;
mod lock;
mod metadata;
mod read;
mod session;
mod snapshot;
mod statistics;
mod sweep;
mod table;
#[cfg(test)]
mod tests;
mod utc;
mod write;

pub use commit::{Commit, Removal};
pub use error::LakeError;
pub use folder::{BUCKETS, Lake, bucket_of};
pub use journal::Journal;
pub use lock::WriteLock;
pub use read::Rows;
pub use session::SessionLimits;
pub use snapshot::{DataFile, Snapshot};
pub use table::{Fact, FactError, bookkeeping};
pub use write::{TableWriter, WrittenFile};
