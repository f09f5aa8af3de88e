//! Rejects by cause: which refused rows are still to be done, and which came in since?
//!
//! What came in follows from the facts and imports that count, so an undo opens again what it takes back. A row came in where
//! its file was read again by a later import that did not refuse it, where a corrected file of rejects says so, or where a later import
//! brought a fact of its id.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;
use foldhash::{HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::error::ImportError;
use super::past::past_imports;
use super::rejects::for_each;
use super::report::{ImportReport, ImportedFile};
use crate::lake::{Fact, Lake};
use crate::sources::mapping::key_lines;
use crate::sources::{MendedRow, Reject};

/// So many rows of a cause that are still to be done are told one by one.
const SHOWN: usize = 20;

/// The rows that an import refused for one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectCause {
    /// The import's number.
    pub import_seq: i64,
    /// The cause's id, the same each time it is asked for.
    pub id: String,
    /// The table.
    pub fact: String,
    /// The source.
    pub source: String,
    /// The column concerned; empty if whole rows are.
    pub column: String,
    /// What is wrong, as it was said of the first row; numbers and values differ from row to row.
    pub reason: String,
    /// Rows that came in since.
    pub mended: u64,
    /// Rows that somebody said are none.
    pub dismissed: u64,
    /// Rows still to be done.
    pub open: u64,
    /// The first of these.
    pub first_open: Vec<OpenReject>,
}

/// A refused row that is still to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReject {
    /// The file it stands in.
    pub file: String,
    /// Where in it.
    pub row: u64,
    /// The offending value.
    pub value: String,
    /// The row as read.
    pub line: String,
}

/// A refused row, by what people may have said of it.
#[derive(Clone, Copy, Debug)]
pub struct RejectPlace<'r> {
    /// The import's number.
    pub import_seq: i64,
    /// The id of the cause.
    pub cause: &'r str,
    /// The file.
    pub file: &'r str,
    /// Where in it.
    pub row: u64,
}

/// Rows of imports that count, by import, the latest first, and cause. `is_dismissed` says whether somebody said that a row is none.
pub async fn reject_causes(
    lake: &Lake,
    is_dismissed: &(dyn Fn(RejectPlace<'_>) -> bool + Sync),
) -> Result<Vec<RejectCause>, ImportError> {
    let past = past_imports(lake).await?;
    let counting = past.into_iter().filter(|past| past.counts() && past.is_import());
    let reports: BTreeMap<i64, ImportReport> = counting.map(|past| (past.seq(), past.report)).collect();
    if reports.values().all(|report| report.rejected == 0) {
        return Ok(Vec::new());
    }
    let read_again = read_again(&reports);
    let mut ids: HashMap<(&str, &str), HashSet<u64>> = HashMap::default();
    let mut places: HashSet<(i64, u64, u64)> = HashSet::default();
    for_each(lake, None, |seq, file, reject| {
        if let Some(report) = reports.get(&seq) {
            places.insert((seq, xxh3_64(file.as_bytes()), reject.place.row));
            if let Some(id) = &reject.id {
                ids.entry((&report.fact, &report.source)).or_default().insert(xxh3_64(id.as_bytes()));
            }
        }
        Ok(())
    })
    .await?;
    let came = came_since(lake, &ids).await?;
    let mended: HashSet<&MendedRow> = reports.values().flat_map(|report| &report.mended).collect();
    let mut causes: BTreeMap<(std::cmp::Reverse<i64>, u64), RejectCause> = BTreeMap::new();
    for_each(lake, None, |seq, file, reject| {
        let Some(report) = reports.get(&seq) else { return Ok(()) };
        let row = reject.place.row;
        let again = read_again.get(&(seq, file.to_owned()));
        if again.is_some_and(|(later, name)| places.contains(&(*later, xxh3_64(name.as_bytes()), row))) {
            // It was refused again, and is told of there.
            return Ok(());
        }
        let id = reject.id.as_ref().map(|id| xxh3_64(id.as_bytes()));
        let came = id.and_then(|id| came.get(&(report.fact.as_str(), report.source.as_str(), id)));
        let place = MendedRow { import_seq: seq, file: file.to_owned(), row };
        let is_mended = again.is_some() || came.is_some_and(|since| *since > seq) || mended.contains(&place);
        let hash = xxh3_64(format!("{seq}\0{}\0{}", reject.column, cause_of(&reject.reason)).as_bytes());
        let cause =
            causes.entry((std::cmp::Reverse(seq), hash)).or_insert_with(|| RejectCause::new(report, hash, &reject));
        let place = RejectPlace { import_seq: seq, cause: &cause.id, file, row };
        if is_mended {
            cause.mended += 1;
        } else if is_dismissed(place) {
            cause.dismissed += 1;
        } else {
            cause.open += 1;
            if cause.first_open.len() < SHOWN {
                let Reject { value, line, .. } = reject;
                cause.first_open.push(OpenReject { file: file.to_owned(), row, value, line });
            }
        }
        Ok(())
    })
    .await?;
    Ok(causes.into_values().collect())
}

impl RejectCause {
    fn new(report: &ImportReport, hash: u64, first: &Reject) -> Self {
        Self {
            import_seq: report.import_seq,
            id: format!("{hash:016x}"),
            fact: report.fact.clone(),
            source: report.source.clone(),
            column: first.column.clone(),
            reason: first.reason.clone(),
            mended: 0,
            dismissed: 0,
            open: 0,
            first_open: Vec::new(),
        }
    }
}

/// The files of imports that a later one of the same source read again, byte for byte, with the number of the last that did and the file's name there.
fn read_again(reports: &BTreeMap<i64, ImportReport>) -> HashMap<(i64, String), (i64, String)> {
    // As another source's, the same file holds other rows.
    let content = |report: &ImportReport, file: &ImportedFile| {
        let content = file.sha256.clone().unwrap_or_else(|| file.name.clone());
        (report.fact.clone(), report.source.clone(), content)
    };
    let mut last: HashMap<(String, String, String), (i64, String)> = HashMap::default();
    let files = || reports.values().flat_map(|report| report.files.iter().map(move |file| (report, file)));
    for (report, file) in files() {
        last.insert(content(report, file), (report.import_seq, file.name.clone()));
    }
    files()
        .filter_map(|(report, file)| {
            let last = last.get(&content(report, file))?;
            (last.0 > report.import_seq).then(|| ((report.import_seq, file.name.clone()), last.clone()))
        })
        .collect()
}

/// Of the ids asked for, by table and source, those that facts have, with the last import that said something new of them.
async fn came_since<'r>(
    lake: &Lake,
    ids: &HashMap<(&'r str, &'r str), HashSet<u64>>,
) -> Result<HashMap<(&'r str, &'r str, u64), i64>, ImportError> {
    let mut came = HashMap::default();
    for fact in Fact::ALL.into_iter().filter(|fact| ids.keys().any(|(table, _)| *table == fact.name())) {
        let snapshot = lake.snapshot(fact.name()).await?;
        let columns: Vec<&str> = fact.key().iter().copied().chain(["source", "import_seq"]).collect();
        for file in snapshot.files() {
            for batch in lake.read_file(&snapshot, file, &columns)? {
                let batch = batch?;
                let keys = fact.key().len();
                let lines = key_lines(&batch.columns()[..keys]);
                let lines = lines.map_err(crate::lake::LakeError::columns(fact.name()))?;
                let (sources, seqs) =
                    (batch.column(keys).as_string::<i32>(), batch.column(keys + 1).as_primitive::<Int64Type>());
                for (row, line) in lines.iter().enumerate() {
                    let Some(line) = line else { continue };
                    let source = if sources.is_valid(row) { sources.value(row) } else { "" };
                    let Some(((table, source), wanted)) = ids.iter().find(|(of, _)| **of == (fact.name(), source))
                    else {
                        continue;
                    };
                    let id = xxh3_64(line.as_bytes());
                    if wanted.contains(&id) {
                        let since: &mut i64 = came.entry((*table, *source, id)).or_default();
                        *since = (*since).max(seqs.value(row));
                    }
                }
            }
        }
    }
    Ok(came)
}

/// A reason without what differs from row to row: numbers and what stands in quotes.
fn cause_of(reason: &str) -> String {
    let mut cause = String::new();
    let mut letters = reason.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_open = !cause.ends_with(char::is_alphanumeric);
        match letter {
            '\'' if is_open && letters.clone().any(|letter| letter == '\'') => {
                while letters.next().is_some_and(|letter| letter != '\'') {}
                cause.push_str("''");
            }
            letter if letter.is_ascii_digit() => {
                while letters.next_if(char::is_ascii_digit).is_some() {}
                cause.push('#');
            }
            letter => cause.push(letter),
        }
    }
    cause
}

#[cfg(test)]
mod tests {
    use super::cause_of;

    #[test]
    fn a_cause_is_the_same_whatever_the_value() {
        assert_eq!(cause_of("'x1' is no amount"), cause_of("'3 of 4' is no amount"));
        assert_eq!(cause_of("row 3 of a.csv has the same id"), cause_of("row 17 of a.csv has the same id"));
        assert_ne!(cause_of("is no amount"), cause_of("is no day"));
        assert_eq!(cause_of("the row's cells, don't they"), "the row's cells, don't they");
    }
}
