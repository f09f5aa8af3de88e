//! Attribution: whose are the facts that name their customer by an id of something else, by what is known of these ids now?
//!
//! What an identity says holds for facts that came in before it, and so does what it no longer says. So after each import and undo by which
//! an id may lead to another customer than before, the facts in question are given to that one. Such an attribution is a
//! [transaction](super::transaction) like an import, with a number of its own; a fact keeps its key, the number of the import that said it
//! and the moment it was first seen. It cannot be undone by itself, for it only follows from what the identities say.
//!
//! Invariant: with its row in `imports`, each import notes of which tables facts are [`due`], so that an attribution that was interrupted
//! is [made up for](super::repair) before anything else is written. Subscriptions come first, for other facts may be found by them.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::{filter_record_batch, is_not_null};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use jiff::Timestamp;

use super::attributed::Attribution;
use super::attribution_due::{due, named_by_ids, rows_of_others, with_via};
use super::comparison::{FileRemainder, KnownFacts};
use super::error::ImportError;
use super::identities::Identities;
use super::journals::{JournalFile, moments};
use super::monitor::Monitor;
use super::output::Output;
use super::report::ImportReport;
use super::rows_back::{Provenance, RowsBack};
use super::subject::money_of;
use super::transaction::{APPLICATION, FactChanges, PendingImport, keep};
use crate::lake::{Fact, Journal, Lake, LakeError};

/// Gives facts to those whose they are since an import or undo that counts, as of the moment at which it was committed. Whatever goes wrong
/// is no failure of that one, and nobody can stop it: what is left is [`due`] until the next opening.
pub(super) async fn attribute_after(lake: &Lake, (by, at): (&str, Timestamp)) -> Vec<(Fact, Attribution)> {
    match attribute_due(lake, (by, at)).await {
        Ok(done) => done,
        Err(error) => {
            tracing::warn!(%error, "facts are given to their customers at the next opening");
            Vec::new()
        }
    }
}

/// Gives facts to those whose they are by now, table by table; what was done, in this order.
pub(super) async fn attribute_due(
    lake: &Lake,
    (by, at): (&str, Timestamp),
) -> Result<Vec<(Fact, Attribution)>, ImportError> {
    let never = AtomicBool::new(false);
    let mut monitor = Monitor {
        cancel: &never,
        on_progress: &mut |_| {},
        #[cfg(test)]
        dies_after: None,
    };
    let mut done = Vec::new();
    while let Some(fact) = due(lake)?.first().copied() {
        let seq = 1 + lake.transaction(Journal::Imports.name(), APPLICATION).await?.unwrap_or(0);
        let mut report = ImportReport::new(seq, &format!("attribution {seq}"), fact, Fact::Identities.name(), at);
        by.clone_into(&mut report.by);
        done.push((fact, Box::pin(attribute(lake, fact, report, &mut monitor)).await?));
    }
    Ok(done)
}

async fn attribute(
    lake: &Lake,
    fact: Fact,
    mut report: ImportReport,
    monitor: &mut Monitor<'_>,
) -> Result<Attribution, ImportError> {
    let seq = report.import_seq;
    let snapshot = lake.snapshot(fact.name()).await?;
    let table = KnownFacts { lake, snapshot: &snapshot, fact };
    let identities = Identities::load(lake).await?;
    let [mut superseded, mut restored] =
        [Journal::Superseded, Journal::Restored].map(|journal| JournalFile::new(lake, journal, false));
    let (mut back, mut remainders, mut attribution) = (RowsBack::new(lake, fact)?, Vec::new(), Attribution::default());
    for file in with_via(&snapshot) {
        let rows = rows_of_others(lake, &snapshot, file, &identities)?;
        if rows.is_empty() {
            continue;
        }
        for was in table.whole_rows(file, &rows)? {
            let was = was?;
            let is = with_customers(fact, &was, &identities)?;
            count(&mut attribution, &was, &is);
            note_moments(fact, &was, &mut report);
            superseded.note_superseded(fact, seq, &attributed(fact, &was)?)?;
            let keys = table.keys(&was)?;
            let provenances = provenances(fact, &was, &mut back)?;
            back.push(&is, keys, provenances.into_iter())?;
        }
        remainders.push(FileRemainder::without(file, file.rows as usize, &rows));
    }
    let output = Output::new(lake, fact, back.len(), false);
    (report.read, report.replaced) = (back.len(), back.len());
    (report.unattributed, report.unattributed_minor) = (attribution.lost.rows, attribution.lost.minor.clone());
    let mut add = back.write(output, (&mut restored, seq), monitor)?;
    for remainder in remainders.iter().filter(|remainder| remainder.stays.true_count() > 0) {
        add.extend(Output::write_remainder(&table, remainder, false)?);
    }
    let remove = remainders.into_iter().map(|remainder| remainder.file.path).collect();
    report.version = snapshot.version() + 1;
    report.attribution = Some(attribution.clone());
    let notes = [None, superseded.finish()?, None, restored.finish()?, None];
    keep(lake, fact, PendingImport { report, notes, changes: FactChanges { add, remove } }, monitor.steps()).await?;
    Ok(attribution)
}

/// The rows with the customers to whom their ids lead now.
fn with_customers(fact: Fact, rows: &RecordBatch, identities: &Identities) -> Result<RecordBatch, ImportError> {
    let failed = LakeError::columns(fact.name());
    let at = rows.schema().index_of("customer_id").map_err(&failed)?;
    let mut customers: Vec<Option<&str>> = rows.column(at).as_string::<i32>().iter().collect();
    for (row, customer) in named_by_ids(fact.name(), rows, identities) {
        customers[row] = customer;
    }
    let mut columns: Vec<ArrayRef> = rows.columns().to_vec();
    columns[at] = Arc::new(StringArray::from(customers));
    Ok(RecordBatch::try_new(rows.schema(), columns).map_err(&failed)?)
}

/// The rows that name a customer. Of the others nobody was told anything.
fn attributed(fact: Fact, rows: &RecordBatch) -> Result<RecordBatch, ImportError> {
    let failed = LakeError::columns(fact.name());
    let at = rows.schema().index_of("customer_id").map_err(&failed)?;
    let named = is_not_null(rows.column(at)).map_err(&failed)?;
    Ok(filter_record_batch(rows, &named).map_err(&failed)?)
}

/// Where rows of a table come from.
fn provenances(fact: Fact, rows: &RecordBatch, back: &mut RowsBack) -> Result<Vec<Provenance>, ImportError> {
    let column =
        |name: &str| rows.column_by_name(name).ok_or_else(|| ImportError::Shape { fact, column: name.to_owned() });
    let sources = column("source")?.as_string::<i32>();
    let seqs = column("import_seq")?.as_primitive::<Int64Type>();
    let first_seen = column("first_seen")?.as_primitive::<TimestampMicrosecondType>();
    let provenance = |row| Provenance {
        source: back.source(sources.value(row)),
        import_seq: seqs.value(row),
        first_seen: first_seen.value(row),
    };
    Ok((0..rows.num_rows()).map(provenance).collect())
}

fn note_moments(fact: Fact, rows: &RecordBatch, report: &mut ImportReport) {
    moments(fact, rows).iter().flatten().for_each(|moment| report.saw_moment(moment));
}

/// Counts rows as they were, and as they are now.
fn count(done: &mut Attribution, was: &RecordBatch, is: &RecordBatch) {
    let customers = |rows: &RecordBatch| {
        let column = rows.column_by_name("customer_id").and_then(|column| column.as_string_opt::<i32>());
        (0..rows.num_rows()).map(|row| column.is_some_and(|ids| ids.is_valid(row))).collect::<Vec<_>>()
    };
    let money = money_of(was);
    for (row, has) in customers(was).into_iter().zip(customers(is)).enumerate() {
        let worth = match has {
            (false, _) => &mut done.found,
            (true, false) => &mut done.lost,
            (true, true) => &mut done.moved,
        };
        worth.rows += 1;
        if let Some((currencies, minor)) = money {
            *worth.minor.entry(currencies.value(row).to_owned()).or_default() += i128::from(minor.value(row));
        }
    }
}
