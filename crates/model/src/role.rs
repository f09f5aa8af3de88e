//! Who may do what: the one place where it is written down.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumCount, EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::list::all;

/// What a person is to Bellwether; one may be several at once.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    Display,
    EnumCount,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", parse_err_ty = RoleError, parse_err_fn = RoleError::of)]
pub enum Role {
    /// Installs and secures it; looks after people, not after customers.
    Admin,
    /// Brings facts in, defines and explains figures.
    Analyst,
    /// Leads the room: agrees on definitions, explains, decides.
    Leader,
    /// Owns a touchpoint and its customers.
    Owner,
    /// Reads figures, and no customer's name.
    Reader,
}

/// What may be done.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    Display,
    EnumCount,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", parse_err_ty = ActError, parse_err_fn = ActError::of)]
pub enum Act {
    /// To read figures and definitions.
    ReadFigures,
    /// To see who is behind a figure: customers, their lives, what they said.
    SeeCustomers,
    /// To say why a customer's value moved.
    Explain,
    /// To bring facts in.
    Import,
    /// To write the next version of the definitions.
    Define,
    /// To sign the definitions.
    Sign,
    /// To close the books of a period for good.
    Close,
    /// To set targets.
    Plan,
    /// To read who changed what.
    ReadAudit,
    /// To say who may do what.
    Administer,
}

impl Act {
    /// All that can be done.
    pub const ALL: [Self; Self::COUNT] = all(Self::VARIANTS);

    /// Its name, as it is written and stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Role {
    /// All roles.
    pub const ALL: [Self; Self::COUNT] = all(Self::VARIANTS);

    /// Its name, as it is written and stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether a person of this role may do it.
    #[must_use]
    pub fn may(self, act: Act) -> bool {
        match act {
            Act::ReadFigures => true,
            Act::SeeCustomers | Act::Explain => matches!(self, Self::Analyst | Self::Leader | Self::Owner),
            Act::Import => self == Self::Analyst,
            Act::Define => matches!(self, Self::Analyst | Self::Leader),
            Act::Sign | Act::Close | Act::Plan => self == Self::Leader,
            Act::ReadAudit => matches!(self, Self::Admin | Self::Analyst | Self::Leader),
            Act::Administer => self == Self::Admin,
        }
    }
}

/// The word is nothing that can be allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no scope; choose one of {names}", names = Act::ALL.map(Act::name).join(", "))]
pub struct ActError(pub String);

/// The word is no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no role; choose one of {names}", names = Role::ALL.map(Role::name).join(", "))]
pub struct RoleError(pub String);

impl ActError {
    fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl RoleError {
    fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_as_it_is_written_and_no_other_word_is_one() {
        assert_eq!(Role::ALL.map(Role::name), ["admin", "analyst", "leader", "owner", "reader"]);
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).expect("written"), role.name());
        }
        let error = "Admin".parse::<Role>().expect_err("no role");
        assert_eq!(error, RoleError("Admin".to_owned()));
        assert_eq!(error.to_string(), "'Admin' is no role; choose one of admin, analyst, leader, owner, reader");
    }

    #[test]
    fn an_act_is_read_as_it_is_written_and_no_other_word_is_one() {
        for act in Act::ALL {
            assert_eq!(act.to_string().parse(), Ok(act));
            assert_eq!(serde_json::to_value(act).expect("written"), act.name());
        }
        let error = "fly".parse::<Act>().expect_err("no act");
        assert_eq!(error, ActError("fly".to_owned()));
        let told = "'fly' is no scope; choose one of read_figures, see_customers, explain, import, define, sign, close, \
                    plan, read_audit, administer";
        assert_eq!(error.to_string(), told);
    }

    #[test]
    fn each_role_may_do_what_its_work_needs() {
        let may = |role: Role| Act::ALL.into_iter().filter(|act| role.may(*act)).map(Act::name).collect::<Vec<_>>();
        assert_eq!(may(Role::Reader), ["read_figures"]);
        assert_eq!(may(Role::Admin), ["read_figures", "read_audit", "administer"]);
        assert_eq!(may(Role::Owner), ["read_figures", "see_customers", "explain"]);
        assert_eq!(may(Role::Analyst), ["read_figures", "see_customers", "explain", "import", "define", "read_audit"]);
        assert_eq!(
            may(Role::Leader),
            ["read_figures", "see_customers", "explain", "define", "sign", "close", "plan", "read_audit"]
        );
    }

    #[test]
    fn who_looks_after_people_sees_no_customer_and_who_sees_customers_looks_after_no_people() {
        for role in Role::ALL {
            assert!(!(role.may(Act::Administer) && role.may(Act::SeeCustomers)), "{role}");
            assert!(role.may(Act::SeeCustomers) || !role.may(Act::Explain), "{role} explains what it cannot see");
        }
    }
}
