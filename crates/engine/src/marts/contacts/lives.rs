//! Reading of each customer what contacts and moments are told from.

use arrow::array::AsArray;
use arrow::datatypes::{Date32Type, TimestampMicrosecondType};
use bellwether_model::{
    ContactState, ContactTouch, Day, DueContact, ExpectedContact, Moment, PURCHASES, Subscribed, Touchpoint,
};
use foldhash::HashMap;

use super::question::ContactsQuestion;
use crate::marts::error::MartError;
use crate::marts::journey::JourneySource;
use crate::marts::ledger::{FullAccount, Ledger, LedgerError};
use crate::walk::{Phase, TextColumn, UnattributedRows, WalkError, column};

/// A touch at a touchpoint that something is told of: its day, its moment, and the touchpoint's number.
type MetTouch = (Day, i64, u32);

/// Reads customers one by one.
pub(super) struct LifeContacts<'a> {
    ledger: &'a Ledger<'a>,
    source: JourneySource<'a>,
    question: ContactsQuestion<'a>,
    /// The touchpoints that are asked for, by id, each once.
    touchpoints: Vec<&'a str>,
    /// The day of the first touch of all: whether a contact came before it, nobody knows.
    told_from: Option<Day>,
}

/// One customer.
pub(super) struct ContactLife<'l, 'a> {
    pub(super) full: FullAccount<'l>,
    of: &'l LifeContacts<'a>,
    touches: Vec<MetTouch>,
    /// The times of each of its subscriptions.
    subscribed: Vec<Subscribed>,
}

impl<'a> LifeContacts<'a> {
    pub(super) fn new(ledger: &'a Ledger<'a>, source: JourneySource<'a>, question: ContactsQuestion<'a>) -> Self {
        let journey = question.journey;
        let due = journey.touchpoints().filter_map(|it| Some((it, it.due.as_ref()?)));
        let contacts = due.flat_map(|(it, due)| due.after.iter().chain([&it.id]));
        let counted = journey.moments().map(|moment| &moment.counts).filter(|counts| *counts != PURCHASES);
        let mut touchpoints: Vec<&str> = contacts.chain(counted).map(String::as_str).collect();
        touchpoints.sort_unstable();
        touchpoints.dedup();
        let told_from = ledger.walk.knowledge.touches_from(ledger.walk.calendar);
        Self { ledger, source, question, touchpoints, told_from }
    }

    /// Hands each customer of a bucket to `each` whom the ledger knows.
    pub(super) fn bucket(&self, bucket: i32, mut each: impl FnMut(&ContactLife<'_, 'a>)) -> Result<(), MartError> {
        let mut met = self.met(bucket)?;
        self.ledger.bucket(bucket, &mut UnattributedRows::default(), |full| {
            let mut touches = met.remove(full.account.customer).unwrap_or_default();
            touches.sort_unstable();
            // Each subscription has terms of its own.
            let of_each = full.phases.chunk_by(|one, other| one.subscription == other.subscription);
            let subscribed = of_each.flat_map(|phases| Subscribed::times(phases.iter().map(stretch))).collect();
            each(&ContactLife { full, of: self, touches, subscribed });
            Ok::<_, LedgerError>(())
        })?;
        Ok(())
    }

    fn met(&self, bucket: i32) -> Result<HashMap<String, Vec<MetTouch>>, MartError> {
        let mut met: HashMap<String, Vec<MetTouch>> = HashMap::default();
        if self.touchpoints.is_empty() {
            return Ok(met);
        }
        let through = self.ledger.walk.through;
        self.source.touches(bucket, &["customer_id", "touchpoint", "stage", "started_on", "started_at"], |batch| {
            let (customers, names) = (TextColumn::of(batch, "customer_id")?, TextColumn::of(batch, "touchpoint")?);
            let stages = TextColumn::of(batch, "stage")?;
            let wanted = |name: &str| self.touchpoints.binary_search(&name).ok().map(|at| at as u32);
            let wanted = names.map_distinct(|name| Ok::<_, WalkError>(wanted(name)))?;
            let days = column(batch, "started_on")?.as_primitive::<Date32Type>().values();
            let moments = column(batch, "started_at")?.as_primitive::<TimestampMicrosecondType>().values();
            for row in 0..batch.num_rows() {
                // Where no journey knew the touch, it is called by chance like a touchpoint.
                let Some(touchpoint) = wanted.get(row).copied().flatten().filter(|_| stages.value(row).is_some())
                else {
                    continue;
                };
                let Some(customer) = customers.value(row).filter(|_| Day(days[row]) <= through) else { continue };
                let touch = (Day(days[row]), moments[row], touchpoint);
                match met.get_mut(customer) {
                    Some(touches) => touches.push(touch),
                    None => drop(met.insert(customer.to_owned(), vec![touch])),
                }
            }
            Ok(())
        })?;
        Ok(met)
    }

    fn number(&self, touchpoint: &str) -> Option<u32> {
        self.touchpoints.binary_search(&touchpoint).ok().map(|at| at as u32)
    }
}

/// The days of a phase; an open end lies on none.
fn stretch(phase: &Phase) -> (Day, Option<Day>) {
    (Day(phase.from), (phase.to != i32::MAX).then_some(Day(phase.to)))
}

impl ContactLife<'_, '_> {
    /// What it is worth; nothing where it is not active.
    pub(super) fn minor(&self) -> i64 {
        let movements = self.full.account.movements;
        movements.last().filter(|_| self.is_active_on(self.of.ledger.walk.through)).map_or(0, |last| last.value_after)
    }

    /// The contacts owed to it at a touchpoint, with what became of them.
    pub(super) fn contacts(&self, touchpoint: &Touchpoint, due: &DueContact) -> Vec<(ExpectedContact, ContactState)> {
        let (itself, as_of) = (self.of.number(&touchpoint.id), self.of.ledger.walk.through);
        let begins: Vec<Option<u32>> = due.after.iter().map(|after| self.of.number(after)).collect();
        let touches = self.touches.iter().map(|(on, _, at)| ContactTouch {
            on: *on,
            begins: begins.contains(&Some(*at)),
            is_contact: itself == Some(*at),
        });
        let touches: Vec<ContactTouch> = touches.filter(|touch| touch.begins || touch.is_contact).collect();
        let through = self.of.question.ahead.max(self.of.question.period.end);
        let contacts = due.expected(&touches, &self.subscribed, through);
        let may_come_from = |contact: &ExpectedContact| match due.earliest_days {
            Some(earliest) => contact.because_of.plus(-i32::try_from(earliest).unwrap_or(i32::MAX)),
            None => contact.because_of,
        };
        let is_told = |contact: &ExpectedContact| self.of.told_from.is_some_and(|from| from <= may_come_from(contact));
        let owed = contacts.into_iter().filter(is_told).filter(|contact| self.is_active_on(contact.due_on.min(as_of)));
        owed.map(|contact| (contact, contact.state(as_of))).collect()
    }

    /// The days on which it reached a moment.
    pub(super) fn reached(&self, moment: &Moment) -> Vec<Day> {
        if moment.counts == PURCHASES {
            let as_of = self.of.ledger.walk.through;
            let days = self.full.spend.iter().filter(|spend| spend.bought && Day(spend.day) <= as_of);
            return moment.days(&days.map(|spend| Day(spend.day)).collect::<Vec<_>>());
        }
        let counted = self.of.number(&moment.counts);
        let days = self.touches.iter().filter(|(_, _, at)| counted == Some(*at)).map(|(on, _, _)| *on);
        moment.days(&days.collect::<Vec<_>>())
    }

    /// The day on which its last subscription ends with nothing after it, if it is active until then and that lies ahead.
    pub(super) fn ends_on(&self) -> Option<Day> {
        let as_of = self.of.ledger.walk.through;
        let until = Subscribed::times(self.full.phases.iter().map(stretch)).last()?.until?;
        (as_of < until && until <= self.of.question.ahead && self.is_active_on(as_of)).then_some(until)
    }

    fn is_active_on(&self, day: Day) -> bool {
        let movements = self.full.account.movements.iter();
        let until = movements.filter(|movement| movement.corrects.unwrap_or(movement.day) <= day);
        until.map(|movement| i64::from(movement.customers)).sum::<i64>() > 0
    }
}
