//! The bridge: why two policies give different figures, customer by customer and definition by definition.
//!
//! The definitions in which the two policies differ are changed one after the other, in the order of the policy document; what a
//! customer's figures change by at each step is that definition's share. The steps lead from one policy to the other, so the
//! shares add up to the difference, with nothing unexplained.

use std::collections::BTreeMap;

use bellwether_model::{Calendar, Day, Grain, MovementKind, Period, Policy};
use rayon::prelude::*;

use super::accounts::Ledger;
use super::amount::Amount;
use super::books::Books;
use super::error::LedgerError;
use super::lines::Totals;
use super::visits::SamePeriods;
use crate::lake::BUCKETS;
use crate::walk::{UnattributedRows, Walk};

/// One figure of one customer that differs between the policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BridgeRow {
    /// The period.
    pub period: Period,
    /// The customer.
    pub customer: String,
    /// The kind of movement.
    pub kind: MovementKind,
    /// The figure under the first policy, then after each definition was changed, in the order of [`Bridge::definitions`]; the last
    /// one is the figure under the second policy.
    pub figures: Vec<Amount>,
}

/// The difference between two policies' ledgers.
#[derive(Clone, Debug)]
pub struct Bridge {
    /// The definitions in which the policies differ, in the order of the policy document.
    pub definitions: Vec<String>,
    /// What stands at the end under the first policy, then after each definition was changed.
    pub closing: Vec<Amount>,
    /// The figures that differ, by period, then customer.
    pub rows: Vec<BridgeRow>,
}

impl Bridge {
    /// What the rows leave unexplained of the difference between the two closings: always zero.
    #[must_use]
    pub fn unexplained(&self) -> Amount {
        let difference = |figures: &[Amount]| {
            let (first, last) =
                (figures.first().copied().unwrap_or_default(), figures.last().copied().unwrap_or_default());
            Amount { customers: last.customers - first.customers, minor: last.minor - first.minor }
        };
        let mut left = difference(&self.closing);
        for row in &self.rows {
            let share = difference(&row.figures);
            let sign = match row.kind {
                MovementKind::New | MovementKind::WonBack => 1,
                MovementKind::Lost => -1,
                _ => 0,
            };
            left.customers -= sign * share.customers;
            left.minor -= share.minor;
        }
        left
    }
}

impl Ledger<'_> {
    /// The bridge from this walk's policy to `to`, over the periods of `grain` up to the walk's last day. Closed books are left
    /// aside: both policies look at the facts. Both ledgers are cut into this walk's periods.
    pub fn bridge(&self, to: &Policy, grain: Grain, from: Day) -> Result<Bridge, LedgerError> {
        let steps = self.walk.policy.steps_to(to);
        let policies: Vec<&Policy> =
            std::iter::once(self.walk.policy).chain(steps.iter().map(|(_, policy)| policy)).collect();
        let calendars: Vec<Calendar> =
            policies.iter().map(|policy| policy.check()).collect::<Result<_, _>>().map_err(LedgerError::Policy)?;
        let open = Books::open();
        let one_bucket = |bucket: i32| -> Result<(Vec<Amount>, Vec<BridgeRow>), LedgerError> {
            let mut closing = vec![Amount::default(); policies.len()];
            let mut figures: BTreeMap<(Period, String, MovementKind), Vec<Amount>> = BTreeMap::new();
            for (index, (policy, calendar)) in policies.iter().zip(&calendars).enumerate() {
                let walk = Walk { policy, calendar, closes: &[], attributes: &[], ..self.walk };
                let ledger = Ledger { walk, books: &open, cache: None };
                // Another time zone may put the first fact on the day before.
                let days = (from.plus(-1), self.walk.through);
                let same_periods = SamePeriods::all(policy.same_period);
                let totals = Totals::new(self.walk.calendar, grain, days, &same_periods);
                ledger.bucket(bucket, &mut UnattributedRows::default(), |full| {
                    let account = full.account;
                    let customers: i64 = account.movements.iter().map(|movement| i64::from(movement.customers)).sum();
                    let minor = account.movements.last().map_or(0, |movement| i128::from(movement.value_after));
                    closing[index].plus(Amount { customers, minor });
                    totals.of_customer(account.movements, |period, kind, amount| {
                        let row = figures.entry((period, account.customer.to_owned(), kind));
                        row.or_insert_with(|| vec![Amount::default(); policies.len()])[index] = amount;
                    });
                    Ok(())
                })?;
            }
            let differs = |figures: &Vec<Amount>| figures.windows(2).any(|pair| pair[0] != pair[1]);
            let rows = figures.into_iter().filter(|(_, figures)| differs(figures)).map(|(key, figures)| {
                let (period, customer, kind) = key;
                BridgeRow { period, customer, kind, figures }
            });
            Ok((closing, rows.collect()))
        };
        let mut bridge = Bridge {
            definitions: steps.iter().map(|(definition, _)| (*definition).to_owned()).collect(),
            closing: vec![Amount::default(); policies.len()],
            rows: Vec::new(),
        };
        let buckets: Vec<_> = (0..BUCKETS).into_par_iter().map(one_bucket).collect();
        for bucket in buckets {
            let (closing, rows) = bucket?;
            bridge.closing.iter_mut().zip(closing).for_each(|(sum, part)| sum.plus(part));
            bridge.rows.extend(rows);
        }
        bridge.rows.sort_by(|a, b| (a.period, &a.customer, a.kind).cmp(&(b.period, &b.customer, b.kind)));
        match bridge.unexplained() {
            Amount { customers: 0, minor: 0 } => Ok(bridge),
            left => Err(LedgerError::BridgeUnexplained { left }),
        }
    }
}
