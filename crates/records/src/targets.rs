//! Question: what did the company set out to reach, by when, and who answers for it?
//!
//! Invariant: a target is corrected and withdrawn by a further row, so that what was once promised stays on record.

use bellwether_model::{Period, Target};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::cells::{Cells, Stored};
use crate::change::{Query, Writing, storable, written};
use crate::{Change, ChangeKind, Field, Records, RecordsError};

/// A target as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetTarget {
    /// Its id: that of the change that first set it.
    pub id: String,
    /// What is to be reached.
    pub target: Target,
    /// Who set it last.
    pub set_by: String,
    /// When.
    pub set_at: Timestamp,
}

/// The targets; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Targets<'r>(&'r Records);

impl Records {
    /// What the company set out to reach.
    #[must_use]
    pub fn targets(&self) -> Targets<'_> {
        Targets(self)
    }
}

impl Targets<'_> {
    /// Sets a new target and gives its id, which is that of the change.
    pub async fn add(&self, target: &Target, change: &Change) -> Result<String, RecordsError> {
        target.check()?;
        let id = change.id.to_string();
        let mut writing = self.0.begin("set a target", change).await?;
        keep(&mut writing, &id, target, None, false, change).await?;
        writing.commit().await?;
        Ok(id)
    }

    /// Corrects a target; the same again changes nothing.
    pub async fn change(&self, id: &str, target: &Target, change: &Change) -> Result<(), RecordsError> {
        target.check()?;
        let mut writing = self.0.begin("change a target", change).await?;
        let before = find(&mut writing, id).await?;
        if before.target == *target {
            return Ok(());
        }
        keep(&mut writing, id, target, Some(&before.target), false, change).await?;
        writing.commit().await
    }

    /// Gives a target up.
    pub async fn withdraw(&self, id: &str, change: &Change) -> Result<(), RecordsError> {
        let mut writing = self.0.begin("withdraw a target", change).await?;
        let before = find(&mut writing, id).await?;
        keep(&mut writing, id, &before.target, Some(&before.target), true, change).await?;
        writing.commit().await
    }

    /// The targets that are not withdrawn, by the beginning of their period, then oldest first.
    pub async fn in_force(&self) -> Result<Vec<SetTarget>, RecordsError> {
        self.0.rows("read the targets", sqlx::query(include_str!("targets/in_force.sql"))).await
    }
}

fn one(id: &str) -> Query {
    sqlx::query(include_str!("targets/one.sql")).bind(id.to_owned())
}

async fn find(writing: &mut Writing<'_>, id: &str) -> Result<SetTarget, RecordsError> {
    writing.rows(one(id)).await?.pop().ok_or_else(|| RecordsError::NoTarget(id.to_owned()))
}

async fn keep(
    writing: &mut Writing<'_>,
    id: &str,
    target: &Target,
    before: Option<&Target>,
    withdrawn: bool,
    change: &Change,
) -> Result<(), RecordsError> {
    let owner = written(Field::Owner, &target.owner)?.to_owned();
    let investment = storable(Field::Investment, &target.investment)?.trim().to_owned();
    let level = target.level.as_deref().map(|level| written(Field::Level, level)).transpose()?;
    let what = match (before, withdrawn) {
        (None, _) => ChangeKind::TargetAdd,
        (Some(_), false) => ChangeKind::TargetChange,
        (Some(_), true) => ChangeKind::TargetWithdraw,
    };
    let after = if withdrawn { json!("withdrawn") } else { told(target) };
    writing.log(what, &format!("target {id}"), before.map(told).as_ref(), &after).await?;
    let append = sqlx::query(include_str!("targets/append.sql"))
        .bind(writing.seq)
        .bind(id.to_owned())
        .bind(target.period.grain.name())
        .bind(i64::from(target.period.start.0))
        .bind(i64::from(target.period.end.0))
        .bind(target.measure.name())
        .bind(level.map(str::to_owned))
        .bind(target.customers)
        .bind(target.minor)
        .bind(target.currency.code())
        .bind(owner)
        .bind(investment)
        .bind(i64::from(withdrawn))
        .bind(change.by.clone())
        .bind(change.micros());
    writing.add(append).await
}

/// The target as the audit tells it.
fn told(target: &Target) -> Value {
    json!({
        "grain": target.period.grain,
        "from": target.period.start,
        "before": target.period.end,
        "measure": target.measure,
        "level": target.level,
        "customers": target.customers,
        "minor": target.minor,
        "currency": target.currency,
        "owner": target.owner,
        "investment": target.investment,
    })
}

impl Stored for SetTarget {
    const TABLE: &'static str = "targets";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            id: cells.text("id")?,
            target: Target {
                period: Period {
                    grain: cells.parsed("grain")?,
                    start: cells.day("start_day")?,
                    end: cells.day("end_day")?,
                },
                measure: cells.parsed("measure")?,
                level: cells.optional_text("level")?,
                customers: cells.optional_number("customers")?,
                minor: cells.optional_number("minor")?,
                currency: cells.parsed("currency")?,
                owner: cells.text("owner")?,
                investment: cells.text("investment")?,
            },
            set_by: cells.text("set_by")?,
            set_at: cells.instant("set_at")?,
        })
    }
}
