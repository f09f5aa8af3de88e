//! The statement: the ledger of a grain, for the company or cut by a segment.

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_model::{Day, FreeSubscriptions, Grain, Movement};

use super::account::Account;
use super::accounts::Ledger;
use super::error::LedgerError;
use super::fold::{Folder, Rules};
use super::lines::{Line, Totals};
use super::segments::{Cut, SegmentMemory, Segments};
use super::size;
use super::visits::SamePeriods;
use crate::walk::{Phase, Rates, UnattributedRows};

/// A ledger, ready to be shown.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The company's lines, one a period.
    pub company: Vec<Line>,
    /// The same cut by segment, by the segments' names; empty without a cut.
    pub segments: BTreeMap<String, Vec<Line>>,
    /// Customers who have only free subscriptions, where the policy counts them apart.
    pub free: Option<Vec<Line>>,
    /// Purchases without a customer.
    pub unattributed: UnattributedRows,
}

/// More segments than these nobody reads, and each takes memory for all its periods.
const MOST_SEGMENTS: usize = 1000;

struct Sums {
    company: Totals,
    free: Option<Totals>,
    segments: BTreeMap<Arc<str>, Totals>,
    told: Vec<Movement>,
    placed: SegmentMemory,
    apart: Vec<Movement>,
}

impl Ledger<'_> {
    /// The ledger by `grain` from the first fact on. With a cut, the walk's first wanted attribute must be the cut's.
    pub fn statement(&self, grain: Grain, from: Day, cut: Option<&Cut>) -> Result<Statement, LedgerError> {
        let days = (from, self.walk.through);
        let fits = |segments: usize| size::check(self.walk.calendar, grain, days, |periods| periods * (1 + segments));
        fits(0)?;
        let most_segments = size::MOST_FIGURES / self.walk.calendar.periods(grain, days.0, days.1).count().max(1);
        let segments = cut.map(|cut| Segments::new(self, cut));
        let same_periods = SamePeriods::of(&self.walk);
        let empty = || Totals::new(self.walk.calendar, grain, days, &same_periods);
        let start = || Sums {
            company: empty(),
            free: (self.walk.policy.free == FreeSubscriptions::Apart).then(empty),
            segments: BTreeMap::new(),
            told: Vec::new(),
            placed: SegmentMemory::default(),
            apart: Vec::new(),
        };
        let rates = Rates::none(self.walk.policy.currency);
        let rules = Rules::new(self.walk.policy, self.walk.edition);
        let add = |sums: &mut Sums, account: Account<'_>, free_phases: &[Phase]| {
            sums.company.add(account.movements);
            let movements = sums.company.told(account.movements, &mut sums.told);
            if let Some(free) = &mut sums.free
                && !free_phases.is_empty()
            {
                sums.apart.clear();
                Folder::default().fold(&[], free_phases, &rules, &rates, &mut sums.apart)?;
                sums.apart.retain(|movement| movement.day <= self.walk.through);
                free.add(&sums.apart);
            }
            if let Some(segments) = &segments {
                let account = Account { movements, ..account };
                for (name, movements) in segments.split(&account, &mut sums.placed) {
                    sums.segments.entry(name).or_insert_with(empty).add_told(movements);
                }
                if sums.segments.len() > MOST_SEGMENTS {
                    return Err(LedgerError::TooManySegments { cut: segments.to_string(), most: MOST_SEGMENTS });
                }
                if sums.segments.len() >= most_segments {
                    fits(sums.segments.len())?;
                }
            }
            Ok(())
        };
        // Only the facts tell of what is free.
        let (threads, unattributed) = match self.walk.policy.free {
            FreeSubscriptions::Apart => self.full_accounts(start, |sums, full| add(sums, full.account, full.free))?,
            _ => self.accounts(start, |sums, account| add(sums, account, &[]))?,
        };
        let mut all = start();
        for thread in &threads {
            all.company.merge(&thread.company);
            if let (Some(all), Some(free)) = (&mut all.free, &thread.free) {
                all.merge(free);
            }
            for (name, totals) in &thread.segments {
                all.segments.entry(name.clone()).or_insert_with(empty).merge(totals);
            }
            fits(all.segments.len())?;
        }
        let segments = all.segments.iter().map(|(name, totals)| Ok((name.to_string(), totals.lines()?)));
        Ok(Statement {
            company: all.company.lines()?,
            segments: segments.collect::<Result<_, LedgerError>>()?,
            free: all.free.map(|free| free.lines()).transpose()?,
            unattributed,
        })
    }
}
