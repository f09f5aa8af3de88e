//! The way in and out: the first admin, signing in, signing out.

use crate::web::parts::form::{alert, field, new_password};
use crate::web::site::attempts::too_often;
use crate::web::site::visit::local;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Form;
use axum::extract::{ConnectInfo, Query, RawForm, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::{Act, Role};
use maud::{Markup, html};
use serde::Deserialize;

use crate::web::parts::frame::{NavigationItem, frame, head};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::roles::{RoleForm, role_boxes};
use crate::web::site::Site;
use crate::web::site::door::Door;
use crate::web::site::visit::{Visit, Visitor, cookie};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::people::{NewPerson, SESSION};
use bellwether_words::{Locale, Message, message};

/// No name to sign in with is longer.
const LONGEST_NAME: usize = 64;

/// Where to go afterwards.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    next: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct SignIn {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Response {
    if visit.visitor.may(Act::ReadFigures) {
        return Redirect::to(local(&parameters.next)).into_response();
    }
    form(&site, &visit, "", &parameters.next, None).into_response()
}

/// Signs in under a new secret, whatever the browser showed before.
pub(in crate::web) async fn sign_in(
    State(site): State<Arc<Site>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    visit: Visit,
    headers: HeaderMap,
    Form(given): Form<SignIn>,
) -> Result<Response, Refusal> {
    let Door::Locked(locked) = &site.door else { return Ok(Redirect::to("/").into_response()) };
    if given.name.len() > LONGEST_NAME {
        let page = form(&site, &visit, "", "", Some(&message("sign-in-wrong")));
        return Ok((StatusCode::BAD_REQUEST, page).into_response());
    }
    let app = site.app();
    let place = locked.place(from.ip(), &headers);
    if let Err(wait) = locked.attempts.begin(&given.name, &place, app.now) {
        let page = form(&site, &visit, &given.name, &given.next, Some(&too_often(wait)));
        return Ok(
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, wait.as_secs().to_string())], page).into_response()
        );
    }
    let refuse = |failure| site.refuse(&visit, &failure);
    let Some(secret) = app.sign_in(&given.name, &given.password).await.map_err(refuse)? else {
        tracing::warn!(name = given.name, place, "refused to sign in");
        let page = form(&site, &visit, &given.name, &given.next, Some(&message("sign-in-wrong")));
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    };
    locked.attempts.succeeded(&given.name, &place);
    tracing::info!(name = given.name, place, "signed in");
    if let Some(before) = cookie(&headers, site.session_cookie()) {
        app.sign_out(before).await.map_err(refuse)?;
    }
    let set = site.set_session_cookie(&secret, SESSION.as_secs());
    Ok(([(header::SET_COOKIE, set)], Redirect::to(local(&given.next))).into_response())
}

#[derive(Deserialize)]
pub(in crate::web) struct Chosen {
    language: String,
    #[serde(default)]
    next: String,
}

/// Shows the pages in another language from now on.
pub(in crate::web) async fn choose_language(Form(given): Form<Chosen>) -> Response {
    let code = Locale::of_code(&given.language).unwrap_or_default().code();
    let set = format!("language={code}; Path=/; Max-Age=31536000; SameSite=Lax");
    ([(header::SET_COOKIE, set)], Redirect::to(local(&given.next))).into_response()
}

pub(in crate::web) async fn sign_out(
    State(site): State<Arc<Site>>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if let Some(secret) = cookie(&headers, site.session_cookie()) {
        site.app().sign_out(secret).await.map_err(|failure| site.refuse(&visit, &failure))?;
    }
    Ok(([(header::SET_COOKIE, site.set_session_cookie("", 0))], Redirect::to("/sign-in")).into_response())
}

pub(in crate::web) async fn first_run_page(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    match &site.door {
        Door::Locked(locked) if locked.awaits_admin() => first_run_form(&site, &visit, None, None).into_response(),
        _ => Redirect::to("/sign-in").into_response(),
    }
}

/// Makes the first admin for whoever knows what the console said, with the roles they choose besides, and lets them in.
pub(in crate::web) async fn first_run(State(site): State<Arc<Site>>, visit: Visit, RawForm(form): RawForm) -> Response {
    let Door::Locked(locked) = &site.door else { return Redirect::to("/").into_response() };
    let given = RoleForm::read(&form);
    let secret = given.field("secret");
    let again = |status: StatusCode, wrong: &Message| {
        (status, first_run_form(&site, &visit, Some(&given), Some(wrong))).into_response()
    };
    // Nobody guesses a secret of 256 bits: these attempts need not be counted.
    if !locked.take(secret) {
        return again(StatusCode::UNAUTHORIZED, &message("first-run-wrong"));
    }
    let made = async {
        let [name, full_name, password] = ["name", "full_name", "password"].map(|name| given.field(name).to_owned());
        let new = NewPerson { name, full_name, roles: given.roles(&[Role::Admin])?, password };
        site.app().add_oneself(&new, "the secret on the console").await?;
        Ok::<_, Failure>(new)
    };
    match made.await {
        Ok(new) => match site.app().sign_in(&new.name, &new.password).await {
            Ok(Some(session)) => {
                let set = site.set_session_cookie(&session, SESSION.as_secs());
                ([(header::SET_COOKIE, set)], Redirect::to("/start")).into_response()
            }
            _ => Redirect::to("/sign-in").into_response(),
        },
        Err(failure) => {
            locked.put_back(secret);
            if matches!(failure.kind(), FailureKind::Input | FailureKind::Usage | FailureKind::Conflict) {
                return again(StatusCode::BAD_REQUEST, failure.message());
            }
            site.refuse(&visit, &failure).into_response()
        }
    }
}

fn form(site: &Site, visit: &Visit, name: &str, next: &str, wrong: Option<&Message>) -> Markup {
    let words = site.words(visit);
    let title = words.say("sign-in");
    let body = html! {
        (head(&title, &html! {}))
        section.panel.narrow-form {
            (alert(words, wrong))
            form method="post" action="/sign-in" {
                (field(words, "sign-in-name", "name", &html! { input.in #name name="name" value=(name) autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus; }))
                (field(words, "sign-in-password", "password", &html! { input.in #password name="password" type="password" autocomplete="current-password" required; }))
                input type="hidden" name="next" value=(local(next));
                button.btn type="submit" { (title) }
            }
            @if matches!(&site.door, Door::Locked(locked) if locked.awaits_admin()) {
                p { a href="/first-run" { (words.say("sign-in-make")) } }
            }
        }
    };
    frame(words, &Visit { visitor: Visitor::Nobody, ..visit.clone() }, NavigationItem::Nowhere, &title, &body)
}

fn first_run_form(site: &Site, visit: &Visit, given: Option<&RoleForm>, wrong: Option<&Message>) -> Markup {
    let words = site.words(visit);
    let title = words.say("first-run");
    let was = |name: &str| given.map_or("", |given| given.field(name)).to_owned();
    let ticked = given.map(RoleForm::ticked).unwrap_or_default();
    let body = html! {
        (head(&title, &html! {}))
        section.panel.narrow-form {
            p { (words.say("first-run-about")) }
            (alert(words, wrong))
            form method="post" action="/first-run" {
                (field(words, "first-run-secret", "secret", &html! { input.in #secret name="secret" value=(was("secret")) autocomplete="off" spellcheck="false" required autofocus; }))
                (field(words, "full-name", "full_name", &html! { input.in #full_name name="full_name" value=(was("full_name")) autocomplete="name" required; }))
                (field(words, "sign-in-name", "name", &html! { input.in #name name="name" value=(was("name")) autocomplete="username" autocapitalize="none" spellcheck="false" required; }))
                (new_password(words))
                fieldset {
                    legend { (words.say("first-run-roles")) }
                    p.muted { (words.say("first-run-roles-about")) }
                    (role_boxes(words, "role", &ticked, &[Role::Admin]))
                }
                button.btn.main type="submit" { (words.say("first-run-do")) }
            }
        }
    };
    frame(words, visit, NavigationItem::Nowhere, &title, &body)
}
