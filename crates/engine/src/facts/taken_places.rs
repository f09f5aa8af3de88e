//! How many rows of an import took the place of something else: of a fact with their id that was of another customer at another moment,
//! or of another amount on another day?

use std::collections::BTreeMap;

use super::oddities::Oddity;

/// Rows that took the place of something else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenPlaces {
    rows: u64,
    gone: BTreeMap<String, i128>,
    come: BTreeMap<String, i128>,
}

impl TakenPlaces {
    /// Counts a row.
    pub(super) fn note(&mut self) {
        self.rows += 1;
    }

    /// Counts the currency and minor units that are gone with a row, and those that come.
    pub(super) fn note_money(&mut self, (gone, gone_minor): (&str, i64), (come, come_minor): (&str, i64)) {
        add(&mut self.gone, gone, gone_minor.into());
        add(&mut self.come, come, come_minor.into());
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        for (sums, others) in [(&mut self.gone, &other.gone), (&mut self.come, &other.come)] {
            for (currency, minor) in others {
                add(sums, currency, *minor);
            }
        }
    }

    /// What there is to say about them.
    pub(super) fn odd(&self) -> Option<Oddity> {
        let Self { rows, gone, come } = self.clone();
        (rows > 0).then_some(Oddity::PlacesTaken { rows, gone, come })
    }
}

fn add(sums: &mut BTreeMap<String, i128>, currency: &str, minor: i128) {
    *sums.entry(currency.to_owned()).or_default() += minor;
}
