//! Who may sign in, as what, and who is signed in?

use argon2::password_hash::Error as HashError;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use bellwether_model::{Act, Role, Roles};
use bellwether_records::{Password, Records, User, UserDetails};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::values;
use bellwether_words::message;

/// A session lasts a working day.
pub const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// The shortest password; length is what counts.
pub const SHORTEST_PASSWORD: usize = 12;
/// The longest: hashing more would only cost time.
const LONGEST_PASSWORD: usize = 512;
const BYTES_OF_A_SECRET: usize = 32;

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name to sign in with.
    pub name: String,
    /// The name others read.
    pub full_name: String,
    /// What the person is to Bellwether.
    pub roles: Roles,
    /// Whether somebody else chose the password: nothing opens before another is chosen.
    pub must_choose_password: bool,
}

/// Who asks, and what that allows.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Account {
    /// The name to sign in with.
    pub name: String,
    /// The name others read.
    pub full_name: String,
    /// What the person is to Bellwether: one role or several.
    #[schema(value_type = Vec<Role>, min_items = 1)]
    pub roles: Roles,
    /// What may be done with this token or session.
    pub may: Vec<Act>,
}

/// Everybody who may or might sign in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct People {
    /// By name.
    pub people: Vec<UserEntry>,
}

/// A user as the others see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Person)]
pub struct UserEntry {
    /// The name to sign in with.
    pub name: String,
    /// The name others read.
    pub full_name: String,
    /// What the person is to Bellwether: one role or several.
    #[schema(value_type = Vec<Role>, min_items = 1)]
    pub roles: Roles,
    /// Whether the person may sign in.
    pub active: bool,
    /// When any of that was changed last.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Timestamp,
    /// When the person signed in last; null where never.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub signed_in_at: Option<Timestamp>,
    /// Until when an invitation lets the person choose a password; null where none is open.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub invited_until: Option<Timestamp>,
    /// Whether a password was chosen, by whomever.
    #[serde(skip)]
    pub has_password: bool,
    /// Whether somebody else chose the password that is in force.
    #[serde(skip)]
    pub must_choose_password: bool,
}

/// What became of the wish for another password of one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordChange {
    /// The password is another now.
    Made,
    /// What was given as the current password is another.
    CurrentIsWrong,
    /// It is the current one.
    IsTheSame,
}

/// Somebody who may sign in from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "ann", "full_name": "Ann Hill", "roles": ["analyst"], "password": "four words put together" }))]
pub struct NewPerson {
    /// The name to sign in with.
    #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._@-]*$", min_length = 1, max_length = 64)]
    pub name: String,
    /// The name others read.
    #[schema(pattern = "^[^\\x00]*[^\\x00\\s][^\\x00]*$", min_length = 1, max_length = 500)]
    pub full_name: String,
    /// What the person is to Bellwether: one role or several.
    #[serde(deserialize_with = "values::roles")]
    #[schema(value_type = Vec<Role>, min_items = 1)]
    pub roles: Roles,
    /// The first password.
    #[schema(min_length = 12, max_length = 512)]
    pub password: String,
}

/// What is to be known of a person; a password if it is to be another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonDetails {
    /// The name others read.
    #[schema(pattern = "^[^\\x00]*[^\\x00\\s][^\\x00]*$", min_length = 1, max_length = 500)]
    pub full_name: String,
    /// What the person is to Bellwether: one role or several.
    #[serde(deserialize_with = "values::roles")]
    #[schema(value_type = Vec<Role>, min_items = 1)]
    pub roles: Roles,
    /// Whether the person may sign in.
    pub active: bool,
    /// Another password, if there is to be one; the person has to choose their own then.
    #[schema(min_length = 12, max_length = 512)]
    pub password: Option<String>,
}

impl Person {
    /// A user who is signed in, or for whom a program stands.
    pub(super) fn of(user: User) -> Self {
        let User { name, details, password_given, .. } = user;
        Self { name, full_name: details.full_name, roles: details.roles, must_choose_password: password_given }
    }

    /// Whether this is the name to sign in with, however it is typed.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.trim())
    }

    /// How the records name this person.
    #[must_use]
    pub fn signature(&self) -> String {
        format!("{} ({})", self.full_name, self.name)
    }

    /// What a program is told of the person it stands for, and of what it may do.
    #[must_use]
    pub fn account(&self, may: impl Fn(&Act) -> bool) -> Account {
        let Self { name, full_name, roles, .. } = self.clone();
        Account { name, full_name, roles, may: Act::ALL.into_iter().filter(may).collect() }
    }
}

impl App {
    /// Whether anybody may sign in.
    pub async fn has_users(&self) -> Result<bool, Failure> {
        Ok(!self.own().await?.records.users().all().await?.is_empty())
    }

    /// All users, by name.
    pub async fn people(&self) -> Result<People, Failure> {
        let users = self.own().await?.records.users().all().await?;
        let listed = |user: User| UserEntry {
            has_password: user.has_password(),
            name: user.name,
            full_name: user.details.full_name,
            roles: user.details.roles,
            active: user.details.active,
            changed_at: user.changed_at,
            signed_in_at: user.signed_in_at,
            invited_until: user.invited_until.filter(|until| *until > self.now),
            must_choose_password: user.password_given,
        };
        Ok(People { people: users.into_iter().map(listed).collect() })
    }

    /// Adds somebody whose password another chose.
    pub async fn add_person(&self, new: &NewPerson, by: &str) -> Result<(), Failure> {
        let hash = self.hash_new(&new.password).await?;
        self.add(new, Password::given(&hash), by).await
    }

    /// Adds somebody who chose the password: whoever makes the first admin.
    pub async fn add_oneself(&self, new: &NewPerson, by: &str) -> Result<(), Failure> {
        let hash = self.hash_new(&new.password).await?;
        self.add(new, Password::own(&hash), by).await
    }

    async fn add(&self, new: &NewPerson, password: Password<'_>, by: &str) -> Result<(), Failure> {
        let details = UserDetails { full_name: new.full_name.clone(), roles: new.roles.clone(), active: true };
        let records = self.own().await?.records;
        records.users().add(&new.name, &details, password, &self.change(by)?).await?;
        Ok(())
    }

    /// Changes what others know of a user, and the password where another gives them a new one: both or neither. They have to choose
    /// their own then. Who asks takes no role themselves, so that who sees customers is never decided by one person alone.
    pub async fn change_person(
        &self,
        name: &str,
        details: &PersonDetails,
        asking: &Person,
        by: &str,
    ) -> Result<(), Failure> {
        let PersonDetails { full_name, roles, active, password } = details;
        let hash = match password {
            Some(password) => Some(self.hash_new(password).await?),
            None => None,
        };
        let password = hash.as_deref().map(Password::given);
        let details = UserDetails { full_name: full_name.clone(), roles: roles.clone(), active: *active };
        let (records, change) = (self.own().await?.records, self.change(by)?);
        if asking.is_called(name) {
            records.users().change_own(name, &details, password, &change).await?;
        } else {
            records.users().change(name, &details, password, &change).await?;
        }
        Ok(())
    }

    /// Changes somebody's own password to another, if the current one is right.
    pub async fn change_own_password(
        &self,
        person: &Person,
        current: &str,
        new: &str,
    ) -> Result<PasswordChange, Failure> {
        let records = self.own().await?.records;
        let Some(user) = self.checked(&records, &person.name, current).await? else {
            return Ok(PasswordChange::CurrentIsWrong);
        };
        if new == current {
            return Ok(PasswordChange::IsTheSame);
        }
        let (hash, change) = (self.hash_new(new).await?, self.change(&person.signature())?);
        records.users().change_own(&person.name, &user.details, Some(Password::own(&hash)), &change).await?;
        Ok(PasswordChange::Made)
    }

    /// The secret of a new session, if the name and the password are an active user's.
    pub async fn sign_in(&self, name: &str, password: &str) -> Result<Option<String>, Failure> {
        let records = self.own().await?.records;
        let Some(user) = self.checked(&records, name, password).await? else { return Ok(None) };
        self.begin_session(&records, &user).await
    }

    /// The secret of a new session of a user, unless the user has another password by now.
    pub(crate) async fn begin_session(&self, records: &Records, user: &User) -> Result<Option<String>, Failure> {
        let secret = secret()?;
        let begun = records.sessions().begin(&secret, user, self.now, self.now + SESSION).await?;
        Ok(begun.then_some(secret))
    }

    /// Who shows this secret.
    pub async fn signed_in(&self, secret: &str) -> Result<Option<Person>, Failure> {
        let user = self.own().await?.records.sessions().user(secret, self.now).await?;
        Ok(user.map(Person::of))
    }

    /// Ends the session of a secret.
    pub async fn sign_out(&self, secret: &str) -> Result<(), Failure> {
        Ok(self.own().await?.records.sessions().end(secret, self.now).await?)
    }

    async fn checked(&self, records: &Records, name: &str, password: &str) -> Result<Option<User>, Failure> {
        if password.chars().nth(LONGEST_PASSWORD).is_some() {
            return Ok(None);
        }
        let Some(user) = records.users().get(name).await?.filter(|user| user.details.active && user.has_password())
        else {
            // As much work as for a name that exists, so that the time tells nothing.
            self.hash(password).await?;
            return Ok(None);
        };
        let (stored, password) = (user.password.clone(), password.to_owned());
        let is_right =
            self.aside(move || match Argon2::default().verify_password(password.as_bytes(), stored.as_str()) {
                Ok(()) => Ok(true),
                Err(HashError::PasswordInvalid) => Ok(false),
                Err(error) => Err(broken(error)),
            });
        Ok(if is_right.await? { Some(user) } else { None })
    }

    /// The hash of a new password; one that is too short is refused.
    pub(crate) async fn hash_new(&self, password: &str) -> Result<String, Failure> {
        let length = password.chars().count();
        if !(SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&length) {
            let said = message("failure-password-length").with("length", length);
            return Err(Failure::input(said.with("least", SHORTEST_PASSWORD).with("most", LONGEST_PASSWORD)));
        }
        self.hash(password).await
    }

    /// The hash of a password as a PHC string, by argon2id with the parameters that OWASP asks for at least.
    async fn hash(&self, password: &str) -> Result<String, Failure> {
        let password = password.to_owned();
        let mut salt = [0; 16];
        fill(&mut salt)?;
        self.aside(move || {
            let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
            Ok(hash.map_err(broken)?.to_string())
        })
        .await
    }

    /// Hashes on a thread where it holds nobody up; only a few do so at once, since each needs much memory.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let internal = |error: &dyn std::error::Error| Failure::caused(FailureKind::Internal, error);
        let _turn = self.hashing.acquire().await.map_err(|error| internal(&error))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| internal(&error))?
    }
}

/// A new secret, such as only this process can know.
pub fn secret() -> Result<String, Failure> {
    use std::fmt::Write as _;
    let mut bytes = [0; BYTES_OF_A_SECRET];
    fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::with_capacity(2 * BYTES_OF_A_SECRET), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

fn fill(bytes: &mut [u8]) -> Result<(), Failure> {
    getrandom::fill(bytes)
        .map_err(|error| Failure::new(FailureKind::Internal, format!("the machine gives no random numbers: {error}")))
}

fn broken(error: HashError) -> Failure {
    Failure::new(FailureKind::Internal, format!("a password cannot be hashed: {error}"))
}
