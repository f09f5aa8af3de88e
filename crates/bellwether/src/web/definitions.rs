//! Definitions: what did the company agree to count, who signed it, and what changed since?

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use maud::{Markup, html};

use super::frame::{Place, frame, head, panel};
use super::refusal::Refusal;
use super::site::Site;
use super::words::Words;
use crate::app::policy::PolicyVersion;

/// The policy in force and all versions.
struct Definitions {
    in_force: PolicyVersion,
    versions: Vec<PolicyVersion>,
}

pub(super) async fn page(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Markup, Refusal> {
    let asked = site.ask((), |app, ()| async move {
        Ok(Definitions { in_force: app.policy(None).await?, versions: app.policy_history().await? })
    });
    let found = asked.await.map_err(|failure| site.refuse(&headers, &failure))?;
    let words = site.language.alone();
    let version = &found.in_force;
    let title = match version.signatures.len() as i64 {
        0 => words.with("definitions-unsigned", &[("version", &version.version.to_string())]),
        signed => words.counting("definitions-signed", signed, &[("version", &version.version.to_string())]),
    };
    let body = html! {
        (head(&title, &html! {}))
        div.cols {
            (panel(&words.with("policy", &[("version", &version.version.to_string())]), &words.with("since", &[("day", &words.day(version.effective_from))]), &html! {
                div.scroll tabindex="0" role="group" aria-label=(words.say("definition")) { table {
                    thead { tr { th scope="col" { (words.say("definition")) } th scope="col" { (words.say("says")) } } }
                    tbody { @for (name, value) in written(version) { tr { th scope="row" { (name) } td { (value) } } } }
                } }
            }))
            (panel(&words.say("versions"), &words.say("versions-about"), &history(words, &found.versions)))
        }
    };
    Ok(frame(words, &headers, Place::Definitions, &title, &body))
}

/// Each definition with what it says, in the order of the document.
fn written(version: &PolicyVersion) -> Vec<(String, String)> {
    let Ok(toml::Value::Table(document)) = toml::Value::try_from(&version.policy) else { return Vec::new() };
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => text.replace('_', " "),
        toml::Value::Array(values) => values.iter().map(in_line).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    document.iter().map(|(name, value)| (name.replace('_', " "), text(value))).collect()
}

fn in_line(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => table
            .iter()
            .map(|(name, value)| format!("{} {}", name.replace('_', " "), in_line(value)))
            .collect::<Vec<_>>()
            .join(", "),
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn history(words: Words<'_>, versions: &[PolicyVersion]) -> Markup {
    html! {
        ol.versions {
            @for (index, version) in versions.iter().enumerate().rev() {
                li {
                    h3 { (words.with("policy", &[("version", &version.version.to_string())])) }
                    p.muted { (words.with("saved", &[("by", &version.saved_by), ("day", &words.day(version.effective_from))])) }
                    @if version.signatures.is_empty() { p { (words.say("nobody-signed")) } } @else {
                        ul { @for signature in &version.signatures { li { (signature.name) ", " (signature.role) } } }
                    }
                    @if let Some(before) = index.checked_sub(1).map(|before| &versions[before]) {
                        table {
                            thead { tr { th scope="col" { (words.say("definition")) } th scope="col" { (words.say("said")) } th scope="col" { (words.say("says")) } } }
                            tbody { @for drift in before.policy.drift(&version.policy) {
                                tr { th scope="row" { (drift.definition.replace('_', " ")) } td { (drift.before) } td { (drift.after) } }
                            } }
                        }
                    }
                }
            }
        }
    }
}
