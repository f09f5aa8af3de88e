//! `bellwether measures show`

use std::collections::BTreeMap;

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::measure_run::{MeasureKind, MeasurePoint, MeasureRun};
use bellwether_app::measures::{Measure, MeasureQuestion};
use bellwether_app::promises::PromisePart;
use bellwether_app::table::{Cell, Column, Table, Tabular};
use bellwether_model::Grain;
use clap::Args;

use super::{assurance, value, variation};
use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::screen::Screen;
use crate::cli::viewpoint::{self, ViewpointOptions};

/// One measure over the latest 36 periods that are over, with the limits of each, and its signals
///
/// Shares have the limits of a p′ chart, and touches for each customer of the base those of a u′ chart, which widen where little is counted;
/// hours have those of an XmR chart. Where something else is promised
/// from a day on, a new phase begins with limits of its own.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether measures show installation.kept
  bellwether measures show installation.hours --by quarter
  bellwether measures show installation.kept --cut silo --format json")]
pub(crate) struct Options {
    /// Its id, as 'measures list' tells it
    #[arg(value_name = "ID")]
    id: String,
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// The same for each silo, channel, weekday or source
    #[arg(long, value_name = "PART")]
    cut: Option<PromisePart>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let question =
        MeasureQuestion { id: options.id, grain: options.by, by: options.cut, viewpoint: options.viewpoint.into() };
    let measure = app.ask(&question).await?;
    answer(&measure).write_with(&measure, &options.answer)
}

fn answer(measure: &Measure) -> Answer {
    let (definition, kind) = (&measure.definition, measure.definition.kind);
    let mut above = vec![format!("{} ({}), {} answers for it.", definition.name, definition.id, definition.owner)];
    above.push(told(&measure.run, kind, definition.target));
    above.extend(signals(&measure.run));
    above.extend(measure.run.phases.iter().skip(1).map(|phase| {
        let id = phase.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
        format!("New limits from {}: {}{id}.", phase.from, phase.reason.trim_end_matches('.'))
    }));
    let mut screens = vec![points(&measure.run, kind)];
    if !measure.parts.is_empty() {
        screens.push(parts(measure).titled("Part by part, the worst first"));
    }
    Answer {
        above,
        table: measure.table(),
        screen: Some(screens),
        below: vec![viewpoint::in_words(&measure.basis)],
        ..Answer::default()
    }
}

/// By which rules there are signals, and when.
fn signals(run: &MeasureRun) -> Vec<String> {
    let mut by_rule: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for signal in &run.signals {
        let span = match signal.periods.as_slice() {
            [first, .., last] => format!("{first} to {last}"),
            periods => periods.concat(),
        };
        by_rule.entry(signal.rule).or_default().push(span);
    }
    by_rule.into_iter().map(|(rule, spans)| format!("Signals by rule {rule}: {}.", spans.join(", "))).collect()
}

fn told(run: &MeasureRun, kind: MeasureKind, target: Option<f64>) -> String {
    let of_target = target.zip(assurance(run)).map(|(target, assurance)| {
        format!("; towards its target of {} the process, as it is now, is: {assurance}", value(kind, target))
    });
    format!("Now: {}{}.", variation(run), of_target.unwrap_or_default())
}

fn points(run: &MeasureRun, kind: MeasureKind) -> Screen {
    let columns = [Column::text("period"), Column::whole("counted"), Column::whole("of")].into_iter();
    let columns = columns.chain(["value", "centre", "lower", "upper", "rules"].map(Column::text));
    let row = |point: &MeasurePoint| {
        let told = |number: Option<f64>| Cell::optional(number.map(|number| value(kind, number)));
        let rules: Vec<String> = run.rules_at(&point.period).map(|rule| rule.to_string()).collect();
        vec![
            Cell::text(&point.period),
            point.numerator.map_or(Cell::Absent, |count| Cell::Whole(count as i64)),
            Cell::Whole(point.denominator as i64),
            told(point.value),
            told(point.centre),
            told(point.lower),
            told(point.upper),
            Cell::optional(Some(rules.join(" ")).filter(|rules| !rules.is_empty())),
        ]
    };
    Screen::of(Table::new(columns.collect()).with_rows(run.points.iter().map(row)))
}

fn parts(measure: &Measure) -> Screen {
    let columns = [Column::text("part"), Column::whole("counted"), Column::whole("of")].into_iter();
    let columns = columns.chain(["value", "centre", "now", "the process"].map(Column::text));
    let kind = measure.definition.kind;
    let rows = measure.parts.iter().map(|part| {
        let last = part.run.latest();
        let told = |number: Option<f64>| Cell::optional(number.map(|number| value(kind, number)));
        let count = |count: Option<u64>| count.map_or(Cell::Absent, |count| Cell::Whole(count as i64));
        vec![
            Cell::text(part.part.as_deref().unwrap_or("not known")),
            count(last.and_then(|it| it.numerator)),
            count(last.map(|it| it.denominator)),
            told(last.and_then(|it| it.value)),
            told(last.and_then(|it| it.centre)),
            Cell::text(variation(&part.run)),
            Cell::optional(assurance(&part.run).map(str::to_owned)),
        ]
    });
    Screen::of(Table::new(columns.collect()).with_rows(rows))
}
