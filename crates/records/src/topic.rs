//! Question: what are the records about, and which of it has changed since somebody looked?
//!
//! Invariant: a topic's number moves in the transaction of the change itself, so whoever reads the numbers first and the records
//! then never takes old records for new ones.

use std::collections::BTreeMap;

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::cells::{Cells, FromCells};
use crate::connection::Records;
use crate::error::RecordsError;

/// A part of the records that an answer may rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Topic {
    /// Which leaders agree to the journey.
    Agreements,
    /// The closed periods.
    Books,
    /// When somebody works.
    Calendars,
    /// Which rejects people said are no rows.
    Dismissals,
    /// Which imports people took back.
    Imports,
    /// What customers live through.
    Journey,
    /// How the columns of sources become those of facts.
    Mappings,
    /// From when on measures have limits of their own.
    Phases,
    /// The versions of the policy and their signatures.
    Policy,
    /// What leaders answer for the stages of the journey.
    RealityChecks,
    /// The versions of the reason tree.
    ReasonTree,
    /// Which customers something is about.
    Populations,
    /// The reasons that people set for movements.
    Reasons,
    /// What is set for the whole organisation.
    Settings,
    /// What the company set out to reach.
    Targets,
    /// Which programs may come in.
    Tokens,
    /// Who may sign in.
    Users,
}

impl Topic {
    /// All topics.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Its name, as it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether it is a register: its things stand in the one table of entries.
    #[must_use]
    pub fn is_register(self) -> bool {
        match self {
            Self::Agreements | Self::Dismissals | Self::Phases | Self::RealityChecks | Self::Targets => true,
            Self::Books
            | Self::Calendars
            | Self::Imports
            | Self::Journey
            | Self::Mappings
            | Self::Policy
            | Self::Populations
            | Self::ReasonTree
            | Self::Reasons
            | Self::Settings
            | Self::Tokens
            | Self::Users => false,
        }
    }

    /// Whether the audit names customers where it tells of this topic.
    #[must_use]
    pub fn names_customers(self) -> bool {
        match self {
            // A population may be a list of them.
            Self::Populations | Self::Reasons => true,
            Self::Agreements
            | Self::Books
            | Self::Calendars
            | Self::Dismissals
            | Self::Imports
            | Self::Journey
            | Self::Mappings
            | Self::Phases
            | Self::Policy
            | Self::RealityChecks
            | Self::ReasonTree
            | Self::Settings
            | Self::Targets
            | Self::Tokens
            | Self::Users => false,
        }
    }
}

/// The number of the audit entry that last changed each topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TopicVersions(BTreeMap<Topic, i64>);

impl TopicVersions {
    /// The number of the last change of a topic; 0 where there was none.
    #[must_use]
    pub fn of(&self, topic: Topic) -> i64 {
        self.0.get(&topic).copied().unwrap_or(0)
    }
}

impl Records {
    /// When each topic last changed, by the numbers of the audit; one read of a table with a row a topic.
    pub async fn versions(&self) -> Result<TopicVersions, RecordsError> {
        let rows: Vec<Row> = self.rows("read what changed", sqlx::query(include_str!("topic/all.sql"))).await?;
        // A topic of a later release is none that this one could ask for.
        Ok(TopicVersions(rows.into_iter().filter_map(|row| Some((row.name.parse().ok()?, row.seq))).collect()))
    }
}

struct Row {
    name: String,
    seq: i64,
}

impl FromCells for Row {
    const TABLE: &'static str = "topics";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { name: cells.text("name")?, seq: cells.number("seq")? })
    }
}
