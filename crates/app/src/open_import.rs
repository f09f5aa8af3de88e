//! Question: which files are on their way in, how does each stand, and what can be done about it?
//!
//! Invariant: every file that somebody sent and neither imported nor gave up is among them, whether or not its columns are agreed on.

use jiff::Timestamp;

use crate::app::App;
use crate::failure::Failure;
use crate::import::{ImportOutcome, Progress};
use crate::import_job::{ImportState, ImportStatus};
use crate::import_queue::ImportQueue;
use crate::upload::Upload;
use bellwether_words::Message;

/// A file on its way in.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenImport {
    /// The file.
    pub upload: Upload,
    /// When it came.
    pub came_at: Option<Timestamp>,
    /// Who sent it, or began what is done with it.
    pub by: String,
    /// How it stands.
    pub state: OpenState,
}

/// How a file on its way in stands.
#[derive(Clone, Debug, PartialEq)]
pub enum OpenState {
    /// Nobody has agreed to its columns.
    ColumnsOpen,
    /// Its columns are agreed on; nothing else was begun.
    ColumnsAgreed,
    /// It waits to be tried or imported.
    Waiting,
    /// It is being tried, or imported.
    Running(Progress),
    /// It was tried, and this would come of it.
    Tried(ImportOutcome),
    /// All of it was there already, so that there is no import of a number.
    NothingNew(ImportOutcome),
    /// It failed; nothing was imported.
    Failed(Message),
}

impl App {
    /// The files on their way in, the latest first; those that are in are past imports.
    pub async fn open_imports(&self, queue: &ImportQueue) -> Result<Vec<OpenImport>, Failure> {
        let mut known = queue.all(self).await?;
        let mut open = Vec::new();
        for upload in self.uploads_on_the_way() {
            let status = known.iter().position(|status| status.job.upload.id == upload.id).map(|at| known.remove(at));
            open.extend(OpenImport::of(upload, status));
        }
        // What is in is no file any more.
        open.extend(known.into_iter().filter_map(|status| OpenImport::of(status.job.upload.clone(), Some(status))));
        open.sort_by(|one, other| other.upload.id.cmp(&one.upload.id));
        Ok(open)
    }
}

impl OpenImport {
    fn of(upload: Upload, status: Option<ImportStatus>) -> Option<Self> {
        let by = status.as_ref().map_or_else(|| upload.by.clone(), |status| status.job.by.clone());
        let is_trial = status.as_ref().is_some_and(|status| status.job.is_trial);
        let state = match status.map(|status| status.state) {
            None if upload.mapping.is_some() => OpenState::ColumnsAgreed,
            None => OpenState::ColumnsOpen,
            Some(ImportState::Waiting) => OpenState::Waiting,
            Some(ImportState::Running(progress)) => OpenState::Running(progress),
            Some(ImportState::Failed(why)) => OpenState::Failed(why),
            Some(ImportState::Done(outcome)) if is_trial => OpenState::Tried(*outcome),
            Some(ImportState::Done(outcome)) if outcome.report.import.is_none() => OpenState::NothingNew(*outcome),
            Some(ImportState::Done(_)) => return None,
        };
        Some(Self { came_at: upload.came_at(), upload, by, state })
    }
}
