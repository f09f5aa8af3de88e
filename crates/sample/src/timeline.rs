//! The calendar of the sample company: which of its months does a day lie in, and which instant is a local clock time?
//!
//! Invariant: clock times stay between 06:00 and 23:30 local, so that the company's day and the UTC day of an instant agree.

use bellwether_model::Day;

/// A day as days since 1970-01-01.
pub(crate) type DayNumber = i32;

/// Days known before the first month and after the last day.
const MARGIN: i32 = 400;
const MICROS_A_MINUTE: i64 = 60_000_000;

#[derive(Clone, Copy)]
struct DayFacts {
    /// Month of the company, 1 being its first; zero and less before.
    month: i16,
    month_of_year: u8,
    day_of_month: u8,
    utc_offset_minutes: i16,
}

pub(crate) struct Timeline {
    /// First day of month 1.
    pub(crate) first: DayNumber,
    /// Last day about which facts exist.
    pub(crate) last: DayNumber,
    pub(crate) months: i32,
    origin: DayNumber,
    days: Vec<DayFacts>,
    /// First days of all months known, and the number of the first of them.
    month_starts: Vec<DayNumber>,
    first_known_month: i32,
}

impl Timeline {
    pub(crate) fn new(months: u16, through: Day) -> Self {
        let last_date = through.date();
        let first_index = i32::from(last_date.year()) * 12 + i32::from(last_date.month()) - i32::from(months);
        let mut day = Day(through.0 - 31 * i32::from(months) - MARGIN);
        let date = day.date();
        day = day.plus(1 - i32::from(date.day()));
        let origin = day.0;
        let (mut days, mut month_starts, mut first, mut first_known_month) = (Vec::new(), Vec::new(), origin, 0);
        let mut summer = false;
        while day.0 <= through.0 + MARGIN {
            let date = day.date();
            let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 - first_index + 1;
            if date.day() == 1 {
                if month_starts.is_empty() {
                    first_known_month = month;
                }
                if month == 1 {
                    first = day.0;
                }
                month_starts.push(day.0);
            }
            // Central European summer time runs from the last Sunday of March to the last Sunday of October.
            let last_sunday = weekday(day.0) == 6 && date.day() > 24;
            summer = match (date.month(), last_sunday) {
                (3, true) | (4..=9, _) => true,
                (10, true) | (11..=12 | 1..=2, _) => false,
                _ => summer,
            };
            days.push(DayFacts {
                month: month as i16,
                month_of_year: date.month() as u8,
                day_of_month: date.day() as u8,
                utc_offset_minutes: if summer { 120 } else { 60 },
            });
            day = day.plus(1);
        }
        Self { first, last: through.0, months: i32::from(months), origin, days, month_starts, first_known_month }
    }

    fn facts(&self, day: DayNumber) -> DayFacts {
        self.days[(day - self.origin).clamp(0, self.days.len() as i32 - 1) as usize]
    }

    /// The company's month of a day, from 1.
    pub(crate) fn month(&self, day: DayNumber) -> i32 {
        i32::from(self.facts(day).month)
    }

    /// 1 for January to 12 for December.
    pub(crate) fn month_of_year(&self, day: DayNumber) -> usize {
        usize::from(self.facts(day).month_of_year)
    }

    /// The first day of the company's month `month`.
    pub(crate) fn start(&self, month: i32) -> DayNumber {
        let place = (month - self.first_known_month).clamp(0, self.month_starts.len() as i32 - 1);
        self.month_starts[place as usize]
    }

    /// The first day on or after `day` that begins a month.
    pub(crate) fn month_start_from(&self, day: DayNumber) -> DayNumber {
        let facts = self.facts(day);
        if facts.day_of_month == 1 { day } else { self.start(i32::from(facts.month) + 1) }
    }

    /// The same day of the month `months` later, or the last one of a shorter month.
    pub(crate) fn plus_months(&self, day: DayNumber, months: i32) -> DayNumber {
        let facts = self.facts(day);
        let month = i32::from(facts.month) + months;
        let start = self.start(month);
        (start + i32::from(facts.day_of_month) - 1).min(self.start(month + 1) - 1).max(start)
    }

    /// Microseconds since 1970-01-01 UTC of a local clock time, `second` running from local midnight.
    pub(crate) fn at(&self, day: DayNumber, second: i32) -> i64 {
        let utc = i64::from(day) * 86_400 + i64::from(second) - i64::from(self.facts(day).utc_offset_minutes) * 60;
        utc * (MICROS_A_MINUTE / 60)
    }
}

/// 0 for Monday to 6 for Sunday.
pub(crate) fn weekday(day: DayNumber) -> i32 {
    (day + 3).rem_euclid(7)
}

/// The first day on or after `day` that is no Saturday or Sunday.
pub(crate) fn workday(day: DayNumber) -> DayNumber {
    day + match weekday(day) {
        5 => 2,
        6 => 1,
        _ => 0,
    }
}

/// `days` working days after `day`.
pub(crate) fn plus_workdays(day: DayNumber, days: i32) -> DayNumber {
    (0..days).fold(workday(day), |reached, _| workday(reached + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> DayNumber {
        text.parse::<Day>().expect("day").0
    }

    #[test]
    fn months_clock_times_and_weekdays_follow_the_calendar() {
        let timeline = Timeline::new(36, Day(day("2026-08-31")));
        assert_eq!((timeline.first, timeline.start(20)), (day("2023-09-01"), day("2025-04-01")));
        assert_eq!((timeline.month(day("2026-08-31")), timeline.month(day("2023-08-31"))), (36, 0));
        assert_eq!(timeline.plus_months(day("2024-01-31"), 1), day("2024-02-29"));
        assert_eq!(timeline.month_start_from(day("2024-02-02")), day("2024-03-01"));
        let hour = |text: &str| (timeline.at(day(text), 12 * 3600) / 3_600_000_000).rem_euclid(24);
        let hours = ["2024-03-30", "2024-03-31", "2024-10-26", "2024-10-27", "2025-01-01"].map(hour);
        assert_eq!(hours, [11, 10, 10, 11, 11]);
        assert_eq!((weekday(day("2026-08-31")), workday(day("2026-08-29"))), (0, day("2026-08-31")));
    }
}
