//! Question: from when on does a measure have limits of its own, and what changed then?

use bellwether_model::Day;
use serde::{Deserialize, Serialize};

use crate::change_kind::ChangeKind;
use crate::error::RecordsError;
use crate::field::Field;
use crate::register::Registrable;
use crate::text::name;

/// That a measure has limits of its own from a day on, for the process is another one since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasurePhase {
    /// The measure's id, as in `installation.kept`.
    pub measure: String,
    /// The first day of its first period.
    pub from: Day,
    /// What changed, in a sentence.
    pub reason: String,
}

impl Registrable for MeasurePhase {
    const NOUN: &'static str = "phase";
    const ADD: ChangeKind = ChangeKind::PhaseAdd;
    const CHANGE: ChangeKind = ChangeKind::PhaseChange;
    const WITHDRAW: ChangeKind = ChangeKind::PhaseWithdraw;
    const ATTEMPTS: [&'static str; 4] = [
        "begin a phase of a measure",
        "change a phase of a measure",
        "take a phase of a measure back",
        "read the phases",
    ];

    fn check(&self) -> Result<Self, RecordsError> {
        let measure = name(Field::Measure, &self.measure)?.to_owned();
        Ok(Self { measure, reason: name(Field::PhaseReason, &self.reason)?.to_owned(), from: self.from })
    }
}
