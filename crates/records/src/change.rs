//! How a change is made: in one transaction, one writer at a time, with its audit entry or not at all.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use ulid::Ulid;

use crate::anchor::Anchor;
use crate::audit::Entry;
use crate::cells::FromCells;
use crate::cells::Query;
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::drafts::{self, Draft};
use crate::error::RecordsError;
use crate::error::refused;
use crate::field::Field;
use crate::seals::{self, RowSeal};
use crate::text::name;
use crate::topic::Topic;
use crate::transaction::OpenTransaction;

/// Who changes something, when, and the id of the change; what the change adds carries the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub(crate) id: Ulid,
    pub(crate) by: String,
    pub(crate) at: Timestamp,
    /// The draft that becomes of record by it, with the revision that was seen.
    draft: Option<(String, i64)>,
}

/// A moment as it is kept: to the microsecond.
pub(crate) fn kept(moment: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(moment.as_microsecond()).unwrap_or(moment)
}

impl Change {
    /// A change by `by` (a person, or a part of Bellwether) at `at`, kept to the microsecond, under the new id `id`.
    pub fn new(id: Ulid, by: &str, at: Timestamp) -> Result<Self, RecordsError> {
        let by = name(Field::ChangedBy, by)?.to_owned();
        Ok(Self { id, by, at: kept(at), draft: None })
    }

    /// The same change, which also settles the draft `key`: the draft is taken away in its transaction, and the change is refused
    /// unless the draft still is at the revision `seen`.
    #[must_use]
    pub fn settling(self, key: &str, seen: i64) -> Self {
        Self { draft: Some((key.to_owned(), seen)), ..self }
    }

    pub(crate) fn micros(&self) -> i64 {
        self.at.as_microsecond()
    }
}

/// One change under way. It holds the one write lock, and comes to nothing unless [`WriteTransaction::commit`] returns.
pub(crate) struct WriteTransaction<'c> {
    transaction: OpenTransaction,
    place: String,
    anchor: Option<Arc<dyn Anchor>>,
    attempted: &'static str,
    change: &'c Change,
    /// The number the audit entry of this change gets.
    pub(crate) seq: i64,
    previous: String,
    /// Written, and not yet sealed.
    entry: Option<Entry>,
    /// The checksums of the rows that the change may take the place of, by table and key, as they were.
    found: HashMap<(&'static str, String), String>,
}

impl Records {
    /// Begins a change: whoever else wants to write waits until this one is committed or dropped.
    pub(crate) async fn begin<'c>(
        &self,
        attempted: &'static str,
        change: &'c Change,
    ) -> Result<WriteTransaction<'c>, RecordsError> {
        self.refuse_read_only(attempted)?;
        let mut transaction =
            OpenTransaction::begin(self, include_str!("database/begin.sql")).await.map_err(self.failed(attempted))?;
        let head = sqlx::query(include_str!("audit/lock_head.sql"))
            .fetch_one(transaction.connection())
            .await
            .map_err(self.failed(attempted))?;
        let entries: i64 = head.try_get("entries").map_err(self.failed(attempted))?;
        let previous = head.try_get("checksum").map_err(self.failed(attempted))?;
        Ok(WriteTransaction {
            transaction,
            place: self.place.to_string(),
            anchor: self.anchor.clone(),
            attempted,
            change,
            seq: entries + 1,
            previous,
            entry: None,
            found: HashMap::new(),
        })
    }
}

impl WriteTransaction<'_> {
    /// The rows of a query, as this change sees them.
    pub(crate) async fn rows<T: FromCells>(&mut self, query: Query) -> Result<Vec<T>, RecordsError> {
        T::from_rows(&self.raw(query).await?)
    }

    async fn raw(&mut self, query: Query) -> Result<Vec<AnyRow>, RecordsError> {
        query.fetch_all(self.transaction.connection()).await.map_err(|source| self.refused(source))
    }

    /// Adds a row.
    pub(crate) async fn add(&mut self, insert: Query) -> Result<(), RecordsError> {
        insert.execute(self.transaction.connection()).await.map_err(|source| self.refused(source))?;
        Ok(())
    }

    /// Writes the audit entry. It comes first: the rows of the change point to it. It is sealed last, over them.
    pub(crate) async fn log(
        &mut self,
        what: ChangeKind,
        subject: &str,
        before: Option<&serde_json::Value>,
        after: &serde_json::Value,
    ) -> Result<(), RecordsError> {
        let entry = Entry {
            seq: self.seq,
            id: self.change.id.to_string(),
            at: self.change.at,
            by: self.change.by.clone(),
            what: what.name().to_owned(),
            subject: subject.to_owned(),
            before: before.map(ToString::to_string),
            after: after.to_string(),
            previous: self.previous.clone(),
            rows_checksum: None,
            checksum: String::new(),
        };
        let append = sqlx::query(include_str!("audit/append.sql"))
            .bind(entry.seq)
            .bind(entry.id.clone())
            .bind(entry.at.as_microsecond())
            .bind(entry.by.clone())
            .bind(entry.what.clone())
            .bind(entry.subject.clone())
            .bind(entry.before.clone())
            .bind(entry.after.clone())
            .bind(entry.previous.clone())
            .bind(entry.checksum.clone());
        match append.execute(self.transaction.connection()).await {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                return Err(RecordsError::Repeated(self.change.id));
            }
            Err(source) => return Err(self.refused(source)),
            Ok(_) => (),
        }
        self.entry = Some(entry);
        for (table, query) in seals::replaceable() {
            for row in self.raw(query).await? {
                let RowSeal { key, checksum, .. } = RowSeal::of(table, &row)?;
                self.found.insert((table, key), checksum);
            }
        }
        self.touch(what.topic()).await?;
        self.settle().await
    }

    /// Says that the change reaches a topic beside the one of its kind; follows the audit entry.
    pub(crate) async fn touch(&mut self, topic: Topic) -> Result<(), RecordsError> {
        self.add(sqlx::query(include_str!("topic/move.sql")).bind(topic.name()).bind(self.seq)).await
    }

    /// Takes the draft away that the change settles.
    async fn settle(&mut self) -> Result<(), RecordsError> {
        let Some((key, seen)) = &self.change.draft else { return Ok(()) };
        let (seen, remove) = (*seen, drafts::remove(key, *seen));
        let removed =
            remove.execute(self.transaction.connection()).await.map_err(|source| self.refused(source))?.rows_affected();
        if removed == 1 {
            return Ok(());
        }
        let latest: Option<Draft> = self.rows(drafts::one(key)).await?.pop();
        Err(RecordsError::DraftChanged { seen, latest: latest.map_or(0, |draft| draft.revision) })
    }

    /// Makes the change last; once this returns, no crash undoes it.
    pub(crate) async fn commit(self) -> Result<(), RecordsError> {
        let from = self.seq;
        self.commit_sealing(from).await
    }

    /// The same where there are no seals yet: all rows are sealed, whichever change wrote them.
    pub(crate) async fn commit_sealing_all(self) -> Result<(), RecordsError> {
        self.commit_sealing(i64::MIN).await
    }

    async fn commit_sealing(mut self, from: i64) -> Result<(), RecordsError> {
        let entry = self.entry.take();
        let head = match entry {
            Some(entry) => Some(self.seal(entry, from).await?),
            None => None,
        };
        let Self { transaction, place, anchor, attempted, .. } = self;
        transaction.commit().await.map_err(|source| refused(&place, attempted, source))?;
        if let (Some(anchor), Some(Entry { seq, checksum, .. })) = (anchor, head) {
            anchor.note(seq, &checksum);
        }
        Ok(())
    }

    /// Seals the rows that the changes since `from` wrote last, and the entry over them.
    async fn seal(&mut self, mut entry: Entry, from: i64) -> Result<Entry, RecordsError> {
        let mut seals = Vec::new();
        for (table, query) in seals::written(from, entry.seq) {
            for row in self.raw(query).await? {
                let row = RowSeal::of(table, &row)?;
                let found = self.found.remove(&(table, row.key.clone())).filter(|_| from == entry.seq);
                seals.push(RowSeal { seq: entry.seq, found, ..row });
            }
        }
        entry.rows_checksum = Some(seals::checksum(&mut seals));
        entry.checksum = entry.sealed();
        for seal in seals {
            self.add(seal.append()).await?;
        }
        let seal = sqlx::query(include_str!("audit/seal.sql"));
        self.add(seal.bind(entry.seq).bind(entry.rows_checksum.clone()).bind(entry.checksum.clone())).await?;
        self.add(sqlx::query(include_str!("audit/move_head.sql")).bind(entry.seq).bind(entry.checksum.clone())).await?;
        Ok(entry)
    }

    fn refused(&self, source: sqlx::Error) -> RecordsError {
        refused(&self.place, self.attempted, source)
    }
}
