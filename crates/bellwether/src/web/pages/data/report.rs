//! What became of an import that took place: its rows, its rejects, by which columns it was read, and the way to take it back.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};

use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::undo::PastImportsQuestion;
use bellwether_words::{Words, fact_name, message};

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let past = site.ask(&visit, PastImportsQuestion).await.map_err(refuse)?;
    let found = past.imports.iter().find(|import| import.number.to_string() == number);
    let not_there = || Failure::new(FailureKind::NotFound, message("failure-no-import").with("import", &number));
    let import = found.ok_or_else(not_there).map_err(refuse)?;
    let words = site.words(&visit);
    let title = match import.undoes {
        Some(undoes) => words.with("past-undo", &[("undoes", &undoes.to_string())]),
        None if import.attribution => words.say("past-attribution"),
        None => words.with("report-title", &[("import", &number)]),
    };
    let counts = [
        ("import-read", import.read),
        ("import-added", import.added),
        ("import-replaced", import.replaced),
        ("import-unchanged", import.unchanged),
        ("import-repeated", import.repeated),
        ("past-left", import.withdrawn),
        ("import-rejected", import.rejected),
        ("import-unattributed", import.unattributed),
    ];
    let files = site.app().rejects_files().await.map_err(|failure| site.refuse(&visit, &failure))?;
    let rejects = rejects_of(&files, import.number);
    let fact = words.say(&fact_name(&import.fact));
    let about = if import.attribution {
        words.with("past-attribution-about", &[("fact", &fact)])
    } else {
        let files = import.files.join(", ");
        words.with("past-import", &[("fact", &fact), ("source", &import.source), ("files", &files)])
    };
    let body = html! {
        (head(&title, &html! {}))
        div.stack {
            (panel(&words.say("import-rows"), &about, &html! {
                p.muted { (when(words, import.by.as_deref(), &words.moment(import.at))) }
                table.prose {
                    thead { tr { th scope="col" { (words.say("import-rows")) } th.r scope="col" { (words.say("import-count")) } } }
                    tbody { @for (name, count) in counts { tr { th scope="row" { (words.say(name)) } td.r { (words.whole(count.cast_signed())) } } } }
                }
                @for said in &import.attributed { p { (said.sentence(words)) } }
                @if let Some(day) = import.complete_through {
                    p { (words.with("import-complete", &[("source", &import.source), ("day", &words.day(day))])) }
                }
                @if let Some(name) = &rejects { p { a href=(format!("/data/rejects/{name}")) download { (words.say("import-all-rejects")) } } }
            }))
            @if !import.mapping.is_empty() {
                section.panel { details.data { summary { (words.say("report-mapping")) } pre tabindex="0" { code { (import.mapping) } } } }
            }
        }
        div.filters {
            @if let Some(by) = import.undone_by {
                span.muted { (words.with("past-undone", &[("by", &by.to_string())])) }
            } @else if !import.attribution {
                a.btn href=(format!("/data/imports/{number}/undo")) { (words.say(if import.undoes.is_some() { "past-bring-back" } else { "past-undo-it" })) }
            }
            a.btn href="/data" { (words.say("nav-data")) }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Data, &title, &body))
}

fn when(words: Words<'_>, by: Option<&str>, at: &str) -> String {
    match by {
        Some(by) => words.with("report-by", &[("by", by), ("at", at)]),
        None => at.to_owned(),
    }
}

/// The file of an import's rejects, whose name begins with the import's number.
pub(super) fn rejects_of(files: &[String], number: i64) -> Option<String> {
    files.iter().find(|name| name.split('-').next() == Some(&number.to_string())).cloned()
}
