//! Question: how do the columns of a source become those of a fact, so that its next file needs no questions?
//!
//! Invariant: versions are only added; the latest is the one to reuse, and saving the same text again adds none.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::cells::{Cells, Stored};
use crate::change::{Query, storable, written};
use crate::{Change, ChangeKind, Field, Records, RecordsError};

const READ: &str = "read the saved mappings";

/// One version of the mapping of a source to a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mapping {
    /// The source, e.g. `shop`.
    pub source: String,
    /// The fact its rows become, e.g. `purchases`.
    pub fact: String,
    /// Its number, from 1 for each source and fact.
    pub version: i64,
    /// The mapping as TOML, exactly as it was saved.
    pub toml: String,
    /// Who saved it.
    pub saved_by: String,
    /// When it was saved.
    pub saved_at: Timestamp,
}

/// The saved mappings; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Mappings<'r>(&'r Records);

impl Records {
    /// The saved mappings of sources.
    #[must_use]
    pub fn mappings(&self) -> Mappings<'_> {
        Mappings(self)
    }
}

impl Mappings<'_> {
    /// Saves the mapping of a source to a fact; the text of the latest version makes no new one.
    pub async fn save(&self, source: &str, fact: &str, toml: &str, change: &Change) -> Result<Mapping, RecordsError> {
        let source = written(Field::Source, source)?.to_owned();
        let fact = written(Field::Fact, fact)?.to_owned();
        let toml = storable(Field::Mapping, toml)?;
        let mut writing = self.0.begin("save a mapping", change).await?;
        let before: Option<Mapping> = writing.rows(latest(&source, &fact)).await?.pop();
        if let Some(before) = &before
            && before.toml == toml
        {
            return Ok(before.clone());
        }
        let saved = Mapping {
            source,
            fact,
            version: before.as_ref().map_or(0, |before| before.version) + 1,
            toml: toml.to_owned(),
            saved_by: change.by.clone(),
            saved_at: change.at,
        };
        let subject = format!("mapping {} of {} to {}", saved.version, saved.source, saved.fact);
        let before = before.map(|before| json!(before));
        writing.log(ChangeKind::MappingSave, &subject, before.as_ref(), &json!(saved)).await?;
        let insert = sqlx::query(include_str!("mappings/append.sql"))
            .bind(saved.source.clone())
            .bind(saved.fact.clone())
            .bind(saved.version)
            .bind(saved.toml.clone())
            .bind(saved.saved_by.clone())
            .bind(change.micros())
            .bind(writing.seq);
        writing.add(insert).await?;
        writing.commit().await?;
        Ok(saved)
    }

    /// The mapping to reuse for a source and fact.
    pub async fn latest(&self, source: &str, fact: &str) -> Result<Option<Mapping>, RecordsError> {
        Ok(self.0.rows(READ, latest(source.trim(), fact.trim())).await?.pop())
    }

    /// The mapping to reuse for every source and fact that has one, in the order they were saved.
    pub async fn all_latest(&self) -> Result<Vec<Mapping>, RecordsError> {
        self.0.rows(READ, sqlx::query(include_str!("mappings/all_latest.sql"))).await
    }

    /// All versions for a source and fact, oldest first.
    pub async fn versions(&self, source: &str, fact: &str) -> Result<Vec<Mapping>, RecordsError> {
        let query = sqlx::query(include_str!("mappings/versions.sql"));
        self.0.rows(READ, query.bind(source.trim().to_owned()).bind(fact.trim().to_owned())).await
    }
}

fn latest(source: &str, fact: &str) -> Query {
    sqlx::query(include_str!("mappings/latest.sql")).bind(source.to_owned()).bind(fact.to_owned())
}

impl Stored for Mapping {
    const TABLE: &'static str = "mappings";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            source: cells.text("source")?,
            fact: cells.text("fact")?,
            version: cells.number("version")?,
            toml: cells.text("toml")?,
            saved_by: cells.text("saved_by")?,
            saved_at: cells.instant("saved_at")?,
        })
    }
}
