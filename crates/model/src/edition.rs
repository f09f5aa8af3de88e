//! Editions of the rules that no policy defines.

use serde::{Deserialize, Serialize};

/// How the glossary's rules were read that are the same for every company. What was closed keeps the edition of its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// Who bought on the very day of the lapse was lost and won back; a subscription renewed at the same foreign amount moved by its new
    /// rate; a billing cycle went on beside a subscription that had started again; who came back was won back, whether or not the
    /// ledger had told of it before.
    First,
    /// The glossary's readings 1 to 11.
    #[default]
    Second,
}

impl Edition {
    /// Of what does not say its own: only the first edition did not.
    #[must_use]
    pub fn unsaid() -> Self {
        Self::First
    }
}
