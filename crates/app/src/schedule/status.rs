//! How does the schedule stand: who holds it, what came of each job, and when is it done next?

use bellwether_records::{ScheduledRun, Tenure};
use bellwether_words::{Message, message};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::job::ScheduledJob;
use super::times;
use crate::app::App;
use crate::failure::Failure;

/// How the schedule stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleStatus {
    /// Who holds it.
    pub holder: Option<Tenure>,
    /// How each job stands.
    pub jobs: Vec<JobStatus>,
}

/// How a job of the schedule stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobStatus {
    /// Which one.
    pub job: ScheduledJob,
    /// When it began last, and what came of that.
    pub last: Option<(Timestamp, RunEnd)>,
    /// When it is done next.
    pub next: NextRun,
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunEnd {
    /// It is not over.
    Running,
    /// It did what it was to do, and took so long.
    Good(SignedDuration),
    /// It failed.
    Failed {
        /// After so long.
        took: SignedDuration,
        /// The so manieth time in a row.
        times: i64,
        /// Why.
        why: Message,
    },
    /// Its process ended before it did.
    BrokenOff,
}

/// When a job is done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextRun {
    /// As soon as a server holds the schedule.
    NobodyThere,
    /// Once the run that goes on is over.
    Running,
    /// It is due.
    Now,
    /// Then.
    At(Timestamp),
    /// As soon as there is something new, and then at the latest.
    WithNews(Timestamp),
}

impl App {
    /// How the schedule stands.
    pub async fn schedule_status(&self) -> Result<ScheduleStatus, Failure> {
        let records = self.own().await?.records;
        let schedule = records.schedule();
        let (holder, runs) = (schedule.tenure(self.now).await?, schedule.runs().await?);
        let zone = self.usual().await.map_or(TimeZone::UTC, |usual| usual.zone);
        let status = |job: ScheduledJob| {
            let run = runs.iter().find(|run| run.job == job.name());
            JobStatus {
                job,
                last: run.map(|run| (run.began_at, end_of(run, holder.as_ref()))),
                next: next(job, run, holder.as_ref(), &zone, self.now),
            }
        };
        let jobs = ScheduledJob::ALL.map(status).to_vec();
        Ok(ScheduleStatus { holder, jobs })
    }
}

/// What came of a run, while the schedule is held so.
fn end_of(run: &ScheduledRun, holder: Option<&Tenure>) -> RunEnd {
    let Some(ended) = run.ended_at else {
        let goes_on = holder.is_some_and(|holder| holder.since <= run.began_at);
        return if goes_on { RunEnd::Running } else { RunEnd::BrokenOff };
    };
    let took = ended.duration_since(run.began_at).max(SignedDuration::ZERO);
    match &run.error {
        None => RunEnd::Good(took),
        Some(error) => {
            let why = serde_json::from_str(error).unwrap_or_else(|_| Message::from(error.clone()));
            RunEnd::Failed { took, times: run.failures, why }
        }
    }
}

fn next(
    job: ScheduledJob,
    run: Option<&ScheduledRun>,
    holder: Option<&Tenure>,
    zone: &TimeZone,
    now: Timestamp,
) -> NextRun {
    let Some(holder) = holder else { return NextRun::NobodyThere };
    if run.is_some_and(|run| end_of(run, Some(holder)) == RunEnd::Running) {
        return NextRun::Running;
    }
    let next = times::next(job, run, holder.since, zone);
    match job {
        _ if next <= now => NextRun::Now,
        ScheduledJob::Refresh if run.is_some_and(times::is_good) => NextRun::WithNews(next),
        _ => NextRun::At(next),
    }
}

impl ScheduleStatus {
    /// Who holds it, as a sentence.
    #[must_use]
    pub fn holder(&self) -> Message {
        match &self.holder {
            Some(Tenure { host, since }) => message("schedule-held").with("host", host).moment("at", *since),
            None => message("schedule-nobody"),
        }
    }
}

impl JobStatus {
    /// Whether its last run failed.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        matches!(self.last, Some((_, RunEnd::Failed { .. })))
    }

    /// What is done.
    #[must_use]
    pub fn name(&self) -> Message {
        match self.job {
            ScheduledJob::Refresh => message("schedule-refresh"),
            ScheduledJob::Look => message("schedule-look"),
        }
    }

    /// When it was done last, how long that took, and how it ended.
    #[must_use]
    pub fn last(&self) -> Message {
        let Some((began, end)) = &self.last else { return message("schedule-never") };
        let said = match end {
            RunEnd::Running => message("schedule-running"),
            RunEnd::BrokenOff => message("schedule-broken-off"),
            RunEnd::Good(took) => message("schedule-good").listing("took", vec![in_words(*took)]),
            RunEnd::Failed { took, times, why } => {
                let said = message("schedule-failed").counting(usize::try_from(*times).unwrap_or(0));
                said.listing("took", vec![in_words(*took)]).listing("why", vec![why.clone()])
            }
        };
        said.moment("at", *began)
    }

    /// When it is done next.
    #[must_use]
    pub fn next(&self) -> Message {
        match self.next {
            NextRun::NobodyThere => message("schedule-next-server"),
            NextRun::Running => message("schedule-next-over"),
            NextRun::Now => message("schedule-next-now"),
            NextRun::At(at) => message("schedule-next-at").moment("at", at),
            NextRun::WithNews(at) => message("schedule-next-news").moment("at", at),
        }
    }
}

/// A time that passed, in the largest unit of which there are two.
fn in_words(took: SignedDuration) -> Message {
    let seconds = took.as_secs();
    match seconds {
        ..120 => message("schedule-seconds").figure("number", seconds),
        120..7200 => message("schedule-minutes").figure("number", seconds / 60),
        _ => message("schedule-hours").figure("number", seconds / 3600),
    }
}
