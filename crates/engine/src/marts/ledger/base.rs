//! The customer base: how old, how recent, how frequent and how valuable are the customers, and on how few does the value rest?
//!
//! Grain: customer. Words are those of repeat-buying models: `recency` is first to last purchase, `days_since_last` the time since.

use bellwether_model::{Day, Kind};
use bellwether_stats::{Share, concentration, deciles};

use super::stored::StoredValue;
use super::{Amount, LedgerError, SpendDay, Walk};

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

/// What an active customer adds to the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The day it first became active.
    pub joined: Option<Day>,
    /// Its value, in minor units.
    pub value: i64,
}

/// What a customer has bought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bought {
    pub(super) first: Option<Day>,
    pub(super) last: Option<Day>,
    /// Days on which it bought again after the first one.
    pub(super) repeats: u32,
    /// What these days brought, in minor units.
    pub(super) repeat_minor: i64,
}

/// One tenth of the active customers, by value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decile {
    /// 1 for the best tenth to 10 for the worst.
    pub rank: usize,
    /// Its customers and their value.
    pub amount: Amount,
    /// The smallest value in it.
    pub from_minor: i64,
}

/// Active customers by time since they joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// Whole years since joining, at least.
    pub years: i32,
    /// Customers and their value.
    pub amount: Amount,
}

/// The base as a whole.
#[derive(Clone, Debug)]
pub struct Base {
    /// Active customers and their value.
    pub active: Amount,
    /// Tenths by value, best first.
    pub deciles: Vec<Decile>,
    /// How few customers, best first, make up half and four fifths of the value.
    pub concentration: Vec<Share>,
    /// By years since joining.
    pub tenure: Vec<Tenure>,
}

/// What must be won merely to stand still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandStill {
    /// First day of the twelve months looked at.
    pub from: Day,
    /// Last day of them.
    pub through: Day,
    /// Customers lost in them and the value they took along.
    pub lost: Amount,
    /// Customers who stayed and brought less, and by how much.
    pub less: Amount,
}

impl StandStill {
    /// Customers and value to be won in the next twelve months to end where we stand, if as much goes again.
    #[must_use]
    pub fn to_replace(&self) -> Amount {
        Amount { customers: self.lost.customers, minor: -(self.lost.minor + self.less.minor) }
    }
}

impl Walk<'_> {
    /// Every customer's value facts, by id.
    pub fn customer_values(&self) -> Result<Vec<CustomerValue>, LedgerError> {
        let (threads, _) = self.run(Vec::new, |rows: &mut Vec<CustomerValue>, walked| {
            rows.push(StoredValue::of(&walked, self.through).into_value(self.through));
            Ok(())
        })?;
        let mut rows: Vec<CustomerValue> = threads.into_iter().flatten().collect();
        rows.sort_by(|a, b| a.customer.cmp(&b.customer));
        Ok(rows)
    }

    /// What each customer holds that is active on the walk's last day.
    pub fn holdings(&self) -> Result<Vec<Holding>, LedgerError> {
        let (threads, _) = self.lives(Vec::new, |holdings, lived| {
            let active: i64 = lived.movements.iter().map(|movement| i64::from(movement.customers)).sum();
            if let Some(last) = lived.movements.last().filter(|_| active > 0) {
                let first = lived.movements.iter().find(|movement| movement.kind == Kind::New);
                holdings.push(Holding { joined: first.map(|first| first.day), value: last.value_after });
            }
            Ok(())
        })?;
        Ok(threads.into_iter().flatten().collect())
    }

    /// Customers and value that must be replaced merely to stand still, from the twelve months that end on the walk's last day.
    pub fn stand_still(&self) -> Result<StandStill, LedgerError> {
        let from = Day::from_date(self.through.date().saturating_sub(jiff::Span::new().years(1))).plus(1);
        let (threads, _) = self.lives(
            || [Amount::default(); 2],
            |sums, lived| {
                let year = lived.movements.iter().filter(|movement| movement.day >= from);
                let mut net = 0;
                for movement in year {
                    match movement.kind {
                        Kind::Lost => sums[0].plus(Amount { customers: 1, minor: i128::from(movement.minor) }),
                        Kind::More | Kind::Less => net += movement.minor,
                        _ => {}
                    }
                }
                if net < 0 {
                    sums[1].plus(Amount { customers: 1, minor: i128::from(net) });
                }
                Ok(())
            },
        )?;
        let mut sums = [Amount::default(); 2];
        for thread in threads {
            sums.iter_mut().zip(thread).for_each(|(sum, more)| sum.plus(more));
        }
        Ok(StandStill { from, through: self.through, lost: sums[0], less: sums[1] })
    }
}

/// The base audit of the active customers.
#[must_use]
pub fn audit(holdings: &[Holding], through: Day) -> Base {
    let mut of_active: Vec<i64> = holdings.iter().map(|holding| holding.value).collect();
    of_active.sort_unstable_by(|a, b| b.cmp(a));
    let sum = |values: &[i64]| Amount {
        customers: values.len() as i64,
        minor: values.iter().map(|value| i128::from(*value)).sum(),
    };
    let deciles = deciles(&of_active)
        .into_iter()
        .enumerate()
        .map(|(index, tenth)| Decile {
            rank: index + 1,
            amount: sum(tenth),
            from_minor: tenth.last().copied().unwrap_or_default(),
        })
        .collect();
    let mut tenure: Vec<Tenure> = Vec::new();
    for holding in holdings {
        let years = holding.joined.map_or(0, |joined| joined.years_until(through));
        let at = tenure.partition_point(|known| known.years < years);
        if tenure.get(at).is_none_or(|known| known.years != years) {
            tenure.insert(at, Tenure { years, amount: Amount::default() });
        }
        tenure[at].amount.plus(Amount { customers: 1, minor: i128::from(holding.value) });
    }
    Base { active: sum(&of_active), deciles, concentration: concentration(&of_active, &[50, 80]), tenure }
}

impl Bought {
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
