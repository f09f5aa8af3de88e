//! Why: exactly one reason for every movement, and how we know it.
//!
//! Grain: movement. Inputs: what people set, and [hints](super::hints). Invariant: reasons add up to the movements of the ledger, in
//! customers and minor units; what nobody knows is counted as `not_yet_known`, and an inferred reason never passes for one that was
//! asked or told.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use bellwether_model::{Day, HowKnown, Movement, MovementKind, Period, ReasonTree};

use super::accounts::Ledger;
use super::amount::Amount;
use super::error::LedgerError;
use super::hints::{BROKEN_PROMISE, Hint, Hints, INFERRED};
use super::lines::Totals;
use super::size;
use super::visits::SamePeriods;

/// Days before a loss within which a broken promise is taken for its reason, where nothing better is known.
const INFERENCE_DAYS: i32 = 120;

/// A reason set by a person for one movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetReason {
    /// The customer.
    pub customer: String,
    /// The movement's day.
    pub day: Day,
    /// The movement's kind.
    pub kind: MovementKind,
    /// The reason's id in the tree.
    pub reason: String,
    /// How the person knows.
    pub how_known: HowKnown,
}

/// A movement with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonRow {
    /// The customer.
    pub customer: String,
    /// The period the movement is explained in.
    pub period: Period,
    /// What it contributes to the figure; `minor` is signed.
    pub amount: Amount,
    /// The day of the (largest) movement.
    pub day: Day,
    /// The reason's id, or [`ReasonTree::NOT_YET_KNOWN`].
    pub reason: String,
    /// How we know; absent where we don't.
    pub how_known: Option<HowKnown>,
    /// A source's code that nobody has mapped yet.
    pub unmapped: Option<String>,
}

/// What is known of why movements of one kind happened within some periods.
pub struct Reasoning<'w> {
    /// Days around a movement within which a hint explains it: by the last day of each close, and of the open periods.
    windows: (Vec<(Day, i32)>, i32),
    kind: MovementKind,
    /// In time order.
    periods: &'w [Period],
    /// Over all the periods.
    totals: Totals,
    of_people: HashMap<&'w str, Vec<&'w SetReason>>,
    of_sources: SourceHints<'w>,
    /// The reason of each code of the hints, if it is mapped.
    reasons: Vec<Option<&'w str>>,
    broken_promise: Option<&'w str>,
}

enum SourceHints<'w> {
    Held(&'w Hints),
    Read(Hints),
}

/// Why a movement happened, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation<'r> {
    /// The period the movement is explained in, by its place among those asked for.
    pub period: usize,
    /// What the movement contributes to the figure; `minor` is signed.
    pub amount: Amount,
    /// The day of the (largest) movement.
    pub day: Day,
    /// The reason's id, or [`ReasonTree::NOT_YET_KNOWN`].
    pub reason: &'r str,
    /// How we know; absent where we don't.
    pub how_known: Option<HowKnown>,
    /// A source's code that nobody has mapped yet.
    pub unmapped: Option<&'r str>,
}

/// What moved, by period, reason and how we know it.
pub type ReasonTotals = BTreeMap<(Period, String, Option<HowKnown>), Amount>;

impl Ledger<'_> {
    /// Every movement of a kind within the periods, with its reason, by customer and day. The periods are in time order and of one grain.
    pub fn explain(
        &self,
        periods: &[Period],
        kind: MovementKind,
        tree: &ReasonTree,
        set: &[SetReason],
    ) -> Result<Vec<ReasonRow>, LedgerError> {
        let reasoning = Reasoning::new(self, periods, kind, tree, set)?;
        let (threads, _) = self.accounts(Vec::new, |rows: &mut Vec<ReasonRow>, account| {
            reasoning.explain(account.customer, account.movements, |explanation| {
                rows.push(ReasonRow {
                    customer: account.customer.to_owned(),
                    period: periods[explanation.period],
                    amount: explanation.amount,
                    day: explanation.day,
                    reason: explanation.reason.to_owned(),
                    how_known: explanation.how_known,
                    unmapped: explanation.unmapped.map(str::to_owned),
                });
            });
            Ok(())
        })?;
        let mut rows: Vec<ReasonRow> = threads.into_iter().flatten().collect();
        rows.sort_by(|a, b| (&a.customer, a.day).cmp(&(&b.customer, b.day)));
        Ok(rows)
    }

    /// The same added up: by period, reason and how we know, the customers and minor units it explains.
    pub fn reasons(
        &self,
        periods: &[Period],
        kind: MovementKind,
        tree: &ReasonTree,
        set: &[SetReason],
    ) -> Result<ReasonTotals, LedgerError> {
        let reasoning = Reasoning::new(self, periods, kind, tree, set)?;
        let start = BTreeMap::<(usize, &str, Option<HowKnown>), Amount>::new;
        let (threads, _) = self.accounts(start, |sums, account| {
            reasoning.explain(account.customer, account.movements, |explanation| {
                sums.entry((explanation.period, explanation.reason, explanation.how_known))
                    .or_default()
                    .plus(explanation.amount);
            });
            Ok(())
        })?;
        let mut all = ReasonTotals::new();
        for ((period, reason, how_known), amount) in threads.into_iter().flatten() {
            all.entry((periods[period], reason.to_owned(), how_known)).or_default().plus(amount);
        }
        Ok(all)
    }
}

impl<'w> Reasoning<'w> {
    /// What is known of why a ledger's movements of a kind happened. The periods are in time order and of one grain.
    pub fn new(
        ledger: &'w Ledger<'w>,
        periods: &'w [Period],
        kind: MovementKind,
        tree: &'w ReasonTree,
        set: &'w [SetReason],
    ) -> Result<Self, LedgerError> {
        let walk = &ledger.walk;
        let mut of_people: HashMap<&str, Vec<&SetReason>> = HashMap::new();
        for reason in set.iter().filter(|reason| reason.kind == kind) {
            of_people.entry(&reason.customer).or_default().push(reason);
        }
        let of_sources = match (kind, ledger.cache) {
            (MovementKind::Lost | MovementKind::Less, Some(cache)) => SourceHints::Held(cache.hints()),
            (MovementKind::Lost | MovementKind::Less, None) => SourceHints::Read(Hints::read(walk)?),
            // Nobody's code says why a customer came.
            _ => SourceHints::Read(Hints::default()),
        };
        let codes = of_sources.hints().codes().iter();
        let (first, last) = periods
            .first()
            .zip(periods.last())
            .map_or((walk.through, walk.through), |(first, last)| (first.start, last.end.plus(-1)));
        let grain = periods.first().map_or(bellwether_model::Grain::Day, |period| period.grain);
        size::check(walk.calendar, grain, (first, last), |periods| periods)?;
        Ok(Self {
            kind,
            periods,
            totals: Totals::new(walk.calendar, grain, (first, last), &SamePeriods::of(walk)),
            of_people,
            reasons: codes.map(|code| tree.reason_of(&code.source, &code.code)).collect(),
            broken_promise: tree.reason_of(INFERRED, BROKEN_PROMISE),
            of_sources,
            windows: (
                walk.closes.iter().map(|close| (close.through, i32::from(close.policy.reason_window_days))).collect(),
                i32::from(walk.policy.reason_window_days),
            ),
        })
    }

    /// Tells why each of a customer's movements happened, in time order.
    pub fn explain<'r>(&'r self, customer: &str, movements: &[Movement], mut each: impl FnMut(Explanation<'r>)) {
        let (Some(first), Some(last)) = (self.periods.first(), self.periods.last()) else { return };
        let from = movements.partition_point(|movement| movement.day < first.start);
        if movements.get(from).is_none_or(|movement| movement.day >= last.end) {
            return;
        }
        let mut moved: Vec<(usize, Amount)> = Vec::new();
        self.totals.of_customer(movements, |part, kind, amount| {
            let period = self.periods.partition_point(|period| period.end <= part.start);
            if kind == self.kind && self.periods.get(period).is_some_and(|period| period.start < part.end) {
                match moved.last_mut().filter(|(last, _)| *last == period) {
                    Some((_, sum)) => sum.plus(amount),
                    None => moved.push((period, amount)),
                }
            }
        });
        for (period, moved) in moved {
            self.explain_period(customer, movements, period, moved, &mut each);
        }
    }

    /// Events are explained one by one, netted kinds as the period's net with its largest step standing for it.
    fn explain_period<'r>(
        &'r self,
        customer: &str,
        movements: &[Movement],
        period: usize,
        moved: Amount,
        each: &mut impl FnMut(Explanation<'r>),
    ) {
        let Period { start, end, .. } = self.periods[period];
        let from = movements.partition_point(|movement| movement.day < start);
        let to = movements.partition_point(|movement| movement.day < end);
        let of_kind = || movements[from..to].iter().filter(|movement| movement.kind == self.kind);
        let is_event = !matches!(self.kind, MovementKind::More | MovementKind::Less);
        if moved.customers == 0 {
        } else if is_event && moved.customers == of_kind().count() as i64 {
            for movement in of_kind() {
                let amount = Amount { customers: 1, minor: i128::from(movement.minor) };
                each(self.best_known(customer, period, movement.day, amount));
            }
        } else if let Some(largest) = of_kind().max_by_key(|movement| (movement.minor.abs(), movement.day)) {
            each(self.best_known(customer, period, largest.day, moved));
        }
    }

    /// What a person set, or else the best that sources know.
    fn best_known(&self, customer: &str, period: usize, day: Day, amount: Amount) -> Explanation<'_> {
        let blank =
            Explanation { period, amount, day, reason: ReasonTree::NOT_YET_KNOWN, how_known: None, unmapped: None };
        let of_people = self.of_people.get(customer).map_or(&[][..], Vec::as_slice);
        if let Some(set) = of_people.iter().find(|reason| reason.day == day) {
            return Explanation { reason: &set.reason, how_known: Some(set.how_known), ..blank };
        }
        self.best(blank, self.of_sources.hints().of(customer))
    }

    /// The best way of knowing first, then the nearest in time.
    fn best<'r>(&'r self, blank: Explanation<'r>, hints: &[Hint]) -> Explanation<'r> {
        let day = blank.day;
        let (closed, open) = &self.windows;
        let window = closed.iter().find(|(through, _)| *through >= day).map_or(*open, |(_, window)| *window);
        let in_window = |hint: &&Hint| {
            let before = day.0 - hint.day.0;
            if hint.how_known == HowKnown::Inferred {
                (0..=INFERENCE_DAYS).contains(&before)
            } else {
                before.abs() <= window
            }
        };
        let code = |hint: &Hint| &*self.of_sources.hints().codes()[hint.code as usize].code;
        let nearest = |hint: &Hint| ((day.0 - hint.day.0).abs(), Reverse(hint.day), code(hint));
        let mapped = |hint: &Hint| {
            let of_any = self.broken_promise.filter(|_| hint.how_known == HowKnown::Inferred);
            self.reasons[hint.code as usize].or(of_any)
        };
        let known = hints.iter().filter(in_window);
        let reasoned = known.clone().filter_map(|hint| mapped(hint).map(|reason| (hint, reason)));
        if let Some((hint, reason)) = reasoned.min_by_key(|(hint, _)| (hint.how_known, nearest(hint))) {
            Explanation { reason, how_known: Some(hint.how_known), ..blank }
        } else {
            let unmapped = known.filter(|hint| mapped(hint).is_none()).min_by_key(|hint| nearest(hint));
            Explanation { unmapped: unmapped.map(code), ..blank }
        }
    }
}

impl SourceHints<'_> {
    fn hints(&self) -> &Hints {
        match self {
            Self::Held(hints) => hints,
            Self::Read(hints) => hints,
        }
    }
}

/// Reasons added up: by reason id and how we know, the customers and minor units it explains.
#[must_use]
pub fn add_up(rows: &[ReasonRow]) -> BTreeMap<(String, Option<HowKnown>), Amount> {
    let mut sums: BTreeMap<(String, Option<HowKnown>), Amount> = BTreeMap::new();
    for row in rows {
        sums.entry((row.reason.clone(), row.how_known)).or_default().plus(row.amount);
    }
    sums
}
