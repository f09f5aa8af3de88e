//! Rejects to correct: the rows an import refused, as a file that can be imported again.

use std::io::Write;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;

use super::report::{ImportReport, SHOWN_REJECTS};
use crate::lake::{Journal, Lake, LakeError};
use crate::sources::{Reject, RowPosition};

/// How the rows were laid out where they came from.
#[derive(Clone, Debug)]
pub struct RejectLayout<'a> {
    /// The names of the columns, in the order of the file.
    pub columns: &'a [String],
    /// What stands between two cells.
    pub delimiter: char,
}

/// What is told of a row, before the row itself: so a broken quote in the row cannot swallow it.
const TOLD: [&str; 6] =
    ["rejected_import", "rejected_file", "rejected_row", "rejected_column", "rejected_value", "rejected_reason"];

/// Writes the rows that an import refused, as read, behind columns that say what is wrong with them; gives their number. Once
/// corrected, the file can be imported with the mapping of the first, which knows nothing of those columns.
pub async fn export_rejects(
    lake: &Lake,
    import_seq: i64,
    layout: &RejectLayout<'_>,
    out: &mut (dyn Write + Send),
) -> Result<u64, LakeError> {
    let failed = |error| LakeError::io("write", "the file of rejects".as_ref(), error);
    let mark = layout.delimiter;
    let header = TOLD.into_iter().chain(layout.columns.iter().map(String::as_str)).map(|name| quoted(name, mark));
    writeln!(out, "{}", header.collect::<Vec<_>>().join(&mark.to_string())).map_err(failed)?;
    let mut written = 0;
    for_each(lake, Some(import_seq), |_, file, reject| {
        let (seq, row) = (import_seq.to_string(), reject.place.row.to_string());
        let told = [&seq, file, &row, &reject.column, &reject.value, &reject.reason];
        written += 1;
        writeln!(out, "{}{mark}{}", told.map(|cell| quoted(cell, mark)).join(&mark.to_string()), reject.line)
            .map_err(failed)
    })
    .await?;
    out.flush().map_err(failed)?;
    Ok(written)
}

/// The first of the rows that an import refused, which its stored report leaves out.
pub(super) async fn first_rejects(lake: &Lake, report: &ImportReport) -> Result<Vec<Reject>, LakeError> {
    let mut rejects = Vec::new();
    for_each(lake, Some(report.import_seq), |_, file, mut reject| {
        let index = report.files.iter().position(|imported| imported.name == file).unwrap_or_default();
        reject.place.file = index as u32;
        if rejects.len() < SHOWN_REJECTS {
            rejects.push(reject);
        }
        Ok(())
    })
    .await?;
    Ok(rejects)
}

/// Every row that an import refused, or all did, with the import's number and the name of the row's file, whose own number is not
/// known here.
pub(super) async fn for_each(
    lake: &Lake,
    import_seq: Option<i64>,
    mut tell: impl FnMut(i64, &str, Reject) -> Result<(), LakeError>,
) -> Result<(), LakeError> {
    let snapshot = lake.snapshot(Journal::Rejects.name()).await?;
    let wanted = |range: &std::ops::RangeInclusive<i64>| import_seq.is_none_or(|seq| range.contains(&seq));
    let mut columns = vec!["import_seq", "file", "row", "column", "value", "reason", "line"];
    // A table of an earlier version of Bellwether has none.
    let has_ids = snapshot.schema().column_with_name("id").is_some();
    columns.extend(has_ids.then_some("id"));
    for file in snapshot.files().iter().filter(|file| file.import_seqs.as_ref().is_none_or(wanted)) {
        for batch in lake.read_file(&snapshot, file, &columns)? {
            let batch = batch?;
            let [seqs, rows] = [0, 2].map(|column| batch.column(column).as_primitive::<Int64Type>());
            let text = |column: usize, row: usize| batch.column(column).as_string::<i32>().value(row);
            let ids = has_ids.then(|| batch.column(7).as_string::<i32>());
            let is_wanted = |row: &usize| import_seq.is_none_or(|seq| seqs.value(*row) == seq);
            for row in (0..batch.num_rows()).filter(is_wanted) {
                let [column, value, reason, line] = [3, 4, 5, 6].map(|column| text(column, row).to_owned());
                let place = RowPosition { file: 0, row: rows.value(row).cast_unsigned() };
                let id = ids.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row).to_owned());
                tell(seqs.value(row), text(1, row), Reject { place, column, value, reason, line, id })?;
            }
        }
    }
    Ok(())
}

fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
