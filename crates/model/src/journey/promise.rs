//! Promises: what a touchpoint owes the customer, by when and how well.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::JourneyError;

/// What a touchpoint owes the customer. It is kept where all that it says was so, and broken where something was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// As it is said to the customer, e.g. "We are there on the day we said".
    pub words: String,
    /// It is done by the moment that was promised to this customer (`promised_by` of the touch).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_promised_moment: bool,
    /// It is done within this time from its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<TimeLimit>,
    /// The business calendar, where the time is working time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// How it may end, e.g. `done`; any end will do where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<String>,
}

/// A length of time: `90m`, `4h` or `2d`, or working time as `8 working h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimit {
    minutes: u32,
    is_working: bool,
}

/// Nobody waits longer than ten years.
const LONGEST: u32 = 10 * 366 * 24 * 60;

impl TimeLimit {
    /// Of time that passes day and night.
    #[must_use]
    pub fn elapsed(minutes: u32) -> Self {
        Self { minutes, is_working: false }
    }

    /// Of time that passes while a calendar is open.
    #[must_use]
    pub fn working(minutes: u32) -> Self {
        Self { minutes, is_working: true }
    }

    /// How long, in microseconds.
    #[must_use]
    pub fn micros(self) -> i64 {
        i64::from(self.minutes) * 60_000_000
    }

    /// Whether it passes only while a calendar is open.
    #[must_use]
    pub fn is_working(self) -> bool {
        self.is_working
    }

    /// Whether it is over before another one that is counted in the same way.
    pub(super) fn is_before(self, other: Self) -> bool {
        self.is_working == other.is_working && self.minutes < other.minutes
    }

    /// Refuses working time without a calendar, and a calendar that is not there.
    pub(super) fn check(
        self,
        id: &str,
        calendar: Option<&str>,
        calendars: &BTreeSet<String>,
    ) -> Result<(), JourneyError> {
        match calendar {
            None if self.is_working => Err(JourneyError::NoCalendar(id.to_owned())),
            Some(name) if !calendars.contains(name) => {
                let known = calendars.iter().cloned().collect::<Vec<_>>().join(", ");
                Err(JourneyError::UnknownCalendar { id: id.to_owned(), calendar: name.to_owned(), known })
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let working = if self.is_working { " working " } else { "" };
        match self.minutes {
            // A working day is as long as its calendar says, so it is told in hours.
            minutes if minutes % (24 * 60) == 0 && !self.is_working => write!(f, "{}d", minutes / (24 * 60)),
            minutes if minutes % 60 == 0 => write!(f, "{}{working}h", minutes / 60),
            minutes => write!(f, "{minutes}{working}m"),
        }
    }
}

impl FromStr for TimeLimit {
    type Err = JourneyError;

    fn from_str(text: &str) -> Result<Self, JourneyError> {
        let refused = || JourneyError::BadTime(text.to_owned());
        let digits = text.find(|letter: char| !letter.is_ascii_digit()).ok_or_else(refused)?;
        let (number, unit) = text.split_at(digits);
        let number: u32 = number.parse().map_err(|_| refused())?;
        let unit = unit.trim();
        let (is_working, unit) = unit.strip_prefix("working").map_or((false, unit), |unit| (true, unit.trim_start()));
        let each = match unit {
            "m" | "min" | "minute" | "minutes" => 1,
            "h" | "hour" | "hours" => 60,
            "d" | "day" | "days" if !is_working => 24 * 60,
            _ => return Err(refused()),
        };
        let minutes = number.checked_mul(each).filter(|minutes| (1..=LONGEST).contains(minutes)).ok_or_else(refused)?;
        Ok(Self { minutes, is_working })
    }
}

impl Serialize for TimeLimit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeLimit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
