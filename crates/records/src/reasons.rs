//! Question: why did this movement happen, as people know it?
//!
//! Invariant: the latest reason set for a movement holds and the earlier ones stay as its history; every reason stood in the
//! reason tree that was current when it was set.

use bellwether_model::{Day, HowKnown, MovementKind, ReasonTree};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::cells::Query;
use crate::cells::{Cells, FromCells};
use crate::change::Change;
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::document::DocumentVersion;
use crate::error::RecordsError;
use crate::field::Field;
use crate::reason_tree;
use crate::text::{at_most, name, plain};

/// How many of the nearest reasons a refusal names.
const NEAREST: usize = 3;

/// A reason a person gives for a movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReason {
    /// The customer who moved.
    pub customer_id: String,
    /// The day of the movement.
    pub day: Day,
    /// The kind of the movement.
    pub kind: MovementKind,
    /// The id of a reason in the current tree; `not_yet_known` withdraws what was set before.
    pub reason: String,
    /// Asked or told; never inferred.
    pub how_known: HowKnown,
    /// What the customer said, or where it can be read; may be empty.
    pub note: String,
}

/// A reason that was set for a movement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovementReason {
    /// Its id: that of the change that set it.
    pub id: String,
    /// The customer who moved.
    pub customer_id: String,
    /// The day of the movement.
    pub day: Day,
    /// The kind of the movement.
    pub kind: MovementKind,
    /// The id of the reason.
    pub reason: String,
    /// How it is known.
    pub how_known: HowKnown,
    /// What the customer said, or where it can be read.
    pub note: String,
    /// Who set it.
    pub set_by: String,
    /// When it was set.
    pub set_at: Timestamp,
}

/// The reasons people set; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Reasons<'r>(&'r Records);

impl Records {
    /// The reasons people set for movements.
    #[must_use]
    pub fn reasons(&self) -> Reasons<'_> {
        Reasons(self)
    }
}

/// What a customer said, in characters.
const LONGEST_NOTE: usize = 4_000;

impl Reasons<'_> {
    /// Sets the reason of a movement; what was set before becomes history.
    pub async fn set(&self, new: &NewReason, change: &Change) -> Result<MovementReason, RecordsError> {
        if new.how_known == HowKnown::Inferred {
            return Err(RecordsError::InferredByPerson);
        }
        // The id is kept as it came: spaces and leading zeros tell customers apart.
        name(Field::Customer, &new.customer_id)?;
        at_most(Field::Note, plain(Field::Note, &new.note)?, LONGEST_NOTE)?;
        let mut writing = self.0.begin("set the reason of a movement", change).await?;
        let current = reason_tree::current(&mut writing).await?;
        if new.reason != ReasonTree::NOT_YET_KNOWN && current.value.node(&new.reason).is_none() {
            return Err(unknown(&new.reason, &current));
        }
        let before = writing.rows::<MovementReason>(history(&new.customer_id, new.day, new.kind)).await?.pop();
        let set = MovementReason {
            id: change.id.to_string(),
            customer_id: new.customer_id.clone(),
            day: new.day,
            kind: new.kind,
            reason: new.reason.clone(),
            how_known: new.how_known,
            note: new.note.clone(),
            set_by: change.by.clone(),
            set_at: change.at,
        };
        let subject = format!("{} of {} on {}", set.kind, set.customer_id, set.day);
        let before = before.map(|before| json!(before));
        writing.log(ChangeKind::ReasonSet, &subject, before.as_ref(), &json!(set)).await?;
        let insert = sqlx::query(include_str!("reasons/append.sql"))
            .bind(set.id.clone())
            .bind(set.customer_id.clone())
            .bind(i64::from(set.day.0))
            .bind(set.kind.name())
            .bind(set.reason.clone())
            .bind(set.how_known.name())
            .bind(set.note.clone())
            .bind(set.set_by.clone())
            .bind(change.micros())
            .bind(writing.seq);
        writing.add(insert).await?;
        writing.commit().await?;
        Ok(set)
    }

    /// The reason that held for each movement at `known_at`, in the order they were set; withdrawn ones are left out. Now, if no moment is
    /// given.
    pub async fn in_force(&self, known_at: Option<Timestamp>) -> Result<Vec<MovementReason>, RecordsError> {
        let until = known_at.map_or(i64::MAX, Timestamp::as_microsecond);
        let query = sqlx::query(include_str!("reasons/in_force.sql")).bind(until).bind(ReasonTree::NOT_YET_KNOWN);
        self.0.rows("read the reasons people set", query).await
    }

    /// Every reason ever set for one movement, oldest first; the last one holds.
    pub async fn history(
        &self,
        customer_id: &str,
        day: Day,
        kind: MovementKind,
    ) -> Result<Vec<MovementReason>, RecordsError> {
        self.0.rows("read the reasons of a movement", history(customer_id, day, kind)).await
    }
}

fn history(customer_id: &str, day: Day, kind: MovementKind) -> Query {
    sqlx::query(include_str!("reasons/history.sql"))
        .bind(customer_id.to_owned())
        .bind(i64::from(day.0))
        .bind(kind.name())
}

fn unknown(asked: &str, current: &DocumentVersion<ReasonTree>) -> RecordsError {
    let wanted = asked.trim().to_lowercase();
    let mut near: Vec<(f64, &str)> = current
        .value
        .nodes()
        .map(|node| {
            let names = [node.id.to_lowercase(), node.label.to_lowercase()];
            let likeness = names.iter().map(|name| strsim::jaro_winkler(name, &wanted)).fold(0.0, f64::max);
            (likeness, node.id.as_str())
        })
        .collect();
    near.sort_by(|left, right| right.0.total_cmp(&left.0));
    let nearest = near.iter().take(NEAREST).map(|(_, id)| *id).collect::<Vec<_>>().join(", ");
    RecordsError::UnknownReason { asked: asked.to_owned(), tree: current.version, nearest }
}

impl FromCells for MovementReason {
    const TABLE: &'static str = "movement_reasons";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            id: cells.text("id")?,
            customer_id: cells.text("customer_id")?,
            day: cells.day("day")?,
            kind: cells.parsed("kind")?,
            reason: cells.text("reason")?,
            how_known: cells.parsed("how_known")?,
            note: cells.text("note")?,
            set_by: cells.text("set_by")?,
            set_at: cells.instant("set_at")?,
        })
    }
}
