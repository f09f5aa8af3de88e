//! What is known of one customer: when it came, whether it is active, what it is worth and what it bought.

use bellwether_model::{Day, Movement};

use super::account::FullAccount;
use super::amount::Amount;
use crate::walk::SpendDay;

/// What is known of one customer on the walk's last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerValue {
    /// The customer.
    pub customer: String,
    /// Its bucket.
    pub bucket: i32,
    /// The day it first became active; `None` for one that never was.
    pub joined: Option<Day>,
    /// Whether it is active.
    pub active: bool,
    /// Its value, in minor units.
    pub value: i64,
    /// The day it was last lost; `None` while it is active.
    pub lost_on: Option<Day>,
    /// Days on which it bought again after the first one.
    pub frequency: u32,
    /// Days from its first to its last purchase.
    pub recency: i32,
    /// Days from its first purchase to the walk's last day (T).
    pub observed: i32,
    /// Mean amount of its repeat-purchase days in minor units, rounded half to even; 0 without any.
    pub monetary_value: i64,
    /// Days since its last purchase; `None` for one that never bought.
    pub days_since_last: Option<i32>,
}

/// What a customer has bought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::marts) struct Purchases {
    pub(super) first: Option<Day>,
    pub(super) last: Option<Day>,
    /// Days on which it bought again after the first one.
    pub(super) repeats: u32,
    /// What these days brought, in minor units.
    pub(super) repeat_minor: i64,
}

/// A customer's row in the table `customer_values`. It says nothing that changes by the mere passing of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::marts) struct CustomerState {
    pub(super) customer: String,
    pub(super) bucket: i32,
    pub(super) joined: Option<Day>,
    pub(super) active: bool,
    pub(super) value: i64,
    pub(super) lost_on: Option<Day>,
    pub(super) bought: Purchases,
    /// The first day after the marts' own on which anything known happens: a lapse, a known end, a price agreed on. Until then the
    /// row stays as it is.
    pub(super) next_on: Option<Day>,
}

impl CustomerState {
    /// The row of a customer on whom nothing is known yet.
    pub(super) fn unknown(customer: &str, bucket: i32) -> Self {
        Self {
            customer: customer.to_owned(),
            bucket,
            joined: None,
            active: false,
            value: 0,
            lost_on: None,
            bought: Purchases::default(),
            next_on: None,
        }
    }

    /// The row of a customer on the walk's last day.
    pub(super) fn of(full: &FullAccount<'_>, through: Day) -> Self {
        let mut row = Self::unknown(full.account.customer, full.bucket);
        let announced = full.spend.iter().map(|spend| Day(spend.day)).find(|day| *day > through);
        let (movements, pending) = full.with_pending.split_at(full.account.movements.len());
        row.learn(movements, pending, full.spend, through);
        row.next_on = row.next_on.into_iter().chain(announced).min();
        row
    }

    /// Takes in what came after all that the row knows: movements up to the last day, those that wait for time to pass, and purchases.
    pub(super) fn learn(&mut self, movements: &[Movement], pending: &[Movement], spend: &[SpendDay], through: Day) {
        let first = movements.iter().find(|movement| movement.customers > 0);
        self.joined = self.joined.or(first.map(|movement| movement.corrects.unwrap_or(movement.day)));
        let active =
            i64::from(self.active) + movements.iter().map(|movement| i64::from(movement.customers)).sum::<i64>();
        self.active = active > 0;
        self.value = movements.last().map_or(self.value, |movement| movement.value_after);
        let departure = movements.iter().rfind(|movement| movement.customers < 0).map(|movement| movement.day);
        self.lost_on = departure.or(self.lost_on).filter(|_| !self.active);
        spend.iter().filter(|day| day.day <= through.0).for_each(|day| self.bought.add(day));
        self.next_on = pending.first().map(|movement| movement.day);
    }

    /// What the customer adds to the base.
    pub(super) fn held(&self) -> Amount {
        if self.active { Amount { customers: 1, minor: i128::from(self.value) } } else { Amount::default() }
    }

    /// What is known of the customer on a day until which nothing else has happened.
    pub(super) fn into_value(self, through: Day) -> CustomerValue {
        CustomerValue {
            frequency: self.bought.repeats,
            recency: self.bought.recency(),
            observed: self.bought.first.map_or(0, |first| through.0 - first.0),
            monetary_value: self.bought.monetary_value(),
            days_since_last: self.bought.last.map(|last| through.0 - last.0),
            customer: self.customer,
            bucket: self.bucket,
            joined: self.joined,
            active: self.active,
            value: self.value,
            lost_on: self.lost_on,
        }
    }
}

impl Purchases {
    /// Adds a later day, if anything was bought on it.
    pub(super) fn add(&mut self, today: &SpendDay) {
        if !today.bought {
            return;
        }
        if self.first.is_some() {
            self.repeats += 1;
            self.repeat_minor += today.minor;
        } else {
            self.first = Some(Day(today.day));
        }
        self.last = Some(Day(today.day));
    }

    /// Days from the first to the last purchase.
    pub(super) fn recency(&self) -> i32 {
        self.first.zip(self.last).map_or(0, |(first, last)| last.0 - first.0)
    }

    /// Mean amount of the repeat-purchase days, rounded half to even; 0 without any.
    pub(super) fn monetary_value(&self) -> i64 {
        if self.repeats == 0 { 0 } else { mean_half_even(self.repeat_minor, self.repeats.into()) }
    }
}

fn mean_half_even(sum: i64, count: i64) -> i64 {
    let (quotient, remainder) = (sum.div_euclid(count), sum.rem_euclid(count));
    match (remainder * 2).cmp(&count) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + quotient.rem_euclid(2),
    }
}
