//! What people write to be kept.

use std::fmt;

use strum::{IntoStaticStr, VariantArray};

/// A text that is refused where it is empty, too long, or nothing a database could hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Field {
    /// Who makes a change.
    ChangedBy,
    /// The source of a mapping.
    Source,
    /// The table of a mapping.
    Fact,
    /// A mapping itself.
    Mapping,
    /// The customer of a reason.
    Customer,
    /// What is noted beside a reason or a version of the policy.
    Note,
    /// The full name of a user.
    FullName,
    /// What a token is for.
    Label,
    /// The name of a setting.
    Setting,
    /// What is being written, and what it is about.
    Draft,
    /// Who answers for a target.
    Owner,
    /// What is invested for a target.
    Investment,
    /// The level of value a target is about.
    Level,
    /// The measure that a phase is of.
    Measure,
    /// Why a measure has limits of its own.
    PhaseReason,
    /// The name of a leader who signs.
    Leader,
    /// The role of a leader who signs.
    Role,
    /// The stage that a leader answers for.
    Stage,
}

impl Field {
    /// All fields.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Its name, by which its texts are found.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ChangedBy => "the name of who makes the change",
            Self::Source => "the source",
            Self::Fact => "the fact",
            Self::Mapping => "the mapping",
            Self::Customer => "the customer id",
            Self::Note => "the note",
            Self::FullName => "the full name of the user",
            Self::Label => "what the token is for",
            Self::Setting => "the name of the setting",
            Self::Draft => "the draft",
            Self::Owner => "the owner",
            Self::Investment => "what is invested",
            Self::Level => "the level of the target",
            Self::Measure => "the measure",
            Self::PhaseReason => "what changed",
            Self::Leader => "the leader's name",
            Self::Role => "the leader's role",
            Self::Stage => "the stage",
        })
    }
}
