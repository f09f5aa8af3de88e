//! The ledger: did we earn growth, period after period, in customers and in money?

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bellwether_charts::Ink;
use bellwether_model::{Act, Grain, Kind};
use maud::{Markup, html};
use serde::Deserialize;

use super::access::Visit;
use super::frame::{Chart, Place, basis_line, choices, frame, head, panel};
use super::refusal::{self, Refusal};
use super::site::Site;
use crate::app::Figure;
use crate::app::close::ClosedPeriod;
use crate::app::ledger::{Ledger, LedgerLine, LedgerRequest};
use crate::cli;
use crate::failure::{Failure, FailureKind};
use crate::telling::charts::{self, Side, behind, counted, kind_name, moves};
use crate::telling::encoded;
use crate::telling::headline::headline;
use crate::telling::words::Words;

/// Periods drawn and listed at most, unless all are asked for.
const SHOWN: usize = 36;

/// Which ledger.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    by: String,
    period: String,
    cut: String,
    all: String,
}

impl Asked {
    fn grain(&self) -> Result<Grain, Failure> {
        if self.by.is_empty() { Ok(Grain::Month) } else { self.by.parse().map_err(Failure::usage) }
    }

    fn request(&self) -> Result<LedgerRequest, Failure> {
        Ok(LedgerRequest {
            cut: (!self.cut.is_empty()).then(|| self.cut.clone()),
            ..LedgerRequest::of_company(self.grain()?)
        })
    }
}

impl Site {
    pub(super) async fn ledger(&self, request: LedgerRequest) -> Result<Arc<Ledger>, Failure> {
        self.ask(request, |app, request| async move {
            let ledger = app.ledger(&request).await?;
            match ledger.lines.iter().find(|line| line.unexplained() != Figure::default()) {
                None => Ok(ledger),
                Some(line) => {
                    let said = format!("the ledger of {} does not add up; no figure is shown", line.period);
                    Err(Failure::new(FailureKind::Internal, said).hint("please report it"))
                }
            }
        })
        .await
    }
}

pub(super) async fn csv(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let ledger = async { site.ledger(asked.request()?).await };
    let ledger = ledger.await.map_err(|failure| site.refuse(&visit, &failure))?;
    if singles_out(&ledger) && !visit.visitor.may(Act::SeeCustomers) {
        return Err(refusal::singled_out(&site, &visit));
    }
    match as_csv(&ledger) {
        Ok(csv) => Ok(attached("ledger.csv", csv)),
        Err(failure) => Err(site.refuse(&visit, &failure)),
    }
}

fn as_csv(ledger: &Ledger) -> Result<Vec<u8>, Failure> {
    cli::ledger_answer(ledger)?.csv()
}

/// A segment of so few customers would tell who they are.
const FEWEST: i64 = 5;

/// Whether a cut has a segment that never held more than a few customers.
pub(super) fn singles_out(ledger: &Ledger) -> bool {
    let mut most: HashMap<&str, i64> = HashMap::new();
    for line in &ledger.lines {
        if let Some(segment) = &line.segment {
            let held = most.entry(segment).or_default();
            *held = line.opening.customers.max(line.closing.customers).max(*held);
        }
    }
    most.into_values().any(|held| held < FEWEST)
}

/// A file to be saved.
pub(super) fn attached(name: &str, content: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, content).into_response()
}

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let asked_for = async {
        let ledger = site.ledger(LedgerRequest::of_company(asked.grain()?)).await?;
        let cut = match asked.cut.as_str() {
            "" => None,
            _ => Some(site.ledger(asked.request()?).await?),
        };
        let closed = site.ask((), |app, ()| async move { app.closed_periods().await }).await?;
        Ok((ledger, cut, closed, asked.grain()?))
    };
    let (ledger, cut, closed, grain) = asked_for.await.map_err(|failure| site.refuse(&visit, &failure))?;
    if cut.as_deref().is_some_and(singles_out) && !visit.visitor.may(Act::SeeCustomers) {
        return Err(refusal::singled_out(&site, &visit));
    }
    let words = site.language(&visit).of(&ledger.basis);
    let Some(line) = ledger.told(&asked.period) else {
        let failure = Failure::new(FailureKind::NotFound, format!("there is no period '{}'", asked.period))
            .hint("the ledger lists all of them");
        return Err(site.refuse(&visit, &failure));
    };
    let lines = recent(&ledger.lines, !asked.all.is_empty());
    let title = headline(words, grain, line);
    let grains = [Grain::Week, Grain::Month, Grain::Quarter, Grain::Year, Grain::FiscalYear];
    let switch = choices(
        &words.say("by"),
        grains.map(|other| {
            let cut = if asked.cut.is_empty() { String::new() } else { format!("&cut={}", encoded(&asked.cut)) };
            (words.grain(other), format!("/ledger?by={other}{cut}"), other == grain)
        }),
    );
    let body = html! {
        (head(&title, &html! {
            (switch)
            @if cfg!(feature = "pdf") { a.btn href=(format!("/ledger.pdf?by={grain}&period={}", encoded(&line.period))) { (words.say("ledger-pdf")) } }
        }))
        (basis_line(words, &ledger.basis))
        (strip(words, grain, line))
        div.pair {
            @for side in [Side::Customers, Side::Value] { (waterfall_panel(words, grain, line, side)) }
        }
        p.between {
            a href=(format!("/why?by={grain}&period={}", encoded(&line.period))) {
                (words.with("why-lost", &[("period", &words.period(grain, &line.period))]))
            }
            a href=(format!("/ledger?by={grain}&period={}&cut=level", encoded(&line.period))) { (words.say("by-level")) }
            a href=(format!("/ledger?by={grain}&period={}&cut=kind", encoded(&line.period))) { (words.say("by-kind")) }
        }
        @if let Some(cut) = &cut { (cut_panel(words, grain, &asked.cut, line, cut)) }
        div.pair {
            @for side in [Side::Customers, Side::Value] {
                (Chart {
                    title: &words.say(&format!("periods-{}", side.name())),
                    about: &words.with(&format!("unit-{}", side.name()), &[("currency", &words.currency())]),
                    wide: charts::periods(words, grain, lines, side, ledger.unfinished.as_deref(), Ink::Page),
                    narrow: None,
                    key: charts::key(words, side),
                    table: periods_table(words, grain, lines, side),
                    csv: Some(format!("/ledger.csv?by={grain}")),
                }.panel(words, |value| side.tick(words, value)))
            }
        }
        @if !closed.is_empty() { (panel(&words.say("closed"), &words.say("closed-about"), &closed_table(words, &closed))) }
        (panel(&words.say("all-periods"), &words.say("all-periods-about"), &html! {
            div.scroll tabindex="0" role="group" aria-label=(words.say("all-periods")) { (ledger_table(words, grain, lines, &closed)) }
            p.links {
                @if lines.len() < ledger.lines.len() { a href=(format!("/ledger?by={grain}&all=yes")) { (words.say("show-all")) } " " }
                a href=(format!("/ledger.csv?by={grain}")) download { (words.say("as-csv")) }
            }
            (notes(words, grain, &ledger))
        }))
    };
    Ok(frame(words, &visit, Place::Ledger, &title, &body))
}

fn recent(lines: &[LedgerLine], all: bool) -> &[LedgerLine] {
    if all { lines } else { &lines[lines.len().saturating_sub(SHOWN)..] }
}

/// The line in five figures.
pub(super) fn strip(words: Words<'_>, grain: Grain, line: &LedgerLine) -> Markup {
    let figure = |name: String, figure: Figure, sign: i64, href: Option<String>| {
        let customers = if sign == 0 { words.whole(figure.customers) } else { words.signed(sign * figure.customers) };
        let value = if sign == 0 {
            words.money(figure.minor)
        } else {
            format!("{} {}", words.currency(), words.signed_amount(figure.minor))
        };
        html! {
            div {
                dt { (name) }
                dd {
                    @match href { Some(href) => { a href=(href) { (customers) } } None => { (customers) } }
                    small { (value) }
                }
            }
        }
    };
    let moved = |kind: Kind, sign: i64| {
        figure(
            words.say(&kind_name(kind)),
            line.movement(kind),
            sign,
            Some(behind(grain, &line.period, Some(kind), None)),
        )
    };
    html! {
        dl.kpis {
            (figure(words.say("opening"), line.opening, 0, None))
            (moved(Kind::New, 1))
            (moved(Kind::WonBack, 1))
            (moved(Kind::Lost, -1))
            (stayed(words, line))
            (figure(words.say("closing"), line.closing, 0, Some(behind(grain, &line.period, None, None))))
        }
    }
}

/// What those who stayed brought.
fn stayed(words: Words<'_>, line: &LedgerLine) -> Markup {
    let (customers, value) = charts::stayed(words, line);
    html! {
        div { dt { (words.say("stayed")) } dd { (customers) small { (value) } } }
    }
}

/// A line as a waterfall with its table.
pub(super) fn waterfall_panel(words: Words<'_>, grain: Grain, line: &LedgerLine, side: Side) -> Markup {
    let (wide, narrow) = charts::waterfall(words, grain, line, side, None, Ink::Page);
    let (from, to) = (side.shown(words, line.opening), side.shown(words, line.closing));
    Chart {
        title: &words.with(
            &format!("from-to-{}", side.name()),
            &[("period", &words.period(grain, &line.period)), ("from", &from), ("to", &to)],
        ),
        about: &words.with(&format!("unit-{}", side.name()), &[("currency", &words.currency())]),
        wide,
        narrow: Some(narrow),
        key: Vec::new(),
        table: movements_table(words, line, side),
        csv: None,
    }
    .panel(words, |value| side.tick(words, value))
}

fn movements_table(words: Words<'_>, line: &LedgerLine, side: Side) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { (words.say("step")) } th.r scope="col" { (words.nouns_first()) } th.r scope="col" { (words.currency()) } } }
            tbody {
                tr { th scope="row" { (words.say("opening")) } td.r { (words.whole(line.opening.customers)) } td.r { (words.amount(line.opening.minor)) } }
                @for (kind, figure) in moves(line, side) {
                    tr { th scope="row" { (words.say(&kind_name(kind))) } td.r { (counted(words, kind, figure)) } td.r { (words.signed_amount(figure.minor)) } }
                }
                tr { th scope="row" { (words.say("closing")) } td.r { (words.whole(line.closing.customers)) } td.r { (words.amount(line.closing.minor)) } }
            }
        }
    }
}

fn periods_table(words: Words<'_>, grain: Grain, lines: &[LedgerLine], side: Side) -> Markup {
    let kinds: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| {
            lines
                .iter()
                .any(|line| moves(line, side).iter().any(|(moved, figure)| moved == kind && side.of(*figure) != 0.0))
        })
        .collect();
    html! {
        table {
            thead { tr {
                th scope="col" { (words.grain(grain)) }
                th.r scope="col" { (words.say("opening")) }
                @for kind in &kinds { th.r scope="col" { (words.say(&kind_name(*kind))) } }
                th.r scope="col" { (words.say("closing")) }
            } }
            tbody { @for line in lines {
                tr {
                    th scope="row" { (line.period) }
                    td.r { (side.shown(words, line.opening)) }
                    @for kind in &kinds {
                        @let figure = moves(line, side).into_iter().find(|(moved, _)| moved == kind).map(|(_, figure)| figure).unwrap_or_default();
                        td.r { (side.shown(words, figure)) }
                    }
                    td.r { (side.shown(words, line.closing)) }
                }
            } }
        }
    }
}

/// Two rows a period: customers, each leading to their names, and value.
fn ledger_table(words: Words<'_>, grain: Grain, lines: &[LedgerLine], closed: &[ClosedPeriod]) -> Markup {
    let is_closed = |line: &LedgerLine| closed.iter().any(|one| one.grain == grain && one.period == line.period);
    let occurs = |kind: &Kind| lines.iter().any(|line| line.movement(*kind) != Figure::default());
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(occurs).collect();
    html! {
        table.ledger {
            thead { tr {
                th scope="col" { (words.grain(grain)) }
                th scope="col" { (words.say("in")) }
                th.r scope="col" { (words.say("opening")) }
                @for kind in &kinds { th.r scope="col" { (words.say(&kind_name(*kind))) } }
                th.r scope="col" { (words.say("closing")) }
            } }
            @for line in lines.iter().rev() {
                tbody {
                    tr {
                        th scope="rowgroup" rowspan="2" { a href=(format!("/ledger?by={grain}&period={}", encoded(&line.period))) { (line.period) } @if is_closed(line) { br; small { (words.say("is-closed")) } } }
                        th scope="row" { (words.nouns_first()) }
                        td.r { (words.whole(line.opening.customers)) }
                        @for kind in &kinds {
                            td.r {
                                @let customers = line.movement(*kind).customers;
                                @let shown = match kind {
                                    Kind::New | Kind::WonBack | Kind::TransferIn | Kind::Restated => words.signed(customers),
                                    Kind::Lost | Kind::TransferOut => words.signed(-customers),
                                    Kind::More | Kind::Less | Kind::Currency => words.whole(customers),
                                };
                                @if customers == 0 { (shown) } @else { a href=(behind(grain, &line.period, Some(*kind), None)) { (shown) } }
                            }
                        }
                        td.r { a href=(behind(grain, &line.period, None, None)) { (words.whole(line.closing.customers)) } }
                    }
                    tr {
                        th scope="row" { (words.currency()) }
                        td.r { (words.amount(line.opening.minor)) }
                        @for kind in &kinds { td.r { (words.signed_amount(line.movement(*kind).minor)) } }
                        td.r { (words.amount(line.closing.minor)) }
                    }
                }
            }
        }
    }
}

/// The books that are closed, with what was learnt of them later.
fn closed_table(words: Words<'_>, closed: &[ClosedPeriod]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("closed")) { table.prose {
            thead { tr {
                th scope="col" { (words.say("by")) }
                th scope="col" { (words.say("closed-by")) }
                th.r scope="col" { (words.say("closing")) }
                th.r scope="col" { (words.say("restated-since")) }
                th scope="col" { (words.say("checksum")) }
            } }
            tbody { @for one in closed.iter().rev() { tr {
                th scope="row" { a href=(format!("/ledger?by={}&period={}", one.grain, encoded(&one.period))) { (words.period(one.grain, &one.period)) } }
                td { (one.closed_by) br; small { (words.moment(one.closed_at)) } }
                td.r { (words.whole(one.closing.customers)) br; small { (words.money_of(one.closing.minor, one.currency)) } }
                td.r {
                    @if one.restated == Figure::default() { (words.say("restated-nothing")) } @else {
                        a href="/customers?kind=restated" { (words.signed(one.restated.customers)) } br; small { (words.currency()) " " (words.signed_amount(one.restated.minor)) }
                    }
                }
                td { code { (&one.checksum[..one.checksum.len().min(12)]) } }
            } } }
        } }
    }
}

/// The same period, segment by segment.
fn cut_panel(words: Words<'_>, grain: Grain, cut: &str, line: &LedgerLine, of: &Ledger) -> Markup {
    let segments: Vec<&LedgerLine> = of.lines.iter().filter(|one| one.period == line.period).collect();
    let occurs = |kind: &Kind| segments.iter().any(|one| one.movement(*kind) != Figure::default());
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(occurs).collect();
    let body = html! {
        div.scroll tabindex="0" role="group" aria-label=(cut) {
            table {
                thead { tr {
                    th scope="col" { (cut) }
                    th.r scope="col" { (words.say("opening")) }
                    @for kind in &kinds { th.r scope="col" { (words.say(&kind_name(*kind))) } }
                    th.r scope="col" { (words.say("closing")) }
                } }
                tbody { @for one in &segments {
                    @let name = one.segment.as_deref().unwrap_or_default();
                    @let segment = format!("{cut}={name}");
                    tr {
                        th scope="row" { (name) }
                        td.r { (words.whole(one.opening.customers)) br; small { (words.amount(one.opening.minor)) } }
                        @for kind in &kinds {
                            td.r {
                                @let figure = one.movement(*kind);
                                @if figure.customers == 0 { "0" } @else { a href=(behind(grain, &line.period, Some(*kind), Some(&segment))) { (words.whole(figure.customers)) } }
                                br; small { (words.signed_amount(figure.minor)) }
                            }
                        }
                        td.r { a href=(behind(grain, &line.period, None, Some(&segment))) { (words.whole(one.closing.customers)) } br; small { (words.amount(one.closing.minor)) } }
                    }
                } }
            }
        }
    };
    panel(
        &words.with("cut", &[("cut", cut), ("period", &words.period(grain, &line.period))]),
        &words.say("cut-about"),
        &body,
    )
}

/// That the last period is not over, where it is not.
pub(super) fn unfinished(words: Words<'_>, grain: Grain, ledger: &Ledger) -> Markup {
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
        @if ledger.unattributed_rows > 0 {
            p.muted { (words.counting("unattributed", ledger.unattributed_rows, &[("money", &words.money(ledger.unattributed_minor))])) }
        }
        @if let Some(free) = ledger.free_customers {
            p.muted { (words.with("free-apart", &[("customers", &words.customers(free))])) }
        }
    }
}
