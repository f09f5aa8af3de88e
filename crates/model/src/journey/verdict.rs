//! Was a promise kept?

use super::promise::Promise;
use crate::business_calendar::WorkingClock;

/// What a touch tells of what was promised; moments in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromisedTouch<'a> {
    /// When it began.
    pub started_at: i64,
    /// By when it was promised to this customer.
    pub promised_by: Option<i64>,
    /// When it was done.
    pub done_at: Option<i64>,
    /// How it ended.
    pub outcome: Option<&'a str>,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// All that was promised was so.
    Kept,
    /// Something was not.
    Broken,
    /// It is not done, and there is time left.
    Open,
}

/// What became of a promise, and since when that was to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What became of it.
    pub verdict: Verdict,
    /// By when it was to be done; where it was promised without a time, when it was done.
    pub due: i64,
}

impl Promise {
    /// What became of the promise to one customer, as known at a moment; `None` where nothing was promised. Time that passes by a calendar
    /// is counted on `clock`; where that has no answer within ten years, nothing was promised.
    #[must_use]
    pub fn judge(&self, touch: PromisedTouch<'_>, at: i64, clock: Option<&mut WorkingClock>) -> Option<Judgement> {
        let within = self.within.and_then(|limit| {
            if limit.is_working() {
                clock.and_then(|clock| clock.due(touch.started_at, limit.micros()))
            } else {
                touch.started_at.checked_add(limit.micros())
            }
        });
        let promised = touch.promised_by.filter(|_| self.by_promised_moment);
        // Of two times the earlier one is promised, too.
        let due = promised.into_iter().chain(within).min();
        let is_over = touch.done_at.is_some() || (touch.outcome.is_some() && !self.outcomes.is_empty());
        let ends_well = self.outcomes.is_empty()
            || touch.outcome.is_some_and(|outcome| self.outcomes.iter().any(|known| known == outcome));
        let judged = |verdict, due| Some(Judgement { verdict, due });
        match (due, touch.done_at) {
            (Some(due), Some(done)) if done > due || !ends_well => judged(Verdict::Broken, due),
            (Some(due), Some(_)) => judged(Verdict::Kept, due),
            (Some(due), None) if is_over && !ends_well => judged(Verdict::Broken, due),
            (Some(due), None) if at > due => judged(Verdict::Broken, due),
            (Some(due), None) => judged(Verdict::Open, due),
            (None, _) if self.outcomes.is_empty() => None,
            (None, done) => {
                let verdict = match (is_over, ends_well) {
                    (false, _) => Verdict::Open,
                    (true, true) => Verdict::Kept,
                    (true, false) => Verdict::Broken,
                };
                judged(verdict, done.unwrap_or(touch.started_at))
            }
        }
    }

    /// The promise that is made where nobody wrote one: what was promised to this customer is done by then.
    #[must_use]
    pub fn as_told() -> Self {
        Self { by_promised_moment: true, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;
    use proptest::prelude::*;

    use super::*;
    use crate::business_calendar::{BusinessCalendar, OpenHours, WeekHours};
    use crate::journey::TimeLimit;

    const HOUR: i64 = 3_600_000_000;
    const DAY: i64 = 24 * HOUR;

    fn touch(promised_by: Option<i64>, done_at: Option<i64>, outcome: Option<&str>) -> PromisedTouch<'_> {
        PromisedTouch { started_at: 0, promised_by, done_at, outcome }
    }

    #[test]
    fn what_is_done_by_then_and_well_is_kept() {
        let promise = Promise { outcomes: vec!["done".into()], ..Promise::as_told() };
        let judged =
            |promised, done, outcome, at| promise.judge(touch(promised, done, outcome), at, None).map(|it| it.verdict);
        assert_eq!(judged(Some(5), Some(5), Some("done"), 9), Some(Verdict::Kept));
        assert_eq!(judged(Some(5), Some(6), Some("done"), 9), Some(Verdict::Broken));
        assert_eq!(judged(Some(5), Some(4), Some("cancelled"), 9), Some(Verdict::Broken));
        // Until it is due nothing is broken, unless it ended in another way.
        assert_eq!(judged(Some(5), None, None, 5), Some(Verdict::Open));
        assert_eq!(judged(Some(5), None, None, 6), Some(Verdict::Broken));
        assert_eq!(judged(Some(5), None, Some("cancelled"), 3), Some(Verdict::Broken));
        // Where no time was promised, how it ended decides.
        assert_eq!(judged(None, Some(7), Some("done"), 9), Some(Verdict::Kept));
        assert_eq!(judged(None, None, None, 9), Some(Verdict::Open));
        assert_eq!(Promise::as_told().judge(touch(None, Some(7), None), 9, None), None);
    }

    #[test]
    fn of_two_times_the_earlier_one_is_promised_too_and_working_time_waits_for_the_doors_to_open() {
        let week: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
        let week = WeekHours::of(&week, &[OpenHours::new(9 * 60, 17 * 60).unwrap()]);
        let calendar = BusinessCalendar { week, ..BusinessCalendar::always() };
        let mut clock = calendar.clock().unwrap();
        let promise =
            Promise { within: Some(TimeLimit::working(120)), calendar: Some("desk".into()), ..Promise::as_told() };
        // 1 January 1970 was a Thursday: two working hours from midnight are over at eleven.
        let mut due = |promised| promise.judge(touch(promised, None, None), 0, Some(&mut clock)).unwrap().due;
        assert_eq!(due(None), 11 * HOUR);
        assert_eq!(due(Some(10 * HOUR)), 10 * HOUR);
        assert_eq!(due(Some(3 * DAY)), 11 * HOUR);
    }

    proptest! {
        #[test]
        fn what_was_judged_stays_so_and_open_ones_are_kept_or_broken_by_when_they_are_done(
            promised in 0i64..100, done in prop::option::of(0i64..100), at in 0i64..100, later in 0i64..100
        ) {
            let promise = Promise::as_told();
            let judge = |done, at| promise.judge(touch(Some(promised), done, None), at, None).unwrap().verdict;
            if let Some(done) = done {
                prop_assert_eq!(judge(Some(done), at), judge(Some(done), at + later));
                prop_assert_eq!(judge(Some(done), at), if done <= promised { Verdict::Kept } else { Verdict::Broken });
            } else if judge(None, at) == Verdict::Broken {
                prop_assert_eq!(judge(None, at + later), Verdict::Broken);
            }
        }
    }
}
