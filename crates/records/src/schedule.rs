//! Question: which process does what is due by the clock, and what came of each job the last time?
//!
//! Invariant: one process at a time holds the schedule, by a lease that it extends for as long as it lives. Where it crashed, another one
//! takes the schedule once the lease is over; whoever held it before can then note nothing more. It passes and is no part of the audit.

use jiff::{SignedDuration, Timestamp};
use ulid::Ulid;

use crate::cells::{Cells, FromCells};
use crate::connection::Records;
use crate::error::RecordsError;

const NOTING: &str = "note what came of a scheduled job";

/// Who does what is due by the clock; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Schedule<'r>(&'r Records);

/// Who holds the schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// The name of its computer.
    pub host: String,
    /// Since when.
    pub since: Timestamp,
}

/// The last run of a scheduled job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduledRun {
    /// The name of the job.
    pub job: String,
    /// The name of the computer on which it ran.
    pub host: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it ended; absent while it runs, and where its process ended before it did.
    pub ended_at: Option<Timestamp>,
    /// How many runs in a row did not end well, this one included until it has.
    pub failures: i64,
    /// Why it failed, in whichever words the app keeps; absent where it did not.
    pub error: Option<String>,
}

impl Records {
    /// Who does what is due by the clock.
    #[must_use]
    pub fn schedule(&self) -> Schedule<'_> {
        Schedule(self)
    }
}

impl Schedule<'_> {
    /// Takes the schedule for the process of an id from `now` for as long as `lease`, unless another one holds it; tells whether it did.
    pub async fn take(
        &self,
        holder: Ulid,
        host: &str,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<bool, RecordsError> {
        let take = sqlx::query(include_str!("schedule/take.sql"))
            .bind(holder.to_string())
            .bind(host.replace('\0', " "))
            .bind(now.as_microsecond())
            .bind(end(now, lease));
        Ok(self.0.touched("take the schedule", take).await? == 1)
    }

    /// Holds it on, from `now` for as long as `lease`; tells whether it is still in the hands of the process.
    pub async fn extend(&self, holder: Ulid, now: Timestamp, lease: SignedDuration) -> Result<bool, RecordsError> {
        let extend = sqlx::query(include_str!("schedule/extend.sql")).bind(holder.to_string()).bind(end(now, lease));
        Ok(self.0.touched("hold the schedule", extend).await? == 1)
    }

    /// Gives it back, for whoever comes next.
    pub async fn give_back(&self, holder: Ulid) -> Result<(), RecordsError> {
        let give_back = sqlx::query(include_str!("schedule/give_back.sql")).bind(holder.to_string());
        self.0.touched("give the schedule back", give_back).await.map(drop)
    }

    /// Who holds it at `now`.
    pub async fn tenure(&self, now: Timestamp) -> Result<Option<Tenure>, RecordsError> {
        let tenure = sqlx::query(include_str!("schedule/tenure.sql")).bind(now.as_microsecond());
        Ok(self.0.rows("read who holds the schedule", tenure).await?.pop())
    }

    /// Notes how a job's last run stands, and tells whether that was for the process to say.
    pub async fn note(&self, holder: Ulid, run: &ScheduledRun) -> Result<bool, RecordsError> {
        let note = sqlx::query(include_str!("schedule/note.sql"))
            .bind(run.job.clone())
            .bind(run.host.replace('\0', " "))
            .bind(run.began_at.as_microsecond())
            .bind(run.ended_at.map(Timestamp::as_microsecond))
            .bind(run.failures)
            .bind(run.error.as_ref().map(|error| error.replace('\0', " ")))
            .bind(holder.to_string());
        Ok(self.0.touched(NOTING, note).await? == 1)
    }

    /// The last run of each job that ever ran.
    pub async fn runs(&self) -> Result<Vec<ScheduledRun>, RecordsError> {
        self.0.rows("read what came of the scheduled jobs", sqlx::query(include_str!("schedule/runs.sql"))).await
    }
}

/// When a lease that begins now ends, in microseconds.
fn end(now: Timestamp, lease: SignedDuration) -> i64 {
    now.as_microsecond().saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX))
}

impl FromCells for Tenure {
    const TABLE: &'static str = "schedule";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { host: cells.text("host")?, since: cells.instant("since")? })
    }
}

impl FromCells for ScheduledRun {
    const TABLE: &'static str = "scheduled_runs";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            job: cells.text("job")?,
            host: cells.text("host")?,
            began_at: cells.instant("began_at")?,
            ended_at: cells.optional_instant("ended_at")?,
            failures: cells.number("failures")?,
            error: cells.optional_text("error")?,
        })
    }
}
