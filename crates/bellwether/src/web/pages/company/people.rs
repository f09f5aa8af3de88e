//! People: who may sign in and as what; and one's own password.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::Role;
use maud::{Markup, html};
use serde::Deserialize;

use crate::web::parts::form::{alert, field, new_password};
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::attempts::too_often;
use crate::web::site::door::Door;
use crate::web::site::visit::{Visit, Visitor};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::people::{NewPerson, PasswordChange, PersonDetails, UserEntry};
use bellwether_words::{Message, Words, message, role_name};

#[derive(Deserialize)]
pub(in crate::web) struct Added {
    name: String,
    full_name: String,
    role: String,
    password: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Changed {
    full_name: String,
    role: String,
    /// A box that is not ticked is not sent.
    #[serde(default)]
    active: String,
    /// Empty: it stays.
    #[serde(default)]
    password: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct NewPassword {
    current: String,
    password: String,
}

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    shown(&site, &visit, None).await
}

pub(in crate::web) async fn add(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(given): Form<Added>,
) -> Result<Response, Refusal> {
    let added = async {
        let role = given.role.parse::<Role>().map_err(Failure::usage)?;
        let new = NewPerson { name: given.name, full_name: given.full_name, role, password: given.password };
        site.app().add_person(&new, &visit.visitor.signature()).await
    };
    done(&site, &visit, added.await).await
}

pub(in crate::web) async fn change(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(name): Path<String>,
    Form(given): Form<Changed>,
) -> Result<Response, Refusal> {
    let changed = async {
        let (app, by) = (site.app(), visit.visitor.signature());
        let role = given.role.parse::<Role>().map_err(Failure::usage)?;
        let password = Some(given.password).filter(|password| !password.is_empty());
        let details = PersonDetails { full_name: given.full_name, role, active: !given.active.is_empty(), password };
        if details.password.is_some() && is_oneself(&visit, &name) {
            return Err(Failure::input(message("failure-own-password")));
        }
        app.change_person(&name, &details, &by).await
    };
    done(&site, &visit, changed.await).await
}

/// Whether this name is that of who asks.
fn is_oneself(visit: &Visit, name: &str) -> bool {
    visit.visitor.person().is_some_and(|person| person.is_called(name))
}

/// The page again: anew when it is done, and with what was wrong when it could not be.
async fn done(site: &Site, visit: &Visit, done: Result<(), Failure>) -> Result<Response, Refusal> {
    match done {
        Ok(()) => Ok(Redirect::to("/people").into_response()),
        Err(failure) if !matches!(failure.kind(), FailureKind::Internal | FailureKind::Busy) => {
            let page = shown(site, visit, Some(failure.message())).await?;
            Ok((StatusCode::BAD_REQUEST, page).into_response())
        }
        Err(failure) => Err(site.refuse(visit, &failure)),
    }
}

async fn shown(site: &Site, visit: &Visit, wrong: Option<&Message>) -> Result<Markup, Refusal> {
    let found = site.app().people().await.map_err(|failure| site.refuse(visit, &failure))?;
    let people = &found.people;
    let words = site.words(visit);
    let active = people.iter().filter(|person| person.active).count() as i64;
    let title = words.counting("people-title", active, &[]);
    let body = html! {
        (head(&title, &html! {}))
        (alert(words, wrong))
        div.cols {
            (panel(&words.say("people"), &words.say("people-about"), &listed(words, visit, people)))
            div.stack {
                (panel(&words.say("people-add"), &words.say("people-add-about"), &added(words)))
                (panel(&words.say("roles"), "", &html! {
                    dl.roles { @for role in Role::ALL { div { dt { (words.say(&role_name(role))) } dd.muted { (words.say(&format!("role-{role}-may"))) } } } }
                }))
            }
        }
    };
    Ok(frame(words, visit, NavigationItem::People, &title, &body))
}

fn listed(words: Words<'_>, visit: &Visit, people: &[UserEntry]) -> Markup {
    html! {
        ul.people { @for person in people {
            @let id = &person.name;
            li {
                p { b { (person.full_name) } " " small { (person.name) } }
                p.muted {
                    (words.say(&role_name(person.role)))
                    @if !person.active { " · " (words.say("not-active")) }
                    @if person.must_choose_password { " · " (words.say("must-choose-password")) }
                    " · " @match person.signed_in_at { Some(at) => { (words.with("last-signed-in", &[("when", &words.moment(at))])) }, None => { (words.say("never-signed-in")) } }
                }
                details {
                    summary { (words.with("change-person", &[("name", &person.full_name)])) }
                    form.filters method="post" action=(format!("/people/{id}")) {
                        p.field { label for=(format!("full-{id}")) { (words.say("full-name")) } input.in id=(format!("full-{id}")) name="full_name" value=(person.full_name) required; }
                        p.field { label for=(format!("role-{id}")) { (words.say("role")) } (role_choice(words, &format!("role-{id}"), person.role)) }
                        @if !is_oneself(visit, id) { p.field { label for=(format!("password-{id}")) { (words.say("other-password")) } input.in id=(format!("password-{id}")) name="password" type="password" autocomplete="new-password"; } }
                        p.field { label { input type="checkbox" name="active" value="yes" checked[person.active]; " " (words.say("may-sign-in")) } }
                        p { button.btn type="submit" { (words.say("save")) } }
                    }
                }
            }
        } }
    }
}

fn added(words: Words<'_>) -> Markup {
    html! {
        form method="post" action="/people" {
            (field(words, "full-name", "full_name", &html! { input.in #full_name name="full_name" autocomplete="off" required; }))
            (field(words, "sign-in-name", "name", &html! { input.in #name name="name" autocomplete="off" autocapitalize="none" spellcheck="false" required; }))
            (field(words, "role", "role", &role_choice(words, "role", Role::Reader)))
            (new_password(words))
            p { button.btn type="submit" { (words.say("people-add")) } }
        }
    }
}

fn role_choice(words: Words<'_>, id: &str, chosen: Role) -> Markup {
    html! {
        select.in id=(id) name="role" {
            @for role in Role::ALL { option value=(role) selected[role == chosen] { (words.say(&role_name(role))) } }
        }
    }
}

pub(in crate::web) async fn account(State(site): State<Arc<Site>>, visit: Visit) -> Markup {
    own(&site, &visit, None)
}

/// Changes one's own password; whoever sits there must know the current one.
pub(in crate::web) async fn change_password(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(given): Form<NewPassword>,
) -> Result<Response, Refusal> {
    let (Visitor::Person(person), Door::Locked(locked)) = (&visit.visitor, &site.door) else {
        return Ok(Redirect::to("/").into_response());
    };
    let app = site.app();
    let again = |status: StatusCode, wrong: &Message| (status, own(&site, &visit, Some(wrong))).into_response();
    let here = "the page of the password";
    if let Err(wait) = locked.attempts.begin(&person.name, here, app.now) {
        return Ok(again(StatusCode::TOO_MANY_REQUESTS, &too_often(wait)));
    }
    match app.change_own_password(person, &given.current, &given.password).await {
        Ok(PasswordChange::Made) => {
            locked.attempts.succeeded(&person.name, here);
            Ok(Redirect::to("/sign-in").into_response())
        }
        Ok(PasswordChange::CurrentIsWrong) => Ok(again(StatusCode::BAD_REQUEST, &message("password-wrong"))),
        Ok(PasswordChange::IsTheSame) => Ok(again(StatusCode::BAD_REQUEST, &message("password-same"))),
        Err(failure) if failure.kind() == FailureKind::Input => Ok(again(StatusCode::BAD_REQUEST, failure.message())),
        Err(failure) => Err(site.refuse(&visit, &failure)),
    }
}

fn own(site: &Site, visit: &Visit, wrong: Option<&Message>) -> Markup {
    let words = site.words(visit);
    let Visitor::Person(person) = &visit.visitor else { return html! {} };
    let (title, about) = if person.must_choose_password {
        (words.say("choose-password"), words.say("choose-password-about"))
    } else {
        (words.say("account-password"), words.say("account-password-about"))
    };
    let body = html! {
        (head(&person.full_name, &html! {}))
        div.cols {
            (panel(&title, &about, &html! {
                (alert(words, wrong))
                form.narrow-form method="post" action="/account" {
                    input type="hidden" name="username" value=(person.name) autocomplete="username";
                    (field(words, "current-password", "current", &html! { input.in #current name="current" type="password" autocomplete="current-password" required; }))
                    (new_password(words))
                    p { button.btn type="submit" { (words.say("save")) } }
                }
            }))
            (panel(&words.say(&role_name(person.role)), "", &html! {
                p { (words.say(&format!("role-{}-may", person.role))) }
                @if !person.must_choose_password { p { a href="/account/tokens" { (words.say("tokens")) } } }
            }))
        }
    };
    frame(words, visit, NavigationItem::Account, &person.full_name, &body)
}
