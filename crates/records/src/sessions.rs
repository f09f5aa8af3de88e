//! Question: who is signed in?
//!
//! Invariant: only the checksum of a session's secret is kept, which tells nothing about a text so long and random; a session of a user who is no longer active, or past its end, is none.
//! Sessions pass and are no part of the audit.

use jiff::{SignedDuration, Timestamp};

use crate::connection::Records;
use crate::error::RecordsError;
use crate::seal::checksum;
use crate::users::User;

/// Ended sessions are kept for so long, to tell when somebody was last here.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// The sessions; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'r>(&'r Records);

impl Records {
    /// Who is signed in.
    #[must_use]
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }
}

impl Sessions<'_> {
    /// Begins a session of a user at `now`; who shows `secret` is that user until `ends_at`. None begins, and `false` is returned, when
    /// the user is not active or has another password by now than the one that was checked.
    pub async fn begin(
        &self,
        secret: &str,
        user: &User,
        now: Timestamp,
        ends_at: Timestamp,
    ) -> Result<bool, RecordsError> {
        let attempted = "begin a session";
        let forget = sqlx::query(include_str!("sessions/forget.sql")).bind((now - KEPT).as_microsecond());
        forget.execute(&self.0.pool).await.map_err(self.0.failed(attempted))?;
        let begin = sqlx::query(include_str!("sessions/begin.sql"))
            .bind(checksum(secret))
            .bind(now.as_microsecond())
            .bind(ends_at.as_microsecond())
            .bind(user.name.clone())
            .bind(user.password.clone());
        let kept = begin.execute(&self.0.pool).await.map_err(self.0.failed(attempted))?;
        Ok(kept.rows_affected() == 1)
    }

    /// The active user whose session the secret is of, at `now`.
    pub async fn user(&self, secret: &str, now: Timestamp) -> Result<Option<User>, RecordsError> {
        let query = sqlx::query(include_str!("sessions/user.sql")).bind(checksum(secret)).bind(now.as_microsecond());
        Ok(self.0.rows("find a session", query).await?.pop())
    }

    /// Ends the session of a secret, if there is one.
    pub async fn end(&self, secret: &str, now: Timestamp) -> Result<(), RecordsError> {
        let end = sqlx::query(include_str!("sessions/end.sql")).bind(checksum(secret)).bind(now.as_microsecond());
        end.execute(&self.0.pool).await.map_err(self.0.failed("end a session"))?;
        Ok(())
    }
}
