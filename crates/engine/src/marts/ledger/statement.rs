//! The statement: the ledger of a grain, for the company or cut by a segment, and the customers behind each of its figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_model::{Day, Free, Grain, Kind, Movement, Period};

use super::cut::{Membership, Placed, by_level, by_membership};
use super::{Amount, Folder, LedgerError, Line, Rates, Rules, Totals, Unattributed, Walk, Walked};

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
    pub unattributed: Unattributed,
}

/// Which figure of a statement the customers are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// What moved by a kind within a period.
    Moved(Kind, Period),
    /// What stood at the end of a day.
    Closing(Day),
}

/// One customer behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The customer.
    pub customer: String,
    /// What it contributes; `minor` is signed.
    pub amount: Amount,
    /// The day of its last movement within the figure.
    pub day: Day,
    /// Its value after that movement, in minor units.
    pub value_after: i64,
}

/// The name of the segment of customers whose attribute is not known.
pub const NOT_KNOWN: &str = "not known";

struct Sums {
    company: Totals,
    free: Option<Totals>,
    segments: BTreeMap<Arc<str>, Totals>,
    placed: Vec<Placed<usize>>,
    own: Vec<Movement>,
    apart: Vec<Movement>,
}

impl Walk<'_> {
    /// The ledger by `grain` from the first fact on. With a cut, the walk's first wanted attribute must be the cut's.
    pub fn statement(&self, grain: Grain, from: Day, cut: Option<&Cut>) -> Result<Statement, LedgerError> {
        let empty = || Totals::new(self.calendar, grain, from, self.through, self.policy.same_period);
        let start = || Sums {
            company: empty(),
            free: (self.policy.free == Free::Apart).then(empty),
            segments: BTreeMap::new(),
            placed: Vec::new(),
            own: Vec::new(),
            apart: Vec::new(),
        };
        let rates = Rates::none(self.policy.currency);
        let rules = Rules::new(self.policy);
        let (threads, unattributed) = self.run(start, |sums, walked| {
            sums.company.add(walked.movements);
            if let Some(free) = &mut sums.free
                && !walked.free.is_empty()
            {
                sums.apart.clear();
                Folder::default().fold(&[], walked.free, &rules, &rates, &mut sums.apart)?;
                sums.apart.retain(|movement| movement.day <= self.through);
                free.add(&sums.apart);
            }
            if let Some(cut) = cut {
                for (name, movements) in self.split(&walked, cut, &mut sums.placed, &mut sums.own) {
                    sums.segments.entry(name).or_insert_with(empty).add(movements);
                }
            }
            Ok(())
        })?;
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

    /// The customers behind a figure, by id; with a cut, those of one segment.
    pub fn behind(&self, figure: Figure, segment: Option<(&Cut, &str)>) -> Result<Vec<Behind>, LedgerError> {
        #[derive(Default)]
        struct Found {
            rows: Vec<Behind>,
            placed: Vec<Placed<usize>>,
            own: Vec<Movement>,
        }
        let (threads, _) = self.run(Found::default, |found, walked| {
            let contribution = match segment {
                None => figure.contribution(walked.movements, self),
                Some((cut, wanted)) => {
                    let parts = self.split(&walked, cut, &mut found.placed, &mut found.own);
                    let of_segment = parts.into_iter().find(|(name, _)| name.as_ref() == wanted);
                    of_segment.and_then(|(_, movements)| figure.contribution(movements, self))
                }
            };
            if let Some((amount, last)) = contribution {
                let customer = walked.customer.to_owned();
                found.rows.push(Behind { customer, amount, day: last.day, value_after: last.value_after });
            }
            Ok(())
        })?;
        let mut rows: Vec<Behind> = threads.into_iter().flat_map(|found| found.rows).collect();
        rows.sort_by(|a, b| a.customer.cmp(&b.customer));
        Ok(rows)
    }

    /// One customer's movements by segment. `placed` and `own` are working memory.
    fn split<'m>(
        &self,
        walked: &Walked<'m>,
        cut: &Cut,
        placed: &mut Vec<Placed<usize>>,
        own: &'m mut Vec<Movement>,
    ) -> Vec<(Arc<str>, &'m [Movement])> {
        placed.clear();
        own.clear();
        let names: Vec<Arc<str>> = match cut {
            Cut::Level => {
                by_level(walked.movements, &self.policy.levels, placed);
                let named = self.policy.levels.iter().map(|level| Arc::from(level.name.as_str()));
                named.chain([Arc::from(NOT_KNOWN)]).collect()
            }
            Cut::Attribute(_) => {
                let mut names: Vec<Arc<str>> = Vec::new();
                let mut memberships = Vec::with_capacity(walked.attributes.len() + 1);
                let mut join = |from: Day, name: Option<Arc<str>>| {
                    let name = name.unwrap_or_else(|| NOT_KNOWN.into());
                    let segment = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                        names.push(name);
                        names.len() - 1
                    });
                    memberships.push(Membership { from, segment });
                };
                if walked
                    .attributes
                    .first()
                    .is_none_or(|first| self.books.closes.iter().any(|c| first.from == c.through.plus(1)))
                {
                    join(Day(i32::MIN), None);
                }
                for version in walked.attributes {
                    join(version.from, version.values.first().cloned().flatten());
                }
                by_membership(walked.movements, &memberships, self.through, placed);
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

impl Figure {
    fn contribution(self, movements: &[Movement], walk: &Walk<'_>) -> Option<(Amount, Movement)> {
        match self {
            Self::Closing(day) => {
                let before = &movements[..movements.partition_point(|movement| movement.day <= day)];
                let active: i64 = before.iter().map(|movement| i64::from(movement.customers)).sum();
                let last = before.last().filter(|_| active > 0)?;
                Some((Amount { customers: active, minor: i128::from(last.value_after) }, *last))
            }
            Self::Moved(kind, period) => {
                let mut totals = Totals::new(
                    walk.calendar,
                    period.grain,
                    period.start,
                    period.end.plus(-1),
                    walk.policy.same_period,
                );
                totals.add(movements);
                let moved = totals.moved(kind);
                let in_period = |movement: &&Movement| movement.day >= period.start && movement.day < period.end;
                let of_kind = |movement: &&Movement| in_period(movement) && movement.kind == kind;
                let last = movements.iter().rfind(of_kind).or_else(|| movements.iter().rfind(in_period))?;
                (moved.customers != 0).then_some((moved, *last))
            }
        }
    }
}
