//! What answers rest on.

pub use bellwether_records::Topic;

/// Something that answers rest on, and that changes apart from all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// What happened: all imported facts.
    Facts,
    /// A part of the records.
    Records(Topic),
}

impl Input {
    /// What a figure of the ledger rests on.
    pub const LEDGER: &'static [Self] = &[
        Self::Facts,
        Self::Records(Topic::Policy),
        Self::Records(Topic::Books),
        // It may be of a population, and that of who met what.
        Self::Records(Topic::Populations),
        Self::Records(Topic::Journey),
        Self::Records(Topic::Calendars),
    ];
    /// What a figure rests on that is told with its reasons.
    pub const REASONS: &'static [Self] = &[
        Self::Facts,
        Self::Records(Topic::Policy),
        Self::Records(Topic::Books),
        Self::Records(Topic::Populations),
        Self::Records(Topic::Journey),
        Self::Records(Topic::Calendars),
        Self::Records(Topic::Reasons),
        Self::Records(Topic::ReasonTree),
    ];
}
