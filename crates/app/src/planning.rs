//! What must be replaced merely to stand still, what did the company set out to reach, and how far has it come?

use std::sync::Arc;

use bellwether_model::{Calendar, Currency, Day, Grain, Measure, MovementKind, Period, SamePeriod, Target};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::app::App;
use crate::base::BaseQuestion;
use crate::company::any_period;
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::ledger::{JOINED, Ledger, LedgerLine, LedgerQuestion};
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::Basis;
use crate::weight::weight;
use bellwether_words::{grain_name, message};

/// The plan of which year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PlanQuestion {
    /// The year's label; absent: the one that the as-of lies in.
    pub year: Option<String>,
    /// Who is told.
    pub clearance: Clearance,
}

/// A year to be planned, after a look at the losses of the one before.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Plan {
    /// What the figures rest on.
    pub basis: Basis,
    /// Calendar or fiscal years, as the company counts.
    pub grain: Grain,
    /// The year's label.
    pub year: String,
    /// All years that can be looked at: those of the ledger and the one to come.
    #[serde(skip)]
    pub years: Vec<String>,
    /// The line of the year before in the ledger; null where it does not reach back.
    pub before: Option<LedgerLine>,
    /// Whether that year is over.
    pub before_is_over: Option<bool>,
    /// What must come merely to stand still, as positive numbers: as much as went in the year before or, while that is not over, in the
    /// twelve months up to the as-of. Null where the ledger does not reach back, and for who may see no customers.
    // Of what those who stayed brought less, only the sum with what they brought more may be told to all.
    pub to_replace: Option<Figure>,
    /// The line of the year itself, as far as it has come; null before it begins.
    pub so_far: Option<LedgerLine>,
    /// Days of the year that are over.
    pub days_over: i32,
    /// Days of the whole year.
    pub days: i32,
    /// The periods of the year that targets are set for: the year, and its quarters.
    #[serde(skip)]
    pub periods: Vec<(Grain, String)>,
    /// Levels of value that targets can be about.
    #[serde(skip)]
    pub levels: Vec<String>,
    /// Targets whose period lies in the year.
    pub targets: Vec<TargetProgress>,
}

/// The losses that planning begins with.
#[derive(Clone, Copy, Debug)]
pub struct YearBefore<'p> {
    /// Its line in the ledger.
    pub line: &'p LedgerLine,
    /// What must come merely to stand still; none where it is not told.
    pub to_replace: Option<Figure>,
    /// Whether it is over.
    pub is_over: bool,
}

/// A target beside what has been reached.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Target)]
pub struct TargetProgress {
    /// The target's id.
    pub id: String,
    /// How often it has been set; whoever corrects it names the version they saw.
    pub version: i64,
    /// The length of its period.
    pub grain: Grain,
    /// The label of its period, or its ends where the calendar has no such period any more.
    pub period: String,
    /// The figure it is about.
    pub measure: Measure,
    /// The level of value it is about; null for all.
    pub level: Option<String>,
    /// How many customers are to be reached.
    pub customers: Option<i64>,
    /// How much value is to be reached, in minor units of the currency.
    pub minor: Option<i64>,
    /// ISO 4217.
    pub currency: Currency,
    /// Who answers for it.
    pub owner: String,
    /// What is invested in it, in words; may be empty.
    pub investment: String,
    /// Without a sign; null before the period begins, where the ledger cannot tell it (in another currency, of a level or by a calendar that
    /// the definitions no longer have), and for who may see no customers of a level or where the ledger does not tell it apart.
    pub reached: Option<Figure>,
    /// How it stands.
    pub standing: TargetStanding,
    /// Who set it.
    pub set_by: String,
    /// When it was set.
    #[schema(value_type = String, format = DateTime)]
    pub set_at: Timestamp,
}

/// What is to be reached: so many customers, so much value, or both.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "grain": "year", "period": "2026", "measure": "new", "customers": 1200, "owner": "Ada Byron" }))]
pub struct NewTarget {
    /// The length of the period.
    pub grain: Grain,
    /// The period's label.
    #[schema(min_length = 1, max_length = 20)]
    pub period: String,
    /// The figure it is about.
    pub measure: Measure,
    /// One of the policy's levels of value; all if left out.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    pub level: Option<String>,
    /// How many customers are to be reached.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub customers: Option<i64>,
    /// Minor units of the company's currency.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub minor: Option<i64>,
    /// Who answers for it.
    #[schema(pattern = "^[^\\x00]*[^\\x00\\s][^\\x00]*$", min_length = 1, max_length = 200)]
    pub owner: String,
    /// What is invested in it, in words.
    #[serde(default)]
    #[schema(pattern = "^[^\\x00]*$", max_length = 500)]
    pub investment: String,
    /// Of a correction: the version that whoever writes it has seen. It is refused where that is not the latest any more.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub after: Option<i64>,
}

/// How a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetStanding {
    /// The ledger cannot tell.
    Unknown,
    /// Not reached yet, and there is time.
    Open,
    /// Not over yet, and as wanted so far.
    Holds,
    /// Over, and reached.
    Met,
    /// Over, or lost for good, and not reached.
    Missed,
}

impl TargetStanding {
    /// All there are.
    pub const ALL: [Self; 5] = [Self::Unknown, Self::Open, Self::Holds, Self::Met, Self::Missed];

    /// Its name, as it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Open => "open",
            Self::Holds => "holds",
            Self::Met => "met",
            Self::Missed => "missed",
        }
    }

    /// How a target stands in customers and in value, each where it names it; `may_change` says whether what happens until its period is
    /// over may still change what has been reached for the worse.
    fn of(target: &Target, reached: Option<Figure>, is_over: bool, may_change: bool) -> Self {
        let Some(reached) = reached else { return Self::Unknown };
        let is_ceiling = target.measure.is_ceiling();
        let is_as_wanted = |reached: i128, wanted: Option<i64>| {
            let Some(wanted) = wanted.map(i128::from) else { return true };
            if is_ceiling { reached <= wanted } else { reached >= wanted }
        };
        let is_as_wanted =
            is_as_wanted(reached.customers.into(), target.customers) && is_as_wanted(reached.minor, target.minor);
        match (is_as_wanted, is_over) {
            (true, false) if may_change => Self::Holds,
            (true, _) => Self::Met,
            (false, true) => Self::Missed,
            // What only grows has left its ceiling for good.
            (false, false) if is_ceiling && target.measure.only_grows() => Self::Missed,
            (false, false) => Self::Open,
        }
    }
}

impl Plan {
    /// The losses of the year before; absent where the ledger does not reach back.
    #[must_use]
    pub fn year_before(&self) -> Option<YearBefore<'_>> {
        let (line, is_over) = (self.before.as_ref()?, self.before_is_over?);
        Some(YearBefore { line, to_replace: self.to_replace, is_over })
    }
}

impl NewTarget {
    /// What must stand together, as a JSON schema: customers or value, and a level where it is about one.
    #[must_use]
    pub fn together() -> Value {
        let has = |field: &str, kind: &str| json!({ "required": [field], "properties": { field: { "type": kind } } });
        let of_all = Measure::ALL.into_iter().filter(|measure| !measure.needs_level()).map(Measure::name);
        let of_all = json!({ "properties": { "measure": { "enum": of_all.collect::<Vec<_>>() } } });
        json!([{ "anyOf": [has("customers", "integer"), has("minor", "integer")] }, { "anyOf": [of_all, has("level", "string")] }])
    }
}

impl App {
    /// Sets a target, or corrects the one of an id in the version that was seen, and gives its id.
    pub async fn set_target(&self, id: Option<&str>, new: &NewTarget, by: &str) -> Result<String, Failure> {
        let company = self.company().await?;
        let policy = &company.policy.value;
        let calendar = policy.check().map_err(Failure::input)?;
        let grains = grains(policy.fiscal_start_month);
        if !grains.contains(&new.grain) {
            let [year, quarter] = grains.map(grain_name);
            let said = message("failure-target-grain").naming("grain", grain_name(new.grain));
            return Err(Failure::new(FailureKind::NotFound, said.naming("year", year).naming("quarter", quarter)));
        }
        let period = any_period(&calendar, new.grain, &new.period)?;
        let level = new.level.clone();
        if let Some(level) = level.as_deref().filter(|level| !policy.levels.iter().any(|known| known.name == *level)) {
            let known: Vec<_> = policy.levels.iter().map(|level| level.name.as_str()).collect();
            let said = message("failure-no-level").with("level", level).with("known", known.join(", "));
            return Err(Failure::new(FailureKind::NotFound, said));
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
        let (targets, change) = (company.records.register::<Target>(), self.change(by)?);
        match id {
            None => Ok(targets.add(&target, &change).await?),
            Some(id) => {
                let known = targets.in_force().await?.into_iter().find(|known| known.id == id);
                if let Some(known) = known.filter(|known| known.value.currency != target.currency) {
                    let currency = known.value.currency;
                    let said = message("failure-target-currency").with("currency", currency);
                    return Err(Failure::new(FailureKind::Conflict, said));
                }
                let seen =
                    new.after.ok_or_else(|| Failure::new(FailureKind::Conflict, message("failure-target-unseen")))?;
                targets.change(id, &target, Some(seen), &change).await?;
                Ok(id.to_owned())
            }
        }
    }

    /// Gives a target up, as it stood in the version that was seen, if one is named; that it was set stays on record.
    pub async fn withdraw_target(&self, id: &str, seen: Option<i64>, by: &str) -> Result<(), Failure> {
        Ok(self.company().await?.records.register::<Target>().withdraw(id, seen, &self.change(by)?).await?)
    }

    /// The currency in which the company counts.
    pub async fn currency(&self) -> Result<Currency, Failure> {
        Ok(self.company().await?.policy.value.currency)
    }
}

/// The ledgers that targets are held against, each asked for once.
struct Ledgers<'a> {
    app: &'a App,
    clearance: Clearance,
    known: Vec<((Grain, bool), Arc<Ledger>)>,
}

impl<'a> Ledgers<'a> {
    fn new(app: &'a App, clearance: Clearance) -> Self {
        Self { app, clearance, known: Vec::new() }
    }

    /// What has been reached of a target, as figures without a sign; none where it is not told.
    async fn reached(&mut self, calendar: &Calendar, target: &Target) -> Result<Option<Figure>, Failure> {
        if target.level.is_some() && !self.clearance.sees_customers {
            return Ok(None);
        }
        let period = calendar.label(target.period);
        let key = (target.period.grain, target.level.is_some());
        let known = self.known.iter().position(|(known, _)| *known == key);
        if known.is_none() {
            let cut = target.level.is_some().then(|| "level".to_owned());
            let company = LedgerQuestion::of_company(target.period.grain);
            let request = LedgerQuestion { cut, clearance: self.clearance, ..company };
            self.known.push((key, self.app.part(&request).await?));
        }
        let at = known.unwrap_or(self.known.len() - 1);
        let lines = &self.known[at].1.lines;
        let line = lines.iter().find(|line| line.period == period && line.segment == target.level);
        let figure = line.map(|line| match target.measure {
            Measure::Closing => Some(line.closing),
            Measure::Moved(kind) => line.movement(kind),
        });
        // Of a level that nobody is on there is no line.
        let nobody = self.clearance.sees_customers.then(Figure::default);
        let figure = figure.unwrap_or(nobody);
        Ok(figure.map(|figure| Figure { customers: figure.customers, minor: figure.minor.abs() }))
    }
}

/// The year and its quarters, as a company counts whose fiscal year begins in this month.
fn grains(fiscal_start_month: i8) -> [Grain; 2] {
    match fiscal_start_month {
        1 => [Grain::Year, Grain::Quarter],
        _ => [Grain::FiscalYear, Grain::FiscalQuarter],
    }
}

/// The label of a period, or its ends where the calendar has no such period any more.
fn dates_of(calendar: &Calendar, period: Period) -> String {
    if calendar.period(period.grain, period.start) == period {
        calendar.label(period)
    } else {
        format!("{} – {}", period.start, period.end.plus(-1))
    }
}

impl Question for PlanQuestion {
    type Answer = Plan;

    fn weight(answer: &Plan) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Facts, Input::Records(Topic::Policy), Input::Records(Topic::Books), Input::Records(Topic::Targets)]
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        Ok(Self { clearance, ..self })
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<Plan, Failure> {
        let year = self.year.as_deref();
        let company = app.company().await?;
        let policy = &company.policy.value;
        let calendar = &policy.check().map_err(Failure::input)?;
        let [grain, quarters] = grains(policy.fiscal_start_month);
        let company_ledger = LedgerQuestion { clearance: self.clearance, ..LedgerQuestion::of_company(grain) };
        let ledger = app.part(&company_ledger).await?;
        let as_of = ledger.basis.as_of;
        let current = calendar.period(grain, as_of);
        let period = year.map_or(Ok(current), |label| any_period(calendar, grain, label))?;
        let first_of = |line: &LedgerLine| line.period.split(JOINED).next().map(str::to_owned).unwrap_or_default();
        let first = ledger.lines.first().map_or(Ok(current), |line| any_period(calendar, grain, &first_of(line)))?;
        let next = calendar.next(current);
        if period < first || period > next {
            let (first, next) = (calendar.label(first), calendar.label(next));
            let said = message("failure-no-plan").with("period", calendar.label(period));
            return Err(Failure::new(FailureKind::NotFound, said.with("first", first).with("last", next)));
        }
        let mut years: Vec<_> = calendar.periods(grain, first.start, as_of).collect();
        years.push(next);
        let line = |label: &str| ledger.lines.iter().find(|line| line.is_of(label)).cloned();
        let before = calendar.label(calendar.period(grain, period.start.plus(-1)));
        let before = line(&before);
        let before_is_over = before.as_ref().map(|line| ledger.unfinished.as_ref() != Some(&line.period));
        let to_replace = match &before {
            None => None,
            Some(line) if before_is_over == Some(true) => {
                let went = line.movement(MovementKind::Lost).zip(line.movement(MovementKind::Less));
                let gone = |(lost, less): (Figure, Figure)| Figure {
                    customers: lost.customers,
                    minor: -(lost.minor + less.minor),
                };
                went.map(gone)
            }
            Some(_) if !self.clearance.sees_customers => None,
            Some(_) => Some(app.part(&BaseQuestion::default()).await?.stand_still.to_replace),
        };
        let mut targets = Vec::new();
        let begins_within = |target: &Target| (period.start..period.end).contains(&target.period.start);
        let mut set = company.records.register::<Target>().in_force().await?;
        set.sort_by_key(|set| set.value.period.start);
        let mut ledgers = Ledgers::new(app, self.clearance);
        for set in set.into_iter().filter(|set| begins_within(&set.value)) {
            let target = set.value;
            let fits = calendar.period(target.period.grain, target.period.start) == target.period
                && target.currency == ledger.basis.currency
                && target.level.as_ref().is_none_or(|level| policy.levels.iter().any(|known| known.name == *level));
            let has_begun = target.period.start <= as_of;
            let reached = if fits && has_begun { ledgers.reached(calendar, &target).await? } else { None };
            let is_over = target.period.end.plus(-1) <= as_of;
            let may_change = !target.measure.only_grows()
                || target.measure.is_ceiling()
                || policy.same_period == SamePeriod::Ignored;
            targets.push(TargetProgress {
                id: set.id,
                version: set.version,
                grain: target.period.grain,
                period: dates_of(calendar, target.period),
                reached,
                standing: TargetStanding::of(&target, reached, is_over, may_change),
                measure: target.measure,
                level: target.level,
                customers: target.customers,
                minor: target.minor,
                currency: target.currency,
                owner: target.owner,
                investment: target.investment,
                set_by: set.changed_by,
                set_at: set.changed_at,
            });
        }
        let year = calendar.label(period);
        let days_between = |from: Day, before: Day| before.0 - from.0;
        let days = days_between(period.start, period.end);
        let quarters = calendar.periods(quarters, period.start, period.end.plus(-1));
        Ok(Plan {
            grain,
            years: years.into_iter().map(|year| calendar.label(year)).collect(),
            before,
            before_is_over,
            to_replace,
            so_far: line(&year),
            days_over: days_between(period.start, as_of.plus(1)).clamp(0, days),
            days,
            periods: std::iter::once(period).chain(quarters).map(|one| (one.grain, calendar.label(one))).collect(),
            levels: policy.levels.iter().map(|level| level.name.clone()).collect(),
            targets,
            year,
            basis: ledger.basis.clone(),
        })
    }
}

impl Tabular for Plan {
    /// One row a target.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("period"),
            Column::text("of"),
            Column::text("level"),
            Column::whole("target_customers"),
            Column::whole("reached_customers"),
            Column::money("target_minor"),
            Column::money("reached_minor"),
            Column::text("stands"),
            Column::text("owner"),
            Column::text("investment"),
            Column::text("id"),
            Column::whole("version"),
        ];
        let row = |target: &TargetProgress| {
            let currency = target.currency;
            vec![
                Cell::text(&target.period),
                Cell::text(target.measure.name()),
                Cell::optional(target.level.as_deref()),
                target.customers.map_or(Cell::Absent, Cell::Whole),
                target.reached.map_or(Cell::Absent, |reached| Cell::Whole(reached.customers)),
                target.minor.map_or(Cell::Absent, |minor| Cell::Money(minor.into(), currency)),
                target.reached.map_or(Cell::Absent, |reached| Cell::Money(reached.minor, currency)),
                Cell::text(target.standing.name()),
                Cell::text(&target.owner),
                Cell::text(&target.investment),
                Cell::text(&target.id),
                Cell::Whole(target.version),
            ]
        };
        Table::new(columns).with_rows(self.targets.iter().map(row)).stamped(self.basis.stamp())
    }
}
