//! The fold: one customer's dated facts become dated movements.
//!
//! One pass over the customer's spending days and subscription phases in time order. The fold is causal: the movements up to a
//! day do not depend on facts after it, so a ledger as of an earlier day is the same list cut off at that day. Movements that
//! are only waiting for time to pass (a lapse, a known end) are emitted with their future day.

use bellwether_model::{Day, Edition, Movement, MovementKind, Policy};
use serde::{Deserialize, Serialize};

use crate::walk::{Phase, Rates, SpendDay, WalkError};

/// The policy's answers the fold asks for, looked up once.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Days without a purchase after which a customer has lapsed.
    lapse: i32,
    /// Days of purchases that make up a value.
    pub(super) window: i32,
    /// Days since a loss within which a return is `won_back`.
    return_window: Option<i32>,
    edition: Edition,
}

/// A customer's state between two steps.
#[derive(Clone, Copy, Default)]
struct State {
    active: bool,
    value: i64,
    ever_active: bool,
    lost_on: i32,
}

/// The state of the fold of a customer without subscriptions on some day, after all movements before that day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SpendState {
    pub(super) active: bool,
    pub(super) value: i64,
    pub(super) ever_active: bool,
    /// The day it was last lost; 0 for one that never was.
    pub(super) lost_on: i32,
    /// The day of its last purchase; 0 for one that never bought.
    pub(super) last_bought: i32,
}

/// Reusable working memory of the fold.
#[derive(Default)]
pub struct Folder {
    events: Vec<i32>,
}

impl Rules {
    /// The rules of `policy`, and of an edition what no policy defines.
    #[must_use]
    pub fn new(policy: &Policy, edition: Edition) -> Self {
        Self {
            edition,
            lapse: i32::from(policy.lapse_days),
            window: i32::from(policy.value_window_days),
            return_window: policy.return_window_days.map(i32::from),
        }
    }

    /// The day on which a customer is lost that bought last on a day, unless it buys on that very day.
    fn lapse_after(&self, last_bought: i32) -> i32 {
        last_bought + self.lapse + 1
    }

    /// Whether a customer that bought last on a day is lost before, or by, what it buys on another.
    fn lapses_by(&self, last_bought: i32, today: SpendDay) -> bool {
        let in_time = today.bought && self.edition >= Edition::Second;
        today.day > self.lapse_after(last_bought) || (today.day == self.lapse_after(last_bought) && !in_time)
    }
}

impl Folder {
    /// Appends the movements of one customer to `out`, in time order.
    ///
    /// `spend` holds one entry a day in time order, `phases` may come in any order; each is empty where the policy's basis leaves
    /// it out. The caller has checked that all amounts together stay below [`MAX_MINOR`](crate::walk::MAX_MINOR) in absolute value and days below
    /// [`MAX_DAY`](crate::walk::MAX_DAY), so that no sum here can overflow.
    pub fn fold(
        &mut self,
        spend: &[SpendDay],
        phases: &[Phase],
        rules: &Rules,
        rates: &Rates,
        out: &mut Vec<Movement>,
    ) -> Result<(), WalkError> {
        if phases.is_empty() {
            resume_spend(SpendState::default(), 0, spend, rules, out);
            return Ok(());
        }
        self.fold_both(spend, phases, rules, rates, out)
    }

    fn fold_both(
        &mut self,
        spend: &[SpendDay],
        phases: &[Phase],
        rules: &Rules,
        rates: &Rates,
        out: &mut Vec<Movement>,
    ) -> Result<(), WalkError> {
        self.events.clear();
        for phase in phases.iter().filter(|phase| phase.from < phase.to) {
            self.events.push(phase.from);
            if phase.to < i32::MAX {
                self.events.push(phase.to);
            }
            if phase.currency != rates.reporting() {
                self.events.extend(rates.changes(phase.currency, phase.from, phase.to));
            }
        }
        let mut buyer = Buyer::default();
        for (index, today) in spend.iter().enumerate() {
            self.events.push(today.day);
            if today.bought {
                let next = spend[index + 1..].iter().find(|later| later.bought);
                if next.is_none_or(|next| rules.lapses_by(today.day, *next)) {
                    self.events.push(rules.lapse_after(today.day));
                }
            }
        }
        self.events.sort_unstable();
        self.events.dedup();

        let mut state = State::default();
        let mut next_spend = 0;
        for &day in &self.events {
            let recurring = recurring_value(phases, day, rates)?;
            let nothing = SpendDay { day, minor: 0, bought: false };
            let today = spend.get(next_spend).filter(|today| today.day == day).copied();
            let lapses = buyer.active && rules.lapses_by(buyer.last_bought, today.unwrap_or(nothing));
            if lapses {
                buyer.active = false;
                buyer.value = 0;
                if recurring.is_none() && phases.iter().all(|phase| phase.to != day) {
                    state.step(day, false, 0, rules, out);
                }
            }
            if today.is_some() {
                buyer.spend(spend, next_spend, rules);
                next_spend += 1;
            }
            if state.active {
                state.revalue(day, rate_change(phases, day, rules.edition, rates)?, out);
            }
            let value = recurring.unwrap_or(0) + buyer.value;
            state.step(day, recurring.is_some() || buyer.active, value, rules, out);
        }
        Ok(())
    }
}

/// The spend half of a customer's state.
#[derive(Default)]
struct Buyer {
    active: bool,
    value: i64,
    last_bought: i32,
    window_start: usize,
    window_minor: i64,
}

impl Buyer {
    /// Takes in `spend[index]`: a purchase renews activity and revalues, a refund revalues an active customer.
    fn spend(&mut self, spend: &[SpendDay], index: usize, rules: &Rules) {
        let today = spend[index];
        self.window_minor += today.minor;
        while today.day - spend[self.window_start].day >= rules.window {
            self.window_minor -= spend[self.window_start].minor;
            self.window_start += 1;
        }
        if today.bought {
            self.active = true;
            self.last_bought = today.day;
        }
        if self.active {
            self.value = self.window_minor;
        }
    }
}

/// The fold of a customer without subscriptions, going on from a state. The first `earlier` days of `spend` lie before the day of that
/// state; of them there need be no more than the value window reaches back to.
pub(super) fn resume_spend(
    from: SpendState,
    earlier: usize,
    spend: &[SpendDay],
    rules: &Rules,
    out: &mut Vec<Movement>,
) {
    let SpendState { active, value, ever_active, lost_on, last_bought } = from;
    let mut state = State { active, value, ever_active, lost_on };
    let window_minor = spend[..earlier].iter().map(|day| day.minor).sum();
    let mut buyer = Buyer { active, value, last_bought, window_start: 0, window_minor };
    for (index, today) in spend.iter().enumerate().skip(earlier) {
        if buyer.active && rules.lapses_by(buyer.last_bought, *today) {
            buyer.active = false;
            state.step(rules.lapse_after(buyer.last_bought), false, 0, rules, out);
        }
        buyer.spend(spend, index, rules);
        if buyer.active {
            state.step(today.day, true, buyer.value, rules, out);
        }
    }
    if buyer.active {
        state.step(rules.lapse_after(buyer.last_bought), false, 0, rules, out);
    }
}

/// The value of the phases in force on `day`, or `None` when there is none.
fn recurring_value(phases: &[Phase], day: i32, rates: &Rates) -> Result<Option<i64>, WalkError> {
    let mut value = None;
    for phase in phases.iter().filter(|phase| phase.from <= day && day < phase.to) {
        value = Some(value.unwrap_or(0) + rates.convert(phase.minor, phase.currency, day)?);
    }
    Ok(value)
}

/// What the phases in force both yesterday and on `day` gained only because rates changed, among them those that end on `day` and are
/// followed by one of the same amount.
fn rate_change(phases: &[Phase], day: i32, edition: Edition, rates: &Rates) -> Result<i64, WalkError> {
    let mut change = 0;
    let foreign = phases.iter().filter(|phase| phase.currency != rates.reporting() && phase.from < phase.to);
    let mut begun: Vec<&Phase> = foreign.clone().filter(|phase| phase.from == day).collect();
    for phase in foreign.filter(|phase| phase.from < day && day <= phase.to) {
        let goes_on = day < phase.to || {
            let renews = |next: &&Phase| (next.currency, next.minor) == (phase.currency, phase.minor);
            let renewal = begun.iter().position(renews).filter(|_| edition >= Edition::Second);
            renewal.map(|at| begun.swap_remove(at)).is_some()
        };
        if goes_on {
            change += rates.convert(phase.minor, phase.currency, day)?
                - rates.convert(phase.minor, phase.currency, day - 1)?;
        }
    }
    Ok(change)
}

impl State {
    fn step(&mut self, day: i32, active: bool, value: i64, rules: &Rules, out: &mut Vec<Movement>) {
        let (kind, customers) = match (self.active, active) {
            (false, true) => (self.arrival(day, rules), 1),
            (true, false) => (MovementKind::Lost, -1),
            (true, true) if value > self.value => (MovementKind::More, 0),
            (true, true) if value < self.value => (MovementKind::Less, 0),
            (false, false) | (true, true) => return,
        };
        out.push(Movement {
            day: Day(day),
            kind,
            customers,
            minor: value - self.value,
            value_after: value,
            corrects: None,
        });
        if !active {
            self.lost_on = day;
        }
        *self = Self { active, value, ever_active: true, lost_on: self.lost_on };
    }

    fn arrival(&self, day: i32, rules: &Rules) -> MovementKind {
        let in_window = rules.return_window.is_none_or(|window| day - self.lost_on <= window);
        if self.ever_active && in_window { MovementKind::WonBack } else { MovementKind::New }
    }

    fn revalue(&mut self, day: i32, minor: i64, out: &mut Vec<Movement>) {
        if minor != 0 {
            self.value += minor;
            out.push(Movement {
                day: Day(day),
                kind: MovementKind::Currency,
                customers: 0,
                minor,
                value_after: self.value,
                corrects: None,
            });
        }
    }
}
