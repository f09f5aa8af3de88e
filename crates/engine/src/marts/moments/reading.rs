//! Reading the first days of all customers' lives.

use bellwether_model::{Day, ValueBasis, Verdict};
use foldhash::{HashMap, HashSet};

use super::fold::{EarlyLife, Judged, Moment, Span};
use super::tally::Member;
use crate::lake::{BUCKETS, bucket_of};
use crate::marts::error::MartError;
use crate::marts::journey::{JourneySource, Numbers, last_moment};
use crate::marts::ledger::{Account, Ledger};
use crate::marts::reliability::{KnownTouch, TouchColumns, columns};
use crate::walk::{SpendDay, over_buckets};

/// All customers with what they met in their first days.
pub(super) struct Beginnings {
    pub(super) members: Vec<(Box<str>, Member)>,
    /// Customers of whom it is not known when they joined.
    pub(super) undated: u64,
    /// The day on which the first touch of all began.
    pub(super) touches_from: Option<Day>,
    /// The touchpoints by their numbers, and those that the journey knows.
    touchpoints: Numbers,
    known: HashSet<u32>,
}

/// Customers' lives by id, in each bucket.
type Lives = Vec<HashMap<Box<str>, EarlyLife>>;

/// One thread's part.
#[derive(Default)]
struct Part {
    touchpoints: Numbers,
    known: HashSet<u32>,
    members: Vec<(Box<str>, Member)>,
    touches_from: Option<Day>,
}

impl Beginnings {
    pub(super) fn read(ledger: &Ledger<'_>, source: JourneySource<'_>, span: Span) -> Result<Self, MartError> {
        let walk = source.walk;
        let (lives, undated) = lives(ledger, span)?;
        let known_at = last_moment(walk);
        let wanted = columns(None);
        let parts = over_buckets(walk.threads, Part::default, |part, bucket| {
            let lives = &lives[bucket as usize];
            let mut met: HashMap<&str, Vec<Moment>> = HashMap::default();
            source.touches(bucket, &wanted, |batch| {
                let columns = TouchColumns::of(batch, None)?;
                part.add(&columns, batch.num_rows(), (known_at, span), lives, &mut met);
                Ok(())
            })?;
            part.members.extend(lives.iter().map(|(customer, life)| {
                let moments = met.remove(&**customer).unwrap_or_default();
                (customer.clone(), Member { life: life.clone(), moments })
            }));
            Ok::<_, MartError>(())
        })?;
        let mut all = Self {
            members: Vec::new(),
            undated,
            touches_from: None,
            touchpoints: Numbers::default(),
            known: HashSet::default(),
        };
        for part in parts {
            all.touches_from = all.touches_from.into_iter().chain(part.touches_from).min();
            let number_of: Vec<u32> = part.touchpoints.names.iter().map(|name| all.touchpoints.of(name)).collect();
            all.known.extend(part.known.iter().map(|number| number_of[*number as usize]));
            let mut members = part.members;
            for moment in members.iter_mut().flat_map(|(_, member)| &mut member.moments) {
                moment.touchpoint = number_of[moment.touchpoint as usize];
            }
            all.members.extend(members);
        }
        Ok(all)
    }

    /// The touchpoints, each with its number, its name and whether the journey knows it; in the order of that.
    pub(super) fn touchpoints(&self) -> Vec<(u32, &str, bool)> {
        let names = self.touchpoints.names.iter().enumerate();
        let mut all: Vec<_> =
            names.map(|(number, name)| (number as u32, name.as_str(), self.known.contains(&(number as u32)))).collect();
        all.sort_unstable_by_key(|(_, name, is_known)| (!is_known, *name));
        all
    }

    /// The number of a touchpoint, if there is any touch at it.
    pub(super) fn number(&self, touchpoint: &str) -> Option<u32> {
        self.touchpoints.known(touchpoint)
    }
}

fn lives(ledger: &Ledger<'_>, span: Span) -> Result<(Lives, u64), MartError> {
    type Found = Vec<(Box<str>, Option<EarlyLife>)>;
    let add = |found: &mut Found, account: &Account<'_>, spend: &[SpendDay]| {
        found.push((account.customer.into(), EarlyLife::of(account.movements, spend, span)));
        Ok(())
    };
    let policy = ledger.walk.policy;
    let mut bases = policy.basis_rules.iter().map(|rule| rule.basis).chain([policy.basis]);
    let (parts, _) = if bases.all(|basis| basis == ValueBasis::Recurring) {
        ledger.accounts(Vec::new, |found: &mut Found, account| add(found, &account, &[]))?
    } else {
        // What was bought says who could have left; what is in memory does not tell it.
        ledger.full_accounts(Vec::new, |found: &mut Found, full| add(found, &full.account, full.spend))?
    };
    let mut lives: Lives = vec![HashMap::default(); BUCKETS as usize];
    let mut undated = 0;
    for (customer, life) in parts.into_iter().flatten() {
        match life {
            Some(life) => _ = lives[bucket_of(Some(&customer)) as usize].insert(customer, life),
            None => undated += 1,
        }
    }
    Ok((lives, undated))
}

impl Part {
    fn add<'l>(
        &mut self,
        columns: &TouchColumns<'_>,
        rows: usize,
        (known_at, span): ((i64, Day), Span),
        lives: &'l HashMap<Box<str>, EarlyLife>,
        met: &mut HashMap<&'l str, Vec<Moment>>,
    ) {
        for row in 0..rows {
            let Some(touch) = columns.known(row, known_at) else { continue };
            self.touches_from = self.touches_from.into_iter().chain([touch.started_on]).min();
            // Also one that is met in nobody's first days has a number.
            let touchpoint = self.touchpoints.of(columns.touchpoints.value(row).unwrap_or_default());
            if columns.stages.value(row).is_some() {
                self.known.insert(touchpoint);
            }
            let Some((customer, life)) = columns.customers.value(row).and_then(|id| lives.get_key_value(id)) else {
                continue;
            };
            let moments = met.entry(customer).or_default();
            Moment::add(moments, (touchpoint, touch.started_on, judged(&touch, known_at.1)), life.joined, span);
        }
    }
}

/// What became of a touch's promise, if it has come due.
fn judged(touch: &KnownTouch, through: Day) -> Option<Judged> {
    let (verdict, on) = touch.promise?;
    let is_due = verdict != Verdict::Open && on <= through;
    is_due.then_some(Judged { on, is_kept: verdict == Verdict::Kept })
}
