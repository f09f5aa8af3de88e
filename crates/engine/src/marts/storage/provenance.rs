//! Provenance: from which facts, definitions and day was a stored mart made?

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::table::{MartTable, TableChange};
use crate::lake::{Commit, Lake, LakeError};

/// Name under which refreshes say what they were made from.
const MADE_FROM: &str = "bellwether.made_from";

/// What a version of a table says it is made from.
pub fn table_provenance(lake: &Lake, table: &str, version: i64) -> Result<Option<Value>, LakeError> {
    Ok(lake.commit_metadata(table, version)?.remove(MADE_FROM))
}

/// The versions of facts that a provenance names, by table.
pub fn versions_behind(provenance: &Value) -> BTreeMap<String, i64> {
    let facts = provenance["facts"].as_object().into_iter().flatten();
    facts.filter_map(|(table, version)| Some((table.clone(), version.as_i64()?))).collect()
}

/// What the tables of a mart are made from; `None` where they are not there, damaged, or not of one making: a machine that stops amid the commits
/// of a refresh leaves some tables of the old making and some of the new, and none of them may be built upon.
pub fn stored_provenance(lake: &Lake, tables: &[MartTable]) -> Result<Option<Value>, LakeError> {
    let mut found: Option<Value> = None;
    for table in tables.iter().map(|table| table.name) {
        if !lake.exists(table) {
            return Ok(None);
        }
        let made_from = lake.latest_version(table).and_then(|version| table_provenance(lake, table, version));
        let provenance = match made_from {
            // Made anew, it need not be read.
            Err(error) if error.damaged_table().is_some() => return Ok(None),
            made_from => made_from?,
        };
        let Some(provenance) = provenance else { return Ok(None) };
        if found.as_ref().is_some_and(|found| *found != provenance) {
            return Ok(None);
        }
        found = Some(provenance);
    }
    Ok(found)
}

/// Commits what becomes of a table, with what it was made from.
pub async fn commit(
    lake: &Lake,
    table: &MartTable,
    change: TableChange,
    provenance: &Value,
    now: Timestamp,
) -> Result<(), LakeError> {
    let mut commit = Commit::new(now, (table.schema)());
    commit.add = change.add;
    commit.remove = change.remove;
    commit.metadata = Map::from_iter([(MADE_FROM.to_owned(), provenance.clone())]);
    Box::pin(lake.commit(table.name, commit)).await?;
    Ok(())
}
