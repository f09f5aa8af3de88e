//! Tokens: what programs show to act for a person; each is shown once, when it is made.

use std::sync::Arc;

use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::Act;
use maud::{Markup, html};

use crate::web::parts::form::{alert, field};
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::{Visit, Visitor};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::people::Person;
use bellwether_app::tokens::{LONGEST_DAYS, NewToken, Token};
use bellwether_words::{Message, Words, message, scope_name};

/// How long a token lasts if nothing else is said.
const DAYS: u16 = 90;

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    shown(&site, &visit, None, None).await
}

/// Makes a token and shows its secret, this once.
pub(in crate::web) async fn add(
    State(site): State<Arc<Site>>,
    visit: Visit,
    RawForm(form): RawForm,
) -> Result<Response, Refusal> {
    let Visitor::Person(person) = &visit.visitor else { return Ok(Redirect::to("/").into_response()) };
    let made = async { site.app().make_token(person, &new_token(&form)?).await };
    match made.await {
        Ok(secret) => Ok(shown(&site, &visit, Some(&secret), None).await?.into_response()),
        Err(failure) if matches!(failure.kind(), FailureKind::Input | FailureKind::Usage) => {
            let page = shown(&site, &visit, None, Some(failure.message())).await?;
            Ok((axum::http::StatusCode::BAD_REQUEST, page).into_response())
        }
        Err(failure) => Err(site.refuse(&visit, &failure)),
    }
}

pub(in crate::web) async fn revoke(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Redirect, Refusal> {
    if let Visitor::Person(person) = &visit.visitor {
        let revoked = site.app().revoke_token(person, &id, &person.signature()).await;
        revoked.map_err(|failure| site.refuse(&visit, &failure))?;
    }
    Ok(Redirect::to("/account/tokens"))
}

/// The form's fields; each box that is ticked comes as a field of its own.
fn new_token(form: &[u8]) -> Result<NewToken, Failure> {
    let mut new = NewToken { label: String::new(), scopes: Vec::new(), days: DAYS };
    for (name, value) in url::form_urlencoded::parse(form) {
        match &*name {
            "label" => new.label = value.into_owned(),
            "scope" => new.scopes.push(value.parse().map_err(Failure::usage)?),
            "days" => {
                let days = value.trim().parse();
                new.days = days.map_err(|_| Failure::usage(message("failure-no-days").with("text", &value)))?;
            }
            _ => {}
        }
    }
    Ok(new)
}

async fn shown(site: &Site, visit: &Visit, secret: Option<&str>, wrong: Option<&Message>) -> Result<Markup, Refusal> {
    let words = site.words(visit);
    let title = words.say("tokens");
    let Visitor::Person(person) = &visit.visitor else {
        return Ok(frame(words, visit, NavigationItem::Account, &title, &html! {}));
    };
    let found = site.app().tokens(person, None).await.map_err(|failure| site.refuse(visit, &failure))?;
    let body = html! {
        (head(&title, &html! { a.btn href="/api" { (words.say("api")) } }))
        @if let Some(secret) = secret {
            (panel(&words.say("token-made"), &words.say("token-made-about"), &html! {
                p role="status" { code #secret { (secret) } }
            }))
        }
        div.cols {
            (panel(&words.say("tokens-there"), &words.say("tokens-about"), &table(words, &found.tokens)))
            (panel(&words.say("token-new"), "", &form(words, person, wrong)))
        }
    };
    Ok(frame(words, visit, NavigationItem::Account, &title, &body))
}

fn table(words: Words<'_>, tokens: &[Token]) -> Markup {
    html! {
        @if tokens.is_empty() { p { (words.say("tokens-none")) } } @else {
            div.scroll tabindex="0" role="group" aria-label=(words.say("tokens-there")) { table {
                thead { tr {
                    th scope="col" { (words.say("token-label")) }
                    th scope="col" { (words.say("token-scopes")) }
                    th scope="col" { (words.say("token-ends")) }
                    th scope="col" { span.vh { (words.say("token-revoke")) } }
                } }
                tbody { @for token in tokens { tr {
                    th scope="row" { (token.label) }
                    td { @for scope in &token.scopes { (words.say(&scope_name(*scope))) br; } }
                    td { (words.moment(token.ends_at)) }
                    td {
                        form method="post" action=(format!("/account/tokens/{}/revoke", token.id)) {
                            button.btn type="submit" aria-label=(words.with("token-revoke-of", &[("label", &token.label)])) { (words.say("token-revoke")) }
                        }
                    }
                } } }
            } }
        }
    }
}

fn form(words: Words<'_>, person: &Person, wrong: Option<&Message>) -> Markup {
    html! {
        (alert(words, wrong))
        form.narrow-form method="post" action="/account/tokens" {
            (field(words, "token-label", "label", &html! { input.in #label name="label" maxlength="200" required; }))
            fieldset {
                legend { (words.say("token-scopes")) }
                @for act in Act::ALL { @if person.roles.may(act) {
                    p { label { input type="checkbox" name="scope" value=(act.name()) checked[act == Act::ReadFigures]; " " (words.say(&scope_name(act))) } }
                } }
            }
            (field(words, "token-days", "days", &html! { input.in #days name="days" type="number" min="1" max=(LONGEST_DAYS) value=(DAYS) required; }))
            p { button.btn type="submit" { (words.say("token-make")) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use bellwether_model::Act;

    use bellwether_words::{Language, Locale, scope_name};

    #[test]
    fn every_scope_has_words() {
        let language = Language::new(Locale::English);
        for act in Act::ALL {
            assert_ne!(language.alone().say(&scope_name(act)), scope_name(act));
        }
    }
}
