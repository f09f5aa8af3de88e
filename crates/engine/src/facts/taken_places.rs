//! How many rows of an import took the place of something else: of a fact with their id that was of another customer at another moment?
//!
//! A row and the fact it replaces lie in buckets of their own customers, so what the fact was about is kept, by the row's ordinal, from the
//! comparison until the row is written: 40 bytes of each row that replaces one.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;

use super::error::ImportError;
use super::oddities::Oddity;
use super::subject::{Subject, Subjects};
use crate::lake::Fact;

/// What the facts were about that rows take the place of.
#[derive(Debug, Default)]
pub(super) struct ReplacedSubjects {
    currencies: Vec<String>,
    facts: Vec<ReplacedSubject>,
}

#[derive(Debug)]
struct ReplacedSubject {
    ordinal: u32,
    /// The position of its currency among those met.
    currency: u32,
    minor: i64,
    subject: Subject,
}

/// Rows that took the place of something else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenPlaces {
    rows: u64,
    gone: BTreeMap<String, i128>,
    come: BTreeMap<String, i128>,
}

impl ReplacedSubjects {
    /// Notes facts by their position among these and by the ordinal of the row that replaces each.
    pub(super) fn note(
        &mut self,
        fact: Fact,
        facts: &RecordBatch,
        replaced: &[(usize, u32)],
    ) -> Result<(), ImportError> {
        if replaced.is_empty() {
            return Ok(());
        }
        let Some(subjects) = Subjects::of(fact, facts)? else { return Ok(()) };
        for (row, ordinal) in replaced {
            let (currency, minor) = subjects.minor(*row).unwrap_or(("", 0));
            let currency = self.currency(currency);
            self.facts.push(ReplacedSubject { ordinal: *ordinal, currency, minor, subject: subjects.subject(*row) });
        }
        Ok(())
    }

    /// There are few.
    fn currency(&mut self, code: &str) -> u32 {
        let found = self.currencies.iter().position(|known| known == code);
        found.unwrap_or_else(|| {
            self.currencies.push(code.to_owned());
            self.currencies.len() - 1
        }) as u32
    }

    /// Once all are noted, they can be found.
    pub(super) fn sort(&mut self) {
        self.facts.sort_unstable_by_key(|fact| fact.ordinal);
    }

    /// Compares rows with what they replace.
    pub(super) fn compare(
        &self,
        fact: Fact,
        rows: &RecordBatch,
        ordinals: &[u32],
        taken: &mut TakenPlaces,
    ) -> Result<(), ImportError> {
        if self.facts.is_empty() {
            return Ok(());
        }
        let Some(subjects) = Subjects::of(fact, rows)? else { return Ok(()) };
        for (row, ordinal) in ordinals.iter().enumerate() {
            let Ok(found) = self.facts.binary_search_by_key(ordinal, |fact| fact.ordinal) else { continue };
            let was = &self.facts[found];
            if !subjects.subject(row).is_another(was.subject, fact) {
                continue;
            }
            taken.rows += 1;
            if let Some((currency, minor)) = subjects.minor(row) {
                add(&mut taken.come, currency, minor.into());
                add(&mut taken.gone, &self.currencies[was.currency as usize], was.minor.into());
            }
        }
        Ok(())
    }
}

impl TakenPlaces {
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
