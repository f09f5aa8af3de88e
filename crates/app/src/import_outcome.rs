//! What came of an import, for whoever began it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use bellwether_engine::{facts, sources};
use bellwether_model::{Currency, Day};
use bellwether_words::Message;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::attributed::attributed;
use crate::look::{ImportLook, in_oddities};

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportOutcome {
    /// What became of the rows.
    pub report: ImportReport,
    /// The system they come from.
    pub source: String,
    /// What rows are worth that name no customer, by currency, in whole minor units.
    pub unattributed_minor: Vec<(Currency, i128)>,
    /// What the facts are worth that leave because they are left out now.
    #[serde(default)]
    pub withdrawn_minor: Vec<(Currency, i128)>,
    /// The file of all rejects, to correct and import again.
    pub rejects_file: Option<PathBuf>,
    /// What it makes of its table. Of an import that is told once more after a crash that is not known.
    #[serde(default)]
    pub look: ImportLook,
    /// What looks odd about the rows, one sentence each.
    #[serde(default)]
    pub oddities: Vec<Message>,
    /// Whose facts became whose, since identities say something else, one sentence each.
    #[serde(default)]
    pub attributed: Vec<Message>,
}

/// What became of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// The import's number; null of a trial, and where there was nothing new.
    pub import: Option<i64>,
    /// Rows read.
    pub read: u64,
    /// Rows that are new.
    pub added: u64,
    /// Rows that say something else than before.
    pub replaced: u64,
    /// Rows that were there already.
    pub unchanged: u64,
    /// Rows repeated within what was read.
    pub repeated: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Rows that name no customer.
    pub unattributed: u64,
    /// The day up to which the source is complete, as whoever imported it said.
    #[serde(default)]
    pub complete_through: Option<Day>,
    /// Facts that leave: they counted before, and what was read now leaves them out.
    #[serde(default)]
    pub withdrawn: u64,
    /// The first rejects, as sentences with file, row, column, value and reason.
    pub first_rejects: Vec<String>,
}

impl ImportOutcome {
    pub(crate) fn of(report: &facts::ImportReport, is_trial: bool, rejects_file: Option<PathBuf>) -> Self {
        let sentence = |reject: &sources::Reject| {
            let file = report.files.get(reject.place.file as usize).map_or("the input", |file| file.name.as_str());
            match reject.column.as_str() {
                "" => format!("{file}, row {}: {}", reject.place.row, reject.reason),
                column => {
                    format!("{file}, row {}, column {column}: '{}': {}", reject.place.row, reject.value, reject.reason)
                }
            }
        };
        let in_currencies = |sums: &BTreeMap<String, i128>| {
            sums.iter().filter_map(|(code, minor)| Some((code.parse().ok()?, *minor))).collect()
        };
        let changes = report.added + report.replaced + report.withdrawn + report.rejected > 0
            || report.complete_through.is_some();
        Self {
            report: ImportReport {
                import: (!is_trial && changes).then_some(report.import_seq),
                read: report.read,
                added: report.added,
                replaced: report.replaced,
                unchanged: report.unchanged,
                repeated: report.repeated,
                rejected: report.rejected,
                unattributed: report.unattributed,
                complete_through: report.complete_through,
                withdrawn: report.withdrawn,
                first_rejects: report.first_rejects.iter().map(sentence).collect(),
            },
            source: report.source.clone(),
            unattributed_minor: in_currencies(&report.unattributed_minor),
            withdrawn_minor: in_currencies(&report.withdrawn_minor),
            rejects_file,
            look: ImportLook::from(&report.look),
            oddities: in_oddities(&report.oddities),
            attributed: (report.attributions.iter())
                .flat_map(|(fact, attribution)| attributed(fact.name(), Some(attribution)))
                .collect(),
        }
    }
}
