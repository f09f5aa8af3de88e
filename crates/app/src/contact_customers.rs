//! Who was not met, who is to be met next, who reached a moment, and whose subscription ends?

use bellwether_engine::marts::contacts::{self, ContactCustomer, ContactList};
use bellwether_engine::marts::journey::{JourneySource, StoredJourney};
use bellwether_model::{ContactState, Day, Grain, Journey};
use bellwether_words::message;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::promises::RESTS_ON;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// Which customers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactCustomersQuestion {
    /// What became of the contact, or what else is asked for.
    pub who: ContactWho,
    /// The touchpoint of the contact, or the moment that was reached, by id; nothing of subscriptions that end.
    pub id: String,
    /// The length of the period.
    pub grain: Grain,
    /// Its label; absent: the last one that is over.
    pub period: Option<String>,
    /// Days from the as-of within which is told what is due next.
    pub ahead_days: u16,
    /// As many are told at most; all if absent.
    pub most: Option<usize>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// Of which customers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ContactWho {
    /// Those who were met by the day by which it was due.
    InTime,
    /// Those who were met after it.
    Late,
    /// Those who were not met.
    Missed,
    /// Those who are to be met next.
    Due,
    /// Those who reached a moment that comes by counting.
    Reached,
    /// Those whose last subscription ends with nothing after it.
    Ending,
}

/// The customers that were asked for.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ContactCustomers {
    /// What the figures rest on.
    pub basis: Basis,
    /// The period in which it was due, or was reached; of what lies ahead it says nothing.
    pub period: String,
    /// The last day of which is told what is due next.
    pub ahead_through: Day,
    /// Which customers these are.
    pub who: ContactWho,
    /// The touchpoint or the moment, by id; null of subscriptions that end.
    pub id: Option<String>,
    /// How many contacts, moments or ends there are in all.
    pub count: u64,
    /// All their customers, with what those of them who are active are worth.
    pub customers: Figure,
    /// One by one, those of the customers worth most first.
    pub rows: Vec<ContactRow>,
}

/// A contact, a moment or an end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactRow {
    /// The customer's id.
    pub customer_id: String,
    /// What it is called; null where no source says so.
    pub name: Option<String>,
    /// What it is worth, in whole minor units; 0 where it is not active.
    pub value_minor: i64,
    /// The day of what it follows from: the touch after which it is due, the renewal, the moment itself, or the end.
    pub because_of: Day,
    /// The day by which it is due; of moments and ends their own.
    pub due_on: Day,
    /// The day on which the contact came, or the moment was reached; null where it did not.
    pub met_on: Option<Day>,
}

impl ContactWho {
    /// Its name in addresses and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    fn list(self, id: &str) -> ContactList<'_> {
        let contact = |state| ContactList::Contact { touchpoint: id, state };
        match self {
            Self::InTime => contact(ContactState::InTime),
            Self::Late => contact(ContactState::Late),
            Self::Missed => contact(ContactState::Missed),
            Self::Due => contact(ContactState::Due),
            Self::Reached => ContactList::Moment(id),
            Self::Ending => ContactList::Ending,
        }
    }

    /// Whether the journey knows something such by this id.
    fn is_known(self, id: &str, journey: &Journey) -> bool {
        match self {
            Self::Ending => true,
            Self::Reached => journey.moments().any(|moment| moment.id == id),
            _ => journey.touchpoints().any(|touchpoint| touchpoint.id == id && touchpoint.due.is_some()),
        }
    }
}

impl From<ContactCustomer> for ContactRow {
    fn from(found: ContactCustomer) -> Self {
        let ContactCustomer { customer, name, minor, because_of, due_on, met_on } = found;
        Self { customer_id: customer, name, value_minor: minor, because_of, due_on, met_on }
    }
}

impl Tabular for ContactCustomers {
    /// One row a contact.
    fn table(&self) -> Table {
        let texts = ["customer_id", "name"].map(Column::text).into_iter();
        let columns = texts.chain([Column::money("value_minor")]);
        let columns = columns.chain(["because_of", "due_on", "met_on"].map(Column::day));
        let row = |row: &ContactRow| {
            vec![
                Cell::text(&row.customer_id),
                Cell::optional(row.name.clone()),
                Cell::Money(i128::from(row.value_minor), self.basis.currency),
                Cell::Day(row.because_of),
                Cell::Day(row.due_on),
                row.met_on.map_or(Cell::Absent, Cell::Day),
            ]
        };
        Table::new(columns.collect()).with_rows(self.rows.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for ContactCustomersQuestion {
    type Answer = ContactCustomers;

    fn weight(answer: &ContactCustomers) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        RESTS_ON
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<ContactCustomers, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let period = view.period_asked(self.grain, self.period.as_deref())?;
        let (nothing, ahead) = (Journey::default(), view.ahead(self.ahead_days)?);
        let journey = view.journey_in_force().unwrap_or(&nothing);
        let id = Some(self.id.clone()).filter(|_| self.who != ContactWho::Ending);
        if !self.who.is_known(&self.id, journey) {
            return Err(Failure::new(FailureKind::NotFound, message("failure-no-contact").with("id", &self.id)));
        }
        let ledger = view.ledger(&[]);
        let stored = StoredJourney::of(&ledger.walk, &view.journey).await?;
        let source = JourneySource { walk: &ledger.walk, history: &view.journey, stored: stored.as_ref() };
        let question = contacts::ContactsQuestion { journey, period, ahead };
        let list = (self.who.list(&self.id), self.most);
        let found = contacts::contact_customers(&ledger, source, question, list)?;
        Ok(ContactCustomers {
            basis: view.basis.clone(),
            period: view.calendar.label(period),
            ahead_through: ahead,
            who: self.who,
            id,
            count: found.count,
            customers: found.customers.into(),
            rows: found.rows.into_iter().map(ContactRow::from).collect(),
        })
    }
}
