//! What one person is to Bellwether: every role of theirs, and what all of them together allow.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::role::{Act, Role};

/// The roles of one person: one or several, each once, in the order of [`Role::ALL`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "BTreeSet<Role>")]
pub struct Roles(BTreeSet<Role>);

/// Somebody without a role could do nothing, and would not know why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no role among them; choose one at least of {names}", names = Role::ALL.map(Role::name).join(", "))]
pub struct NoRoles;

impl Roles {
    /// These roles; however often one is named, it counts once.
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Result<Self, NoRoles> {
        BTreeSet::from_iter(roles).try_into()
    }

    /// Whether it is one of them.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether any of them allows it.
    #[must_use]
    pub fn may(&self, act: Act) -> bool {
        self.iter().any(|role| role.may(act))
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }

    /// The first of these roles that allows what the others do not.
    #[must_use]
    pub fn beyond(&self, others: &Self) -> Option<Role> {
        self.iter().find(|role| Act::ALL.into_iter().any(|act| role.may(act) && !others.may(act)))
    }
}

impl From<Role> for Roles {
    fn from(role: Role) -> Self {
        Self(BTreeSet::from([role]))
    }
}

impl TryFrom<BTreeSet<Role>> for Roles {
    type Error = NoRoles;

    fn try_from(roles: BTreeSet<Role>) -> Result<Self, NoRoles> {
        if roles.is_empty() { Err(NoRoles) } else { Ok(Self(roles)) }
    }
}

/// As they are written on a console: `admin, analyst`.
impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iter().map(Role::name).collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_roles_allow_what_any_of_them_allows_and_nothing_else() {
        for one in Role::ALL {
            assert_eq!(Act::ALL.map(|act| Roles::from(one).may(act)), Act::ALL.map(|act| one.may(act)), "{one}");
            for other in Role::ALL {
                let both = Roles::of([other, one]).expect("roles");
                for act in Act::ALL {
                    assert_eq!(both.may(act), one.may(act) || other.may(act), "{both}: {act}");
                }
            }
        }
    }

    #[test]
    fn roles_are_written_each_once_in_their_order_and_read_back_and_none_is_refused() {
        let roles = Roles::of([Role::Leader, Role::Admin, Role::Leader]).expect("roles");
        assert_eq!(roles.to_string(), "admin, leader");
        let written = serde_json::to_string(&roles).expect("written");
        assert_eq!(written, r#"["admin","leader"]"#);
        assert_eq!(serde_json::from_str::<Roles>(&written).expect("read"), roles);
        assert_eq!(Roles::of([]), Err(NoRoles));
        for bad in ["[]", r#"["king"]"#, r#""admin""#] {
            assert!(serde_json::from_str::<Roles>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_beyond_others_allows_what_they_do_not() {
        let [admin, both] = [Roles::from(Role::Admin), Roles::of([Role::Admin, Role::Owner]).expect("roles")];
        assert_eq!((both.beyond(&admin), admin.beyond(&both), both.beyond(&both)), (Some(Role::Owner), None, None));
        assert_eq!(Roles::from(Role::Reader).beyond(&admin), None, "everybody reads figures");
    }
}
