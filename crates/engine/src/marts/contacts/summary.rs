//! The question: how many contacts came in time, late or never, and how many are due next?

use bellwether_model::ContactState;

use super::lives::{ContactLife, LifeContacts};
use super::question::ContactsQuestion;
use crate::marts::error::MartError;
use crate::marts::journey::JourneySource;
use crate::marts::ledger::{Amount, Ledger};
use crate::walk::over_buckets;

/// What is told of all customers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contacts {
    /// The touchpoints with a contact that is due, in the order of the journey.
    pub contacts: Vec<ContactLine>,
    /// The moments that come by counting, in the order of the journey.
    pub moments: Vec<MomentLine>,
    /// Active customers whose last subscription ends by the last day ahead, with nothing after it, and what they are worth.
    pub ending: Amount,
}

/// The contacts of one touchpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactLine {
    /// The touchpoint, by id.
    pub touchpoint: String,
    /// Due in the period, and come by its day.
    pub in_time: u64,
    /// Due in the period, and come after its day.
    pub late: u64,
    /// Due in the period, and not come.
    pub missed: u64,
    /// The customers of these, with what those who are still active are worth.
    pub missed_by: Amount,
    /// Due from now on, by the last day ahead.
    pub due: u64,
    /// The customers of these.
    pub due_to: Amount,
}

/// A moment that comes by counting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MomentLine {
    /// Its id.
    pub moment: String,
    /// How often it was reached in the period.
    pub reached: u64,
    /// By which customers, with what those who are still active are worth.
    pub reached_by: Amount,
}

/// Contacts that were due in a period and are due next, moments that were reached, and customers whose subscriptions end.
///
/// # Errors
/// Where the journey or the accounts cannot be read.
pub fn contacts(
    ledger: &Ledger<'_>,
    source: JourneySource<'_>,
    question: ContactsQuestion<'_>,
) -> Result<Contacts, MartError> {
    let lives = LifeContacts::new(ledger, source, question);
    let start = || Contacts::none(question);
    let parts =
        over_buckets(ledger.walk.threads, start, |part, bucket| lives.bucket(bucket, |life| part.add(life, question)))?;
    Ok(parts.into_iter().fold(Contacts::none(question), Contacts::and))
}

impl Contacts {
    fn none(question: ContactsQuestion<'_>) -> Self {
        let due = question.journey.touchpoints().filter(|touchpoint| touchpoint.due.is_some());
        let contacts = due.map(|it| ContactLine { touchpoint: it.id.clone(), ..ContactLine::default() });
        let moments = question.journey.moments();
        let moments = moments.map(|it| MomentLine { moment: it.id.clone(), ..MomentLine::default() });
        Self { contacts: contacts.collect(), moments: moments.collect(), ending: Amount::default() }
    }

    fn add(&mut self, life: &ContactLife<'_, '_>, question: ContactsQuestion<'_>) {
        let (period, one) = (question.period, Amount { customers: 1, minor: i128::from(life.minor()) });
        let due = question.journey.touchpoints().filter_map(|it| Some((it, it.due.as_ref()?)));
        for ((touchpoint, due), line) in due.zip(&mut self.contacts) {
            let (missed, ahead) = (line.missed, line.due);
            for (contact, state) in life.contacts(touchpoint, due) {
                let is_in_period = period.start <= contact.due_on && contact.due_on < period.end;
                match state {
                    ContactState::Due if contact.due_on <= question.ahead => line.due += 1,
                    ContactState::InTime if is_in_period => line.in_time += 1,
                    ContactState::Late if is_in_period => line.late += 1,
                    ContactState::Missed if is_in_period => line.missed += 1,
                    _ => {}
                }
            }
            if line.missed > missed {
                line.missed_by.plus(one);
            }
            if line.due > ahead {
                line.due_to.plus(one);
            }
        }
        for (moment, line) in question.journey.moments().zip(&mut self.moments) {
            let reached = life.reached(moment).iter().filter(|day| period.start <= **day && **day < period.end).count();
            line.reached += reached as u64;
            if reached > 0 {
                line.reached_by.plus(one);
            }
        }
        if life.ends_on().is_some() {
            self.ending.plus(one);
        }
    }

    fn and(mut self, other: Self) -> Self {
        for (line, more) in self.contacts.iter_mut().zip(other.contacts) {
            line.in_time += more.in_time;
            line.late += more.late;
            line.missed += more.missed;
            line.missed_by.plus(more.missed_by);
            line.due += more.due;
            line.due_to.plus(more.due_to);
        }
        for (line, more) in self.moments.iter_mut().zip(other.moments) {
            line.reached += more.reached;
            line.reached_by.plus(more.reached_by);
        }
        self.ending.plus(other.ending);
        self
    }
}
