//! Question: what did the company set out to reach, by when, and who answers for it?

use bellwether_model::Target;

use crate::change_kind::ChangeKind;
use crate::error::RecordsError;
use crate::field::Field;
use crate::register::Registrable;
use crate::text::{name, plain};

impl Registrable for Target {
    const NOUN: &'static str = "target";
    const ADD: ChangeKind = ChangeKind::TargetAdd;
    const CHANGE: ChangeKind = ChangeKind::TargetChange;
    const WITHDRAW: ChangeKind = ChangeKind::TargetWithdraw;
    const ATTEMPTS: [&'static str; 4] = ["set a target", "change a target", "withdraw a target", "read the targets"];

    fn check(&self) -> Result<Self, RecordsError> {
        Self::check(self)?;
        Ok(Self {
            owner: name(Field::Owner, &self.owner)?.to_owned(),
            investment: plain(Field::Investment, &self.investment)?.trim().to_owned(),
            level: self.level.as_deref().map(|level| name(Field::Level, level).map(str::to_owned)).transpose()?,
            ..self.clone()
        })
    }
}
