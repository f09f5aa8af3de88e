//! The statement: the ledger of a grain, for the company or cut by a segment.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use bellwether_model::{Day, FreeSubscriptions, Grain, Movement};

use super::account::Account;
use super::accounts::Ledger;
use super::cut::{Membership, SegmentMovement, by_level, by_membership};
use super::error::LedgerError;
use super::fold::{Folder, Rules};
use super::lines::{Line, Totals};
use crate::walk::{Phase, Rates, UnattributedRows};

/// What a ledger is cut by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// A customer attribute, such as `country`; `kind` is the customer's kind.
    Attribute(String),
    /// The policy's value levels.
    Level,
}

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

/// The name of the segment of customers whose attribute is not known.
pub const NOT_KNOWN: &str = "not known";

/// More segments than these nobody reads, and each takes memory for all its periods.
const MOST_SEGMENTS: usize = 1000;

struct Sums {
    company: Totals,
    free: Option<Totals>,
    segments: BTreeMap<Arc<str>, Totals>,
    placed: Vec<SegmentMovement<usize>>,
    own: Vec<Movement>,
    apart: Vec<Movement>,
}

impl Ledger<'_> {
    /// The ledger by `grain` from the first fact on. With a cut, the walk's first wanted attribute must be the cut's.
    pub fn statement(&self, grain: Grain, from: Day, cut: Option<&Cut>) -> Result<Statement, LedgerError> {
        let days = (from, self.walk.through);
        let empty = || Totals::new(self.walk.calendar, grain, days, |period| self.walk.same_period(period));
        let start = || Sums {
            company: empty(),
            free: (self.walk.policy.free == FreeSubscriptions::Apart).then(empty),
            segments: BTreeMap::new(),
            placed: Vec::new(),
            own: Vec::new(),
            apart: Vec::new(),
        };
        let rates = Rates::none(self.walk.policy.currency);
        let rules = Rules::new(self.walk.policy);
        let add = |sums: &mut Sums, account: Account<'_>, free_phases: &[Phase]| {
            sums.company.add(account.movements);
            if let Some(free) = &mut sums.free
                && !free_phases.is_empty()
            {
                sums.apart.clear();
                Folder::default().fold(&[], free_phases, &rules, &rates, &mut sums.apart)?;
                sums.apart.retain(|movement| movement.day <= self.walk.through);
                free.add(&sums.apart);
            }
            if let Some(cut) = cut {
                for (name, movements) in self.split(&account, cut, &mut sums.placed, &mut sums.own) {
                    sums.segments.entry(name).or_insert_with(empty).add(movements);
                }
                if sums.segments.len() > MOST_SEGMENTS {
                    return Err(LedgerError::TooManySegments { cut: cut.to_string(), most: MOST_SEGMENTS });
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
        }
        let segments = all.segments.iter().map(|(name, totals)| Ok((name.to_string(), totals.lines()?)));
        Ok(Statement {
            company: all.company.lines()?,
            segments: segments.collect::<Result<_, LedgerError>>()?,
            free: all.free.map(|free| free.lines()).transpose()?,
            unattributed,
        })
    }

    /// One customer's movements by segment. `placed` and `own` are working memory.
    pub(super) fn split<'m>(
        &self,
        account: &Account<'m>,
        cut: &Cut,
        placed: &mut Vec<SegmentMovement<usize>>,
        own: &'m mut Vec<Movement>,
    ) -> Vec<(Arc<str>, &'m [Movement])> {
        placed.clear();
        own.clear();
        let names: Vec<Arc<str>> = match cut {
            Cut::Level => {
                by_level(account.movements, &self.walk.policy.levels, placed);
                let named = self.walk.policy.levels.iter().map(|level| Arc::from(level.name.as_str()));
                named.chain([Arc::from(NOT_KNOWN)]).collect()
            }
            Cut::Attribute(_) => {
                let mut names: Vec<Arc<str>> = Vec::new();
                let mut memberships = Vec::with_capacity(account.attributes.len() + 1);
                let mut join = |from: Day, name: Option<Arc<str>>| {
                    let name = name.unwrap_or_else(|| NOT_KNOWN.into());
                    let segment = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                        names.push(name);
                        names.len() - 1
                    });
                    memberships.push(Membership { from, segment });
                };
                if account
                    .attributes
                    .first()
                    .is_none_or(|first| self.books.closes.iter().any(|c| first.from == c.through.plus(1)))
                {
                    join(Day(i32::MIN), None);
                }
                for version in account.attributes {
                    join(version.from, version.values.first().cloned().flatten());
                }
                by_membership(account.movements, &memberships, self.walk.through, placed);
                names
            }
        };
        placed.sort_by_key(|(segment, _)| *segment);
        own.extend(placed.iter().map(|(_, movement)| *movement));
        let mut parts = Vec::new();
        let mut rest: &'m [Movement] = own;
        for part in placed.chunk_by(|a, b| a.0 == b.0) {
            let (movements, later) = rest.split_at(part.len());
            rest = later;
            parts.push((names[part[0].0].clone(), movements));
        }
        parts
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Attribute(name) => name,
            Self::Level => "level",
        })
    }
}
