//! Business calendars: when does somebody work, and how much working time lies between two moments?
//!
//! Hours are written as on the clocks of the calendar's time zone, and what lies between two moments is counted in time that really passes:
//! a night in which clocks are put forward is an hour shorter, one in which they are put back an hour longer. Invariants: working time adds up
//! (from `a` to `c` it is what it is from `a` to `b` and from `b` to `c`), never runs backwards, and is never more than the time that passed.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

pub use clock::WorkingClock;

mod clock;
#[cfg(test)]
mod tests;

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

/// Hours of a day without a break, written as `09:00-17:30`; the last ends at `24:00` at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenHours {
    /// Minutes from midnight, as clocks show it.
    from: u16,
    /// The minute at which they are over.
    to: u16,
}

/// Why something is no business calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BusinessCalendarError {
    /// No hours.
    #[error(
        "'{0}' are no hours of a day; write them as 09:00-17:30, and hours over midnight as 22:00-24:00 and 00:00-06:00"
    )]
    Hours(String),
    /// Hours of one day that overlap.
    #[error("the hours {one} and {other} of {day} overlap; write each hour once")]
    Overlap {
        /// The weekday or date.
        day: String,
        /// The earlier.
        one: OpenHours,
        /// The other.
        other: OpenHours,
    },
    /// No hours at all.
    #[error("the calendar '{0}' is never open, so that nothing on it would ever be due; give a weekday hours")]
    NeverOpen(String),
    /// Not an IANA name.
    #[error("'{0}' is not a time zone; write an IANA name such as Europe/Berlin or UTC")]
    UnknownZone(String),
    /// No name to call it by.
    #[error("a business calendar needs a name, by which promises call it")]
    NoName,
}

const MINUTES_OF_DAY: u16 = 24 * 60;

impl OpenHours {
    /// From one minute of the day to another, counted from midnight.
    pub fn new(from: u16, to: u16) -> Result<Self, BusinessCalendarError> {
        let hours = Self { from, to };
        if from < to && to <= MINUTES_OF_DAY { Ok(hours) } else { Err(BusinessCalendarError::Hours(hours.to_string())) }
    }
}

impl fmt::Display for OpenHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [from, to] = [self.from, self.to].map(|minutes| (minutes / 60, minutes % 60));
        write!(f, "{:02}:{:02}-{:02}:{:02}", from.0, from.1, to.0, to.1)
    }
}

impl FromStr for OpenHours {
    type Err = BusinessCalendarError;

    fn from_str(text: &str) -> Result<Self, BusinessCalendarError> {
        let minutes = |text: &str| {
            let (hours, minutes) = text.trim().split_once(':')?;
            let digits = |text: &str, most: u16| {
                let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
                text.parse::<u16>().ok().filter(|number| is_number && *number <= most)
            };
            Some(digits(hours, 24)? * 60 + digits(minutes, 59)?)
        };
        let both = text.split_once(['-', '–']).and_then(|(from, to)| minutes(from).zip(minutes(to)));
        let refused = || BusinessCalendarError::Hours(text.to_owned());
        let (from, to) = both.ok_or_else(refused)?;
        Self::new(from, to).map_err(|_| refused())
    }
}

impl Serialize for OpenHours {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OpenHours {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
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
