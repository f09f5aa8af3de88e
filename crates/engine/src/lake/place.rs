//! Places: what does a table hold, and can it be made again?

use super::journal::Journal;
use super::table::Fact;

/// The table of the movements of closed periods, as booked.
pub const BOOKED: &str = "booked_movements";

/// Where in the lake's folder a table lies, by what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Place {
    /// What the sources said, and how it came in. It can be had only from the sources or from a backup.
    Facts,
    /// What was booked in closed periods. It can be had only from a backup: what is known later gives other figures.
    Books,
    /// What was computed from both. It can be made anew at any time.
    Marts,
}

impl Place {
    /// All places.
    pub const ALL: [Self; 3] = [Self::Facts, Self::Books, Self::Marts];

    /// Where the table of a name lies.
    #[must_use]
    pub fn of(table: &str) -> Self {
        let is_fact = Fact::ALL.iter().any(|fact| fact.name() == table);
        let is_journal = Journal::ALL.iter().any(|journal| journal.name() == table);
        match table {
            BOOKED => Self::Books,
            _ if is_fact || is_journal => Self::Facts,
            _ => Self::Marts,
        }
    }

    /// The folder's name within that of the lake.
    #[must_use]
    pub fn folder(self) -> &'static str {
        self.into()
    }
}
