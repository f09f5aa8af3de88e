//! Why: the reasons of movements, adding up to them, with how we know and how it was before.

use std::sync::Arc;

use axum::extract::{Query, State};

use bellwether_charts::Ink;
use bellwether_model::{Grain, MovementKind};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use crate::telling::charts::{self, Side};
use crate::telling::grid::{self, Grid, GridCell};
use crate::telling::reason_label;
use crate::telling::sight::Sight;
use crate::telling::trends;
use crate::web::pages::growth::ledger::unfinished;
use crate::web::parts::frame::{Chart, NavigationItem, choices, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::table::{drawn, scrolled};
use crate::web::parts::viewpoint::{self, ViewpointParameters};
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::Figure;
use bellwether_app::failure::Failure;
use bellwether_app::ledger::LedgerQuestion;
use bellwether_app::limits::{Limits, LimitsQuestion, PeriodFigure};
use bellwether_app::reason::{ReasonSum, ReasonsQuestion, Why, WhyQuestion};
use bellwether_words::{Words, kind_name, message};

/// Periods drawn one beside the other.
const SHOWN: usize = 12;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    kind: String,
    by: String,
    period: String,
    #[serde(flatten)]
    viewpoint: ViewpointParameters,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let kind = if parameters.kind.is_empty() {
        Ok(MovementKind::Lost)
    } else {
        parameters.kind.parse().map_err(Failure::usage)
    };
    let kind = kind.map_err(refuse)?;
    if !kind.has_reasons() {
        return Err(refuse(Failure::usage(message("failure-no-reasons").naming("kind", kind_name(kind)))));
    }
    let grain: Grain = if parameters.by.is_empty() {
        Grain::Quarter
    } else {
        parameters.by.parse().map_err(|why| refuse(Failure::usage(why)))?
    };
    let viewpoint = parameters.viewpoint.viewpoint().map_err(refuse)?;
    let ledger = LedgerQuestion { viewpoint: viewpoint.clone(), ..LedgerQuestion::of_company(grain) };
    let ledger = site.ask(&visit, ledger).await.map_err(refuse)?;
    let limits = LimitsQuestion { kind, grain, viewpoint: viewpoint.clone(), clearance: visit.visitor.clearance() };
    let limits = site.ask(&visit, limits).await.map_err(refuse)?;
    let why = site
        .ask(&visit, WhyQuestion(ReasonsQuestion { viewpoint, ..ReasonsQuestion::of_company(kind, grain) }))
        .await
        .map_err(refuse)?;
    let words = why.reasons.basis.words(site.language(&visit));
    let view = parameters.viewpoint.query();
    let sight = viewpoint::sight(&visit, grain, &view);
    let here = [("kind", parameters.kind.as_str()), ("by", &parameters.by), ("period", &parameters.period)];
    let bar = viewpoint::bar(&site, &visit, words, &why.reasons.basis, &parameters.viewpoint, ("/why", &here))
        .await
        .map_err(refuse)?;
    let periods: Vec<&str> = ledger.lines.iter().map(|line| line.period.as_str()).collect();
    let period = ledger.line(&parameters.period).map_err(refuse)?.period.as_str();
    let at = periods.iter().position(|known| *known == period);
    let before = at.and_then(|at| at.checked_sub(1)).map(|at| periods[at]);
    let (rows, earlier) = why.beside(period, before);
    let total: Figure = rows.iter().map(|row| row.figure).sum();
    let title = words.counting(
        &format!("why-title-{}", kind.name().replace('_', "-")),
        total.customers,
        &[("period", &words.period(grain, period)), ("money", &words.money(total.minor.abs()))],
    );
    let over: Vec<&str> =
        periods.iter().copied().filter(|known| ledger.unfinished.as_deref() != Some(*known)).collect();
    let shown = &over[over.len().saturating_sub(SHOWN)..];
    let trends = trends(words, sight, &why, &limits, kind, shown, ledger.unfinished.as_deref());
    let link = |kind: MovementKind, period: &str| format!("{}&kind={kind}", sight.of("/why", period));
    let kinds = choices(
        &words.say("kind"),
        MovementKind::EXPLAINED.map(|other| {
            (words.say(&kind_name(other)), format!("{}&kind={other}", sight.of("/why", period)), other == kind)
        }),
    );
    let grains = choices(
        &words.say("by"),
        [Grain::Month, Grain::Quarter, Grain::Year]
            .map(|other| (words.grain(other), format!("/why?kind={kind}&by={other}{view}"), other == grain)),
    );
    let body = html! {
        (head(&title, &html! { div.switches { (grains) (kinds) } }))
        (bar)
        p.between {
            @if let Some(before) = before { a href=(link(kind, before)) { "← " (words.period(grain, before)) } " " }
            @if let Some(next) = at.and_then(|at| periods.get(at + 1)) { a href=(link(kind, next)) { (words.period(grain, next)) " →" } }
        }
        @if sight.names && !parameters.viewpoint.is_elsewhere() && !rows.is_empty() { p.between { a href=(format!("/why/unexplained?kind={kind}")) { (words.say("queue-open")) } } }
        @if rows.is_empty() { (panel(&words.say("nothing"), "", &html! { p { (words.say("nobody-moved")) } })) } @else {
            (reasons_panels(words, &why, sight, kind, period, before, &rows, &earlier))
        }
        (trends)
        @if ledger.unfinished.as_deref() == Some(period) { (unfinished(words, grain, &ledger)) }
    };
    Ok(frame(words, &visit, NavigationItem::Why, &title, &body))
}

#[expect(clippy::too_many_arguments, reason = "one page's worth of what was found")]
fn reasons_panels(
    words: Words<'_>,
    why: &Why,
    sight: Sight<'_>,
    kind: MovementKind,
    period: &str,
    before: Option<&str>,
    rows: &[ReasonSum],
    earlier: &[ReasonSum],
) -> Markup {
    let grain = sight.grain;
    let href = |row: &ReasonSum| sight.behind_reason(period, kind, &row.reason);
    let drawn: Vec<_> = rows
        .iter()
        .filter(|row| row.figure.customers > 0)
        .map(|row| (reason_label(words, &why.labels, &row.reason), row.figure, href(row)))
        .collect();
    let title = words.say("reasons");
    let mut table = grid::reasons(words, &why.labels, rows, href);
    if let Some(before) = before {
        let was = |row: &ReasonSum| {
            earlier.iter().find(|other| other.reason == row.reason).map_or(Figure::default(), |other| other.figure)
        };
        let told =
            |figure: Figure| [words.whole(figure.customers), words.signed_amount(figure.minor)].map(GridCell::from);
        table.head.extend([words.with("in-period", &[("period", &words.period(grain, before))]), words.currency()]);
        table.rows.iter_mut().zip(rows).for_each(|(cells, row)| cells.extend(told(was(row))));
        table.sum.extend(told(earlier.iter().map(|row| row.figure).sum()));
    }
    html! {
        div.stack {
            (panel(&title, &words.say("reasons-about"), &html! {
                (scrolled(&title, &table))
            }))
            (panel(&words.with("ranked", &[("period", &words.period(grain, period))]), &words.say("unit-customers"), &html! { div.ranked { (PreEscaped(charts::reasons(words, "ranked", &title, kind, &drawn).svg)) } }))
        }
    }
}

/// Which reasons grow, and what of it is a signal.
fn trends(
    words: Words<'_>,
    sight: Sight<'_>,
    why: &Why,
    limits: &Limits,
    kind: MovementKind,
    periods: &[&str],
    unfinished: Option<&str>,
) -> Markup {
    let name = words.say(&kind_name(kind));
    html! {
        div.pair {
            @for side in [Side::Customers, Side::Value] {
                @let [wide, narrow] = trends::reasons(words, sight, why, (kind, side), (periods, unfinished), Ink::Page);
                (Chart {
                    title: &words.with(&format!("reasons-over-time-{}", side.name()), &[("kind", &name)]),
                    about: &words.with(&format!("unit-{}", side.name()), &[("currency", &words.currency())]),
                    wide,
                    narrow,
                    key: Vec::new(),
                    table: reasons_table(words, sight, why, periods, side),
                    csv: None,
                    png: None,
                }.panel(words, |value| side.tick(words, value)))
            }
        }
        div.pair {
            @for side in [Side::Customers, Side::Value] {
                @let [wide, narrow] = trends::control(words, sight, limits, kind, side, Ink::Page);
                @let run = trends::run(limits, side);
                (Chart {
                    title: &words.with(&format!("limits-{}", side.name()), &[("kind", &name)]),
                    about: &words.say(if run.limits.is_none() { "limits-too-few" } else if run.signals.is_empty() { "limits-no-signal" } else { "limits-about" }),
                    wide,
                    narrow,
                    key: Vec::new(),
                    table: limits_table(words, sight, limits, side),
                    csv: None,
                    png: None,
                }.panel(words, |value| side.tick(words, value)))
            }
        }
    }
}

/// Every reason of every period.
fn reasons_table(words: Words<'_>, sight: Sight<'_>, why: &Why, periods: &[&str], side: Side) -> Markup {
    let by_period: Vec<Vec<ReasonSum>> = periods.iter().map(|period| why.of(period)).collect();
    let mut reasons: Vec<&str> = Vec::new();
    for row in by_period.iter().flatten() {
        if !reasons.contains(&row.reason.as_str()) {
            reasons.push(&row.reason);
        }
    }
    html! {
        table {
            thead { tr { th scope="col" { (words.grain(sight.grain)) } @for reason in &reasons { th.r scope="col" { (reason_label(words, &why.labels, reason)) } } } }
            tbody { @for (period, rows) in periods.iter().zip(&by_period) { tr {
                th scope="row" { (period) }
                @for reason in &reasons { td.r { (side.shown(words, rows.iter().find(|row| row.reason == *reason).map(|row| row.figure).unwrap_or_default())) } }
            } } }
        }
    }
}

/// The run, its limits, and what is a signal in it.
fn limits_table(words: Words<'_>, sight: Sight<'_>, limits: &Limits, side: Side) -> Markup {
    let run = trends::run(limits, side);
    let mut periods = Grid::of_figures(words, words.grain(sight.grain));
    let row = |moved: &PeriodFigure| grid::figure(words, moved.period.clone(), moved.figure, true);
    periods.rows.extend(limits.periods.iter().map(row));
    html! {
        @if !run.signals.is_empty() { ul.signals { @for one in &run.signals { li { (trends::signal(words, one)) } } } }
        @if let Some(found) = run.limits {
            dl.roles {
                @for (name, value) in [("limits-upper", found.upper), ("limits-centre", found.centre), ("limits-lower", found.lower.max(0.0)), ("limits-ranges-upper", found.moving_range_upper)] {
                    div { dt { (words.say(name)) } dd.muted { (side.tick(words, value)) } }
                }
            }
        }
        (drawn(&periods))
    }
}
