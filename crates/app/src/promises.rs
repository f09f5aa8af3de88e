//! At which touchpoints were promises kept and broken in a period, to how many customers, and was it right the first time?

use bellwether_engine::marts::journey::{JourneySource, StoredJourney};
use bellwether_engine::marts::reliability::{self, PromiseCut, PromiseLine, PromiseQuestion};
use bellwether_model::{Grain, Journey, Period, Stage, Touchpoint};
use bellwether_words::message;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::company::View;
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// The promises that came due in which period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PromisesQuestion {
    /// The length of the period.
    pub grain: Grain,
    /// Its label; absent: the last one that is over.
    pub period: Option<String>,
    /// Only those of a touchpoint, by its id or by what touches are called.
    pub touchpoint: Option<String>,
    /// By what they are told apart: silo, channel, weekday or source.
    pub by: Option<PromisePart>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// By what promises are told apart besides their touchpoint.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PromisePart {
    /// The department whose touch it was.
    Silo,
    /// By which channel it was met.
    Channel,
    /// The weekday on which its touch began, 1 being Monday.
    Weekday,
    /// Where its touch came from.
    Source,
}

impl PromisePart {
    /// Its name in addresses and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub(crate) fn cut(self) -> PromiseCut {
        match self {
            Self::Silo => PromiseCut::Silo,
            Self::Channel => PromiseCut::Channel,
            Self::Weekday => PromiseCut::Weekday,
            Self::Source => PromiseCut::Source,
        }
    }
}

/// Promises kept and broken, touchpoint by touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Promises {
    /// What the figures rest on.
    pub basis: Basis,
    /// The period in which they came due.
    pub period: String,
    /// The periods before and after it.
    pub near: Neighbours,
    /// The version of the journey that holds on the as-of; null: none is written.
    pub journey: Option<i64>,
    /// Touches in all that name no customer; they are in none of these figures.
    pub without_customer: u64,
    /// The stages of that journey, in their order.
    pub stages: Vec<PromisedStage>,
    /// In the order of the journey; what no stage knows comes last.
    pub lines: Vec<TouchpointPromises>,
}

/// The periods beside one, by their labels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Neighbours {
    /// The one before; null where nothing was known of then.
    pub before: Option<String>,
    /// The one after; null where it has not begun.
    pub after: Option<String>,
}

/// A stage of the journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PromisedStage {
    /// Its id.
    pub id: String,
    /// What customers call it.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// What customers are trying to get done in it.
    pub goal: String,
    /// The touchpoints in it, in their order.
    pub touchpoints: Vec<PromisedTouchpoint>,
}

/// A touchpoint of the journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PromisedTouchpoint {
    /// Its id.
    pub id: String,
    /// What customers call it.
    pub name: String,
    /// What it is about: `at_risk`, `in_need`, `bond` or `growth`.
    pub class: String,
    /// Its place among the moments of truth; null where it is none.
    pub rank: Option<u8>,
    /// Who answers for it, where that is not whoever answers for the stage.
    pub owner: Option<String>,
    /// The silo that runs it; null where it is no one silo's.
    pub silo: Option<String>,
    /// What is promised; null where nothing is.
    pub promise: Option<String>,
    /// The share of promises that is to be kept, as in `95%`.
    pub target: Option<String>,
}

/// The promises of a touchpoint that came due in a period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TouchpointPromises {
    /// The stage, by id; null where the journey does not know the touchpoint.
    pub stage: Option<String>,
    /// What customers call the stage.
    pub stage_name: Option<String>,
    /// The touchpoint, by id; where the journey does not know it, what touches are called.
    pub touchpoint: String,
    /// What customers call it.
    pub name: String,
    /// What it is about: `at_risk`, `in_need`, `bond` or `growth`; null where the journey does not know it.
    pub class: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What is promised; null where the journey promises nothing.
    pub promise: Option<String>,
    /// The share of promises that is to be kept, as a fraction of one.
    pub target: Option<f64>,
    /// What it is cut by; null where that is not known, or nothing is cut.
    pub part: Option<String>,
    /// Touches that began in the period.
    pub touches: u64,
    /// Promises that came due in it and were kept.
    pub kept: u64,
    /// Promises that came due in it and were broken.
    pub broken: u64,
    /// Promises of touches that began in it and of which it is not told yet.
    pub open: u64,
    /// The customers to whom one was broken, with what those of them who are active are worth.
    pub broken_to: Figure,
    /// The customers to whom all were kept.
    pub kept_to: Figure,
    /// Touches that were done in it.
    pub done: u64,
    /// Half of these took at most so many seconds from their beginning.
    pub median_seconds: f64,
    /// Nine in ten took at most so many.
    pub p90_seconds: f64,
    /// Cases that met it first in the period; touches without a case are in none.
    pub cases: u64,
    /// Those of them that met it more than once.
    pub rework_cases: u64,
    /// Those of them that met it once, and of which the promise was kept.
    pub right_first_time: u64,
}

/// What rests on the journey.
pub(crate) const RESTS_ON: &[Input] = &[
    Input::Facts,
    Input::Records(Topic::Policy),
    Input::Records(Topic::Books),
    Input::Records(Topic::Journey),
    Input::Records(Topic::Calendars),
    Input::Records(Topic::Populations),
];

impl Tabular for Promises {
    /// One row a touchpoint, or one for each part of it.
    fn table(&self) -> Table {
        let whole = ["touches", "kept", "broken", "open"];
        let texts = ["stage", "touchpoint", "part", "period"].map(Column::text);
        let columns = texts.into_iter().chain(whole.map(Column::whole));
        let columns = columns.chain([Column::figure("broken_to"), Column::figure("kept_to"), Column::whole("done")]);
        let columns = columns.chain(["median_seconds", "p90_seconds"].map(Column::number));
        let columns = columns.chain(["cases", "rework_cases", "right_first_time"].map(Column::whole));
        let row = |line: &TouchpointPromises| {
            let count = |count: u64| Cell::Whole(count as i64);
            let figure = |figure: Figure| Cell::Figure(figure, self.basis.currency);
            let texts = [
                Cell::optional(line.stage.clone()),
                Cell::text(&line.touchpoint),
                Cell::optional(line.part.clone()),
                Cell::text(&self.period),
            ];
            let counts = [line.touches, line.kept, line.broken, line.open].map(count);
            let rest = [
                figure(line.broken_to),
                figure(line.kept_to),
                count(line.done),
                Cell::Number(line.median_seconds),
                Cell::Number(line.p90_seconds),
            ];
            let cases = [line.cases, line.rework_cases, line.right_first_time].map(count);
            texts.into_iter().chain(counts).chain(rest).chain(cases).collect()
        };
        Table::new(columns.collect()).with_rows(self.lines.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for PromisesQuestion {
    type Answer = Promises;

    fn weight(answer: &Promises) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        RESTS_ON
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<Promises, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let period = view.period_asked(self.grain, self.period.as_deref())?;
        let lines = view
            .promises(&[period], self.by.map(PromisePart::cut), self.touchpoint.as_deref())
            .await?
            .into_iter()
            .map(|line| view.told(line));
        let mut lines: Vec<TouchpointPromises> = lines.collect();
        let places = Places::of(view.journey_in_force());
        lines.sort_by_key(|line| (places.at(line), line.part.clone()));
        if let Some(name) = self.touchpoint.as_deref().filter(|_| lines.is_empty()) {
            // Of a touchpoint that the journey knows it is told that nobody met it.
            if view.touchpoint(name).is_some() {
                lines.push(view.told(PromiseLine::of_nobody(name)));
            }
        }
        if let Some(name) = self.touchpoint.as_deref().filter(|_| lines.is_empty()) {
            let said = message("failure-no-touches").with("touchpoint", name);
            return Err(Failure::new(FailureKind::NotFound, said.with("period", view.calendar.label(period))));
        }
        Ok(Promises {
            basis: view.basis.clone(),
            period: view.calendar.label(period),
            near: view.near(period),
            journey: view.journey.on(view.basis.as_of).map(|at| view.journey.journeys()[at].version),
            stages: view
                .journey_in_force()
                .map(|journey| journey.stages.iter().map(PromisedStage::from).collect())
                .unwrap_or_default(),
            without_customer: view.touches_without_customer(),
            lines,
        })
    }
}

impl From<&Stage> for PromisedStage {
    fn from(stage: &Stage) -> Self {
        Self {
            id: stage.id.clone(),
            name: stage.name.clone(),
            owner: stage.owner.clone(),
            goal: stage.goal.clone(),
            touchpoints: stage.touchpoints.iter().map(PromisedTouchpoint::from).collect(),
        }
    }
}

impl From<&Touchpoint> for PromisedTouchpoint {
    fn from(touchpoint: &Touchpoint) -> Self {
        Self {
            id: touchpoint.id.clone(),
            name: touchpoint.name.clone(),
            class: touchpoint.class.name().to_owned(),
            rank: touchpoint.rank,
            owner: touchpoint.owner.clone(),
            silo: touchpoint.silo.clone(),
            promise: touchpoint.promise.as_ref().map(|promise| promise.words.clone()),
            target: touchpoint.target.map(|target| target.to_string()),
        }
    }
}

/// The order of the journey.
struct Places<'j>(Vec<(&'j str, &'j str)>);

impl<'j> Places<'j> {
    fn of(journey: Option<&'j Journey>) -> Self {
        let stages = journey.into_iter().flat_map(|journey| &journey.stages);
        Self(stages.flat_map(|stage| stage.touchpoints.iter().map(|it| (stage.id.as_str(), it.id.as_str()))).collect())
    }

    fn at(&self, line: &TouchpointPromises) -> (bool, usize, String) {
        let place = (line.stage.as_deref().unwrap_or_default(), line.touchpoint.as_str());
        let at = self.0.iter().position(|known| *known == place).unwrap_or(self.0.len());
        (line.stage.is_none(), at, line.touchpoint.clone())
    }
}

impl View<'_> {
    /// The journey that holds on the as-of.
    pub(crate) fn journey_in_force(&self) -> Option<&Journey> {
        self.journey.on(self.basis.as_of).map(|at| &self.journey.journeys()[at].journey)
    }

    /// A touchpoint of that journey with its stage.
    pub(crate) fn touchpoint(&self, id: &str) -> Option<(&Stage, &Touchpoint)> {
        let stages = self.journey_in_force().into_iter().flat_map(|journey| &journey.stages);
        stages.flat_map(|stage| stage.touchpoints.iter().map(move |it| (stage, it))).find(|(_, it)| it.id == id)
    }

    /// The period of a label; where none is given, the last one that is over, or the first where none is.
    pub(crate) fn period_asked(&self, grain: Grain, label: Option<&str>) -> Result<Period, Failure> {
        if let Some(label) = label {
            return self.period(grain, label);
        }
        let last = self.calendar.period(grain, self.basis.as_of);
        let is_over = last.end.plus(-1) <= self.basis.as_of;
        let before = self.calendar.period(grain, last.start.plus(-1));
        Ok(if is_over || before.end <= self.first { last } else { before })
    }

    /// The periods beside one.
    pub(crate) fn near(&self, period: Period) -> Neighbours {
        let label = |at: bellwether_model::Day| {
            let is_known = self.first <= at && at <= self.basis.as_of;
            is_known.then(|| self.calendar.label(self.calendar.period(period.grain, at)))
        };
        Neighbours { before: label(period.start.plus(-1)), after: label(period.end) }
    }

    /// The promises that came due in some periods.
    pub(crate) async fn promises(
        &self,
        periods: &[Period],
        cut: Option<PromiseCut>,
        touchpoint: Option<&str>,
    ) -> Result<Vec<PromiseLine>, Failure> {
        let ledger = self.ledger(&[]);
        let stored = StoredJourney::of(&ledger.walk, &self.journey).await?;
        let source = JourneySource { walk: &ledger.walk, history: &self.journey, stored: stored.as_ref() };
        Ok(reliability::promises(&ledger, source, PromiseQuestion { periods, cut, touchpoint })?)
    }

    fn told(&self, line: PromiseLine) -> TouchpointPromises {
        let known = line.is_known.then(|| self.touchpoint(&line.touchpoint)).flatten();
        let (stage, touchpoint) = known.unzip();
        let owner =
            |(stage, touchpoint): (&Stage, &Touchpoint)| touchpoint.owner.as_ref().unwrap_or(&stage.owner).clone();
        TouchpointPromises {
            stage_name: stage.map(|stage| stage.name.clone()),
            name: touchpoint.map_or_else(|| line.touchpoint.clone(), |touchpoint| touchpoint.name.clone()),
            class: touchpoint.map(|touchpoint| touchpoint.class.name().to_owned()),
            owner: known.map(owner),
            promise: touchpoint.and_then(|it| it.promise.as_ref()).map(|promise| promise.words.clone()),
            target: touchpoint.and_then(|it| it.target).map(bellwether_model::Share::fraction),
            stage: stage.map(|stage| stage.id.clone()),
            touchpoint: line.touchpoint,
            part: line.part,
            touches: line.touches,
            kept: line.kept,
            broken: line.broken,
            open: line.open,
            broken_to: line.broken_to.into(),
            kept_to: line.kept_to.into(),
            done: line.done,
            median_seconds: line.seconds.median,
            p90_seconds: line.seconds.p90,
            cases: line.cases,
            rework_cases: line.rework_cases,
            right_first_time: line.right_first_time,
        }
    }
}
