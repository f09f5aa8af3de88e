//! Working time on a business calendar that changes while promises are under way.
//!
//! What was kept or broken when a new version came stays so, and what was open then is counted by the new one.

use super::promise::TimeLimit;
use crate::business_calendar::WorkingClock;

/// One business calendar in all its versions, as the clocks that run by them.
#[derive(Clone, Debug, Default)]
pub struct CalendarClocks(Vec<ClockEdition>);

#[derive(Clone, Debug)]
struct ClockEdition {
    /// When the next version took its place, in microseconds; of the last one never.
    until: i64,
    clock: WorkingClock,
}

impl CalendarClocks {
    /// Adds the version that takes the place of the last one at a moment.
    pub(crate) fn then(&mut self, saved_at: i64, clock: WorkingClock) {
        if let Some(before) = self.0.last_mut() {
            before.until = saved_at;
        }
        self.0.push(ClockEdition { until: i64::MAX, clock });
    }

    /// By when something that began at a moment is to be done within working time, and was done at another, if it was; all in microseconds.
    /// `None` where no version tells it.
    pub fn due(&mut self, started_at: i64, within: TimeLimit, done_at: Option<i64>) -> Option<i64> {
        let mut due = None;
        for edition in &mut self.0 {
            due = edition.clock.due(started_at, within.micros()).or(due);
            let settled_at = done_at.into_iter().chain(due).min();
            // Kept or broken by the time the next version came, it stays so.
            if started_at < edition.until && settled_at.is_some_and(|settled_at| settled_at <= edition.until) {
                break;
            }
        }
        due
    }
}

impl From<WorkingClock> for CalendarClocks {
    /// Of a calendar that never changed.
    fn from(clock: WorkingClock) -> Self {
        Self(vec![ClockEdition { until: i64::MAX, clock }])
    }
}
