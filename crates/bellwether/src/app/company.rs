//! The company at work: its lake, its records, the policy in force and the closed books, opened once for each command.

use std::fmt::Write as _;
use std::sync::Arc;

use bellwether_engine::lake::Lake;
use bellwether_engine::marts::ledger::{Books, Close, Knowledge, MOVEMENTS, SetReason, Standing, Walk};
use bellwether_model::{Calendar, Day, Policy, Preset, ReasonTree};
use bellwether_records::{Change, PolicyVersion, Records};
use jiff::Timestamp;
use tokio::sync::Mutex;
use ulid::Ulid;

use super::{App, Basis, Viewpoint};
use crate::failure::{Failure, FailureKind};
use crate::words::said;

/// Everything a question about this company needs.
pub(crate) struct Company {
    pub(crate) lake: Arc<Lake>,
    pub(crate) records: Records,
    pub(crate) policy: PolicyVersion,
}

/// What a server opens once.
#[derive(Clone)]
pub(super) struct Opened {
    lake: Arc<Lake>,
    records: Records,
    /// What was last read into memory.
    standing: Arc<Mutex<Option<Arc<Standing>>>>,
}

/// A company seen under one policy, with one knowledge, up to one day.
pub(crate) struct View<'c> {
    company: &'c Company,
    pub(crate) policy: Policy,
    pub(crate) calendar: Calendar,
    pub(crate) books: Books,
    pub(crate) knowledge: Knowledge,
    /// The days of the first and of the latest fact.
    pub(crate) first: Day,
    pub(crate) latest: Day,
    /// The day up to which is counted if nothing else is asked for: that of the latest fact, but never one that has not come yet. What
    /// is dated ahead (an order by a slip, a contract of next month) counts once its day has come.
    usual: Day,
    pub(crate) basis: Basis,
    /// Whether it is seen under the policy in force, with the closed books.
    is_the_companys: bool,
    threads: usize,
    standing: Option<Arc<Standing>>,
}

impl App {
    /// Opens the data folder; it must have been made by `init`, `demo` or a first import.
    pub(crate) async fn company(&self) -> Result<Company, Failure> {
        if !self.has_company() {
            let folder = self.config.data.display();
            return Err(Failure::new(FailureKind::NotFound, said("failure-no-company").with("folder", folder)));
        }
        let Opened { lake, records, .. } = if let Some(opened) = &self.opened {
            opened.clone()
        } else {
            let folder = self.config.data.join(LAKE);
            let lake = async { Ok::<_, Failure>(Lake::open(&folder).await?) };
            let (lake, records) = tokio::try_join!(lake, self.records())?;
            Opened { lake: Arc::new(lake), records, standing: Arc::default() }
        };
        let in_force = records.policies().in_force(self.today()).await?;
        let first = records.policies().all().await?.into_iter().next();
        let policy =
            in_force.or(first).ok_or_else(|| Failure::new(FailureKind::NotFound, said("failure-no-policy")))?;
        Ok(Company { lake, records, policy })
    }

    /// The same with the company kept open, for a server.
    pub(crate) async fn open(self) -> Result<Self, Failure> {
        let Company { lake, records, .. } = self.company().await?;
        Ok(Self { opened: Some(Opened { lake, records, standing: Arc::default() }), ..self })
    }

    /// The same at another moment.
    pub(crate) fn at(&self, now: Timestamp) -> Self {
        Self { now, ..self.clone() }
    }

    /// What changes whenever facts or records do, or with the day: while it is the same, so is every answer.
    pub(crate) async fn state_of_knowledge(&self) -> Result<String, Failure> {
        let company = self.company().await?;
        let (entries, checksum) = company.records.audit().head().await?;
        let mut state = format!("{} {entries} {checksum}", self.today());
        for table in company.lake.tables()? {
            let _ = write!(state, " {table} {}", company.lake.latest_version(&table)?);
        }
        Ok(state)
    }

    /// Whether the data folder holds a company.
    pub(crate) fn has_company(&self) -> bool {
        self.config.data.join(LAKE).is_dir()
    }

    /// Today's date in UTC.
    pub(crate) fn today(&self) -> Day {
        Day::from_date(self.now.to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    pub(crate) async fn records(&self) -> Result<Records, Failure> {
        let url = if self.config.records.is_empty() {
            Records::file(&self.config.data.join("records.db"))
        } else {
            self.config.records.clone()
        };
        Ok(Records::open(&url, self.now).await?)
    }

    /// The same, about to make the change of this id.
    pub(crate) fn making(&self, id: Ulid) -> Self {
        Self { change_id: Some(id), ..self.clone() }
    }

    /// A change by `by`, now, under the id that was given to it or a new one.
    pub(crate) fn change(&self, by: &str) -> Result<Change, Failure> {
        Ok(Change::new(self.change_id.unwrap_or_else(|| self.new_id()), by, self.now)?)
    }

    #[expect(clippy::disallowed_methods, clippy::unused_self, reason = "the binary is where ids come from")]
    pub(crate) fn new_id(&self) -> Ulid {
        Ulid::generate()
    }

    pub(crate) fn threads(&self) -> usize {
        let available = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        if self.config.threads == 0 { available() } else { self.config.threads }
    }

    /// The company as the viewpoint asks for. A server has what is known now in memory.
    pub(crate) async fn view<'c>(&self, company: &'c Company, viewpoint: &Viewpoint) -> Result<View<'c>, Failure> {
        let mut view = self.view_of_facts(company, viewpoint).await?;
        let is_now = viewpoint.known_at.is_none() && view.basis.as_of == view.usual && view.is_the_companys;
        if let Some(opened) = self.opened.as_ref().filter(|_| is_now) {
            view.standing = self.standing(opened, company, &view).await;
        }
        Ok(view)
    }

    /// What is in memory of a view, read anew where it is not of it. Marts that are behind are brought up to date first. Without it
    /// everything is answered from the facts, only later.
    async fn standing(&self, opened: &Opened, company: &Company, view: &View<'_>) -> Option<Arc<Standing>> {
        let mut kept = opened.standing.lock().await;
        let (walk, version) = (view.walk(&[]), company.policy.version);
        if !kept.as_ref().is_some_and(|standing| standing.is_of(&walk, version)) {
            // Not both at once in memory.
            *kept = None;
            let read = async || -> Result<Option<Standing>, Failure> {
                if !company.lake.exists(MOVEMENTS) {
                    return Ok(None);
                }
                Ok(Standing::read(&walk, &company.lake.snapshot(MOVEMENTS).await?, version)?)
            };
            let up_to_date = async || match read().await? {
                None => {
                    Box::pin(self.refresh(false)).await?;
                    read().await
                }
                some => Ok(some),
            };
            match up_to_date().await {
                Ok(standing) => *kept = standing.map(Arc::new),
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
            return Err(Failure::new(FailureKind::NotFound, said("failure-no-facts")));
        };
        let usual = latest.min(calendar.day_of_micros(self.now.as_microsecond())).max(first);
        let as_of = viewpoint.as_of.unwrap_or(usual);
        let furthest = latest.max(self.today()).plus(FURTHEST_DAYS);
        if as_of > furthest {
            let said = said("failure-too-far-ahead").day("day", as_of).day("latest", latest);
            return Err(Failure::new(FailureKind::NotFound, said.day("furthest", furthest)));
        }
        if as_of < first {
            let said = said("failure-too-early").day("day", as_of).day("first", first).day("latest", latest);
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
            standing: None,
        })
    }
}

/// So many days ahead of the latest fact, or of today, lapses and known ends are still told.
const FURTHEST_DAYS: i32 = 3 * 366;

/// The lake's folder within the data folder.
pub(super) const LAKE: &str = "lake";

impl Company {
    /// The policy called by a preset's name or a version's number, the words for it, and whether it is the one in force.
    pub(crate) async fn named_policy(&self, name: Option<&str>) -> Result<(Policy, String, bool), Failure> {
        let in_force = self.policy.version;
        let Some(name) = name else {
            return Ok((self.policy.policy.clone(), format!("policy {in_force}"), true));
        };
        if let Ok(preset) = name.parse::<Preset>() {
            return Ok((preset.policy(&self.policy.policy), format!("{preset} on policy {in_force}"), false));
        }
        let version: i64 = name.parse().map_err(|_| {
            let presets = Preset::ALL.map(Preset::name).join(", ");
            Failure::usage(said("failure-no-definitions").with("name", name).with("presets", presets))
        })?;
        let found = self.records.policies().version(version).await?;
        let found = found
            .ok_or_else(|| Failure::new(FailureKind::NotFound, said("failure-no-version").with("version", version)))?;
        Ok((found.policy, format!("policy {version}"), version == in_force))
    }

    /// The closed books as they stood at an instant; now, if none is given.
    pub(crate) async fn books(&self, known_at: Option<Timestamp>) -> Result<Books, Failure> {
        let closed = self.records.books().all().await?;
        let closed: Vec<_> =
            closed.into_iter().filter(|c| known_at.is_none_or(|instant| c.closed_at <= instant)).collect();
        Ok(Books {
            grain: closed.first().map_or(Books::open().grain, |first| first.period.grain),
            closes: closed
                .iter()
                .map(|c| Close { through: c.period.end.plus(-1), import_seq: c.last_import_seq })
                .collect(),
        })
    }

    pub(crate) async fn tree(&self) -> Result<ReasonTree, Failure> {
        Ok(self.records.reason_trees().current().await?.tree)
    }

    /// The reasons people set, those known at an instant.
    pub(crate) async fn set_reasons(&self, known_at: Option<Timestamp>) -> Result<Vec<SetReason>, Failure> {
        let known = self.records.reasons().in_force(known_at).await?;
        Ok(known
            .into_iter()
            .map(|reason| SetReason {
                customer: reason.customer_id,
                day: reason.day,
                kind: reason.kind,
                reason: reason.reason,
                how_known: reason.how_known,
            })
            .collect())
    }
}

impl View<'_> {
    /// The walk over all customers, bringing along the attributes asked for.
    pub(crate) fn walk<'a>(&'a self, attributes: &'a [String]) -> Walk<'a> {
        Walk {
            lake: &self.company.lake,
            knowledge: &self.knowledge,
            policy: &self.policy,
            calendar: &self.calendar,
            books: &self.books,
            through: self.basis.as_of,
            attributes,
            names: false,
            // Who sets the as-of back looks at the facts.
            standing: self.standing.as_deref().filter(|_| self.basis.as_of == self.usual),
            only: None,
            threads: self.threads,
        }
    }

    /// The period of a label, or the one the as-of day lies in.
    pub(crate) fn period(
        &self,
        grain: bellwether_model::Grain,
        label: Option<&str>,
    ) -> Result<bellwether_model::Period, Failure> {
        match label {
            None => Ok(self.calendar.period(grain, self.basis.as_of)),
            Some(label) => {
                self.calendar.parse_period(grain, label).map_err(|error| Failure::new(FailureKind::NotFound, error))
            }
        }
    }
}
