//! Files of rejects, corrected: which rejects of earlier imports do their rows mend?
//!
//! Such a file says of each row what was wrong with it, in columns of their own before those of the source. They are no part of the
//! mapping; here alone they are read.

use arrow::array::{Array, AsArray, StringArray};

use crate::sources::{MendedRow, Pull, RawBatch, RowPosition};

/// The columns that name a reject, in a file of rejects.
const PLACE: [&str; 3] = ["rejected_import", "rejected_file", "rejected_row"];

/// The rejects that rows of a batch were, by where the rows stand now; nothing where the file is none of rejects.
pub(super) fn said(raw: &RawBatch) -> Vec<(RowPosition, MendedRow)> {
    let columns = PLACE.map(|name| raw.rows.column_by_name(name).and_then(|column| column.as_string_opt::<i32>()));
    let [Some(imports), Some(files), Some(rows)] = columns else { return Vec::new() };
    let number = |column: &StringArray, row: usize| {
        if column.is_valid(row) { column.value(row).trim().parse::<u64>().ok() } else { None }
    };
    let reject = |(row, place): (usize, &RowPosition)| {
        let (import, at) = (number(imports, row)?, number(rows, row)?);
        let file = files.is_valid(row).then(|| files.value(row).to_owned())?;
        Some((*place, MendedRow { import_seq: i64::try_from(import).ok()?, file, row: at }))
    };
    raw.places.iter().enumerate().filter_map(reject).collect()
}

/// Those of them whose rows were not refused again.
pub(super) fn came_in(said: Vec<(RowPosition, MendedRow)>, pulled: &Pull) -> impl Iterator<Item = MendedRow> {
    let places = if said.is_empty() { Vec::new() } else { pulled.batch.places.clone() };
    said.into_iter().filter(move |(place, _)| places.binary_search(place).is_ok()).map(|(_, mended)| mended)
}
