//! What the facts were about that an import replaces, to tell which rows took the place of something else,
//! and whether the others changed alike.
//!
//! A row and the fact it replaces lie in buckets of their own customers, so what the fact was about is kept, by the row's ordinal, from the
//! comparison until the row is written: 40 bytes of each row that replaces one.

use arrow::array::RecordBatch;
use bellwether_model::{Day, DayClock};
use jiff::tz::TimeZone;

use super::common_changes::CommonChanges;
use super::error::ImportError;
use super::look_builder::clock_of;
use super::oddities::CommonChange;
use super::subject::{Subject, Subjects};
use super::taken_places::TakenPlaces;
use crate::lake::Fact;

/// By these an amount is another one that is written in smaller or larger units: in cents, or in thousandths.
const FACTORS: [i64; 2] = [100, 1_000];

/// What a fact was about, or the row is that replaces it, with its currency and minor units, of tables with money.
type Worth<'a> = (Subject, Option<(&'a str, i64)>);

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

    /// Compares rows with what they replace; days are those of the time zone.
    pub(super) fn compare(
        &self,
        fact: Fact,
        rows: &RecordBatch,
        ordinals: &[u32],
        time_zone: &TimeZone,
        (taken, changes): (&mut TakenPlaces, &mut CommonChanges),
    ) -> Result<(), ImportError> {
        if self.facts.is_empty() {
            return Ok(());
        }
        let Some(subjects) = Subjects::of(fact, rows)? else { return Ok(()) };
        let mut clock = clock_of(fact, time_zone);
        for (row, ordinal) in ordinals.iter().enumerate() {
            let Ok(found) = self.facts.binary_search_by_key(ordinal, |fact| fact.ordinal) else { continue };
            let was = &self.facts[found];
            changes.note_row();
            let (is, come) = (subjects.subject(row), subjects.minor(row));
            let gone = (self.currencies[was.currency as usize].as_str(), was.minor);
            if !is.is_another(was.subject, fact) {
                let gone = come.map(|_| gone);
                if let Some(change) = change((was.subject, gone), (is, come), &mut clock) {
                    changes.note(change, gone, come);
                }
                continue;
            }
            taken.note();
            if let Some(come) = come {
                taken.note_money(gone, come);
            }
        }
        Ok(())
    }
}

/// How a row changes what it replaces, if in a way that may be common to many.
fn change((was, gone): Worth<'_>, (is, come): Worth<'_>, clock: &mut DayClock) -> Option<CommonChange> {
    if was.is_another_customer(is) {
        return was.is_alike_but_for_the_customer(is).then_some(CommonChange::AnotherCustomer);
    }
    if let Some(((gone_in, gone), (come_in, come))) = gone.zip(come).filter(|(gone, come)| gone != come) {
        if gone_in != come_in || gone == 0 || come == 0 {
            return None;
        }
        if gone == come.saturating_neg() {
            return Some(CommonChange::SignTurned);
        }
        let larger = FACTORS.into_iter().find(|times| gone.checked_mul(*times) == Some(come));
        let smaller = FACTORS.into_iter().find(|times| come.checked_mul(*times) == Some(gone));
        return larger
            .map(|times| CommonChange::Larger { times })
            .or(smaller.map(|times| CommonChange::Smaller { times }));
    }
    let [was, is] = [was, is].map(Subject::moment);
    let (was, is) = was.zip(is).filter(|(was, is)| was != is)?;
    let [was, is] = [was, is].map(|moment| clock.day_of_micros(moment));
    are_swapped(was, is).then_some(CommonChange::DayAndMonthSwapped)
}

/// Whether one is the other with day and month swapped.
fn are_swapped(one: Day, other: Day) -> bool {
    let (one, other) = (one.date(), other.date());
    one != other && (one.year(), one.month(), one.day()) == (other.year(), other.day(), other.month())
}
