//! Who changed what, and does the audit still hold?

pub use bellwether_records::ChangeKind;
use bellwether_records::{Breach, Entry};

use crate::app::App;
use crate::failure::Failure;

/// Entries of one page.
pub const PAGE: usize = 50;

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct AuditRequest {
    /// Those before this one; absent: the latest.
    pub before: Option<i64>,
    /// Of this person; empty: of all.
    pub by: String,
    /// Of this kind; empty: of all.
    pub what: String,
}

/// Some entries, the latest first, and what is wrong with the whole.
#[derive(Clone, Debug)]
pub struct AuditPage {
    /// The latest first.
    pub entries: Vec<Entry>,
    /// Where the next page begins; absent on the last.
    pub next: Option<i64>,
    /// How many entries there are of all.
    pub all: i64,
    /// The checksum over all of them.
    pub checksum: String,
    /// What is wrong with the whole; empty when every entry is as it was written.
    pub breaches: Vec<Breach>,
}

impl App {
    /// Some entries, and whether the chain of all of them holds.
    pub async fn audit(&self, request: &AuditRequest) -> Result<AuditPage, Failure> {
        let records = self.company().await?.records;
        let audit = records.audit();
        let (all, checksum) = audit.head().await?;
        let before = request.before.unwrap_or(i64::MAX);
        let mut entries = audit.before(before, request.by.trim(), request.what.trim(), PAGE as i64 + 1).await?;
        let next = (entries.len() > PAGE).then(|| entries[PAGE - 1].seq);
        entries.truncate(PAGE);
        Ok(AuditPage { entries, next, all, checksum, breaches: records.verify().await? })
    }
}
