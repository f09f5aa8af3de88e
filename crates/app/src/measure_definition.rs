//! Measures by their definitions: what the journey has followed over time, and what is counted or timed of it.

use bellwether_engine::marts::journey::HandoffLine;
use bellwether_engine::marts::reliability::PromiseLine;
use bellwether_model::{Handoff, Journey, Stage, Touchpoint, TouchpointClass};
use serde::Serialize;
use utoipa::ToSchema;

use crate::measure_run::{MeasureKind, RunValue};

/// What a measure is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MeasureDefinition {
    /// As in `installation.kept`.
    pub id: String,
    /// What it follows.
    pub of: MeasureSubject,
    /// What customers call the touchpoint, or what people call the handoff.
    pub name: String,
    /// The stage, by id; null of a handoff.
    pub stage: Option<String>,
    /// What is counted or timed.
    pub figure: MeasureFigure,
    /// A share of so many, so many for each customer, or hours.
    pub kind: MeasureKind,
    /// Who answers for it.
    pub owner: String,
    /// The share that is to be reached; null where none is set.
    pub target: Option<f64>,
}

/// What a measure follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureSubject {
    /// A touchpoint of the journey.
    Touchpoint,
    /// A handoff between silos.
    Handoff,
}

/// What is counted or timed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MeasureFigure {
    /// Touches that began in the period, for each customer of the base with which it began; of touchpoints at which customers are in need.
    Touches,
    /// Promises kept, of those that came due in the period.
    Kept,
    /// Cases that met the touchpoint once and of which the promise was kept, of all that met it first in the period.
    RightFirstTime,
    /// The median time from the beginning of a touch to its end, of those done in the period.
    Hours,
    /// Handoffs taken over in time, of those of which it is told.
    InTime,
    /// The median time from one silo's end to the other's beginning, of those left in the period and taken over.
    WaitingHours,
}

impl MeasureFigure {
    /// Its name in ids.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    fn kind(self) -> MeasureKind {
        match self {
            Self::Touches => MeasureKind::Rate,
            Self::Kept | Self::RightFirstTime | Self::InTime => MeasureKind::Share,
            Self::Hours | Self::WaitingHours => MeasureKind::Hours,
        }
    }

    /// Its value in a period that began with so many customers, of a touchpoint that may have been met by nobody then.
    pub(crate) fn of_touchpoint(self, line: Option<&PromiseLine>, customers: u64) -> RunValue {
        match (self, line) {
            (Self::Touches, line) => RunValue::rate(line.map_or(0, |line| line.touches), customers),
            (_, None) => RunValue::default(),
            (Self::Kept, Some(line)) => RunValue::share(line.kept, line.kept + line.broken),
            (Self::RightFirstTime, Some(line)) => RunValue::share(line.right_first_time, line.cases),
            (_, Some(line)) => RunValue::hours(line.seconds.median, line.done),
        }
    }

    /// Its value in a period of a handoff.
    pub(crate) fn of_handoff(self, line: &HandoffLine) -> RunValue {
        match self {
            Self::InTime => RunValue::share(line.in_time, line.in_time + line.late),
            _ => RunValue::hours(line.seconds.median, line.taken),
        }
    }
}

impl MeasureDefinition {
    /// The id of the touchpoint or handoff.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.id.rsplit_once('.').map_or(self.id.as_str(), |(subject, _)| subject)
    }

    fn of_touchpoint(stage: &Stage, touchpoint: &Touchpoint, figure: MeasureFigure) -> Self {
        Self {
            id: format!("{}.{}", touchpoint.id, figure.name()),
            of: MeasureSubject::Touchpoint,
            name: touchpoint.name.clone(),
            stage: Some(stage.id.clone()),
            figure,
            kind: figure.kind(),
            owner: touchpoint.owner.as_ref().unwrap_or(&stage.owner).clone(),
            target: touchpoint.target.filter(|_| figure == MeasureFigure::Kept).map(bellwether_model::Share::fraction),
        }
    }

    fn of_handoff(handoff: &Handoff, figure: MeasureFigure) -> Self {
        Self {
            id: format!("{}.{}", handoff.id, figure.name()),
            of: MeasureSubject::Handoff,
            name: handoff.name.clone(),
            stage: None,
            figure,
            kind: figure.kind(),
            owner: handoff.owner.clone(),
            target: None,
        }
    }
}

/// The measures of a journey, in its order: how each promise is kept, how often customers are in need, and those of each handoff. How often
/// other touchpoints are met follows from what a company plans, and from who is new: a signal of that would call nobody to anything.
pub(crate) fn definitions(journey: &Journey) -> Vec<MeasureDefinition> {
    let mut all = Vec::new();
    for stage in &journey.stages {
        for touchpoint in &stage.touchpoints {
            let promised = [MeasureFigure::Kept, MeasureFigure::RightFirstTime, MeasureFigure::Hours];
            let promised = promised.into_iter().filter(|_| touchpoint.promise.is_some());
            let is_in_need = touchpoint.class == TouchpointClass::InNeed;
            let figures = promised.chain(is_in_need.then_some(MeasureFigure::Touches));
            all.extend(figures.map(|figure| MeasureDefinition::of_touchpoint(stage, touchpoint, figure)));
        }
    }
    for handoff in &journey.handoffs {
        let in_time = handoff.within.map(|_| MeasureFigure::InTime);
        let figures = in_time.into_iter().chain([MeasureFigure::WaitingHours]);
        all.extend(figures.map(|figure| MeasureDefinition::of_handoff(handoff, figure)));
    }
    all
}
