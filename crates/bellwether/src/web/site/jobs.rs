//! Jobs: work that goes on while nobody waits for it, such as an import, with how far it is and a way to stop it.
//!
//! Jobs live as long as the process. A job that ends with it has changed nothing, for an import commits whole or not at all.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::import::{ImportReport, Progress};
use bellwether_app::upload::Upload;
use bellwether_words::message;

/// Jobs that are remembered; the oldest that is over is forgotten first.
const MOST: usize = 100;

/// The jobs, by the file they are about.
#[derive(Default)]
pub(in crate::web) struct Jobs(Mutex<HashMap<String, Arc<Job>>>);

/// One file being tried or brought in.
pub(in crate::web) struct Job {
    pub(in crate::web) upload: Upload,
    /// Whether it only tries.
    pub(in crate::web) is_trial: bool,
    pub(in crate::web) cancel: AtomicBool,
    progress: Mutex<Progress>,
    outcome: Mutex<Option<Result<ImportReport, Failure>>>,
}

/// How a job stands.
pub(in crate::web) enum ImportStanding {
    Running(Progress),
    Done(ImportReport),
    /// Why it ended without a result.
    Failed(Failure),
}

impl Jobs {
    /// The latest job about a file.
    pub(in crate::web) fn of(&self, upload: &str) -> Option<Arc<Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(upload).cloned()
    }

    /// A new job about a file; `None` while one is running.
    pub(in crate::web) fn begin(&self, upload: &Upload, is_trial: bool) -> Option<Arc<Job>> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.get(&upload.id).is_some_and(|job| job.is_running()) {
            return None;
        }
        if jobs.len() >= MOST {
            jobs.retain(|_, job| job.is_running());
        }
        let job = Arc::new(Job {
            upload: upload.clone(),
            is_trial,
            cancel: AtomicBool::new(false),
            progress: Mutex::default(),
            outcome: Mutex::default(),
        });
        jobs.insert(upload.id.clone(), job.clone());
        Some(job)
    }

    /// Forgets the job about a file if it is over, and does something while none can begin; `None` where one is running.
    pub(in crate::web) fn once_over<T>(&self, upload: &str, work: impl FnOnce() -> T) -> Option<T> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.get(upload).is_some_and(|job| job.is_running()) {
            return None;
        }
        jobs.remove(upload);
        Some(work())
    }
}

/// Ends its job with a failure if nothing else did: also one that breaks down is over.
pub(in crate::web) struct Ending(pub(in crate::web) Arc<Job>);

impl Drop for Ending {
    fn drop(&mut self) {
        if self.0.is_running() {
            self.0.end(Err(Failure::new(FailureKind::Internal, message("failure-broke-down"))));
        }
    }
}

impl Job {
    pub(in crate::web) fn tell(&self, progress: Progress) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }

    pub(in crate::web) fn end(&self, outcome: Result<ImportReport, Failure>) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }

    /// Asks the job to stop; it does at the next rows.
    pub(in crate::web) fn stop(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    pub(in crate::web) fn is_running(&self) -> bool {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    pub(in crate::web) fn stands(&self) -> ImportStanding {
        match &*self.outcome.lock().unwrap_or_else(PoisonError::into_inner) {
            None => ImportStanding::Running(*self.progress.lock().unwrap_or_else(PoisonError::into_inner)),
            Some(Ok(report)) => ImportStanding::Done(report.clone()),
            Some(Err(failure)) => ImportStanding::Failed(failure.clone()),
        }
    }
}
