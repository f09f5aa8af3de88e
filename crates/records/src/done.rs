//! Question: what can be done to the records?
//!
//! Invariant: the audit holds no entry of another kind, for nothing else can be written there.

/// Each kind stands once, so that none is without a name or missing from the list of all.
macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident = $name:literal,)+) => {
        /// What a change did.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Done {
            $($(#[$doc])+ $kind,)+
        }

        impl Done {
            /// All that can be done.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Its name, as the audit has it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }
        }
    };
}

kinds! {
    /// A period was closed.
    PeriodClose = "period.close",
    /// The columns of a source were agreed on.
    MappingSave = "mapping.save",
    /// A version of the policy was added.
    PolicyAdd = "policy.add",
    /// A leader signed a version of the policy.
    PolicySign = "policy.sign",
    /// Somebody said why a movement happened.
    ReasonSet = "reason.set",
    /// A version of the reason tree was added.
    ReasonTreeAdd = "reason_tree.add",
    /// Something was set for the whole organisation.
    SettingSet = "setting.set",
    /// A target was set.
    TargetAdd = "target.add",
    /// A target was corrected.
    TargetChange = "target.change",
    /// A target was given up.
    TargetWithdraw = "target.withdraw",
    /// A token was made.
    TokenAdd = "token.add",
    /// A token was ended before its time.
    TokenRevoke = "token.revoke",
    /// A user was added.
    UserAdd = "user.add",
    /// What others know of a user was changed.
    UserChange = "user.change",
    /// A user has another password.
    UserPassword = "user.password",
}

impl Done {
    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|done| done.name() == name)
    }

    /// Whether an entry of this kind tells of a customer.
    #[must_use]
    pub fn tells_of_a_customer(self) -> bool {
        match self {
            Self::ReasonSet => true,
            Self::PeriodClose
            | Self::MappingSave
            | Self::PolicyAdd
            | Self::PolicySign
            | Self::ReasonTreeAdd
            | Self::SettingSet
            | Self::TargetAdd
            | Self::TargetChange
            | Self::TargetWithdraw
            | Self::TokenAdd
            | Self::TokenRevoke
            | Self::UserAdd
            | Self::UserChange
            | Self::UserPassword => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Done;

    #[test]
    fn each_kind_is_found_by_its_name() {
        for done in Done::ALL {
            assert_eq!(Done::named(done.name()), Some(*done));
        }
        assert_eq!(Done::named("user.remove"), None);
    }
}
