//! Which contacts were due though nobody asked, and came or did not? Who reached a moment that comes by counting, and whose subscriptions end?

use bellwether_engine::marts::contacts::{self, ContactLine, MomentLine};
use bellwether_engine::marts::journey::{JourneySource, StoredJourney};
use bellwether_model::{DueContact, Grain, Journey, Stage};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::company::View;
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::promises::{Neighbours, RESTS_ON};
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;
use bellwether_model::Day;
use bellwether_words::message;

/// So many days ahead is told where nothing else is asked for.
pub const AHEAD_DAYS: u16 = 30;

/// As many are told at most.
pub const MOST_AHEAD_DAYS: u16 = 730;

/// The contacts of which period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactsQuestion {
    /// The length of the period.
    pub grain: Grain,
    /// Its label; absent: the last one that is over.
    pub period: Option<String>,
    /// Days from the as-of within which is told what is due next.
    pub ahead_days: u16,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// Contacts that are due by themselves.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Contacts {
    /// What the figures rest on.
    pub basis: Basis,
    /// The period in which contacts were due and moments reached.
    pub period: String,
    /// The periods before and after it.
    pub near: Neighbours,
    /// The last day of which is told what is due next.
    pub ahead_through: Day,
    /// Touches in all that name no customer; a contact among them was due to somebody, and is told as missed.
    pub without_customer: u64,
    /// The touchpoints of the journey with a contact that is due, in its order.
    pub contacts: Vec<TouchpointContacts>,
    /// The moments of the journey that come by counting, in its order.
    pub moments: Vec<CountedMoment>,
    /// The active customers whose last subscription ends by the last day ahead with nothing after it, and what they are worth.
    pub ending: Figure,
}

/// The contacts of one touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TouchpointContacts {
    /// The stage, by id.
    pub stage: String,
    /// What people call the stage.
    pub stage_name: String,
    /// The touchpoint, by id.
    pub touchpoint: String,
    /// What people call it.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// When it is due.
    pub rule: DueRule,
    /// Due in the period, and come by its day.
    pub in_time: u64,
    /// Due in the period, and come after its day.
    pub late: u64,
    /// Due in the period, and not come.
    pub missed: u64,
    /// The customers who were not met, with what those of them who are active are worth.
    pub missed_by: Figure,
    /// Due from the as-of, by the last day ahead, and not come yet.
    pub due: u64,
    /// The customers to be met, and what they are worth.
    pub due_to: Figure,
}

/// When a contact is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueRule {
    /// After touches of these touchpoints, by id.
    pub after: Vec<String>,
    /// Within so many days after them.
    pub within_days: Option<u32>,
    /// At least so many days before a subscription renews or ends.
    pub before_renewal_days: Option<u32>,
    /// And no earlier than so many days before it.
    pub earliest_days: Option<u32>,
    /// Subscriptions renew every so many months; null: they end with their known end.
    pub term_months: Option<u32>,
}

/// A moment that comes by counting.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CountedMoment {
    /// The stage, by id.
    pub stage: String,
    /// The moment, by id.
    pub moment: String,
    /// What people call it.
    pub name: String,
    /// How often it was reached in the period.
    pub reached: u64,
    /// The customers who reached it, with what those of them who are active are worth.
    pub reached_by: Figure,
}

impl From<&DueContact> for DueRule {
    fn from(due: &DueContact) -> Self {
        Self {
            after: due.after.clone(),
            within_days: due.within_days,
            before_renewal_days: due.before_renewal_days,
            earliest_days: due.earliest_days,
            term_months: due.term_months,
        }
    }
}

impl Tabular for Contacts {
    /// One row a touchpoint, one a moment, and one for subscriptions that end.
    fn table(&self) -> Table {
        let texts = ["kind", "id", "name", "period"].map(Column::text);
        let columns = texts.into_iter().chain(["in_time", "late", "missed", "reached", "due"].map(Column::whole));
        let columns = columns.chain(["customers", "due_to"].map(Column::figure));
        let figure = |figure: Figure| Cell::Figure(figure, self.basis.currency);
        let row = |kind: &str, id: &str, name: &str, counts: [Option<u64>; 5], figures: [Option<Figure>; 2]| {
            let texts = [Cell::text(kind), Cell::text(id), Cell::text(name), Cell::text(&self.period)];
            let counts = counts.map(|count| count.map_or(Cell::Absent, |count| Cell::Whole(count as i64)));
            let figures = figures.map(|known| known.map_or(Cell::Absent, figure));
            texts.into_iter().chain(counts).chain(figures).collect::<Vec<_>>()
        };
        let contacts = self.contacts.iter().map(|line| {
            let counts = [Some(line.in_time), Some(line.late), Some(line.missed), None, Some(line.due)];
            row("contact", &line.touchpoint, &line.name, counts, [Some(line.missed_by), Some(line.due_to)])
        });
        let moments = self.moments.iter().map(|line| {
            let counts = [None, None, None, Some(line.reached), None];
            row("moment", &line.moment, &line.name, counts, [Some(line.reached_by), None])
        });
        let due = Some(self.ending.customers.unsigned_abs());
        let ending = row("ending", "", "", [None, None, None, None, due], [None, Some(self.ending)]);
        Table::new(columns.collect()).with_rows(contacts.chain(moments).chain([ending])).stamped(self.basis.stamp())
    }
}

impl Question for ContactsQuestion {
    type Answer = Contacts;

    fn weight(answer: &Contacts) -> usize {
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

    async fn answer(&self, app: &App) -> Result<Contacts, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let period = view.period_asked(self.grain, self.period.as_deref())?;
        let (nothing, ahead) = (Journey::default(), view.ahead(self.ahead_days)?);
        let journey = view.journey_in_force().unwrap_or(&nothing);
        let ledger = view.ledger(&[]);
        let stored = StoredJourney::of(&ledger.walk, &view.journey).await?;
        let source = JourneySource { walk: &ledger.walk, history: &view.journey, stored: stored.as_ref() };
        let found = contacts::contacts(&ledger, source, contacts::ContactsQuestion { journey, period, ahead })?;
        let stages = journey.stages.iter();
        let touchpoints = stages.clone().flat_map(|stage| stage.touchpoints.iter().map(move |it| (stage, it)));
        let due = touchpoints.filter_map(|(stage, it)| Some((stage, it, it.due.as_ref()?)));
        let lines = due.zip(found.contacts).map(|((stage, touchpoint, due), line)| {
            let owner = touchpoint.owner.as_ref().unwrap_or(&stage.owner).clone();
            TouchpointContacts::of(stage, (touchpoint.name.clone(), owner, due), line)
        });
        let moments = stages.flat_map(|stage| stage.moments.iter().map(move |it| (stage, it)));
        let moments = moments.zip(found.moments).map(|((stage, moment), line)| {
            let MomentLine { moment: id, reached, reached_by } = line;
            let (stage, name) = (stage.id.clone(), moment.name.clone());
            CountedMoment { stage, moment: id, name, reached, reached_by: reached_by.into() }
        });
        Ok(Contacts {
            basis: view.basis.clone(),
            period: view.calendar.label(period),
            near: view.near(period),
            ahead_through: ahead,
            without_customer: view.touches_without_customer(),
            contacts: lines.collect(),
            moments: moments.collect(),
            ending: found.ending.into(),
        })
    }
}

impl View<'_> {
    /// The last day of which is told what is due next.
    pub(crate) fn ahead(&self, days: u16) -> Result<Day, Failure> {
        if days > MOST_AHEAD_DAYS {
            let said = message("failure-too-far-ahead").with("days", days).with("most", MOST_AHEAD_DAYS);
            return Err(Failure::new(FailureKind::Usage, said));
        }
        Ok(self.basis.as_of.plus(i32::from(days)))
    }
}

impl TouchpointContacts {
    fn of(stage: &Stage, (name, owner, due): (String, String, &DueContact), line: ContactLine) -> Self {
        Self {
            stage: stage.id.clone(),
            stage_name: stage.name.clone(),
            touchpoint: line.touchpoint,
            name,
            owner,
            rule: due.into(),
            in_time: line.in_time,
            late: line.late,
            missed: line.missed,
            missed_by: line.missed_by.into(),
            due: line.due,
            due_to: line.due_to.into(),
        }
    }
}
