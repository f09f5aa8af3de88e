//! What of a calendar file is not understood, and why.

/// An event by where it stands and what it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEvent {
    /// The line it begins on, counted from 1.
    pub line: usize,
    /// What it is called; may be empty.
    pub summary: String,
    /// When it begins, as written; may be empty.
    pub day: String,
}

/// Something of a calendar file that may be a holiday, with why it cannot be told which days it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUnderstood {
    /// Which event.
    pub event: NamedEvent,
    /// Why not.
    pub why: WhyNot,
}

/// Why the days of an event are not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhyNot {
    /// It does not say when.
    #[error("it does not say when it begins")]
    NoBeginning,
    /// It takes hours of a day.
    #[error("it has hours ({0}); a holiday is a whole day")]
    Hours(String),
    /// It does not end after it begins.
    #[error("its end ({0}) is no day after its beginning, nor a number of whole days")]
    End(String),
    /// It takes more days than a holiday has.
    #[error("it is longer than a year")]
    Long,
    /// A rule that is not one of days.
    #[error("its rule {rule} is not understood: {because}")]
    Rule {
        /// As written.
        rule: String,
        /// What about it.
        because: String,
    },
    /// The first day is not one of the rule, which the standard leaves open.
    #[error("its first day is not one of its rule {0}, so that calendars differ on whether it counts")]
    FirstDay(String),
    /// Something it says of its days that is not read.
    #[error("'{0}' is not understood")]
    Said(String),
    /// A line that is none of a calendar.
    #[error("line {0} is no line of a calendar")]
    Line(usize),
    /// A component that is no event.
    #[error("it is no event but {0}")]
    Component(String),
}
