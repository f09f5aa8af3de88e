//! Which ways do customers take through our touchpoints, how long does it take from one to the next, and who goes there?

use std::collections::BTreeMap;

use bellwether_engine::marts::journey::{self, Grouping, JourneyError, MapScope};
use bellwether_words::message;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// What is followed through the touchpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// What a source calls a case: a ticket, an order, an application.
    Case,
    /// A customer, with all touches.
    Customer,
}

/// The map of whose ways.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JourneyMapQuestion {
    /// What is followed.
    pub by: CaseKind,
    /// Only touches that came from these sources; empty: from all.
    pub sources: Vec<String>,
    /// Only those that met one of these touchpoints; empty: all.
    pub touchpoints: Vec<String>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// The journey as cases went through it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct JourneyMap {
    /// What the figures rest on.
    pub basis: Basis,
    /// What is followed.
    pub by: CaseKind,
    /// What is told of its cases.
    #[serde(flatten)]
    pub summary: CaseSummary,
    /// Touchpoints, the one met most often first.
    pub touchpoints: Vec<MapTouchpoint>,
    /// Which touchpoint directly follows which, the most frequent first.
    pub edges: Vec<MapEdge>,
}

/// What is told of cases, whoever their customers are.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CaseSummary {
    /// Touches that belong to a case.
    pub events: u64,
    /// Touches that belong to none; they are not on the map.
    pub without_case: u64,
    /// Cases.
    pub cases: u64,
    /// How often a touch follows another one of which no source tells whether it came first.
    pub unordered_edges: u64,
    /// Different ways that cases took.
    pub variants: u64,
    /// How many of these, the most frequent first, make up four fifths of the cases.
    pub variants_of_most_cases: u64,
    /// Different touchpoints.
    pub activities: u64,
    /// Half of the cases took at most so many seconds, from the beginning of the first touch to that of the last.
    pub median_case_seconds: f64,
    /// Nine in ten took at most so many.
    pub p90_case_seconds: f64,
    /// Cases by the touchpoint with which they began.
    pub starts: BTreeMap<String, u64>,
    /// Cases by the touchpoint with which they ended, or stand now.
    pub ends: BTreeMap<String, u64>,
    /// The most frequent variants.
    pub frequent_variants: Vec<MapVariant>,
}

/// How often a touchpoint was met.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MapTouchpoint {
    /// What it is called.
    pub touchpoint: String,
    /// Touches.
    pub events: u64,
    /// Cases that met it.
    pub cases: u64,
    /// Cases that met it more than once.
    pub rework_cases: u64,
    /// The customers who met it, with what those of them who are active are worth.
    pub customers: Figure,
}

/// How often one touchpoint directly followed another.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MapEdge {
    /// The earlier one.
    pub from: String,
    /// The later one.
    pub to: String,
    /// How often.
    pub count: u64,
    /// Half of the times it took at most so many seconds, from beginning to beginning.
    pub median_seconds: f64,
    /// Nine in ten times it took at most so many.
    pub p90_seconds: f64,
    /// The customers who went there, with what those of them who are active are worth.
    pub customers: Figure,
}

/// How many cases went one way.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MapVariant {
    /// Touchpoints in their order.
    pub variant: Vec<String>,
    /// Cases.
    pub cases: u64,
}

impl Tabular for JourneyMap {
    /// One row an edge.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("from"),
            Column::text("to"),
            Column::whole("count"),
            Column::number("median_seconds"),
            Column::number("p90_seconds"),
            Column::figure("customers"),
        ];
        let row = |edge: &MapEdge| {
            vec![
                Cell::text(&edge.from),
                Cell::text(&edge.to),
                Cell::Whole(edge.count as i64),
                Cell::Number(edge.median_seconds),
                Cell::Number(edge.p90_seconds),
                Cell::Figure(edge.customers, self.basis.currency),
            ]
        };
        Table::new(columns).with_rows(self.edges.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for JourneyMapQuestion {
    type Answer = JourneyMap;

    fn weight(answer: &JourneyMap) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::LEDGER
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<JourneyMap, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let ledger = view.ledger(&[]);
        let scope = MapScope { grouping: self.by.into(), sources: &self.sources, touchpoints: &self.touchpoints };
        let map = journey::journey_map(&ledger, scope)?;
        Ok(JourneyMap::of(map, self.by, view.basis.clone()))
    }
}

impl JourneyMap {
    fn of(map: journey::JourneyMap, by: CaseKind, basis: Basis) -> Self {
        let (summary, touchpoints, edges) = CaseSummary::of(map);
        Self {
            basis,
            by,
            summary,
            touchpoints: touchpoints.into_iter().map(MapTouchpoint::from).collect(),
            edges: edges.into_iter().map(MapEdge::from).collect(),
        }
    }
}

impl CaseSummary {
    /// What a map tells of its cases, and beside it the touchpoints and edges.
    pub(crate) fn of(map: journey::JourneyMap) -> (Self, Vec<journey::TouchpointCount>, Vec<journey::Edge>) {
        let counts = |count: fn(&journey::TouchpointCount) -> u64| {
            let told = map.touchpoints.iter().map(|it| (it.touchpoint.clone(), count(it)));
            told.filter(|(_, cases)| *cases > 0).collect()
        };
        let summary = Self {
            events: map.events,
            without_case: map.without_case,
            cases: map.cases,
            unordered_edges: map.unordered_edges,
            variants: map.variants,
            variants_of_most_cases: map.variants_of_most_cases,
            activities: map.touchpoints.len() as u64,
            median_case_seconds: map.case_seconds.median,
            p90_case_seconds: map.case_seconds.p90,
            starts: counts(|touchpoint| touchpoint.starts),
            ends: counts(|touchpoint| touchpoint.ends),
            frequent_variants: map.frequent_variants.into_iter().map(MapVariant::from).collect(),
        };
        (summary, map.touchpoints, map.edges)
    }
}

impl From<CaseKind> for Grouping {
    fn from(kind: CaseKind) -> Self {
        match kind {
            CaseKind::Case => Self::Case,
            CaseKind::Customer => Self::Customer,
        }
    }
}

impl From<journey::TouchpointCount> for MapTouchpoint {
    fn from(count: journey::TouchpointCount) -> Self {
        let journey::TouchpointCount { touchpoint, events, cases, rework_cases, customers, .. } = count;
        Self { touchpoint, events, cases, rework_cases, customers: customers.into() }
    }
}

impl From<journey::Edge> for MapEdge {
    fn from(edge: journey::Edge) -> Self {
        let journey::Edge { from, to, count, seconds, customers } = edge;
        let (median_seconds, p90_seconds) = (seconds.median, seconds.p90);
        Self { from, to, count, median_seconds, p90_seconds, customers: customers.into() }
    }
}

impl From<journey::Variant> for MapVariant {
    fn from(variant: journey::Variant) -> Self {
        Self { variant: variant.touchpoints, cases: variant.cases }
    }
}

impl From<JourneyError> for Failure {
    fn from(error: JourneyError) -> Self {
        match error {
            JourneyError::Walk(error) => error.into(),
            JourneyError::Lake(error) => error.into(),
            JourneyError::Source(error) => error.into(),
            JourneyError::Ledger(error) => error.into(),
            JourneyError::NoAttribute { attribute } => {
                Self::new(FailureKind::NotFound, message("failure-no-attribute").with("attribute", attribute))
            }
            JourneyError::UnknownTouchpoint { .. }
            | JourneyError::UnknownSource { .. }
            | JourneyError::NoPromise { .. } => Self::new(FailureKind::NotFound, error.to_string()),
            JourneyError::TooManyTouchpoints { .. } => Self::new(FailureKind::Input, error.to_string()),
        }
    }
}
