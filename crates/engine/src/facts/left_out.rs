//! Rows that an import left out: which facts did it say count no more?
//!
//! A mapping leaves a row out for what it says: an order is cancelled, an invoice void. Where it counted before, because an earlier export
//! told it as paid, it must leave, or what one export of the final state would give would depend on how often the company exports. The keys
//! are kept even where no such fact was known: after an undo it may be.

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;

use super::error::ImportError;
use super::staging::KEY_BYTES;
use crate::lake::{Fact, Journal, Lake, LakeError, Snapshot};

/// The journal as it is now.
pub(super) async fn journal(lake: &Lake) -> Result<Snapshot, LakeError> {
    lake.snapshot(Journal::LeftOut.name()).await
}

/// The keys of rows that one import left out.
pub(super) fn left_out_by(
    lake: &Lake,
    journal: &Snapshot,
    import_seq: i64,
    fact: Fact,
) -> Result<Vec<u128>, ImportError> {
    let mut found = Vec::new();
    let written_by = Journal::LeftOut.written_by();
    for file in journal.files() {
        if file.statistics["maxValues"][written_by].as_i64().is_some_and(|seq| seq != import_seq) {
            continue;
        }
        for batch in lake.read_file(journal, file, &[written_by, "fact", "keys"])? {
            let batch = batch?;
            let seqs = batch.column(0).as_primitive::<Int64Type>();
            let (facts, keys) = (batch.column(1).as_string::<i32>(), batch.column(2).as_binary::<i32>());
            for row in (0..batch.num_rows()).filter(|row| seqs.value(*row) == import_seq) {
                if facts.value(row) == fact.name() {
                    let keys = keys.value(row).as_chunks::<KEY_BYTES>().0;
                    found.extend(keys.iter().map(|key| u128::from_be_bytes(*key)));
                }
            }
        }
    }
    Ok(found)
}
