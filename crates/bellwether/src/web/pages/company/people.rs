//! People: who may sign in and as what, how somebody is let in; and one's own password.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::Role;
use maud::{Markup, html};
use serde::Deserialize;

use crate::web::parts::form::{alert, field, new_password, optional_password};
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::roles::{RoleForm, role_boxes, role_names};
use crate::web::site::Site;
use crate::web::site::attempts::too_often;
use crate::web::site::door::Door;
use crate::web::site::visit::{Visit, Visitor};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::invitation::{Invitation, Invitee};
use bellwether_app::people::{NewPerson, PasswordChange, PersonDetails, UserEntry};
use bellwether_words::{Message, Words, message};

/// What is suggested for somebody new.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Suggestion {
    role: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct NewPassword {
    current: String,
    password: String,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(suggestion): Query<Suggestion>,
) -> Result<Markup, Refusal> {
    let suggested: Vec<Role> = suggestion.role.parse().into_iter().collect();
    shown(&site, &visit, &suggested, &Told::Nothing).await
}

/// Lets somebody in: by an invitation or, where a password is given, with that for the first time.
pub(in crate::web) async fn add(
    State(site): State<Arc<Site>>,
    visit: Visit,
    RawForm(form): RawForm,
) -> Result<Response, Refusal> {
    let (form, by) = (RoleForm::read(&form), visit.visitor.signature());
    let [name, full_name, password] = ["name", "full_name", "password"].map(|field| form.field(field).to_owned());
    let added = async {
        let roles = form.roles(&[])?;
        if password.is_empty() {
            return site.app().invite(&Invitee { name, full_name, roles }, &by).await.map(Some);
        }
        let new = NewPerson { name, full_name, roles, password };
        site.app().add_person(&new, &by).await.map(|()| None)
    };
    done(&site, &visit, &form.ticked(), added.await).await
}

/// Invites somebody who is there to choose another password.
pub(in crate::web) async fn invite(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(name): Path<String>,
) -> Result<Response, Refusal> {
    let invited = async {
        if is_oneself(&visit, &name) {
            return Err(Failure::input(message("failure-own-password")));
        }
        site.app().invite_again(&name, &visit.visitor.signature()).await.map(Some)
    };
    done(&site, &visit, &[], invited.await).await
}

pub(in crate::web) async fn change(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(name): Path<String>,
    RawForm(form): RawForm,
) -> Result<Response, Refusal> {
    let form = RoleForm::read(&form);
    let changed = async {
        let Visitor::Person(asking) = &visit.visitor else { return Ok(None) };
        let password = Some(form.field("password").to_owned()).filter(|password| !password.is_empty());
        if password.is_some() && is_oneself(&visit, &name) {
            return Err(Failure::input(message("failure-own-password")));
        }
        let (roles, full_name) = (form.roles(&[])?, form.field("full_name").to_owned());
        let details = PersonDetails { full_name, roles, active: !form.field("active").is_empty(), password };
        site.app().change_person(&name, &details, asking, &asking.signature()).await.map(|()| None)
    };
    done(&site, &visit, &[], changed.await).await
}

/// Whether this name is that of who asks.
fn is_oneself(visit: &Visit, name: &str) -> bool {
    visit.visitor.person().is_some_and(|person| person.is_called(name))
}

/// What the page tells besides who is there.
enum Told<'t> {
    Nothing,
    Wrong(&'t Message),
    /// Once: whoever has the link chooses the password.
    Invitation(&'t Invitation),
}

/// The page again: anew when it is done, with the link if there is one, and with what was wrong when it could not be.
async fn done(
    site: &Site,
    visit: &Visit,
    ticked: &[Role],
    done: Result<Option<Invitation>, Failure>,
) -> Result<Response, Refusal> {
    match done {
        Ok(None) => Ok(Redirect::to("/people").into_response()),
        Ok(Some(invitation)) => Ok(shown(site, visit, &[], &Told::Invitation(&invitation)).await?.into_response()),
        Err(failure) if !matches!(failure.kind(), FailureKind::Internal | FailureKind::Busy) => {
            let page = shown(site, visit, ticked, &Told::Wrong(failure.message())).await?;
            Ok((StatusCode::BAD_REQUEST, page).into_response())
        }
        Err(failure) => Err(site.refuse(visit, &failure)),
    }
}

async fn shown(site: &Site, visit: &Visit, ticked: &[Role], told: &Told<'_>) -> Result<Markup, Refusal> {
    let found = site.app().people().await.map_err(|failure| site.refuse(visit, &failure))?;
    let people = &found.people;
    let words = site.words(visit);
    let active = people.iter().filter(|person| person.active).count() as i64;
    let title = words.counting("people-title", active, &[]);
    let body = html! {
        (head(&title, &html! {}))
        @match told {
            Told::Nothing => {}
            Told::Wrong(wrong) => (alert(words, Some(wrong))),
            Told::Invitation(invitation) => div.invitation { (link(site, words, invitation)) },
        }
        div.cols {
            (panel(&words.say("people"), &words.say("people-about"), &listed(words, visit, people)))
            (panel(&words.say("people-add"), &words.say("people-add-about"), &added(words, ticked)))
        }
    };
    Ok(frame(words, visit, NavigationItem::People, &title, &body))
}

/// The link to hand on; it is told this once.
fn link(site: &Site, words: Words<'_>, invitation: &Invitation) -> Markup {
    let address = format!("{}/invitation/{}", site.origin().unwrap_or_default(), invitation.secret);
    let about = words.with("invitation-made-about", &[("until", &words.moment(invitation.until))]);
    panel(
        &words.with("invitation-made", &[("name", &invitation.full_name)]),
        &about,
        &html! { p role="status" { code #invitation { (address) } } },
    )
}

fn listed(words: Words<'_>, visit: &Visit, people: &[UserEntry]) -> Markup {
    html! {
        ul.people { @for person in people {
            @let id = &person.name;
            li {
                p { b { (person.full_name) } " " small { (person.name) } }
                p.muted {
                    (role_names(words, &person.roles))
                    @if !person.active { " · " (words.say("not-active")) }
                    @if let Some(until) = person.invited_until { " · " (words.with("invited-until", &[("until", &words.moment(until))])) }
                    @if person.active && !person.has_password && person.invited_until.is_none() { " · " (words.say("invitation-over")) }
                    @if person.must_choose_password { " · " (words.say("must-choose-password")) }
                    " · " @match person.signed_in_at { Some(at) => { (words.with("last-signed-in", &[("when", &words.moment(at))])) }, None => { (words.say("never-signed-in")) } }
                }
                details {
                    summary { (words.with("change-person", &[("name", &person.full_name)])) }
                    form.narrow-form method="post" action=(format!("/people/{id}")) {
                        p.field { label for=(format!("full-{id}")) { (words.say("full-name")) } input.in id=(format!("full-{id}")) name="full_name" value=(person.full_name) required; }
                        fieldset { legend { (words.say("roles")) } (role_boxes(words, &format!("role-{id}"), &person.roles.iter().collect::<Vec<_>>(), &[])) }
                        p.field { label { input type="checkbox" name="active" value="yes" checked[person.active]; " " (words.say("may-sign-in")) } }
                        p { button.btn type="submit" { (words.say("save")) } }
                    }
                    @if person.active && !is_oneself(visit, id) {
                        form method="post" action=(format!("/people/{id}/invitation")) {
                            p.muted { (words.say("invitation-again-about")) }
                            p { button.btn type="submit" { (words.say("invitation-again")) } }
                        }
                    }
                }
            }
        } }
    }
}

fn added(words: Words<'_>, ticked: &[Role]) -> Markup {
    html! {
        form method="post" action="/people" {
            (field(words, "full-name", "full_name", &html! { input.in #full_name name="full_name" autocomplete="off" required; }))
            (field(words, "sign-in-name", "name", &html! { input.in #name name="name" autocomplete="off" autocapitalize="none" spellcheck="false" required; }))
            fieldset { legend { (words.say("roles")) } (role_boxes(words, "role", ticked, &[])) }
            details {
                summary { (words.say("people-by-password")) }
                p.muted { (words.say("people-by-password-about")) }
                (optional_password(words))
            }
            p { button.btn.main type="submit" { (words.say("people-let-in")) } }
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
            (panel(&role_names(words, &person.roles), "", &html! {
                @for role in person.roles.iter() { p { (words.say(&format!("role-{role}-may"))) } }
                @if !person.must_choose_password { p { a href="/account/tokens" { (words.say("tokens")) } } }
            }))
        }
    };
    frame(words, visit, NavigationItem::Account, &person.full_name, &body)
}
