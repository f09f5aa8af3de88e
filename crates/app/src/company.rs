//! The company at work: its lake, its records, the policy in force and the closed books, opened once for each command.

use std::fmt::Display;
use std::sync::Arc;

use bellwether_engine::lake::Lake;
use bellwether_engine::marts::MartInput;
use bellwether_engine::marts::ledger::{Books, ClosingFigures, FACTS, Ledger, LedgerCache, SetReason};
use bellwether_engine::walk::{Close, CustomerSet, Knowledge, Walk};
use bellwether_model::{
    BusinessCalendars, Calendar, CalendarEdition, Currency, Day, Edition, Grain, Journey, JourneyEdition,
    JourneyHistory, Period, Policy, Preset, ReasonTree, ValueBasis,
};
use bellwether_records::{ClosedPeriod, DocumentVersion, Records};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::Mutex;

use crate::failure::{Failure, FailureKind, Mend};
use crate::viewpoint::Basis;
use bellwether_words::message;

/// Everything a question about this company needs.
pub struct Company {
    pub lake: Arc<Lake>,
    pub records: Records,
    pub policy: DocumentVersion<Policy>,
    /// What a server last read of it into memory.
    pub(crate) ledger_cache: Arc<Mutex<Option<Arc<LedgerCache>>>>,
    /// Whether it is a made-up company that stands in the own one's place.
    pub(crate) is_sample: bool,
}

/// What a server opens once.
#[derive(Clone)]
pub(super) struct OpenCompany {
    pub(crate) lake: Arc<Lake>,
    pub(crate) records: Records,
    /// The folder of the made-up company; absent of the own one.
    pub(crate) sample: Option<String>,
    /// What was last read into memory.
    pub(crate) ledger_cache: Arc<Mutex<Option<Arc<LedgerCache>>>>,
}

/// A company seen under one policy, with one knowledge, up to one day.
pub struct View<'c> {
    pub(crate) company: &'c Company,
    pub policy: Policy,
    pub calendar: Calendar,
    pub books: Books,
    /// The journey and the business calendars, as they were known.
    pub(crate) journey: JourneyHistory,
    pub knowledge: Knowledge,
    /// The days of the first and of the latest fact.
    pub first: Day,
    pub latest: Day,
    /// The day up to which is counted if nothing else is asked for: that of the latest fact, but never one that has not come yet. What
    /// is dated ahead (an order by a slip, a contract of next month) counts once its day has come.
    pub(crate) usual: Day,
    pub basis: Basis,
    /// Whether it is seen under the policy in force, with the closed books.
    pub(crate) is_the_companys: bool,
    /// The customers who alone are counted; absent: all.
    pub(crate) only: Option<Arc<CustomerSet>>,
    pub(crate) threads: usize,
    pub(crate) ledger_cache: Option<Arc<LedgerCache>>,
}

impl Company {
    /// Refuses to put anything real into a made-up company.
    pub(crate) fn refuse_sample(&self) -> Result<(), Failure> {
        if self.is_sample {
            let failure = Failure::new(FailureKind::Conflict, message("failure-beside-sample"));
            return Err(failure.mended_by(Mend::Sample));
        }
        Ok(())
    }

    /// The policy called by a preset's name or a version's number, the words for it, and whether it is the one in force.
    pub async fn named_policy(&self, name: Option<&str>) -> Result<(Policy, String, bool), Failure> {
        let in_force = self.policy.version;
        let Some(name) = name else {
            return Ok((self.policy.value.clone(), format!("policy {in_force}"), true));
        };
        if let Ok(preset) = name.parse::<Preset>() {
            return Ok((preset.policy(&self.policy.value), format!("{preset} on policy {in_force}"), false));
        }
        let version: i64 = name.parse().map_err(|_| {
            let presets = Preset::ALL.map(Preset::name).join(", ");
            Failure::usage(message("failure-no-definitions").with("name", name).with("presets", presets))
        })?;
        let found = self.policy_version(version).await?;
        Ok((found.value, format!("policy {version}"), version == in_force))
    }

    /// When the policy's currency was agreed on: that of the latest versions without another one between them.
    pub(crate) async fn currency_since(&self, currency: Currency) -> Result<Timestamp, Failure> {
        let versions = self.records.documents::<Policy>().all().await?;
        let others = versions.iter().rposition(|version| version.value.currency != currency);
        let since = versions.get(others.map_or(0, |last| last + 1)).filter(|_| others.is_some());
        Ok(since.map_or(Timestamp::MIN, |since| since.created_at))
    }

    /// The policy that was in force at an instant, as it was known then: its number and its definitions.
    pub(crate) async fn policy_known_at(&self, instant: Timestamp) -> Result<DocumentVersion<Policy>, Failure> {
        let versions = self.records.documents::<Policy>().all().await?;
        let day = Day::from_date(instant.to_zoned(TimeZone::UTC).date());
        let in_force = |version: &&DocumentVersion<Policy>| {
            version.created_at <= instant && version.effective_from.is_none_or(|from| from <= day)
        };
        let known = versions.iter().filter(in_force).max_by_key(|version| (version.effective_from, version.version));
        let first = versions.iter().min_by_key(|version| version.version);
        Ok(known.or(first).cloned().unwrap_or_else(|| self.policy.clone()))
    }

    /// The version of the policy with this number.
    pub(crate) async fn policy_version(&self, version: i64) -> Result<DocumentVersion<Policy>, Failure> {
        self.records.documents().version(version).await?.ok_or_else(|| no_version(version))
    }

    /// The closed books as they stood at an instant; now, if none is given.
    pub async fn books(&self, known_at: Option<Timestamp>) -> Result<Books, Failure> {
        let closed = self.records.books().all().await?;
        let closed: Vec<_> =
            closed.into_iter().filter(|c| known_at.is_none_or(|instant| c.closed_at <= instant)).collect();
        let grain = closed.first().map_or(Books::open().grain, |first| first.period.grain);
        let versions = if closed.is_empty() { Vec::new() } else { self.records.documents::<Policy>().all().await? };
        let close = |closed: &ClosedPeriod| -> Result<Close, Failure> {
            let by = versions.iter().find(|version| version.version == closed.policy_version);
            let by = by.ok_or_else(|| no_version(closed.policy_version))?;
            Ok(Close {
                through: closed.period.end.plus(-1),
                import_seq: closed.last_import_seq,
                policy: Arc::new(by.value.clone()),
                // Where that cannot be read, `refuse_unreadable_books` keeps figures from being told.
                edition: frozen(closed).map(|figures| figures.edition).unwrap_or_default(),
            })
        };
        let all = closed.iter().map(close).collect::<Result<_, _>>()?;
        Ok(Books::load(&self.lake, all, grain, known_at).await?)
    }

    /// The journey and the business calendars in all their versions, as they were known at an instant; now, if none is given.
    pub(crate) async fn journey_history(&self, known_at: Option<Timestamp>) -> Result<JourneyHistory, Failure> {
        let (journeys, calendars) = (
            self.records.documents::<Journey>().all().await?,
            self.records.documents::<BusinessCalendars>().all().await?,
        );
        let is_known = |at: Timestamp| known_at.is_none_or(|instant| at <= instant);
        let journeys = journeys.into_iter().filter(|version| is_known(version.created_at));
        let calendars = calendars.into_iter().filter(|version| is_known(version.created_at));
        let edition = |found: DocumentVersion<Journey>| JourneyEdition {
            version: found.version,
            from: found.effective_from,
            journey: found.value,
        };
        let of_calendars = |found: DocumentVersion<BusinessCalendars>| CalendarEdition {
            version: found.version,
            saved_at: found.created_at.as_microsecond(),
            calendars: found.value,
        };
        Ok(JourneyHistory::new(journeys.map(edition).collect(), calendars.map(of_calendars).collect()))
    }

    /// Refuses to tell figures beside closed ones that cannot be read.
    pub(crate) async fn refuse_unreadable_books(&self) -> Result<(), Failure> {
        self.records.books().all().await?.iter().try_for_each(|closed| frozen(closed).map(drop))
    }

    pub async fn tree(&self) -> Result<ReasonTree, Failure> {
        Ok(self.records.documents::<ReasonTree>().current().await?.value)
    }

    /// The reasons people set, those known at an instant.
    pub async fn set_reasons(&self, known_at: Option<Timestamp>) -> Result<Vec<SetReason>, Failure> {
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
    /// The ledger of all customers, bringing along the attributes asked for.
    pub fn ledger<'a>(&'a self, attributes: &'a [String]) -> Ledger<'a> {
        let walk = Walk { attributes, ..self.walk() };
        // Who sets the as-of back looks at the facts.
        let cache = self.ledger_cache.as_deref().filter(|_| self.basis.as_of == self.usual);
        Ledger { walk, books: &self.books, cache }
    }

    /// The day up to which it is known what was bought, if what customers buy is what counts and they bought anything.
    pub(crate) fn purchases_through(&self) -> Option<Day> {
        let mut bases = self.policy.basis_rules.iter().map(|rule| rule.basis).chain([self.policy.basis]);
        bases
            .any(|basis| basis != ValueBasis::Recurring)
            .then(|| self.knowledge.purchases_through(&self.calendar))
            .flatten()
    }

    /// What marts are made from.
    pub(crate) fn mart_input(&self) -> MartInput<'_> {
        MartInput {
            walk: self.walk(),
            books: &self.books,
            journey: &self.journey,
            policy_version: self.company.policy.version,
        }
    }

    fn walk(&self) -> Walk<'_> {
        Walk {
            lake: &self.company.lake,
            knowledge: &self.knowledge,
            policy: &self.policy,
            edition: Edition::default(),
            calendar: &self.calendar,
            closes: &self.books.closes,
            through: self.basis.as_of,
            facts: &FACTS,
            attributes: &[],
            names: false,
            only: self.only.as_deref(),
            threads: self.threads,
        }
    }

    /// The period of a label, which must be one that figures can be told of: not before the first fact, nor after the as-of.
    pub fn period(&self, grain: Grain, label: &str) -> Result<Period, Failure> {
        let period = self.any_period(grain, label)?;
        let [first, last] = [self.first, self.basis.as_of].map(|day| self.calendar.period(grain, day));
        if (first..=last).contains(&period) {
            return Ok(period);
        }
        let [period, first, last] = [period, first, last].map(|period| self.calendar.label(period));
        let said = message("failure-no-period").with("period", period).with("first", first).with("last", last);
        Err(Failure::new(FailureKind::NotFound, said))
    }

    /// The period of a label, whether or not there is a figure of it.
    pub fn any_period(&self, grain: Grain, label: &str) -> Result<Period, Failure> {
        any_period(&self.calendar, grain, label)
    }
}

/// The figures as they were frozen; that they cannot be read must never pass for nought.
pub(crate) fn frozen(closed: &ClosedPeriod) -> Result<ClosingFigures, Failure> {
    serde_json::from_str(&closed.figures).map_err(|error| {
        let Period { grain, start, .. } = closed.period;
        let said = format!("the frozen figures of the {grain} from {start} cannot be read: {error}");
        Failure::new(FailureKind::Internal, said).hint("restore the records from a backup")
    })
}

/// There is no version of the policy that is called so.
pub(crate) fn no_version(name: impl Display) -> Failure {
    Failure::new(FailureKind::NotFound, message("failure-no-version").with("version", name))
}

/// The one way to read the label of a period.
pub fn any_period(calendar: &Calendar, grain: Grain, label: &str) -> Result<Period, Failure> {
    calendar.parse_period(grain, label).map_err(|error| Failure::new(FailureKind::NotFound, error))
}
