//! What map would an event log make, before anything of it comes in?

use std::path::Path;
use std::sync::Arc;

use bellwether_engine::facts::Identities;
use bellwether_engine::lake::Fact;
use bellwether_engine::marts::journey::{self, LogMap};
use bellwether_engine::sources::Format;
use bellwether_engine::sources::mapping::{Mapping, MappingSource, TargetSources, Usual, guess_with_answers};
use bellwether_model::Policy;
use bellwether_words::message;
use serde::Serialize;

use crate::app::App;
use crate::failure::Failure;
use crate::file_question::FileQuestion;
use crate::journey_map::CaseSummary;
use crate::table::{Cell, Column, Table, Tabular};

/// The map of a log by its cases. Nothing of it is stored, and nobody knows what its customers are worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogPreview {
    /// Rows that were read.
    pub rows: u64,
    /// Rows that could not be used; they are not on the map.
    pub rejected: u64,
    /// What is wrong with the first of them; null where there is none.
    pub first_reject: Option<RejectedRow>,
    /// Rows that have the id of an earlier one; an import leaves them aside, too, and they are not on the map.
    pub repeated: u64,
    /// What is told of its cases.
    #[serde(flatten)]
    pub summary: CaseSummary,
    /// Touchpoints, the one met most often first.
    pub touchpoints: Vec<LogTouchpoint>,
    /// Which touchpoint directly follows which, the most frequent first.
    pub edges: Vec<LogEdge>,
}

/// A row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RejectedRow {
    /// Its number.
    pub row: u64,
    /// The column; empty where it is the whole row.
    pub column: String,
    /// The value.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
}

/// How often a touchpoint was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogTouchpoint {
    /// What it is called.
    pub touchpoint: String,
    /// Events.
    pub events: u64,
    /// Cases that met it.
    pub cases: u64,
    /// Cases that met it more than once.
    pub rework_cases: u64,
}

/// How often one touchpoint directly followed another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogEdge {
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
}

impl App {
    /// Looks at event logs without bringing them in, by a map file, or as their columns say; there need be no company.
    pub async fn preview_log(&self, inputs: &[String], map: Option<&Path>) -> Result<LogPreview, Failure> {
        let usual = self.usual().await?;
        let mapping = match map {
            Some(path) => Self::map_file(path, Fact::Touches)?.0,
            None => self.guessed_log(inputs, &usual)?,
        };
        let mapping = Mapping { currency: mapping.currency.or(Some(usual.currency)), ..mapping };
        let reader = self.known_inputs.open(inputs, &mapping.format)?;
        // Whose a case is plays no part.
        let nobody = Identities::default();
        let mut source = MappingSource::new(reader, mapping, &usual.zone, Some(Arc::new(nobody)))?;
        let policy = if self.has_company() { self.company().await?.policy.value.clone() } else { Policy::default() };
        let calendar = policy.check().map_err(Failure::usage)?;
        Ok(journey::log_map(&mut source, calendar.clock())?.into())
    }

    /// What the columns of a log say of themselves; an error where they leave a question open.
    fn guessed_log(&self, inputs: &[String], usual: &Usual) -> Result<Mapping, Failure> {
        let mut reader = self.known_inputs.open(inputs, &Format::default())?;
        let sample: Vec<_> = reader.next()?.into_iter().collect();
        let nothing = || Failure::input(message("failure-nothing-to-read"));
        let file = reader.files().first().ok_or_else(nothing)?;
        let guess = guess_with_answers(Some(Fact::Touches), file, &sample, usual, &TargetSources::new(), &[]);
        if guess.questions.is_empty() {
            return Ok(guess.mapping);
        }
        let asked = guess.questions.iter().map(|asked| FileQuestion::from(asked).for_documents());
        let asked = asked.collect::<Vec<_>>().join("\n");
        Err(Failure::input(message("failure-log-unclear").with("file", &file.name).with("asked", asked)))
    }
}

impl From<LogMap> for LogPreview {
    fn from(log: LogMap) -> Self {
        let LogMap { map, rows, rejected, first_reject, repeated } = log;
        let (summary, touchpoints, edges) = CaseSummary::of(map);
        let touchpoints = touchpoints.into_iter().map(|it| LogTouchpoint {
            touchpoint: it.touchpoint,
            events: it.events,
            cases: it.cases,
            rework_cases: it.rework_cases,
        });
        let edges = edges.into_iter().map(|edge| LogEdge {
            from: edge.from,
            to: edge.to,
            count: edge.count,
            median_seconds: edge.seconds.median,
            p90_seconds: edge.seconds.p90,
        });
        let first_reject = first_reject.map(|it| RejectedRow {
            row: it.place.row,
            column: it.column,
            value: it.value,
            reason: it.reason,
        });
        Self {
            rows,
            rejected,
            first_reject,
            repeated,
            summary,
            touchpoints: touchpoints.collect(),
            edges: edges.collect(),
        }
    }
}

impl Tabular for LogPreview {
    /// One row an edge.
    fn table(&self) -> Table {
        let columns = [Column::text("from"), Column::text("to"), Column::whole("count")].into_iter();
        let columns = columns.chain(["median_seconds", "p90_seconds"].map(Column::number));
        let row = |edge: &LogEdge| {
            let texts = [Cell::text(&edge.from), Cell::text(&edge.to), Cell::Whole(edge.count as i64)];
            texts.into_iter().chain([edge.median_seconds, edge.p90_seconds].map(Cell::Number)).collect()
        };
        Table::new(columns.collect()).with_rows(self.edges.iter().map(row))
    }
}
