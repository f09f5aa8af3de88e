//! Refreshing: are the stored marts up to date, and if not, how do they become so?
//!
//! Invariant: after a refresh each mart tells of the input's facts, policy, books and day, whether it was made anew or brought up to date.

use futures::future::join_all;
use jiff::Timestamp;
use serde_json::Value;

use super::error::MartError;
use super::mart::{LifeFold, Mart, MartBuild, MartInput, MartUpdate};
use super::registry::MARTS;
use super::storage::{commit, stored_provenance, table_provenance, versions_behind};
use crate::lake::{Fact, Lake, LakeError, Witness, WriteLock};
use crate::walk::{UnattributedRows, Walk, over_groups};

/// What a refresh did to one mart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshReport {
    /// The mart's name.
    pub mart: &'static str,
    /// How much of it was made anew.
    pub extent: Extent,
    /// The rows each of its tables holds, by table; empty where nothing was to be done.
    pub rows: Vec<(&'static str, u64)>,
}

/// How much of a mart a refresh had to make anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Nothing: all was up to date.
    Nothing,
    /// What became of so many customers: new facts, and the time that has passed, affect no others.
    Customers(u64),
    /// Everything.
    Everything,
}

impl RefreshReport {
    /// The rows a table then holds; 0 where nothing was to be done.
    #[must_use]
    pub fn rows_of(&self, table: &str) -> u64 {
        self.rows.iter().find(|(name, _)| *name == table).map_or(0, |(_, rows)| *rows)
    }
}

/// Whether all stored marts are up to date, as far as can be told without reading them.
pub fn is_current(input: &MartInput<'_>) -> Result<bool, MartError> {
    for mart in MARTS {
        if stored_provenance(input.walk.lake, mart.tables())? != Some(mart.provenance(input)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Refuses facts of which a stored mart was made from a later version than there is.
pub fn ask_marts(lake: &Lake) -> Result<(), MartError> {
    for table in MARTS.iter().flat_map(|mart| mart.tables()).map(|table| table.name) {
        // What is damaged of a mart is made anew, and tells nothing.
        let made_from = lake.latest_version(table).and_then(|version| table_provenance(lake, table, version));
        for (fact, known) in made_from.ok().flatten().map(|made_from| versions_behind(&made_from)).unwrap_or_default() {
            let version = lake.latest_version(&fact)?;
            if version < known {
                let witness = Witness::Mart(table.to_owned());
                return Err(LakeError::Behind { table: fact, version: Some(version), known, witness }.into());
            }
        }
    }
    Ok(())
}

/// Throws away the tables of a mart of which one cannot be opened; they are made anew.
async fn discard_damaged(lake: &Lake, mart: &dyn Mart, lock: &WriteLock) -> Result<(), LakeError> {
    for table in mart.tables().iter().filter(|table| lake.exists(table.name)) {
        match lake.snapshot(table.name).await {
            Ok(_) => {}
            Err(error) if error.damaged_table().is_some() => {
                tracing::warn!(%error, mart = mart.name(), "a damaged mart is thrown away and made anew");
                return mart.tables().iter().try_for_each(|table| lake.discard(table.name, lock));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Brings the stored marts up to date with the input's facts, policy and books. Does nothing to those that are, looks only at the
/// customers of whom something new is known where that is enough, and makes everything anew otherwise, or if `full`. What is damaged of
/// them is made anew, too.
///
/// The lock has been held since before the input's knowledge was read: were it taken later, another refresh could come in between with
/// newer facts, and this one would put the marts back to older ones.
pub async fn refresh(
    input: &MartInput<'_>,
    now: Timestamp,
    full: bool,
    lock: &WriteLock,
) -> Result<Vec<RefreshReport>, MartError> {
    let lake = input.walk.lake;
    let mut reports = Vec::new();
    let mut anew = Vec::new();
    for mart in MARTS {
        discard_damaged(lake, mart, lock).await?;
        let provenance = mart.provenance(input);
        let before = if full { None } else { stored_provenance(lake, mart.tables())? };
        if before.as_ref() == Some(&provenance) {
            reports.push(RefreshReport { mart: mart.name(), extent: Extent::Nothing, rows: Vec::new() });
            continue;
        }
        let updated = match before {
            None => None,
            Some(before) => mart.update(input, &before).await.unwrap_or_else(|error| {
                // The stored mart cannot be built upon; made anew it need not be read.
                tracing::warn!(%error, mart = mart.name(), "a stored mart is made anew");
                None
            }),
        };
        match updated {
            Some(update) => reports.push(keep(input, mart, update, &provenance, now).await?),
            None => anew.push((mart, provenance)),
        }
    }
    let marts: Vec<&dyn Mart> = anew.iter().map(|(mart, _)| *mart).collect();
    // Each is committed once all are made: one that cannot be made leaves the stored ones as they were.
    for ((mart, provenance), update) in anew.iter().zip(build(input, &marts)?) {
        reports.push(keep(input, *mart, update, provenance, now).await?);
    }
    Ok(reports)
}

/// Makes marts from nothing, in one walk over all customers' lives.
pub(super) fn build(input: &MartInput<'_>, marts: &[&dyn Mart]) -> Result<Vec<MartUpdate>, MartError> {
    if marts.is_empty() {
        return Ok(Vec::new());
    }
    let builds: Vec<_> = marts.iter().map(|mart| mart.build(input)).collect();
    let wanted: Vec<Fact> =
        Fact::ALL.into_iter().filter(|fact| marts.iter().any(|mart| mart.facts().contains(fact))).collect();
    let walk = Walk { facts: &wanted, ..input.walk };
    let rates = walk.rates();
    over_groups(
        walk.threads,
        1,
        || builds.iter().map(|build| build.fold()).collect::<Vec<_>>(),
        |folds, buckets| {
            let bucket = buckets.start;
            let mut reader = walk.reader(bucket, &rates)?;
            folds.iter_mut().try_for_each(|fold| fold.begin_bucket(bucket, &mut reader))?;
            walk.lives(bucket, reader, &mut UnattributedRows::default(), |life| {
                folds.iter_mut().try_for_each(|fold| fold.add(&life))
            })?;
            folds.iter_mut().try_for_each(|fold| fold.end_bucket(bucket))
        },
        |folds: Vec<Box<dyn LifeFold + '_>>| folds.into_iter().try_for_each(LifeFold::finish),
    )?;
    builds.into_iter().map(MartBuild::finish).collect()
}

/// Commits what became of a mart.
async fn keep(
    input: &MartInput<'_>,
    mart: &dyn Mart,
    update: MartUpdate,
    provenance: &Value,
    now: Timestamp,
) -> Result<RefreshReport, MartError> {
    let tables = mart.tables();
    // Whichever are committed when the machine stops: tables that say different things are made anew.
    let commits = tables.iter().zip(update.tables);
    let commits = commits.map(|(table, change)| commit(input.walk.lake, table, change, provenance, now));
    join_all(commits).await.into_iter().collect::<Result<Vec<()>, LakeError>>()?;
    let rows = tables.iter().map(|table| table.name).zip(update.rows).collect();
    let extent = update.customers.map_or(Extent::Everything, Extent::Customers);
    Ok(RefreshReport { mart: mart.name(), extent, rows })
}
