//! Cohorts: of those who joined together, how many customers and how much value are still here?
//!
//! Grain: cohort (the period in which the customer came: that of its `new` movement or, of one learnt of only after the close, that in which
//! it was booked) × period since. Every cell is customers and value, never a rate. Invariant: what all cohorts kept of a period is what the
//! ledger closes at.

use bellwether_model::{Day, Grain, Period};

use super::accounts::Ledger;
use super::amount::Amount;
use super::error::LedgerError;
use super::size;

/// Customers who joined in one period, and what was kept of them at the end of each period since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// When they joined.
    pub joined: Period,
    /// What they were when they joined.
    pub start: Amount,
    /// What stood at the end of the joining period and of each one after it.
    pub kept: Vec<Amount>,
}

impl Ledger<'_> {
    /// All cohorts of customers who joined from `from` on.
    pub fn cohorts(&self, grain: Grain, from: Day) -> Result<Vec<Cohort>, LedgerError> {
        let triangle = |periods: usize| periods * (periods + 1) / 2;
        size::check(self.walk.calendar, grain, (from, self.walk.through), triangle)?;
        let periods: Vec<Period> = self.walk.calendar.periods(grain, from, self.walk.through).collect();
        let empty = || -> Vec<(Amount, Vec<Amount>)> {
            (0..periods.len())
                .map(|index| (Amount::default(), vec![Amount::default(); periods.len() - index]))
                .collect()
        };
        let (threads, _) = self.accounts(empty, |cohorts, account| {
            let Some(joined) = account.movements.iter().find(|movement| movement.customers > 0) else {
                return Ok(());
            };
            let Some(index) = periods.iter().position(|p| p.start <= joined.day && joined.day < p.end) else {
                return Ok(());
            };
            let (start, kept) = &mut cohorts[index];
            start.plus(Amount { customers: 1, minor: i128::from(joined.minor) });
            let mut rest = account.movements;
            let (mut active, mut value) = (0i64, 0i64);
            for (period, cell) in periods[index..].iter().zip(kept) {
                let length = rest.partition_point(|movement| movement.day < period.end);
                for movement in &rest[..length] {
                    active += i64::from(movement.customers);
                    value = movement.value_after;
                }
                rest = &rest[length..];
                cell.plus(Amount { customers: active, minor: i128::from(value) });
            }
            Ok(())
        })?;
        let mut sums = empty();
        for thread in threads {
            for ((start, kept), (more_start, more_kept)) in sums.iter_mut().zip(thread) {
                start.plus(more_start);
                kept.iter_mut().zip(more_kept).for_each(|(sum, more)| sum.plus(more));
            }
        }
        Ok(periods.iter().zip(sums).map(|(joined, (start, kept))| Cohort { joined: *joined, start, kept }).collect())
    }
}
