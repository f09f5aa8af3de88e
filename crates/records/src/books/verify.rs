//! Whether every closed period is still what it was when it was closed.

use std::collections::BTreeMap;

use bellwether_model::{Period, Policy};
use serde_json::Value;

use super::{Books, ClosedPeriod, PolicyText, policy_checksum};
use crate::breach::Breach;
use crate::cells::Query;
use crate::cells::{Cells, FromCells};
use crate::change_kind::ChangeKind;
use crate::document::versions;
use crate::error::RecordsError;
use crate::seal::checksum;
use crate::transaction::Snapshot;

/// What the audit says of one close.
struct CloseEntry {
    subject: String,
    after: Value,
}

impl Books<'_> {
    /// Recomputes the chain of closes and holds it against the audit; names each period that was altered, replaced or removed,
    /// and finds nothing when all are as they were closed.
    pub async fn verify(&self) -> Result<Vec<Breach>, RecordsError> {
        let mut snapshot = self.0.snapshot("verify the closed periods").await?;
        let breaches = verify(&mut snapshot).await?;
        snapshot.end().await?;
        Ok(breaches)
    }
}

/// What is wrong with the closed periods of a snapshot. Each is held against its own entry, and against what that entry names as the close
/// before it: the next period is not to blame for an altered one.
pub(crate) async fn verify(snapshot: &mut Snapshot) -> Result<Vec<Breach>, RecordsError> {
    let entries: Vec<CloseEntry> = snapshot.rows(closings()).await?;
    let periods: Vec<ClosedPeriod> = snapshot.rows(sqlx::query(include_str!("all.sql"))).await?;
    let texts: Vec<PolicyText> = snapshot.rows(versions::<Policy>("")).await?;

    let by_id: BTreeMap<&str, &ClosedPeriod> = periods.iter().map(|period| (period.id.as_str(), period)).collect();
    let mut breaches = Vec::new();
    let mut before: Option<&CloseEntry> = None;
    for entry in &entries {
        let faults = match by_id.get(entry.id()) {
            Some(period) => period.faults(entry, before, &texts),
            None => vec!["it was removed after it was closed"],
        };
        breaches.extend(faults.into_iter().map(|what| entry.breach(what)));
        before = Some(entry);
    }
    for period in periods.iter().filter(|period| entries.iter().all(|entry| entry.id() != period.id)) {
        let what = "nobody closed it; it was slipped in".to_owned();
        breaches.push(Breach { period: Some(period.period), ..Breach::new(period.name(), what) });
    }
    Ok(breaches)
}

/// What the audit calls each closed period.
pub(crate) async fn names(snapshot: &mut Snapshot) -> Result<BTreeMap<String, Period>, RecordsError> {
    let entries: Vec<CloseEntry> = snapshot.rows(closings()).await?;
    Ok(entries.into_iter().filter_map(|entry| Some((entry.subject.clone(), entry.period()?))).collect())
}

fn closings() -> Query {
    sqlx::query(include_str!("closings_in_audit.sql")).bind(ChangeKind::PeriodClose.name())
}

impl CloseEntry {
    fn id(&self) -> &str {
        self.after.get("id").and_then(Value::as_str).unwrap_or_default()
    }

    fn checksum(&self) -> Option<&str> {
        self.after.get("checksum").and_then(Value::as_str)
    }

    fn period(&self) -> Option<Period> {
        let text = |name: &str| self.after["period"][name].as_str();
        let day = |name: &str| text(name)?.parse().ok();
        Some(Period { grain: text("grain")?.parse().ok()?, start: day("start")?, end: day("end")? })
    }

    fn breach(&self, what: &str) -> Breach {
        Breach { period: self.period(), ..Breach::new(self.subject.clone(), what.to_owned()) }
    }
}

impl ClosedPeriod {
    fn faults(&self, entry: &CloseEntry, before: Option<&CloseEntry>, texts: &[PolicyText]) -> Vec<&'static str> {
        let mut faults = Vec::new();
        if checksum(&self.figures) != self.figures_checksum {
            faults.push("its figures were altered after it was closed");
        }
        if self.sealed() != self.checksum || entry.checksum() != Some(&self.checksum) {
            faults.push("its record was altered after it was closed");
        }
        if before.is_some_and(|before| {
            before.checksum() != Some(&self.previous)
                || before.period().is_some_and(|period| period.end != self.period.start)
        }) {
            faults.push("it does not follow the close before it");
        }
        if policy_checksum(texts, self.policy_version) != self.policy_checksum {
            faults.push("the policy version its figures follow was altered after it was closed");
        }
        faults
    }
}

impl FromCells for CloseEntry {
    const TABLE: &'static str = "audit";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { subject: cells.text("subject")?, after: cells.json("after_json")? })
    }
}
