//! Question: which things of a kind has the company set down, how does each stand now, and how did it stand before?
//!
//! Invariant: a thing is corrected and withdrawn by a further row, so that what once stood stays on record. One table holds all kinds; what
//! a kind is called, what it refuses and how the audit names its changes follow from its type.

use std::marker::PhantomData;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::cells::{Cells, FromCells, Query};
use crate::change::{Change, WriteTransaction};
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::error::RecordsError;
use crate::topic::Topic;

/// A kind of thing that is set down, corrected and withdrawn.
pub trait Registrable: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync {
    /// What one is called, e.g. `target`; the audit names it so, with its id.
    const NOUN: &'static str;
    /// One is set down.
    const ADD: ChangeKind;
    /// One is corrected.
    const CHANGE: ChangeKind;
    /// One is given up.
    const WITHDRAW: ChangeKind;
    /// What is attempted, for when it fails: setting one down, correcting it, withdrawing it, reading them.
    const ATTEMPTS: [&'static str; 4];

    /// Refuses what cannot stand on record, and returns the thing as it is kept, e.g. without the spaces around a name.
    fn check(&self) -> Result<Self, RecordsError>;
}

/// A thing as it stands on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterEntry<T> {
    /// Its id: that of the change that first set it down.
    pub id: String,
    /// How often it has been set, this time included; whoever corrects it names the version they saw.
    pub version: i64,
    /// What is set down.
    pub value: T,
    /// Whether it was given up by this entry.
    pub is_withdrawn: bool,
    /// Who set it so.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
}

/// The things of one kind; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Register<'r, T>(&'r Records, PhantomData<T>);

impl Records {
    /// The things of one kind.
    #[must_use]
    pub fn register<T: Registrable>(&self) -> Register<'_, T> {
        Register(self, PhantomData)
    }
}

impl<T: Registrable> Register<'_, T> {
    const ADDING: &'static str = T::ATTEMPTS[0];
    const CHANGING: &'static str = T::ATTEMPTS[1];
    const WITHDRAWING: &'static str = T::ATTEMPTS[2];
    const READING: &'static str = T::ATTEMPTS[3];

    /// Sets a new thing down and gives its id, which is that of the change; what stands already is not set down a second time: whoever
    /// heard no answer may ask again.
    pub async fn add(&self, value: &T, change: &Change) -> Result<String, RecordsError> {
        let value = value.check()?;
        let id = change.id.to_string();
        let mut writing = self.0.begin(Self::ADDING, change).await?;
        let standing: Vec<RegisterEntry<T>> = writing.rows(in_force::<T>()).await?;
        if let Some(same) = standing.into_iter().find(|standing| standing.value == value) {
            return Ok(same.id);
        }
        writing.log(T::ADD, &subject::<T>(&id), None, &json!(value)).await?;
        append(&mut writing, &id, &value, false, change).await?;
        writing.commit().await?;
        Ok(id)
    }

    /// Corrects a thing; the same again changes nothing. It is refused where the version `seen` is not the latest any more: nobody overwrites
    /// what they have not seen. Without one whatever stands is corrected.
    pub async fn change(&self, id: &str, value: &T, seen: Option<i64>, change: &Change) -> Result<(), RecordsError> {
        let value = value.check()?;
        let mut writing = self.0.begin(Self::CHANGING, change).await?;
        let before = standing::<T>(&mut writing, id, seen).await?;
        if before == value {
            return Ok(());
        }
        writing.log(T::CHANGE, &subject::<T>(id), Some(&json!(before)), &json!(value)).await?;
        append(&mut writing, id, &value, false, change).await?;
        writing.commit().await
    }

    /// Gives a thing up, as it stood in the version `seen`, if one is named.
    pub async fn withdraw(&self, id: &str, seen: Option<i64>, change: &Change) -> Result<(), RecordsError> {
        let mut writing = self.0.begin(Self::WITHDRAWING, change).await?;
        let before = standing::<T>(&mut writing, id, seen).await?;
        writing.log(T::WITHDRAW, &subject::<T>(id), Some(&json!(before)), &json!(WITHDRAWN)).await?;
        append(&mut writing, id, &before, true, change).await?;
        writing.commit().await
    }

    /// The things that are not withdrawn, oldest first.
    pub async fn in_force(&self) -> Result<Vec<RegisterEntry<T>>, RecordsError> {
        self.0.rows(Self::READING, in_force::<T>()).await
    }

    /// The thing of this id, unless it is withdrawn or there is none.
    pub async fn get(&self, id: &str) -> Result<Option<RegisterEntry<T>>, RecordsError> {
        Ok(self.0.rows(Self::READING, one::<T>(id)).await?.pop())
    }

    /// How the thing of this id stood after each change, oldest first; nothing where there never was one.
    pub async fn history(&self, id: &str) -> Result<Vec<RegisterEntry<T>>, RecordsError> {
        let query = sqlx::query(include_str!("register/history.sql")).bind(topic::<T>().name());
        self.0.rows(Self::READING, query.bind(id.to_owned())).await
    }
}

/// What the audit tells of a thing that was given up.
pub(crate) const WITHDRAWN: &str = "withdrawn";

fn topic<T: Registrable>() -> Topic {
    T::ADD.topic()
}

fn subject<T: Registrable>(id: &str) -> String {
    format!("{} {id}", T::NOUN)
}

fn in_force<T: Registrable>() -> Query {
    sqlx::query(include_str!("register/in_force.sql")).bind(topic::<T>().name())
}

fn one<T: Registrable>(id: &str) -> Query {
    sqlx::query(include_str!("register/one.sql")).bind(topic::<T>().name()).bind(id.to_owned())
}

async fn standing<T: Registrable>(
    writing: &mut WriteTransaction<'_>,
    id: &str,
    seen: Option<i64>,
) -> Result<T, RecordsError> {
    let found: Option<RegisterEntry<T>> = writing.rows(one::<T>(id)).await?.pop();
    let entry = found.ok_or_else(|| RecordsError::NoEntry { noun: T::NOUN, id: id.to_owned() })?;
    match seen.filter(|seen| *seen != entry.version) {
        Some(seen) => Err(RecordsError::VersionChanged { noun: T::NOUN, seen, latest: entry.version }),
        None => Ok(entry.value),
    }
}

async fn append<T: Registrable>(
    writing: &mut WriteTransaction<'_>,
    id: &str,
    value: &T,
    is_withdrawn: bool,
    change: &Change,
) -> Result<(), RecordsError> {
    let topic = topic::<T>().name();
    let replace = sqlx::query(include_str!("register/replace.sql"));
    writing.add(replace.bind(topic).bind(id.to_owned()).bind(writing.seq)).await?;
    let append = sqlx::query(include_str!("register/append.sql"))
        .bind(writing.seq)
        .bind(topic)
        .bind(id.to_owned())
        .bind(json!(value).to_string())
        .bind(i64::from(is_withdrawn))
        .bind(change.by.clone())
        .bind(change.micros());
    writing.add(append).await
}

impl<T: Registrable> FromCells for RegisterEntry<T> {
    const TABLE: &'static str = "entries";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        let body: Value = cells.json("body")?;
        let value: T = serde_json::from_value(body).map_err(|reason| cells.corrupt("body", &reason))?;
        Ok(Self {
            id: cells.text("id")?,
            version: cells.number("version")?,
            // What an earlier release wrote is tidied as it is today.
            value: value.check().map_err(|reason| cells.corrupt("body", &reason))?,
            is_withdrawn: cells.number("withdrawn")? == 1,
            changed_by: cells.text("changed_by")?,
            changed_at: cells.instant("changed_at")?,
        })
    }
}
