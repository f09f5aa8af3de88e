//! Question: what does a server do by the clock, asked by nobody, and which of several servers does it?
//!
//! Invariant: one process holds the schedule, by a lease in the records, and does what is due; where it crashes, the next one takes over once the
//! lease is over. What came of each job stands in the records, so that every server tells of it and a restart forgets nothing. A job that fails
//! is tried again after pauses that grow, and keeps none of the others from being done.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bellwether_records::{Records, ScheduledRun};
use bellwether_words::message;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio::task::{Id, JoinError, JoinSet};
use ulid::Ulid;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::import_queue::has_open_imports;
use crate::input::{Input, Topic};

mod host;
pub mod job;
pub mod status;
#[cfg(test)]
mod tests;
mod times;

use job::ScheduledJob;

/// The schedule is held for so long at a time: so late another process takes it over after a crash.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// So often it is held on, and looked whether something is due.
const BEAT: Duration = Duration::from_secs(15);

/// A job waits so long for somebody else who writes to the tables, and looks so often.
const PAUSE: Duration = Duration::from_secs(4);
const TRIES: usize = 150;

/// What is under way when a server ends gets so long to come to its end.
const ENDING: Duration = Duration::from_secs(5);

/// What the marts are made of: while it is the same, they are up to date.
const MADE_OF: &[Input] = &[
    Input::Facts,
    Input::Records(Topic::Policy),
    Input::Records(Topic::Books),
    Input::Records(Topic::Journey),
    Input::Records(Topic::Calendars),
];

/// What a server does by the clock.
pub struct Schedule {
    clock: fn() -> Timestamp,
    host: String,
    is_ending: AtomicBool,
    ended: Notify,
}

/// A job that is under way.
struct UnderWay {
    id: Id,
    job: ScheduledJob,
    /// As it stands in the records: failed, until it says otherwise.
    run: ScheduledRun,
}

/// What a job did: for a refresh, of which state of the facts.
type Done = Result<Option<String>, Failure>;

/// A process that does what is due, once it holds the schedule.
struct Worker<'s> {
    schedule: &'s Schedule,
    app: &'s App,
    /// By which the records know the process.
    id: Ulid,
    /// Since when it holds the schedule.
    since: Option<Timestamp>,
    running: JoinSet<Done>,
    under_way: Vec<UnderWay>,
    /// How runs ended that the records do not know of yet.
    to_note: Vec<ScheduledRun>,
    /// What the marts were last brought up to.
    current: Option<String>,
}

impl Schedule {
    /// The schedule of a process that tells the time by `clock`.
    #[must_use]
    pub fn new(clock: fn() -> Timestamp) -> Self {
        Self { clock, host: host::name(), is_ending: AtomicBool::new(false), ended: Notify::new() }
    }

    /// Does what is due until told to end, whenever this process holds the schedule.
    pub async fn work(&self, app: &App) {
        let mut worker = Worker::new(self, app);
        let mut told = String::new();
        while !self.is_ending.load(Ordering::SeqCst) {
            match worker.turn().await {
                Ok(()) => told.clear(),
                // What lasts is told once.
                Err(failure) if failure.to_string() == told => {}
                Err(failure) => {
                    tracing::warn!(%failure, "the schedule cannot be held or looked at");
                    told = failure.to_string();
                }
            }
            tokio::select! {
                () = self.ended.notified() => {}
                Some(done) = worker.running.join_next_with_id() => worker.ended(done),
                () = tokio::time::sleep(BEAT) => {}
            }
        }
        worker.leave().await;
    }

    /// Ends the work; the schedule is given back.
    pub fn end(&self) {
        self.is_ending.store(true, Ordering::SeqCst);
        self.ended.notify_one();
    }
}

impl<'s> Worker<'s> {
    fn new(schedule: &'s Schedule, app: &'s App) -> Self {
        Self {
            schedule,
            app,
            id: app.new_id(),
            since: None,
            running: JoinSet::new(),
            under_way: Vec::new(),
            to_note: Vec::new(),
            current: None,
        }
    }

    /// The app at this moment.
    fn app(&self) -> App {
        self.app.at((self.schedule.clock)())
    }

    /// Holds the schedule, notes what ended, and begins what is due.
    async fn turn(&mut self) -> Result<(), Failure> {
        let app = self.app();
        let records = app.own().await?.records;
        let Some(since) = self.hold(&records, app.now).await? else { return Ok(()) };
        self.note_ends(&records).await?;
        let zone = app.usual().await.map_or(TimeZone::UTC, |usual| usual.zone);
        let runs = records.schedule().runs().await?;
        for job in ScheduledJob::ALL {
            let last = runs.iter().find(|run| run.job == job.name());
            if self.under_way.iter().all(|one| one.job != job) && self.is_due(job, last, since, &zone, &app).await? {
                self.begin(job, last, &records, app.clone()).await?;
            }
        }
        Ok(())
    }

    /// Takes the schedule, or holds it on; tells since when this process has it.
    async fn hold(&mut self, records: &Records, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
        if self.since.is_some() {
            if records.schedule().extend(self.id, now, LEASE).await? {
                return Ok(self.since);
            }
            tracing::warn!("another process has taken over the schedule that this one held");
            (self.since, self.current) = (None, None);
            self.to_note.clear();
        }
        if records.schedule().take(self.id, &self.schedule.host, now, LEASE).await? {
            self.since = Some(now);
        }
        Ok(self.since)
    }

    async fn is_due(
        &self,
        job: ScheduledJob,
        last: Option<&ScheduledRun>,
        since: Timestamp,
        zone: &TimeZone,
        app: &App,
    ) -> Result<bool, Failure> {
        let by_the_clock = times::next(job, last, since, zone) <= app.now;
        if job != ScheduledJob::Refresh {
            return Ok(by_the_clock);
        }
        let has_settled = since.saturating_add(job.after_start()).is_ok_and(|settled| settled <= app.now);
        let with_news = last.is_some_and(times::is_good) && has_settled && self.is_behind(app).await;
        // What waits to come in would only make it be done once more.
        Ok((by_the_clock || with_news) && !has_open_imports(&app.opened().await?.records, app.now).await?)
    }

    /// Whether something came in, or a day began, since the marts were last brought up to date here.
    async fn is_behind(&self, app: &App) -> bool {
        // What cannot be told now fails by the clock, where it is noted.
        let versions = app.versions(MADE_OF).await.ok();
        versions.is_some() && versions != self.current
    }

    /// Begins a job. Until it ends well it counts as failed: it may end the process.
    async fn begin(
        &mut self,
        job: ScheduledJob,
        last: Option<&ScheduledRun>,
        records: &Records,
        app: App,
    ) -> Result<(), Failure> {
        let run = ScheduledRun {
            job: job.name().to_owned(),
            host: self.schedule.host.clone(),
            began_at: app.now,
            ended_at: None,
            failures: last.map_or(0, |last| last.failures) + 1,
            error: None,
        };
        if records.schedule().note(self.id, &run).await? {
            let id = self.running.spawn(done(job, app)).id();
            self.under_way.push(UnderWay { id, job, run });
        }
        Ok(())
    }

    /// Keeps how a job ended.
    fn ended(&mut self, ended: Result<(Id, Done), JoinError>) {
        let (id, done) = match ended {
            Ok(ended) => ended,
            Err(error) => (error.id(), Err(broke_down())),
        };
        let Some(at) = self.under_way.iter().position(|one| one.id == id) else { return };
        let UnderWay { run, .. } = self.under_way.swap_remove(at);
        let run = ScheduledRun { ended_at: Some((self.schedule.clock)()), ..run };
        self.to_note.push(match done {
            Ok(current) => {
                self.current = current.or(self.current.take());
                ScheduledRun { failures: 0, ..run }
            }
            Err(failure) => {
                tracing::error!(job = run.job, %failure, "a job of the schedule failed and is tried again");
                let error = serde_json::to_string(failure.message()).unwrap_or_else(|_| failure.to_string());
                ScheduledRun { error: Some(error), ..run }
            }
        });
    }

    /// Notes how runs ended, as long as the schedule is in our hands.
    async fn note_ends(&mut self, records: &Records) -> Result<(), Failure> {
        while let Some(run) = self.to_note.first() {
            records.schedule().note(self.id, run).await?;
            self.to_note.remove(0);
        }
        Ok(())
    }

    /// Lets what is under way come to its end, if that is soon, and gives the schedule back.
    async fn leave(mut self) {
        let all_ended = async {
            while let Some(done) = self.running.join_next_with_id().await {
                self.ended(done);
            }
        };
        // What takes longer is made up for by whoever comes next.
        let _ = tokio::time::timeout(ENDING, all_ended).await;
        let ended = self.under_way.drain(..).map(|one| ScheduledRun { failures: one.run.failures - 1, ..one.run });
        self.to_note.extend(ended);
        let given_back = async {
            let records = self.app().own().await?.records;
            if self.since.is_some() {
                self.note_ends(&records).await?;
                records.schedule().give_back(self.id).await?;
            }
            Ok::<_, Failure>(())
        };
        if let Err(failure) = given_back.await {
            tracing::warn!(%failure, "the schedule is not given back; another process takes it over in a minute");
        }
    }
}

/// Does a job.
async fn done(job: ScheduledJob, app: App) -> Done {
    match job {
        ScheduledJob::Look => app.look_at_all_files().await.map(|_| None),
        ScheduledJob::Refresh => {
            // Before: what comes in meanwhile is brought up to date next time.
            let versions = app.versions(MADE_OF).await?;
            for _ in 1..TRIES {
                match refreshed(&app).await {
                    Err(failure) if failure.kind() == FailureKind::Busy => tokio::time::sleep(PAUSE).await,
                    done => return done.map(|()| Some(versions)),
                }
            }
            refreshed(&app).await.map(|()| Some(versions))
        }
    }
}

/// Figures are worked out where they keep nobody waiting who asks for a page.
async fn refreshed(app: &App) -> Result<(), Failure> {
    let (app, handle) = (app.clone(), tokio::runtime::Handle::current());
    let done = tokio::task::spawn_blocking(move || handle.block_on(app.bring_up_to_date())).await;
    done.unwrap_or_else(|_| Err(broke_down()))
}

fn broke_down() -> Failure {
    Failure::new(FailureKind::Internal, message("failure-broke-down"))
}
