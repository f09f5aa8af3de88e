//! Question: which leaders agree to a version of the journey, and is what it promises consistent and reliable, in their eyes?
//!
//! Invariant: nobody's answer is overwritten; whoever thinks again changes their own, and what they said before stays on record.

use bellwether_model::RealityAnswer;
use serde::{Deserialize, Serialize};

use crate::change_kind::ChangeKind;
use crate::error::RecordsError;
use crate::field::Field;
use crate::register::Registrable;
use crate::text::{name, plain};

/// That a leader agrees to a version of the journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JourneyAgreement {
    /// The number of the version.
    pub version: i64,
    /// Who agrees, by name.
    pub leader: String,
}

/// What a leader answers when asked whether a stage is consistent and reliable for customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RealityCheck {
    /// The number of the version of the journey that the leader had before them.
    pub version: i64,
    /// The stage, by its id.
    pub stage: String,
    /// Who answers, by name.
    pub leader: String,
    /// The answer.
    pub answer: RealityAnswer,
    /// On what it depends, or why; may be empty.
    pub note: String,
}

impl Registrable for JourneyAgreement {
    const NOUN: &'static str = "agreement";
    const ADD: ChangeKind = ChangeKind::AgreementAdd;
    const CHANGE: ChangeKind = ChangeKind::AgreementChange;
    const WITHDRAW: ChangeKind = ChangeKind::AgreementWithdraw;
    const ATTEMPTS: [&'static str; 4] = [
        "agree to a version of the journey",
        "change who agrees to the journey",
        "take back that somebody agrees to the journey",
        "read who agrees to the journey",
    ];

    fn check(&self) -> Result<Self, RecordsError> {
        Ok(Self { version: self.version, leader: name(Field::Leader, &self.leader)?.to_owned() })
    }
}

impl Registrable for RealityCheck {
    const NOUN: &'static str = "reality check";
    const ADD: ChangeKind = ChangeKind::RealityCheckAdd;
    const CHANGE: ChangeKind = ChangeKind::RealityCheckChange;
    const WITHDRAW: ChangeKind = ChangeKind::RealityCheckWithdraw;
    const ATTEMPTS: [&'static str; 4] = [
        "answer for a stage",
        "change an answer for a stage",
        "take an answer for a stage back",
        "read the answers for stages",
    ];

    fn check(&self) -> Result<Self, RecordsError> {
        Ok(Self {
            version: self.version,
            stage: name(Field::Stage, &self.stage)?.to_owned(),
            leader: name(Field::Leader, &self.leader)?.to_owned(),
            answer: self.answer,
            note: plain(Field::Note, &self.note)?.to_owned(),
        })
    }
}
