//! Whether each version of a document is still what the audit told when it was added.

use bellwether_model::{BusinessCalendars, Day, Journey, Policy, Populations, ReasonTree};
use serde_json::{Value, json};

use super::{Origin, json_or_text, unlike};
use crate::breach::Breach;
use crate::cells::{Cells, FromCells};
use crate::change_kind::ChangeKind;
use crate::document::{Document, subject};
use crate::error::RecordsError;
use crate::mappings::Mapping;
use crate::transaction::Snapshot;

/// What the audit tells of a kind of document. A row of a kind that is not among them is itself a breach.
const KINDS: [Kind; 6] = [
    Kind::of::<BusinessCalendars>(),
    Kind::of::<Journey>(),
    Kind::of::<Mapping>(),
    Kind::of::<Policy>(),
    Kind::of::<Populations>(),
    Kind::of::<ReasonTree>(),
];

struct Kind {
    noun: &'static str,
    add: ChangeKind,
    field: &'static str,
}

/// An entry of the audit about a version, beside the row that was made with it.
struct Pair {
    subject: String,
    told_seq: i64,
    entry: Value,
    changed_by: String,
    changed_at: i64,
    row: Option<Row>,
}

struct Row {
    topic: String,
    key: String,
    version: i64,
    effective_from: Option<i64>,
    body: String,
    note: String,
    created_by: String,
    created_at: i64,
}

/// What of the documents does not stand as the audit told it.
pub(super) async fn verify(snapshot: &mut Snapshot) -> Result<Vec<Breach>, RecordsError> {
    let mut breaches = Vec::new();
    for kind in &KINDS {
        let pairs = sqlx::query(include_str!("document_pairs.sql")).bind(kind.add.name());
        let pairs: Vec<Pair> = snapshot.rows(pairs).await?;
        breaches.extend(pairs.iter().filter_map(|pair| pair.breach(kind)));
    }
    let origins: Vec<Origin> = snapshot.rows(sqlx::query(include_str!("document_origins.sql"))).await?;
    let is_known = |what: ChangeKind| KINDS.iter().any(|kind| kind.add == what);
    breaches.extend(origins.iter().filter_map(|origin| origin.breach(is_known)));
    Ok(breaches)
}

impl Kind {
    const fn of<T: Document>() -> Self {
        Self { noun: T::NOUN, add: T::ADD, field: T::FIELD }
    }
}

impl Pair {
    fn breach(&self, kind: &Kind) -> Option<Breach> {
        let Self { subject: place, told_seq, entry, .. } = self;
        let Some(row) = &self.row else {
            let what = format!("it is gone, but audit entry {told_seq} tells of it");
            return Some(Breach::new(place.clone(), what));
        };
        let first_day = row.effective_from.map(|days| i32::try_from(days).map_or(json!(days), |day| json!(Day(day))));
        let content = match &entry[kind.field] {
            Value::String(_) => Value::String(row.body.clone()),
            _ => json_or_text(row.body.clone()),
        };
        let what = unlike("kind", &json!(row.topic), &json!(kind.add.topic().name()))
            .or_else(|| unlike("name", &json!(subject(kind.noun, row.version, &row.key)), &json!(place)))
            .or_else(|| unlike("content", &content, &entry[kind.field]))
            .or_else(|| unlike("first day", &json!(first_day), &entry["effective_from"]))
            .or_else(|| unlike("note", &json!(row.note), &json!(entry["note"].as_str().unwrap_or_default())))
            .or_else(|| unlike("author", &json!(row.created_by), &json!(self.changed_by)))
            .or_else(|| unlike("time", &json!(row.created_at), &json!(self.changed_at)))?;
        Some(Breach::new(place.clone(), format!("{what}, as audit entry {told_seq} told it")))
    }
}

impl FromCells for Pair {
    const TABLE: &'static str = "documents";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        let row = |_| -> Result<Row, RecordsError> {
            Ok(Row {
                topic: cells.text("topic")?,
                key: cells.text("key")?,
                version: cells.number("version")?,
                effective_from: cells.optional_number("effective_from")?,
                body: cells.text("body")?,
                note: cells.text("note")?,
                created_by: cells.text("created_by")?,
                created_at: cells.number("created_at")?,
            })
        };
        Ok(Self {
            subject: cells.text("subject")?,
            told_seq: cells.number("told_seq")?,
            entry: json_or_text(cells.text("after_json")?),
            changed_by: cells.text("changed_by")?,
            changed_at: cells.number("changed_at")?,
            row: cells.optional_number("seq")?.map(row).transpose()?,
        })
    }
}
