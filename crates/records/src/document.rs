//! Question: which version of a document holds, since when, and what did the earlier ones say?
//!
//! Invariant: a version is never altered or removed, and its text is kept to the byte. The one in force on a day is the one with the latest
//! effective day up to it, and of several with that day the highest version. One table holds all kinds; what a kind is called, what it
//! refuses and how the audit tells of it follow from its type.

use std::error::Error;
use std::marker::PhantomData;

use bellwether_model::Day;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::cells::{Cells, FromCells, Query};
use crate::change::{Change, WriteTransaction};
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::error::RecordsError;
use crate::field::Field;
use crate::text::plain;

/// A kind of document that is written anew, version by version.
pub trait Document: Clone + PartialEq + Send + Sync {
    /// What one is called, e.g. `policy`; the audit names it so, with its version and its key.
    const NOUN: &'static str;
    /// A version is added.
    const ADD: ChangeKind;
    /// Where an entry of the audit holds the content.
    const FIELD: &'static str;
    /// What is attempted, for when it fails: adding a version, reading them.
    const ATTEMPTS: [&'static str; 2];

    /// Which of several it is; empty where the company has one of the kind.
    fn key(&self) -> Result<String, RecordsError> {
        Ok(String::new())
    }

    /// Refuses what cannot stand on record, and returns the document as it is kept.
    fn check(&self) -> Result<Self, RecordsError>;

    /// What it says, as JSON; a text is kept as it is.
    fn content(&self) -> Value;

    /// The document that was kept under a key as this text.
    fn read(key: &str, body: &str) -> Result<Self, Box<dyn Error>>;

    /// What the audit tells of a version.
    fn entry(version: &DocumentVersion<Self>) -> Value {
        let mut entry = json!({
            "version": version.version,
            "created_by": version.created_by,
            "created_at": version.created_at,
        });
        entry[Self::FIELD] = version.value.content();
        if let Some(day) = version.effective_from {
            entry["effective_from"] = json!(day);
        }
        if version.effective_from.is_some() || !version.note.is_empty() {
            entry["note"] = json!(version.note);
        }
        entry
    }
}

/// One version of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentVersion<T> {
    /// Its number, from 1.
    pub version: i64,
    /// What it says.
    pub value: T,
    /// The first day on which it holds; absent: it holds for all days.
    pub effective_from: Option<Day>,
    /// Why it was written, in a sentence; may be empty.
    pub note: String,
    /// Who added it.
    pub created_by: String,
    /// When it was added.
    pub created_at: Timestamp,
}

/// What is said of a new version beside its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionDetails {
    /// The first day on which it holds; absent: it holds for all days.
    pub effective_from: Option<Day>,
    /// Why it is written, in a sentence; may be empty.
    pub note: String,
    /// The latest version that whoever writes has seen; absent: whichever is the latest.
    pub after: Option<i64>,
}

/// The versions of a document; part of [`Records`].
#[derive(Clone, Debug)]
pub struct Documents<'r, T> {
    pub(crate) records: &'r Records,
    key: String,
    kind: PhantomData<T>,
}

impl Records {
    /// The versions of the company's document of a kind; where it has several of the kind, [`Documents::of`] says which one is read.
    #[must_use]
    pub fn documents<T: Document>(&self) -> Documents<'_, T> {
        Documents { records: self, key: String::new(), kind: PhantomData }
    }
}

impl<T: Document> Documents<'_, T> {
    const ADDING: &'static str = T::ATTEMPTS[0];
    const READING: &'static str = T::ATTEMPTS[1];

    /// Those of the document with this key.
    #[must_use]
    pub fn of(self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self }
    }

    /// Adds a version; the latest again, from the same day, adds none. It is refused where it follows another than the latest:
    /// nobody overwrites what they have not seen.
    pub async fn add(
        &self,
        value: &T,
        details: &VersionDetails,
        change: &Change,
    ) -> Result<DocumentVersion<T>, RecordsError> {
        plain(Field::Note, &details.note)?;
        let key = value.key()?;
        let mut writing = self.records.begin(Self::ADDING, change).await?;
        let before = latest::<T>(&mut writing, &key).await?;
        let number = before.as_ref().map_or(0, |before| before.version);
        if let Some(seen) = details.after.filter(|seen| *seen != number) {
            return Err(RecordsError::VersionChanged { noun: T::NOUN, seen, latest: number });
        }
        let value = value.check()?;
        match before {
            Some(before) if before.is_the_same(&value, details) => Ok(before),
            before => append(writing, before, &value, details, change).await,
        }
    }

    /// The version added last.
    pub async fn latest(&self) -> Result<Option<DocumentVersion<T>>, RecordsError> {
        self.one(newest::<T>(&self.key)).await
    }

    /// The version in force on `day`, or `None` on days before the first one holds.
    pub async fn in_force(&self, day: Day) -> Result<Option<DocumentVersion<T>>, RecordsError> {
        self.one(select::<T>(include_str!("document/in_force.sql"), &self.key).bind(i64::from(day.0))).await
    }

    /// The version with this number.
    pub async fn version(&self, version: i64) -> Result<Option<DocumentVersion<T>>, RecordsError> {
        self.one(select::<T>(include_str!("document/version.sql"), &self.key).bind(version)).await
    }

    /// All versions, oldest first.
    pub async fn all(&self) -> Result<Vec<DocumentVersion<T>>, RecordsError> {
        self.records.rows(Self::READING, versions::<T>(&self.key)).await
    }

    /// The latest version of every document of the kind, in the order they were added.
    pub async fn latest_of_each(&self) -> Result<Vec<DocumentVersion<T>>, RecordsError> {
        let query = sqlx::query(include_str!("document/latest_of_each.sql")).bind(T::ADD.topic().name());
        self.records.rows(Self::READING, query).await
    }

    async fn one(&self, query: Query) -> Result<Option<DocumentVersion<T>>, RecordsError> {
        Ok(self.records.rows(Self::READING, query).await?.pop())
    }
}

impl<T: Document> DocumentVersion<T> {
    /// Whether a version after this one would say nothing new for any day.
    fn is_the_same(&self, value: &T, details: &VersionDetails) -> bool {
        self.effective_from == details.effective_from && self.value == *value && self.note == details.note
    }
}

/// The latest version of a document while a change is made.
pub(crate) async fn latest<T: Document>(
    writing: &mut WriteTransaction<'_>,
    key: &str,
) -> Result<Option<DocumentVersion<T>>, RecordsError> {
    Ok(writing.rows(newest::<T>(key)).await?.pop())
}

/// Adds the version after `before`, which must be the latest, and ends the change.
pub(crate) async fn append<T: Document>(
    mut writing: WriteTransaction<'_>,
    before: Option<DocumentVersion<T>>,
    value: &T,
    details: &VersionDetails,
    change: &Change,
) -> Result<DocumentVersion<T>, RecordsError> {
    let added = DocumentVersion {
        version: before.as_ref().map_or(0, |before| before.version) + 1,
        value: value.clone(),
        effective_from: details.effective_from,
        note: details.note.clone(),
        created_by: change.by.clone(),
        created_at: change.at,
    };
    let key = value.key()?;
    let before = before.map(|before| T::entry(&before));
    writing.log(T::ADD, &subject(T::NOUN, added.version, &key), before.as_ref(), &T::entry(&added)).await?;
    let insert = sqlx::query(include_str!("document/append.sql"))
        .bind(writing.seq)
        .bind(T::ADD.topic().name())
        .bind(key)
        .bind(added.version)
        .bind(added.effective_from.map(|day| i64::from(day.0)))
        .bind(body(value))
        .bind(added.note.clone())
        .bind(added.created_by.clone())
        .bind(change.micros());
    writing.add(insert).await?;
    writing.commit().await?;
    Ok(added)
}

/// All versions of a document, oldest first.
pub(crate) fn versions<T: Document>(key: &str) -> Query {
    select::<T>(include_str!("document/versions.sql"), key)
}

/// What the audit calls a version.
pub(crate) fn subject(noun: &str, version: i64, key: &str) -> String {
    if key.is_empty() { format!("{noun} {version}") } else { format!("{noun} {version} of {key}") }
}

fn newest<T: Document>(key: &str) -> Query {
    select::<T>(include_str!("document/latest.sql"), key)
}

fn select<T: Document>(sql: &'static str, key: &str) -> Query {
    sqlx::query(sql).bind(T::ADD.topic().name()).bind(key.to_owned())
}

fn body<T: Document>(value: &T) -> String {
    match value.content() {
        Value::String(text) => text,
        content => content.to_string(),
    }
}

impl<T: Document> FromCells for DocumentVersion<T> {
    const TABLE: &'static str = "documents";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        let (key, body) = (cells.text("key")?, cells.text("body")?);
        Ok(Self {
            version: cells.number("version")?,
            value: T::read(&key, &body).map_err(|reason| cells.corrupt("body", &reason))?,
            effective_from: cells.optional_day("effective_from")?,
            note: cells.text("note")?,
            created_by: cells.text("created_by")?,
            created_at: cells.instant("created_at")?,
        })
    }
}
