//! Why something is no calendar file.

/// Bytes of the largest file that is read; those of offices have some thousands.
pub const LARGEST_FILE: usize = 8 << 20;
/// Days that the events of a file may take in all.
pub(super) const MOST_DAYS: usize = 200_000;

/// Why something is no calendar file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HolidayFileError {
    /// Not one at all.
    #[error("it is no calendar file: it does not begin with BEGIN:VCALENDAR; save it as iCalendar (.ics)")]
    NoCalendar,
    /// It ends in the middle.
    #[error("it ends in the middle, before END:{0}; fetch it again")]
    Truncated(String),
    /// A line that ends what is not open.
    #[error("line {line} says END:{name}, but no such part is open; fetch it again")]
    Unopened {
        /// Which line.
        line: usize,
        /// Of what.
        name: String,
    },
    /// Not UTF-8.
    #[error("line {0} is no text in UTF-8; save it in UTF-8")]
    NoText(usize),
    /// A line that is none of a calendar, outside of all events.
    #[error("line {0} is no line of a calendar; fetch it again")]
    Line(usize),
    /// Another calendar than ours.
    #[error("line {line} says that its days are those of the calendar {scale}; only the Gregorian one is read")]
    Scale {
        /// Which line.
        line: usize,
        /// As written.
        scale: String,
    },
    /// A message that takes events back.
    #[error("line {line} says METHOD:{method}: it is a message about events, not a calendar of them")]
    Method {
        /// Which line.
        line: usize,
        /// As written.
        method: String,
    },
    /// More than a calendar of holidays has.
    #[error("it has more than {MOST_DAYS} days or 8 MiB; a calendar of holidays has fewer")]
    TooLarge,
}
