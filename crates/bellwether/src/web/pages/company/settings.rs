//! Settings: what the organisation is called, how it counts, which language it speaks, and who may do what.

use bellwether_app::policy::PolicyQuestion;
use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::Act;
use maud::{Markup, html};
use serde::Deserialize;

use crate::web::pages::company::definitions::{COUNTING, called, said_of};
use crate::web::parts::form::{alert, field};
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::{Visit, Visitor};
use bellwether_app::failure::FailureKind;
use bellwether_app::organisation::Organisation;
use bellwether_words::{Locale, Message};

#[derive(Deserialize)]
pub(in crate::web) struct OrganisationForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    language: String,
}

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    shown(&site, &visit, None).await
}

pub(in crate::web) async fn change(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(form): Form<OrganisationForm>,
) -> Result<Response, Refusal> {
    let changed = async {
        let organisation = Organisation { name: form.name, language: form.language };
        site.app().set_organisation(&organisation, &visit.visitor.signature()).await
    };
    match changed.await {
        Ok(()) => Ok(Redirect::to("/settings").into_response()),
        Err(failure) if matches!(failure.kind(), FailureKind::Input | FailureKind::Usage) => {
            let page = shown(&site, &visit, Some(failure.message())).await?;
            Ok((StatusCode::BAD_REQUEST, page).into_response())
        }
        Err(failure) => Err(site.refuse(&visit, &failure)),
    }
}

async fn shown(site: &Arc<Site>, visit: &Visit, wrong: Option<&Message>) -> Result<Markup, Refusal> {
    // Not the visit's, which may be that of nobody where it could not be read: the form would then wipe what stands there.
    let asked = async { Ok((site.house().await?, site.ask(visit, PolicyQuestion::default()).await?)) };
    let (house, policy) = asked.await.map_err(|failure| site.refuse(visit, &failure))?;
    let (organisation, words) = (&house.organisation, site.words(visit));
    let title = if organisation.name.is_empty() { words.say("settings-title") } else { organisation.name.clone() };
    let languages = [Locale::English, Locale::German];
    let language = Locale::of_code(&organisation.language);
    let body = html! {
        (head(&title, &html! {}))
        div.cols {
            div.stack {
                (panel(&words.say("settings-organisation"), &words.say("settings-organisation-about"), &html! {
                    (alert(words, wrong))
                    @if visit.visitor.may(Act::Administer) {
                        form.narrow-form method="post" action="/settings" {
                            (field(words, "settings-name", "name", &html! { input.in #name name="name" maxlength="100" autocomplete="organization" value=(organisation.name); }))
                            (field(words, "settings-language", "language", &html! { select.in #language name="language" {
                                option value="" { (words.say("settings-language-none")) }
                                @for locale in languages { option value=(locale.code()) selected[language == Some(locale)] { (words.say(&format!("locale-{}", locale.code()))) } }
                            } }))
                            p { button.btn type="submit" { (words.say("save")) } }
                        }
                    } @else {
                        dl.roles {
                            div { dt { (words.say("settings-name")) } dd.muted { (if organisation.name.is_empty() { words.say("left-open") } else { organisation.name.clone() }) } }
                            div { dt { (words.say("settings-language")) } dd.muted { (language.map_or_else(|| words.say("settings-language-none"), |locale| words.say(&format!("locale-{}", locale.code())))) } }
                        }
                        p.muted { (words.say("settings-by-admins")) }
                    }
                }))
                (panel(&words.say("settings-counting"), &words.with("settings-counting-about", &[("version", &policy.version.to_string())]), &html! {
                    dl.roles { @for name in COUNTING { div { dt { (called(words, name)) } dd.muted { (said_of(words, &policy, name)) } } } }
                    p.links {
                        a href="/definitions" { (words.say("settings-all-definitions")) }
                        @if visit.visitor.may(Act::Define) { a href="/definitions/next" { (words.say("definitions-next")) } }
                    }
                }))
            }
            (panel(&words.say("settings-ways"), "", &html! { ul.ways {
                @if visit.visitor.may(Act::Administer) { li { a href="/people" { (words.say("people")) } } }
                @if matches!(visit.visitor, Visitor::Person(_)) {
                    li { a href="/account" { (words.say("account-password")) } }
                    li { a href="/account/tokens" { (words.say("tokens")) } }
                }
                @if visit.visitor.may(Act::Import) { li { a href="/data/import" { (words.say("import-begin")) } } }
                @if visit.visitor.may(Act::ReadAudit) { li { a href="/audit" { (words.say("audit")) } } li { a href="/health" { (words.say("nav-health")) } } }
                li { a href="/start" { (words.say("start-way")) } }
                li { a href="/api" { (words.say("api")) } }
            } }))
        }
    };
    Ok(frame(words, visit, NavigationItem::Settings, &title, &body))
}
