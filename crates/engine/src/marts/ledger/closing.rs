//! Closing: a period's movements are set aside as booked, and its figures are written down exactly as they will always be shown.

use std::collections::BTreeMap;

use bellwether_model::{Day, Edition, HowKnown, MovementKind, Period, ReasonTree};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::accounts::Ledger;
use super::amount::Amount;
use super::error::LedgerError;
use super::lines::Line;
use super::reasons::{SetReason, add_up};
use super::tables::movements::{MovementRows, schema};
use crate::lake::{BOOKED, BUCKETS, Commit, Removal, WriteLock};
use crate::marts::storage::BucketWriter;
use crate::walk::UnattributedRows;

/// The figures of a closed period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingFigures {
    /// The period's label, e.g. `2026-09`.
    pub period: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub through: Day,
    /// Reporting currency.
    pub currency: String,
    /// At the beginning.
    pub opening: Amount,
    /// By kind; kinds that did not occur are left out.
    pub moved: BTreeMap<String, Amount>,
    /// By how much corrections of earlier periods changed the number of customers.
    pub restated_customers: i64,
    /// By how much other definitions did.
    #[serde(default)]
    pub redefined_customers: i64,
    /// The edition of the rules that no policy defines.
    #[serde(default = "Edition::unsaid")]
    pub edition: Edition,
    /// At the end.
    pub closing: Amount,
    /// Reasons of `lost` and `less`, adding up to them.
    pub reasons: Vec<ReasonFigure>,
}

/// A reason's part in a closed period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonFigure {
    /// `lost` or `less`.
    pub kind: String,
    /// The reason's id.
    pub reason: String,
    /// How we know; absent where we don't.
    pub how_known: Option<HowKnown>,
    /// Customers who moved for it.
    pub customers: i64,
    /// What it moved, in minor units. Not a flattened [`Amount`]: serde cannot read back the 128 bits of a flattened field.
    pub minor: i128,
}

impl ClosingFigures {
    /// The figures alone: reasons of a closed period may become known later without changing what was frozen.
    #[must_use]
    pub fn without_reasons(&self) -> Self {
        Self { reasons: Vec::new(), ..self.clone() }
    }
}

impl Ledger<'_> {
    /// What was restated, by the first day of the closed period it corrects; customers are the signed change of their number.
    pub fn restated(&self) -> Result<BTreeMap<Day, Amount>, LedgerError> {
        let (threads, _) = self.accounts(BTreeMap::new, |sums: &mut BTreeMap<Day, Amount>, account| {
            for movement in account.movements.iter().filter(|movement| movement.kind == MovementKind::Restated) {
                let amount = Amount { customers: i64::from(movement.customers), minor: i128::from(movement.minor) };
                sums.entry(movement.corrects.unwrap_or(movement.day)).or_default().plus(amount);
            }
            Ok(())
        })?;
        let mut sums: BTreeMap<Day, Amount> = BTreeMap::new();
        for (day, amount) in threads.into_iter().flatten() {
            sums.entry(day).or_default().plus(amount);
        }
        Ok(sums)
    }

    /// The figures of a period, as a close would freeze them.
    pub fn figures(&self, period: Period, tree: &ReasonTree, set: &[SetReason]) -> Result<ClosingFigures, LedgerError> {
        let lines = self.statement(period.grain, period.start, None)?.company;
        let line = lines.into_iter().find(|line| line.period == period).unwrap_or(Line {
            period,
            opening: Amount::default(),
            moved: [Amount::default(); MovementKind::ALL.len()],
            restated_customers: 0,
            redefined_customers: 0,
            closing: Amount::default(),
        });
        let mut reasons = Vec::new();
        for kind in [MovementKind::Lost, MovementKind::Less] {
            let rows = self.explain(&[period], kind, tree, set)?;
            reasons.extend(add_up(&rows).into_iter().map(|((reason, how_known), amount)| ReasonFigure {
                kind: kind.name().to_owned(),
                reason,
                how_known,
                customers: amount.customers,
                minor: amount.minor,
            }));
        }
        let occurred = |kind: &MovementKind| line.moved(*kind) != Amount::default();
        Ok(ClosingFigures {
            period: self.walk.calendar.label(period),
            from: period.start,
            through: period.end.plus(-1),
            currency: self.walk.policy.currency.code().to_owned(),
            opening: line.opening,
            moved: MovementKind::ALL
                .into_iter()
                .filter(occurred)
                .map(|kind| (kind.name().to_owned(), line.moved(kind)))
                .collect(),
            restated_customers: line.restated_customers,
            redefined_customers: line.redefined_customers,
            edition: self.walk.edition_on(period.start),
            closing: line.closing,
            reasons,
        })
    }

    /// Sets aside the booked movements of all days after the last close up to the end of `period`. What an earlier close that
    /// was not completed may have left is replaced. The books are closed only once the records say so; the lock has been held since
    /// before the walk's knowledge was read, so that no other close comes in between.
    pub async fn set_aside(&self, period: Period, at: Timestamp, _lock: &WriteLock) -> Result<(), LedgerError> {
        let closed_through = self.books.closed_through();
        let mut commit = Commit::new(at, schema());
        if self.walk.lake.exists(BOOKED) {
            let snapshot = self.walk.lake.snapshot(BOOKED).await?;
            let left_over = snapshot.files().iter().filter(|file| {
                let first = file.statistics["minValues"]["day"].as_str().and_then(|day| day.parse::<Day>().ok());
                first.is_some_and(|first| closed_through.is_none_or(|through| first > through))
            });
            commit.remove = Removal::Of(left_over.map(|file| file.path.clone()).collect());
        }
        let mut writer = BucketWriter::new(self.walk.lake, BOOKED, schema());
        let mut rows = MovementRows::default();
        let mut unattributed = UnattributedRows::default();
        for bucket in 0..BUCKETS {
            self.bucket(bucket, &mut unattributed, |full| {
                let account = full.account;
                let new = |day: Day| closed_through.is_none_or(|through| day > through) && day < period.end;
                let from =
                    account.movements.partition_point(|movement| !new(movement.day) && movement.day < period.end);
                let to = account.movements.partition_point(|movement| movement.day < period.end);
                rows.add(bucket, account.customer, &account.movements[from..to]);
                rows.drain_into(&mut writer)
            })?;
            rows.flush_into(&mut writer)?;
            writer.end_bucket(bucket)?;
        }
        commit.add = writer.finish()?;
        self.walk.lake.commit(BOOKED, commit).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_frozen_before_there_were_editions_are_of_the_first() {
        let nothing = r#"{"customers":0,"minor":0}"#;
        let frozen = format!(
            r#"{{"period":"2024-01","from":"2024-01-01","through":"2024-01-31","currency":"EUR","opening":{nothing},
            "moved":{{}},"restated_customers":0,"closing":{nothing},"reasons":[]}}"#
        );
        let frozen: ClosingFigures = serde_json::from_str(&frozen).expect("figures");
        assert_eq!((frozen.edition, frozen.redefined_customers), (Edition::First, 0));
        let again: ClosingFigures =
            serde_json::from_str(&serde_json::to_string(&frozen).expect("written")).expect("read");
        assert_eq!(again, frozen);
    }
}
