//! Once a night a server reads every stored byte: did anything change behind our back?
//!
//! What was found is kept in a file of the data folder, so that it is told after a restart too, and a server that is off at night looks
//! soon after it starts.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use bellwether_words::Message;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::doctor::Check;
use crate::failure::{Failure, FailureKind};

/// The file that says what was found last.
const NOTE: &str = "nightly-look.json";

/// When the company sleeps, on its own clocks.
const HOUR: Time = Time::constant(3, 0, 0, 0);

/// A server that was off at night looks so long after it started.
const AFTER_START: SignedDuration = SignedDuration::from_mins(10);

/// So often it is thought about anew when to look next.
const PAUSE: Duration = Duration::from_mins(15);

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

    /// Looks every night, for as long as nobody ends it.
    pub async fn look_nightly(&self, clock: fn() -> Timestamp) {
        let started = clock();
        // Also where what was found cannot be noted, all is read once a night.
        let mut tried = None;
        loop {
            let zone = self.usual().await.map_or(TimeZone::UTC, |usual| usual.zone);
            let last = self.nightly_look().map(|look| look.at).max(tried);
            let wait = next(last, started, &zone).duration_since(clock());
            // Not in one sleep, which would go on while a computer is suspended.
            if wait > SignedDuration::ZERO {
                tokio::time::sleep(Duration::try_from(wait).unwrap_or(PAUSE).min(PAUSE)).await;
                continue;
            }
            tried = Some(clock());
            if let Err(failure) = self.at(clock()).look_at_all_files().await {
                tracing::error!(%failure, "the stored files could not be looked through, or what was found not be noted");
            }
        }
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

/// When to look next: in the first night after the last look or, where that has gone by, soon after the start.
fn next(last: Option<Timestamp>, started: Timestamp, zone: &TimeZone) -> Timestamp {
    let soon = started.saturating_add(AFTER_START).unwrap_or(started);
    let Some(last) = last else { return soon };
    let local = last.to_zoned(zone.clone());
    let night = |days: i64| local.date().saturating_add(days.days()).to_datetime(HOUR).to_zoned(zone.clone());
    let nights = [0, 1].into_iter().filter_map(|days| night(days).ok()).map(|night| night.timestamp());
    let night = nights.filter(|night| *night > last).min().unwrap_or(soon);
    if night < started { soon } else { night }
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

    #[test]
    fn it_is_looked_at_night_on_the_companys_clocks_and_soon_after_a_start_that_missed_one() {
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        let next = |last: Option<&str>, started| next(last.map(at), at(started), &berlin).to_string();
        assert_eq!(next(None, "2026-05-01T08:00:00Z"), "2026-05-01T08:10:00Z", "never yet");
        let started = "2026-05-01T08:00:00Z";
        assert_eq!(next(Some("2026-05-01T08:10:00Z"), started), "2026-05-02T01:00:00Z");
        assert_eq!(next(Some("2026-05-02T01:00:00Z"), started), "2026-05-03T01:00:00Z", "once a night");
        assert_eq!(next(Some("2026-05-02T00:10:00Z"), started), "2026-05-02T01:00:00Z");
        assert_eq!(next(Some("2026-04-20T01:00:00Z"), started), "2026-05-01T08:10:00Z", "it was off for nights");
        // On the night without three o'clock in summer time, and on that with two of two o'clock.
        assert_eq!(next(Some("2026-03-28T12:00:00Z"), "2026-03-28T11:00:00Z"), "2026-03-29T01:00:00Z");
        assert_eq!(next(Some("2026-10-24T12:00:00Z"), "2026-10-24T11:00:00Z"), "2026-10-25T02:00:00Z");
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
