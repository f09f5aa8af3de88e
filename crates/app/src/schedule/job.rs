//! What is done by the clock, and how often.

use jiff::SignedDuration;
use jiff::civil::Time;

/// A job that fails again and again is tried at least so often.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(12);

/// Something that a server does by the clock, asked by nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScheduledJob {
    /// Figures are brought up to date when facts came in, and when a day begins.
    Refresh,
    /// Every stored byte is read.
    Look,
}

impl ScheduledJob {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 2] = [Self::Refresh, Self::Look];

    /// Its name in the records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Refresh => "refresh",
            Self::Look => "look",
        }
    }

    /// When it is done each day, on the company's clocks: as the day begins, or while the company sleeps.
    pub(super) fn hour(self) -> Time {
        match self {
            Self::Refresh => Time::midnight(),
            Self::Look => Time::constant(3, 0, 0, 0),
        }
    }

    /// A server that was off when it was due does it so long after it took the schedule.
    pub(super) fn after_start(self) -> SignedDuration {
        match self {
            Self::Refresh => SignedDuration::from_secs(10),
            Self::Look => SignedDuration::from_mins(10),
        }
    }

    /// So long after so many runs in a row that did not end well it is tried again: each time twice as long.
    pub(super) fn pause(self, failures: i64) -> SignedDuration {
        let first = match self {
            Self::Refresh => SignedDuration::from_mins(1),
            // It reads everything.
            Self::Look => SignedDuration::from_hours(1),
        };
        let doublings = failures.clamp(1, 16) - 1;
        first.checked_mul(1 << doublings).unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
    }
}
