//! What is said when a page cannot be shown.

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;

use crate::web::api::problem::{Code, Problem};
use crate::web::parts::empty;
use crate::web::parts::frame::{NavigationItem, frame, head};
use crate::web::parts::roles::role_names;
use crate::web::site::Site;
use crate::web::site::visit::{self, Need, Visit, Visitor};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_model::{Act, Role, Roles};
use bellwether_words::message;

/// As much of a reason is read.
const LONGEST_REASON: usize = 4096;

/// A failure on its way to a person.
pub(in crate::web) struct Refusal(StatusCode, Markup);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}

impl Site {
    /// A failure as a page.
    pub(in crate::web) fn refuse(&self, visit: &Visit, failure: &Failure) -> Refusal {
        // That nothing is there yet is no error of who looks, but where a new company stands.
        // Of a file it is one: it would be a file without figures.
        if failure.is_nothing_yet() && visit.is_looking && !visit.is_download {
            return Refusal(StatusCode::OK, empty::page(self.words(visit), visit));
        }
        let (status, title) = match failure.kind() {
            _ if failure.is_withheld() => (StatusCode::FORBIDDEN, "refused-not-allowed"),
            FailureKind::NotFound => (StatusCode::NOT_FOUND, "refused-not-found"),
            FailureKind::Usage | FailureKind::Input => (StatusCode::BAD_REQUEST, "refused-question"),
            FailureKind::Conflict => (StatusCode::CONFLICT, "refused-conflict"),
            FailureKind::Busy => (StatusCode::SERVICE_UNAVAILABLE, "refused-busy"),
            FailureKind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "refused-fault"),
        };
        // What is wrong with the machine is for whoever looks after it.
        let is_ours = failure.kind() == FailureKind::Internal;
        if is_ours {
            tracing::error!(path = visit.path, "{failure}");
        }
        let is_told = !is_ours && failure.kind() != FailureKind::Busy;
        let words = self.words(visit);
        let said = html! {
            @if is_ours { p { (words.say("refused-ours")) } }
            @if is_told {
                p lang=[failure.message().lang(words)] { (failure.message().sentence(words)) }
                @if let Some(hint) = failure.message().hint_sentence(words) { p.muted { (hint) } }
                @if let Some(mend) = failure.mend() { p { a href=(mend.page()) { (words.say(mend.way())) } } }
            }
        };
        let back = if visit.path == "/" { ("/data", "refused-to-data") } else { ("/", "refused-back") };
        refusal(self, visit, status, title, &said, back)
    }
}

/// A page that says why not, and where to go from here.
fn refusal(
    site: &Site,
    visit: &Visit,
    status: StatusCode,
    title: &str,
    said: &Markup,
    (href, way_on): (&str, &str),
) -> Refusal {
    let words = site.words(visit);
    let title = words.say(title);
    let body = html! {
        (head(&title, &html! {}))
        section.panel { (said) p { a href=(href) { (words.say(way_on)) } } }
    };
    Refusal(status, frame(words, visit, NavigationItem::Nowhere, &title, &body))
}

/// To somebody whose session is over.
pub(in crate::web) fn not_signed_in(site: &Site, visit: &Visit) -> Refusal {
    let said = html! { p { (site.words(visit).say("refused-again")) } };
    refusal(site, visit, StatusCode::UNAUTHORIZED, "refused-not-signed-in", &said, ("/sign-in", "sign-in"))
}

/// To somebody who may not do this: who may, and who can let them.
pub(in crate::web) fn not_allowed(site: &Site, visit: &Visit, need: Need) -> Refusal {
    let (words, visitor) = (site.words(visit), &visit.visitor);
    let own = match visitor {
        Visitor::Person(person) => role_names(words, &person.roles),
        Visitor::Program(_) | Visitor::Demo | Visitor::Nobody => words.say("role-nobody"),
    };
    let missing = need.acts().iter().find(|act| !visitor.may(**act));
    let able = missing.and_then(|act| Roles::of(Role::ALL.into_iter().filter(|role| role.may(*act))).ok());
    let able = able.map_or_else(String::new, |able| role_names(words, &able));
    let way = if visitor.may(Act::Administer) { "refused-role-own" } else { "refused-role-other" };
    let said = html! {
        p { (words.with("refused-role", &[("able", &able), ("own", &own)])) }
        @if matches!(visitor, Visitor::Person(_)) { p.muted { (words.say(way)) } }
    };
    refusal(site, visit, StatusCode::FORBIDDEN, "refused-not-allowed", &said, ("/", "refused-back"))
}

pub(in crate::web) async fn not_found(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    if visit::is_api(&visit.path) {
        let problem = Problem::new(Code::NotFound, "there is no such address");
        return problem.hint("the page /api tells of all there are").into_response();
    }
    site.refuse(&visit, &Failure::new(FailureKind::NotFound, message("failure-no-page"))).into_response()
}

pub(in crate::web) async fn other_method(visit: Visit) -> Response {
    if visit::is_api(&visit.path) {
        return Problem::new(Code::MethodNotAllowed, "the address is answered by the methods in 'Allow'")
            .into_response();
    }
    StatusCode::METHOD_NOT_ALLOWED.into_response()
}

/// Tells as a page what was refused before any page was asked: an address or a form that cannot be read, or that is too long.
pub(in crate::web) async fn told_as_page(
    State(site): State<Arc<Site>>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_page = !visit::is_api(path) && !path.starts_with("/assets/");
    let response = next.run(request).await;
    let is_told =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page || is_told || !response.status().is_client_error() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let why = to_bytes(body, LONGEST_REASON).await.unwrap_or_default();
    let failure = Failure::usage(match parts.status {
        StatusCode::METHOD_NOT_ALLOWED => message("failure-other-method"),
        StatusCode::PAYLOAD_TOO_LARGE => message("failure-form-long"),
        _ => message("failure-unread").with("why", String::from_utf8_lossy(&why)),
    });
    let (page, body) = site.refuse(&visit, &failure).into_response().into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(page.headers);
    Response::from_parts(parts, body)
}

/// To a request for another host; `own` is the one that browsers may use besides the names of this computer.
pub(in crate::web) fn misdirected(host: &str, own: Option<&str>) -> Response {
    let own = own.map_or_else(String::new, |own| format!("{own}, "));
    let said = format!("This is no page of {host}: Bellwether answers here under {own}127.0.0.1 and localhost only.\n");
    (StatusCode::MISDIRECTED_REQUEST, said).into_response()
}
