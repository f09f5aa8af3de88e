//! `bellwether journey map`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::journey_map::{
    CaseKind, CaseSummary, JourneyMap, JourneyMapQuestion, MapEdge, MapTouchpoint, MapVariant,
};
use bellwether_app::table::{Cell, Column, Table, Tabular};
use clap::{Args, ValueEnum};

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::screen::Screen;
use crate::cli::time;
use crate::cli::viewpoint::{self, ViewpointOptions};
use crate::figures;

/// Rows of each table on the screen.
pub(super) const ON_SCREEN: usize = 25;
/// Variants there.
const VARIANTS_ON_SCREEN: usize = 5;

/// Which ways customers take through our touchpoints, and how long it takes from one to the next
///
/// Follows touches as they came in, not the journey as it is agreed on: which touchpoint directly follows which, how often, how long
/// after, and which customers went there. As JSON the whole map; as CSV one row for each pair of touchpoints.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey map
  bellwether journey map --by case --format json
  bellwether journey map --touchpoint installation      those alone that met it
  bellwether journey map -o map.csv")]
pub(crate) struct Options {
    /// What is followed
    #[arg(long, value_name = "WHAT", value_enum, default_value = "customer")]
    by: By,
    /// Only touches that came from this source; may be given more than once
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only those that met this touchpoint; may be given more than once
    #[arg(long, value_name = "TOUCHPOINT")]
    touchpoint: Vec<String>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum By {
    /// What its source calls a case: a ticket, an order
    Case,
    /// A customer, with all touches
    Customer,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let by = if options.by == By::Case { CaseKind::Case } else { CaseKind::Customer };
    let viewpoint = options.viewpoint.into();
    let (sources, touchpoints) = (options.source, options.touchpoint);
    let map = app.ask(&JourneyMapQuestion { by, sources, touchpoints, viewpoint }).await?;
    answer(&map).write_with(&map, &options.answer)
}

fn answer(map: &JourneyMap) -> Answer {
    let basis = &map.basis;
    let told = match map.by {
        CaseKind::Case => Wording { events: "touches", cases: "cases", without_case: "name no case" },
        CaseKind::Customer => Wording { events: "touches", cases: &basis.noun_plural, without_case: "name nobody" },
    };
    let above = sentences(&map.summary, told);
    let screens = vec![
        touchpoints(map),
        edges(map).titled(more("Which directly follows which", map.edges.len())),
        variants(&map.summary.frequent_variants).titled("The most frequent variants"),
    ];
    Answer {
        above,
        table: map.table(),
        screen: Some(screens),
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    }
}

/// What events and cases are called, and what is wrong with events that belong to no case.
#[derive(Clone, Copy)]
pub(super) struct Wording<'w> {
    pub(super) events: &'w str,
    pub(super) cases: &'w str,
    pub(super) without_case: &'w str,
}

/// What is told of cases above the tables.
pub(super) fn sentences(summary: &CaseSummary, told: Wording<'_>) -> Vec<String> {
    let whole = |number: u64| figures::whole(i128::from(number));
    let Wording { events, cases, without_case } = told;
    let mut sentences = vec![format!(
        "{} {events} of {} {cases} at {} touchpoints, in {} variants; the {} most frequent make up four fifths of them.",
        whole(summary.events),
        whole(summary.cases),
        whole(summary.activities),
        whole(summary.variants),
        whole(summary.variants_of_most_cases),
    )];
    if summary.cases > 0 {
        let [half, most] = [summary.median_case_seconds, summary.p90_case_seconds].map(time::in_words);
        sentences.push(format!(
            "Half of them took at most {half} from the first of their {events} to the last, nine in ten at most {most}."
        ));
    }
    if summary.without_case > 0 {
        sentences
            .push(format!("{} more {events} {without_case}; they are not on the map.", whole(summary.without_case)));
    }
    if summary.unordered_edges > 0 {
        sentences.push(format!(
            "{} times it is not told which of two {events} of one moment, or one day, came first; map a column to sequence if there is one.",
            whole(summary.unordered_edges)
        ));
    }
    sentences
}

/// A title that says how many of all rows are below it.
pub(super) fn more(title: &str, rows: usize) -> String {
    if rows > ON_SCREEN { format!("{title} (the {ON_SCREEN} most frequent of {rows})") } else { title.to_owned() }
}

fn touchpoints(map: &JourneyMap) -> Screen {
    let columns = vec![
        Column::text("touchpoint"),
        Column::whole("touches"),
        Column::whole("again in"),
        Column::whole("starts"),
        Column::whole("ends"),
        Column::figure(&map.basis.noun_plural),
    ];
    let of = |counts: &std::collections::BTreeMap<String, u64>, name: &str| {
        Cell::Whole(counts.get(name).copied().unwrap_or_default() as i64)
    };
    let row = |it: &MapTouchpoint| {
        vec![
            Cell::text(&it.touchpoint),
            Cell::Whole(it.events as i64),
            Cell::Whole(it.rework_cases as i64),
            of(&map.summary.starts, &it.touchpoint),
            of(&map.summary.ends, &it.touchpoint),
            Cell::Figure(it.customers, map.basis.currency),
        ]
    };
    let table = Table::new(columns).with_rows(map.touchpoints.iter().take(ON_SCREEN).map(row));
    with_figures(table, map).titled(more("Touchpoints", map.touchpoints.len()))
}

fn edges(map: &JourneyMap) -> Screen {
    let columns = vec![
        Column::text("from"),
        Column::text("to"),
        Column::whole("times"),
        Column::text("half within"),
        Column::text("nine in ten within"),
        Column::figure(&map.basis.noun_plural),
    ];
    let row = |edge: &MapEdge| {
        vec![
            Cell::text(&edge.from),
            Cell::text(&edge.to),
            Cell::Whole(edge.count as i64),
            Cell::text(time::in_words(edge.median_seconds)),
            Cell::text(time::in_words(edge.p90_seconds)),
            Cell::Figure(edge.customers, map.basis.currency),
        ]
    };
    with_figures(Table::new(columns).with_rows(map.edges.iter().take(ON_SCREEN).map(row)), map)
}

/// Customers are headed by what the company calls them, what they are worth by the currency.
fn with_figures(table: Table, map: &JourneyMap) -> Screen {
    let noun = &map.basis.noun_plural;
    let [customers, minor] = [format!("{noun}_customers"), format!("{noun}_minor")];
    Screen::of(table).headed(&customers, noun).headed(&minor, map.basis.currency.code())
}

pub(super) fn variants(frequent: &[MapVariant]) -> Screen {
    let told = frequent.iter().take(VARIANTS_ON_SCREEN);
    let rows = told.map(|it| vec![Cell::Whole(it.cases as i64), Cell::text(shortened(&it.variant))]);
    Screen::of(Table::new(vec![Column::whole("times"), Column::text("variant")]).with_rows(rows))
}

/// A way of many touchpoints by its first ones.
fn shortened(variant: &[String]) -> String {
    const MOST: usize = 8;
    let shown = variant.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(" → ");
    if variant.len() > MOST { format!("{shown} → … ({} more)", variant.len() - MOST) } else { shown }
}
