//! Bellwether at work: what every question and every change begins with.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bellwether_engine::facts;
use bellwether_engine::lake::{Fact, Journal, Lake};
use bellwether_engine::marts;
use bellwether_engine::marts::ledger::{Books, LedgerCache};
use bellwether_engine::sources::known_inputs::KnownInputs;
use bellwether_engine::walk::Knowledge;
use bellwether_model::{Day, Policy};
use bellwether_records::{Change, Records};
use bellwether_words::message;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::{Mutex, Semaphore};
use ulid::Ulid;

use crate::anchor::LakeAnchor;
use crate::answers::Answers;
use crate::company::{Company, OpenCompany, View};
use crate::config::Config;
use crate::failure::{Failure, FailureKind};
use crate::input::{Input, Topic};
use crate::viewpoint::{Basis, Viewpoint};
use crate::wholeness::ask_witnesses;

/// Bellwether at work on one data folder: built once in `cli::main`, handed to each command.
#[derive(Clone)]
pub struct App {
    /// The settings.
    pub config: Config,
    /// The moment at which the command was given.
    pub now: Timestamp,
    /// Kept open by a server; absent for a command, which opens what it needs.
    opened: Option<OpenCompany>,
    /// The made-up company that was last shown in the own one's place.
    shown: Arc<Mutex<Option<OpenCompany>>>,
    /// The answers that those of slight effort are put together from; absent: each part is worked out anew.
    pub(crate) answers: Option<Answers>,
    /// What was found of files that were opened before.
    pub(crate) known_inputs: Arc<KnownInputs>,
    /// Turns to hash a password.
    pub(crate) hashing: Arc<Semaphore>,
    /// The id of the change that is about to be made; absent: a new one.
    change_id: Option<Ulid>,
    /// Where new ids come from.
    new_id: fn() -> Ulid,
}

/// Passwords hashed at once.
const HASHING: usize = 2;

impl App {
    /// An app of these settings at a moment, which names its changes by `new_id`.
    #[must_use]
    pub fn new(config: Config, now: Timestamp, new_id: fn() -> Ulid) -> Self {
        Self {
            config,
            now,
            opened: None,
            shown: Arc::default(),
            answers: None,
            known_inputs: Arc::default(),
            hashing: Arc::new(Semaphore::new(HASHING)),
            change_id: None,
            new_id,
        }
    }
}

/// So many days ahead of the latest fact, or of today, lapses and known ends are still told.
const FURTHEST_DAYS: i32 = 3 * 366;

/// The lake's folder within the data folder.
pub(crate) const LAKE: &str = "lake";

/// The folders of files on their way in, and of rows that were refused, within the data folder.
pub(crate) const UPLOADS: &str = "uploads";
pub(crate) const REJECTS: &str = "rejects";

/// The file of records within the data folder.
pub(crate) const RECORDS: &str = "records.db";

/// The folder of made-up companies within the data folder.
pub(crate) const SAMPLES: &str = "samples";

/// The setting of the own records that says which made-up company stands in the own one's place: its folder, and whether it is there.
const SAMPLE: &str = "made_up_company";

impl App {
    /// What is asked and changed: the own company, or the made-up one that stands in its place. Who may come in, what the organisation is
    /// called and the audit are always the own ones.
    pub(crate) async fn opened(&self) -> Result<OpenCompany, Failure> {
        let own = self.own().await?;
        let Some(sample) = self.sample(&own.records).await? else { return Ok(own) };
        let mut shown = self.shown.lock().await;
        if let Some(known) = shown.as_ref().filter(|known| known.sample.as_ref() == Some(&sample)) {
            return Ok(known.clone());
        }
        let folder = self.samples().join(&sample);
        let (lake, url) = (folder.join(LAKE), Records::file(&folder.join(RECORDS)));
        let records = self.anchored(&url, &lake);
        let lake = async { Ok::<_, Failure>(Lake::open(&lake).await?) };
        let (lake, records) = tokio::join!(lake, records);
        let (lake, records) = (lake?, records?);
        let opened = OpenCompany { lake: Arc::new(lake), records, sample: Some(sample), ledger_cache: Arc::default() };
        *shown = Some(opened.clone());
        Ok(opened)
    }

    /// The made-up company that stands in the own one's place, by the name of its folder.
    async fn sample(&self, own: &Records) -> Result<Option<String>, Failure> {
        // Most companies never had one, and need not be asked for it.
        if !self.samples().is_dir() {
            return Ok(None);
        }
        let said = self.sample_setting(own).await?;
        let (folder, is_there) = said.unwrap_or_default();
        Ok(Some(folder).filter(|folder| is_there && self.samples().join(folder).is_dir()))
    }

    /// What the own records say of the made-up company of late: its folder, and whether it is there.
    pub(crate) async fn sample_setting(&self, own: &Records) -> Result<Option<(String, bool)>, Failure> {
        let said = own.settings().get(SAMPLE).await?;
        let folder = |said: &Value| said["folder"].as_str().and_then(|name| name.parse::<Ulid>().ok());
        Ok(said.and_then(|said| Some((folder(&said)?.to_string(), said["is_there"] == json!(true)))))
    }

    /// Says that a made-up company stands in the own one's place from now on, or no longer: of its coming and its going this alone counts.
    pub(crate) async fn set_sample(
        &self,
        own: &Records,
        folder: &str,
        is_there: bool,
        by: &str,
    ) -> Result<(), Failure> {
        let said = json!({ "folder": folder, "is_there": is_there });
        own.settings().set(SAMPLE, &said, &self.change(by)?).await?;
        *self.shown.lock().await = None;
        Ok(())
    }

    /// Where made-up companies lie, each in a folder of its own.
    pub(crate) fn samples(&self) -> PathBuf {
        self.config.data.join(SAMPLES)
    }

    /// The folder of what is shown: the data folder, or that of the made-up company.
    pub(crate) async fn folder_shown(&self) -> Result<PathBuf, Failure> {
        Ok(match self.opened().await?.sample {
            Some(sample) => self.samples().join(sample),
            None => self.config.data.clone(),
        })
    }

    /// The own company: what a server keeps open, or what a command opens.
    pub(crate) async fn own(&self) -> Result<OpenCompany, Failure> {
        if let Some(opened) = &self.opened {
            return Ok(opened.clone());
        }
        if !self.has_company() {
            let folder = self.config.data.display();
            return Err(Failure::new(FailureKind::NotFound, message("failure-no-company").with("folder", folder)));
        }
        self.refuse_half().await?;
        let folder = self.config.data.join(LAKE);
        let lake = async { Ok::<_, Failure>(Lake::open(&folder).await?) };
        let (lake, records) = tokio::join!(lake, self.records());
        let (lake, records) = (lake?, records?);
        ask_witnesses(&lake, &records).await?;
        self.repair(&lake).await;
        Ok(OpenCompany { lake: Arc::new(lake), records, sample: None, ledger_cache: Arc::default() })
    }

    /// Puts right what an import left behind that ended in the middle, so that facts which count are told of as an import, and nothing is of
    /// one that never took place.
    pub(crate) async fn repair(&self, lake: &Lake) {
        // What is damaged is told where it is asked for.
        if let Err(error) = facts::repair(lake, self.now).await {
            tracing::debug!(%error, "what an interrupted import left behind cannot be put right");
        }
    }

    /// Refuses a folder of which one half is lost: opening would make an empty one in its place.
    pub(crate) async fn refuse_half(&self) -> Result<(), Failure> {
        let lake = self.config.data.join(LAKE);
        let is_file = self.config.records.is_empty();
        let file = self.config.data.join(RECORDS);
        let has_file = std::fs::metadata(&file).is_ok_and(|file| file.len() > 0);
        let missing = |text, place: String| {
            Err(Failure::new(
                FailureKind::Internal,
                message(text).with("folder", self.config.data.display()).with("place", place),
            ))
        };
        if Lake::is_in(&lake) {
            let is_lost = is_file && !has_file && Lake::has_imports_in(&lake);
            return if is_lost { missing("failure-records-missing", file.display().to_string()) } else { Ok(()) };
        }
        if (is_file && !has_file) || self.records().await?.documents::<Policy>().all().await?.is_empty() {
            return Ok(());
        }
        missing("failure-lake-missing", lake.display().to_string())
    }

    /// The records hold no definitions: of a company whose facts are there that is a loss.
    pub(crate) fn without_policy(&self) -> Failure {
        if Lake::has_imports_in(&self.config.data.join(LAKE)) {
            let place = if self.config.records.is_empty() { RECORDS } else { "Postgres" };
            let said = message("failure-records-missing").with("folder", self.config.data.display());
            return Failure::new(FailureKind::Internal, said.with("place", place));
        }
        Failure::new(FailureKind::NotFound, message("failure-no-policy"))
    }

    /// Opens the data folder; it must have been made by `init`, `demo` or a first import.
    pub async fn company(&self) -> Result<Company, Failure> {
        let OpenCompany { lake, records, sample, ledger_cache } = self.opened().await?;
        let policies = records.documents::<Policy>();
        let found = match policies.in_force(self.today()).await? {
            Some(in_force) => Some(in_force),
            None => policies.version(1).await?,
        };
        let policy = found.ok_or_else(|| self.without_policy())?;
        Ok(Company { lake, records, policy, ledger_cache, is_sample: sample.is_some() })
    }

    /// The same with the company kept open, for a server.
    pub async fn open(self) -> Result<Self, Failure> {
        self.company().await?;
        let own = self.own().await?;
        Ok(Self { opened: Some(own), ..self })
    }

    /// The same, finding the parts of an answer among those kept here, or working them out anew.
    #[must_use]
    pub(crate) fn with_parts_from(self, answers: Option<Answers>) -> Self {
        Self { answers, ..self }
    }

    /// The same at another moment.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Self {
        Self { now, ..self.clone() }
    }

    /// The versions of what an answer rests on, and the day: while they are the same, so is the answer.
    pub async fn versions(&self, inputs: &[Input]) -> Result<String, Failure> {
        let OpenCompany { lake, records, sample, .. } = self.opened().await?;
        // Ends that have come move the as-of on, by the company's days.
        let by_the_company = if inputs.contains(&Input::Facts) { self.companys_today().await.ok() } else { None };
        let mut versions = by_the_company.unwrap_or_else(|| self.today()).to_string();
        if let Some(sample) = &sample {
            // Versions of another lake and of other records; who may come in and what the organisation is called are the own ones.
            let own = self.own().await?.records.versions().await?;
            let _ = write!(versions, " sample {sample} {} {}", own.of(Topic::Users), own.of(Topic::Settings));
        }
        if inputs.contains(&Input::Facts) {
            // Marts follow from these, and say nothing that they do not.
            for table in Fact::ALL.map(Fact::name).into_iter().chain(Journal::ALL.map(Journal::name)) {
                let _ = write!(versions, " {table} {}", lake.latest_version(table)?);
            }
        }
        let topic = |input: &Input| if let Input::Records(topic) = input { Some(*topic) } else { None };
        if inputs.iter().any(|input| topic(input).is_some()) {
            let known = records.versions().await?;
            for topic in inputs.iter().filter_map(topic) {
                let _ = write!(versions, " {} {}", topic.name(), known.of(topic));
            }
        }
        Ok(versions)
    }

    /// Whether the data folder holds a company.
    #[must_use]
    pub fn has_company(&self) -> bool {
        self.config.data.join(LAKE).is_dir()
            || (self.config.records.is_empty() && self.config.data.join(RECORDS).is_file())
    }

    /// Today's date in UTC.
    #[must_use]
    pub fn today(&self) -> Day {
        Day::from_date(self.now.to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    /// Today's date in the company's time zone.
    pub(crate) async fn companys_today(&self) -> Result<Day, Failure> {
        Ok(Day::from_date(self.now.to_zoned(self.usual().await?.zone).date()))
    }

    /// The records of the company, opened once.
    pub async fn records(&self) -> Result<Records, Failure> {
        let url = if self.config.records.is_empty() {
            Records::file(&self.config.data.join(RECORDS))
        } else {
            self.config.records.clone()
        };
        self.anchored(&url, &self.config.data.join(LAKE)).await
    }

    /// The records of an address, with the heads of their audit noted in a lake.
    async fn anchored(&self, url: &str, lake: &Path) -> Result<Records, Failure> {
        Ok(Records::open(url, self.now).await?.anchored(Arc::new(LakeAnchor::of(lake))).await?)
    }

    /// The same, about to make the change of this id.
    #[must_use]
    pub fn making(&self, id: Ulid) -> Self {
        Self { change_id: Some(id), ..self.clone() }
    }

    /// A change by `by`, now, under the id that was given to it or a new one.
    pub fn change(&self, by: &str) -> Result<Change, Failure> {
        Ok(Change::new(self.change_id(), by, self.now)?)
    }

    /// The id of what is about to be changed: the one that was given to it, or a new one.
    pub(crate) fn change_id(&self) -> Ulid {
        self.change_id.unwrap_or_else(|| self.new_id())
    }

    /// Where new ids come from.
    pub(crate) fn ids(&self) -> fn() -> Ulid {
        self.new_id
    }

    /// A new id.
    #[must_use]
    pub fn new_id(&self) -> Ulid {
        (self.new_id)()
    }

    /// How many threads an answer may use.
    #[must_use]
    pub fn threads(&self) -> usize {
        let available = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        if self.config.threads == 0 { available() } else { self.config.threads }
    }

    /// The company as the viewpoint asks for. A server has what is known now in memory.
    pub async fn view<'c>(&self, company: &'c Company, viewpoint: &Viewpoint) -> Result<View<'c>, Failure> {
        let view = Box::pin(self.view_of_facts(company, viewpoint)).await?;
        let mut view = Box::pin(view.narrowed_to(viewpoint)).await?;
        let is_now = viewpoint.known_at.is_none() && view.basis.as_of == view.usual && view.is_the_companys;
        if self.opened.is_some() && is_now {
            view.ledger_cache = self.ledger_cache(company, &view).await;
        }
        Ok(view)
    }

    /// What is in memory of a view, read anew where it is not of it. Marts that are behind are brought up to date first. Without it
    /// everything is answered from the facts, only later.
    async fn ledger_cache(&self, company: &Company, view: &View<'_>) -> Option<Arc<LedgerCache>> {
        let mut kept = company.ledger_cache.lock().await;
        let (input, version) = (view.mart_input(), company.policy.version);
        let (walk, books) = (&input.walk, input.books);
        if !kept.as_ref().is_some_and(|cache| cache.is_of(walk, books, version)) {
            // Not both at once in memory.
            *kept = None;
            let up_to_date = async || -> Result<Option<LedgerCache>, Failure> {
                if !marts::is_current(&input)? {
                    Box::pin(self.refresh(false)).await?;
                }
                Ok(LedgerCache::load(walk, books, version).await?)
            };
            let mut cache = up_to_date().await;
            if let Err(failure) = &cache
                && failure.is_damaged_mart()
            {
                cache = match self.make_marts_anew(failure).await {
                    Ok(()) => up_to_date().await,
                    Err(failure) => Err(failure),
                };
            }
            match cache {
                Ok(cache) => *kept = cache.map(Arc::new),
                Err(failure) => tracing::warn!(%failure, "the customers are not held in memory"),
            }
        }
        kept.clone()
    }

    /// The same, from the facts alone.
    pub(super) async fn view_of_facts<'c>(
        &self,
        company: &'c Company,
        viewpoint: &Viewpoint,
    ) -> Result<View<'c>, Failure> {
        let view = self.view_to_verify(company, viewpoint).await?;
        if view.is_the_companys {
            company.refuse_unreadable_books().await?;
            company.refuse_what_books_keep_from(&view.policy).await?;
        }
        Ok(view)
    }

    /// The same, whether or not closed books can be told by it.
    pub(super) async fn view_to_verify<'c>(
        &self,
        company: &'c Company,
        viewpoint: &Viewpoint,
    ) -> Result<View<'c>, Failure> {
        let (policy, named, is_the_companys) = match (&viewpoint.policy, viewpoint.known_at) {
            (None, Some(instant)) => {
                let known = company.policy_known_at(instant).await?;
                (known.value, format!("policy {}", known.version), true)
            }
            (named, _) => company.named_policy(named.as_deref()).await?,
        };
        let calendar = policy.check().map_err(Failure::input)?;
        // Before the knowledge: movements booked by a close that comes in between are then those of an open period, and left aside.
        let books = if is_the_companys { company.books(viewpoint.known_at).await? } else { Books::open() };
        let journey = company.journey_history(viewpoint.known_at).await?;
        let leaves_books_aside = !is_the_companys && company.records.books().last().await?.is_some();
        let today = calendar.day_of_micros(viewpoint.known_at.unwrap_or(self.now).as_microsecond());
        let knowledge = match viewpoint.known_at {
            None => Knowledge::now(&company.lake, today).await?,
            Some(instant) => Knowledge::at(&company.lake, instant, today).await?,
        };
        let knowledge = if knowledge.has_rates_without_target() {
            knowledge.without_rates_before(company.currency_since(policy.currency).await?)
        } else {
            knowledge
        };
        let Some((first, latest)) = knowledge.span(&calendar) else {
            return Err(Failure::nothing_yet(message("failure-no-facts")));
        };
        let usual = latest.min(today).max(first);
        let as_of = viewpoint.as_of.unwrap_or(usual);
        let furthest = latest.max(self.today()).plus(FURTHEST_DAYS);
        if as_of > furthest {
            let said = message("failure-too-far-ahead").day("day", as_of).day("latest", latest);
            return Err(Failure::new(FailureKind::NotFound, said.day("furthest", furthest)));
        }
        if as_of < first {
            let said = message("failure-too-early").day("day", as_of).day("first", first).day("latest", latest);
            return Err(Failure::new(FailureKind::NotFound, said));
        }
        let basis = Basis {
            policy: named,
            as_of,
            known_at: viewpoint.known_at,
            currency: policy.currency,
            noun: policy.customer_noun.clone(),
            noun_plural: policy.customer_noun_plural.clone(),
            leaves_books_aside,
            population: None,
        };
        Ok(View {
            company,
            policy,
            calendar,
            books,
            journey,
            knowledge,
            first,
            latest,
            usual,
            basis,
            is_the_companys,
            only: None,
            threads: self.threads(),
            ledger_cache: None,
        })
    }
}
