//! Once a night a server reads every stored byte, as its schedule says: did anything change behind our back?
//!
//! What was found is kept in a file of the data folder, so that it is told after a restart too.

use std::io::Write as _;
use std::path::PathBuf;

use bellwether_words::Message;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::doctor::Check;
use crate::failure::{Failure, FailureKind};

/// The file that says what was found last.
const NOTE: &str = "nightly-look.json";

/// What the last look found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NightlyLook {
    /// When it began.
    pub at: Timestamp,
    /// What it found, damaged files among it.
    pub checks: Vec<Check>,
}

impl App {
    /// What the last nightly look found; `None` before the first one.
    #[must_use]
    pub fn nightly_look(&self) -> Option<NightlyLook> {
        serde_json::from_slice(&std::fs::read(self.nightly_note()).ok()?).ok()
    }

    /// Reads every stored byte, and keeps what was found.
    pub(crate) async fn look_at_all_files(&self) -> Result<NightlyLook, Failure> {
        let checks = if self.has_company() { self.doctor_of_files().await? } else { Vec::new() };
        for check in checks.iter().filter(|check| check.is_fault) {
            let advice = check.advice.as_ref().map(Message::english).unwrap_or_default();
            tracing::error!(found = check.found.english(), advice, "a stored file is not as it was written");
        }
        let look = NightlyLook { at: self.now, checks };
        let failed = |error: &dyn std::fmt::Display| {
            Failure::new(FailureKind::Internal, format!("cannot note what the nightly look found: {error}"))
        };
        let bytes = serde_json::to_vec(&look).map_err(|error| failed(&error))?;
        let note = self.nightly_note();
        // Whole or not at all, and for nobody else to read.
        let mut file = tempfile::NamedTempFile::new_in(&self.config.data).map_err(|error| failed(&error))?;
        file.write_all(&bytes).map_err(|error| failed(&error))?;
        file.persist(note).map_err(|error| failed(&error))?;
        Ok(look)
    }

    fn nightly_note(&self) -> PathBuf {
        self.config.data.join(NOTE)
    }
}

#[cfg(test)]
mod tests {
    use bellwether_model::Policy;
    use ulid::Ulid;

    use super::*;
    use crate::config::Config;
    use crate::private::is_open_to_others;

    #[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
    fn new_id() -> Ulid {
        Ulid::generate()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[tokio::test]
    async fn what_changed_behind_our_back_is_found_at_night_and_kept_for_whoever_looks_later() {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, user) = (folder.path().join("data"), "the test".to_owned());
        let config = Config { data: data.clone(), records: String::new(), threads: 1, memory: Config::MEMORY, user };
        let app = App::new(config, at("2026-05-01T08:00:00Z"), new_id);
        app.init(&Policy::default()).await.expect("a company");
        assert_eq!(app.nightly_look(), None);
        let whole = app.look_at_all_files().await.expect("looked");
        assert!(whole.checks.iter().all(|check| !check.is_fault), "{whole:?}");
        assert_eq!(app.nightly_look(), Some(whole));

        let commit = data.join("lake/facts/purchases/_delta_log/00000000000000000000.json");
        let mut bytes = std::fs::read(&commit).expect("a commit");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&commit, bytes).expect("damaged");
        let later = app.at(at("2026-05-02T01:00:00Z"));
        later.look_at_all_files().await.expect("looked");
        let found = later.nightly_look().expect("noted");
        assert_eq!(found.at, later.now);
        assert!(found.checks.iter().any(|check| check.is_fault), "{found:?}");
        assert!(!is_open_to_others(&data.join(NOTE)));
    }
}
