//! How a change is made: in one transaction, one writer at a time, with its audit entry or not at all.

use jiff::Timestamp;
use sqlx::any::Any;
use sqlx::pool::PoolConnection;
use sqlx::{AnyConnection, Row as _};
use ulid::Ulid;

use crate::audit::Entry;
use crate::cells::FromCells;
use crate::cells::Query;
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::drafts::{self, Draft};
use crate::error::RecordsError;
use crate::error::refused;
use crate::field::Field;
use crate::text::name;
use crate::topic::Topic;

/// Who changes something, when, and the id of the change; what the change adds carries the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub(crate) id: Ulid,
    pub(crate) by: String,
    pub(crate) at: Timestamp,
    /// The draft that becomes of record by it, with the revision that was seen.
    draft: Option<(String, i64)>,
}

impl Change {
    /// A change by `by` (a person, or a part of Bellwether) at `at`, kept to the microsecond, under the new id `id`.
    pub fn new(id: Ulid, by: &str, at: Timestamp) -> Result<Self, RecordsError> {
        let by = name(Field::ChangedBy, by)?.to_owned();
        Ok(Self { id, by, at: Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at), draft: None })
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

/// A connection within a transaction. Unless that is committed, the connection is closed, and with it goes what was not committed. A
/// connection that came back after a failure could still be within the failed transaction: the next change would run inside it, be
/// acknowledged, and be lost with it.
struct OpenTransaction {
    connection: PoolConnection<Any>,
    is_committed: bool,
}

impl OpenTransaction {
    async fn begin(records: &Records) -> Result<Self, sqlx::Error> {
        let mut transaction = Self { connection: records.pool.acquire().await?, is_committed: false };
        sqlx::raw_sql("BEGIN").execute(transaction.connection()).await?;
        Ok(transaction)
    }

    fn connection(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    async fn commit(mut self) -> Result<(), sqlx::Error> {
        sqlx::raw_sql("COMMIT").execute(self.connection()).await?;
        self.is_committed = true;
        Ok(())
    }
}

impl Drop for OpenTransaction {
    fn drop(&mut self) {
        if !self.is_committed {
            self.connection.close_on_drop();
        }
    }
}

/// One change under way. It holds the one write lock, and comes to nothing unless [`WriteTransaction::commit`] returns.
pub(crate) struct WriteTransaction<'c> {
    transaction: OpenTransaction,
    place: String,
    attempted: &'static str,
    change: &'c Change,
    /// The number the audit entry of this change gets.
    pub(crate) seq: i64,
    previous: String,
}

impl Records {
    /// Begins a change: whoever else wants to write waits until this one is committed or dropped.
    pub(crate) async fn begin<'c>(
        &self,
        attempted: &'static str,
        change: &'c Change,
    ) -> Result<WriteTransaction<'c>, RecordsError> {
        let mut transaction = OpenTransaction::begin(self).await.map_err(self.failed(attempted))?;
        let head = sqlx::query(include_str!("audit/lock_head.sql"))
            .fetch_one(transaction.connection())
            .await
            .map_err(self.failed(attempted))?;
        let entries: i64 = head.try_get("entries").map_err(self.failed(attempted))?;
        let previous = head.try_get("checksum").map_err(self.failed(attempted))?;
        Ok(WriteTransaction {
            transaction,
            place: self.place.to_string(),
            attempted,
            change,
            seq: entries + 1,
            previous,
        })
    }
}

impl WriteTransaction<'_> {
    /// The rows of a query, as this change sees them.
    pub(crate) async fn rows<T: FromCells>(&mut self, query: Query) -> Result<Vec<T>, RecordsError> {
        let rows = query.fetch_all(self.transaction.connection()).await.map_err(|source| self.refused(source))?;
        T::from_rows(&rows)
    }

    /// Adds a row.
    pub(crate) async fn add(&mut self, insert: Query) -> Result<(), RecordsError> {
        insert.execute(self.transaction.connection()).await.map_err(|source| self.refused(source))?;
        Ok(())
    }

    /// Writes the audit entry. It comes first: the rows of the change point to it.
    pub(crate) async fn log(
        &mut self,
        what: ChangeKind,
        subject: &str,
        before: Option<&serde_json::Value>,
        after: &serde_json::Value,
    ) -> Result<(), RecordsError> {
        let mut entry = Entry {
            seq: self.seq,
            id: self.change.id.to_string(),
            at: self.change.at,
            by: self.change.by.clone(),
            what: what.name().to_owned(),
            subject: subject.to_owned(),
            before: before.map(ToString::to_string),
            after: after.to_string(),
            previous: self.previous.clone(),
            checksum: String::new(),
        };
        entry.checksum = entry.sealed();
        let append = sqlx::query(include_str!("audit/append.sql"))
            .bind(entry.seq)
            .bind(entry.id)
            .bind(entry.at.as_microsecond())
            .bind(entry.by)
            .bind(entry.what)
            .bind(entry.subject)
            .bind(entry.before)
            .bind(entry.after)
            .bind(entry.previous)
            .bind(entry.checksum.clone());
        match append.execute(self.transaction.connection()).await {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                return Err(RecordsError::Repeated(self.change.id));
            }
            Err(source) => return Err(self.refused(source)),
            Ok(_) => (),
        }
        self.add(sqlx::query(include_str!("audit/move_head.sql")).bind(entry.seq).bind(entry.checksum)).await?;
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
        let (place, attempted) = (self.place, self.attempted);
        self.transaction.commit().await.map_err(|source| refused(&place, attempted, source))
    }

    fn refused(&self, source: sqlx::Error) -> RecordsError {
        refused(&self.place, self.attempted, source)
    }
}
