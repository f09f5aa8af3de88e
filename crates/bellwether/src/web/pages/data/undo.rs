//! Taking an import back: what it would do, what was built on it, and doing it.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use serde::Deserialize;

use super::look;
use super::report::rejects_of;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::undo::{PastImport, PastImports, UndoEffects};
use bellwether_words::{Words, fact_name, kind_name, message};

/// So many imports are shown at once; the others are folded in.
const SHOWN: usize = 20;

/// The imports and undos that took place, each with the way to take it back.
pub(super) fn past_imports(words: Words<'_>, past: &PastImports, rejects: &[String]) -> Markup {
    let (latest, earlier) = past.imports.split_at(past.imports.len().min(SHOWN));
    panel(
        &words.say("past-title"),
        &words.say("past-about"),
        &html! {
            (import_table(words, latest, rejects))
            @if !earlier.is_empty() { details { summary { (words.say("past-all")) } (import_table(words, earlier, rejects)) } }
        },
    )
}

fn import_table(words: Words<'_>, imports: &[PastImport], rejects: &[String]) -> Markup {
    let whole = |number: u64| words.whole(number.cast_signed());
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("past-title")) { table.prose {
            thead { tr {
                th.r scope="col" { (words.say("past-number")) }
                th scope="col" { (words.say("past-what")) }
                th scope="col" { (words.say("past-at")) }
                th scope="col" { (words.say("past-by")) }
                th.r scope="col" { (words.say("past-read")) }
                th.r scope="col" { (words.say("past-came")) }
                th.r scope="col" { (words.say("past-changed")) }
                th.r scope="col" { (words.say("past-left")) }
                th.r scope="col" { (words.say("past-rejected")) }
                td {}
            } }
            tbody { @for import in imports { tr {
                th.r scope="row" { a href=(format!("/data/imports/{}", import.number)) aria-label=(words.with("report-title", &[("import", &import.number.to_string())])) { (import.number) } }
                td {
                    (what(words, import))
                    @for said in &import.attributed { p.muted { (said.sentence(words)) } }
                    (look::past(words, &import.oddities))
                }
                td.when { (words.moment(import.at)) }
                td { (import.by.as_deref().unwrap_or_default()) }
                td.r { @if import.undoes.is_none() { (whole(import.read)) } }
                td.r { (whole(import.added)) }
                td.r { (whole(import.replaced)) }
                td.r { (whole(import.withdrawn)) }
                td.r { (rejected(words, import, rejects)) }
                td { (way_back(words, import)) }
            } } }
        } }
    }
}

/// How many rows were rejected, leading to them where they are kept and count.
fn rejected(words: Words<'_>, import: &PastImport, rejects: &[String]) -> Markup {
    let count = words.whole(import.rejected.cast_signed());
    let name = rejects_of(rejects, import.number).filter(|_| import.undone_by.is_none());
    let about = words.with("past-reject-file", &[("import", &import.number.to_string())]);
    html! { @if let Some(name) = name { a href=(format!("/data/rejects/{name}")) download aria-label=(format!("{count}: {about}")) { (count) } } @else { (count) } }
}

fn what(words: Words<'_>, import: &PastImport) -> String {
    if import.attribution {
        return words.say("past-attribution");
    }
    if let Some(undoes) = import.undoes {
        return words.with("past-undo", &[("undoes", &undoes.to_string())]);
    }
    let (fact, files) = (words.say(&fact_name(&import.fact)), import.files.join(", "));
    words.with("past-import", &[("fact", &fact), ("source", &import.source), ("files", &files)])
}

fn way_back(words: Words<'_>, import: &PastImport) -> Markup {
    html! {
        @if let Some(by) = import.undone_by {
            span.muted { (words.with("past-undone", &[("by", &by.to_string())])) }
        } @else if !import.attribution {
            @let way = words.say(if import.undoes.is_some() { "past-bring-back" } else { "past-undo-it" });
            a href=(address(import.number)) aria-label=(format!("{way} {}", import.number)) { (way) }
        }
    }
}

fn address(number: i64) -> String {
    format!("/data/imports/{number}/undo")
}

/// What taking it back would do, for the person to agree to.
pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let number = numbered(&number).map_err(refuse)?;
    let looked = site.act(move |app| async move { app.undo_effects(number).await }).await;
    let mut effects = looked.map_err(refuse)?;
    if !visit.visitor.clearance().sees_customers {
        effects = effects.without_customers();
    }
    let words = site.words(&visit);
    let import = effects.import.to_string();
    let said = |name: &str| {
        let name = if effects.returns { format!("{name}-return") } else { name.to_owned() };
        words.with(&name, &[("import", &import)])
    };
    let title = said("undo-title");
    let body = html! {
        (head(&title, &html! {}))
        div.stack {
            (panel(&words.say("undo-facts"), &effects.about().sentence(words), &moves(words, &effects)))
            (panel(&words.say("undo-built"), "", &built(words, &effects)))
            section.panel { form.narrow-form method="post" action=(address(number)) {
                input type="hidden" name="seen" value=(effects.number);
                p.field { label { input type="checkbox" name="sure" value="yes" required; " " (words.say("undo-agree")) } }
                p { button.btn type="submit" { (said("undo-do")) } " " a.btn href="/data" { (words.say("undo-back")) } }
            } }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Data, &title, &body))
}

fn moves(words: Words<'_>, effects: &UndoEffects) -> Markup {
    let counts = [
        ("undo-withdrawn", effects.withdrawn),
        ("undo-replaced", effects.replaced),
        ("undo-added", effects.added),
        ("undo-unchanged", effects.unchanged),
        ("undo-customers", effects.customers),
    ];
    html! {
        table.prose {
            thead { tr { th scope="col" { (words.say("undo-facts")) } th.r scope="col" { (words.say("import-count")) } } }
            tbody { @for (name, count) in counts { tr { th scope="row" { (words.say(name)) } td.r { (words.whole(count.cast_signed())) } } } }
        }
        @for moved in &effects.money {
            @let [leaving, returning] = [moved.leaving, moved.returning].map(|minor| words.money_of(minor.into(), moved.currency));
            p.muted { (words.with("undo-money", &[("leaving", &leaving), ("returning", &returning)])) }
        }
    }
}

fn built(words: Words<'_>, effects: &UndoEffects) -> Markup {
    let warnings = effects.warnings();
    html! {
        @if warnings.is_empty() { p { (words.say("undo-nothing-built")) } } @else {
            ul { @for warning in &warnings { li { (warning.sentence(words)) } } }
        }
        @if !effects.built.first_reasons.is_empty() {
            ul.muted { @for given in &effects.built.first_reasons { li {
                (words.with("undo-reason", &[
                    ("customer", &given.customer),
                    ("day", &words.day(given.day)),
                    ("kind", &words.say(&kind_name(given.kind))),
                    ("reason", &given.reason),
                    ("by", &given.by),
                ]))
            } } }
        }
    }
}

#[derive(Deserialize)]
pub(in crate::web) struct Agreement {
    /// The number that the undo was to get when the page was drawn.
    seen: i64,
    #[serde(default)]
    sure: String,
}

/// Takes it back.
pub(in crate::web) async fn undo(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<String>,
    Form(Agreement { seen, sure }): Form<Agreement>,
) -> Result<Redirect, Refusal> {
    let by = visit.visitor.signature();
    let done = site.act(move |app| async move {
        let number = numbered(&number)?;
        if sure != "yes" {
            return Err(Failure::usage(message("failure-not-agreed-undo")));
        }
        app.undo(number, seen, &by).await
    });
    done.await.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to("/data"))
}

fn numbered(text: &str) -> Result<i64, Failure> {
    let not_there = || Failure::new(FailureKind::NotFound, message("failure-no-import").with("import", text));
    text.parse().map_err(|_| not_there())
}
