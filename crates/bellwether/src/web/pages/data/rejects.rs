//! Rejects: which refused rows are still to be done, and which are said to be none.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Redirect;
use bellwether_app::failure::Failure;
use bellwether_app::rejects::{NewDismissal, OpenReject, PastDismissal, RejectCause, Rejects, RejectsQuestion};
use bellwether_words::{Locale, Words, fact_name};
use maud::{Markup, html};
use serde::Deserialize;

use crate::web::parts::form::field;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

const HERE: &str = "/data/rejects";

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    let rejects = site.ask(&visit, RejectsQuestion).await.map_err(|failure| site.refuse(&visit, &failure))?;
    let words = site.words(&visit);
    let title = title(words, &rejects);
    let (open, done): (Vec<_>, Vec<_>) = rejects.causes.iter().partition(|cause| cause.open > 0);
    let body = html! {
        (head(&title, &html! { a.btn href="/data" { (words.say("nav-data")) } }))
        div.stack {
            @for cause in &open { (to_do(words, cause)) }
            @if !done.is_empty() {
                (panel(&words.say("rejects-done"), &words.say("rejects-done-about"), &html! { ul { @for cause in &done { li { (counts(words, cause)) } } } }))
            }
            @if !rejects.dismissals.is_empty() {
                (panel(&words.say("rejects-dismissed"), &words.say("rejects-dismissed-about"), &dismissals(words, &rejects.dismissals)))
            }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Data, &title, &body))
}

fn title(words: Words<'_>, rejects: &Rejects) -> String {
    rejects.counts().map_or_else(|| words.say("rejects-none"), |said| said.told(words))
}

/// How many rows were refused, and the way to them; nothing where none was.
pub(super) fn summary(words: Words<'_>, rejects: &Rejects) -> Markup {
    html! {
        @if let Some(said) = rejects.counts() {
            p { a href=(HERE) { (said.told(words)) } }
        }
    }
}

fn counts(words: Words<'_>, cause: &RejectCause) -> String {
    let whole = |number: u64| words.whole(number.cast_signed());
    words.with(
        "rejects-cause",
        &[
            ("import", &cause.import.to_string()),
            ("fact", &words.say(&fact_name(&cause.fact))),
            ("source", &cause.source),
            ("what", &cause.what()),
            ("mended", &whole(cause.mended)),
            ("dismissed", &whole(cause.dismissed)),
            ("open", &whole(cause.open)),
        ],
    )
}

/// A cause with rows to be done: the first of them, and how to say that they are none.
fn to_do(words: Words<'_>, cause: &RejectCause) -> Markup {
    let id = format!("why-{}", cause.cause);
    panel(
        &words.counting("rejects-open", cause.open.cast_signed(), &[("import", &cause.import.to_string())]),
        &counts(words, cause),
        &html! {
            div.scroll tabindex="0" role="group" aria-label=(words.say("rejects-rows")) { table.prose {
                thead { tr {
                    th scope="col" { (words.say("rejects-place")) }
                    th scope="col" { (words.say("rejects-value")) }
                    th scope="col" { (words.say("rejects-line")) }
                    th scope="col" { (words.say("rejects-one")) }
                } }
                tbody { @for row in &cause.first_open { tr {
                    th scope="row" { (words.with("rejects-at", &[("file", file_name(&row.file)), ("row", &row.row.to_string())])) }
                    td { code { (row.value) } }
                    td { code { (row.line) } }
                    td { (one(words, cause, row)) }
                } } }
            } }
            form.narrow-form method="post" action=(HERE) {
                (named(cause))
                (field(words, "rejects-why", &id, &html! { input.in id=(id) name="why" required maxlength="500"; }))
                p { button.btn type="submit" { (words.counting("rejects-dismiss-all", cause.open.cast_signed(), &[])) } }
            }
        },
    )
}

fn one(words: Words<'_>, cause: &RejectCause, row: &OpenReject) -> Markup {
    let label = words.with("rejects-why-row", &[("row", &row.row.to_string())]);
    html! {
        form.filters method="post" action=(HERE) {
            (named(cause))
            input type="hidden" name="file" value=(row.file);
            input type="hidden" name="row" value=(row.row);
            input.in name="why" required maxlength="500" aria-label=(label) placeholder=(words.say("rejects-why"));
            button.btn type="submit" aria-label=(words.with("rejects-dismiss-row", &[("row", &row.row.to_string())])) { (words.say("rejects-dismiss")) }
        }
    }
}

fn named(cause: &RejectCause) -> Markup {
    html! {
        input type="hidden" name="import" value=(cause.import);
        input type="hidden" name="cause" value=(cause.cause);
    }
}

fn dismissals(words: Words<'_>, said: &[PastDismissal]) -> Markup {
    html! {
        ul.plain { @for said in said { li {
            span {
                (words.with("rejects-said", &[("import", &said.import.to_string()), ("why", &said.why), ("by", &said.by), ("at", &words.moment(said.at))]))
                " " span lang=[words.lang_of(Locale::English)] { (said.what) }
            }
            form method="post" action=(format!("{HERE}/{}/reopen", said.id)) {
                button.btn type="submit" aria-label=(words.with("rejects-reopen-it", &[("why", &said.why)])) { (words.say("rejects-reopen")) }
            }
        } } }
    }
}

/// The person knows a file by its name, not by where it lay.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[derive(Deserialize)]
pub(in crate::web) struct Form {
    import: i64,
    cause: String,
    file: Option<String>,
    row: Option<u64>,
    why: String,
}

/// Says that rows are none.
pub(in crate::web) async fn dismiss(
    State(site): State<Arc<Site>>,
    visit: Visit,
    axum::Form(form): axum::Form<Form>,
) -> Result<Redirect, Refusal> {
    let by = visit.visitor.signature();
    let Form { import, cause, file, row, why } = form;
    let new = NewDismissal { import, cause, file, row, why };
    let done = site.act(move |app| async move { app.dismiss_rejects(&new, &by).await }).await;
    done.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to(HERE))
}

/// Takes that back.
pub(in crate::web) async fn reopen(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Redirect, Refusal> {
    let done = site.app().reopen_rejects(&id, &visit.visitor.signature()).await;
    done.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to(HERE))
}
