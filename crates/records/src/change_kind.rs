//! Question: what can be done to the records, and to which topic of them?
//!
//! Invariant: the audit holds no entry of another kind, for nothing else can be written there.

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::topic::Topic;

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
pub enum ChangeKind {
    /// A leader agreed to a version of the journey.
    #[strum(serialize = "agreement.add")]
    AgreementAdd,
    /// To what a leader agrees was corrected.
    #[strum(serialize = "agreement.change")]
    AgreementChange,
    /// A leader took back that they agree.
    #[strum(serialize = "agreement.withdraw")]
    AgreementWithdraw,
    /// A version of the business calendars was added.
    #[strum(serialize = "calendars.add")]
    CalendarsAdd,
    /// An import was taken back, or brought back.
    #[strum(serialize = "import.undo")]
    ImportUndo,
    /// A period was closed.
    #[strum(serialize = "period.close")]
    PeriodClose,
    /// A version of the journey was added.
    #[strum(serialize = "journey.add")]
    JourneyAdd,
    /// The columns of a source were agreed on.
    #[strum(serialize = "mapping.save")]
    MappingSave,
    /// A phase of a measure was begun.
    #[strum(serialize = "phase.add")]
    PhaseAdd,
    /// A phase of a measure was corrected.
    #[strum(serialize = "phase.change")]
    PhaseChange,
    /// A phase of a measure was taken back.
    #[strum(serialize = "phase.withdraw")]
    PhaseWithdraw,
    /// A version of the policy was added.
    #[strum(serialize = "policy.add")]
    PolicyAdd,
    /// A leader signed a version of the policy.
    #[strum(serialize = "policy.sign")]
    PolicySign,
    /// A version of the populations was added.
    #[strum(serialize = "populations.add")]
    PopulationsAdd,
    /// A leader answered for a stage.
    #[strum(serialize = "reality_check.add")]
    RealityCheckAdd,
    /// A leader thought again about a stage.
    #[strum(serialize = "reality_check.change")]
    RealityCheckChange,
    /// A leader took an answer for a stage back.
    #[strum(serialize = "reality_check.withdraw")]
    RealityCheckWithdraw,
    /// Somebody said why a movement happened.
    #[strum(serialize = "reason.set")]
    ReasonSet,
    /// A version of the reason tree was added.
    #[strum(serialize = "reason_tree.add")]
    ReasonTreeAdd,
    /// What earlier releases wrote was sealed, row by row, as it stood.
    #[strum(serialize = "records.seal")]
    RecordsSeal,
    /// Somebody said that rejects need not come in.
    #[strum(serialize = "reject.dismiss")]
    RejectDismiss,
    /// Somebody corrected why.
    #[strum(serialize = "reject.change")]
    RejectChange,
    /// Rejects that were dismissed are to be done again.
    #[strum(serialize = "reject.reopen")]
    RejectReopen,
    /// Something was set for the whole organisation.
    #[strum(serialize = "setting.set")]
    SettingSet,
    /// A target was set.
    #[strum(serialize = "target.add")]
    TargetAdd,
    /// A target was corrected.
    #[strum(serialize = "target.change")]
    TargetChange,
    /// A target was given up.
    #[strum(serialize = "target.withdraw")]
    TargetWithdraw,
    /// A token was made.
    #[strum(serialize = "token.add")]
    TokenAdd,
    /// A token was ended before its time.
    #[strum(serialize = "token.revoke")]
    TokenRevoke,
    /// A user was added.
    #[strum(serialize = "user.add")]
    UserAdd,
    /// What others know of a user was changed.
    #[strum(serialize = "user.change")]
    UserChange,
    /// A user was invited to choose a password.
    #[strum(serialize = "user.invite")]
    UserInvite,
    /// A user has another password.
    #[strum(serialize = "user.password")]
    UserPassword,
}

impl ChangeKind {
    /// All that can be done.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Its name, as the audit has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What it changes.
    #[must_use]
    pub fn topic(self) -> Topic {
        match self {
            Self::AgreementAdd | Self::AgreementChange | Self::AgreementWithdraw => Topic::Agreements,
            Self::CalendarsAdd => Topic::Calendars,
            Self::ImportUndo => Topic::Imports,
            Self::JourneyAdd => Topic::Journey,
            Self::PeriodClose => Topic::Books,
            Self::MappingSave => Topic::Mappings,
            Self::PhaseAdd | Self::PhaseChange | Self::PhaseWithdraw => Topic::Phases,
            Self::PolicyAdd | Self::PolicySign => Topic::Policy,
            Self::PopulationsAdd => Topic::Populations,
            Self::RealityCheckAdd | Self::RealityCheckChange | Self::RealityCheckWithdraw => Topic::RealityChecks,
            Self::ReasonSet => Topic::Reasons,
            Self::ReasonTreeAdd => Topic::ReasonTree,
            Self::RejectDismiss | Self::RejectChange | Self::RejectReopen => Topic::Dismissals,
            Self::RecordsSeal | Self::SettingSet => Topic::Settings,
            Self::TargetAdd | Self::TargetChange | Self::TargetWithdraw => Topic::Targets,
            Self::TokenAdd | Self::TokenRevoke => Topic::Tokens,
            Self::UserAdd | Self::UserChange | Self::UserInvite | Self::UserPassword => Topic::Users,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ChangeKind;

    #[test]
    fn each_kind_is_found_by_its_name_alone() {
        for kind in ChangeKind::ALL {
            assert_eq!(kind.name().parse(), Ok(*kind));
        }
        assert!("user.remove".parse::<ChangeKind>().is_err());
    }
}
