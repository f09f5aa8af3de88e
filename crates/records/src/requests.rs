//! Question: was this request, which comes again, answered before?
//!
//! Invariant: a request with a key makes its change once, however often it comes, also when the process ended between the change and
//! the answer, or between the answer and a change that was only accepted: the change's id is kept before it is made, and the audit says
//! whether it was. Requests pass and are no part of the audit.

use jiff::{SignedDuration, Timestamp};
use ulid::Ulid;

use crate::cells::{Cells, FromCells};
use crate::connection::Records;
use crate::error::RecordsError;

/// Requests are kept for so long.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// One that was begun so long ago is no longer under way.
const UNDER_WAY: SignedDuration = SignedDuration::from_mins(2);

/// The status of an answer before what is asked for is done.
const ACCEPTED: u16 = 202;

/// What is known of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// It is to be done, as the change of this id.
    ToDo(Ulid),
    /// It was answered so.
    Answered {
        /// The status of the answer.
        status: u16,
        /// Its text.
        body: String,
    },
    /// Its change was made, but nobody was told.
    Made(Ulid),
    /// It is being done at this moment.
    UnderWay,
    /// Another request came with the same key.
    Another,
}

/// The requests that came with a key; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Requests<'r>(&'r Records);

struct Row {
    fingerprint: String,
    change_id: Ulid,
    begun_at: Timestamp,
    answer: Option<(u16, String)>,
    is_made: bool,
}

impl Records {
    /// The requests that came with a key.
    #[must_use]
    pub fn requests(&self) -> Requests<'_> {
        Requests(self)
    }
}

impl Requests<'_> {
    /// Notes that a user's request came with a key at `now`, and tells what is known of it. `fingerprint` tells requests apart; `id` is
    /// that of the change which the request makes if it was not there before.
    pub async fn begin(
        &self,
        user: &str,
        key: &str,
        fingerprint: &str,
        id: Ulid,
        now: Timestamp,
    ) -> Result<Request, RecordsError> {
        let attempted = "note a request";
        let forget = sqlx::query(include_str!("requests/forget.sql")).bind((now - KEPT).as_microsecond());
        forget.execute(&self.0.pool).await.map_err(self.0.failed(attempted))?;
        let begin = sqlx::query(include_str!("requests/begin.sql"))
            .bind(user.to_owned())
            .bind(key.to_owned())
            .bind(fingerprint.to_owned())
            .bind(id.to_string())
            .bind(now.as_microsecond());
        let noted = begin.execute(&self.0.pool).await.map_err(self.0.failed(attempted))?;
        if noted.rows_affected() == 1 {
            return Ok(Request::ToDo(id));
        }
        let get = sqlx::query(include_str!("requests/get.sql")).bind(user.to_owned()).bind(key.to_owned());
        let found: Option<Row> = self.0.rows(attempted, get).await?.pop();
        Ok(match found {
            Some(row) if row.fingerprint != fingerprint => Request::Another,
            // What went on after the answer may have ended with the process. Who does it again finds it under way, or done.
            Some(Row { answer: Some((ACCEPTED, _)), is_made: false, change_id, .. }) => Request::ToDo(change_id),
            Some(Row { answer: Some((status, body)), .. }) => Request::Answered { status, body },
            Some(row) if row.is_made => Request::Made(row.change_id),
            Some(row) if now.duration_since(row.begun_at) > UNDER_WAY => {
                // Of several who ask again, one takes it over.
                let take_over = sqlx::query(include_str!("requests/take_over.sql"))
                    .bind(user.to_owned())
                    .bind(key.to_owned())
                    .bind(row.begun_at.as_microsecond())
                    .bind(now.as_microsecond());
                let taken = take_over.execute(&self.0.pool).await.map_err(self.0.failed(attempted))?;
                if taken.rows_affected() == 1 { Request::ToDo(row.change_id) } else { Request::UnderWay }
            }
            // Being done, or dropped this very moment: whoever asks again learns more.
            Some(_) | None => Request::UnderWay,
        })
    }

    /// Keeps what was answered.
    pub async fn answered(&self, user: &str, key: &str, status: u16, body: &str) -> Result<(), RecordsError> {
        let keep = sqlx::query(include_str!("requests/answered.sql"))
            .bind(user.to_owned())
            .bind(key.to_owned())
            .bind(i64::from(status))
            .bind(body.to_owned());
        keep.execute(&self.0.pool).await.map_err(self.0.failed("keep an answer"))?;
        Ok(())
    }

    /// Forgets a request that could not be answered, so that it may come again.
    pub async fn drop(&self, user: &str, key: &str) -> Result<(), RecordsError> {
        let forget = sqlx::query(include_str!("requests/drop.sql")).bind(user.to_owned()).bind(key.to_owned());
        forget.execute(&self.0.pool).await.map_err(self.0.failed("forget a request"))?;
        Ok(())
    }
}

impl FromCells for Row {
    const TABLE: &'static str = "requests";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        let status = cells.optional_number("status")?.and_then(|status| u16::try_from(status).ok());
        Ok(Self {
            fingerprint: cells.text("fingerprint")?,
            change_id: cells.parsed("change_id")?,
            begun_at: cells.instant("begun_at")?,
            answer: status.zip(cells.optional_text("body")?),
            is_made: cells.number("made")? > 0,
        })
    }
}
