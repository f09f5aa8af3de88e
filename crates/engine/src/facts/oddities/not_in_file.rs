//! Facts that came in before and that a file of the same system does not tell any more, though it tells of the same time: an order that was
//! deleted, a subscription that an export of the running ones has lost. Nothing says which, so they still count, and that is said.

use std::collections::BTreeMap;

use bellwether_model::Day;

use super::oddity::Oddity;

/// Facts of the import's own source that lie between its first and its last moment and that it does not tell.
///
/// Those that it replaces or leaves out are not put in; those that it says again are put in as facts, and taken out as rows of the import.
#[derive(Clone, Debug, Default)]
pub(in crate::facts) struct NotInFile {
    period: Option<(i64, i64)>,
    rows: i64,
    said_again: u64,
    minor: BTreeMap<String, i128>,
}

impl NotInFile {
    /// Nothing was seen yet; an import tells of the time from its first to its last moment.
    pub(in crate::facts) fn within(period: Option<(i64, i64)>) -> Self {
        Self { period, ..Self::default() }
    }

    /// A fact of the source that the import neither replaces nor leaves out.
    pub(in crate::facts) fn know(&mut self, moment: Option<i64>, money: Option<(&str, i64)>) {
        if let (Some(moment), Some((from, to))) = (moment, self.period)
            && (from..=to).contains(&moment)
        {
            self.count(1, money);
        }
    }

    /// A row of the import that says what is known.
    pub(in crate::facts) fn say_again(&mut self, moment: Option<i64>, money: Option<(&str, i64)>) {
        if moment.is_some() {
            self.said_again += 1;
            self.count(-1, money);
        }
    }

    fn count(&mut self, rows: i64, money: Option<(&str, i64)>) {
        self.rows += rows;
        if let Some((currency, minor)) = money {
            let signed = i128::from(minor) * i128::from(rows);
            match self.minor.get_mut(currency) {
                Some(sum) => *sum += signed,
                None => _ = self.minor.insert(currency.to_owned(), signed),
            }
        }
    }

    /// Takes out facts of which something else is said.
    pub(in crate::facts) fn without(&mut self, rows: u64, minor: &BTreeMap<String, i128>) {
        self.rows = self.rows.saturating_sub_unsigned(rows);
        for (currency, minor) in minor {
            *self.minor.entry(currency.clone()).or_default() -= minor;
        }
    }

    /// Adds what was seen elsewhere.
    pub(in crate::facts) fn join(&mut self, other: Self) {
        self.rows += other.rows;
        self.said_again += other.said_again;
        for (currency, minor) in other.minor {
            *self.minor.entry(currency).or_default() += minor;
        }
    }

    /// What there is to say of it, of an import that took the place of, or left out, so many facts. A file that tells of few of the facts of
    /// its time is one of several that tell of it, each of others.
    pub(in crate::facts) fn odd(mut self, changed: u64, day_of: &mut dyn FnMut(i64) -> Day) -> Option<Oddity> {
        let (from, to) = self.period?;
        let rows = u64::try_from(self.rows).ok().filter(|rows| (1..=self.said_again + changed).contains(rows))?;
        self.minor.retain(|_, minor| *minor != 0);
        Some(Oddity::NotInFile { rows, first: day_of(from), last: day_of(to), minor: self.minor })
    }
}
