//! The question: of those to whom a promise was broken, how many left, came again or bought more, and of those to whom it was kept?

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_model::{Day, Grain};
use bellwether_stats::{Estimate, Proportion, difference, difference_within};

use super::error::JourneyError;
use super::outcome::{CustomerFacts, Finding, OutcomeCount, OutcomeScope, Window};
use super::promises::{DuePromise, PromiseScope, Promises};
use crate::lake::bucket_of;
use crate::marts::ledger::Ledger;
use crate::walk::Walk;

/// What those who are compared are to have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// How long they had been customers.
    Tenure,
    /// What they were worth.
    Value,
    /// The month in which the promise came due.
    Month,
    /// An attribute, by its place among those of the walk.
    Attribute(usize),
}

/// What a broken promise goes with.
#[derive(Clone, Debug, PartialEq)]
pub struct PromiseCost {
    /// Those whose first promise was broken.
    pub broken: OutcomeCount,
    /// Those whose first promise was kept.
    pub kept: OutcomeCount,
    /// Those with a promise who were no active customers when it came due.
    pub not_active: u64,
    /// Those who were, and of whom it is not known yet whether they do it in time.
    pub not_yet_known: u64,
    /// Promises that name nobody.
    pub nameless: u64,
    /// The share of those who did it among the broken less that among the kept.
    pub difference: Option<Estimate>,
    /// The same among those who are alike, or why there is none.
    pub matched: Result<MatchedCost, Unmatched>,
    /// How unlike both are, likeness by likeness.
    pub balance: Vec<Balance>,
}

/// The difference among those who are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatchedCost {
    /// The difference.
    pub estimate: Estimate,
    /// Those of the broken who are compared.
    pub broken: u64,
    /// Those of the kept.
    pub kept: u64,
    /// Groups of customers who are alike, with some of both.
    pub groups: u64,
}

/// Why those who are alike are not compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Unmatched {
    /// No promise was broken.
    NoneBroken,
    /// No promise was kept.
    NoneKept,
    /// Too few of the broken have anybody like them among the kept; in this both are most unlike.
    Unlike(Option<Balance>),
}

/// How unlike two groups are: the share of one that would have to change to be like the other, 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// In what.
    pub likeness: Likeness,
    /// Of all.
    pub all: f64,
    /// Of those who are compared, as they are weighted; absent where nobody is.
    pub matched: Option<f64>,
    /// Customers of whom it is not known; they are compared with each other.
    pub unknown: u64,
}

/// A customer whose promise came due, as they were then.
struct Case {
    is_broken: bool,
    /// The money that goes with what they did, if they did it.
    did: Option<i64>,
    tenure: i32,
    value: i64,
    month: Day,
    attributes: Vec<Option<Arc<str>>>,
}

/// What was found of customers with a promise.
#[derive(Default)]
pub(super) struct Found {
    cases: Vec<Case>,
    not_active: u64,
    not_yet_known: u64,
    /// Customers with a promise of whom the ledger told.
    told: u64,
}

/// Of the broken that are compared, so many must be; fewer say nothing of the others.
pub(in crate::marts) const LEAST_MATCHED: f64 = 0.2;
/// Days with which a longer time as a customer begins.
const TENURES: [i32; 6] = [31, 92, 183, 365, 730, 1_826];
/// Equal parts into which values are divided.
const PARTS_OF_VALUE: usize = 5;

/// What a broken promise goes with within so many days. Each customer counts once, by the first promise that came due; a customer who was
/// not active then is left out, and so is one of whom the days are not over. It is an association: what else they differ in, nobody knows.
///
/// # Errors
/// Where touches or accounts cannot be read, where nothing was promised at the touchpoint, and where nobody has an attribute asked for.
pub fn promise_cost(
    ledger: &Ledger<'_>,
    scope: PromiseScope<'_>,
    asked: OutcomeScope,
    likenesses: &[Likeness],
) -> Result<PromiseCost, JourneyError> {
    let walk = &ledger.walk;
    let promises = Promises::read(walk, scope)?;
    let touchpoint = || scope.touches.join(", ");
    if !promises.has_touches {
        return Err(JourneyError::UnknownTouchpoint { name: touchpoint(), through: walk.through });
    }
    if !promises.is_promised {
        return Err(JourneyError::NoPromise { touchpoint: touchpoint() });
    }
    let add = |found: &mut Found, known: CustomerFacts<'_>| {
        let customer = known.account.customer;
        if let Some(promise) = promises.of(bucket_of(Some(customer)), customer) {
            found.add(walk, &known, promise, asked);
        }
        Ok(())
    };
    let (threads, _) = if asked.outcome.looks_at_facts() {
        ledger.full_accounts(Found::default, |found, full| add(found, full.into()))?
    } else {
        ledger.accounts(Found::default, |found, account| add(found, account.into()))?
    };
    let mut all = Found::default();
    for found in threads {
        all.told += found.told;
        all.not_active += found.not_active;
        all.not_yet_known += found.not_yet_known;
        all.cases.extend(found.cases);
    }
    all.cost_of(&promises, walk, likenesses)
}

impl Found {
    /// What is told of those who were found, once all were.
    pub(super) fn cost_of(
        mut self,
        promises: &Promises,
        walk: &Walk<'_>,
        likenesses: &[Likeness],
    ) -> Result<PromiseCost, JourneyError> {
        for likeness in likenesses {
            let Likeness::Attribute(at) = likeness else { continue };
            if !self.cases.is_empty() && self.unknown(likeness) == self.cases.len() as u64 {
                let attribute = walk.attributes.get(*at).cloned().unwrap_or_default();
                return Err(JourneyError::NoAttribute { attribute });
            }
        }
        // Of whom the ledger knows nothing is no customer.
        self.not_active += promises.customers() - self.told;
        Ok(self.cost(promises.nameless, likenesses))
    }

    pub(super) fn add(&mut self, walk: &Walk<'_>, known: &CustomerFacts<'_>, promise: DuePromise, asked: OutcomeScope) {
        self.told += 1;
        let (account, due) = (known.account, promise.day);
        let before = &account.movements[..account.movements.partition_point(|movement| movement.day <= due)];
        let active: i64 = before.iter().map(|movement| i64::from(movement.customers)).sum();
        let Some(last) = before.last().filter(|_| active > 0) else {
            self.not_active += 1;
            return;
        };
        let window = Window { first: due.plus(1), last: due.plus(asked.within_days), through: walk.through };
        let did = match asked.outcome.of(known, window) {
            Finding::Did(minor) => Some(minor),
            Finding::DidNot => None,
            Finding::NotYetKnown => {
                self.not_yet_known += 1;
                return;
            }
        };
        let joined = before.iter().find(|movement| movement.customers > 0).map_or(due, |movement| movement.day);
        let held = account.attributes.iter().rfind(|version| version.from <= due).or(account.attributes.first());
        self.cases.push(Case {
            is_broken: !promise.is_kept,
            did,
            tenure: due.0 - joined.0,
            value: last.value_after,
            month: walk.calendar.period(Grain::Month, due).start,
            attributes: held.map(|version| version.values.clone()).unwrap_or_default(),
        });
    }

    fn cost(&self, nameless: u64, likenesses: &[Likeness]) -> PromiseCost {
        let (mut broken, mut kept) = (OutcomeCount::default(), OutcomeCount::default());
        for case in &self.cases {
            let side = if case.is_broken { &mut broken } else { &mut kept };
            side.customers += 1;
            side.did += u64::from(case.did.is_some());
            side.minor += i128::from(case.did.unwrap_or_default());
        }
        let groups = self.groups(likenesses);
        let matched = matched(&groups, broken.customers);
        let balance = self.balance(likenesses, &groups, matched.is_some());
        let matched = matched.ok_or_else(|| refusal(&balance, broken, kept));
        PromiseCost {
            broken,
            kept,
            not_active: self.not_active,
            not_yet_known: self.not_yet_known,
            nameless,
            difference: difference(broken.proportion(), kept.proportion()),
            matched,
            balance,
        }
    }

    /// The customers who are alike in all that is asked for, by what that is.
    fn groups(&self, likenesses: &[Likeness]) -> BTreeMap<Vec<String>, Group> {
        let bounds = self.parts_of_value();
        let mut groups: BTreeMap<Vec<String>, Group> = BTreeMap::new();
        for (at, case) in self.cases.iter().enumerate() {
            let key = likenesses.iter().map(|likeness| case.class(likeness, &bounds)).collect();
            let group = groups.entry(key).or_default();
            group.cases.push(at);
            let side = if case.is_broken { &mut group.broken } else { &mut group.kept };
            side.of += 1;
            side.count += u64::from(case.did.is_some());
        }
        groups
    }

    /// Of how many it is not known what they are in a likeness.
    fn unknown(&self, likeness: &Likeness) -> u64 {
        let Likeness::Attribute(at) = likeness else { return 0 };
        self.cases.iter().filter(|case| case.attributes.get(*at).is_none_or(Option::is_none)).count() as u64
    }

    fn parts_of_value(&self) -> Vec<i64> {
        parts_of_value(self.cases.iter().map(|case| case.value).collect())
    }

    /// How unlike both sides are in each likeness: half the sum of the differences of shares, class by class.
    fn balance(
        &self,
        likenesses: &[Likeness],
        groups: &BTreeMap<Vec<String>, Group>,
        is_matched: bool,
    ) -> Vec<Balance> {
        let bounds = self.parts_of_value();
        // Of each group as many of both sides count as its weight says.
        let mut weights = vec![0.0; self.cases.len()];
        for group in groups.values() {
            for at in &group.cases {
                let of = if self.cases[*at].is_broken { group.broken.of } else { group.kept.of };
                weights[*at] = group.weight() / of as f64;
            }
        }
        let unlike = |likeness: &Likeness, weight: &dyn Fn(usize) -> f64| {
            let mut classes: BTreeMap<String, [f64; 2]> = BTreeMap::new();
            let mut sums = [0.0; 2];
            for (at, case) in self.cases.iter().enumerate() {
                let side = usize::from(case.is_broken);
                classes.entry(case.class(likeness, &bounds)).or_default()[side] += weight(at);
                sums[side] += weight(at);
            }
            let share = |side: usize, of: f64| if sums[side] > 0.0 { of / sums[side] } else { 0.0 };
            let unlike = classes.values().map(|of| (share(0, of[0]) - share(1, of[1])).abs()).sum::<f64>() / 2.0;
            // What rounding leaves of nothing is nothing.
            if unlike < 1e-12 { 0.0 } else { unlike }
        };
        let told = |likeness: &Likeness| Balance {
            likeness: likeness.clone(),
            all: unlike(likeness, &|_| 1.0),
            matched: is_matched.then(|| unlike(likeness, &|at| weights[at])),
            unknown: self.unknown(likeness),
        };
        likenesses.iter().map(told).collect()
    }
}

/// The values with which each but the first part begins, all parts being about as large.
pub(in crate::marts) fn parts_of_value(mut values: Vec<i64>) -> Vec<i64> {
    values.sort_unstable();
    let mut bounds: Vec<i64> =
        (1..PARTS_OF_VALUE).filter_map(|part| values.get(part * values.len() / PARTS_OF_VALUE).copied()).collect();
    bounds.dedup();
    bounds
}

/// Customers who are alike.
#[derive(Default)]
struct Group {
    cases: Vec<usize>,
    broken: Proportion,
    kept: Proportion,
}

impl Group {
    fn is_of_both(&self) -> bool {
        self.broken.of > 0 && self.kept.of > 0
    }

    /// That of Mantel and Haenszel.
    fn weight(&self) -> f64 {
        let [broken, kept] = [self.broken.of as f64, self.kept.of as f64];
        broken * kept / (broken + kept)
    }
}

impl Case {
    /// In which class of a likeness it is.
    fn class(&self, likeness: &Likeness, bounds_of_value: &[i64]) -> String {
        match likeness {
            Likeness::Tenure => TENURES.partition_point(|from| *from <= self.tenure).to_string(),
            Likeness::Value => bounds_of_value.partition_point(|from| *from <= self.value).to_string(),
            Likeness::Month => self.month.to_string(),
            Likeness::Attribute(at) => {
                self.attributes.get(*at).cloned().flatten().map_or_else(String::new, |value| format!("={value}"))
            }
        }
    }
}

impl OutcomeCount {
    fn proportion(self) -> Proportion {
        Proportion { count: self.did, of: self.customers }
    }
}

/// The difference among those who are alike; none where too few of the broken have anybody to be compared with.
fn matched(groups: &BTreeMap<Vec<String>, Group>, broken: u64) -> Option<MatchedCost> {
    let both: Vec<&Group> = groups.values().filter(|group| group.is_of_both()).collect();
    let sum = |of: fn(&Group) -> u64| both.iter().map(|group| of(group)).sum::<u64>();
    let (compared, kept) = (sum(|group| group.broken.of), sum(|group| group.kept.of));
    if (compared as f64) < broken as f64 * LEAST_MATCHED {
        return None;
    }
    let strata: Vec<_> = both.iter().map(|group| (group.broken, group.kept)).collect();
    let estimate = difference_within(&strata)?;
    Some(MatchedCost { estimate, broken: compared, kept, groups: both.len() as u64 })
}

/// Why nobody is compared.
fn refusal(balance: &[Balance], broken: OutcomeCount, kept: OutcomeCount) -> Unmatched {
    match (broken.customers, kept.customers) {
        (0, _) => Unmatched::NoneBroken,
        (_, 0) => Unmatched::NoneKept,
        _ => Unmatched::Unlike(balance.iter().max_by(|a, b| a.all.total_cmp(&b.all)).cloned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers by chance, the same for the same seed (Steele, Lea and Flood's `SplitMix64`).
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, most: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ (mixed >> 31)) % most
        }

        fn is(&mut self, percent: u64) -> bool {
            self.below(100) < percent
        }
    }

    /// Customers of two regions; in the second one more promises are broken, and more leave anyway.
    fn cases(chance: &mut Chance, many: usize, effect: u64) -> Found {
        let case = |_| {
            let is_second = chance.is(40);
            let is_broken = chance.is(if is_second { 60 } else { 15 });
            let leaves = if is_second { 45 } else { 10 } + if is_broken { effect } else { 0 };
            let value = 100 + chance.below(1_000) as i64;
            Case {
                is_broken,
                did: chance.is(leaves).then_some(value),
                tenure: chance.below(2_000) as i32,
                value,
                month: Day(19_000),
                attributes: vec![Some(if is_second { "second" } else { "first" }.into())],
            }
        };
        Found { cases: (0..many).map(case).collect(), ..Found::default() }
    }

    fn holds(estimate: Estimate, truth: f64) -> bool {
        estimate.low <= truth && truth <= estimate.high
    }

    #[test]
    fn an_effect_is_found_and_what_both_go_with_is_none_among_those_who_are_alike() {
        let region = [Likeness::Attribute(0)];
        for (effect, truth) in [(0, 0.0), (20, 0.2)] {
            let cost = cases(&mut Chance(7), 20_000, effect).cost(0, &region);
            let (plain, matched) = (cost.difference.expect("both"), cost.matched.expect("both in both regions"));
            assert!(!holds(plain, truth), "the region goes with both: {plain:?}");
            assert!(holds(matched.estimate, truth) && matched.groups == 2, "{matched:?}");
            assert_eq!(cost.balance[0].matched, Some(0.0));
            assert!(cost.balance[0].all > 0.3, "{:?}", cost.balance);
        }
    }

    #[test]
    fn with_customers_shuffled_nothing_is_found() {
        let likenesses = [Likeness::Tenure, Likeness::Value, Likeness::Attribute(0)];
        let mut found = 0;
        for seed in 0..100 {
            let chance = &mut Chance(seed);
            let mut all = cases(chance, 1_500, 20);
            for at in (1..all.cases.len()).rev() {
                let other = chance.below(at as u64 + 1) as usize;
                let (here, there) = (all.cases[at].is_broken, all.cases[other].is_broken);
                (all.cases[at].is_broken, all.cases[other].is_broken) = (there, here);
            }
            found += usize::from(!holds(all.cost(0, &likenesses).matched.expect("alike").estimate, 0.0));
        }
        assert!(found <= 5, "{found} of 100");
    }

    #[test]
    fn where_nobody_is_alike_it_is_refused_by_what_they_differ_in() {
        let mut all = cases(&mut Chance(1), 400, 0);
        for case in &mut all.cases {
            case.attributes = vec![Some(if case.is_broken { "late" } else { "early" }.into())];
        }
        let cost = all.cost(0, &[Likeness::Month, Likeness::Attribute(0)]);
        let Err(Unmatched::Unlike(Some(worst))) = cost.matched else { panic!("{:?}", cost.matched) };
        assert_eq!((worst.likeness, worst.all, worst.matched), (Likeness::Attribute(0), 1.0, None));
        all.cases[0].attributes.clear();
        all.cases[1].attributes = vec![None];
        assert_eq!(all.cost(0, &[Likeness::Attribute(0)]).balance[0].unknown, 2);
        let none = Found::default().cost(0, &[Likeness::Month]);
        assert_eq!((none.matched, none.difference), (Err(Unmatched::NoneBroken), None));
    }
}
