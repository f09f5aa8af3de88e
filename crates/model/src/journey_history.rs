//! Which journey holds for a touch, and on which calendars is its promise counted?
//!
//! A touch is judged by the journey of the day on which it began, so that history compares like with like. Calendars change while promises
//! are under way: what was kept or broken when a new version came stays so, and what was open then is counted by the new one.

use crate::business_calendar::{BusinessCalendarError, BusinessCalendars};
use crate::calendar::Day;
use crate::journey::{CalendarClocks, Journey};

/// The journey and the business calendars in all their versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JourneyHistory {
    /// The versions of the journey, in the order in which they begin.
    journeys: Vec<JourneyEdition>,
    /// The versions of the calendars, in the order in which they were saved.
    calendars: Vec<CalendarEdition>,
}

/// One version of the journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyEdition {
    /// Its number.
    pub version: i64,
    /// The first day on which it holds; absent: it holds for all days before another one does.
    pub from: Option<Day>,
    /// What customers live through.
    pub journey: Journey,
}

/// One version of the business calendars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEdition {
    /// Its number.
    pub version: i64,
    /// When it was saved, in microseconds since 1970.
    pub saved_at: i64,
    /// The calendars.
    pub calendars: BusinessCalendars,
}

impl JourneyHistory {
    /// Of these versions.
    #[must_use]
    pub fn new(mut journeys: Vec<JourneyEdition>, mut calendars: Vec<CalendarEdition>) -> Self {
        journeys.sort_by_key(|edition| (edition.from, edition.version));
        calendars.sort_by_key(|edition| edition.version);
        Self { journeys, calendars }
    }

    /// The versions of the journey, in the order in which they begin.
    #[must_use]
    pub fn journeys(&self) -> &[JourneyEdition] {
        &self.journeys
    }

    /// The numbers of the latest versions of the journey and of the calendars; 0 where there is none.
    #[must_use]
    pub fn versions(&self) -> (i64, i64) {
        let journey = self.journeys.iter().map(|edition| edition.version).max();
        (journey.unwrap_or_default(), self.calendars.last().map_or(0, |edition| edition.version))
    }

    /// The place among [`journeys`](Self::journeys) of the one that holds on a day; none before the first one holds. Of two that begin on
    /// one day the later one holds.
    #[must_use]
    pub fn on(&self, day: Day) -> Option<usize> {
        self.journeys.partition_point(|edition| edition.from.is_none_or(|from| from <= day)).checked_sub(1)
    }

    /// A business calendar in the versions in which it is there.
    ///
    /// # Errors
    /// Where one of them cannot be counted by.
    pub fn clocks(&self, calendar: &str) -> Result<CalendarClocks, BusinessCalendarError> {
        let mut clocks = CalendarClocks::default();
        for edition in &self.calendars {
            let found = edition.calendars.calendars.iter().find(|known| known.name == calendar);
            if let Some(found) = found {
                clocks.then(edition.saved_at, found.clock()?);
            }
        }
        Ok(clocks)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};
    use proptest::prelude::*;

    use super::*;
    use crate::business_calendar::{BusinessCalendar, OpenHours, SpecialDay, WeekHours};
    use crate::journey::TimeLimit;

    const HOUR: i64 = 3_600_000_000;

    fn desk(holidays: &[i8]) -> BusinessCalendar {
        let week: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
        let week = WeekHours::of(&week, &[OpenHours::new(9 * 60, 17 * 60).unwrap()]);
        let days = holidays.iter().map(|day| (date(1970, 1, *day), SpecialDay::default()));
        BusinessCalendar { name: "desk".into(), week, days: days.collect(), ..BusinessCalendar::always() }
    }

    fn edition(version: i64, saved_at: i64, holidays: &[i8]) -> CalendarEdition {
        CalendarEdition { version, saved_at, calendars: BusinessCalendars { calendars: vec![desk(holidays)] } }
    }

    fn clocks(editions: Vec<CalendarEdition>) -> CalendarClocks {
        JourneyHistory::new(Vec::new(), editions).clocks("desk").unwrap()
    }

    #[test]
    fn a_day_has_the_journey_that_began_last() {
        let edition =
            |version, from: Option<i32>| JourneyEdition { version, from: from.map(Day), journey: Journey::default() };
        let history =
            JourneyHistory::new(vec![edition(1, None), edition(2, Some(10)), edition(3, Some(10))], Vec::new());
        let on = |day| history.on(Day(day)).map(|at| history.journeys()[at].version);
        assert_eq!([on(9), on(10), on(11)], [Some(1), Some(3), Some(3)]);
        assert_eq!(JourneyHistory::new(vec![edition(1, Some(5))], Vec::new()).on(Day(4)), None);
        assert_eq!((history.versions(), JourneyHistory::default().versions()), ((3, 0), (0, 0)));
    }

    #[test]
    fn a_holiday_added_later_moves_what_is_open_and_leaves_what_was_kept_or_broken() {
        // 1 January 1970 was a Thursday. From Thursday 15:00 four working hours last until Friday 11:00, or Monday 11:00 with Friday off.
        let (start, within) = (15 * HOUR, TimeLimit::working(240));
        let (friday, monday) = (35 * HOUR, (4 * 24 + 11) * HOUR);
        let due = |changed_at, done_at| {
            clocks(vec![edition(1, 0, &[]), edition(2, changed_at, &[2])]).due(start, within, done_at)
        };
        assert_eq!(due(20 * HOUR, None), Some(monday), "open when the holiday was added");
        assert_eq!(due(20 * HOUR, Some(16 * HOUR)), Some(friday), "done before");
        assert_eq!(due(40 * HOUR, None), Some(friday), "late before");
        assert_eq!(due(10 * HOUR, None), Some(monday), "begun after");
        assert_eq!(clocks(Vec::new()).due(start, within, None), None);
    }

    proptest! {
        #[test]
        fn a_version_that_says_the_same_changes_nothing_and_one_that_comes_after_the_end_neither(
            started_at in 0i64..400, minutes in 1u32..3_000, done in prop::option::of(0i64..400), changed in 0i64..900
        ) {
            let (started_at, within) = (started_at * HOUR, TimeLimit::working(minutes));
            let done_at = done.map(|done| started_at + done * HOUR);
            let once = clocks(vec![edition(1, 0, &[6])]).due(started_at, within, done_at);
            let same = clocks(vec![edition(1, 0, &[6]), edition(2, changed * HOUR, &[6])]).due(started_at, within, done_at);
            prop_assert_eq!(once, same);
            let settled = done_at.into_iter().chain(once).min().unwrap();
            if settled <= changed * HOUR && started_at < changed * HOUR {
                let other = clocks(vec![edition(1, 0, &[6]), edition(2, changed * HOUR, &[1, 2, 7, 8])]);
                prop_assert_eq!({ other }.due(started_at, within, done_at), once);
            }
        }
    }
}
