//! Witnesses: does any table hold less than the journal of imports knows of?
//!
//! Each import notes, with its row in `imports`, the version that every table then has; no table is ever at an earlier one. Imports of
//! earlier versions of Bellwether note no such thing, so their reports are asked, which name the version that they made.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::error::ImportError;
use super::past::past_imports;
use crate::lake::{Fact, Journal, Lake, LakeError, Witness};

/// Under this name the commit to `imports` says which version each table has.
const TABLES: &str = "bellwether.tables";

/// What is said of all tables with the row of an import.
pub(super) fn versions(lake: &Lake) -> Result<Map<String, Value>, LakeError> {
    let tables = Fact::ALL.map(Fact::name).into_iter().chain(Journal::NOTES.map(Journal::name));
    let versions = tables.map(|table| Ok((table.to_owned(), Value::from(lake.latest_version(table)?))));
    let versions = versions.collect::<Result<Map<_, _>, LakeError>>()?;
    Ok(Map::from_iter([(TABLES.to_owned(), Value::Object(versions))]))
}

/// Refuses a lake of which a table lacks what the journal of imports tells of, or the journal lacks what a table holds.
pub async fn ask_journal(lake: &Lake) -> Result<(), ImportError> {
    let imports = Journal::Imports.name();
    let last = lake.latest_version(imports)?;
    let known: BTreeMap<String, i64> = match lake.commit_metadata(imports, last)?.remove(TABLES) {
        Some(versions) => serde_json::from_value(versions)?,
        None if last == 0 => BTreeMap::new(),
        None => told_by_reports(lake).await?,
    };
    for (table, known) in known {
        let version = lake.latest_version(&table)?;
        if version < known {
            let (version, witness) = (Some(version), Witness::Imports);
            return Err(LakeError::Behind { table, version, known, witness }.into());
        }
    }
    Ok(())
}

/// The latest version of each table of facts that an import says it made.
async fn told_by_reports(lake: &Lake) -> Result<BTreeMap<String, i64>, ImportError> {
    let mut known = BTreeMap::new();
    for report in past_imports(lake).await?.into_iter().map(|past| past.report) {
        let changes = report.added + report.replaced + report.withdrawn > 0;
        if changes && report.fact.parse::<Fact>().is_ok() {
            let version: &mut i64 = known.entry(report.fact).or_default();
            *version = report.version.max(*version);
        }
    }
    Ok(known)
}
