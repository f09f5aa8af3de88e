//! Question: is a made-up company looked at in the own one's place, how does it come, and how does it go?
//!
//! Invariant: it has a lake and records of its own, in a folder of its own, so that nothing of it stands beside anything real. A setting of the
//! own records alone says whether it is there: a crash leaves it there or not, and a folder that no setting names is removed later.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use bellwether_engine::facts;
use bellwether_model::{Day, Policy, ReasonTree, Target};
use bellwether_records::VersionDetails;
use bellwether_sample::Sample;
use jiff::Timestamp;
use ulid::Ulid;

use crate::app::App;
use crate::config::Config;
use crate::demo::sample_policy;
use crate::failure::{Failure, FailureKind, Mend};
use crate::import_queue::has_open_imports;
use bellwether_words::message;

/// Customers that it ever had: enough for a cohort of each month, few enough to come within seconds.
const CUSTOMERS: u64 = 600;

/// A folder of this age that no setting names belongs to nobody who still makes a company of it.
const LEFT_OVER: Duration = Duration::from_hours(1);

/// How far it has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SampleProgress {
    /// Steps that are done.
    pub done: usize,
    /// Steps there are; 0 before it is known.
    pub all: usize,
}

/// What goes with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SampleContents {
    /// Facts, each a row of a table.
    pub facts: u64,
    /// Imports and undos.
    pub imports: usize,
    /// Reasons that people set.
    pub reasons: usize,
    /// Periods that were closed.
    pub closes: usize,
    /// Targets in force.
    pub targets: usize,
    /// Versions of the definitions that were written since it came.
    pub definitions: usize,
}

impl App {
    /// Whether a made-up company is looked at in the own one's place.
    pub async fn has_sample(&self) -> Result<bool, Failure> {
        Ok(self.has_company() && self.opened().await?.sample.is_some())
    }

    /// Refuses what would bring anything real in as long as a made-up company is there.
    pub async fn refuse_beside_sample(&self) -> Result<(), Failure> {
        if self.has_company() { self.company().await?.refuse_sample() } else { Ok(()) }
    }

    /// Refuses a made-up company where there is one, or anything real.
    pub async fn may_add_sample(&self) -> Result<(), Failure> {
        let conflict = |name: &'static str| Failure::new(FailureKind::Conflict, message(name));
        let own = self.own().await?;
        if self.has_sample().await? {
            return Err(conflict("failure-sample-there").mended_by(Mend::Sample));
        }
        if !facts::inventory(&own.lake).await?.is_empty() {
            return Err(conflict("failure-sample-beside-facts"));
        }
        if has_open_imports(&own.records, self.now).await? {
            return Err(conflict("failure-sample-beside-import").mended_by(Mend::Data));
        }
        Ok(())
    }

    /// Makes a made-up company and shows it in the own one's place.
    pub async fn add_sample(
        &self,
        by: &str,
        cancel: &AtomicBool,
        told: &(dyn Fn(SampleProgress) + Sync),
    ) -> Result<(), Failure> {
        self.may_add_sample().await?;
        self.forget_left_over_samples();
        let name = self.new_id().to_string();
        let folder = self.samples().join(&name);
        let shown = async {
            self.make_sample(&folder, cancel, told).await?;
            // Something real may have come meanwhile.
            self.may_add_sample().await?;
            self.set_sample(&self.own().await?.records, &name, true, by).await
        };
        let shown = shown.await;
        if shown.is_err() {
            remove(&folder);
        }
        shown
    }

    /// Fills a folder with a made-up company, which counts as the own one does, or as suits it where nobody has said how.
    async fn make_sample(
        &self,
        folder: &Path,
        cancel: &AtomicBool,
        told: &(dyn Fn(SampleProgress) + Sync),
    ) -> Result<(), Failure> {
        let own = self.company().await?;
        let policy = if self.has_agreed(&own.records).await? {
            own.policy.value.clone()
        } else {
            let Policy { currency, time_zone, customer_noun, customer_noun_plural, .. } = own.policy.value.clone();
            Policy { currency, time_zone, customer_noun, customer_noun_plural, ..sample_policy() }
        };
        let config = Config { data: folder.to_owned(), records: String::new(), ..self.config.clone() };
        let app = Self::new(config, self.now, self.ids());
        app.init(&policy).await?;
        let company = app.company().await?;
        let tree = own.records.documents::<ReasonTree>().current().await?;
        if tree.value != company.tree().await? {
            let change = app.change(&app.config.user)?;
            company.records.documents().add(&tree.value, &VersionDetails::default(), &change).await?;
        }
        // Its last month is the last one that is over, so that it looks as a company of today does.
        let month = self.now.to_zoned(jiff::tz::TimeZone::UTC).date().first_of_month();
        let through = Day::from_date(month).plus(-1);
        let sample = Sample { customers: CUSTOMERS, through, ..Sample::default() };
        let tables = sample.tables().map_err(|error| Failure::usage(error.to_string()))?;
        // The marts are the last step.
        let all = tables.len() + 1;
        for (done, table) in tables.into_iter().enumerate() {
            told(SampleProgress { done, all });
            app.import_sample(&company, (table, sample.through), cancel, &|_| {}).await?;
        }
        app.write_sample_journey().await?;
        told(SampleProgress { done: all - 1, all });
        app.refresh(false).await?;
        Ok(())
    }

    /// Takes the made-up company away, with all that was built on it. What a crash left of one that was taken away goes as well.
    pub async fn remove_sample(&self, by: &str) -> Result<(), Failure> {
        let own = self.own().await?;
        let none = || Failure::new(FailureKind::NotFound, message("failure-no-sample"));
        let (name, is_there) = self.sample_setting(&own.records).await?.ok_or_else(none)?;
        if is_there {
            // This alone counts; the folder is only what is left of it.
            self.set_sample(&own.records, &name, false, by).await?;
        }
        remove(&self.samples().join(&name));
        // It goes only where nothing else lies in it.
        let _ = std::fs::remove_dir(self.samples());
        if is_there { Ok(()) } else { Err(none()) }
    }

    /// What goes with the made-up company; nothing where there is none.
    pub async fn sample_contents(&self) -> Result<Option<SampleContents>, Failure> {
        let company = self.company().await?;
        if !company.is_sample {
            return Ok(None);
        }
        let records = &company.records;
        let sources = facts::inventory(&company.lake).await?;
        Ok(Some(SampleContents {
            facts: sources.iter().map(|source| source.rows).sum(),
            imports: facts::past_imports(&company.lake).await?.len(),
            reasons: records.reasons().in_force(None).await?.len(),
            closes: records.books().all().await?.len(),
            targets: records.register::<Target>().in_force().await?.len(),
            definitions: records.documents::<Policy>().all().await?.len().saturating_sub(1),
        }))
    }

    /// Removes what processes left that ended while they made a company.
    fn forget_left_over_samples(&self) {
        for entry in std::fs::read_dir(self.samples()).into_iter().flatten().flatten() {
            let made_at = entry.file_name().to_str().and_then(|name| name.parse::<Ulid>().ok()).and_then(begun_at);
            if made_at.is_some_and(|at| self.now.duration_since(at) > LEFT_OVER.try_into().unwrap_or_default()) {
                remove(&entry.path());
            }
        }
    }
}

/// When an id was made.
fn begun_at(id: Ulid) -> Option<Timestamp> {
    Timestamp::from_millisecond(i64::try_from(id.timestamp_ms()).ok()?).ok()
}

/// Removes a folder as far as that goes: what stays counts nowhere, and goes the next time.
fn remove(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, folder = %folder.display(), "a part of a made-up company stays on the disk");
    }
}

#[cfg(test)]
mod tests;
