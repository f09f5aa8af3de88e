//! Question: which files are being tried or imported, and how does that go on when the process ends?
//!
//! Invariant: what was begun stands in the records until it is done, so that any process of the company takes it up. One is done after the
//! other, for all of them write to the same tables. A job that ended its process several times is not tried again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bellwether_records::{Hold, JobEntry, JobState, Jobs, Lease, Records};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use ulid::Ulid;

use crate::app::App;
use crate::company::OpenCompany;
use crate::failure::{Failure, FailureKind};
use crate::import::{ImportOutcome, Progress};
use crate::import_job::{ImportJob, ImportState, ImportStatus, stopped};
use crate::upload::{KEPT, is_upload_id};
use bellwether_words::message;

/// A job is held for so long at a time: so late it is taken up again after a crash.
const LEASE: SignedDuration = SignedDuration::from_secs(15);

/// So often a job that is being done is held on.
const BEAT: Duration = Duration::from_secs(4);

/// So often jobs are looked for that nobody here began: those of processes that crashed, and those that were put off.
const LOOK: Duration = Duration::from_secs(4);

/// A job waits so long for somebody else who writes to the tables.
const PAUSE: SignedDuration = SignedDuration::from_secs(4);

/// A job that ended its process so often is not tried again.
const MOST_LAPSES: i64 = 3;

/// The files to be tried and imported, as one process of the company sees them.
pub struct ImportQueue {
    clock: fn() -> Timestamp,
    /// Whoever begins, ends or forgets a job does so alone: a file that is given up is not begun at the same moment.
    turn: tokio::sync::Mutex<()>,
    /// The job that this process does.
    running: Mutex<Option<Arc<RunningImport>>>,
    /// Told when there is something to do.
    added: Notify,
    is_ending: AtomicBool,
}

/// A job that is being done here.
struct RunningImport {
    id: Ulid,
    cancel: AtomicBool,
    progress: Mutex<Progress>,
}

impl ImportQueue {
    /// The queue of a process that tells the time by `clock`.
    #[must_use]
    pub fn new(clock: fn() -> Timestamp) -> Self {
        Self {
            clock,
            turn: tokio::sync::Mutex::default(),
            running: Mutex::default(),
            added: Notify::new(),
            is_ending: AtomicBool::new(false),
        }
    }

    /// Begins to try a file or to import it, unless that is being done or nobody has agreed to its columns.
    pub async fn begin(&self, app: &App, job: ImportJob) -> Result<(), Failure> {
        if job.upload.mapping.is_none() {
            return Ok(());
        }
        app.refuse_days_to_come(job.complete_through).await?;
        app.refuse_beside_sample().await?;
        let _turn = self.turn.lock().await;
        // It may have been given up, or be in, since it was asked for.
        let job = ImportJob { upload: app.upload(&job.upload.id)?, ..job };
        let records = app.opened().await?.records;
        let jobs = records.jobs::<ImportJob>();
        // Whoever still wants to know what came of a file asks while the file itself would be kept.
        jobs.forget_before(app.now - KEPT).await?;
        if jobs.add(app.new_id(), &job, app.now).await? {
            jobs.forget(&job.upload.id).await?;
            self.added.notify_one();
        }
        Ok(())
    }

    /// How the latest job about a file stands.
    pub async fn status(&self, app: &App, upload_id: &str) -> Result<Option<ImportStatus>, Failure> {
        if !is_upload_id(upload_id) {
            return Ok(None);
        }
        let records = app.opened().await?.records;
        let entry = records.jobs::<ImportJob>().latest(upload_id, app.now).await?;
        Ok(entry.map(|entry| self.status_of(entry)))
    }

    /// How the latest job about each file stands, as far as that is kept.
    pub async fn all(&self, app: &App) -> Result<Vec<ImportStatus>, Failure> {
        let records = app.opened().await?.records;
        let entries = records.jobs::<ImportJob>().all(app.now).await?;
        Ok(entries.into_iter().map(|entry| self.status_of(entry)).collect())
    }

    fn status_of(&self, entry: JobEntry<ImportJob>) -> ImportStatus {
        let running = self.running().filter(|running| running.id == entry.id);
        let state = match (entry.state, running) {
            (JobState::Done(Ok(outcome)), _) => ImportState::Done(Box::new(outcome)),
            (JobState::Done(Err(why)), _) => ImportState::Failed(why),
            (_, Some(running)) => ImportState::Running(running.progress()),
            // How far another process is it alone knows.
            (JobState::Held, None) => ImportState::Running(Progress::default()),
            (JobState::Waiting, None) => ImportState::Waiting,
        };
        ImportStatus { job: entry.job, state }
    }

    /// Stops what is being done with a file, or waits to be; tells whether there is anything.
    pub async fn stop(&self, app: &App, upload_id: &str) -> Result<bool, Failure> {
        if !is_upload_id(upload_id) {
            return Ok(false);
        }
        let records = app.opened().await?.records;
        let jobs = records.jobs::<ImportJob>();
        let entry = jobs.latest(upload_id, app.now).await?;
        let Some(entry) = entry.filter(|entry| !matches!(entry.state, JobState::Done(_))) else { return Ok(false) };
        if !jobs.finish_untaken(entry.id, &Err(stopped().message().clone()), app.now).await? {
            jobs.stop(upload_id).await?;
            if let Some(running) = self.running().filter(|running| running.id == entry.id) {
                running.stop();
            }
        }
        Ok(true)
    }

    /// Forgets what became of a file and does something while no job about it can begin; `None` where one is not over.
    pub async fn once_over<T>(
        &self,
        app: &App,
        upload_id: &str,
        work: impl FnOnce() -> T,
    ) -> Result<Option<T>, Failure> {
        let _turn = self.turn.lock().await;
        if self.status(app, upload_id).await?.is_some_and(|status| !status.is_over()) {
            return Ok(None);
        }
        if is_upload_id(upload_id) {
            app.opened().await?.records.jobs::<ImportJob>().forget(upload_id).await?;
        }
        Ok(Some(work()))
    }

    /// Does one job after the other until told to end.
    pub async fn work(&self, app: &App) {
        while !self.is_ending() {
            match self.next(&app.at((self.clock)())).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(failure) => tracing::warn!(%failure, "files that wait for their import cannot be asked for"),
            }
            tokio::select! {
                () = self.added.notified() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Ends the work: what is being done is given back, for whoever comes next.
    pub fn end(&self) {
        self.is_ending.store(true, Ordering::SeqCst);
        if let Some(running) = self.running() {
            running.stop();
        }
        self.added.notify_one();
    }

    /// Does the next job; tells whether there was one.
    async fn next(&self, app: &App) -> Result<bool, Failure> {
        let OpenCompany { lake, records, .. } = app.opened().await?;
        // Another process may have ended in the middle of one.
        app.repair(&lake).await;
        let jobs = records.jobs::<ImportJob>();
        let Some(lease) = jobs.take(app.now, LEASE).await? else { return Ok(false) };
        let outcome = if lease.lapses >= MOST_LAPSES {
            let said = message("failure-import-ends-process").figure("times", lease.lapses);
            Err(Failure::new(FailureKind::Internal, said))
        } else if lease.is_stopping && lease.lapses == 0 {
            Err(stopped())
        } else {
            self.run(app, &jobs, &lease).await
        };
        let _turn = self.turn.lock().await;
        let now = (self.clock)();
        let is_held = match outcome {
            // It was cancelled for that alone.
            Err(failure) if self.is_ending() => jobs.put_off(&lease, &failure.to_string(), now).await?,
            Err(failure) if failure.kind() == FailureKind::Busy => {
                jobs.put_off(&lease, &failure.to_string(), now + PAUSE).await?
            }
            Err(failure) => jobs.finish(&lease, &Err(failure.message().clone()), now).await?,
            Ok(outcome) => {
                let is_held = jobs.finish(&lease, &Ok(outcome), now).await?;
                if is_held && !lease.job.is_trial {
                    // Only now: whoever takes it up again after a crash needs the file.
                    if let Err(failure) = app.forget_upload(&lease.job.upload) {
                        tracing::warn!(%failure, "a file that was imported stays in the folder of uploads");
                    }
                }
                is_held
            }
        };
        if !is_held {
            tracing::warn!(job = %lease.id, "another process has taken up what this one did");
        }
        Ok(true)
    }

    /// Does a job, and holds it until it is done.
    async fn run(
        &self,
        app: &App,
        jobs: &Jobs<'_, ImportJob>,
        lease: &Lease<ImportJob>,
    ) -> Result<ImportOutcome, Failure> {
        let running = Arc::new(RunningImport {
            id: lease.id,
            cancel: AtomicBool::new(lease.is_stopping),
            progress: Mutex::default(),
        });
        self.set_running(Some(running.clone()));
        if self.is_ending() {
            running.stop();
        }
        let (app, job, is_resumed) = (app.making(lease.id), lease.job.clone(), lease.lapses > 0);
        let (handle, told) = (tokio::runtime::Handle::current(), running.clone());
        let mut reading = tokio::task::spawn_blocking(move || {
            handle.block_on(app.run_import(&job, is_resumed, &told.cancel, &|progress| told.tell(progress)))
        });
        let mut beats = tokio::time::interval(BEAT);
        let read = loop {
            tokio::select! {
                read = &mut reading => break read,
                _ = beats.tick() => match jobs.extend(lease, (self.clock)(), LEASE).await {
                    Ok(Hold::Ours) => {}
                    Ok(Hold::Stopping | Hold::Lost) => running.stop(),
                    Err(error) => tracing::warn!(%error, "a file that is being imported cannot be held"),
                },
            }
        };
        self.set_running(None);
        // What breaks down is over, too.
        read.unwrap_or_else(|_| Err(Failure::new(FailureKind::Internal, message("failure-broke-down"))))
    }

    fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::SeqCst)
    }

    fn running(&self) -> Option<Arc<RunningImport>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_running(&self, running: Option<Arc<RunningImport>>) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = running;
    }
}

impl RunningImport {
    fn tell(&self, progress: Progress) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }

    fn progress(&self) -> Progress {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It does at the next rows.
    fn stop(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// Whether a file waits to be tried or imported, or is.
pub(crate) async fn has_open_imports(records: &Records, now: Timestamp) -> Result<bool, Failure> {
    let entries = records.jobs::<ImportJob>().all(now).await?;
    Ok(entries.iter().any(|entry| !matches!(entry.state, JobState::Done(_))))
}

#[cfg(test)]
mod tests;
