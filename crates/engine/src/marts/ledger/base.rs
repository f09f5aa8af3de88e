//! The customer base: how old, how recent, how frequent and how valuable are the customers, and on how few does the value rest?
//!
//! Grain: customer. Words are those of repeat-buying models: `recency` is first to last purchase, `days_since_last` the time since.

use bellwether_model::{Day, MovementKind};
use bellwether_stats::{Share, concentration, deciles};

use super::accounts::Ledger;
use super::amount::Amount;
use super::customer::{CustomerState, CustomerValue};
use super::error::LedgerError;

/// What an active customer adds to the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The day it first became active.
    pub joined: Option<Day>,
    /// Its value, in minor units.
    pub value: i64,
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

/// What twelve months took away: so much must be won merely to stand still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearlyLoss {
    /// First day of the twelve months looked at.
    pub from: Day,
    /// Last day of them.
    pub through: Day,
    /// Customers lost in them and the value they took along.
    pub lost: Amount,
    /// Customers who stayed and brought less, and by how much.
    pub less: Amount,
}

impl YearlyLoss {
    /// Customers and value to be won in the next twelve months to end where we stand, if as much goes again.
    #[must_use]
    pub fn to_replace(&self) -> Amount {
        Amount { customers: self.lost.customers, minor: -(self.lost.minor + self.less.minor) }
    }
}

impl Ledger<'_> {
    /// Every customer's value facts, by id.
    pub fn customer_values(&self) -> Result<Vec<CustomerValue>, LedgerError> {
        let (threads, _) = self.full_accounts(Vec::new, |rows: &mut Vec<CustomerValue>, full| {
            rows.push(CustomerState::of(&full, self.walk.through).into_value(self.walk.through));
            Ok(())
        })?;
        let mut rows: Vec<CustomerValue> = threads.into_iter().flatten().collect();
        rows.sort_by(|a, b| a.customer.cmp(&b.customer));
        Ok(rows)
    }

    /// What each customer holds that is active on the walk's last day.
    pub fn holdings(&self) -> Result<Vec<Holding>, LedgerError> {
        let (threads, _) = self.accounts(Vec::new, |holdings, account| {
            let active: i64 = account.movements.iter().map(|movement| i64::from(movement.customers)).sum();
            if let Some(last) = account.movements.last().filter(|_| active > 0) {
                let first = account.movements.iter().find(|movement| movement.customers > 0);
                let joined = first.map(|first| first.corrects.unwrap_or(first.day));
                holdings.push(Holding { joined, value: last.value_after });
            }
            Ok(())
        })?;
        Ok(threads.into_iter().flatten().collect())
    }

    /// Customers lost after a day, and what they were worth.
    pub fn lost_after(&self, day: Day) -> Result<Amount, LedgerError> {
        let (threads, _) = self.accounts(Amount::default, |sum, account| {
            let later = account.movements.partition_point(|movement| movement.day <= day);
            for movement in account.movements[later..].iter().filter(|movement| movement.kind == MovementKind::Lost) {
                sum.plus(Amount { customers: 1, minor: -i128::from(movement.minor) });
            }
            Ok(())
        })?;
        let mut all = Amount::default();
        for sum in threads {
            all.plus(sum);
        }
        Ok(all)
    }

    /// Customers and value that must be replaced merely to stand still, from the twelve months that end on the walk's last day.
    pub fn yearly_loss(&self) -> Result<YearlyLoss, LedgerError> {
        let from = Day::from_date(self.walk.through.date().saturating_sub(jiff::Span::new().years(1))).plus(1);
        let (threads, _) = self.accounts(
            || [Amount::default(); 2],
            |sums, account| {
                let year = account.movements.iter().filter(|movement| movement.day >= from);
                let mut net = 0;
                for movement in year {
                    match movement.kind {
                        MovementKind::Lost => sums[0].plus(Amount { customers: 1, minor: i128::from(movement.minor) }),
                        MovementKind::More | MovementKind::Less => net += movement.minor,
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
        Ok(YearlyLoss { from, through: self.walk.through, lost: sums[0], less: sums[1] })
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
