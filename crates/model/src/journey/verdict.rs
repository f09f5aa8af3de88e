//! Was a promise kept?

use super::clocks::CalendarClocks;
use super::promise::Promise;

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

/// What became of a promise by what is known of its touch; time alone still breaks those that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What became of it by what was done; open where nothing was.
    pub verdict: Verdict,
    /// By when it was to be done, in microseconds since 1970; absent where it was promised without a time.
    pub due: Option<i64>,
    /// The moment at which it counts: when it is due, or without a time when it was done, or else began.
    pub counts_at: i64,
}

impl Judgement {
    /// What became of it as known at a moment: what is open after its time is broken.
    #[must_use]
    pub fn at(self, moment: i64) -> Verdict {
        match self.due {
            Some(due) if self.verdict == Verdict::Open && moment > due => Verdict::Broken,
            _ => self.verdict,
        }
    }
}

impl Promise {
    /// What became of the promise to one customer; `None` where nothing was promised. Time that passes by a calendar is counted on `clocks`;
    /// where these have no answer within ten years, nothing was promised.
    #[must_use]
    pub fn judge(&self, touch: PromisedTouch<'_>, clocks: Option<&mut CalendarClocks>) -> Option<Judgement> {
        let within = self.within.and_then(|limit| {
            if limit.is_working() {
                clocks.and_then(|clocks| clocks.due(touch.started_at, limit, touch.done_at))
            } else {
                touch.started_at.checked_add(limit.micros())
            }
        });
        let promised = touch.promised_by.filter(|_| self.by_promised_moment);
        // Of two times the earlier one is promised, too.
        let due = promised.into_iter().chain(within).min();
        if due.is_none() && self.outcomes.is_empty() {
            return None;
        }
        let is_over = touch.done_at.is_some() || (touch.outcome.is_some() && !self.outcomes.is_empty());
        let ends_well = self.outcomes.is_empty()
            || touch.outcome.is_some_and(|outcome| self.outcomes.iter().any(|known| known == outcome));
        let is_late = due.zip(touch.done_at).is_some_and(|(due, done)| done > due);
        let verdict = match (is_over, ends_well) {
            (true, false) => Verdict::Broken,
            (true, true) if is_late => Verdict::Broken,
            // It ended well, but nothing tells when: whether that was in time is not known.
            (true, true) if due.is_some() && touch.done_at.is_none() => Verdict::Open,
            (true, true) => Verdict::Kept,
            (false, _) => Verdict::Open,
        };
        Some(Judgement { verdict, due, counts_at: due.or(touch.done_at).unwrap_or(touch.started_at) })
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
            |promised, done, outcome, at| promise.judge(touch(promised, done, outcome), None).map(|it| it.at(at));
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
        assert_eq!(Promise::as_told().judge(touch(None, Some(7), None), None), None);
    }

    #[test]
    fn of_two_times_the_earlier_one_is_promised_too_and_working_time_waits_for_the_doors_to_open() {
        let week: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
        let week = WeekHours::of(&week, &[OpenHours::new(9 * 60, 17 * 60).unwrap()]);
        let calendar = BusinessCalendar { week, ..BusinessCalendar::always() };
        let mut clocks = CalendarClocks::from(calendar.clock().unwrap());
        let promise =
            Promise { within: Some(TimeLimit::working(120)), calendar: Some("desk".into()), ..Promise::as_told() };
        // 1 January 1970 was a Thursday: two working hours from midnight are over at eleven.
        let mut due = |promised| promise.judge(touch(promised, None, None), Some(&mut clocks)).unwrap().due;
        assert_eq!(due(None), Some(11 * HOUR));
        assert_eq!(due(Some(10 * HOUR)), Some(10 * HOUR));
        assert_eq!(due(Some(3 * DAY)), Some(11 * HOUR));
    }

    proptest! {
        #[test]
        fn what_was_judged_stays_so_and_open_ones_are_kept_or_broken_by_when_they_are_done(
            promised in 0i64..100, done in prop::option::of(0i64..100), at in 0i64..100, later in 0i64..100
        ) {
            let promise = Promise::as_told();
            let judge = |done, at| promise.judge(touch(Some(promised), done, None), None).unwrap().at(at);
            if let Some(done) = done {
                prop_assert_eq!(judge(Some(done), at), judge(Some(done), at + later));
                prop_assert_eq!(judge(Some(done), at), if done <= promised { Verdict::Kept } else { Verdict::Broken });
            } else if judge(None, at) == Verdict::Broken {
                prop_assert_eq!(judge(None, at + later), Verdict::Broken);
            }
        }
    }
}
