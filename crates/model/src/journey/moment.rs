//! Moments that come by counting: the hundredth order, the third contact in a month.

use serde::{Deserialize, Serialize};

use super::error::JourneyError;
use super::touchpoint::TouchpointClass;
use crate::calendar::Day;

/// A moment in a stage that comes by counting, such as the hundredth order or the third contact in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Short stable name, e.g. `hundredth_order`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is about.
    pub class: TouchpointClass,
    /// What is counted: a touchpoint's touches, or `purchases`, of which all of one day count as one.
    pub counts: String,
    /// With which of them it comes.
    pub number: u32,
    /// Within so many days, the last of them among these; in the whole life where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
    /// Its place among the moments of truth, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u8>,
}

/// What a moment may count besides touches.
pub const PURCHASES: &str = "purchases";

impl Moment {
    pub(super) fn check<'a>(&self, mut touchpoints: impl Iterator<Item = &'a str>) -> Result<(), JourneyError> {
        let is_counted = self.counts == PURCHASES || touchpoints.any(|touchpoint| touchpoint == self.counts);
        if !is_counted {
            return Err(JourneyError::NothingCounted { id: self.id.clone(), counts: self.counts.clone() });
        }
        if self.number == 0 || self.within_days == Some(0) {
            return Err(JourneyError::BadCount(self.id.clone()));
        }
        Ok(())
    }

    /// The days on which it comes, from the days of what it counts, earliest first. Within a number of days it comes again once so many more have
    /// been counted; in a whole life it comes once.
    #[must_use]
    pub fn days(&self, counted: &[Day]) -> Vec<Day> {
        let number = self.number as usize;
        let Some(within) = self.within_days else {
            return counted.get(number.saturating_sub(1)).copied().into_iter().collect();
        };
        let (mut days, mut waiting) = (Vec::new(), Vec::new());
        for day in counted {
            waiting.retain(|earlier: &Day| day.plus(-i32::try_from(within).unwrap_or(i32::MAX)) < *earlier);
            waiting.push(*day);
            if waiting.len() >= number {
                days.push(*day);
                waiting.clear();
            }
        }
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_comes_with_its_number_once_in_a_life_or_each_time_within_some_days() {
        let moment = |number, within_days| Moment {
            id: "m".into(),
            name: "m".into(),
            class: TouchpointClass::Bond,
            counts: "visit".into(),
            number,
            within_days,
            rank: None,
        };
        let days: Vec<Day> = [0, 5, 9, 10, 11, 40, 41, 42].map(Day).into();
        assert_eq!(moment(3, None).days(&days), [Day(9)]);
        assert_eq!(moment(9, None).days(&days), []);
        assert_eq!(moment(3, Some(7)).days(&days), [Day(10), Day(42)]);
        assert_eq!(moment(1, Some(1)).days(&days), days);
    }
}
