//! Question: what is still to be done, by whichever process gets to it first?
//!
//! Invariant: a job is in the hands of one process at a time, which holds it by a lease. What crashed is taken again once its lease is
//! over; whoever held it before can then neither finish it nor put it off. Jobs pass and are no part of the audit.

use std::marker::PhantomData;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use ulid::Ulid;

use crate::cells::{Cells, FromCells};
use crate::connection::Records;
use crate::error::RecordsError;

const TAKING: &str = "take a job";

/// Something to be done later, or by another process.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// The name of its kind, which stays for as long as such jobs are kept.
    const KIND: &'static str;
}

/// A job in one process's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease<J> {
    /// The id of the job.
    pub id: String,
    /// What is to be done.
    pub job: J,
    /// The how manieth attempt this is, from 1.
    pub attempt: i64,
    /// Why the last attempt failed; empty where none has said so.
    pub last_error: String,
}

/// The jobs of one kind; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Jobs<'r, J>(&'r Records, PhantomData<J>);

impl Records {
    /// The jobs of one kind.
    #[must_use]
    pub fn jobs<J: Job>(&self) -> Jobs<'_, J> {
        Jobs(self, PhantomData)
    }
}

impl<J: Job> Jobs<'_, J> {
    /// Puts a job into the queue under a new id, to be done from `due_at` on; an id that is there already adds none.
    pub async fn add(&self, id: Ulid, job: &J, due_at: Timestamp) -> Result<(), RecordsError> {
        let add = sqlx::query(include_str!("jobs/add.sql"))
            .bind(id.to_string())
            .bind(J::KIND)
            .bind(json!(job).to_string())
            .bind(due_at.as_microsecond());
        self.0.touched("put a job into the queue", add).await.map(drop)
    }

    /// Takes the job that has been due longest at `now` and that nobody holds, for as long as `lease`.
    pub async fn take(&self, now: Timestamp, lease: SignedDuration) -> Result<Option<Lease<J>>, RecordsError> {
        let until = now.as_microsecond().saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX));
        loop {
            let next = sqlx::query(include_str!("jobs/next.sql")).bind(J::KIND).bind(now.as_microsecond());
            let Some(next) = self.0.rows::<NextJob>(TAKING, next).await?.pop() else { return Ok(None) };
            let take = sqlx::query(include_str!("jobs/take.sql")).bind(next.id).bind(now.as_microsecond()).bind(until);
            // Nothing comes back where another process was quicker; then there may be a further one.
            if let Some(taken) = self.0.rows(TAKING, take).await?.pop() {
                return Ok(Some(taken));
            }
        }
    }

    /// Says that a job is done, and tells whether it still was in our hands.
    pub async fn finish(&self, lease: &Lease<J>, now: Timestamp) -> Result<bool, RecordsError> {
        let finish = sqlx::query(include_str!("jobs/finish.sql"))
            .bind(lease.id.clone())
            .bind(lease.attempt)
            .bind(now.as_microsecond());
        Ok(self.0.touched("finish a job", finish).await? == 1)
    }

    /// Gives a job back that failed, to be tried again from `due_at` on; tells whether it still was in our hands.
    pub async fn put_off(&self, lease: &Lease<J>, error: &str, due_at: Timestamp) -> Result<bool, RecordsError> {
        let put_off = sqlx::query(include_str!("jobs/put_off.sql"))
            .bind(lease.id.clone())
            .bind(lease.attempt)
            .bind(error.replace('\0', " "))
            .bind(due_at.as_microsecond());
        Ok(self.0.touched("put a job off", put_off).await? == 1)
    }
}

struct NextJob {
    id: String,
}

impl FromCells for NextJob {
    const TABLE: &'static str = "jobs";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { id: cells.text("id")? })
    }
}

impl<J: Job> FromCells for Lease<J> {
    const TABLE: &'static str = "jobs";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            id: cells.text("id")?,
            job: cells.json("body")?,
            attempt: cells.number("attempts")?,
            last_error: cells.text("last_error")?,
        })
    }
}
