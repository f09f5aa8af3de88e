//! Definitions: what did the company agree to count, who signed it, and what changed since?

pub(in crate::web) mod bridge;
pub(in crate::web) mod writing;

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use bellwether_model::{Act, Policy};

use maud::{Markup, html};
use serde::Deserialize;

use crate::web::parts::form::field;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::policy::{PolicyHistoryQuestion, PolicyQuestion, PolicyVersion};
use bellwether_words::Words;

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    let asked = async {
        Ok((site.ask(&visit, PolicyQuestion::default()).await?, site.ask(&visit, PolicyHistoryQuestion).await?))
    };
    let (version, policies) = asked.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let noun = (version.policy.customer_noun.as_str(), version.policy.customer_noun_plural.as_str());
    let words = site.language(&visit).with_noun(noun, version.policy.currency);
    let version = &*version;
    let title = match version.signatures.len() as i64 {
        0 => words.with("definitions-unsigned", &[("version", &version.version.to_string())]),
        signed => words.counting("definitions-signed", signed, &[("version", &version.version.to_string())]),
    };
    let body = html! {
        (head(&title, &html! { div.switches {
            @if policies.versions.len() > 1 { a.btn href="/definitions/bridge" { (words.say("bridge")) } }
            @if visit.visitor.may(Act::Define) { a.btn href="/definitions/next" { (words.say("definitions-next")) } }
        } }))
        div.cols {
            (panel(&words.with("policy", &[("version", &version.version.to_string())]), &since(words, version), &definitions(words, version)))
            div.stack {
                (panel(&words.say("versions"), &words.say("versions-about"), &history(words, &policies.versions)))
                (signing(words, version, &visit))
            }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Definitions, &title, &body))
}

#[derive(Deserialize)]
pub(in crate::web) struct Signed {
    version: u32,
    title: String,
}

/// Signs a version as who is signed in.
pub(in crate::web) async fn sign(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(given): Form<Signed>,
) -> Result<Redirect, Refusal> {
    let name = visit.visitor.signature();
    let signed = site.app().sign_policy(Some(given.version), &name, &given.title).await;
    signed.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to("/definitions"))
}

/// The form to sign the version in force.
fn signing(words: Words<'_>, version: &PolicyVersion, visit: &Visit) -> Markup {
    let name = visit.visitor.signature();
    html! {
        @if visit.visitor.may(Act::Sign) && !version.signatures.iter().any(|signature| signature.name == name) {
            (panel(&words.with("sign", &[("version", &version.version.to_string())]), &words.say("sign-about"), &html! {
                form method="post" action="/definitions/sign" {
                    input type="hidden" name="version" value=(version.version);
                    (field(words, "sign-title", "title", &html! { input.in #title name="title" autocomplete="organization-title" required; }))
                    p { button.btn type="submit" { (words.with("sign-as", &[("name", &name)])) } }
                }
            }))
        }
    }
}

/// The definitions in the order of the document; each has a text of what it means.
pub(in crate::web) const DEFINITIONS: [&str; 19] = [
    "customer_noun",
    "customer_noun_plural",
    "basis",
    "basis_rules",
    "recurring_months",
    "lapse_days",
    "value_window_days",
    "refunds",
    "return_window_days",
    "free",
    "paused",
    "lost_when",
    "same_period",
    "currency",
    "time_zone",
    "week_start",
    "fiscal_start_month",
    "levels",
    "reason_window_days",
];

/// Definitions of words, calendar and money.
pub(in crate::web) const COUNTING: [&str; 6] =
    ["customer_noun", "customer_noun_plural", "currency", "time_zone", "week_start", "fiscal_start_month"];

/// What a version says of a definition.
pub(in crate::web) fn said_of(words: Words<'_>, version: &PolicyVersion, name: &str) -> String {
    let document = toml::Table::try_from(&version.policy).unwrap_or_default();
    message(words, &document, name).unwrap_or_else(|| words.say("left-open"))
}

/// Definitions that are one of a few words.
const CHOICES: [(&str, &[&str]); 8] = [
    ("basis", &["recurring", "spend", "both"]),
    ("recurring_months", &["1", "12"]),
    ("refunds", &["deducted", "ignored"]),
    ("free", &["active", "apart", "ignored"]),
    ("paused", &["unchanged", "value_zero"]),
    ("lost_when", &["subscription_ends", "billing_cycle_ends", "at_once"]),
    ("same_period", &["both_counted", "ignored"]),
    ("week_start", &["monday", "sunday", "saturday"]),
];

/// What people call a definition.
pub(in crate::web) fn called(words: Words<'_>, definition: &str) -> String {
    words.say(&bellwether_words::called(definition))
}

/// The name of a choice's text.
fn choice_name(definition: &str, choice: &str) -> String {
    format!("says-{definition}-{choice}").replace('_', "-")
}

/// What a definition says; absent where it is left open.
fn message(words: Words<'_>, document: &toml::Table, name: &str) -> Option<String> {
    let text =
        |value: &toml::Value, name: &str| value.get(name).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    if CHOICES.iter().any(|(known, _)| *known == name) {
        let choice = document.get(name)?;
        let choice = choice.as_str().map_or_else(|| choice.to_string(), str::to_owned);
        return Some(words.say(&choice_name(name, &choice)));
    }
    match document.get(name)? {
        toml::Value::Integer(month) if name == "fiscal_start_month" => Some(words.say(&format!("month-{month}"))),
        toml::Value::Array(values) if values.is_empty() => None,
        toml::Value::Array(values) => {
            let one = |value: &toml::Value| match value.get("from_minor").and_then(toml::Value::as_integer) {
                Some(minor) => {
                    words.with("level", &[("name", &text(value, "name")), ("money", &words.money(minor.into()))])
                }
                None => words.with(
                    "basis-rule",
                    &[
                        ("attribute", &text(value, "attribute")),
                        ("value", &text(value, "value")),
                        ("basis", &text(value, "basis")),
                    ],
                ),
            };
            Some(values.iter().map(one).collect::<Vec<_>>().join("; "))
        }
        toml::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn definitions(words: Words<'_>, version: &PolicyVersion) -> Markup {
    let document = toml::Table::try_from(&version.policy).unwrap_or_default();
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("definition")) { table.prose {
            thead { tr { th scope="col" { (words.say("definition")) } th scope="col" { (words.say("says")) } } }
            tbody { @for name in DEFINITIONS {
                tr {
                    th scope="row" { (called(words, name)) br; small { (words.say(&format!("means-{}", name.replace('_', "-")))) } }
                    td { (message(words, &document, name).unwrap_or_else(|| words.say("left-open"))) }
                }
            } }
        } }
    }
}

/// Since when a version holds; the first holds for all days before it, too.
fn since(words: Words<'_>, version: &PolicyVersion) -> String {
    match version.effective_from.0 {
        0 => words.say("since-ever"),
        _ => words.with("since", &[("day", &words.day(version.effective_from))]),
    }
}

fn history(words: Words<'_>, versions: &[PolicyVersion]) -> Markup {
    html! {
        ol.versions {
            @for (index, version) in versions.iter().enumerate().rev() {
                li {
                    h3 { (words.with("policy", &[("version", &version.version.to_string())])) }
                    p.muted { (words.with("saved", &[("by", &version.saved_by)])) " " (since(words, version)) @if !version.note.is_empty() { br; "“" (version.note) "”" } }
                    @if version.signatures.is_empty() { p { (words.say("nobody-signed")) } } @else {
                        ul { @for signature in &version.signatures { li { (signature.name) ", " (signature.role) } } }
                    }
                    @if let Some(before) = index.checked_sub(1).map(|before| &versions[before]) {
                        (drift_table(words, &before.policy, &version.policy))
                        p.links { a href=(format!("/definitions/bridge?from={}&to={}", before.version, version.version)) { (words.say("bridge-these")) } }
                    }
                }
            }
        }
    }
}

/// What two versions say otherwise, in words.
fn drift_table(words: Words<'_>, before: &Policy, after: &Policy) -> Markup {
    let [said_before, says] = [before, after].map(|policy| {
        let document = toml::Table::try_from(policy).unwrap_or_default();
        move |name: &str| message(words, &document, name).unwrap_or_else(|| words.say("left-open"))
    });
    html! {
        table.prose {
            thead { tr { th scope="col" { (words.say("definition")) } th scope="col" { (words.say("said")) } th scope="col" { (words.say("says")) } } }
            tbody { @for name in before.drift(after) {
                tr { th scope="row" { (called(words, name)) } td { (said_before(name)) } td { (says(name)) } }
            } }
        }
    }
}
