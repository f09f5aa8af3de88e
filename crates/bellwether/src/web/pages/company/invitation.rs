//! An invitation: whoever has its link chooses a password that nobody else ever knew, and is in.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::web::parts::form::{alert, new_password};
use crate::web::parts::frame::{NavigationItem, frame, head};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::roles::role_names;
use crate::web::site::Site;
use crate::web::site::visit::{Visit, Visitor, cookie};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::people::{Person, SESSION};
use bellwether_words::{Message, message};

#[derive(Deserialize)]
pub(in crate::web) struct Chosen {
    password: String,
}

/// Looking uses nothing up: programs that look at a link before a person does keep nobody out.
pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(secret): Path<String>,
) -> Result<Markup, Refusal> {
    let person = invited(&site, &secret).await.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(form(&site, &visit, &person, &secret, None))
}

pub(in crate::web) async fn take_up(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(secret): Path<String>,
    headers: HeaderMap,
    Form(given): Form<Chosen>,
) -> Result<Response, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let app = site.app();
    let person = invited(&site, &secret).await.map_err(refuse)?;
    let session = match app.take_up(&secret, &person, &given.password).await {
        Ok(session) => session,
        Err(failure) if failure.kind() == FailureKind::Input => {
            let page = form(&site, &visit, &person, &secret, Some(failure.message()));
            return Ok((StatusCode::BAD_REQUEST, page).into_response());
        }
        Err(failure) => return Err(refuse(failure)),
    };
    tracing::info!(name = person.name, "took an invitation up");
    if let Some(before) = cookie(&headers, site.session_cookie()) {
        app.sign_out(before).await.map_err(refuse)?;
    }
    let Some(session) = session else { return Ok(Redirect::to("/sign-in").into_response()) };
    let set = site.set_session_cookie(&session, SESSION.as_secs());
    Ok(([(header::SET_COOKIE, set)], Redirect::to("/")).into_response())
}

async fn invited(site: &Site, secret: &str) -> Result<Person, Failure> {
    let over = || Failure::new(FailureKind::NotFound, message("failure-no-invitation"));
    site.app().invited(secret).await?.ok_or_else(over)
}

fn form(site: &Site, visit: &Visit, person: &Person, secret: &str, wrong: Option<&Message>) -> Markup {
    let words = site.words(visit);
    let title = words.with("invitation-title", &[("name", &person.full_name)]);
    let organisation = &visit.house.organisation.name;
    let body = html! {
        (head(&title, &html! {}))
        section.panel.narrow-form {
            @if organisation.is_empty() {
                p { (words.with("invitation-about", &[("roles", &role_names(words, &person.roles))])) }
            } @else {
                p { (words.with("invitation-about-of", &[("roles", &role_names(words, &person.roles)), ("organisation", organisation)])) }
            }
            p { (words.with("invitation-name", &[("name", &person.name)])) }
            (alert(words, wrong))
            form method="post" action=(format!("/invitation/{secret}")) {
                input type="hidden" name="username" value=(person.name) autocomplete="username";
                (new_password(words))
                button.btn.main type="submit" { (words.say("invitation-do")) }
            }
        }
    };
    frame(words, &Visit { visitor: Visitor::Nobody, ..visit.clone() }, NavigationItem::Nowhere, &title, &body)
}
