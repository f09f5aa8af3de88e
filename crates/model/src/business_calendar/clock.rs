//! A clock that runs while a calendar is open.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::open_hours::{MINUTES_OF_DAY, OpenHours};
use crate::calendar::Day;

/// Hours are known of these days; of earlier and later ones nobody knows the hours.
const FIRST: Date = Date::constant(1900, 1, 1);
const LAST: Date = Date::constant(2199, 12, 31);

/// Days beyond those asked for that are looked up with them, so that neighbours cost nothing.
const BESIDE: i32 = 400;

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// Tells working time of a business calendar. It remembers the hours of the days it was asked of, so that the next question costs next to
/// nothing.
#[derive(Clone, Debug)]
pub struct WorkingClock {
    zone: TimeZone,
    /// From Monday.
    week: [Vec<OpenHours>; 7],
    days: BTreeMap<Date, Vec<OpenHours>>,
    /// Days whose hours are in `open`, from the first to before the last.
    known: (Day, Day),
    open: Vec<Open>,
}

/// Hours without a break, in microseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    start: i64,
    end: i64,
    /// Working time before them, since the first of those known.
    before: i64,
}

impl Open {
    fn length(self) -> i64 {
        self.end - self.start
    }
}

impl WorkingClock {
    pub(super) fn new(zone: TimeZone, week: [Vec<OpenHours>; 7], days: BTreeMap<Date, Vec<OpenHours>>) -> Self {
        Self { zone, week, days, known: (Day(0), Day(0)), open: Vec::new() }
    }

    /// Working time from one moment to a later one, all in microseconds; below zero where the other comes first. `None` before 1900 and
    /// after 2199.
    pub fn between(&mut self, from: i64, to: i64) -> Option<i64> {
        self.know(from.min(to), from.max(to))?;
        Some(self.passed(to) - self.passed(from))
    }

    /// The first moment at which so much working time has passed since another; that one itself where none has to pass. `None` where it is not
    /// known by 2199.
    pub fn due(&mut self, from: i64, working: i64) -> Option<i64> {
        if working <= 0 {
            return self.know(from, from).map(|()| from);
        }
        let mut ahead = working;
        loop {
            self.know(from, from.checked_add(ahead)?)?;
            let wanted = self.passed(from) + working;
            let at = self.open.partition_point(|open| open.before + open.length() < wanted);
            if let Some(open) = self.open.get(at) {
                return Some(open.start + wanted - open.before);
            }
            ahead = ahead.checked_mul(2)?.max(365 * MICROS_PER_DAY);
        }
    }

    /// Whether the calendar is open at a moment. `None` before 1900 and after 2199.
    pub fn is_open(&mut self, at: i64) -> Option<bool> {
        self.know(at, at)?;
        let next = self.open.partition_point(|open| open.start <= at);
        Some(next.checked_sub(1).is_some_and(|open| at < self.open[open].end))
    }

    /// Working time up to a moment, since the first of the hours known.
    fn passed(&self, at: i64) -> i64 {
        let next = self.open.partition_point(|open| open.start <= at);
        next.checked_sub(1).map_or(0, |last| {
            let open = self.open[last];
            open.before + at.min(open.end) - open.start
        })
    }

    /// Looks up the hours from one moment to another, if they are not known.
    fn know(&mut self, from: i64, to: i64) -> Option<()> {
        // Whatever the zone, a moment is of this day, the one before or the one after.
        let day = |micros: i64| Day(micros.div_euclid(MICROS_PER_DAY) as i32);
        let (first, last) = (Day::from_date(FIRST), Day::from_date(LAST));
        let (from, to) = (day(from).plus(-2), day(to).plus(3));
        if from < first || to > last {
            return None;
        }
        let (known_from, known_to) = self.known;
        if known_from <= from && to <= known_to {
            return Some(());
        }
        let is_nothing_known = known_from == known_to;
        let wider = |known: Day, wanted: Day| if is_nothing_known { wanted } else { known };
        let from = from.plus(-BESIDE).min(wider(known_from, from)).max(first);
        let to = to.plus(BESIDE).max(wider(known_to, to)).min(last);
        self.open.clear();
        let mut before = 0;
        for day in (from.0..to.0).map(Day) {
            let date = day.date();
            let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
            for hours in self.days.get(&date).unwrap_or(&self.week[weekday]) {
                let [start, end] = [hours.from, hours.to].map(|minutes| self.moment(date, minutes));
                // Hours that no clock shows in a night in which clocks are put forward are none.
                if let (Some(start), Some(end)) = (start, end)
                    && start < end
                {
                    self.open.push(Open { start, end, before });
                    before += end - start;
                }
            }
        }
        self.known = (from, to);
        Some(())
    }

    /// When clocks show a minute of a date, in microseconds: the first of two such moments, and that at which clocks are put forward where there is
    /// none. So a later minute is never an earlier moment.
    fn moment(&self, date: Date, minutes: u16) -> Option<i64> {
        let (date, minutes) = if minutes == MINUTES_OF_DAY { (date.tomorrow().ok()?, 0) } else { (date, minutes) };
        let (hour, minute) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
        let shown = DateTime::from_parts(date, Time::new(hour, minute, 0, 0).ok()?);
        let moment = match self.zone.to_ambiguous_timestamp(shown).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(shown).ok()?,
            AmbiguousOffset::Fold { before, .. } => before.to_timestamp(shown).ok()?,
            AmbiguousOffset::Gap { after, .. } => {
                let earlier = after.to_timestamp(shown).ok()?;
                self.zone.following(earlier).next()?.timestamp()
            }
        };
        Some(moment.as_microsecond())
    }
}
