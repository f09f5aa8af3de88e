//! Question: who may sign in, and as what?
//!
//! Invariant: a user is never removed, only made inactive, so that every name in the audit stays somebody's; there is always an active
//! admin once there was one; the audit tells every change but no password.

use bellwether_model::Role;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use crate::cells::{Cells, Stored};
use crate::change::{Query, Writing, written};
use crate::topic::Topic;
use crate::{Change, ChangeKind, Field, Records, RecordsError};

const READ: &str = "read the users";
const LONGEST_NAME: usize = 64;

/// Somebody who may sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The name to sign in with, in small letters.
    pub name: String,
    /// What the others know.
    pub details: UserDetails,
    /// The hash of the password, as a PHC string.
    pub password: String,
    /// Whether somebody else chose the password, and the user has to choose another.
    pub password_given: bool,
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
    /// What the user may do.
    pub role: Role,
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
        let name = login(name)?;
        let mut writing = self.0.begin("add a user", change).await?;
        if find(&mut writing, &name).await?.is_some() {
            return Err(RecordsError::UserExists(name));
        }
        keep(&mut writing, ChangeKind::UserAdd, &name, details, password, None, change).await?;
        writing.commit().await
    }

    /// Gives a user another name for the others, role or state, and another password where there is one. Who has another password
    /// or is no longer active is signed out everywhere, and its tokens end.
    pub async fn change(
        &self,
        name: &str,
        details: &UserDetails,
        password: Option<Password<'_>>,
        change: &Change,
    ) -> Result<(), RecordsError> {
        let name = login(name)?;
        let mut writing = self.0.begin("change a user", change).await?;
        let Some(before) = find(&mut writing, &name).await? else { return Err(RecordsError::NoUser(name)) };
        if before.details == *details && password.is_none() {
            return Ok(());
        }
        let is_admin = |details: &UserDetails| details.active && details.role == Role::Admin;
        if is_admin(&before.details) && !is_admin(details) {
            let users: Vec<User> = writing.rows(all()).await?;
            if !users.iter().any(|user| user.name != name && is_admin(&user.details)) {
                return Err(RecordsError::LastAdmin(name));
            }
        }
        let what = if password.is_some() { ChangeKind::UserPassword } else { ChangeKind::UserChange };
        let kept = Password { hash: &before.password, is_given: before.password_given };
        let told = told(&before.details, kept);
        keep(&mut writing, what, &name, details, password.unwrap_or(kept), Some(&told), change).await?;
        if password.is_some() || !details.active {
            sign_out(&mut writing, &name, change).await?;
        }
        writing.commit().await
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

async fn find(writing: &mut Writing<'_>, name: &str) -> Result<Option<User>, RecordsError> {
    Ok(writing.rows(by_name(name)).await?.pop())
}

async fn keep(
    writing: &mut Writing<'_>,
    what: ChangeKind,
    name: &str,
    details: &UserDetails,
    password: Password<'_>,
    before: Option<&Value>,
    change: &Change,
) -> Result<(), RecordsError> {
    let full_name = written(Field::FullName, &details.full_name)?.to_owned();
    let details = UserDetails { full_name, ..details.clone() };
    writing.log(what, &format!("user {name}"), before, &told(&details, password)).await?;
    let set = sqlx::query(include_str!("users/set.sql"))
        .bind(name.to_owned())
        .bind(details.full_name)
        .bind(details.role.name())
        .bind(i64::from(details.active))
        .bind(password.hash.to_owned())
        .bind(i64::from(password.is_given))
        .bind(change.micros())
        .bind(writing.seq);
    writing.add(set).await
}

/// What the audit tells of a user.
fn told(details: &UserDetails, password: Password<'_>) -> Value {
    let UserDetails { full_name, role, active } = details;
    json!({ "full_name": full_name, "role": role, "active": active, "password_given": password.is_given })
}

async fn sign_out(writing: &mut Writing<'_>, name: &str, change: &Change) -> Result<(), RecordsError> {
    for end in [include_str!("sessions/end_of_user.sql"), include_str!("tokens/end_of_user.sql")] {
        writing.add(sqlx::query(end).bind(name.to_owned()).bind(change.micros())).await?;
    }
    writing.touch(Topic::Tokens).await
}

impl Stored for User {
    const TABLE: &'static str = "users";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            name: cells.text("name")?,
            details: UserDetails {
                full_name: cells.text("full_name")?,
                role: cells.parsed("role")?,
                active: cells.number("active")? == 1,
            },
            password: cells.text("password")?,
            password_given: cells.number("password_given")? == 1,
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
