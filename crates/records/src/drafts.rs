//! Question: what are people writing just now that is no decision yet?
//!
//! Invariant: writing a draft neither takes the audit's lock nor adds to it; nobody overwrites what they have not seen; a change that
//! settles a draft ([`Change::settling`](crate::Change::settling)) takes it away in its own transaction, with its one entry in the audit.

use jiff::Timestamp;

use crate::cells::{Cells, FromCells, Query};
use crate::connection::Records;
use crate::error::RecordsError;
use crate::field::Field;
use crate::text::{name, plain};

/// A text that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is about, e.g. `room 2026-10, commitments`.
    pub key: String,
    /// Who wrote it last.
    pub author: String,
    /// How it stands.
    pub text: String,
    /// How often it was written; whoever writes names the revision they saw.
    pub revision: i64,
    /// When it was written last.
    pub written_at: Timestamp,
}

/// The drafts; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Drafts<'r>(&'r Records);

impl Records {
    /// What people are writing just now.
    #[must_use]
    pub fn drafts(&self) -> Drafts<'_> {
        Drafts(self)
    }
}

impl Drafts<'_> {
    /// Writes a draft over the revision `seen`, 0 for a new one, and gives its new revision; refused where somebody wrote in between.
    pub async fn write(
        &self,
        key: &str,
        author: &str,
        text: &str,
        seen: i64,
        now: Timestamp,
    ) -> Result<i64, RecordsError> {
        let (key, author) = (name(Field::Draft, key)?, name(Field::ChangedBy, author)?);
        let text = plain(Field::Draft, text)?;
        let statement = if seen == 0 { include_str!("drafts/begin.sql") } else { include_str!("drafts/write.sql") };
        let write = sqlx::query(statement)
            .bind(key.to_owned())
            .bind(author.to_owned())
            .bind(text.to_owned())
            .bind(now.as_microsecond())
            .bind(seen);
        if self.0.touched("write a draft", write).await? == 1 {
            return Ok(seen + 1);
        }
        let latest = self.get(key).await?.map_or(0, |draft| draft.revision);
        Err(RecordsError::DraftChanged { seen, latest })
    }

    /// The draft of a key.
    pub async fn get(&self, key: &str) -> Result<Option<Draft>, RecordsError> {
        Ok(self.0.rows("read a draft", one(key.trim())).await?.pop())
    }
}

/// The draft of a key.
pub(crate) fn one(key: &str) -> Query {
    sqlx::query(include_str!("drafts/one.sql")).bind(key.to_owned())
}

/// Takes a draft away, if it still is at this revision.
pub(crate) fn remove(key: &str, revision: i64) -> Query {
    sqlx::query(include_str!("drafts/remove.sql")).bind(key.to_owned()).bind(revision)
}

impl FromCells for Draft {
    const TABLE: &'static str = "drafts";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            key: cells.text("key")?,
            author: cells.text("author")?,
            text: cells.text("body")?,
            revision: cells.number("revision")?,
            written_at: cells.instant("written_at")?,
        })
    }
}
