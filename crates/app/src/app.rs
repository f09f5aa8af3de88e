//! Bellwether at work: what every question and every change begins with.

use std::fmt::Write as _;
use std::sync::Arc;

use bellwether_engine::lake::{Fact, Journal, Lake};
use bellwether_engine::marts;
use bellwether_engine::marts::ledger::{Books, LedgerCache};
use bellwether_engine::walk::Knowledge;
use bellwether_model::{Day, Policy};
use bellwether_records::{Change, Records};
use bellwether_words::message;
use jiff::Timestamp;
use tokio::sync::Semaphore;
use ulid::Ulid;

use crate::answers::Answers;
use crate::company::{Company, OpenCompany, View};
use crate::config::Config;
use crate::failure::{Failure, FailureKind};
use crate::input::Input;
use crate::viewpoint::{Basis, Viewpoint};

/// Bellwether at work on one data folder: built once in `cli::main`, handed to each command.
#[derive(Clone)]
pub struct App {
    /// The settings.
    pub config: Config,
    /// The moment at which the command was given.
    pub now: Timestamp,
    /// Kept open by a server; absent for a command, which opens what it needs.
    opened: Option<OpenCompany>,
    /// The answers that those of slight effort are put together from; absent: each part is worked out anew.
    pub(crate) answers: Option<Answers>,
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
            answers: None,
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

impl App {
    /// What a server keeps open, or what a command opens.
    pub(crate) async fn opened(&self) -> Result<OpenCompany, Failure> {
        if let Some(opened) = &self.opened {
            return Ok(opened.clone());
        }
        if !self.has_company() {
            let folder = self.config.data.display();
            return Err(Failure::new(FailureKind::NotFound, message("failure-no-company").with("folder", folder)));
        }
        let folder = self.config.data.join(LAKE);
        let lake = async { Ok::<_, Failure>(Lake::open(&folder).await?) };
        let (lake, records) = tokio::try_join!(lake, self.records())?;
        Ok(OpenCompany { lake: Arc::new(lake), records, ledger_cache: Arc::default() })
    }

    /// Opens the data folder; it must have been made by `init`, `demo` or a first import.
    pub async fn company(&self) -> Result<Company, Failure> {
        let OpenCompany { lake, records, .. } = self.opened().await?;
        let policies = records.documents::<Policy>();
        let found = match policies.in_force(self.today()).await? {
            Some(in_force) => Some(in_force),
            None => policies.version(1).await?,
        };
        let policy = found.ok_or_else(|| Failure::new(FailureKind::NotFound, message("failure-no-policy")))?;
        Ok(Company { lake, records, policy })
    }

    /// The same with the company kept open, for a server.
    pub async fn open(self) -> Result<Self, Failure> {
        let Company { lake, records, .. } = self.company().await?;
        Ok(Self { opened: Some(OpenCompany { lake, records, ledger_cache: Arc::default() }), ..self })
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
        let OpenCompany { lake, records, .. } = self.opened().await?;
        let mut versions = self.today().to_string();
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
    }

    /// Today's date in UTC.
    #[must_use]
    pub fn today(&self) -> Day {
        Day::from_date(self.now.to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    /// The records of the company, opened once.
    pub async fn records(&self) -> Result<Records, Failure> {
        let url = if self.config.records.is_empty() {
            Records::file(&self.config.data.join("records.db"))
        } else {
            self.config.records.clone()
        };
        Ok(Records::open(&url, self.now).await?)
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
        let mut view = self.view_of_facts(company, viewpoint).await?;
        let is_now = viewpoint.known_at.is_none() && view.basis.as_of == view.usual && view.is_the_companys;
        if let Some(opened) = self.opened.as_ref().filter(|_| is_now) {
            view.ledger_cache = self.ledger_cache(opened, company, &view).await;
        }
        Ok(view)
    }

    /// What is in memory of a view, read anew where it is not of it. Marts that are behind are brought up to date first. Without it
    /// everything is answered from the facts, only later.
    async fn ledger_cache(&self, opened: &OpenCompany, company: &Company, view: &View<'_>) -> Option<Arc<LedgerCache>> {
        let mut kept = opened.ledger_cache.lock().await;
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
            match up_to_date().await {
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
        let (policy, named, is_the_companys) = company.named_policy(viewpoint.policy.as_deref()).await?;
        let calendar = policy.check().map_err(Failure::input)?;
        // Before the knowledge: movements booked by a close that comes in between are then those of an open period, and left aside.
        let books = if is_the_companys { company.books(viewpoint.known_at).await? } else { Books::open() };
        let knowledge = match viewpoint.known_at {
            None => Knowledge::now(&company.lake).await?,
            Some(instant) => Knowledge::at(&company.lake, instant).await?,
        };
        let Some((first, latest)) = knowledge.span(&calendar) else {
            return Err(Failure::nothing_yet(message("failure-no-facts")));
        };
        let usual = latest.min(calendar.day_of_micros(self.now.as_microsecond())).max(first);
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
        };
        Ok(View {
            company,
            policy,
            calendar,
            books,
            knowledge,
            first,
            latest,
            usual,
            basis,
            is_the_companys,
            threads: self.threads(),
            ledger_cache: None,
        })
    }
}
