//! Question: who changed what, from what to what, and when?
//!
//! Invariant: every change of the records adds exactly one entry in its own transaction; entries are numbered without gaps and
//! each seals the one before it, so that no entry can be altered, removed or slipped in without [`Audit::verify`] saying so. A chain that was cut at
//! its end or made anew is told by the heads that the anchor keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use jiff::Timestamp;
use serde::Serialize;

use crate::breach::Breach;
use crate::cells::{Cells, FromCells};
use crate::connection::Records;
use crate::error::RecordsError;
use crate::seal::Seal;
use crate::seals::{self, RowSeal};
use crate::transaction::Snapshot;

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
    /// The checksum over the seals of the rows that it wrote; absent where it was written before rows were sealed.
    pub rows_checksum: Option<String>,
    /// The checksum of this entry and, through `previous`, of all before it.
    pub checksum: String,
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
        let head: Vec<Head> =
            self.0.rows("read the head of the audit", sqlx::query(include_str!("audit/head.sql"))).await?;
        Ok(head.into_iter().next().map_or((0, String::new()), |head| (head.entries, head.checksum)))
    }

    /// When rows began to be sealed, and by which entry; `None` before.
    pub async fn sealed_since(&self) -> Result<Option<(i64, Timestamp)>, RecordsError> {
        let found: Vec<SealedSince> =
            self.0.rows("read the audit", sqlx::query(include_str!("seals/since.sql"))).await?;
        Ok(found.first().map(|since| (since.seq, since.at)))
    }

    /// The first entry that the anchor keeps a head of; `None` where there is no anchor, or it keeps nothing.
    #[must_use]
    pub fn anchored_since(&self) -> Option<i64> {
        self.0.noted().ok()?.into_keys().next()
    }

    /// Recomputes the chain and holds it against its anchor; what it finds wrong, in order, and nothing when every entry is as it was
    /// written.
    pub async fn verify(&self) -> Result<Vec<Breach>, RecordsError> {
        let noted = self.0.noted();
        let mut snapshot = self.0.snapshot("verify the audit").await?;
        let breaches = verify(&mut snapshot, noted).await?;
        snapshot.end().await?;
        Ok(breaches)
    }
}

/// The heads that were noted elsewhere, by the number of entries, or why they cannot be read.
pub(crate) type NotedHeads = io::Result<BTreeMap<i64, BTreeSet<String>>>;

impl Records {
    /// The heads that the anchor keeps. To be read before what they are held against: more may be noted at any moment.
    pub(crate) fn noted(&self) -> NotedHeads {
        let mut heads: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
        if let Some(anchor) = &self.anchor {
            for (entries, checksum) in anchor.noted()? {
                heads.entry(entries).or_default().insert(checksum);
            }
        }
        Ok(heads)
    }
}

/// What is wrong with the audit of a snapshot.
pub(crate) async fn verify(snapshot: &mut Snapshot, noted: NotedHeads) -> Result<Vec<Breach>, RecordsError> {
    let mut chain = Chain::default();
    let noted = noted.unwrap_or_else(|error| {
        let what = format!("it cannot be read: {error}; it tells whether the audit was cut or made anew");
        chain.breaches.push(Breach::new("the anchor of the audit".to_owned(), what));
        BTreeMap::new()
    });
    let (entries, head) = head(snapshot).await?;
    loop {
        let page = sqlx::query(include_str!("audit/after.sql")).bind(chain.seq).bind(PAGE);
        let page: Vec<Entry> = snapshot.rows(page).await?;
        let Some(last) = page.last().map(|last| last.seq) else { break };
        let mut seals: BTreeMap<i64, Vec<RowSeal>> = BTreeMap::new();
        for seal in snapshot.rows::<RowSeal>(seals::between(chain.seq + 1, last)).await? {
            seals.entry(seal.seq).or_default().push(seal);
        }
        for entry in page {
            let rows = seals.remove(&entry.seq);
            chain.add(entry, rows, &noted);
        }
    }
    Ok(chain.end(entries, &head, &noted))
}

async fn head(snapshot: &mut Snapshot) -> Result<(i64, String), RecordsError> {
    let head: Vec<Head> = snapshot.rows(sqlx::query(include_str!("audit/head.sql"))).await?;
    Ok(head.into_iter().next().map_or((0, String::new()), |head| (head.entries, head.checksum)))
}

/// How many entries a snapshot holds.
pub(crate) async fn length(snapshot: &mut Snapshot) -> Result<i64, RecordsError> {
    Ok(head(snapshot).await?.0)
}

/// The entries, one after the other.
#[derive(Default)]
struct Chain {
    /// The number and the checksum of the latest one.
    seq: i64,
    checksum: String,
    /// Whether one sealed its rows already.
    is_sealing: bool,
    /// The first entry of which another checksum was noted, and how many there are.
    unlike_noted: Option<(i64, usize)>,
    breaches: Vec<Breach>,
}

impl Chain {
    fn add(&mut self, entry: Entry, rows: Option<Vec<RowSeal>>, noted: &BTreeMap<i64, BTreeSet<String>>) {
        let mut rows = rows.unwrap_or_default();
        let is_sealing = !rows.is_empty() || entry.rows_checksum.is_some();
        let rows_checksum = is_sealing.then(|| seals::checksum(&mut rows));
        let what = if entry.seq != self.seq + 1 {
            Some(format!("entries {} to {} are missing before it", self.seq + 1, entry.seq - 1))
        } else if entry.sealed() != entry.checksum {
            Some("it was altered after it was written".to_owned())
        } else if entry.previous != self.checksum {
            Some("it does not follow the entry before it; one of the two was replaced".to_owned())
        } else if rows_checksum != entry.rows_checksum {
            Some("the seals of the rows that it wrote were altered".to_owned())
        } else if entry.rows_checksum.is_none() && self.is_sealing {
            Some("it sealed no rows, as those before it did; it was slipped in".to_owned())
        } else {
            None
        };
        // Not its subject: that may be a customer, and this is told to those who may see none.
        let place = || format!("audit entry {} ({})", entry.seq, entry.what);
        self.breaches.extend(what.map(|what| Breach::new(place(), what)));
        if noted.get(&entry.seq).is_some_and(|noted| noted.iter().any(|noted| *noted != entry.checksum)) {
            let (first, others) = self.unlike_noted.unwrap_or((entry.seq, 0));
            self.unlike_noted = Some((first, others + 1));
        }
        self.is_sealing |= entry.rows_checksum.is_some();
        (self.seq, self.checksum) = (entry.seq, entry.checksum);
    }

    /// What is wrong, where so many were written and this is the checksum of the last.
    fn end(self, entries: i64, head: &str, noted: &BTreeMap<i64, BTreeSet<String>>) -> Vec<Breach> {
        let Self { seq, checksum, unlike_noted, mut breaches, .. } = self;
        if seq != entries {
            let what = format!("the audit ends at entry {seq}, but {entries} were written");
            breaches.push(Breach::new(format!("audit entry {}", seq + 1), what));
        } else if checksum != head {
            let what = "its checksum is not the one noted when it was written".to_owned();
            breaches.push(Breach::new(format!("audit entry {seq}"), what));
        }
        if let Some((first, others)) = unlike_noted {
            let what = format!(
                "the anchor of the audit knows another entry of this number, as of {others} of those that it keeps: the audit was made anew, \
                 or put back to an earlier state and written on"
            );
            breaches.push(Breach::new(format!("audit entry {first}"), what));
        }
        if let Some((most, _)) = noted.last_key_value().filter(|(most, _)| **most > seq) {
            let what = format!(
                "the audit ends at entry {seq}, but its anchor knows {most}: it was cut, or put back to an earlier state"
            );
            breaches.push(Breach::new(format!("audit entry {}", seq + 1), what));
        }
        breaches
    }
}

struct Head {
    entries: i64,
    checksum: String,
}

struct SealedSince {
    seq: i64,
    at: Timestamp,
}

impl Entry {
    pub(crate) fn sealed(&self) -> String {
        let seal = Seal::after(&self.previous)
            .number(self.seq)
            .text(&self.id)
            .number(self.at.as_microsecond())
            .text(&self.by)
            .text(&self.what)
            .text(&self.subject)
            .optional(self.before.as_deref())
            .text(&self.after);
        match &self.rows_checksum {
            Some(rows) => seal.text(rows).hex(),
            None => seal.hex(),
        }
    }
}

impl FromCells for Head {
    const TABLE: &'static str = "audit_head";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { entries: cells.number("entries")?, checksum: cells.text("checksum")? })
    }
}

impl FromCells for SealedSince {
    const TABLE: &'static str = "audit";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { seq: cells.number("seq")?, at: cells.instant("changed_at")? })
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
            rows_checksum: cells.optional_text("rows_checksum")?,
            checksum: cells.text("checksum")?,
        })
    }
}
