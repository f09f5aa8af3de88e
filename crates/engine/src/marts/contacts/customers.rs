//! The question: who was not met, who is to be met next, who reached a moment, and whose subscription ends?

use bellwether_model::{ContactState, Day};

use super::lives::{ContactLife, LifeContacts};
use super::question::ContactsQuestion;
use crate::marts::error::MartError;
use crate::marts::journey::JourneySource;
use crate::marts::ledger::{Amount, Ledger};
use crate::marts::reliability::names_of;
use crate::walk::over_buckets;

/// Which customers are asked for.
#[derive(Clone, Copy, Debug)]
pub enum ContactList<'a> {
    /// Those to whom a contact was due: in the question's period, or for [`ContactState::Due`] by its last day ahead.
    Contact {
        /// The touchpoint, by id.
        touchpoint: &'a str,
        /// What became of it.
        state: ContactState,
    },
    /// Those who reached a moment in the period, by its id.
    Moment(&'a str),
    /// Those whose last subscription ends by the last day ahead.
    Ending,
}

/// The customers that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactCustomers {
    /// How many contacts, moments or ends there are.
    pub count: u64,
    /// All customers of them, with what those who are active are worth.
    pub customers: Amount,
    /// One by one, those of the customers worth most first.
    pub rows: Vec<ContactCustomer>,
}

/// One contact, moment or end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactCustomer {
    /// The customer's id.
    pub customer: String,
    /// What it is called, where that is known.
    pub name: Option<String>,
    /// What it is worth; nothing where it is not active.
    pub minor: i64,
    /// The day of what it follows from: the touch after which it was due, the renewal, the moment itself, or the end.
    pub because_of: Day,
    /// The day by which it was due; of moments and ends their own.
    pub due_on: Day,
    /// The day on which the contact came.
    pub met_on: Option<Day>,
}

/// So many more rows than are wanted are gathered before those too many are left out.
const TOO_MANY: usize = 4_096;

/// The customers behind a figure of [`contacts`](super::contacts), the `most` that are worth most.
///
/// # Errors
/// Where the journey or the accounts cannot be read.
pub fn contact_customers(
    ledger: &Ledger<'_>,
    source: JourneySource<'_>,
    question: ContactsQuestion<'_>,
    (list, most): (ContactList<'_>, Option<usize>),
) -> Result<ContactCustomers, MartError> {
    let lives = LifeContacts::new(ledger, source, question);
    let parts = over_buckets(ledger.walk.threads, ContactCustomers::default, |part, bucket| {
        lives.bucket(bucket, |life| {
            part.add(life, &list.of(life, question));
            if most.is_some_and(|most| part.rows.len() > most.saturating_add(TOO_MANY)) {
                part.keep_best(most);
            }
        })
    })?;
    let mut all = ContactCustomers::default();
    for part in parts {
        all.count += part.count;
        all.customers.plus(part.customers);
        all.rows.extend(part.rows);
    }
    all.keep_best(most);
    let names = names_of(source, all.rows.iter().map(|row| row.customer.as_str()))?;
    for row in &mut all.rows {
        row.name = names.get(&row.customer).cloned();
    }
    Ok(all)
}

impl ContactList<'_> {
    /// What of a customer is asked for: what it follows from, when it was due, and when it came.
    fn of(self, life: &ContactLife<'_, '_>, question: ContactsQuestion<'_>) -> Vec<(Day, Day, Option<Day>)> {
        let period = question.period;
        let is_in_period = |day: Day| period.start <= day && day < period.end;
        match self {
            Self::Contact { touchpoint, state: wanted } => {
                let known = question.journey.touchpoints().find(|known| known.id == touchpoint);
                let contacts = known.and_then(|known| Some(life.contacts(known, known.due.as_ref()?)));
                let is_asked = |due_on| match wanted {
                    ContactState::Due => due_on <= question.ahead,
                    _ => is_in_period(due_on),
                };
                let asked = contacts.into_iter().flatten();
                let asked = asked.filter(|(contact, state)| *state == wanted && is_asked(contact.due_on));
                asked.map(|(contact, _)| (contact.because_of, contact.due_on, contact.met_on)).collect()
            }
            Self::Moment(moment) => {
                let known = question.journey.moments().find(|known| known.id == moment);
                let days = known.map(|known| life.reached(known)).unwrap_or_default();
                days.into_iter().filter(|day| is_in_period(*day)).map(|day| (day, day, Some(day))).collect()
            }
            Self::Ending => life.ends_on().into_iter().map(|day| (day, day, None)).collect(),
        }
    }
}

impl ContactCustomers {
    fn add(&mut self, life: &ContactLife<'_, '_>, found: &[(Day, Day, Option<Day>)]) {
        if found.is_empty() {
            return;
        }
        let (customer, minor) = (life.full.account.customer, life.minor());
        self.count += found.len() as u64;
        self.customers.plus(Amount { customers: 1, minor: i128::from(minor) });
        self.rows.extend(found.iter().map(|(because_of, due_on, met_on)| ContactCustomer {
            customer: customer.to_owned(),
            name: None,
            minor,
            because_of: *because_of,
            due_on: *due_on,
            met_on: *met_on,
        }));
    }

    fn keep_best(&mut self, most: Option<usize>) {
        self.rows.sort_by(|a, b| {
            let key = |row: &ContactCustomer| (row.due_on, row.because_of);
            b.minor.cmp(&a.minor).then_with(|| a.customer.cmp(&b.customer)).then_with(|| key(a).cmp(&key(b)))
        });
        self.rows.truncate(most.unwrap_or(usize::MAX));
    }
}
