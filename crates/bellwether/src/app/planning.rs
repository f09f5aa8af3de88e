//! What must be replaced merely to stand still, what did the company set out to reach, and how far has it come?

use bellwether_model::{Currency, Day, Grain, Kind, Measure, Target};
use jiff::Timestamp;

use super::ledger::{Ledger, LedgerLine, LedgerRequest};
use super::{App, Basis, Figure, Viewpoint};
use crate::failure::{Failure, FailureKind};

/// A year to be planned, after a look at the losses of the one before.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) basis: Basis,
    /// Calendar or fiscal years, as the company counts.
    pub(crate) grain: Grain,
    pub(crate) year: String,
    /// All years that can be looked at: those of the ledger and the one to come.
    pub(crate) years: Vec<String>,
    /// The year before; absent where the ledger does not reach back.
    pub(crate) before: Option<YearBefore>,
    /// The year itself as far as it has come; absent before it begins.
    pub(crate) so_far: Option<LedgerLine>,
    /// Days of the year that are over, and all of them.
    pub(crate) days_over: i32,
    pub(crate) days: i32,
    /// The periods of the year that targets are set for: the year, and its quarters.
    pub(crate) periods: Vec<(Grain, String)>,
    /// Levels of value that targets can be about.
    pub(crate) levels: Vec<String>,
    /// Targets whose period lies in the year.
    pub(crate) aims: Vec<Aim>,
}

/// The losses that planning begins with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct YearBefore {
    pub(crate) line: LedgerLine,
    /// Customers lost, and what they and those who stayed took away: as much must come merely to stand still.
    pub(crate) to_replace: Figure,
    pub(crate) is_over: bool,
}

/// A target beside what has been reached.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Aim {
    pub(crate) id: String,
    pub(crate) period: String,
    pub(crate) target: Target,
    /// Absent before its period begins.
    pub(crate) reached: Option<Figure>,
    pub(crate) is_over: bool,
    pub(crate) set_by: String,
    pub(crate) set_at: Timestamp,
}

/// A target as people write it.
#[derive(Clone, Debug)]
pub(crate) struct NewTarget {
    pub(crate) grain: Grain,
    pub(crate) period: String,
    pub(crate) measure: Measure,
    pub(crate) level: Option<String>,
    pub(crate) customers: Option<i64>,
    /// Minor units of the company's currency.
    pub(crate) minor: Option<i64>,
    pub(crate) owner: String,
    pub(crate) investment: String,
}

/// How a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its period has not begun, or its value is in another currency than the ledger's.
    Unknown,
    /// Not reached yet, and there is time.
    Open,
    /// Not over yet, and as wanted so far: a ceiling, or what is there at the end.
    Holds,
    Met,
    Missed,
}

impl Standing {
    /// Its name, as it is written.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Open => "open",
            Self::Holds => "holds",
            Self::Met => "met",
            Self::Missed => "missed",
        }
    }
}

impl Aim {
    /// How it stands in customers and in value, each where the target names it.
    pub(crate) fn standing(&self) -> Standing {
        let Some(reached) = self.reached else { return Standing::Unknown };
        let is_ceiling = self.target.measure.is_ceiling();
        let is_as_wanted = |reached: i128, wanted: Option<i64>| match wanted.map(i128::from) {
            None => true,
            Some(wanted) => {
                if is_ceiling {
                    reached <= wanted
                } else {
                    reached >= wanted
                }
            }
        };
        let is_as_wanted = is_as_wanted(reached.customers.into(), self.target.customers)
            && is_as_wanted(reached.minor, self.target.minor);
        // What is lost stays lost; what is there at the end is only known then.
        let may_change = !self.is_over && (is_ceiling || self.target.measure == Measure::Closing);
        match (is_as_wanted, may_change) {
            (true, true) => Standing::Holds,
            (true, false) => Standing::Met,
            (false, _) if self.is_over || is_ceiling => Standing::Missed,
            (false, _) => Standing::Open,
        }
    }
}

impl App {
    /// The plan of a year; of the one that the as-of lies in, if none is named.
    pub(crate) async fn plan(&self, year: Option<&str>) -> Result<Plan, Failure> {
        let company = self.company().await?;
        let view = self.view(&company, &Viewpoint::default()).await?;
        let calendar = &view.calendar;
        let (grain, quarters) = match view.policy.fiscal_start_month {
            1 => (Grain::Year, Grain::Quarter),
            _ => (Grain::FiscalYear, Grain::FiscalQuarter),
        };
        let current = calendar.period(grain, view.basis.as_of);
        let period = year.map_or(Ok(current), |label| view.period(grain, Some(label)))?;
        let (first, next) = (calendar.period(grain, view.first), calendar.next(current));
        if period < first || period > next {
            let (first, next) = (calendar.label(first), calendar.label(next));
            return Err(Failure::new(
                FailureKind::NotFound,
                format!("nothing can be planned for {}", calendar.label(period)),
            )
            .hint(format!("choose a year from {first} to {next}")));
        }
        let mut years: Vec<_> = calendar.periods(grain, view.first, view.basis.as_of).collect();
        years.push(next);
        let ledger = self.ledger(&LedgerRequest::of_company(grain)).await?;
        let line = |label: &str| ledger.lines.iter().find(|line| line.period == label).cloned();
        let before = calendar.label(calendar.period(grain, period.start.plus(-1)));
        let before = line(&before).map(|line| {
            let (lost, less) = (line.movement(Kind::Lost), line.movement(Kind::Less));
            let to_replace = Figure { customers: lost.customers, minor: -(lost.minor + less.minor) };
            YearBefore { is_over: ledger.unfinished.as_ref() != Some(&line.period), line, to_replace }
        });
        let mut aims = Vec::new();
        let within = |target: &Target| target.period.start >= period.start && target.period.end <= period.end;
        let set = company.records.targets().in_force().await?;
        let mut ledgers = Ledgers::new(self);
        for set in set.into_iter().filter(|set| within(&set.target)) {
            let label = calendar.label(set.target.period);
            let has_begun = set.target.period.start <= view.basis.as_of;
            let reached = if has_begun && set.target.currency == view.basis.currency {
                Some(ledgers.reached(&label, &set.target).await?)
            } else {
                None
            };
            let is_over = set.target.period.end.plus(-1) <= view.basis.as_of;
            let (id, target, set_by, set_at) = (set.id, set.target, set.set_by, set.set_at);
            aims.push(Aim { id, period: label, target, reached, is_over, set_by, set_at });
        }
        let year = calendar.label(period);
        let days_between = |from: Day, before: Day| before.0 - from.0;
        let days = days_between(period.start, period.end);
        let quarters = calendar.periods(quarters, period.start, period.end.plus(-1));
        Ok(Plan {
            grain,
            years: years.into_iter().map(|year| calendar.label(year)).collect(),
            before,
            so_far: line(&year),
            days_over: days_between(period.start, view.basis.as_of.plus(1)).clamp(0, days),
            days,
            periods: std::iter::once(period).chain(quarters).map(|one| (one.grain, calendar.label(one))).collect(),
            levels: view.policy.levels.iter().map(|level| level.name.clone()).collect(),
            aims,
            year,
            basis: view.basis.clone(),
        })
    }

    /// Sets a target, or corrects the one of an id, and gives its id.
    pub(crate) async fn set_target(&self, id: Option<&str>, new: &NewTarget, by: &str) -> Result<String, Failure> {
        let company = self.company().await?;
        let policy = &company.policy.policy;
        let calendar = policy.check().map_err(Failure::input)?;
        let period = calendar.parse_period(new.grain, &new.period);
        let period = period.map_err(|error| Failure::caused(FailureKind::NotFound, &error))?;
        let level = new.level.clone();
        if let Some(level) = level.as_deref().filter(|level| !policy.levels.iter().any(|known| known.name == *level)) {
            let known: Vec<_> = policy.levels.iter().map(|level| level.name.as_str()).collect();
            return Err(Failure::new(FailureKind::NotFound, format!("the policy names no level '{level}'"))
                .hint(format!("its levels are: {}", known.join(", "))));
        }
        let target = Target {
            period,
            measure: new.measure,
            level,
            customers: new.customers,
            minor: new.minor,
            currency: policy.currency,
            owner: new.owner.trim().to_owned(),
            investment: new.investment.trim().to_owned(),
        };
        let (targets, change) = (company.records.targets(), self.change(by)?);
        match id {
            None => Ok(targets.add(&target, &change).await?),
            Some(id) => {
                targets.change(id, &target, &change).await?;
                Ok(id.to_owned())
            }
        }
    }

    pub(crate) async fn withdraw_target(&self, id: &str, by: &str) -> Result<(), Failure> {
        Ok(self.company().await?.records.targets().withdraw(id, &self.change(by)?).await?)
    }

    /// The currency in which the company counts.
    pub(crate) async fn currency(&self) -> Result<Currency, Failure> {
        Ok(self.company().await?.policy.policy.currency)
    }
}

/// The ledgers that targets are held against, each worked out once.
struct Ledgers<'a> {
    app: &'a App,
    known: Vec<((Grain, bool), Ledger)>,
}

impl<'a> Ledgers<'a> {
    fn new(app: &'a App) -> Self {
        Self { app, known: Vec::new() }
    }

    /// What has been reached of a target, as figures without a sign.
    async fn reached(&mut self, period: &str, target: &Target) -> Result<Figure, Failure> {
        let key = (target.period.grain, target.level.is_some());
        let known = self.known.iter().position(|(known, _)| *known == key);
        if known.is_none() {
            let cut = target.level.is_some().then(|| "level".to_owned());
            let request = LedgerRequest { cut, ..LedgerRequest::of_company(target.period.grain) };
            self.known.push((key, self.app.ledger(&request).await?));
        }
        let at = known.unwrap_or(self.known.len() - 1);
        let lines = &self.known[at].1.lines;
        let line = lines.iter().find(|line| line.period == period && line.segment == target.level);
        let figure = line.map(|line| match target.measure {
            Measure::Closing => line.closing,
            Measure::Moved(kind) => line.movement(kind),
        });
        let figure = figure.unwrap_or_default();
        Ok(Figure { customers: figure.customers, minor: figure.minor.abs() })
    }
}
