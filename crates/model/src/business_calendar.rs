//! Business calendars: when does somebody work, and how much working time lies between two moments?
//!
//! Hours are written as on the clocks of the calendar's time zone, and what lies between two moments is counted in time that really passes:
//! a night in which clocks are put forward is an hour shorter, one in which they are put back an hour longer. Invariants: working time adds up
//! (from `a` to `c` it is what it is from `a` to `b` and from `b` to `c`), never runs backwards, and is never more than the time that passed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

mod clock;
mod open_hours;
#[cfg(test)]
mod tests;

pub use clock::WorkingClock;
use open_hours::MINUTES_OF_DAY;
pub use open_hours::{BusinessCalendarError, OpenHours};

/// When somebody works: by weekday, with days that have hours of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessCalendar {
    /// What promises call it by, as in "installers".
    pub name: String,
    /// The time zone of its hours, by its IANA name.
    pub time_zone: String,
    /// The hours of a week.
    pub week: WeekHours,
    /// Days that are not as the week says: holidays, and days with hours of their own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub days: BTreeMap<Date, SpecialDay>,
}

/// The business calendars of a company, each under a name of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessCalendars {
    /// In the order in which they were written.
    #[serde(default)]
    pub calendars: Vec<BusinessCalendar>,
}

/// The hours of a week; a weekday without any is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "weekdays")]
pub struct WeekHours {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub monday: Vec<OpenHours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tuesday: Vec<OpenHours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wednesday: Vec<OpenHours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thursday: Vec<OpenHours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub friday: Vec<OpenHours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub saturday: Vec<OpenHours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sunday: Vec<OpenHours>,
}

/// A day that is not as the week says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SpecialDay {
    /// What it is, as in "Christmas Day".
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The hours of that day; none on a holiday.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<OpenHours>,
}

impl BusinessCalendars {
    /// Refuses calendars that are none, and two of one name.
    pub fn check(&self) -> Result<(), BusinessCalendarError> {
        let mut names = BTreeSet::new();
        for calendar in &self.calendars {
            calendar.clock()?;
            if !names.insert(&calendar.name) {
                return Err(BusinessCalendarError::NameTwice(calendar.name.clone()));
            }
        }
        Ok(())
    }

    /// What promises call them by.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        self.calendars.iter().map(|calendar| calendar.name.clone()).collect()
    }
}

impl WeekHours {
    /// The same hours on some weekdays.
    #[must_use]
    pub fn of(weekdays: &[Weekday], hours: &[OpenHours]) -> Self {
        let mut week = Self::default();
        for weekday in weekdays {
            *week.day_mut(*weekday) = hours.to_vec();
        }
        week
    }

    /// The hours of a weekday.
    #[must_use]
    pub fn day(&self, weekday: Weekday) -> &[OpenHours] {
        match weekday {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    /// All weekdays from Monday, each with its hours.
    #[must_use]
    pub fn days(&self) -> [(&'static str, &[OpenHours]); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }

    fn day_mut(&mut self, weekday: Weekday) -> &mut Vec<OpenHours> {
        match weekday {
            Weekday::Monday => &mut self.monday,
            Weekday::Tuesday => &mut self.tuesday,
            Weekday::Wednesday => &mut self.wednesday,
            Weekday::Thursday => &mut self.thursday,
            Weekday::Friday => &mut self.friday,
            Weekday::Saturday => &mut self.saturday,
            Weekday::Sunday => &mut self.sunday,
        }
    }
}

impl BusinessCalendar {
    /// Always open, on the clocks of UTC: of promises that know no closing time.
    #[must_use]
    pub fn always() -> Self {
        let week = Weekday::Monday.cycle_forward().take(7).collect::<Vec<_>>();
        Self {
            name: "always".to_owned(),
            time_zone: "UTC".to_owned(),
            week: WeekHours::of(&week, &[OpenHours { from: 0, to: MINUTES_OF_DAY }]),
            days: BTreeMap::new(),
        }
    }

    /// A clock that runs while the calendar is open.
    pub fn clock(&self) -> Result<WorkingClock, BusinessCalendarError> {
        if self.name.trim().is_empty() {
            return Err(BusinessCalendarError::NoName);
        }
        let unknown = || BusinessCalendarError::UnknownZone(self.time_zone.clone());
        let zone = TimeZone::get(&self.time_zone).map_err(|_| unknown())?;
        let mut week: [Vec<OpenHours>; 7] = Default::default();
        for weekday in Weekday::Monday.cycle_forward().take(7) {
            let name = || format!("{weekday:?}").to_lowercase();
            week[usize::from(weekday.to_monday_zero_offset().unsigned_abs())] = in_order(self.week.day(weekday), name)?;
        }
        if week.iter().all(Vec::is_empty) {
            return Err(BusinessCalendarError::NeverOpen(self.name.clone()));
        }
        let days = self.days.iter().map(|(date, day)| Ok((*date, in_order(&day.hours, || date.to_string())?)));
        Ok(WorkingClock::new(zone, week, days.collect::<Result<_, _>>()?))
    }
}

/// Hours of a day in their order, none of which overlap.
fn in_order(hours: &[OpenHours], day: impl Fn() -> String) -> Result<Vec<OpenHours>, BusinessCalendarError> {
    let mut hours = hours.to_vec();
    hours.sort_unstable();
    match hours.windows(2).find(|pair| pair[1].from < pair[0].to) {
        Some(pair) => Err(BusinessCalendarError::Overlap { day: day(), one: pair[0], other: pair[1] }),
        None => Ok(hours),
    }
}
