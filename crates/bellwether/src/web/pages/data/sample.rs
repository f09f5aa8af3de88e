//! A made-up company to look at: how it comes, what goes with it, and taking it away.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::web::parts::form::alert;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::sample_company::{SampleContents, SampleProgress};
use bellwether_app::sample_making::SampleState;
use bellwether_words::{Message, Words, message};

/// The page, as the made-up company stands.
pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let app = site.app();
    let (words, state) = (site.words(&visit), site.sample.state(&app).await.map_err(refuse)?);
    let (title, body) = match state {
        SampleState::Absent => match app.may_add_sample().await {
            Ok(()) => ("sample-title", offered(words, None)),
            Err(failure) if failure.kind() == FailureKind::Conflict => (
                "sample-title",
                html! { (panel(&words.say("sample-title"), "", &alert(words, Some(failure.message())))) },
            ),
            Err(failure) => return Err(refuse(failure)),
        },
        SampleState::Failed(why) => ("sample-title", offered(words, Some(&why))),
        SampleState::Coming(progress) => ("sample-coming", coming(words, progress)),
        SampleState::There => {
            let contents = site.act(|app| async move { app.sample_contents().await }).await.map_err(refuse)?;
            ("sample-there", there(words, &contents.unwrap_or_default()))
        }
    };
    let title = words.say(title);
    let body = html! {
        (head(&title, &html! {}))
        div.stack { (body) }
    };
    Ok(frame(words, &visit, NavigationItem::Sample, &title, &body))
}

/// The choice to look at one.
pub(in crate::web) fn choice(words: Words<'_>) -> Markup {
    html! {
        form method="post" action="/sample" { p { button.btn type="submit" { (words.say("sample-look")) } } }
    }
}

/// Why nothing real can be imported, and the way out.
pub(super) fn in_the_way(words: Words<'_>) -> Markup {
    panel(
        &words.say("sample-in-the-way"),
        "",
        &html! {
            p { (words.say("sample-in-the-way-about")) }
            p.links { a.btn.main href="/sample" { (words.say("sample-look-at")) } }
        },
    )
}

fn offered(words: Words<'_>, wrong: Option<&Message>) -> Markup {
    panel(
        &words.say("sample-look"),
        "",
        &html! {
            (alert(words, wrong))
            p { (words.say("sample-about")) }
            (choice(words))
        },
    )
}

fn coming(words: Words<'_>, progress: SampleProgress) -> Markup {
    html! {
        // Without scripts the page looks again by itself.
        noscript { meta http-equiv="refresh" content="1"; }
        (panel(&words.say("sample-coming-about"), &words.say("import-leave"), &html! {
            div #progress data-progress="/sample/progress" role="status" { (bar(words, progress)) }
        }))
    }
}

fn bar(words: Words<'_>, progress: SampleProgress) -> Markup {
    let SampleProgress { done, all } = progress;
    let told = [("done", done.to_string()), ("all", all.to_string())];
    html! {
        @if all > 0 {
            progress max=(all) value=(done) aria-label=(words.say("import-progress")) {}
            p { (words.with("sample-steps", &told.each_ref().map(|(name, value)| (*name, value.as_str())))) }
        } @else {
            progress aria-label=(words.say("import-progress")) {}
        }
    }
}

fn there(words: Words<'_>, contents: &SampleContents) -> Markup {
    let counts = [
        ("sample-facts", contents.facts as i64),
        ("sample-imports", contents.imports as i64),
        ("sample-reasons", contents.reasons as i64),
        ("sample-closes", contents.closes as i64),
        ("sample-targets", contents.targets as i64),
        ("sample-definitions", contents.definitions as i64),
    ];
    html! {
        (panel(&words.say("sample-look-round"), "", &html! {
            p { (words.say("sample-look-round-about")) }
            p.links { a.btn href="/" { (words.say("nav-overview")) } a.btn href="/ledger" { (words.say("nav-ledger")) } }
        }))
        (panel(&words.say("sample-remove"), "", &html! {
            p { (words.say("sample-remove-about")) }
            table {
                thead { tr { th scope="col" { (words.say("sample-goes")) } th.r scope="col" { (words.say("import-count")) } } }
                tbody { @for (name, count) in counts { tr { th scope="row" { (words.say(name)) } td.r { (words.whole(count)) } } } }
            }
            p.muted { (words.say("sample-stays")) }
            form.narrow-form method="post" action="/sample/remove" {
                p.field { label { input type="checkbox" name="sure" value="yes" required; " " (words.say("sample-agree")) } }
                p { button.btn.main type="submit" { (words.say("sample-remove-do")) } }
            }
        }))
    }
}

/// How far it has come: a part of the page, for those who look again.
pub(in crate::web) async fn progress(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Refusal> {
    let state = site.sample.state(&site.app()).await.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(match state {
        SampleState::Coming(progress) => bar(site.words(&visit), progress).into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Begins to make one.
pub(in crate::web) async fn add(State(site): State<Arc<Site>>, visit: Visit) -> Result<Redirect, Refusal> {
    let begun = site.sample.begin(&site.app(), visit.visitor.signature()).await;
    begun.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to("/sample"))
}

#[derive(Deserialize)]
pub(in crate::web) struct Agreement {
    #[serde(default)]
    sure: String,
}

/// Takes it away.
pub(in crate::web) async fn remove(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(Agreement { sure }): Form<Agreement>,
) -> Result<Redirect, Refusal> {
    let by = visit.visitor.signature();
    let removed = site.act(move |app| async move {
        if sure != "yes" {
            return Err(Failure::usage(message("failure-not-agreed-sample")));
        }
        app.remove_sample(&by).await
    });
    match removed.await {
        // Somebody else was faster, or the button was pressed twice.
        Err(failure) if failure.kind() != FailureKind::NotFound => Err(site.refuse(&visit, &failure)),
        _ => Ok(Redirect::to("/start")),
    }
}
