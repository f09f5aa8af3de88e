//! What is said when a page cannot be shown.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use std::sync::Arc;

use super::access::{Visit, Visitor};
use super::frame::{Place, frame};
use super::site::Site;
use crate::failure::{Failure, FailureKind};

/// A failure on its way to a person.
pub(super) struct Refusal(StatusCode, maud::Markup);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}

impl Site {
    /// A failure as a page.
    pub(super) fn refuse(&self, visit: &Visit, failure: &Failure) -> Refusal {
        let (status, title) = match failure.kind() {
            FailureKind::NotFound => (StatusCode::NOT_FOUND, "refused-not-found"),
            FailureKind::Usage | FailureKind::Input => (StatusCode::BAD_REQUEST, "refused-question"),
            FailureKind::Busy => (StatusCode::SERVICE_UNAVAILABLE, "refused-busy"),
            FailureKind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "refused-fault"),
        };
        let words = self.language(visit).alone();
        // What is wrong with the machine is for whoever looks after it.
        let is_ours = matches!(failure.kind(), FailureKind::Internal | FailureKind::Busy);
        if is_ours {
            tracing::error!(path = visit.path, "{failure}");
        }
        let said = html! {
            div.head { h1 { (words.say(title)) } }
            section.panel {
                @if is_ours { p { (words.say("refused-ours")) } } @else { p { (failure.message()) "." } }
                @if let Some(hint) = failure.advice().filter(|_| !is_ours) { p.muted { (hint) "." } }
                p { a href="/" { (words.say("refused-back")) } }
            }
        };
        Refusal(status, frame(words, visit, Place::Nowhere, &words.say(title), &said))
    }
}

/// To somebody whose session is over.
pub(super) fn not_signed_in(site: &Site, visit: &Visit) -> Refusal {
    let words = site.language(visit).alone();
    let title = words.say("refused-not-signed-in");
    let said = html! {
        div.head { h1 { (title) } }
        section.panel {
            p { (words.say("refused-again")) }
            p { a href="/sign-in" { (words.say("sign-in")) } }
        }
    };
    Refusal(StatusCode::UNAUTHORIZED, frame(words, visit, Place::Nowhere, &title, &said))
}

/// To somebody who may see no customers, about figures that would single some out.
pub(super) fn singled_out(site: &Site, visit: &Visit) -> Refusal {
    let words = site.language(visit).alone();
    let title = words.say("refused-not-allowed");
    let said = html! {
        div.head { h1 { (title) } }
        section.panel {
            p { (words.say("refused-singled-out")) }
            p { a href="/ledger" { (words.say("nav-ledger")) } }
        }
    };
    Refusal(StatusCode::FORBIDDEN, frame(words, visit, Place::Nowhere, &title, &said))
}

/// To somebody who may not do this.
pub(super) fn not_allowed(site: &Site, visit: &Visit) -> Refusal {
    let words = site.language(visit).alone();
    let role = match &visit.visitor {
        Visitor::Person(person) => words.say(&format!("role-{}", person.role)),
        Visitor::Demo | Visitor::Nobody => words.say("role-nobody"),
    };
    let title = words.say("refused-not-allowed");
    let said = html! {
        div.head { h1 { (title) } }
        section.panel {
            p { (words.with("refused-role", &[("role", &role)])) }
            p { a href="/" { (words.say("refused-back")) } }
        }
    };
    Refusal(StatusCode::FORBIDDEN, frame(words, visit, Place::Nowhere, &title, &said))
}

pub(super) async fn not_found(State(site): State<Arc<Site>>, visit: Visit) -> Refusal {
    site.refuse(&visit, &Failure::new(FailureKind::NotFound, "there is no such page"))
}

/// To a request for another host; `own` is the one that browsers may use besides the names of this computer.
pub(super) fn misdirected(host: &str, own: Option<&str>) -> Response {
    let own = own.map_or_else(String::new, |own| format!("{own}, "));
    let said = format!("This is no page of {host}: Bellwether answers here under {own}127.0.0.1 and localhost only.\n");
    (StatusCode::MISDIRECTED_REQUEST, said).into_response()
}
