//! The lake: which rows does each table hold, now or at an earlier moment?
//!
//! Each table is a Delta table in its own folder: `facts/<table>` for what the sources said and how it came in, `marts/<table>` for
//! what was computed. Invariants: one writer at a time, held by a lock on the folder, while readers never wait; a commit is on
//! disk, data files included, before it is reported; history is never cleaned away, because closed books point into it.

mod chunks;
mod commit;
mod data_file;
mod discard;
mod durable;
mod error;
mod folder;
mod head;
mod inspection;
mod journal;
mod lock;
mod log;
mod metadata;
mod place;
mod read;
mod seal;
mod session;
mod snapshot;
mod statistics;
mod store;
mod sweep;
mod table;
#[cfg(test)]
mod tests;
mod utc;
mod write;

pub use commit::{Commit, Removal};
pub use error::{Damage, LakeError, Witness};
pub use folder::{BUCKETS, Lake, bucket_of};
pub use inspection::Inspection;
pub use journal::{Journal, undone};
pub use lock::WriteLock;
pub use place::{BOOKED, Place};
pub use read::Rows;
pub use session::{Session, SessionLimits};
pub use snapshot::{DataFile, Snapshot};
pub use table::{DAY, Fact, FactError, VIA, bookkeeping};
pub use write::{TableWriter, WrittenFile};
