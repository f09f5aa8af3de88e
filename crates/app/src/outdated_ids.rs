//! Attributes and referrals that found their customers by ids of another system, which may lead elsewhere since.
//!
//! Other facts keep the id they came with and follow it to whomever it leads. These belong for good to the customer whom it named when they
//! came in, so that it is said when that may have changed.

use std::collections::BTreeSet;

use bellwether_engine::facts::PastImport;
use bellwether_engine::lake::Fact;
use bellwether_engine::sources::mapping::{ColumnSource, Mapping, Via};

/// By what customers are found besides identities.
const SUBSCRIPTIONS: &str = "subscriptions";

/// An import that found customers by ids that changed after it.
pub(crate) struct OutdatedIds<'a> {
    pub import: &'a PastImport,
    /// The system whose ids they are.
    pub system: String,
}

/// All such imports, by number.
pub(crate) fn outdated_ids(past: &[PastImport]) -> Vec<OutdatedIds<'_>> {
    let imports = past.iter().filter(|import| import.counts() && import.is_import());
    let outdated = imports.filter_map(|import| {
        let fact: Fact = import.report.fact.parse().ok()?;
        if fact.has_via() || fact == Fact::Identities {
            return None;
        }
        let mapping = Mapping::from_toml(&import.report.mapping).ok()?;
        let systems = mapping.columns.values().filter_map(|from| match from {
            ColumnSource::Via(Via { via, .. }) => Some(via.as_str()),
            ColumnSource::Source(_) => None,
        });
        let systems: BTreeSet<&str> = systems.collect();
        let system = systems.into_iter().find(|system| have_changed(past, import.seq(), system))?;
        Some(OutdatedIds { import, system: system.to_owned() })
    });
    outdated.collect()
}

/// Whether ids of a system may lead to others than when an import found customers by them.
fn have_changed(past: &[PastImport], import: i64, system: &str) -> bool {
    let leads = |later: &PastImport| match system {
        SUBSCRIPTIONS => later.report.fact == Fact::Subscriptions.name(),
        system => later.report.fact == Fact::Identities.name() && later.report.source == system,
    };
    let changes = |later: &PastImport| later.report.replaced + later.report.withdrawn > 0;
    let later = past.iter().filter(|later| later.seq() > import && later.counts() && leads(later));
    let (imports, undos): (Vec<_>, Vec<_>) = later.partition(|later| later.is_import());
    // What came later and was taken back led to where it leads again. What was there before may have been said again, and gone with that.
    let takes_earlier_back = undos.iter().any(|undo| undo.report.undoes.is_some_and(|undone| undone < import));
    imports.into_iter().any(changes) || takes_earlier_back && undos.into_iter().any(changes)
}
