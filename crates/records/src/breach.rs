//! What does not stand as it was written.

use bellwether_model::Period;

/// Something the records hold that Bellwether did not write, or lack that it wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Where: an audit entry, a user, a setting, a token, a version of a document, a thing of a register or a closed period.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
    /// The closed period that it is about.
    pub period: Option<Period>,
}

impl Breach {
    pub(crate) fn new(place: String, what: String) -> Self {
        Self { place, what, period: None }
    }
}
