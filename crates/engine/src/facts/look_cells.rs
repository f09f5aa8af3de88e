//! The cells of a [look](super::look): rows by day and currency, added up by month.

use std::collections::BTreeMap;

use bellwether_model::Day;

use super::look::{Holding, Look, MonthLook};
use super::oddities::{ActiveDays, Amounts, Tally, month_of};

/// So many days are found without a search.
const RECENT: usize = 4096;

/// Rows by day and currency, and what is known of each month and currency.
#[derive(Default)]
pub(super) struct LookCells {
    currencies: Vec<CurrencyRows>,
    days: Vec<DayRows>,
    /// Where each stands among `days`.
    numbers: foldhash::HashMap<(Option<Day>, usize), usize>,
    /// The same of the day asked for last among those of one remainder: nearly all rows are of some thousand days.
    recent: Vec<usize>,
    lines: Vec<Line>,
}

/// What is known of a currency; there are few.
struct CurrencyRows {
    /// Empty of facts without money.
    code: String,
    /// Customers, now and after.
    customers: [u64; 2],
    /// Amounts of the table, if it has any: those of the same source, and those of others.
    known: Option<[Amounts; 2]>,
}

#[derive(Clone, Copy)]
struct DayRows {
    day: Option<Day>,
    currency: usize,
    line: usize,
    imported: u64,
}

/// A month in a currency.
struct Line {
    month: Option<Day>,
    currency: usize,
    holdings: [Holding; 2],
    changes: bool,
    imported: Tally,
    amounts: Amounts,
}

impl LookCells {
    /// The number of a currency.
    pub(super) fn currency(&mut self, code: &str) -> usize {
        self.currencies.iter().position(|known| known.code == code).unwrap_or_else(|| {
            self.currencies.push(CurrencyRows { code: code.to_owned(), customers: [0; 2], known: None });
            self.currencies.len() - 1
        })
    }

    /// The codes of the currencies, by their numbers.
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.currencies.iter().map(|known| known.code.as_str())
    }

    /// The line that a day is in.
    pub(super) fn line(&mut self, day: Option<Day>, currency: usize) -> usize {
        self.day(day, currency).line
    }

    fn day(&mut self, day: Option<Day>, currency: usize) -> &mut DayRows {
        let place = day.map_or(0, |day| day.0.rem_euclid(RECENT as i32) as usize);
        let is_it = |known: &DayRows| known.day == day && known.currency == currency;
        let recent = self.recent.get(place).copied();
        let at = match recent.filter(|at| self.days.get(*at).is_some_and(is_it)) {
            Some(at) => at,
            None => self.number(day, currency),
        };
        if self.recent.is_empty() {
            self.recent = vec![usize::MAX; RECENT];
        }
        self.recent[place] = at;
        &mut self.days[at]
    }

    /// Where a day stands among those known; from now on it does.
    fn number(&mut self, day: Option<Day>, currency: usize) -> usize {
        if let Some(at) = self.numbers.get(&(day, currency)) {
            return *at;
        }
        // The first day of the month stands for it, so that each month is a line once.
        let month = day.map(month_of);
        let line = if month == day {
            let (holdings, imported) = ([Holding::default(); 2], Tally::default());
            self.lines.push(Line { month, currency, holdings, changes: false, imported, amounts: Amounts::default() });
            self.lines.len() - 1
        } else {
            let first = self.number(month, currency);
            self.days[first].line
        };
        self.days.push(DayRows { day, currency, line, imported: 0 });
        self.numbers.insert((day, currency), self.days.len() - 1);
        self.days.len() - 1
    }

    /// Takes a row of the import, whether it changes anything or not; gives its line.
    pub(super) fn import(&mut self, day: Option<Day>, currency: usize, minor: i64) -> usize {
        let rows = self.day(day, currency);
        rows.imported += 1;
        let at = rows.line;
        let line = &mut self.lines[at];
        line.imported.rows += 1;
        line.imported.minor += i128::from(minor);
        line.amounts.note(minor);
        at
    }

    /// Takes an amount that the table holds.
    pub(super) fn know(&mut self, currency: usize, is_own: bool, minor: i64) {
        let known = self.currencies[currency].known.get_or_insert_default();
        known[usize::from(!is_own)].note(minor);
    }

    /// Counts a row that is there now, after, or both.
    pub(super) fn count(&mut self, line: usize, minor: i64, when: [bool; 2]) {
        let line = &mut self.lines[line];
        line.changes |= when != [true; 2];
        for (holding, is_there) in line.holdings.iter_mut().zip(when) {
            holding.rows += u64::from(is_there);
            holding.minor += if is_there { i128::from(minor) } else { 0 };
        }
    }

    /// Counts a customer in a line, now or after; `is_new` to its currency as a whole, too.
    pub(super) fn count_customer(&mut self, line: usize, at: usize, is_new: bool) {
        let line = &mut self.lines[line];
        line.holdings[at].customers += 1;
        self.currencies[line.currency].customers[at] += u64::from(is_new);
    }

    /// Adds the cells of other buckets, in which there are other customers.
    pub(super) fn join(&mut self, other: Self) {
        let LookCells { currencies, days, lines, .. } = other;
        let mut numbers = Vec::with_capacity(currencies.len());
        for CurrencyRows { code, customers, known } in currencies {
            let number = self.currency(&code);
            let own = &mut self.currencies[number];
            for (own, customers) in own.customers.iter_mut().zip(customers) {
                *own += customers;
            }
            if let Some(known) = known {
                for (own, known) in own.known.get_or_insert_default().iter_mut().zip(&known) {
                    own.join(known);
                }
            }
            numbers.push(number);
        }
        for rows in days {
            self.day(rows.day, numbers[rows.currency]).imported += rows.imported;
        }
        for line in lines {
            let at = self.line(line.month, numbers[line.currency]);
            let own = &mut self.lines[at];
            for (own, holding) in own.holdings.iter_mut().zip(line.holdings) {
                own.rows += holding.rows;
                own.customers += holding.customers;
                own.minor += holding.minor;
            }
            own.changes |= line.changes;
            own.imported.rows += line.imported.rows;
            own.imported.minor += line.imported.minor;
            own.amounts.join(&line.amounts);
        }
    }

    /// Adds the days of the import's rows to none.
    pub(super) fn imported_days(&self, mut none: ActiveDays) -> ActiveDays {
        for rows in &self.days {
            if let Some(day) = rows.day.filter(|_| rows.imported > 0) {
                none.note(day, rows.imported);
            }
        }
        none
    }

    /// What the import's rows sum up to, and their amounts by month; by currency.
    pub(super) fn imported_money(&self) -> (BTreeMap<String, Tally>, BTreeMap<String, BTreeMap<Day, Amounts>>) {
        let mut money: BTreeMap<String, Tally> = BTreeMap::new();
        let mut amounts: BTreeMap<String, BTreeMap<Day, Amounts>> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.imported.rows > 0) {
            let code = &self.currencies[line.currency].code;
            if code.is_empty() {
                continue;
            }
            let tally = money.entry(code.clone()).or_default();
            tally.rows += line.imported.rows;
            tally.minor += line.imported.minor;
            if let Some(month) = line.month {
                amounts.entry(code.clone()).or_default().insert(month, line.amounts.clone());
            }
        }
        (money, amounts)
    }

    /// Amounts of the table by currency.
    pub(super) fn known_amounts(&self) -> BTreeMap<String, [Amounts; 2]> {
        self.currencies.iter().filter_map(|rows| Some((rows.code.clone(), rows.known.clone()?))).collect()
    }

    /// What the table holds, month by month and in all.
    pub(super) fn into_look(self) -> Look {
        let Self { currencies, mut lines, .. } = self;
        let told = |month, currency: usize, [now, after]: [Holding; 2]| {
            let code = Some(&currencies[currency].code).filter(|code| !code.is_empty()).cloned();
            MonthLook { month, currency: code, now, after }
        };
        let mut all: BTreeMap<usize, [Holding; 2]> = BTreeMap::new();
        for line in &lines {
            let all = all.entry(line.currency).or_default();
            for (at, (all, holding)) in all.iter_mut().zip(line.holdings).enumerate() {
                all.rows += holding.rows;
                all.minor += holding.minor;
                all.customers = currencies[line.currency].customers[at];
            }
        }
        lines.sort_by_key(|line| (line.month.is_none(), line.month, &currencies[line.currency].code));
        let mut all: Vec<MonthLook> = all.into_iter().map(|(currency, both)| told(None, currency, both)).collect();
        all.sort_by(|left, right| left.currency.cmp(&right.currency));
        let changed = lines.into_iter().filter(|line| line.changes);
        let months = changed.map(|line| told(line.month, line.currency, line.holdings)).collect();
        Look { months, all }
    }
}
