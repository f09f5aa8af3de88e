//! What an increment goes by, and what it finds.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use bellwether_model::Movement;

use super::movements::BucketChange;
use crate::lake::{Snapshot, WrittenFile};
use crate::marts::ledger::accounts::Ledger;
use crate::marts::ledger::amount::Amount;
use crate::marts::ledger::error::LedgerError;
use crate::marts::ledger::fold::Rules;
use crate::marts::ledger::lines::Totals;
use crate::marts::ledger::output::{CustomerFiles, CustomerWriter};
use crate::marts::ledger::tables::movements::MovementRows;
use crate::marts::storage::BucketWriter;

/// What an increment goes by: the ledgers of the stored and of the wanted tables, and the stored customers.
pub(super) struct Plan<'a> {
    pub(super) then: Ledger<'a>,
    pub(super) now: Ledger<'a>,
    pub(super) values: Snapshot,
    pub(super) tails: Snapshot,
    /// Whether all tails are written; else those that are told stand beside the earlier ones.
    pub(super) tails_whole: bool,
    pub(super) rules: Rules,
    /// Neighbouring buckets looked at together.
    pub(super) width: i32,
    /// Whether making everything anew was found to be as fast.
    pub(super) too_many: AtomicBool,
}

/// What an increment finds in some buckets.
pub(super) struct Found<'l> {
    pub(super) customers: CustomerWriter<'l>,
    /// Movements that come after all others of their customers.
    pub(super) later: BucketWriter<'l>,
    pub(super) later_rows: MovementRows,
    /// Working memory.
    pub(super) movements: Vec<Movement>,
    pub(super) affected: u64,
    pub(super) then: Vec<Totals>,
    pub(super) now: Vec<Totals>,
    pub(super) changes: BTreeMap<i32, BucketChange>,
}

/// The same with its files ended.
pub(super) struct FoundFiles {
    pub(super) active: Amount,
    pub(super) customers: CustomerFiles,
    pub(super) later: Vec<WrittenFile>,
    pub(super) affected: u64,
    pub(super) then: Vec<Totals>,
    pub(super) now: Vec<Totals>,
    pub(super) changes: BTreeMap<i32, BucketChange>,
}

impl Found<'_> {
    /// Ends its files.
    pub(super) fn finish(self) -> Result<FoundFiles, LedgerError> {
        let Self { customers, later, affected, then, now, changes, .. } = self;
        Ok(FoundFiles {
            active: customers.active,
            customers: customers.finish()?,
            later: later.finish()?,
            affected,
            then,
            now,
            changes,
        })
    }
}
