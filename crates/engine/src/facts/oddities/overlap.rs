//! Where do rows of an import overlap facts that it neither replaces nor says again?
//!
//! A row that came in before under another id, or without one and at another time of the day, is new by its key and counts twice. A
//! subscription that begins while an earlier one of the same customer goes on counts beside it, though it may have taken its place. And a
//! price that replaces another from the same day on is told as if it had always been so. A sale may come in from the shop and, days later, from
//! whoever took the money. Each may be meant, so each is said, not decided.

use std::collections::BTreeMap;

use bellwether_model::Day;

use super::not_in_file::NotInFile;
use super::oddity::Oddity;

/// Of a hundred new rows so many say what came in before, or it is chance: a customer buys for the same amount twice in a day.
const SAID_TWICE_SHARE: u64 = 20;

/// Of a hundred customers with a subscription so many have several, and one more beside them is nothing odd.
const SEVERAL_SHARE: u64 = 10;

/// Of a hundred new rows so many are of a sale that another source tells of as well, or it is chance.
const SAID_ELSEWHERE_SHARE: u64 = 50;
/// Of one row alone nothing can be said.
const SAID_ELSEWHERE_ROWS: u64 = 2;
/// So many days lie between a sale and its payment at most.
const DAYS_BETWEEN: i64 = 5;

/// Whose a row is, and what it is about; customers and currencies by their numbers. Of rows that name no customer nobody knows whether they
/// are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::facts) struct MoneyRow {
    pub customer: u32,
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

/// A customer, a day or moment, a currency, an amount.
type RowKey = (u32, i64, u32, i64);
/// A subscription as far as it is known: its customer, its first day, its id.
type SubscriptionStart = (u32, i64, Option<u64>);
/// Sums in minor units by the number of a currency.
type Sums = BTreeMap<u32, i128>;

/// New rows that say the same, as far as no fact was found that does: one of the same source, one of another.
#[derive(Clone, Copy, Debug, Default)]
struct NewRows {
    own: u32,
    elsewhere: u32,
}

/// What was seen of the customers of some buckets.
#[derive(Debug, Default)]
struct Round {
    new: foldhash::HashMap<RowKey, NewRows>,
    said_again: foldhash::HashMap<RowKey, u32>,
    /// Customers with new purchases.
    buyers: foldhash::HashSet<u32>,
    /// Subscriptions of the import, by customer.
    starts: foldhash::HashMap<u32, Vec<SubscriptionStart>>,
    /// Subscriptions that go on and may have ended, by customer.
    running: foldhash::HashMap<u32, Vec<MoneyRow>>,
    /// First days of the subscriptions with ids that go on, and whether the import says them again, by customer.
    numbered: foldhash::HashMap<u32, Vec<(i64, bool)>>,
    customers: foldhash::HashSet<u32>,
    /// Prices of a month that leave and that come in their place, by subscription and currency.
    prices: foldhash::HashMap<(SubscriptionStart, u32), [Option<i64>; 2]>,
}

/// Where an import overlaps the facts.
#[derive(Debug, Default)]
pub(in crate::facts) struct Overlap {
    is_subscriptions: bool,
    /// The first and the last moment of the import.
    period: Option<(i64, i64)>,
    round: Round,
    new: u64,
    duplicates: u64,
    duplicates_minor: Sums,
    /// Those of them that lie within the time of the import.
    in_period: u64,
    in_period_minor: Sums,
    /// Rows near a fact of another source, by source.
    elsewhere: BTreeMap<String, (u64, Sums)>,
    overlapping: u64,
    overlapping_minor: Sums,
    /// Customers with a subscription that goes on, and those who are known to have several.
    running: u64,
    several: u64,
    repriced: u64,
    first: Option<i64>,
    repriced_minor: [Sums; 2],
}

impl Overlap {
    /// Nothing was seen yet; an import tells of the time from its first to its last moment.
    pub(in crate::facts) fn within(period: Option<(i64, i64)>, is_subscriptions: bool) -> Self {
        Self { is_subscriptions, period, ..Self::default() }
    }

    /// A row of the import that is added or replaces a fact.
    pub(in crate::facts) fn add(&mut self, row: MoneyRow) {
        self.new += 1;
        let new = self.round.new.entry(by_day(&row)).or_default();
        (new.own, new.elsewhere) = (new.own + 1, new.elsewhere + 1);
        if self.is_subscriptions {
            self.round.starts.entry(row.customer).or_default().push(start_of(&row));
            self.price(&row, 1);
        } else {
            self.round.buyers.insert(row.customer);
        }
    }

    /// A row of the import that says what is known.
    pub(in crate::facts) fn say_again(&mut self, row: MoneyRow) {
        *self.round.said_again.entry(by_moment(&row)).or_default() += 1;
    }

    /// A fact that the import replaces.
    pub(in crate::facts) fn replace(&mut self, row: MoneyRow) {
        if self.is_subscriptions {
            self.price(&row, 0);
        }
    }

    /// A fact of the source that the import does not replace. All rows of its customer came before.
    pub(in crate::facts) fn know(&mut self, row: MoneyRow) {
        let said_again = self.round.said_again.get_mut(&by_moment(&row)).filter(|said| **said > 0);
        let is_said_again = said_again.is_some();
        if let Some(said) = said_again {
            *said -= 1;
        } else if let Some(new) = self.round.new.get_mut(&by_day(&row)).filter(|new| new.own > 0) {
            new.own -= 1;
            self.duplicates += 1;
            add(&mut self.duplicates_minor, row.currency, row.minor);
            if self.period.is_some_and(|(from, to)| (from..=to).contains(&row.moment)) {
                self.in_period += 1;
                add(&mut self.in_period_minor, row.currency, row.minor);
            }
            return;
        }
        if !self.is_subscriptions || !row.goes_on {
            return;
        }
        self.round.customers.insert(row.customer);
        if row.subscription.is_some() {
            self.round.numbered.entry(row.customer).or_default().push((row.moment, is_said_again));
        }
        // A file that tells of two by their ids says that both go on. Without ids the rows of one may stand there month by month.
        if !is_said_again || row.subscription.is_none() {
            self.round.running.entry(row.customer).or_default().push(row);
        }
    }

    /// A fact of another source.
    pub(in crate::facts) fn know_elsewhere(&mut self, row: MoneyRow, source: &str) {
        if !self.round.buyers.contains(&row.customer) {
            return;
        }
        let day = i64::from(row.day.0);
        let Some(new) = (day - DAYS_BETWEEN..=day + DAYS_BETWEEN).find_map(|day| {
            let is_near = self.round.new.get(&(row.customer, day, row.currency, row.minor));
            is_near.filter(|new| new.elsewhere > 0).map(|_| (row.customer, day, row.currency, row.minor))
        }) else {
            return;
        };
        if let Some(new) = self.round.new.get_mut(&new) {
            new.elsewhere -= 1;
        }
        if !self.elsewhere.contains_key(source) {
            self.elsewhere.insert(source.to_owned(), (0, Sums::new()));
        }
        if let Some((rows, minor)) = self.elsewhere.get_mut(source) {
            *rows += 1;
            add(minor, row.currency, row.minor);
        }
    }

    fn price(&mut self, row: &MoneyRow, at: usize) {
        let prices = self.round.prices.entry((start_of(row), row.currency)).or_default();
        prices[at] = Some(prices[at].unwrap_or(0).saturating_add(row.minor));
    }

    /// The customers of some buckets are over; none of them comes again.
    pub(in crate::facts) fn end_round(&mut self) {
        let Round { starts, running, numbered, customers, prices, .. } = std::mem::take(&mut self.round);
        let replaced: foldhash::HashSet<SubscriptionStart> =
            prices.iter().filter(|(_, prices)| prices[0].is_some()).map(|((start, _), _)| *start).collect();
        for (customer, running) in running {
            // One that takes the place of a fact is none that begins.
            let Some(starts) = starts.get(&customer) else { continue };
            let first = starts.iter().filter(|start| !replaced.contains(start)).map(|(_, from, _)| *from).min();
            let goes_on = |row: &&MoneyRow| {
                let is_same = |(.., id): &SubscriptionStart| id.is_some() && *id == row.subscription;
                first.is_some_and(|first| row.moment < first) && !starts.iter().any(is_same)
            };
            let mut earlier = running.iter().filter(goes_on).peekable();
            self.overlapping += u64::from(earlier.peek().is_some());
            for row in earlier {
                add(&mut self.overlapping_minor, row.currency, row.minor);
            }
        }
        self.running += customers.len() as u64;
        for mut subscriptions in numbered.into_values() {
            subscriptions.sort_unstable();
            let said_again = subscriptions.iter().filter(|(_, is_said_again)| *is_said_again).count();
            let begin_together = subscriptions.windows(2).any(|pair| pair[0].0 == pair[1].0);
            self.several += u64::from(said_again > 1 || begin_together);
        }
        for (((_, from, _), currency), prices) in prices {
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
        self.duplicates += other.duplicates;
        self.in_period += other.in_period;
        self.overlapping += other.overlapping;
        self.running += other.running;
        self.several += other.several;
        self.repriced += other.repriced;
        self.first = [self.first, other.first].into_iter().flatten().min();
        let join = |sums: &mut Sums, others: Sums| {
            for (currency, minor) in others {
                *sums.entry(number(currency)).or_default() += minor;
            }
        };
        for (source, (rows, minor)) in other.elsewhere {
            let known = self.elsewhere.entry(source).or_default();
            known.0 += rows;
            join(&mut known.1, minor);
        }
        join(&mut self.duplicates_minor, other.duplicates_minor);
        join(&mut self.in_period_minor, other.in_period_minor);
        join(&mut self.overlapping_minor, other.overlapping_minor);
        for (sums, others) in self.repriced_minor.iter_mut().zip(other.repriced_minor) {
            join(sums, others);
        }
    }

    /// What there is to say; `code` names a currency. What is said to count twice is not said to be missing.
    pub(in crate::facts) fn odd<'c>(
        self,
        code: impl Fn(u32) -> &'c str,
        not_in_file: &mut NotInFile,
        day_of: &mut dyn FnMut(i64) -> Day,
    ) -> Vec<Oddity> {
        let named = |sums: Sums| sums.into_iter().map(|(currency, minor)| (code(currency).to_owned(), minor)).collect();
        let mut found = Vec::new();
        if self.duplicates > 0 && self.duplicates * 100 >= self.new * SAID_TWICE_SHARE {
            let (rows, of) = (self.duplicates, self.new);
            found.push(Oddity::DuplicateRows { rows, of, minor: named(self.duplicates_minor) });
            not_in_file.without(self.in_period, &named(self.in_period_minor));
        }
        for (source, (rows, minor)) in self.elsewhere {
            if rows >= SAID_ELSEWHERE_ROWS && rows * 100 >= self.new * SAID_ELSEWHERE_SHARE {
                found.push(Oddity::DuplicatesOfSource { source, rows, of: self.new, minor: named(minor) });
            }
        }
        if self.overlapping > 0 && self.several * 100 <= self.running * SEVERAL_SHARE {
            let customers = self.overlapping;
            found.push(Oddity::OverlappingSubscriptions { customers, minor: named(self.overlapping_minor) });
        }
        if let Some(first) = self.first {
            let [before, after] = self.repriced_minor.map(named);
            found.push(Oddity::RetroactivePrice { rows: self.repriced, first: day_of(first), before, after });
        }
        found
    }
}

fn by_day(row: &MoneyRow) -> RowKey {
    (row.customer, i64::from(row.day.0), row.currency, row.minor)
}

fn by_moment(row: &MoneyRow) -> RowKey {
    (row.customer, row.moment, row.currency, row.minor)
}

fn start_of(row: &MoneyRow) -> SubscriptionStart {
    (row.customer, row.moment, row.subscription)
}

fn add(sums: &mut Sums, currency: u32, minor: i64) {
    *sums.entry(currency).or_default() += i128::from(minor);
}
