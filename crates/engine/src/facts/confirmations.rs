//! Confirmations: which facts did an import say again, though they were known?
//!
//! A fact that several imports say stands in the table once, under the number of the first of them. Were that import undone, the fact
//! would have to stay for the others' sake; so it is kept which rows of which data files each import found unchanged. A row costs a bit,
//! for data files never change: the file and the row's position in it name the fact for good, also after the row has moved to another file.

use arrow::array::AsArray;
use arrow::buffer::{BooleanBuffer, Buffer};
use arrow::datatypes::Int64Type;

use super::error::ImportError;
use crate::lake::{DataFile, Fact, Journal, Lake, LakeError, Snapshot};

/// The rows of one data file that an import said again.
#[derive(Clone, Debug)]
pub(super) struct Confirmation {
    /// The name of the file.
    pub(super) file: String,
    /// Whether the import said it without a day: customers' attributes that were the same as the latest known.
    pub(super) undated: bool,
    /// A bit a row of the file.
    pub(super) rows: BooleanBuffer,
}

impl Confirmation {
    /// These rows of a file, in whatever order.
    pub(super) fn of_rows(file: &DataFile, undated: bool, rows: &[usize]) -> Self {
        let mut is_said = vec![false; if rows.is_empty() { 0 } else { file.rows as usize }];
        for row in rows {
            is_said[*row] = true;
        }
        Self { file: file.path.clone(), undated, rows: is_said.into() }
    }
}

/// The journal as it is now.
pub(super) async fn journal(lake: &Lake) -> Result<Snapshot, LakeError> {
    lake.snapshot(Journal::Confirmed.name()).await
}

/// What one import said again.
pub(super) fn confirmed_by(
    lake: &Lake,
    journal: &Snapshot,
    import_seq: i64,
    fact: Fact,
) -> Result<Vec<Confirmation>, ImportError> {
    let mut found = Vec::new();
    let of_import = |file: &&DataFile| file.import_seqs.as_ref().is_none_or(|seqs| seqs.contains(&import_seq));
    for file in journal.files().iter().filter(of_import) {
        for batch in lake.read_file(journal, file, &["import_seq", "fact", "file", "undated", "file_rows", "rows"])? {
            let batch = batch?;
            let [seqs, file_rows] = [0, 4].map(|column| batch.column(column).as_primitive::<Int64Type>());
            let [facts, files] = [1, 2].map(|column| batch.column(column).as_string::<i32>());
            let (undated, rows) = (batch.column(3).as_boolean(), batch.column(5).as_binary::<i32>());
            for row in 0..batch.num_rows() {
                let (bits, length) = (rows.value(row), file_rows.value(row) as usize);
                if seqs.value(row) != import_seq || facts.value(row) != fact.name() {
                    continue;
                }
                if bits.len() * 8 < length {
                    let why = format!("{} of import {import_seq} lacks rows", files.value(row));
                    return Err(LakeError::Unreadable { table: journal.table().to_owned(), why }.into());
                }
                found.push(Confirmation {
                    file: files.value(row).to_owned(),
                    undated: undated.value(row),
                    rows: BooleanBuffer::new(Buffer::from(bits), 0, length),
                });
            }
        }
    }
    Ok(found)
}
