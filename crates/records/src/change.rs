//! How a change is made: in one transaction, one writer at a time, with its audit entry or not at all.

use jiff::Timestamp;
use sqlx::any::{Any, AnyArguments};
use sqlx::{Row as _, Transaction};
use ulid::Ulid;

use crate::audit::Entry;
use crate::cells::Stored;
use crate::error::refused;
use crate::topic::Topic;
use crate::{ChangeKind, Field, Records, RecordsError};

/// Who changes something, when, and the id of the change; what the change adds carries the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub(crate) id: Ulid,
    pub(crate) by: String,
    pub(crate) at: Timestamp,
}

impl Change {
    /// A change by `by` (a person, or a part of Bellwether) at `at`, kept to the microsecond, under the new id `id`.
    pub fn new(id: Ulid, by: &str, at: Timestamp) -> Result<Self, RecordsError> {
        let by = written(Field::ChangedBy, by)?.to_owned();
        Ok(Self { id, by, at: Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at) })
    }

    pub(crate) fn micros(&self) -> i64 {
        self.at.as_microsecond()
    }
}

/// A query with its arguments.
pub(crate) type Query = sqlx::query::Query<'static, Any, AnyArguments>;

/// One change under way. It holds the one write lock, and comes to nothing unless [`Writing::commit`] returns.
pub(crate) struct Writing<'c> {
    transaction: Transaction<'static, Any>,
    place: String,
    attempted: &'static str,
    change: &'c Change,
    /// The number the audit entry of this change gets.
    pub(crate) seq: i64,
    previous: String,
}

impl Records {
    /// The rows of a query.
    pub(crate) async fn rows<T: Stored>(&self, attempted: &'static str, query: Query) -> Result<Vec<T>, RecordsError> {
        let rows = query.fetch_all(&self.pool).await.map_err(self.failed(attempted))?;
        T::from_rows(&rows)
    }

    /// Begins a change: whoever else wants to write waits until this one is committed or dropped.
    pub(crate) async fn begin<'c>(
        &self,
        attempted: &'static str,
        change: &'c Change,
    ) -> Result<Writing<'c>, RecordsError> {
        let mut transaction = self.pool.begin().await.map_err(self.failed(attempted))?;
        let head = sqlx::query(include_str!("audit/lock_head.sql"))
            .fetch_one(&mut *transaction)
            .await
            .map_err(self.failed(attempted))?;
        let entries: i64 = head.try_get("entries").map_err(self.failed(attempted))?;
        let previous = head.try_get("checksum").map_err(self.failed(attempted))?;
        Ok(Writing { transaction, place: self.place.to_string(), attempted, change, seq: entries + 1, previous })
    }
}

impl Writing<'_> {
    /// The rows of a query, as this change sees them.
    pub(crate) async fn rows<T: Stored>(&mut self, query: Query) -> Result<Vec<T>, RecordsError> {
        let rows = query.fetch_all(&mut *self.transaction).await.map_err(|source| self.refused(source))?;
        T::from_rows(&rows)
    }

    /// Adds a row.
    pub(crate) async fn add(&mut self, insert: Query) -> Result<(), RecordsError> {
        insert.execute(&mut *self.transaction).await.map_err(|source| self.refused(source))?;
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
        match append.execute(&mut *self.transaction).await {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                return Err(RecordsError::Repeated(self.change.id));
            }
            Err(source) => return Err(self.refused(source)),
            Ok(_) => (),
        }
        self.add(sqlx::query(include_str!("audit/move_head.sql")).bind(entry.seq).bind(entry.checksum)).await?;
        self.touch(what.topic()).await
    }

    /// Says that the change reaches a topic beside the one of its kind; follows the audit entry.
    pub(crate) async fn touch(&mut self, topic: Topic) -> Result<(), RecordsError> {
        self.add(sqlx::query(include_str!("topic/move.sql")).bind(topic.name()).bind(self.seq)).await
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

/// A word or a name is no longer than this, and a text is no longer than that: what is recorded stays for good.
const LONGEST_WORD: usize = 500;
const LONGEST_TEXT: usize = 100_000;

/// The text without surrounding spaces, refused when nothing is left or when it is too long for a name.
pub(crate) fn written(field: Field, text: &str) -> Result<&str, RecordsError> {
    let text = no_longer(field, storable(field, text)?.trim(), LONGEST_WORD)?;
    if text.is_empty() { Err(RecordsError::BadText(field)) } else { Ok(text) }
}

/// The text as it is, refused when one of the two databases could not hold it or when it is no text for people any more.
pub(crate) fn storable(field: Field, text: &str) -> Result<&str, RecordsError> {
    if text.contains('\0') { Err(RecordsError::BadText(field)) } else { no_longer(field, text, LONGEST_TEXT) }
}

/// The text, refused when it has more than `most` characters.
pub(crate) fn no_longer(field: Field, text: &str, most: usize) -> Result<&str, RecordsError> {
    if text.chars().nth(most).is_some() { Err(RecordsError::TooLong { field, most }) } else { Ok(text) }
}
