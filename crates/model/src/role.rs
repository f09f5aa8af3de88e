//! Who may do what: the one place where it is written down.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a person is to Bellwether.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    pub const ALL: [Self; 10] = [
        Self::ReadFigures,
        Self::SeeCustomers,
        Self::Explain,
        Self::Import,
        Self::Define,
        Self::Sign,
        Self::Close,
        Self::Plan,
        Self::ReadAudit,
        Self::Administer,
    ];

    /// Its name, as it is written and stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadFigures => "read_figures",
            Self::SeeCustomers => "see_customers",
            Self::Explain => "explain",
            Self::Import => "import",
            Self::Define => "define",
            Self::Sign => "sign",
            Self::Close => "close",
            Self::Plan => "plan",
            Self::ReadAudit => "read_audit",
            Self::Administer => "administer",
        }
    }
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 5] = [Self::Admin, Self::Analyst, Self::Leader, Self::Owner, Self::Reader];

    /// Its name, as it is written and stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Analyst => "analyst",
            Self::Leader => "leader",
            Self::Owner => "owner",
            Self::Reader => "reader",
        }
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

impl FromStr for Act {
    type Err = ActError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|act| act.name() == text).ok_or_else(|| ActError(text.to_owned()))
    }
}

/// The word is nothing that can be allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no scope; choose read_figures, see_customers, explain, import, define, sign, close, plan, read_audit or administer"
)]
pub struct ActError(pub String);

/// The word is no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no role; choose admin, analyst, leader, owner or reader")]
pub struct RoleError(pub String);

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| RoleError(text.to_owned()))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_as_it_is_written_and_no_other_word_is_one() {
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        assert_eq!("Admin".parse::<Role>(), Err(RoleError("Admin".to_owned())));
    }

    #[test]
    fn who_looks_after_people_sees_no_customer_and_who_sees_customers_looks_after_no_people() {
        for role in Role::ALL {
            assert!(!(role.may(Act::Administer) && role.may(Act::SeeCustomers)), "{role}");
            assert!(role.may(Act::SeeCustomers) || !role.may(Act::Explain), "{role} explains what it cannot see");
        }
    }
}
