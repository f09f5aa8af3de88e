//! Question: how do the columns of a source become those of a fact, so that its next file needs no questions?
//!
//! Invariant: the latest version of a source and fact is the one to reuse.

use std::error::Error;

use serde_json::{Value, json};

use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::document::{Document, DocumentVersion, Documents};
use crate::error::RecordsError;
use crate::field::Field;
use crate::text::{name, plain};

/// The mapping of a source to a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The source, e.g. `shop`.
    pub source: String,
    /// The fact its rows become, one word, e.g. `purchases`.
    pub fact: String,
    /// The mapping as TOML, exactly as it was saved.
    pub toml: String,
}

/// Stands between the source and the fact of a key. No fact has it in its name, so that each key is of one mapping.
const TO: &str = " to ";

impl Records {
    /// The versions of the mapping of a source to a fact.
    #[must_use]
    pub fn mapping(&self, source: &str, fact: &str) -> Documents<'_, Mapping> {
        self.documents().of(&key(source.trim(), fact.trim()))
    }
}

impl Document for Mapping {
    const NOUN: &'static str = "mapping";
    const ADD: ChangeKind = ChangeKind::MappingSave;
    const FIELD: &'static str = "toml";
    const ATTEMPTS: [&'static str; 2] = ["save a mapping", "read the saved mappings"];

    fn key(&self) -> Result<String, RecordsError> {
        Ok(key(name(Field::Source, &self.source)?, name(Field::Fact, &self.fact)?))
    }

    fn check(&self) -> Result<Self, RecordsError> {
        Ok(Self {
            source: name(Field::Source, &self.source)?.to_owned(),
            fact: name(Field::Fact, &self.fact)?.to_owned(),
            toml: plain(Field::Mapping, &self.toml)?.to_owned(),
        })
    }

    fn content(&self) -> Value {
        Value::String(self.toml.clone())
    }

    fn read(key: &str, body: &str) -> Result<Self, Box<dyn Error>> {
        let (source, fact) = key.rsplit_once(TO).ok_or("its key names no source and fact")?;
        Ok(Self { source: source.to_owned(), fact: fact.to_owned(), toml: body.to_owned() })
    }

    fn entry(version: &DocumentVersion<Self>) -> Value {
        let Self { source, fact, toml } = &version.value;
        let (saved_by, saved_at) = (&version.created_by, version.created_at);
        json!({
            "source": source, "fact": fact, "version": version.version, "toml": toml, "saved_by": saved_by, "saved_at": saved_at,
        })
    }
}

fn key(source: &str, fact: &str) -> String {
    format!("{source}{TO}{fact}")
}
