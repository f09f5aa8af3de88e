//! Rows of an import beside the facts that it neither replaces nor says again.
//!
//! A row that came in before under another id, or without one and at another time of the day, is new by its key and counts twice. A
//! subscription that begins while an earlier one of the same customer goes on counts beside it, though it may have taken its place. And a
//! price that replaces another from the same day on is told as if it had always been so. A sale may come in from the shop and, days later, from
//! whoever took the money. Each may be meant, so each is said, not decided.

use std::collections::BTreeMap;

use bellwether_model::Day;

use super::oddity::Oddity;

/// Of a hundred new rows so many say what came in before, or it is chance: a customer buys for the same amount twice in a day.
const SAID_TWICE_SHARE: u64 = 20;

/// Of a hundred customers with a subscription so many have several, and one more beside them is nothing odd.
const SEVERAL_SHARE: u64 = 10;

/// Whose a row is, and what it is about; customers and currencies by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::facts) struct MoneyRow {
    /// Absent of rows that name no customer.
    pub customer: Option<u32>,
    pub day: Day,
    /// The moment, or the day, as it is stored.
    pub moment: i64,
    pub currency: u32,
    pub minor: i64,
    /// Whether it is of a subscription that has no end.
    pub goes_on: bool,
    /// The hash of a subscription's id: a later row of the same takes the place of an earlier one.
    pub subscription: Option<u64>,
}

/// Of a hundred new rows so many are of a sale that another source tells of as well, or it is chance.
const SAID_ELSEWHERE_SHARE: u64 = 50;
/// Of one row alone nothing can be said.
const SAID_ELSEWHERE_ROWS: u64 = 2;
/// So many days lie between a sale and its payment at most.
const DAYS_BETWEEN: i32 = 5;

type Saying = (Option<u32>, i64, u32, i64);
/// Sums in minor units by the number of a currency.
type Sums = BTreeMap<u32, i128>;

/// What was seen of the customers of some buckets.
#[derive(Debug, Default)]
struct Round {
    /// New rows by customer, day and amount, as far as no fact that says the same was found.
    new: foldhash::HashMap<Saying, u32>,
    said_again: foldhash::HashMap<Saying, u32>,
    /// The days of new purchases by customer, currency and amount, as far as no fact of another source is near.
    bought: foldhash::HashMap<(u32, u32, i64), Vec<i32>>,
    /// When subscriptions of the import begin, by customer.
    begun: foldhash::HashMap<u32, Vec<(i64, Option<u64>)>>,
    /// Subscriptions that go on and that the import does not tell of, by customer.
    running: foldhash::HashMap<u32, Vec<MoneyRow>>,
    /// How many subscriptions of a customer go on.
    counts: foldhash::HashMap<u32, u32>,
    /// Prices of a month that leave and that come in their place, by customer, first day and currency.
    prices: foldhash::HashMap<(u32, i64, u32), [Option<i64>; 2]>,
}

/// What an import says beside the facts of its source.
#[derive(Debug, Default)]
pub(in crate::facts) struct BesideFacts {
    is_subscriptions: bool,
    round: Round,
    new: u64,
    said_twice: u64,
    said_twice_minor: Sums,
    /// Rows near a fact of another source, by source.
    elsewhere: BTreeMap<String, (u64, Sums)>,
    beside: u64,
    beside_minor: Sums,
    /// Customers with a subscription that goes on, and those with several.
    running: u64,
    several: u64,
    repriced: u64,
    first: Option<i64>,
    repriced_minor: [Sums; 2],
}

impl BesideFacts {
    /// Nothing was seen yet.
    pub(in crate::facts) fn of(is_subscriptions: bool) -> Self {
        Self { is_subscriptions, ..Self::default() }
    }

    /// A row of the import that is added or replaces a fact.
    pub(in crate::facts) fn add(&mut self, row: MoneyRow) {
        self.new += 1;
        *self.round.new.entry(by_day(&row)).or_default() += 1;
        if let Some(customer) = row.customer.filter(|_| !self.is_subscriptions) {
            self.round.bought.entry((customer, row.currency, row.minor)).or_default().push(row.day.0);
        }
        if let Some(customer) = row.customer.filter(|_| self.is_subscriptions) {
            self.round.begun.entry(customer).or_default().push((row.moment, row.subscription));
            self.price(customer, &row, 1);
        }
    }

    /// A row of the import that says what is known.
    pub(in crate::facts) fn say_again(&mut self, row: MoneyRow) {
        *self.round.said_again.entry(by_moment(&row)).or_default() += 1;
    }

    /// A fact that the import replaces.
    pub(in crate::facts) fn replace(&mut self, row: MoneyRow) {
        if let Some(customer) = row.customer.filter(|_| self.is_subscriptions) {
            self.price(customer, &row, 0);
        }
    }

    /// A fact of the source that the import does not replace. All rows of its customer came before.
    pub(in crate::facts) fn know(&mut self, row: MoneyRow) {
        if let Some(customer) = row.customer.filter(|_| self.is_subscriptions && row.goes_on) {
            *self.round.counts.entry(customer).or_default() += 1;
        }
        let said_again = self.round.said_again.get_mut(&by_moment(&row)).filter(|said| **said > 0);
        let is_said_again = said_again.is_some();
        if let Some(said) = said_again {
            *said -= 1;
        } else if let Some(new) = self.round.new.get_mut(&by_day(&row)).filter(|new| **new > 0) {
            *new -= 1;
            self.said_twice += 1;
            add(&mut self.said_twice_minor, row.currency, row.minor);
            return;
        }
        // A file that tells of two by their ids says that both go on. Without ids the rows of one may stand there month by month.
        let may_have_ended = !is_said_again || row.subscription.is_none();
        if let Some(customer) = row.customer.filter(|_| self.is_subscriptions && row.goes_on && may_have_ended) {
            self.round.running.entry(customer).or_default().push(row);
        }
    }

    /// A fact of another source.
    pub(in crate::facts) fn know_elsewhere(&mut self, row: MoneyRow, source: &str) {
        let Some(customer) = row.customer else { return };
        let Some(days) = self.round.bought.get_mut(&(customer, row.currency, row.minor)) else { return };
        let Some(at) = days.iter().position(|day| (day - row.day.0).abs() <= DAYS_BETWEEN) else { return };
        days.swap_remove(at);
        if !self.elsewhere.contains_key(source) {
            self.elsewhere.insert(source.to_owned(), (0, Sums::new()));
        }
        if let Some((rows, minor)) = self.elsewhere.get_mut(source) {
            *rows += 1;
            add(minor, row.currency, row.minor);
        }
    }

    fn price(&mut self, customer: u32, row: &MoneyRow, at: usize) {
        let prices = self.round.prices.entry((customer, row.moment, row.currency)).or_default();
        prices[at] = Some(prices[at].unwrap_or(0).saturating_add(row.minor));
    }

    /// The customers of some buckets are over; none of them comes again.
    pub(in crate::facts) fn end_round(&mut self) {
        let Round { begun, running, counts, prices, .. } = std::mem::take(&mut self.round);
        let replaced: foldhash::HashSet<(u32, i64)> = prices
            .iter()
            .filter(|(_, prices)| prices[0].is_some())
            .map(|((customer, from, _), _)| (*customer, *from))
            .collect();
        for (customer, running) in running {
            // One that takes the place of a fact is none that begins.
            let Some(begun) = begun.get(&customer) else { continue };
            let begins = |(from, _): &&(i64, Option<u64>)| !replaced.contains(&(customer, *from));
            let Some(first) = begun.iter().filter(begins).map(|(from, _)| *from).min() else { continue };
            let goes_on = |row: &&MoneyRow| {
                let is_same = |(_, id): &(i64, Option<u64>)| id.is_some() && *id == row.subscription;
                row.moment < first && !begun.iter().any(is_same)
            };
            let mut earlier = running.iter().filter(goes_on).peekable();
            self.beside += u64::from(earlier.peek().is_some());
            for row in earlier {
                add(&mut self.beside_minor, row.currency, row.minor);
            }
        }
        self.running += counts.len() as u64;
        self.several += counts.values().filter(|count| **count > 1).count() as u64;
        for ((_, from, currency), prices) in prices {
            let [Some(before), Some(after)] = prices else { continue };
            if before != after {
                self.repriced += 1;
                self.first = Some(self.first.map_or(from, |first| first.min(from)));
                add(&mut self.repriced_minor[0], currency, before);
                add(&mut self.repriced_minor[1], currency, after);
            }
        }
    }

    /// Adds what was seen of other buckets; `number` gives the number here of a currency there.
    pub(in crate::facts) fn join(&mut self, other: Self, number: impl Fn(u32) -> u32) {
        self.new += other.new;
        self.said_twice += other.said_twice;
        self.beside += other.beside;
        self.running += other.running;
        self.several += other.several;
        self.repriced += other.repriced;
        self.first = [self.first, other.first].into_iter().flatten().min();
        for (source, (rows, minor)) in other.elsewhere {
            let known = self.elsewhere.entry(source).or_default();
            known.0 += rows;
            for (currency, minor) in minor {
                *known.1.entry(number(currency)).or_default() += minor;
            }
        }
        let [before, after] = &mut self.repriced_minor;
        let [other_before, other_after] = other.repriced_minor;
        let sums = [&mut self.said_twice_minor, &mut self.beside_minor, before, after];
        let others = [other.said_twice_minor, other.beside_minor, other_before, other_after];
        for (sums, others) in sums.into_iter().zip(others) {
            for (currency, minor) in others {
                *sums.entry(number(currency)).or_default() += minor;
            }
        }
    }

    /// What there is to say; `code` names a currency.
    pub(in crate::facts) fn odd<'c>(
        self,
        code: impl Fn(u32) -> &'c str,
        day_of: &mut dyn FnMut(i64) -> Day,
    ) -> Vec<Oddity> {
        let named = |sums: Sums| sums.into_iter().map(|(currency, minor)| (code(currency).to_owned(), minor)).collect();
        let mut found = Vec::new();
        if self.said_twice > 0 && self.said_twice * 100 >= self.new * SAID_TWICE_SHARE {
            let (rows, of) = (self.said_twice, self.new);
            found.push(Oddity::SaidTwice { rows, of, minor: named(self.said_twice_minor) });
        }
        for (source, (rows, minor)) in self.elsewhere {
            if rows >= SAID_ELSEWHERE_ROWS && rows * 100 >= self.new * SAID_ELSEWHERE_SHARE {
                found.push(Oddity::SaidElsewhere { source, rows, of: self.new, minor: named(minor) });
            }
        }
        if self.beside > 0 && self.several * 100 <= self.running * SEVERAL_SHARE {
            let customers = self.beside;
            found.push(Oddity::RunningBeside { customers, minor: named(self.beside_minor) });
        }
        if let Some(first) = self.first {
            let [before, after] = self.repriced_minor.map(named);
            found.push(Oddity::PriceOfThePast { rows: self.repriced, first: day_of(first), before, after });
        }
        found
    }
}

fn by_day(row: &MoneyRow) -> Saying {
    (row.customer, i64::from(row.day.0), row.currency, row.minor)
}

fn by_moment(row: &MoneyRow) -> Saying {
    (row.customer, row.moment, row.currency, row.minor)
}

fn add(sums: &mut Sums, currency: u32, minor: i64) {
    *sums.entry(currency).or_default() += i128::from(minor);
}
