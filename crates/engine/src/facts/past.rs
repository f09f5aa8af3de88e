//! The past: which imports were there, and which of them count?
//!
//! An import counts unless an undo that itself counts takes it back; an undo of an undo thus makes the import count again. Invariant:
//! numbers rise with time, and an undo's is higher than that of what it takes back, so one pass from the last to the first decides.

use arrow::array::AsArray;

use super::error::ImportError;
use super::report::ImportReport;
use crate::lake::{Journal, Lake, undone};

/// An import or an undo that came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastImport {
    /// What was reported of it, without the first rejects.
    pub report: ImportReport,
    /// The undo that takes it back, where one does.
    pub undone_by: Option<i64>,
}

impl PastImport {
    /// Its number.
    #[must_use]
    pub fn seq(&self) -> i64 {
        self.report.import_seq
    }

    /// Whether what it brought, or took back, is of effect.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.undone_by.is_none()
    }

    /// Whether it brought rows in, rather than took some back.
    #[must_use]
    pub fn is_import(&self) -> bool {
        self.report.is_import()
    }
}

/// All imports and undos that took place, by number.
pub async fn past_imports(lake: &Lake) -> Result<Vec<PastImport>, ImportError> {
    let snapshot = lake.snapshot(Journal::Imports.name()).await?;
    let mut reports: Vec<ImportReport> = Vec::new();
    for file in snapshot.files() {
        for batch in lake.read_file(&snapshot, file, &["report"])? {
            for report in batch?.column(0).as_string::<i32>().iter().flatten() {
                reports.push(serde_json::from_str(report)?);
            }
        }
    }
    reports.sort_by_key(|report| report.import_seq);
    let undone = undone(reports.iter().map(|report| (report.import_seq, report.undoes)));
    let past =
        reports.into_iter().map(|report| PastImport { undone_by: undone.get(&report.import_seq).copied(), report });
    Ok(past.collect())
}
