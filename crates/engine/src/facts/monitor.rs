//! The caller's hold on an import while it runs: it is told how far the import has come, and may end it.

use std::sync::atomic::{AtomicBool, Ordering};

use super::error::ImportError;
use crate::lake::Journal;
use crate::sources;

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It reads the source.
    Reading(sources::Progress),
    /// It looks for the rows among the facts known.
    Comparing {
        /// Files of the table looked through.
        done: u64,
        /// All of them.
        of: u64,
    },
    /// It writes new facts.
    Writing {
        /// Rows written.
        done: u64,
        /// All of them.
        of: u64,
    },
    /// It makes them part of the table.
    Committing,
}

/// A point at which a test may interrupt an import or undo, to see what a crash there leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Read,
    Compared,
    Written,
    Noted(Journal),
    FactsCommitted,
}

impl Step {
    #[cfg(test)]
    pub(super) const ALL: [Self; 9] = {
        let [a, b, c, d, e] = Journal::NOTES;
        [
            Self::Read,
            Self::Compared,
            Self::Written,
            Self::Noted(a),
            Self::Noted(b),
            Self::Noted(c),
            Self::Noted(d),
            Self::Noted(e),
            Self::FactsCommitted,
        ]
    };
}

/// Tells progress to the caller of an import and asks whether it was cancelled.
pub(super) struct Monitor<'a> {
    pub(super) cancel: &'a AtomicBool,
    pub(super) on_progress: &'a mut (dyn FnMut(Progress) + Send),
    #[cfg(test)]
    pub(super) dies_after: Option<Step>,
}

impl Monitor<'_> {
    pub(super) fn tell(&mut self, progress: Progress) -> Result<(), ImportError> {
        (self.on_progress)(progress);
        if self.cancel.load(Ordering::Relaxed) { Err(ImportError::Cancelled) } else { Ok(()) }
    }

    pub(super) fn reached(&self, step: Step) -> Result<(), ImportError> {
        self.steps().reached(step)
    }

    /// Its steps alone, for what no caller waits for any more.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only tests interrupt"))]
    pub(super) fn steps(&self) -> Steps {
        Steps {
            #[cfg(test)]
            dies_after: self.dies_after,
        }
    }
}

/// The steps of an import or undo.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    #[cfg(test)]
    dies_after: Option<Step>,
}

impl Steps {
    #[cfg_attr(not(test), expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "only tests interrupt"))]
    pub(super) fn reached(self, step: Step) -> Result<(), ImportError> {
        #[cfg(test)]
        if self.dies_after == Some(step) {
            return Err(ImportError::Died("a step"));
        }
        tracing::debug!(?step, "import");
        Ok(())
    }
}
