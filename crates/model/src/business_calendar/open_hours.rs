//! Hours of a day, and why something is no business calendar.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Hours of a day without a break, written as `09:00-17:30`; the last ends at `24:00` at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenHours {
    /// Minutes from midnight, as clocks show it.
    pub(super) from: u16,
    /// The minute at which they are over.
    pub(super) to: u16,
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
    /// A name twice.
    #[error("two business calendars are called '{0}'; each has a name of its own")]
    NameTwice(String),
    /// No name to call it by.
    #[error("a business calendar needs a name, by which promises call it")]
    NoName,
}

pub(super) const MINUTES_OF_DAY: u16 = 24 * 60;

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
