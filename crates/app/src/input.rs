//! What answers rest on.

use bellwether_records::Topic;

/// Something that answers rest on, and that changes apart from all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// What happened: all imported facts.
    Facts,
    /// The definitions.
    Policy,
    /// The closed periods.
    Books,
    /// The reasons that people set.
    Reasons,
    /// What reasons there are, and what they are called.
    ReasonTree,
    /// What the company set out to reach.
    Targets,
    /// The organisation's name and language.
    Settings,
}

impl Input {
    /// All there are.
    pub const ALL: &'static [Self] =
        &[Self::Facts, Self::Policy, Self::Books, Self::Reasons, Self::ReasonTree, Self::Targets, Self::Settings];
    /// The part of the records in which it stands; facts stand in none.
    pub(crate) fn topic(self) -> Option<Topic> {
        match self {
            Self::Facts => None,
            Self::Policy => Some(Topic::Policy),
            Self::Books => Some(Topic::Books),
            Self::Reasons => Some(Topic::Reasons),
            Self::ReasonTree => Some(Topic::ReasonTree),
            Self::Targets => Some(Topic::Targets),
            Self::Settings => Some(Topic::Settings),
        }
    }

    /// What a figure of the ledger rests on.
    pub const LEDGER: &'static [Self] = &[Self::Facts, Self::Policy, Self::Books];
    /// What a figure rests on that is told with its reasons.
    pub const REASONS: &'static [Self] = &[Self::Facts, Self::Policy, Self::Books, Self::Reasons, Self::ReasonTree];
}
