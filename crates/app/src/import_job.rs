//! Question: what is to be done with a file that somebody sent, and what came of it?
//!
//! Invariant: an import takes place once under its job's id, however often it is begun: one that was interrupted after its commit is found
//! by that id and told as it was.

use std::sync::atomic::AtomicBool;

use bellwether_engine::facts::ImportError;
use bellwether_model::Day;
use bellwether_records::Job;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::failure::Failure;
use crate::import::{Fact, ImportOutcome, ImportRequest, Origin, Progress};
use crate::upload::Upload;
use bellwether_words::{Message, message};

/// A file to be tried or imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportJob {
    /// The file as it was when this was begun, with the columns agreed to.
    pub upload: Upload,
    /// Whether it is only tried.
    pub is_trial: bool,
    /// The day up to which somebody says that the source is complete.
    #[serde(default)]
    pub complete_through: Option<Day>,
    /// Who began it, as the audit names them.
    pub by: String,
}

impl Job for ImportJob {
    const KIND: &'static str = "import";
    /// Why it failed is kept as a text that every reader's language tells.
    type Outcome = Result<ImportOutcome, Message>;

    fn subject(&self) -> Option<&str> {
        Some(&self.upload.id)
    }
}

/// How a job stands.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportState {
    /// Others are done first, or it was interrupted and is taken up again.
    Waiting,
    /// It is being read.
    Running(Progress),
    /// What came of it.
    Done(Box<ImportOutcome>),
    /// Why it ended without a result.
    Failed(Message),
}

/// The latest job about a file and how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportStatus {
    /// What was begun.
    pub job: ImportJob,
    /// How it stands.
    pub state: ImportState,
}

impl ImportStatus {
    /// Whether nothing more will become of it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.state, ImportState::Done(_) | ImportState::Failed(_))
    }
}

impl App {
    /// Reads the file by the mapping agreed to, and imports it unless it is only tried. `is_resumed`: it was begun before.
    pub(crate) async fn run_import(
        &self,
        job: &ImportJob,
        is_resumed: bool,
        cancel: &AtomicBool,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<ImportOutcome, Failure> {
        let upload = &job.upload;
        let mapping = upload.mapping.as_deref().ok_or_else(|| Failure::usage(message("failure-columns-not-agreed")))?;
        let request = ImportRequest {
            fact: upload.fact.parse::<Fact>()?,
            source: Some(upload.source.clone()),
            origin: Origin::Files(vec![self.place(upload)]),
            map: None,
            preset: None,
            complete_through: job.complete_through,
            dry_run: job.is_trial,
            by: job.by.clone(),
            is_resumed,
        };
        // The person knows the file by its name alone.
        let folder = self.folder(upload);
        let outcome = self.import(&request, mapping, cancel, progress).await;
        let mut outcome = outcome.map_err(|failure| failure.without(&folder))?;
        outcome.report.first_rejects.iter_mut().for_each(|said| *said = said.replace(&folder, ""));
        Ok(outcome)
    }
}

/// Why a job ends that somebody stopped.
pub(crate) fn stopped() -> Failure {
    ImportError::Cancelled.into()
}
