//! Question: who may sign in, and as what?
//!
//! Invariant: a user is never removed, only made inactive, so that every name in the audit stays somebody's; there is always an admin who
//! can sign in once there was one; nobody allows themselves more; the audit tells every change but no password and no invitation's secret.

use bellwether_model::{Role, Roles};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use crate::cells::Query;
use crate::cells::{Cells, FromCells};
use crate::change::WriteTransaction;
use crate::change::{Change, kept};
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::error::RecordsError;
use crate::field::Field;
use crate::seal::checksum;
use crate::text;
use crate::topic::Topic;

const READ: &str = "read the users";
const LONGEST_NAME: usize = 64;

/// Somebody who may sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The name to sign in with, in small letters.
    pub name: String,
    /// What the others know.
    pub details: UserDetails,
    /// The hash of the password, as a PHC string; empty where none was chosen yet, which opens nothing.
    pub password: String,
    /// Whether somebody else chose the password, and the user has to choose another.
    pub password_given: bool,
    /// Until when an invitation lets the user choose a password.
    pub invited_until: Option<Timestamp>,
    /// The checksum of its secret.
    invitation: Option<String>,
    /// When any of it last changed.
    pub changed_at: Timestamp,
    /// The beginning of the latest session of those that are kept.
    pub signed_in_at: Option<Timestamp>,
}

/// What others may know of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserDetails {
    /// First and last name.
    pub full_name: String,
    /// What the user is to Bellwether.
    pub roles: Roles,
    /// Whether the user may sign in.
    pub active: bool,
}

/// A new password.
#[derive(Clone, Copy)]
pub struct Password<'p> {
    hash: &'p str,
    is_given: bool,
}

impl<'p> Password<'p> {
    /// A password that the user chose; `hash` is its hash as a PHC string.
    #[must_use]
    pub fn own(hash: &'p str) -> Self {
        Self { hash, is_given: false }
    }

    /// A password that somebody else chose: the user has to choose another.
    #[must_use]
    pub fn given(hash: &'p str) -> Self {
        Self { hash, is_given: true }
    }
}

/// A way in for who has no password, or forgot it: whoever shows `secret` chooses one, once and until then.
#[derive(Clone, Copy)]
pub struct Invitation<'i> {
    /// What its link holds.
    pub secret: &'i str,
    /// When it ends.
    pub until: Timestamp,
}

/// The users; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Users<'r>(&'r Records);

impl Records {
    /// Who may sign in.
    #[must_use]
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }
}

impl Users<'_> {
    /// Adds a user.
    pub async fn add(
        &self,
        name: &str,
        details: &UserDetails,
        password: Password<'_>,
        change: &Change,
    ) -> Result<(), RecordsError> {
        let with_password = |user: User| user.with(Some(password));
        self.add_as(name, details, with_password, change).await
    }

    /// Adds a user who has no password before the invitation is taken up.
    pub async fn add_invited(
        &self,
        name: &str,
        details: &UserDetails,
        invitation: Invitation<'_>,
        change: &Change,
    ) -> Result<(), RecordsError> {
        self.add_as(name, details, |user| user.invited(invitation), change).await
    }

    async fn add_as(
        &self,
        name: &str,
        details: &UserDetails,
        entering: impl FnOnce(User) -> User,
        change: &Change,
    ) -> Result<(), RecordsError> {
        let name = login(name)?;
        let mut writing = self.0.begin("add a user", change).await?;
        if find(&mut writing, &name).await?.is_some() {
            return Err(RecordsError::UserExists(name));
        }
        let new = User {
            name,
            details: plain(details)?,
            password: String::new(),
            password_given: false,
            invited_until: None,
            invitation: None,
            changed_at: change.at,
            signed_in_at: None,
        };
        keep(&mut writing, ChangeKind::UserAdd, &entering(new), None, change).await?;
        writing.commit().await
    }

    /// Gives somebody else's user another name for the others, other roles or another state, and another password where there is one. Who
    /// has another password or is no longer active is signed out everywhere, its tokens end, and so does an invitation.
    pub async fn change(
        &self,
        name: &str,
        details: &UserDetails,
        password: Option<Password<'_>>,
        change: &Change,
    ) -> Result<(), RecordsError> {
        self.change_as(name, details, password, change, |_| Ok(())).await
    }

    /// The same by the user itself: it may give roles up, and takes none that allows it more.
    pub async fn change_own(
        &self,
        name: &str,
        details: &UserDetails,
        password: Option<Password<'_>>,
        change: &Change,
    ) -> Result<(), RecordsError> {
        let takes_none = |before: &User| match details.roles.beyond(&before.details.roles) {
            Some(role) => Err(RecordsError::OwnRole(role)),
            None => Ok(()),
        };
        self.change_as(name, details, password, change, takes_none).await
    }

    async fn change_as(
        &self,
        name: &str,
        details: &UserDetails,
        password: Option<Password<'_>>,
        change: &Change,
        is_allowed: impl FnOnce(&User) -> Result<(), RecordsError>,
    ) -> Result<(), RecordsError> {
        let name = login(name)?;
        let mut writing = self.0.begin("change a user", change).await?;
        let Some(before) = find(&mut writing, &name).await? else { return Err(RecordsError::NoUser(name)) };
        let details = plain(details)?;
        if before.details == details && password.is_none() {
            return Ok(());
        }
        is_allowed(&before)?;
        let after = User { details, ..before.clone() }.with(password);
        if before.is_admin() && !after.is_admin() {
            let users: Vec<User> = writing.rows(all()).await?;
            if !users.iter().any(|user| user.name != name && user.is_admin()) {
                return Err(RecordsError::LastAdmin(name));
            }
        }
        let what = if password.is_some() { ChangeKind::UserPassword } else { ChangeKind::UserChange };
        keep(&mut writing, what, &after, Some(&before), change).await?;
        if password.is_some() || !after.details.active {
            sign_out(&mut writing, &name, change).await?;
        }
        writing.commit().await
    }

    /// Invites a user who is there, in place of any earlier invitation: who forgot the password, or never chose one. What opens with the
    /// password opens with it until another is chosen.
    pub async fn invite(&self, name: &str, invitation: Invitation<'_>, change: &Change) -> Result<User, RecordsError> {
        let name = login(name)?;
        let mut writing = self.0.begin("invite a user", change).await?;
        let found = find(&mut writing, &name).await?.filter(|user| user.details.active);
        let Some(before) = found else { return Err(RecordsError::NoUser(name)) };
        let after = before.clone().invited(invitation);
        keep(&mut writing, ChangeKind::UserInvite, &after, Some(&before), change).await?;
        writing.commit().await?;
        Ok(after)
    }

    /// Whom a secret invites at `now`.
    pub async fn invited(&self, secret: &str, now: Timestamp) -> Result<Option<User>, RecordsError> {
        Ok(self.0.rows(READ, by_invitation(secret, now)).await?.pop())
    }

    /// Takes an invitation up: the user has the password of this hash from now on, and is signed out wherever it was signed in.
    pub async fn take_up(&self, secret: &str, hash: &str, change: &Change) -> Result<User, RecordsError> {
        let mut writing = self.0.begin("take up an invitation", change).await?;
        let found: Option<User> = writing.rows(by_invitation(secret, change.at)).await?.pop();
        let Some(before) = found else { return Err(RecordsError::NoInvitation) };
        let after = before.clone().with(Some(Password::own(hash)));
        keep(&mut writing, ChangeKind::UserPassword, &after, Some(&before), change).await?;
        sign_out(&mut writing, &after.name, change).await?;
        writing.commit().await?;
        Ok(after)
    }

    /// All users, by name.
    pub async fn all(&self) -> Result<Vec<User>, RecordsError> {
        self.0.rows(READ, all()).await
    }

    /// The user of a name, however its letters are typed.
    pub async fn get(&self, name: &str) -> Result<Option<User>, RecordsError> {
        match login(name) {
            Ok(name) => Ok(self.0.rows(READ, by_name(&name)).await?.pop()),
            Err(_) => Ok(None),
        }
    }
}

impl User {
    /// The same with another password, if there is one. That ends an invitation, and so does no longer being active.
    fn with(self, password: Option<Password<'_>>) -> Self {
        let open =
            if self.details.active && password.is_none() { self.invitation.zip(self.invited_until) } else { None };
        let (invitation, invited_until) = open.unzip();
        let (hash, password_given) = match password {
            Some(Password { hash, is_given }) => (hash.to_owned(), is_given),
            None => (self.password, self.password_given),
        };
        Self { password: hash, password_given, invitation, invited_until, ..self }
    }

    fn invited(self, invitation: Invitation<'_>) -> Self {
        Self { invitation: Some(checksum(invitation.secret)), invited_until: Some(kept(invitation.until)), ..self }
    }

    /// Whether a password was chosen for it, by whomever.
    #[must_use]
    pub fn has_password(&self) -> bool {
        !self.password.is_empty()
    }

    /// Whether it can sign in and let others in.
    fn is_admin(&self) -> bool {
        self.details.active && self.has_password() && self.details.roles.has(Role::Admin)
    }

    /// What the audit tells of it.
    fn told(&self) -> Value {
        let UserDetails { full_name, roles, active } = &self.details;
        json!({
            "full_name": full_name,
            "roles": roles,
            "active": active,
            "password_given": self.password_given,
            "invited_until": self.invited_until,
        })
    }
}

/// The details as they are kept.
fn plain(details: &UserDetails) -> Result<UserDetails, RecordsError> {
    let full_name = text::name(Field::FullName, &details.full_name)?.to_owned();
    Ok(UserDetails { full_name, ..details.clone() })
}

/// The name to sign in with as it is stored.
fn login(name: &str) -> Result<String, RecordsError> {
    let plain = name.trim().to_ascii_lowercase();
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-@".contains(&byte);
    let begins = plain.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if !begins || plain.len() > LONGEST_NAME || !plain.bytes().all(allowed) {
        return Err(RecordsError::UserName(name.to_owned()));
    }
    Ok(plain)
}

fn all() -> Query {
    sqlx::query(include_str!("users/all.sql"))
}

fn by_name(name: &str) -> Query {
    sqlx::query(include_str!("users/by_name.sql")).bind(name.to_owned())
}

fn by_invitation(secret: &str, now: Timestamp) -> Query {
    sqlx::query(include_str!("users/by_invitation.sql")).bind(checksum(secret)).bind(now.as_microsecond())
}

async fn find(writing: &mut WriteTransaction<'_>, name: &str) -> Result<Option<User>, RecordsError> {
    Ok(writing.rows(by_name(name)).await?.pop())
}

async fn keep(
    writing: &mut WriteTransaction<'_>,
    what: ChangeKind,
    after: &User,
    before: Option<&User>,
    change: &Change,
) -> Result<(), RecordsError> {
    let told = before.map(User::told);
    writing.log(what, &format!("user {}", after.name), told.as_ref(), &after.told()).await?;
    let set = sqlx::query(include_str!("users/set.sql"))
        .bind(after.name.clone())
        .bind(after.details.full_name.clone())
        .bind(json!(after.details.roles).to_string())
        .bind(i64::from(after.details.active))
        .bind(after.password.clone())
        .bind(i64::from(after.password_given))
        .bind(after.invitation.clone())
        .bind(after.invited_until.map(Timestamp::as_microsecond))
        .bind(change.micros())
        .bind(writing.seq);
    writing.add(set).await
}

async fn sign_out(writing: &mut WriteTransaction<'_>, name: &str, change: &Change) -> Result<(), RecordsError> {
    let [sessions, tokens] = [include_str!("sessions/end_of_user.sql"), include_str!("tokens/end_of_user.sql")]
        .map(|end| sqlx::query(end).bind(name.to_owned()).bind(change.micros()));
    writing.add(sessions).await?;
    writing.add(tokens.bind(writing.seq)).await?;
    writing.touch(Topic::Tokens).await
}

impl FromCells for User {
    const TABLE: &'static str = "users";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            name: cells.text("name")?,
            details: UserDetails {
                full_name: cells.text("full_name")?,
                roles: cells.json("roles")?,
                active: cells.number("active")? == 1,
            },
            password: cells.text("password")?,
            password_given: cells.number("password_given")? == 1,
            invited_until: cells.optional_instant("invited_until")?,
            invitation: cells.optional_text("invitation")?,
            changed_at: cells.instant("changed_at")?,
            signed_in_at: cells.optional_instant("signed_in_at")?,
        })
    }
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("name", &self.name).field("details", &self.details).finish_non_exhaustive()
    }
}
