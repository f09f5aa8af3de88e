//! What the facts were about that an import replaces, to tell which rows took the place of something else.
//!
//! A row and the fact it replaces lie in buckets of their own customers, so what the fact was about is kept, by the row's ordinal, from the
//! comparison until the row is written: 40 bytes of each row that replaces one.

use arrow::array::RecordBatch;

use super::error::ImportError;
use super::subject::{Subject, Subjects};
use super::taken_places::TakenPlaces;
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
            taken.note();
            if let Some(come) = subjects.minor(row) {
                taken.note_money((&self.currencies[was.currency as usize], was.minor), come);
            }
        }
        Ok(())
    }
}
