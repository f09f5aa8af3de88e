//! Is all there that was there: do the journal of imports, the marts and the closed books know of more than the lake holds?

use bellwether_engine::facts::ask_journal;
use bellwether_engine::lake::{Lake, LakeError, Witness};
use bellwether_engine::marts::ask_marts;
use bellwether_records::Records;

use crate::failure::Failure;

/// Asks whoever knows better whether a table holds less than it did: the journal of imports, the stored marts, the closed books.
pub(crate) async fn ask_witnesses(lake: &Lake, records: &Records) -> Result<(), Failure> {
    ask_journal(lake).await?;
    ask_marts(lake)?;
    let Some(last) = records.books().last().await? else { return Ok(()) };
    for (table, known) in last.lake_versions {
        let version = lake.latest_version(&table)?;
        if version < known {
            let (version, witness) = (Some(version), Witness::Books);
            return Err(LakeError::Behind { table, version, known, witness }.into());
        }
    }
    Ok(())
}
