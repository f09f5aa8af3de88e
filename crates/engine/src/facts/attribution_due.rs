//! Of which tables are facts to be given to other customers, by what is known of ids now?

use arrow::array::{Array, AsArray, RecordBatch};
use serde_json::{Map, Value};

use super::error::ImportError;
use super::identities::{Identities, SUBSCRIPTIONS};
use super::report::ImportReport;
use crate::lake::{DataFile, Fact, Journal, Lake, LakeError, Snapshot, VIA};
use crate::sources::mapping::IdentityLookup;

/// Under this name a commit to `imports` says of which tables facts are to be given to other customers.
const DUE: &str = "bellwether.attribution_due";

/// The tables of which facts are to be given to other customers.
pub(super) fn due(lake: &Lake) -> Result<Vec<Fact>, LakeError> {
    let imports = Journal::Imports.name();
    let noted = lake.commit_metadata(imports, lake.latest_version(imports)?)?.remove(DUE);
    let names = noted.as_ref().and_then(Value::as_array).into_iter().flatten();
    Ok(names.filter_map(|name| name.as_str()?.parse().ok()).collect())
}

/// What is to be noted with the row of an import or whatever else of which this is the report: the tables that are due after it.
pub(super) async fn due_after(lake: &Lake, report: &ImportReport) -> Result<Map<String, Value>, ImportError> {
    let (fact, before) = (report.fact.parse::<Fact>().ok(), due(lake)?);
    // By what facts are found that may lead elsewhere now.
    let changed = match fact {
        Some(Fact::Identities) => Some(report.source.as_str()),
        Some(Fact::Subscriptions) => Some(SUBSCRIPTIONS),
        _ => None,
    };
    let mut found = Vec::new();
    let mut identities = None;
    for table in [Fact::Subscriptions, Fact::Purchases, Fact::Touches, Fact::Feedback, Fact::Reasons] {
        let snapshot = lake.snapshot(table.name()).await?;
        // What an undo puts back has the number of the import that said it.
        let may_have_come = |file: &DataFile| {
            report.undoes.is_some() || file.import_seqs.as_ref().is_none_or(|seqs| seqs.contains(&report.import_seq))
        };
        let may_differ = |file: &&DataFile| {
            before.contains(&table)
                || changed.is_some_and(|via| may_hold(file, via))
                || fact == Some(table) && may_have_come(file)
        };
        for file in with_via(&snapshot).filter(may_differ) {
            if identities.is_none() {
                identities = Some(Identities::load(lake).await?);
            }
            let Some(known) = &identities else { continue };
            if !rows_of_others(lake, &snapshot, file, known)?.is_empty() {
                found.push(Value::from(table.name()));
                break;
            }
        }
    }
    let noted = (!found.is_empty()).then(|| (DUE.to_owned(), Value::Array(found)));
    Ok(noted.into_iter().collect())
}

/// Whether a file may hold rows that are found by something, as far as its statistics say.
fn may_hold(file: &DataFile, via: &str) -> bool {
    let [least, greatest] = ["minValues", "maxValues"].map(|side| file.statistics[side][VIA[0]].as_str());
    least.is_none_or(|least| least <= via) && greatest.is_none_or(|greatest| via <= greatest)
}

/// The files of a table with rows that name their customer by an id of something else.
pub(super) fn with_via(snapshot: &Snapshot) -> impl Iterator<Item = &DataFile> {
    let without = |file: &DataFile| file.statistics["nullCount"][VIA[0]].as_u64().unwrap_or(file.rows);
    snapshot.files().iter().filter(move |file| without(file) < file.rows)
}

/// The rows of a file whose ids lead to another customer than theirs, or to one or none at last.
pub(super) fn rows_of_others(
    lake: &Lake,
    snapshot: &Snapshot,
    file: &DataFile,
    identities: &Identities,
) -> Result<Vec<usize>, LakeError> {
    let (mut found, mut start) = (Vec::new(), 0);
    for batch in lake.read_file(snapshot, file, &["customer_id", VIA[0], VIA[1]])? {
        let batch = batch?;
        let customers = batch.column(0).as_string::<i32>();
        found.extend(named_by_ids(snapshot.table(), &batch, identities).filter_map(|(row, is)| {
            let was = customers.is_valid(row).then(|| customers.value(row));
            (is != was).then_some(start + row)
        }));
        start += batch.num_rows();
    }
    Ok(found)
}

/// The rows that name their customer by an id of something else, each with the customer to whom it leads now, if to any.
pub(super) fn named_by_ids<'a>(
    table: &str,
    rows: &'a RecordBatch,
    identities: &'a Identities,
) -> impl Iterator<Item = (usize, Option<&'a str>)> {
    let column = |name| rows.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
    let named = column(VIA[0]).zip(column(VIA[1])).map(|(via, ids)| via.iter().zip(ids.iter()));
    // Subscriptions that are found by other ones would turn in a circle.
    let is_of_subscriptions = table == Fact::Subscriptions.name();
    named.into_iter().flatten().enumerate().filter_map(move |(row, (via, id))| {
        let (via, id) = via.zip(id).filter(|(via, _)| !(is_of_subscriptions && *via == SUBSCRIPTIONS))?;
        Some((row, identities.customer(via, id)))
    })
}
