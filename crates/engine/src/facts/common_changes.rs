//! Did nearly all rows that replace facts change in the same way? Then it was hardly the sales that changed, but how the file is written.
//!
//! Rows that took the place of [something else](super::taken_places) changed in no way that says anything of the file.

use std::collections::BTreeMap;

use super::oddities::{CommonChange, Oddity};

/// So many rows have to change alike: two may by chance.
const ENOUGH_ROWS: u64 = 3;

/// Of a hundred rows that replace facts so many have to change alike.
const MOST: u64 = 80;

/// The changes of rows that replace facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommonChanges {
    /// All rows that replace a fact.
    rows: u64,
    changes: BTreeMap<CommonChange, ChangedRows>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ChangedRows {
    rows: u64,
    gone: BTreeMap<String, i128>,
    come: BTreeMap<String, i128>,
}

impl CommonChanges {
    /// Counts a row that replaces a fact, be it about something else or not.
    pub(super) fn note_row(&mut self) {
        self.rows += 1;
    }

    /// Counts how a row changed what it replaces, with the currency and minor units of the fact and of the row.
    pub(super) fn note(&mut self, change: CommonChange, gone: Option<(&str, i64)>, come: Option<(&str, i64)>) {
        let changed = self.changes.entry(change).or_default();
        changed.rows += 1;
        for (sums, worth) in [(&mut changed.gone, gone), (&mut changed.come, come)] {
            if let Some((currency, minor)) = worth {
                *sums.entry(currency.to_owned()).or_default() += i128::from(minor);
            }
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        for (change, others) in &other.changes {
            let changed = self.changes.entry(*change).or_default();
            changed.rows += others.rows;
            for (sums, others) in [(&mut changed.gone, &others.gone), (&mut changed.come, &others.come)] {
                for (currency, minor) in others {
                    *sums.entry(currency.clone()).or_default() += minor;
                }
            }
        }
    }

    /// What there is to say about them; a row changes in one way, so that it is one at most.
    pub(super) fn odd(&self) -> Option<Oddity> {
        let is_common = |rows: u64| rows >= ENOUGH_ROWS && rows * 100 >= self.rows * MOST;
        let (change, changed) = self.changes.iter().find(|(_, changed)| is_common(changed.rows))?;
        let ChangedRows { rows, gone, come } = changed.clone();
        Some(Oddity::ChangedAlike { change: *change, rows, of: self.rows, gone, come })
    }
}
