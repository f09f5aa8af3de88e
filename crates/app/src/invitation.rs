//! How does somebody come in for the first time, or again, with a password that nobody else ever knew?

use bellwether_model::Roles;
use bellwether_records::{Invitation as Invited, UserDetails};
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::failure::Failure;
use crate::people::{Person, secret};

/// An invitation lasts a week.
pub const INVITATION: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Somebody who is to choose a password of their own.
#[derive(Clone, Debug)]
pub struct Invitee {
    /// The name to sign in with.
    pub name: String,
    /// The name others read.
    pub full_name: String,
    /// What the person is to Bellwether.
    pub roles: Roles,
}

/// A way in, told once: whoever has the secret chooses the password.
pub struct Invitation {
    /// What the link holds.
    pub secret: String,
    /// When it ends.
    pub until: Timestamp,
    /// Whom it invites, by the name others read.
    pub full_name: String,
}

impl App {
    /// Adds somebody who chooses the first password by the invitation.
    pub async fn invite(&self, new: &Invitee, by: &str) -> Result<Invitation, Failure> {
        let (secret, until) = (secret()?, self.now + INVITATION);
        let details = UserDetails { full_name: new.full_name.clone(), roles: new.roles.clone(), active: true };
        let (records, invited) = (self.own().await?.records, Invited { secret: &secret, until });
        records.users().add_invited(&new.name, &details, invited, &self.change(by)?).await?;
        Ok(Invitation { secret, until, full_name: new.full_name.clone() })
    }

    /// Invites somebody who is there already, in place of an earlier invitation: who forgot the password, or lost the link.
    pub async fn invite_again(&self, name: &str, by: &str) -> Result<Invitation, Failure> {
        let (secret, until) = (secret()?, self.now + INVITATION);
        let (records, invited) = (self.own().await?.records, Invited { secret: &secret, until });
        let user = records.users().invite(name, invited, &self.change(by)?).await?;
        Ok(Invitation { secret, until, full_name: user.details.full_name })
    }

    /// Whom a secret invites.
    pub async fn invited(&self, secret: &str) -> Result<Option<Person>, Failure> {
        let user = self.own().await?.records.users().invited(secret, self.now).await?;
        Ok(user.map(Person::of))
    }

    /// Takes an invitation up with a password of one's own, and gives the secret of a session that begins with it.
    pub async fn take_up(&self, secret: &str, person: &Person, password: &str) -> Result<Option<String>, Failure> {
        let (hash, change) = (self.hash_new(password).await?, self.change(&person.signature())?);
        let records = self.own().await?.records;
        let user = records.users().take_up(secret, &hash, &change).await?;
        self.begin_session(&records, &user).await
    }
}
