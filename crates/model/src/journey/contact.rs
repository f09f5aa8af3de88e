//! Contacts that are due though nobody asks: a yearly visit, a notice before a plan renews.
//!
//! They are told of one customer at a time, from what is known of it by a day. Invariant: what comes to be known of later days changes nothing
//! about a contact whose day is over, but that it was met late.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};

use super::error::JourneyError;
use crate::calendar::Day;

#[cfg(test)]
mod tests;

/// When a touchpoint is to be met without the customer's doing: either within so many days after touches of some touchpoints, or so many days
/// before a subscription renews.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueContact {
    /// After each touch of these touchpoints, by id; the touchpoint itself may be among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// Within so many days after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
    /// At least so many days before the customer's subscriptions renew or end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_renewal_days: Option<u32>,
    /// What comes more than so many days before it belongs to nothing that renews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_days: Option<u32>,
    /// Subscriptions renew every so many months from their first day that counts by the policy, as billing cycles do; absent: each has an end that is known, and is over with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_months: Option<u32>,
}

/// A touch of one customer, as far as a contact that is due asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactTouch {
    /// The company's day on which it began.
    pub on: Day,
    /// Whether it begins the time within which the contact is due.
    pub begins: bool,
    /// Whether it is the contact.
    pub is_contact: bool,
}

/// A time without a gap in which a customer subscribes to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subscribed {
    /// Its first day.
    pub from: Day,
    /// The first day on which it is over; none where no end is known.
    pub until: Option<Day>,
}

/// A contact that was due to one customer, or is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExpectedContact {
    /// What it follows from: the day of the touch after which it is due, or on which the subscription renews.
    pub because_of: Day,
    /// The last day on which it is in time.
    pub due_on: Day,
    /// The day on which it came.
    pub met_on: Option<Day>,
}

/// What became of a contact that was due.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ContactState {
    /// It came by its day.
    InTime,
    /// It came after its day.
    Late,
    /// Its day is over, and it has not come.
    Missed,
    /// Its day is still to come, or is today.
    Due,
}

/// So far ahead is the longest time within which something may be due.
const MOST_DAYS: u32 = 3_660;

impl DueContact {
    /// Refuses what nothing could be due by.
    pub(super) fn check(&self, id: &str, touchpoints: &BTreeSet<&str>) -> Result<(), JourneyError> {
        let refused = |what: &'static str| Err(JourneyError::BadDue { id: id.to_owned(), what });
        if let Some(unknown) = self.after.iter().find(|after| !touchpoints.contains(after.as_str())) {
            return Err(JourneyError::DueAfterNothing { id: id.to_owned(), touchpoint: unknown.clone() });
        }
        let Self { after, within_days, before_renewal_days, earliest_days, term_months } = self;
        let days = [within_days, before_renewal_days, earliest_days].into_iter().flatten();
        if days.clone().any(|days| !(1..=MOST_DAYS).contains(days))
            || term_months.is_some_and(|it| !(1..=120).contains(&it))
        {
            return refused("counts days from 1 to 3660 and months from 1 to 120; mend the number");
        }
        let asks_renewal = before_renewal_days.is_some() || earliest_days.is_some() || term_months.is_some();
        match (after.is_empty() && within_days.is_none(), asks_renewal) {
            (true, false) => {
                refused("says nothing; write after and within_days, or before_renewal_days and earliest_days")
            }
            (false, true) => refused("is due both after touches and before a renewal; keep one of them"),
            (false, false) if after.is_empty() || within_days.is_none() => {
                refused("is due after touches, which takes both after and within_days; write both")
            }
            (true, true) => match (before_renewal_days, earliest_days) {
                (Some(before), Some(earliest)) if earliest >= before => {
                    // Else a touch could belong to two renewals.
                    if term_months.is_some_and(|months| *earliest > months * 28) {
                        refused("may come earlier than a whole term before the renewal; write fewer earliest_days")
                    } else {
                        Ok(())
                    }
                }
                _ => refused(
                    "is due before a renewal, which takes before_renewal_days and earliest_days, the latter the longer; write both",
                ),
            },
            (false, false) => Ok(()),
        }
    }

    /// The contacts that are due to a customer by what is known of it: its touches in time order, and the times of each of
    /// its subscriptions. Those before a renewal are told whose due day lies no later than `through`.
    #[must_use]
    pub fn expected(&self, touches: &[ContactTouch], subscribed: &[Subscribed], through: Day) -> Vec<ExpectedContact> {
        match (self.within_days, self.before_renewal_days.zip(self.earliest_days)) {
            (Some(within), _) => after_touches(touches, within),
            (None, Some((before, earliest))) => {
                let renewals = subscribed.iter().flat_map(|time| self.renewals(*time, before, through));
                let contacts = renewals.map(|renews_on| {
                    let (from, due_on) = (back(renews_on, earliest), back(renews_on, before));
                    let contact = touches.iter().find(|it| it.is_contact && from <= it.on && it.on < renews_on);
                    ExpectedContact { because_of: renews_on, due_on, met_on: contact.map(|contact| contact.on) }
                });
                contacts.collect()
            }
            (None, None) => Vec::new(),
        }
    }

    /// The days on which a subscription renews, or without a term ends, where it is in force on the day by which the contact is due. Whoever leaves in
    /// the middle of a term ends it, but is owed no notice before: nobody could know.
    fn renewals(&self, time: Subscribed, before: u32, through: Day) -> Vec<Day> {
        let due = |renews_on: &Day| back(*renews_on, before);
        let is_asked =
            |renews_on: &Day| time.from <= due(renews_on) && time.until.is_none_or(|until| due(renews_on) < until);
        match self.term_months {
            Some(months) => {
                let terms = (1..).map_while(|term| months_after(time.from, months.checked_mul(term)?));
                let over = time.until.map_or(through, |until| through.min(until));
                terms.take_while(|renews_on| due(renews_on) <= over).filter(is_asked).collect()
            }
            None => time.until.into_iter().filter(|until| due(until) <= through && is_asked(until)).collect(),
        }
    }
}

/// Each touch that begins a time is answered by the first contact after it; where another one begins a time before that contact, it takes the place
/// of an earlier one whose day is not over.
fn after_touches(touches: &[ContactTouch], within_days: u32) -> Vec<ExpectedContact> {
    let expected = |because_of: Day, met_on| {
        let due_on = because_of.plus(i32::try_from(within_days).unwrap_or(i32::MAX));
        ExpectedContact { because_of, due_on, met_on }
    };
    let (mut contacts, mut open) = (Vec::new(), None);
    for touch in touches {
        if let Some(begun) = open.take_if(|_| touch.is_contact) {
            contacts.push(expected(begun, Some(touch.on)));
        }
        if touch.begins {
            let over = open.replace(touch.on).map(|begun| expected(begun, None));
            contacts.extend(over.filter(|contact| contact.due_on < touch.on));
        }
    }
    contacts.extend(open.map(|begun| expected(begun, None)));
    contacts
}

impl ExpectedContact {
    /// What became of it as known at the end of a day.
    #[must_use]
    pub fn state(&self, as_of: Day) -> ContactState {
        match self.met_on {
            Some(met_on) if met_on <= self.due_on => ContactState::InTime,
            Some(_) => ContactState::Late,
            None if self.due_on < as_of => ContactState::Missed,
            None => ContactState::Due,
        }
    }
}

impl ContactState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::InTime, Self::Late, Self::Missed, Self::Due];

    /// The name used in addresses and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Subscribed {
    /// The times without a gap that stretches make up together, in order; a stretch is from its first day to the first one after it.
    #[must_use]
    pub fn times(stretches: impl Iterator<Item = (Day, Option<Day>)>) -> Vec<Self> {
        let mut stretches: Vec<Self> = stretches
            .filter(|(from, until)| until.is_none_or(|until| *from < until))
            .map(|(from, until)| Self { from, until })
            .collect();
        stretches.sort_unstable();
        let mut times: Vec<Self> = Vec::new();
        for next in stretches {
            match times.last_mut().filter(|last| last.until.is_none_or(|until| next.from <= until)) {
                Some(last) => last.until = last.until.zip(next.until).map(|(one, other)| one.max(other)),
                None => times.push(next),
            }
        }
        times
    }
}

fn back(day: Day, days: u32) -> Day {
    day.plus(-i32::try_from(days).unwrap_or(i32::MAX))
}

/// The same day of the month so many months later, or the last one of a month that is too short.
fn months_after(day: Day, months: u32) -> Option<Day> {
    let date = day.date().checked_add(i64::from(months).months()).ok()?;
    Some(Day::from_date(date))
}
