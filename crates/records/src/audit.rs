//! Question: who changed what, from what to what, and when?
//!
//! Invariant: every change of the records adds exactly one entry in its own transaction; entries are numbered without gaps and
//! each seals the one before it, so that no entry can be altered, removed or slipped in without [`Audit::verify`] saying so.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::Row as _;

use crate::cells::{Cells, FromCells};
use crate::connection::Records;
use crate::error::RecordsError;
use crate::seal::Seal;

const PAGE: i64 = 1_000;

/// One change, as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// The id of the change.
    pub id: String,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub by: String,
    /// What was done, e.g. `policy.add`.
    pub what: String,
    /// To what, e.g. `policy 3`.
    pub subject: String,
    /// What it was before, as JSON; absent when there was nothing.
    pub before: Option<String>,
    /// What it is now, as JSON.
    pub after: String,
    /// The checksum of the entry before it; empty for the first.
    pub previous: String,
    /// The checksum of this entry and, through `previous`, of all before it.
    pub checksum: String,
}

/// Something the records hold that Bellwether did not write, or lack that it wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// Where: an audit entry, a user, a setting, a token, a version of a document, a thing of a register or a closed period.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

/// The entries of all changes; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Audit<'r>(&'r Records);

impl Records {
    /// The entries of all changes.
    #[must_use]
    pub fn audit(&self) -> Audit<'_> {
        Audit(self)
    }
}

impl Audit<'_> {
    /// Up to `limit` entries that follow the entry `seq`, in order; `seq` 0 starts at the first.
    pub async fn after(&self, seq: i64, limit: i64) -> Result<Vec<Entry>, RecordsError> {
        self.0.rows("read the audit", sqlx::query(include_str!("audit/after.sql")).bind(seq).bind(limit)).await
    }

    /// Up to `limit` entries before the entry `seq`, the latest first, of one person and of one kind; empty words ask for all.
    pub async fn before(&self, seq: i64, by: &str, what: &str, limit: i64) -> Result<Vec<Entry>, RecordsError> {
        let query = sqlx::query(include_str!("audit/before.sql")).bind(seq).bind(by.to_owned()).bind(what.to_owned());
        self.0.rows("read the audit", query.bind(limit)).await
    }

    /// How many entries there are, and the checksum over all of them: noted elsewhere, it proves later that nothing was rewritten.
    pub async fn head(&self) -> Result<(i64, String), RecordsError> {
        let attempted = "read the head of the audit";
        let row = sqlx::query(include_str!("audit/head.sql"))
            .fetch_one(&self.0.pool)
            .await
            .map_err(self.0.failed(attempted))?;
        let entries = row.try_get("entries").map_err(self.0.failed(attempted))?;
        let checksum = row.try_get("checksum").map_err(self.0.failed(attempted))?;
        Ok((entries, checksum))
    }

    /// Recomputes the chain; what it finds wrong, in order, and nothing when every entry is as it was written.
    pub async fn verify(&self) -> Result<Vec<Breach>, RecordsError> {
        // The head is read first: entries appended meanwhile lie behind it and are left to the next check.
        let (entries, head) = self.head().await?;
        let (mut seq, mut checksum, mut breaches) = (0, String::new(), Vec::new());
        while seq < entries {
            let page = self.after(seq, PAGE.min(entries - seq)).await?;
            if page.is_empty() {
                break;
            }
            for entry in page.into_iter().filter(|entry| entry.seq <= entries) {
                breaches.extend(entry.breaches(seq, &checksum));
                (seq, checksum) = (entry.seq, entry.checksum);
            }
        }
        if seq != entries {
            let what = format!("the audit ends at entry {seq}, but {entries} were written");
            breaches.push(Breach { place: format!("audit entry {}", seq + 1), what });
        } else if checksum != head {
            let what = "its checksum is not the one noted when it was written".to_owned();
            breaches.push(Breach { place: format!("audit entry {seq}"), what });
        }
        Ok(breaches)
    }
}

impl Entry {
    pub(crate) fn sealed(&self) -> String {
        Seal::after(&self.previous)
            .number(self.seq)
            .text(&self.id)
            .number(self.at.as_microsecond())
            .text(&self.by)
            .text(&self.what)
            .text(&self.subject)
            .optional(self.before.as_deref())
            .text(&self.after)
            .hex()
    }

    fn breaches(&self, seq_before: i64, checksum_before: &str) -> Option<Breach> {
        let what = if self.seq != seq_before + 1 {
            format!("entries {} to {} are missing before it", seq_before + 1, self.seq - 1)
        } else if self.sealed() != self.checksum {
            "it was altered after it was written".to_owned()
        } else if self.previous != checksum_before {
            "it does not follow the entry before it; one of the two was replaced".to_owned()
        } else {
            return None;
        };
        // Not its subject: that may be a customer, and this is told to those who may see none.
        Some(Breach { place: format!("audit entry {} ({})", self.seq, self.what), what })
    }
}

impl FromCells for Entry {
    const TABLE: &'static str = "audit";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            seq: cells.number("seq")?,
            id: cells.text("id")?,
            at: cells.instant("changed_at")?,
            by: cells.text("changed_by")?,
            what: cells.text("what")?,
            subject: cells.text("subject")?,
            before: cells.optional_text("before_json")?,
            after: cells.text("after_json")?,
            previous: cells.text("previous")?,
            checksum: cells.text("checksum")?,
        })
    }
}
