//! Is what a touchpoint or a handoff does a signal, or what the process does by itself, and does it meet its target by itself?

use std::collections::{BTreeMap, BTreeSet};

use bellwether_engine::marts::journey::HandoffLine;
use bellwether_engine::marts::reliability::PromiseLine;
use bellwether_model::{Day, Grain, Journey, Period};
use bellwether_records::{MeasurePhase, RegisterEntry};
use bellwether_words::message;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::company::View;
use crate::failure::{Failure, FailureKind};
use crate::ledger::LedgerQuestion;
use crate::measure_definition::definitions;
pub use crate::measure_definition::{MeasureDefinition, MeasureFigure, MeasureSubject};
use crate::measure_run::{MeasureKind, MeasureRun, PhaseBreak, RunValue};
use crate::privacy::Clearance;
use crate::promises::PromisePart;
use crate::question::{Effort, Input, Question, Topic};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// The journey, and from when on which limits hold.
const RESTS_ON: &[Input] = &[
    Input::Facts,
    Input::Records(Topic::Policy),
    Input::Records(Topic::Books),
    Input::Records(Topic::Journey),
    Input::Records(Topic::Calendars),
    Input::Records(Topic::Populations),
    Input::Records(Topic::Phases),
];

/// Periods looked at: those that are over, the latest ones.
const RUN: usize = 36;

/// All measures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MeasuresQuestion {
    /// The length of a period.
    pub grain: Grain,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// One measure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MeasureQuestion {
    /// Its id, as in `installation.kept`.
    pub id: String,
    /// The length of a period.
    pub grain: Grain,
    /// By what it is cut besides: silo, channel, weekday or source; handoffs are not cut.
    pub by: Option<PromisePart>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// The measures of the journey.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Measures {
    /// What the figures rest on.
    pub basis: Basis,
    /// In the order of the journey.
    pub measures: Vec<MeasureSummary>,
}

/// How a measure stands.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MeasureSummary {
    /// What it is.
    #[serde(flatten)]
    pub definition: MeasureDefinition,
    /// Its latest periods.
    #[serde(flatten)]
    pub run: MeasureRun,
}

/// A figure followed over time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
// In the API's document a target's figure has the plain name.
#[schema(as = FollowedMeasure)]
pub struct Measure {
    /// What the figures rest on.
    pub basis: Basis,
    /// What it is.
    #[serde(flatten)]
    pub definition: MeasureDefinition,
    /// Its latest periods.
    #[serde(flatten)]
    pub run: MeasureRun,
    /// The same, part by part, where it is cut; the part with the worst value first.
    pub parts: Vec<MeasurePart>,
    /// The phases that people began, oldest first.
    pub begun: Vec<BegunPhase>,
    /// The labels of the periods looked at, whether or not anything was in them.
    #[serde(skip)]
    pub periods: Vec<String>,
}

/// A phase that somebody began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BegunPhase {
    /// Its id.
    pub id: String,
    /// The first day of its first period.
    pub from: Day,
    /// What changed.
    pub reason: String,
    /// Who said so.
    pub begun_by: String,
}

/// A part of what a measure is of.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MeasurePart {
    /// The silo, channel, source or weekday (1 is Monday); null where that is not known.
    pub part: Option<String>,
    /// Its latest periods.
    #[serde(flatten)]
    pub run: MeasureRun,
}

impl Tabular for Measures {
    /// One row a measure.
    fn table(&self) -> Table {
        let texts = ["id", "name", "owner", "period"].map(Column::text).into_iter();
        let columns = texts.chain([Column::whole("numerator"), Column::whole("denominator")]);
        let columns = columns.chain(["value", "centre", "lower", "upper", "target"].map(Column::number));
        let columns = columns.chain(["variation", "assurance"].map(Column::text));
        let row = |summary: &MeasureSummary| {
            let MeasureSummary { definition, run } = summary;
            let last = run.latest();
            let number = |value: Option<f64>| value.map_or(Cell::Absent, Cell::Number);
            let texts = [
                Cell::text(&definition.id),
                Cell::text(&definition.name),
                Cell::text(&definition.owner),
                Cell::optional(last.map(|point| point.period.clone())),
            ];
            let count = |count: Option<u64>| count.map_or(Cell::Absent, |count| Cell::Whole(count as i64));
            let counts = [count(last.and_then(|it| it.numerator)), count(last.map(|it| it.denominator))];
            let values = [
                last.and_then(|it| it.value),
                last.and_then(|it| it.centre),
                last.and_then(|it| it.lower),
                last.and_then(|it| it.upper),
                definition.target,
            ];
            let states =
                [Cell::text(run.variation.name()), Cell::optional(run.assurance.map(|it| it.name().to_owned()))];
            texts.into_iter().chain(counts).chain(values.map(number)).chain(states).collect()
        };
        Table::new(columns.collect()).with_rows(self.measures.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Tabular for Measure {
    /// One row a period; where it is cut, those of the parts follow.
    fn table(&self) -> Table {
        let texts = ["id", "part", "period"].map(Column::text).into_iter();
        let columns = texts.chain([Column::whole("numerator"), Column::whole("denominator")]);
        let columns = columns.chain(["value", "centre", "lower", "upper"].map(Column::number));
        let columns = columns.chain([Column::text("signal")]);
        let number = |value: Option<f64>| value.map_or(Cell::Absent, Cell::Number);
        let rows = |part: Option<&String>, run: &MeasureRun| -> Vec<Vec<Cell>> {
            let row = |point: &crate::measure_run::MeasurePoint| {
                let texts = [Cell::text(&self.definition.id), Cell::optional(part.cloned()), Cell::text(&point.period)];
                let numerator = point.numerator.map_or(Cell::Absent, |count| Cell::Whole(count as i64));
                let counts = [numerator, Cell::Whole(point.denominator as i64)];
                let values = [point.value, point.centre, point.lower, point.upper].map(number);
                let rules: BTreeSet<String> = run.rules_at(&point.period).map(|rule| rule.to_string()).collect();
                let signal = Some(rules.into_iter().collect::<Vec<_>>().join(" ")).filter(|rules| !rules.is_empty());
                texts.into_iter().chain(counts).chain(values).chain([Cell::optional(signal)]).collect()
            };
            run.points.iter().map(row).collect()
        };
        let mut all = rows(None, &self.run);
        all.extend(self.parts.iter().flat_map(|part| rows(part.part.as_ref(), &part.run)));
        Table::new(columns.collect()).with_rows(all).stamped(self.basis.stamp())
    }
}

impl Question for MeasuresQuestion {
    type Answer = Measures;

    fn weight(answer: &Measures) -> usize {
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

    async fn answer(&self, app: &App) -> Result<Measures, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let periods = view.latest_periods(self.grain);
        let said = company.records.register::<MeasurePhase>().in_force().await?;
        let lines = view.promises(&periods, None, None).await?;
        let handoffs = view.handoffs(&periods).await?;
        let customers = app.customers_at_the_beginning(&view, &self.viewpoint, &periods).await?;
        let journey = view.journey_in_force();
        let measures = journey.map(definitions).unwrap_or_default().into_iter().map(|definition| {
            let context =
                MeasureContext { view: &view, definition: &definition, periods: &periods, customers: &customers };
            let run = match definition.of {
                MeasureSubject::Touchpoint => context.touchpoint(&lines, &said, None),
                MeasureSubject::Handoff => context.handoff(&handoffs, &said),
            };
            MeasureSummary { definition, run }
        });
        Ok(Measures { basis: view.basis.clone(), measures: measures.collect() })
    }
}

impl Question for MeasureQuestion {
    type Answer = Measure;

    fn weight(answer: &Measure) -> usize {
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

    async fn answer(&self, app: &App) -> Result<Measure, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let known = view.journey_in_force().map(definitions).unwrap_or_default();
        let unknown = || {
            let said = message("failure-no-measure").with("id", &self.id);
            Failure::new(FailureKind::NotFound, said)
        };
        let definition = known.into_iter().find(|known| known.id == self.id).ok_or_else(unknown)?;
        let periods = view.latest_periods(self.grain);
        let said = company.records.register::<MeasurePhase>().in_force().await?;
        let customers = app.customers_at_the_beginning(&view, &self.viewpoint, &periods).await?;
        let context = MeasureContext { view: &view, definition: &definition, periods: &periods, customers: &customers };
        let (run, parts) = match definition.of {
            MeasureSubject::Handoff => (context.handoff(&view.handoffs(&periods).await?, &said), Vec::new()),
            MeasureSubject::Touchpoint => {
                let lines = view.promises(&periods, None, Some(definition.subject())).await?;
                (context.touchpoint(&lines, &said, None), context.parts(&said, self.by).await?)
            }
        };
        let begun = said.into_iter().filter(|entry| entry.value.measure == definition.id).map(|entry| BegunPhase {
            id: entry.id,
            from: entry.value.from,
            reason: entry.value.reason,
            begun_by: entry.changed_by,
        });
        let mut begun: Vec<BegunPhase> = begun.collect();
        begun.sort_by_key(|phase| phase.from);
        let labels = periods.iter().map(|period| view.calendar.label(*period)).collect();
        Ok(Measure { basis: view.basis.clone(), definition, run, parts, begun, periods: labels })
    }
}

impl App {
    /// With how many active customers each of some periods began: what is counted in it is held against them, for a base that grows is no
    /// signal.
    async fn customers_at_the_beginning(
        &self,
        view: &View<'_>,
        viewpoint: &Viewpoint,
        periods: &[Period],
    ) -> Result<Vec<u64>, Failure> {
        let Some(first) = periods.first() else { return Ok(Vec::new()) };
        let company = LedgerQuestion::of_company(first.grain);
        let ledger = self.part(&LedgerQuestion { viewpoint: viewpoint.clone(), ..company }).await?;
        let openings: BTreeMap<&str, i64> =
            ledger.lines.iter().map(|line| (line.period.as_str(), line.opening.customers)).collect();
        let opening =
            |period: &Period| openings.get(view.calendar.label(*period).as_str()).copied().unwrap_or_default();
        Ok(periods.iter().map(|period| opening(period).unsigned_abs()).collect())
    }
}

impl View<'_> {
    /// The latest periods that are over.
    fn latest_periods(&self, grain: Grain) -> Vec<Period> {
        let is_over = |period: &Period| period.end.plus(-1) <= self.basis.as_of;
        // Of the first one not all days may be known.
        let from = self.calendar.period(grain, self.first).end;
        let mut periods: Vec<Period> = self.calendar.periods(grain, from, self.basis.as_of).filter(is_over).collect();
        periods.drain(..periods.len().saturating_sub(RUN));
        periods
    }
}

/// A measure, and the periods in which it is followed.
#[derive(Clone, Copy)]
struct MeasureContext<'f> {
    view: &'f View<'f>,
    definition: &'f MeasureDefinition,
    periods: &'f [Period],
    /// With so many customers each period began.
    customers: &'f [u64],
}

impl MeasureContext<'_> {
    fn run(self, said: &[RegisterEntry<MeasurePhase>], of_period: impl Fn(usize) -> RunValue) -> MeasureRun {
        let Self { view, definition, periods, .. } = self;
        let labels = periods.iter().map(|period| view.calendar.label(*period));
        let values: Vec<(String, RunValue)> = labels.enumerate().map(|(at, label)| (label, of_period(at))).collect();
        MeasureRun::new(definition.kind, values, &self.phases(said), definition.target)
    }

    fn touchpoint(self, lines: &[PromiseLine], said: &[RegisterEntry<MeasurePhase>], part: Option<&str>) -> MeasureRun {
        self.run(said, |period| {
            let line = lines
                .iter()
                .filter(|line| self.is_of(line))
                .find(|line| line.period == period && line.part.as_deref() == part);
            // Of a period that began before touches were noted at all, nobody knows how many there were.
            let is_noted = self
                .view
                .knowledge
                .touches_from(&self.view.calendar)
                .is_some_and(|from| from <= self.periods[period].start);
            let is_told = is_noted || self.definition.kind != MeasureKind::Rate;
            if is_told {
                self.definition.figure.of_touchpoint(line, self.customers[period])
            } else {
                RunValue::default()
            }
        })
    }

    fn handoff(self, lines: &[HandoffLine], said: &[RegisterEntry<MeasurePhase>]) -> MeasureRun {
        self.run(said, |period| {
            let mut lines = lines.iter().filter(|line| line.handoff.as_deref() == Some(self.definition.subject()));
            let line = lines.find(|line| line.period == period);
            line.map_or_else(RunValue::default, |line| self.definition.figure.of_handoff(line))
        })
    }

    fn is_of(self, line: &PromiseLine) -> bool {
        line.touchpoint == self.definition.subject() && line.is_known
    }

    /// The measure part by part; the part whose present centre is worst comes first.
    async fn parts(
        self,
        said: &[RegisterEntry<MeasurePhase>],
        by: Option<PromisePart>,
    ) -> Result<Vec<MeasurePart>, Failure> {
        if by.is_none() {
            return Ok(Vec::new());
        }
        let Self { view, definition, periods, .. } = self;
        let lines = view.promises(periods, by.map(PromisePart::cut), Some(definition.subject())).await?;
        let names: BTreeSet<Option<String>> =
            lines.iter().filter(|line| self.is_of(line)).map(|line| line.part.clone()).collect();
        let part = |part: Option<String>| MeasurePart { run: self.touchpoint(&lines, said, part.as_deref()), part };
        let mut parts: Vec<MeasurePart> = names.into_iter().map(part).collect();
        parts.sort_by(|a, b| a.run.badness(definition.kind).total_cmp(&b.run.badness(definition.kind)).reverse());
        Ok(parts)
    }

    /// The periods with which new phases begin, and why: from the day on which something else is promised, and from those that people said,
    /// other limits hold.
    fn phases(self, said: &[RegisterEntry<MeasurePhase>]) -> Vec<PhaseBreak> {
        let Self { view, definition, periods, .. } = self;
        let promised = |journey: &Journey| {
            let touchpoint = journey.touchpoints().find(|it| it.id == definition.subject());
            let handoff = journey.handoffs.iter().find(|it| it.id == definition.subject());
            let within =
                handoff.map(|it| (it.from.clone(), it.to.clone(), it.within, it.calendar.clone(), it.after.clone()));
            (touchpoint.map(|it| (it.promise.clone(), it.touches.clone())), within)
        };
        let mut phases: Vec<PhaseBreak> = Vec::new();
        let mut begin = |from: Day, reason: String, id: Option<String>| {
            // In the period in which it changes, some are as before and some as after.
            let at = periods.partition_point(|period| period.start < from);
            if (1..periods.len()).contains(&at) && from <= view.basis.as_of {
                phases.retain(|known| known.at != at);
                phases.push(PhaseBreak { at, reason, id });
            }
        };
        for pair in view.journey.journeys().windows(2) {
            let Some(from) = pair[1].from else { continue };
            if promised(&pair[0].journey) != promised(&pair[1].journey) {
                begin(from, format!("journey {}", pair[1].version), None);
            }
        }
        for entry in said.iter().filter(|entry| entry.value.measure == definition.id) {
            let is_known = view.basis.known_at.is_none_or(|instant| entry.changed_at <= instant);
            if is_known {
                begin(entry.value.from, entry.value.reason.clone(), Some(entry.id.clone()));
            }
        }
        phases.sort_by_key(|phase| phase.at);
        phases
    }
}
