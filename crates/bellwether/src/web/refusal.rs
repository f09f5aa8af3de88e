//! What is said when a page cannot be shown.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::html;
use std::sync::Arc;

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
    pub(super) fn refuse(&self, headers: &HeaderMap, failure: &Failure) -> Refusal {
        let (status, title) = match failure.kind() {
            FailureKind::NotFound => (StatusCode::NOT_FOUND, "refused-not-found"),
            FailureKind::Usage | FailureKind::Input => (StatusCode::BAD_REQUEST, "refused-question"),
            FailureKind::Busy => (StatusCode::SERVICE_UNAVAILABLE, "refused-busy"),
            FailureKind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "refused-fault"),
        };
        let words = self.language.alone();
        let said = html! {
            div.head { h1 { (words.say(title)) } }
            section.panel {
                p { (failure.message()) "." }
                @if let Some(hint) = failure.advice() { p.muted { (hint) "." } }
                p { a href="/" { (words.say("refused-back")) } }
            }
        };
        Refusal(status, frame(words, headers, Place::Nowhere, &words.say(title), &said))
    }
}

pub(super) async fn not_found(State(site): State<Arc<Site>>, headers: HeaderMap) -> Refusal {
    site.refuse(&headers, &Failure::new(FailureKind::NotFound, "there is no such page"))
}

/// To a request for another host.
pub(super) fn misdirected(host: &str) -> Response {
    let said = format!("This is no page of {host}: Bellwether answers here under 127.0.0.1 and localhost only.\n");
    (StatusCode::MISDIRECTED_REQUEST, said).into_response()
}
