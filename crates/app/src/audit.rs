//! Who changed what, and does the audit still hold?

pub use bellwether_records::ChangeKind;
use bellwether_records::{Breach, Entry};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::cursor;
use crate::failure::Failure;
use crate::privacy::Clearance;

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

/// Some entries of the audit, the latest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditPage {
    /// How many entries there are of all.
    pub all: i64,
    /// The checksum over all of them.
    pub checksum: String,
    /// What is wrong with the whole; empty when every entry is as it was written.
    pub breaches: Vec<AuditBreach>,
    /// The latest first.
    pub entries: Vec<AuditEntry>,
    /// The cursor of the next page: the entry that the next one begins before; null on the last.
    #[serde(serialize_with = "cursor::serialize")]
    #[schema(value_type = Option<String>)]
    pub next: Option<i64>,
}

/// Something the records hold that Bellwether did not write, or lack that it wrote.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditBreach {
    /// Where: an audit entry, a user, a setting, a token or a closed period.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

/// One change, as it was made. Who may see no customers reads neither subject nor documents of a change that tells of one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// The id of the change.
    pub id: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who made it.
    pub by: String,
    /// What was done, e.g. `policy.add`.
    pub what: String,
    /// To what, e.g. `policy 3`.
    pub subject: Option<String>,
    /// What it was before, as JSON.
    pub before: Option<String>,
    /// What it was then, as JSON.
    pub after: Option<String>,
    /// The checksum of this entry and of all before it.
    pub checksum: String,
}

impl AuditEntry {
    fn of(entry: Entry, clearance: Clearance) -> Self {
        let is_shown = clearance.opens_entry(&entry.what);
        let Entry { seq, id, at, by, what, subject, before, after, checksum, .. } = entry;
        let [subject, before, after] = [Some(subject), before, Some(after)].map(|told| told.filter(|_| is_shown));
        Self { seq, id, at, by, what, subject, before, after, checksum }
    }
}

/// Of a checksum as much as people compare: four groups of four digits.
#[must_use]
pub fn printed_seal(checksum: &str) -> String {
    let digits: Vec<char> = checksum.chars().take(16).collect();
    digits.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// How long the audit of the company's own records is, and the seal of its last entry, as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuditHead {
    /// How many entries there are.
    pub entries: i64,
    /// The seal of the last one, as it is printed.
    pub seal: String,
}

impl App {
    /// How long the audit is, and how it is sealed.
    pub async fn audit_head(&self) -> Result<AuditHead, Failure> {
        let (entries, checksum) = self.own().await?.records.audit().head().await?;
        Ok(AuditHead { entries, seal: printed_seal(&checksum) })
    }

    /// How the audit differs from what a paper has printed of it; `None` where it does not.
    pub async fn audit_unlike_paper(&self, printed: &AuditHead) -> Result<Option<String>, Failure> {
        let (records, AuditHead { entries, seal }) = (self.own().await?.records, printed);
        let place = format!("audit entry {entries}");
        let Some(entry) = records.audit().after(entries - 1, 1).await?.pop().filter(|entry| entry.seq == *entries)
        else {
            return Ok(Some(format!("{place}: the paper knows it, and the audit does not: it was cut, or put back")));
        };
        let found = printed_seal(&entry.checksum);
        let what = format!("{place}: it is sealed {found}, not {seal} as on the paper: the audit was made anew");
        Ok((found.replace(' ', "") != seal.replace(' ', "").to_lowercase()).then_some(what))
    }

    /// Some entries, as far as they may be told, and whether the chain of all of them holds.
    pub async fn audit(&self, request: &AuditRequest, clearance: Clearance) -> Result<AuditPage, Failure> {
        let records = self.own().await?.records;
        let audit = records.audit();
        let (all, checksum) = audit.head().await?;
        let before = request.before.unwrap_or(i64::MAX);
        let mut entries = audit.before(before, request.by.trim(), request.what.trim(), PAGE as i64 + 1).await?;
        let next = (entries.len() > PAGE).then(|| entries[PAGE - 1].seq);
        entries.truncate(PAGE);
        let entries = entries.into_iter().map(|entry| AuditEntry::of(entry, clearance)).collect();
        let breaches = records.verify().await?.into_iter();
        let breaches = breaches.map(|Breach { place, what, .. }| AuditBreach { place, what }).collect();
        Ok(AuditPage { all, checksum, breaches, entries, next })
    }
}
