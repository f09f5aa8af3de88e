//! The ledger: did we earn growth, period after period, in customers and in money?

mod tables;

use crate::web::parts::download::attached;
use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use bellwether_charts::Ink;
use bellwether_model::{Act, Grain};
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::charts::{self, Side};
use crate::telling::encoded;
use crate::telling::grid::{movements, why_together};
use crate::telling::headline::{headline, in_figures, not_by_customers, silence};
use crate::telling::sight::Sight;
use crate::web::parts::frame::{Chart, NavigationItem, choices, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::table::drawn;
use crate::web::parts::viewpoint::{self, ViewpointParameters};
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::Figure;
use bellwether_app::close::{ClosedPeriod, ClosedPeriodsQuestion};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::ledger::{Ledger, LedgerLine, LedgerQuestion};
use bellwether_app::table::Tabular;
use bellwether_words::{Words, message};
use tables::{closed_table, cut_panel, ledger_table, periods_table};

/// Periods drawn and listed at most, unless all are asked for.
const SHOWN: usize = 36;

/// Which ledger.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    by: String,
    period: String,
    cut: String,
    all: String,
    #[serde(flatten)]
    viewpoint: ViewpointParameters,
}

impl Parameters {
    fn grain(&self) -> Result<Grain, Failure> {
        if self.by.is_empty() { Ok(Grain::Month) } else { self.by.parse().map_err(Failure::usage) }
    }

    fn request(&self) -> Result<LedgerQuestion, Failure> {
        Ok(LedgerQuestion { cut: (!self.cut.is_empty()).then(|| self.cut.clone()), ..self.of_company()? })
    }

    /// The same, not cut.
    fn of_company(&self) -> Result<LedgerQuestion, Failure> {
        Ok(LedgerQuestion { viewpoint: self.viewpoint.viewpoint()?, ..LedgerQuestion::of_company(self.grain()?) })
    }
}

pub(in crate::web) async fn csv(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let ledger = async { site.ask(&visit, parameters.request()?).await };
    let ledger = ledger.await.map_err(|failure| site.refuse(&visit, &failure))?;
    match as_csv(&ledger) {
        Ok(csv) => Ok(attached("ledger.csv", csv)),
        Err(failure) => Err(site.refuse(&visit, &failure)),
    }
}

fn as_csv(ledger: &Ledger) -> Result<Vec<u8>, Failure> {
    ledger.adds_up()?;
    ledger.table().csv()
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let asked_for = async {
        let ledger = site.ask(&visit, parameters.of_company()?).await?;
        let cut = match parameters.cut.as_str() {
            "" => None,
            _ => Some(site.ask(&visit, parameters.request()?).await?),
        };
        // Elsewhere the figures are not the frozen ones.
        let books = if parameters.viewpoint.is_elsewhere() {
            Arc::default()
        } else {
            site.ask(&visit, ClosedPeriodsQuestion::default()).await?
        };
        Ok((ledger, cut, books, parameters.grain()?))
    };
    let (ledger, cut, books, grain) = asked_for.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let words = ledger.basis.words(site.language(&visit));
    let view = parameters.viewpoint.query();
    let sight = viewpoint::sight(&visit, grain, &view);
    let here = [("by", parameters.by.as_str()), ("period", &parameters.period), ("cut", &parameters.cut)];
    let bar = viewpoint::bar(&site, &visit, words, &ledger.basis, &parameters.viewpoint, ("/ledger", &here)).await;
    let bar = bar.map_err(|failure| site.refuse(&visit, &failure))?;
    let line = ledger.line(&parameters.period).map_err(|failure| site.refuse(&visit, &failure))?;
    let lines = recent(&ledger.lines, !parameters.all.is_empty());
    let title = headline(words, grain, line);
    let grains = [Grain::Week, Grain::Month, Grain::Quarter, Grain::Year, Grain::FiscalYear];
    let grains = grains.into_iter().filter(|grain| sight.names || *grain != Grain::Week);
    let switch = choices(
        &words.say("by"),
        grains.map(|other| {
            let cut = viewpoint::with("cut", &parameters.cut);
            (words.grain(other), format!("/ledger?by={other}{cut}{view}"), other == grain)
        }),
    );
    let body = html! {
        (head(&title, &html! {
            (switch)
            @if cfg!(feature = "pdf") && !parameters.viewpoint.is_elsewhere() { a.btn href=(format!("/ledger.pdf?by={grain}&period={}", encoded(&line.period))) { (words.say("ledger-pdf")) } }
        }))
        (bar)
        (strip(words, sight, line))
        @for sentence in not_by_customers(words, line) { p.between { (sentence) } }
        (why_not_all(words, &ledger, std::slice::from_ref(line)))
        div.pair {
            @for side in [Side::Customers, Side::Value] { (waterfall_panel(words, sight, line, side)) }
        }
        p.between {
            @if sight.names {
            a href=(sight.of("/why", &line.period)) {
                (words.with("why-lost", &[("period", &words.period(grain, &line.period))]))
            }
            a href=(format!("{}&cut=level", sight.of("/ledger", &line.period))) { (words.say("by-level")) }
            a href=(format!("{}&cut=kind", sight.of("/ledger", &line.period))) { (words.say("by-kind")) }
            }
            @if sight.names && matches!(grain, Grain::Month | Grain::Quarter | Grain::Year) { a href=(format!("/usage?by={grain}{view}")) { (words.say("usage")) } }
        }
        @if let Some(cut) = &cut { (cut_panel(words, sight, &parameters.cut, line, cut)) }
        div.pair {
            @for side in [Side::Customers, Side::Value] {
                @let [wide, narrow] = charts::periods(words, sight, lines, side, ledger.unfinished.as_deref(), Ink::Page);
                (Chart {
                    title: &words.say(&format!("periods-{}", side.name())),
                    about: &words.with(&format!("unit-{}", side.name()), &[("currency", &words.currency())]),
                    wide,
                    narrow,
                    key: charts::key(words, side, lines),
                    table: periods_table(words, grain, lines, side),
                    csv: Some(format!("/ledger.csv?by={grain}{view}")),
                    png: None,
                }.panel(words, |value| side.tick(words, value)))
            }
        }
        @if visit.visitor.may(Act::Close) && !parameters.viewpoint.is_elsewhere() { (closing(words, &ledger, grain, line, &books.closed)) }
        @if !books.closed.is_empty() { (panel(&words.say("closed"), &words.say("closed-about"), &closed_table(words, &books.closed, sight.names))) }
        (panel(&words.say("all-periods"), &words.say(if sight.names { "all-periods-about" } else { "all-periods-about-paper" }), &html! {
            div.scroll tabindex="0" role="group" aria-label=(words.say("all-periods")) { (ledger_table(words, sight, lines, &books.closed)) }
            p.links {
                @if lines.len() < ledger.lines.len() { a href=(format!("/ledger?by={grain}&all=yes{view}")) { (words.say("show-all")) } " " }
                a href=(format!("/ledger.csv?by={grain}{view}")) download { (words.say("as-csv")) }
            }
            (why_not_all(words, &ledger, lines))
            (notes(words, grain, &ledger))
        }))
    };
    Ok(frame(words, &visit, NavigationItem::Ledger, &title, &body))
}

/// The form to close the period that is told, where it is the next one.
fn closing(words: Words<'_>, ledger: &Ledger, grain: Grain, line: &LedgerLine, closed: &[ClosedPeriod]) -> Markup {
    let is_over = ledger.unfinished.as_ref() != Some(&line.period);
    let at = ledger.lines.iter().position(|one| one.period == line.period);
    let before = at.and_then(|at| at.checked_sub(1)).map(|at| ledger.lines[at].period.as_str());
    let is_next = closed.last().is_none_or(|last| last.grain == grain && Some(last.period.as_str()) == before);
    let period = words.period(grain, &line.period);
    html! {
        @if is_over && is_next {
            details.look {
                summary { (words.with("close-books", &[("period", &period)])) }
                form.narrow-form method="post" action="/ledger/close" {
                    @if closed.is_empty() { p { strong { (words.with("close-books-first", &[("grain", &words.grain(grain))])) } } }
                    p { (words.with("close-books-about", &[("period", &period), ("closing", &line.closing.phrase(words))])) }
                    input type="hidden" name="by" value=(grain);
                    input type="hidden" name="period" value=(line.period);
                    input type="hidden" name="closing" value=(seen(line.closing));
                    p.field { label { input type="checkbox" name="sure" value="yes" required; " " (words.say("close-books-sure")) } }
                    p { button.btn type="submit" { (words.with("close-books", &[("period", &period)])) } }
                }
            }
        }
    }
}

#[derive(Deserialize)]
pub(in crate::web) struct Close {
    by: String,
    period: String,
    /// What the closing was when the form was drawn.
    closing: String,
    sure: String,
}

/// A figure as a form carries it.
fn seen(figure: Figure) -> String {
    format!("{} {}", figure.customers, figure.minor)
}

/// Closes a period for good.
pub(in crate::web) async fn close(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(given): Form<Close>,
) -> Result<Redirect, Refusal> {
    let back = format!("/ledger?by={}&period={}", encoded(&given.by), encoded(&given.period));
    let by = visit.visitor.signature();
    let closed = site.act(|app| async move {
        if given.sure != "yes" {
            return Err(Failure::usage(message("failure-not-sure")));
        }
        let grain = given.by.parse().map_err(Failure::usage)?;
        let now = app.ask(&LedgerQuestion::of_company(grain)).await?;
        if now.told(&given.period).map(|line| seen(line.closing)) != Some(given.closing) {
            return Err(Failure::new(FailureKind::Conflict, message("failure-other-figures")));
        }
        app.close(grain, &given.period, &by).await
    });
    closed.await.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to(&back))
}

fn recent(lines: &[LedgerLine], all: bool) -> &[LedgerLine] {
    if all { lines } else { &lines[lines.len().saturating_sub(SHOWN)..] }
}

/// Why not everything is told apart, where it is not.
pub(in crate::web) fn why_not_all(words: Words<'_>, ledger: &Ledger, lines: &[LedgerLine]) -> Markup {
    let why = why_together(words, ledger, lines);
    html! { @if !why.is_empty() { p.muted.between { (why) } } }
}

/// The line in a few figures.
pub(in crate::web) fn strip(words: Words<'_>, sight: Sight<'_>, line: &LedgerLine) -> Markup {
    html! { dl.kpis { @for figure in in_figures(words, sight, line) {
        div { dt { (figure.name) } dd { a href=[figure.href] { (figure.customers) } small { (figure.money) } } }
    } } }
}

/// A line as a waterfall with its table.
pub(in crate::web) fn waterfall_panel(words: Words<'_>, sight: Sight<'_>, line: &LedgerLine, side: Side) -> Markup {
    let (wide, narrow) = charts::waterfall(words, sight, line, side, None, Ink::Page);
    let (from, to) = (side.shown(words, line.opening), side.shown(words, line.closing));
    Chart {
        title: &words.with(
            &format!("from-to-{}", side.name()),
            &[("period", &words.period(sight.grain, &line.period)), ("from", &from), ("to", &to)],
        ),
        about: &words.with(&format!("unit-{}", side.name()), &[("currency", &words.currency())]),
        wide,
        narrow,
        key: Vec::new(),
        table: drawn(&movements(words, line, side)),
        csv: None,
        png: (cfg!(feature = "pdf") && sight.view.is_empty())
            .then(|| sight.of(&format!("/{}.png", side.name()), &line.period)),
    }
    .panel(words, |value| side.tick(words, value))
}

/// That the last period is not over, where it is not.
pub(in crate::web) fn unfinished(words: Words<'_>, grain: Grain, ledger: &Ledger) -> Markup {
    let day = words.day(ledger.basis.as_of);
    html! {
        @if let Some(period) = &ledger.unfinished {
            p.muted { (words.with("unfinished", &[("period", &words.period(grain, period)), ("day", &day)])) }
        }
    }
}

/// What a reader must know beside the figures.
fn notes(words: Words<'_>, grain: Grain, ledger: &Ledger) -> Markup {
    html! {
        (unfinished(words, grain, ledger))
        @if let Some(silence) = silence(words, ledger) { p.alert { (silence) } }
        @if let Some(fewest) = ledger.smallest_group { p.muted { (words.with("told-of-whole", &[("fewest", &fewest.to_string())])) } }
        @if ledger.latest_fact > ledger.basis.as_of { p.muted { (words.with("facts-ahead", &[("day", &words.day(ledger.latest_fact))])) } }
        p.muted { (words.say("net-within")) }
        @if let Some((rows, minor)) = ledger.unattributed() {
            p.muted { (words.counting("unattributed", rows, &[("money", &words.money(minor))])) }
        }
        @if let Some(free) = ledger.free_customers {
            p.muted { (words.with("free-apart", &[("customers", &words.customers(free))])) }
        }
    }
}
