//! Question: which programs may ask and change something, as whom?
//!
//! Invariant: only the checksum of a token's secret is kept; a token past its end, or of a user who is no longer active, opens nothing.
//! Both its making and its end by hand are changes in the audit.

use bellwether_model::Act;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::cells::Query;
use crate::cells::{Cells, FromCells};
use crate::change::{Change, kept};
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::error::RecordsError;
use crate::field::Field;
use crate::seal::checksum;
use crate::text::name;
use crate::users::User;

const READ: &str = "read the tokens";

/// A program's way in, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What it is for, in its user's words.
    pub label: String,
    /// Whose token it is.
    pub user: String,
    /// What it may be used for, as far as its user may do it.
    pub scopes: Vec<Act>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// Whom a program stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHolder {
    /// The active user whose token it shows.
    pub user: User,
    /// The id of the token.
    pub token: String,
    /// What the token is for.
    pub label: String,
    /// What it may be used for.
    pub scopes: Vec<Act>,
}

/// The tokens; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'r>(&'r Records);

impl Records {
    /// Which programs may come in.
    #[must_use]
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(self)
    }
}

impl Tokens<'_> {
    /// Makes a token of a user that ends at `ends_at`; its id is that of the change. Who shows `secret` then stands for the user.
    pub async fn add(
        &self,
        user: &str,
        label: &str,
        scopes: &[Act],
        secret: &str,
        ends_at: Timestamp,
        change: &Change,
    ) -> Result<Token, RecordsError> {
        let label = name(Field::Label, label)?.to_owned();
        let mut writing = self.0.begin("make a token", change).await?;
        let id = change.id.to_string();
        let token = Token {
            id,
            label,
            user: user.to_owned(),
            scopes: scopes.to_vec(),
            made_at: change.at,
            ends_at: kept(ends_at),
        };
        writing.log(ChangeKind::TokenAdd, &format!("token {}", token.id), None, &json!(token)).await?;
        let append = sqlx::query(include_str!("tokens/append.sql"))
            .bind(token.id.clone())
            .bind(token.label.clone())
            .bind(token.user.clone())
            .bind(json!(scopes).to_string())
            .bind(checksum(secret))
            .bind(change.micros())
            .bind(token.ends_at.as_microsecond())
            .bind(writing.seq);
        writing.add(append).await?;
        writing.commit().await?;
        Ok(token)
    }

    /// Ends a token of a user before its time.
    pub async fn revoke(&self, user: &str, id: &str, change: &Change) -> Result<(), RecordsError> {
        let mut writing = self.0.begin("revoke a token", change).await?;
        let found: Option<Token> = writing.rows(by_id(id)).await?.pop();
        let found = found.filter(|token: &Token| token.user == user && token.ends_at > change.at);
        let Some(before) = found else { return Err(RecordsError::NoToken(id.to_owned())) };
        let after = Token { ends_at: change.at, ..before.clone() };
        writing.log(ChangeKind::TokenRevoke, &format!("token {id}"), Some(&json!(before)), &json!(after)).await?;
        let end = sqlx::query(include_str!("tokens/end.sql")).bind(id.to_owned()).bind(change.micros());
        writing.add(end.bind(writing.seq)).await?;
        writing.commit().await
    }

    /// The tokens of a user that have not ended at `now`, oldest first.
    pub async fn of_user(&self, user: &str, now: Timestamp) -> Result<Vec<Token>, RecordsError> {
        let query = sqlx::query(include_str!("tokens/of_user.sql")).bind(user.to_owned()).bind(now.as_microsecond());
        self.0.rows(READ, query).await
    }

    /// Whom somebody stands for who shows the secret at `now`.
    pub async fn holder(&self, secret: &str, now: Timestamp) -> Result<Option<TokenHolder>, RecordsError> {
        let query = sqlx::query(include_str!("tokens/holder.sql")).bind(checksum(secret)).bind(now.as_microsecond());
        Ok(self.0.rows(READ, query).await?.pop())
    }
}

fn by_id(id: &str) -> Query {
    sqlx::query(include_str!("tokens/by_id.sql")).bind(id.to_owned())
}

impl FromCells for Token {
    const TABLE: &'static str = "tokens";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            id: cells.text("id")?,
            label: cells.text("label")?,
            user: cells.text("user_name")?,
            scopes: cells.json("scopes")?,
            made_at: cells.instant("made_at")?,
            ends_at: cells.instant("ends_at")?,
        })
    }
}

impl FromCells for TokenHolder {
    const TABLE: &'static str = "tokens";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            user: User::read(cells)?,
            token: cells.text("token_id")?,
            label: cells.text("label")?,
            scopes: cells.json("scopes")?,
        })
    }
}
