//! Question: what is set for the whole organisation, such as its name?
//!
//! Invariant: each name holds its latest value; the earlier ones are in the audit.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cells::{Cells, Stored};
use crate::change::{Query, written};
use crate::{Change, ChangeKind, Field, Records, RecordsError};

const READ: &str = "read the settings";

/// The settings; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Settings<'r>(&'r Records);

struct Setting {
    name: String,
    value: Value,
}

impl Records {
    /// What is set for the whole organisation.
    #[must_use]
    pub fn settings(&self) -> Settings<'_> {
        Settings(self)
    }
}

impl Settings<'_> {
    /// Sets a value; the value it has already changes nothing.
    pub async fn set(&self, name: &str, value: &Value, change: &Change) -> Result<(), RecordsError> {
        let name = written(Field::Setting, name)?;
        let mut writing = self.0.begin("change a setting", change).await?;
        let before: Option<Setting> = writing.rows(get(name)).await?.pop();
        let before = before.map(|setting| setting.value);
        if before.as_ref() == Some(value) {
            return Ok(());
        }
        writing.log(ChangeKind::SettingSet, &format!("setting {name}"), before.as_ref(), value).await?;
        let insert = sqlx::query(include_str!("settings/set.sql"))
            .bind(name.to_owned())
            .bind(value.to_string())
            .bind(writing.seq);
        writing.add(insert).await?;
        writing.commit().await
    }

    /// The value of a setting, or `None` where nobody set it.
    pub async fn get(&self, name: &str) -> Result<Option<Value>, RecordsError> {
        let setting: Option<Setting> = self.0.rows(READ, get(name.trim())).await?.pop();
        Ok(setting.map(|setting| setting.value))
    }

    /// All settings.
    pub async fn all(&self) -> Result<BTreeMap<String, Value>, RecordsError> {
        let settings: Vec<Setting> = self.0.rows(READ, sqlx::query(include_str!("settings/all.sql"))).await?;
        Ok(settings.into_iter().map(|setting| (setting.name, setting.value)).collect())
    }
}

fn get(name: &str) -> Query {
    sqlx::query(include_str!("settings/get.sql")).bind(name.to_owned())
}

impl Stored for Setting {
    const TABLE: &'static str = "settings";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { name: cells.text("name")?, value: cells.json("value_json")? })
    }
}
