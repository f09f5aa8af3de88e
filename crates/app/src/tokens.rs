//! Which programs may come in, as whom, and for what?

use bellwether_model::Act;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::Failure;
use crate::people::{Person, secret};
use bellwether_words::{message, scope_name};

/// A token lasts a year at most.
pub const LONGEST_DAYS: u16 = 366;

/// A secret is known for one of ours by its beginning, to people and to scanners of leaked secrets.
const BEGINNING: &str = "bw_";

/// A program that stands for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// For whom it stands.
    pub person: Person,
    /// The id of its token.
    pub token: String,
    /// What its token is for.
    pub label: String,
    /// What it may be used for.
    pub scopes: Vec<Act>,
}

/// The tokens of who asks that have not ended, without their secrets.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Tokens {
    /// In the order of their making.
    pub tokens: Vec<Token>,
}

/// A program's way in, without its secret.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// What it may be used for, as far as its user may do it.
    pub scopes: Vec<Act>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub ends_at: Timestamp,
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is for.
    pub label: String,
    /// What it may be used for.
    pub scopes: Vec<Act>,
    /// How long it lasts.
    pub days: u16,
}

impl Program {
    /// Whether it may do this: what its scopes and the roles of its person both allow.
    #[must_use]
    pub fn may(&self, act: Act) -> bool {
        // Who explains a movement learns of its customer.
        let is_for = |act: &Act| self.scopes.contains(act);
        self.person.roles.may(act) && is_for(&act) && (act != Act::Explain || is_for(&Act::SeeCustomers))
    }

    /// How the records name it.
    #[must_use]
    pub fn signature(&self) -> String {
        format!("{}, by the token '{}'", self.person.signature(), self.label)
    }
}

impl App {
    /// Makes a token of a person and gives its secret, which is shown this once.
    pub async fn make_token(&self, person: &Person, new: &NewToken) -> Result<String, Failure> {
        if new.scopes.is_empty() {
            return Err(Failure::input(message("failure-token-for-nothing")));
        }
        if let Some(act) = new.scopes.iter().find(|act| !person.roles.may(**act)) {
            return Err(Failure::input(message("failure-role-may-not").naming("act", scope_name(*act))));
        }
        if new.days == 0 || new.days > LONGEST_DAYS {
            return Err(Failure::input(
                message("failure-token-days").with("days", new.days).with("most", LONGEST_DAYS),
            ));
        }
        let secret = format!("{BEGINNING}{}", secret()?);
        let ends_at = self.now + SignedDuration::from_hours(24 * i64::from(new.days));
        let (records, change) = (self.own().await?.records, self.change(&person.signature())?);
        records.tokens().add(&person.name, &new.label, &new.scopes, &secret, ends_at, &change).await?;
        Ok(secret)
    }

    /// A person's tokens that have not ended; of a program that asks its `own` alone.
    pub async fn tokens(&self, person: &Person, own: Option<&str>) -> Result<Tokens, Failure> {
        let all = self.own().await?.records.tokens().of_user(&person.name, self.now).await?.into_iter();
        let tokens = all.filter(|token| own.is_none_or(|own| token.id == own));
        let told = |bellwether_records::Token { id, label, scopes, made_at, ends_at, .. }| Token {
            id,
            label,
            scopes,
            made_at,
            ends_at,
        };
        Ok(Tokens { tokens: tokens.map(told).collect() })
    }

    /// Ends one of a person's tokens.
    pub async fn revoke_token(&self, person: &Person, id: &str, by: &str) -> Result<(), Failure> {
        Ok(self.own().await?.records.tokens().revoke(&person.name, id, &self.change(by)?).await?)
    }

    /// The program that shows this secret.
    pub async fn program(&self, secret: &str) -> Result<Option<Program>, Failure> {
        if !secret.starts_with(BEGINNING) {
            return Ok(None);
        }
        let holder = self.own().await?.records.tokens().holder(secret, self.now).await?;
        Ok(holder.map(|holder| Program {
            person: Person::of(holder.user),
            token: holder.token,
            label: holder.label,
            scopes: holder.scopes,
        }))
    }
}
