//! Question: what is still to be done, by whichever process gets to it first, and what came of it?
//!
//! Invariant: a job is in the hands of one process at a time, which holds it by a lease that it extends for as long as it works. What
//! crashed is taken again once its lease is over; whoever held it before can then neither finish it nor put it off. About a subject there is
//! one job at a time that is not done. Jobs pass and are no part of the audit.

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
const TABLE: &str = "jobs";

/// Something to be done later, or by another process.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// The name of its kind, which stays for as long as such jobs are kept.
    const KIND: &'static str;

    /// What comes of it.
    type Outcome: Serialize + DeserializeOwned + Send + Sync;

    /// What it is about, where there is to be one at a time about the same.
    fn subject(&self) -> Option<&str> {
        None
    }
}

/// A job in one process's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease<J> {
    /// The id of the job.
    pub id: Ulid,
    /// What is to be done.
    pub job: J,
    /// Which attempt this is, counted from 1.
    pub attempt: i64,
    /// How many attempts before ended without a word: their process crashed.
    pub lapses: i64,
    /// Whether it is to stop.
    pub is_stopping: bool,
    /// Why the last attempt failed; empty where none has said so.
    pub last_error: String,
}

/// How a lease stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The job is in our hands.
    Ours,
    /// It is, but somebody wants it to stop.
    Stopping,
    /// It is in other hands, or done.
    Lost,
}

/// How a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState<O> {
    /// Nobody has it in hand.
    Waiting,
    /// Somebody holds it.
    Held,
    /// It is done, and this came of it.
    Done(O),
}

/// A job as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobEntry<J: Job> {
    /// Its id.
    pub id: Ulid,
    /// What is to be done.
    pub job: J,
    /// How it stands.
    pub state: JobState<J::Outcome>,
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
    /// Puts a job into the queue under a new id, to be done from `due_at` on; tells whether it was added. An id that is there already adds
    /// none, nor does a subject about which another one is not done.
    pub async fn add(&self, id: Ulid, job: &J, due_at: Timestamp) -> Result<bool, RecordsError> {
        let add = sqlx::query(include_str!("jobs/add.sql"))
            .bind(id.to_string())
            .bind(J::KIND)
            .bind(job.subject().map(str::to_owned))
            .bind(json!(job).to_string())
            .bind(due_at.as_microsecond());
        Ok(self.0.touched("put a job into the queue", add).await? == 1)
    }

    /// Takes the job that has been due longest at `now` and that nobody holds, for as long as `lease`.
    pub async fn take(&self, now: Timestamp, lease: SignedDuration) -> Result<Option<Lease<J>>, RecordsError> {
        loop {
            let next = sqlx::query(include_str!("jobs/next.sql")).bind(J::KIND).bind(now.as_microsecond());
            let Some(next) = self.0.rows::<NextJob>(TAKING, next).await?.pop() else { return Ok(None) };
            let take = sqlx::query(include_str!("jobs/take.sql"))
                .bind(next.id)
                .bind(now.as_microsecond())
                .bind(end(now, lease));
            // Nothing comes back where another process was quicker; then there may be a further one.
            if let Some(taken) = self.0.rows(TAKING, take).await?.pop() {
                return Ok(Some(taken));
            }
        }
    }

    /// Holds a job on, from `now` for as long as `lease`, unless somebody else has taken it since.
    pub async fn extend(&self, held: &Lease<J>, now: Timestamp, lease: SignedDuration) -> Result<Hold, RecordsError> {
        let extend = sqlx::query(include_str!("jobs/extend.sql"))
            .bind(held.id.to_string())
            .bind(held.attempt)
            .bind(end(now, lease));
        Ok(self.0.rows("hold a job", extend).await?.pop().unwrap_or(Hold::Lost))
    }

    /// Says that a job is done and what came of it, and tells whether it still was in our hands.
    pub async fn finish(&self, held: &Lease<J>, outcome: &J::Outcome, now: Timestamp) -> Result<bool, RecordsError> {
        self.finish_attempt(held.id, held.attempt, outcome, now).await
    }

    /// The same of a job that nobody has taken yet; tells whether that is so.
    pub async fn finish_untaken(&self, id: Ulid, outcome: &J::Outcome, now: Timestamp) -> Result<bool, RecordsError> {
        self.finish_attempt(id, 0, outcome, now).await
    }

    async fn finish_attempt(
        &self,
        id: Ulid,
        attempt: i64,
        outcome: &J::Outcome,
        now: Timestamp,
    ) -> Result<bool, RecordsError> {
        let outcome = serde_json::to_string(outcome).map_err(|reason| RecordsError::Corrupt {
            table: TABLE,
            column: "outcome",
            reason: reason.to_string(),
        })?;
        let finish = sqlx::query(include_str!("jobs/finish.sql"))
            .bind(id.to_string())
            .bind(attempt)
            .bind(now.as_microsecond())
            .bind(outcome);
        Ok(self.0.touched("finish a job", finish).await? == 1)
    }

    /// Gives a job back that failed, to be tried again from `due_at` on; tells whether it still was in our hands.
    pub async fn put_off(&self, held: &Lease<J>, error: &str, due_at: Timestamp) -> Result<bool, RecordsError> {
        let put_off = sqlx::query(include_str!("jobs/put_off.sql"))
            .bind(held.id.to_string())
            .bind(held.attempt)
            .bind(error.replace('\0', " "))
            .bind(due_at.as_microsecond());
        Ok(self.0.touched("put a job off", put_off).await? == 1)
    }

    /// Asks whoever holds the job about a subject, or takes it next, to stop; tells whether there is one that is not done.
    pub async fn stop(&self, subject: &str) -> Result<bool, RecordsError> {
        let stop = sqlx::query(include_str!("jobs/stop.sql")).bind(J::KIND).bind(subject.to_owned());
        Ok(self.0.touched("stop a job", stop).await? == 1)
    }

    /// How the job about a subject stands at `now`: the one that is not done, or else the one that was done last.
    pub async fn latest(&self, subject: &str, now: Timestamp) -> Result<Option<JobEntry<J>>, RecordsError> {
        let latest = sqlx::query(include_str!("jobs/latest.sql")).bind(J::KIND).bind(subject.to_owned());
        let found: Option<LatestJob<J>> = self.0.rows("read a job", latest).await?.pop();
        Ok(found.map(|found| found.entry(now)))
    }

    /// How the jobs of this kind stand at `now` that are kept, each subject's latest; those begun last come first.
    pub async fn all(&self, now: Timestamp) -> Result<Vec<JobEntry<J>>, RecordsError> {
        let all = sqlx::query(include_str!("jobs/all.sql")).bind(J::KIND);
        let found: Vec<LatestJob<J>> = self.0.rows("read the jobs", all).await?;
        Ok(found.into_iter().map(|found| found.entry(now)).collect())
    }

    /// Drops what is done about a subject.
    pub async fn forget(&self, subject: &str) -> Result<(), RecordsError> {
        let forget = sqlx::query(include_str!("jobs/forget.sql")).bind(J::KIND).bind(subject.to_owned());
        self.0.touched("forget a job", forget).await.map(drop)
    }

    /// Drops what was done before `then`.
    pub async fn forget_before(&self, then: Timestamp) -> Result<(), RecordsError> {
        let forget = sqlx::query(include_str!("jobs/forget_before.sql")).bind(J::KIND).bind(then.as_microsecond());
        self.0.touched("forget old jobs", forget).await.map(drop)
    }
}

/// When a lease that begins now ends, in microseconds.
fn end(now: Timestamp, lease: SignedDuration) -> i64 {
    now.as_microsecond().saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX))
}

struct NextJob {
    id: String,
}

struct LatestJob<J: Job> {
    id: Ulid,
    job: J,
    leased_until: Timestamp,
    outcome: Option<J::Outcome>,
}

impl<J: Job> LatestJob<J> {
    fn entry(self, now: Timestamp) -> JobEntry<J> {
        let Self { id, job, leased_until, outcome } = self;
        let open = if leased_until > now { JobState::Held } else { JobState::Waiting };
        JobEntry { id, job, state: outcome.map_or(open, JobState::Done) }
    }
}

impl FromCells for NextJob {
    const TABLE: &'static str = TABLE;

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { id: cells.text("id")? })
    }
}

impl FromCells for Hold {
    const TABLE: &'static str = TABLE;

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(if cells.number("stopping")? > 0 { Self::Stopping } else { Self::Ours })
    }
}

impl<J: Job> FromCells for Lease<J> {
    const TABLE: &'static str = TABLE;

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            id: cells.parsed("id")?,
            job: cells.json("body")?,
            attempt: cells.number("attempts")?,
            lapses: cells.number("lapses")?,
            is_stopping: cells.number("stopping")? > 0,
            last_error: cells.text("last_error")?,
        })
    }
}

impl<J: Job> FromCells for LatestJob<J> {
    const TABLE: &'static str = TABLE;

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        let outcome = cells.optional_text("outcome")?.map(|text| serde_json::from_str(&text)).transpose();
        Ok(Self {
            id: cells.parsed("id")?,
            job: cells.json("body")?,
            leased_until: cells.instant("leased_until")?,
            outcome: outcome.map_err(|reason| cells.corrupt("outcome", &reason))?,
        })
    }
}
