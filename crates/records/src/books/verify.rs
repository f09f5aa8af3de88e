//! Whether every closed period is still what it was when it was closed.

use std::collections::BTreeMap;

use bellwether_model::Policy;
use serde_json::Value;

use super::{Books, ClosedPeriod, PolicyText, policy_checksum};
use crate::audit::Breach;
use crate::cells::Query;
use crate::cells::{Cells, FromCells};
use crate::change_kind::ChangeKind;
use crate::document::versions;
use crate::error::RecordsError;
use crate::seal::checksum;

/// What the audit says of one close.
struct CloseEntry {
    subject: String,
    after: Value,
}

impl Books<'_> {
    /// Recomputes the chain of closes and holds it against the audit; names each period that was altered, replaced or removed,
    /// and finds nothing when all are as they were closed.
    pub async fn verify(&self) -> Result<Vec<Breach>, RecordsError> {
        let attempted = "verify the closed periods";
        // The audit is read before and after: a period closed meanwhile is then neither missing nor slipped in.
        let entry: Vec<CloseEntry> = self.0.rows(attempted, closings()).await?;
        let periods = self.all().await?;
        let texts: Vec<PolicyText> = self.0.rows(attempted, versions::<Policy>("")).await?;
        let known: Vec<CloseEntry> = self.0.rows(attempted, closings()).await?;

        let by_id: BTreeMap<&str, &ClosedPeriod> = periods.iter().map(|period| (period.id.as_str(), period)).collect();
        let mut breaches = Vec::new();
        let mut before: Option<&ClosedPeriod> = None;
        for entry in &entry {
            let Some(period) = by_id.get(entry.id()).copied() else {
                breaches
                    .push(Breach { place: entry.subject.clone(), what: "it was removed after it was closed".into() });
                before = None;
                continue;
            };
            let faults = period.faults(entry, before, &texts);
            breaches
                .extend(faults.into_iter().map(|what| Breach { place: entry.subject.clone(), what: what.to_owned() }));
            before = Some(period);
        }
        for period in periods.iter().filter(|period| known.iter().all(|entry| entry.id() != period.id)) {
            breaches.push(Breach { place: period.name(), what: "nobody closed it; it was slipped in".into() });
        }
        Ok(breaches)
    }
}

fn closings() -> Query {
    sqlx::query(include_str!("closings_in_audit.sql")).bind(ChangeKind::PeriodClose.name())
}

impl CloseEntry {
    fn id(&self) -> &str {
        self.after.get("id").and_then(Value::as_str).unwrap_or_default()
    }
}

impl ClosedPeriod {
    fn faults(&self, entry: &CloseEntry, before: Option<&Self>, texts: &[PolicyText]) -> Vec<&'static str> {
        let noted_checksum = entry.after.get("checksum").and_then(Value::as_str);
        let mut faults = Vec::new();
        if checksum(&self.figures) != self.figures_checksum {
            faults.push("its figures were altered after it was closed");
        }
        if self.sealed() != self.checksum || noted_checksum != Some(&self.checksum) {
            faults.push("its record was altered after it was closed");
        }
        if before.is_some_and(|before| before.checksum != self.previous || before.period.end != self.period.start) {
            faults.push("it does not follow the close before it; one of the two was replaced");
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
