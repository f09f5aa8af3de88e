//! The days on which facts happened: since when, until when, in which months and with what pauses?
//!
//! Days that can hardly be meant, long ago or far ahead, are counted apart, so that one mistyped year makes no gap of decades.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use bellwether_model::Day;
use jiff::civil::Date;

use crate::lake::Fact;

/// Days before this are hardly meant: what is imported was written by machines, and few of those that ran before still export. 0 and
/// empty cells become 1899-12-30, 1900-01-01, 1904-01-01 or 1970-01-01, and lost centuries the year 24.
const EARLIEST: Date = Date::constant(1990, 1, 1);

/// Facts tell what was. A day further ahead than a month is hardly meant, and that much is left to clocks and dates of billing.
const AHEAD: i32 = 31;

/// Subscriptions are agreed on before they begin, but seldom by more than a year, and a rate may hold from a day to come.
const AGREED_AHEAD: i32 = 366;

/// Rows by day.
#[derive(Clone, Debug)]
pub struct ActiveDays {
    plausible: RangeInclusive<Day>,
    days: foldhash::HashMap<Day, u64>,
    /// Rows on earlier days, and the earliest.
    pub long_ago: Option<(u64, Day)>,
    /// Rows on later days, and the latest.
    pub ahead: Option<(u64, Day)>,
}

impl ActiveDays {
    /// No rows yet, of such facts as seen on a day.
    pub fn of(fact: Fact, today: Day) -> Self {
        let ahead = if matches!(fact, Fact::Subscriptions | Fact::ExchangeRates) { AGREED_AHEAD } else { AHEAD };
        let plausible = Day::from_date(EARLIEST)..=today.plus(ahead);
        Self { plausible, days: foldhash::HashMap::default(), long_ago: None, ahead: None }
    }

    /// Whether a day can be meant.
    pub fn holds(&self, day: Day) -> bool {
        self.plausible.contains(&day)
    }

    /// Takes so many rows of a day.
    pub fn note(&mut self, day: Day, rows: u64) {
        if self.holds(day) {
            *self.days.entry(day).or_default() += rows;
        } else if day < *self.plausible.start() {
            let (before, earliest) = self.long_ago.unwrap_or((0, day));
            self.long_ago = Some((before + rows, earliest.min(day)));
        } else {
            let (before, latest) = self.ahead.unwrap_or((0, day));
            self.ahead = Some((before + rows, latest.max(day)));
        }
    }

    /// Takes the days of others.
    pub fn join(&mut self, others: &Self) {
        for (day, rows) in &others.days {
            *self.days.entry(*day).or_default() += rows;
        }
    }

    /// Rows on plausible days.
    pub fn rows(&self) -> u64 {
        self.days.values().sum()
    }

    /// How many days have rows.
    pub fn count(&self) -> usize {
        self.days.len()
    }

    /// The newest day.
    pub fn last(&self) -> Option<Day> {
        self.days.keys().max().copied()
    }

    /// Days from one with rows to the next, at most.
    pub fn longest_pause(&self) -> i32 {
        let mut days: Vec<Day> = self.days.keys().copied().collect();
        days.sort_unstable();
        days.windows(2).map(|pair| days_between(pair[0], pair[1])).max().unwrap_or(0)
    }

    /// Rows by month, which is told by its first day.
    pub fn months(&self) -> BTreeMap<Day, u64> {
        let mut months = BTreeMap::new();
        for (day, rows) in &self.days {
            *months.entry(month_of(*day)).or_default() += rows;
        }
        months
    }
}

/// The first day of a day's month.
pub fn month_of(day: Day) -> Day {
    Day::from_date(day.date().first_of_month())
}

/// Days from one to a later one.
pub fn days_between(from: Day, until: Day) -> i32 {
    (until.date() - from.date()).get_days()
}

/// Months from the first of one to the first of a later one.
pub fn months_between(from: Day, until: Day) -> u32 {
    let (from, until) = (from.date(), until.date());
    let apart = (i32::from(until.year()) - i32::from(from.year())) * 12 + i32::from(until.month() - from.month());
    u32::try_from(apart).unwrap_or(0)
}
