//! Data: which systems the company's answer rests on, and what of them could not be read.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use bellwether_model::Act;
use maud::{Markup, html};

use super::on_the_way::on_the_way;
use super::rejects;
use super::undo::past_imports;
use crate::web::parts::download::attached;
use crate::web::parts::empty;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::inventory::{Contribution, InventoryQuestion};
use bellwether_app::rejects::RejectsQuestion;
use bellwether_app::undo::{PastImports, PastImportsQuestion};
use bellwether_words::{Words, fact_name};

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    let asked = site.ask(&visit, InventoryQuestion::default());
    let found = asked.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let sources = &found.sources;
    let words = site.words(&visit);
    let may_import = visit.visitor.may(Act::Import);
    let systems: std::collections::BTreeSet<&str> = sources.iter().map(|source| source.source.as_str()).collect();
    let rows: Option<u64> = sources.iter().map(|source| source.rows).sum();
    let title = match (systems.len(), rows) {
        (0, _) => words.say("data-none"),
        (count, Some(rows)) => {
            words.counting("data-title", count as i64, &[("rows", &words.whole(rows.cast_signed()))])
        }
        (count, None) => words.counting("data-title-systems", count as i64, &[]),
    };
    let files = if may_import { site.app().rejects_files().await } else { Ok(Vec::new()) };
    let files = files.map_err(|failure| site.refuse(&visit, &failure))?;
    let past = if may_import {
        Some(site.ask(&visit, PastImportsQuestion).await.map_err(|failure| site.refuse(&visit, &failure))?)
    } else {
        None
    };
    let open = if may_import {
        site.app().open_imports(&site.imports).await.map_err(|failure| site.refuse(&visit, &failure))?
    } else {
        Vec::new()
    };
    let refused = if may_import {
        Some(site.ask(&visit, RejectsQuestion).await.map_err(|failure| site.refuse(&visit, &failure))?)
    } else {
        None
    };
    let undone = |name: &String| past.as_ref().is_some_and(|past| is_of_undone(past, name));
    let files: Vec<String> = files.into_iter().filter(|name| !undone(name)).collect();
    let body = html! {
        (head(&title, &html! { @if may_import && !sources.is_empty() && !visit.house.shows_sample { a.btn href="/data/import" { (words.say("import-begin")) } } }))
        div.stack {
        (on_the_way(words, &open))
        @if sources.is_empty() { (empty::state(words, &visit, "empty-page")) } @else {
            (panel(&words.say("data-sources"), &words.say("data-about"), &inventory(words, sources)))
        }
        @if let Some(past) = past.as_ref().filter(|past| !past.imports.is_empty()) { (past_imports(words, past, &files)) }
        @if let Some(refused) = &refused { (rejects::summary(words, refused)) }
        @if !files.is_empty() {
            (panel(&words.say("data-rejects"), &words.say("data-rejects-about"), &html! {
                ul { @for name in &files { li { a href=(format!("/data/rejects/{name}")) download { (name) } } } }
            }))
        }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Data, &title, &body))
}

/// Whether the file of rejects is of an import that counts no more: of it nothing is to be done. The file's name begins with the number.
fn is_of_undone(past: &PastImports, name: &str) -> bool {
    let number = name.split('-').next().and_then(|number| number.parse::<i64>().ok());
    past.imports.iter().any(|import| Some(import.number) == number && import.undone_by.is_some())
}

pub(in crate::web) async fn rejects(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(name): Path<String>,
) -> Result<Response, Refusal> {
    let content = site.app().rejects(&name).await.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(attached(&name, content))
}

fn inventory(words: Words<'_>, sources: &[Contribution]) -> Markup {
    let whole =
        |number: Option<u64>| number.map_or_else(|| words.say("untold"), |number| words.whole(number.cast_signed()));
    html! {
            div.scroll tabindex="0" role="group" aria-label=(words.say("data-sources")) { table.prose {
                thead { tr {
                    th scope="col" { (words.say("data-source")) }
                    th scope="col" { (words.say("data-fact")) }
                    th.r scope="col" { (words.say("data-rows")) }
                    th scope="col" { (words.say("data-latest")) }
                    th scope="col" { (words.say("data-imported")) }
                    th.r scope="col" { (words.say("data-unattributed")) }
                    th.r scope="col" { (words.say("data-rejected")) }
                    th scope="col" { (words.say("data-gaps")) }
                } }
                tbody { @for source in sources { tr {
                    th scope="row" { (source.source) }
                    td { (words.say(&fact_name(&source.fact))) }
                    td.r { (whole(source.rows)) }
                    td.when { @if let Some(day) = source.latest_day { (words.day(day)) } }
                    td.when { @if let Some(at) = source.last_import { (words.moment(at)) } }
                    td.r { (whole(source.unattributed)) }
                    td.r { (whole(source.rejected)) }
                    td {
                        @if source.rows.is_none() { (words.say("untold")) } @else if source.gaps.is_empty() { (words.say("data-complete")) } @else {
                            details { summary { (words.counting("data-columns-short", source.gaps.len() as i64, &[])) }
                                ul { @for (column, present) in &source.gaps {
                                    li { (words.with("data-gap", &[("column", column), ("present", &whole(Some(*present))), ("rows", &whole(source.rows))])) }
                                } }
                            }
                        }
                    }
                } } }
            } }
    }
}
