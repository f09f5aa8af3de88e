//! Whether each entry of a register is still what the audit told when it was made.

use serde_json::Value;

use super::{Origin, json_or_text, unlike};
use crate::breach::Breach;
use crate::cells::{Cells, FromCells};
use crate::change_kind::ChangeKind;
use crate::error::RecordsError;
use crate::register::WITHDRAWN;
use crate::transaction::Snapshot;

/// An entry of the audit about a thing of a register, beside the row that was made with it.
struct Pair {
    subject: String,
    told_seq: i64,
    before: Value,
    after: Value,
    row: Option<Row>,
}

struct Row {
    topic: String,
    id: String,
    body: Value,
    is_withdrawn: bool,
    replaced_by: Option<i64>,
    /// The number of the next row about the same thing.
    next: Option<i64>,
}

/// What of the registers does not stand as the audit told it.
pub(super) async fn verify(snapshot: &mut Snapshot) -> Result<Vec<Breach>, RecordsError> {
    let mut breaches = Vec::new();
    for kind in ChangeKind::ALL.iter().filter(|kind| kind.topic().is_register()) {
        let pairs = sqlx::query(include_str!("register_pairs.sql")).bind(kind.name());
        let pairs: Vec<Pair> = snapshot.rows(pairs).await?;
        breaches.extend(pairs.iter().filter_map(|pair| pair.breach(*kind)));
    }
    let origins: Vec<Origin> = snapshot.rows(sqlx::query(include_str!("register_origins.sql"))).await?;
    breaches.extend(origins.iter().filter_map(|origin| origin.breach(|kind| kind.topic().is_register())));
    Ok(breaches)
}

impl Pair {
    fn breach(&self, kind: ChangeKind) -> Option<Breach> {
        let Self { subject, told_seq, .. } = self;
        let Some(row) = &self.row else {
            let what = format!("it is gone, but audit entry {told_seq} tells of it");
            return Some(Breach::new(subject.clone(), what));
        };
        let is_withdrawn = self.after == WITHDRAWN;
        let body = if is_withdrawn { &self.before } else { &self.after };
        let id = subject.rsplit(' ').next().unwrap_or_default();
        let what = unlike("kind", &row.topic.as_str().into(), &kind.topic().name().into())
            .or_else(|| unlike("id", &row.id.as_str().into(), &id.into()))
            .or_else(|| unlike("content", &row.body, body))
            .or_else(|| unlike("mark of being withdrawn", &row.is_withdrawn.into(), &is_withdrawn.into()))
            .or_else(|| unlike("next entry", &row.replaced_by.into(), &row.next.into()))?;
        Some(Breach::new(subject.clone(), format!("{what}, as audit entry {told_seq} told it")))
    }
}

impl FromCells for Pair {
    const TABLE: &'static str = "entries";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        let row = |_| -> Result<Row, RecordsError> {
            Ok(Row {
                topic: cells.text("topic")?,
                id: cells.text("id")?,
                body: json_or_text(cells.text("body")?),
                is_withdrawn: cells.number("withdrawn")? != 0,
                replaced_by: cells.optional_number("replaced_by")?,
                next: cells.optional_number("next")?,
            })
        };
        Ok(Self {
            subject: cells.text("subject")?,
            told_seq: cells.number("told_seq")?,
            before: cells.optional_text("before_json")?.map_or(Value::Null, json_or_text),
            after: json_or_text(cells.text("after_json")?),
            row: cells.optional_number("seq")?.map(row).transpose()?,
        })
    }
}
