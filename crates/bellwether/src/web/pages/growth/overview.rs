//! The overview: what happened, why customers left, and what it takes merely to stand still, on one page.

use std::sync::Arc;

use axum::extract::State;

use bellwether_model::{Grain, MovementKind, ReasonTree};
use maud::{Markup, PreEscaped, html};

use crate::telling::charts::{self, Side};
use crate::telling::headline::{headline, not_by_customers, silence_of};
use crate::telling::sight::Sight;
use crate::telling::{self, encoded, reason_label};
use crate::web::pages::company::start;
use crate::web::pages::growth::ledger::{strip, waterfall_panel, why_not_all};
use crate::web::parts::frame::{NavigationItem, basis_line, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint::sight;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::Figure;
use bellwether_app::base::{Base, BaseQuestion};
use bellwether_app::failure::Failure;
use bellwether_app::ledger::{LedgerLine, LedgerQuestion};
use bellwether_app::reason::{ReasonSum, ReasonsQuestion, Why, WhyQuestion};
use bellwether_charts::Ink;
use bellwether_words::Words;

/// Periods in the small lines.
const RUN: usize = 24;

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    let grain = Grain::Month;
    let asked = async {
        let ledger = site.ask(&visit, LedgerQuestion::of_company(grain)).await?;
        if !visit.visitor.clearance().sees_customers {
            return Ok((ledger, None));
        }
        let why = site.ask(&visit, WhyQuestion(ReasonsQuestion::of_company(MovementKind::Lost, grain))).await?;
        let base = site.ask(&visit, BaseQuestion::default()).await?;
        Ok::<_, Failure>((ledger, Some((why, base))))
    };
    let (ledger, of_customers) = match asked.await {
        Ok(answers) => answers,
        Err(failure) if failure.is_nothing_yet() => {
            return start::shown(&site, &visit, NavigationItem::Overview).await;
        }
        Err(failure) => return Err(site.refuse(&visit, &failure)),
    };
    let words = ledger.basis.words(site.language(&visit));
    let line = ledger.line("").map_err(|failure| site.refuse(&visit, &failure))?;
    let title = headline(words, grain, line);
    let end = ledger.lines.iter().position(|other| other.period == line.period).map_or(0, |at| at + 1);
    let run = &ledger.lines[end.saturating_sub(RUN)..end];
    let sight = sight(&visit, grain, "");
    let bowls = charts::bowls(words, sight, line, Ink::Page);
    let body = html! {
        (head(&title, &html! { @if cfg!(feature = "pdf") { a.btn href=(format!("/board.pdf?by={grain}&period={}", encoded(&line.period))) { (words.say("board-pdf")) } } }))
        (basis_line(words, &ledger.basis))
        (strip(words, sight, line))
        @for sentence in not_by_customers(words, line).into_iter().chain(silence_of(words, &ledger, line)) { p.between { (sentence) } }
        (why_not_all(words, &ledger, std::slice::from_ref(line)))
        div.cols {
            div.stack {
                (waterfall_panel(words, sight, line, Side::Customers))
                (waterfall_panel(words, sight, line, Side::Value))
            }
            div.stack {
                @if let Some((why, _)) = &of_customers { (reasons_panel(words, sight, line, why)) }
                @if let Some((bowls, marble)) = bowls {
                    (panel(&words.with("bowls", &[("period", &words.period(grain, &line.period))]), &words.counting("marble", marble as i64, &[]), &html! {
                        div.bowls { (PreEscaped(bowls.svg)) }
                    }))
                }
                (panel(&words.say("run"), &words.say("run-about"), &html! {
                    dl.runs {
                        @for side in [Side::Customers, Side::Value] {
                            dt { (words.say(&format!("spark-{}", side.name()))) }
                            dd { (PreEscaped(charts::spark(words, run, side).svg)) (match side { Side::Customers => words.whole(line.closing.customers), Side::Value => words.money(line.closing.minor) }) }
                        }
                    }
                }))
                @if let Some((_, base)) = &of_customers { (stand_still(words, base)) }
                @if let Some(fewest) = ledger.smallest_group { p.muted { (words.with("told-of-whole", &[("fewest", &fewest.to_string())])) } }
            }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Overview, &title, &body))
}

/// The five reasons most customers left for; what nobody knows yet is counted like a reason.
fn reasons_panel(words: Words<'_>, sight: Sight<'_>, line: &LedgerLine, why: &Why) -> Markup {
    let rows = why.of(&line.period);
    let is_known = |row: &&ReasonSum| row.reason != ReasonTree::NOT_YET_KNOWN;
    // The five reasons of most customers, what nobody knows yet, and the rest: they add up to those lost.
    let mut drawn: Vec<_> = rows
        .iter()
        .filter(|row| !is_known(row))
        .chain(rows.iter().filter(is_known).take(5))
        .map(|row| {
            let href = sight.behind_reason(&line.period, MovementKind::Lost, &row.reason);
            (reason_label(words, &why.labels, &row.reason), row.figure, href)
        })
        .collect();
    if rows.iter().filter(is_known).count() > 5 {
        let rest: Figure = rows.iter().filter(is_known).skip(5).map(|row| row.figure).sum();
        drawn.push((words.say("other-reasons"), rest, Some(sight.of("/why", &line.period))));
    }
    let top = drawn;
    let unknown = rows.iter().find(|row| row.reason == ReasonTree::NOT_YET_KNOWN).map_or(0, |row| row.figure.customers);
    let all: Figure = rows.iter().map(|row| row.figure).sum();
    let title = words.with("why-lost", &[("period", &words.period(sight.grain, &line.period))]);
    let about =
        words.with("why-lost-about", &[("unknown", &words.whole(unknown)), ("all", &words.customers(all.customers))]);
    panel(
        &title,
        &about,
        &html! {
            @if top.is_empty() { p { (words.say("nobody-lost")) } } @else { (PreEscaped(charts::reasons(words, "reasons", &title, MovementKind::Lost, &top).svg)) }
            p.links { a href=(sight.of("/why", &line.period)) { (words.say("all-reasons")) } }
        },
    )
}

fn stand_still(words: Words<'_>, base: &Base) -> Markup {
    let said = telling::stand_still(words, base);
    panel(
        &words.say("stand-still"),
        "",
        &html! {
            @for (number, sentence) in said.iter().enumerate() { p.muted[number > 0] { (sentence) } }
            p.links { a href="/base" { (words.say("nav-base")) } }
        },
    )
}
