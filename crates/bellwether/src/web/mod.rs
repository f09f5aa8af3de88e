//! Pages: what a leader opens to see whether growth was earned, and why.
//!
//! Each page asks the app one question and shows the answer. Invariants: every figure stands with its as-of, in customers and in money,
//! and leads to the customers behind it; pages work without scripts; nothing is loaded from elsewhere, and the headers say so.

mod access;
mod api;
mod assets;
mod attempts;
mod audit;
mod base;
mod cohorts;
mod connections;
mod customer;
mod customers;
mod data;
mod definitions;
mod door;
mod explain;
mod frame;
mod health;
mod import;
mod jobs;
mod ledger;
mod overview;
#[cfg(feature = "pdf")]
mod paper;
mod people;
mod planning;
mod refusal;
mod settings;
mod sign_in;
mod site;
mod table;
#[cfg(test)]
mod tests;
mod tokens;
mod unexplained;
mod usage;
mod viewpoint;
mod visit;
mod why;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use bellwether_model::Act;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

use api::{Code, Problem};
use bellwether_app::App;
use connections::Patience;
pub(crate) use door::{Door, Locked};
use site::Site;
use visit::Need;

/// What a browser may load: what comes from here, and no script or style within a page.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src \
                                       'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Serves the pages of a company on a listener until `end` comes, to those whom the door lets in.
pub(crate) async fn serve(
    app: App,
    clock: fn() -> Timestamp,
    door: Door,
    listener: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) {
    connections::answer(listener, router(Site::new(app, clock, door)), PATIENCE, end).await;
}

const PATIENCE: Patience = Patience { asking: Duration::from_secs(15), ending: Duration::from_secs(10) };

/// A form is no longer than this.
const LONGEST_FORM: usize = 64 * 1024;

/// Method, address, the least that a visitor must be allowed to do there, and who answers.
type Route = (Method, &'static str, Need, MethodRouter<Arc<Site>>);

/// Every address.
fn routes() -> Vec<Route> {
    let (figures, customers) = (Need::To(Act::ReadFigures), Need::To(Act::SeeCustomers));
    let importing = Need::To(Act::Import);
    let mut routes = vec![
        (Method::GET, "/", figures, get(overview::page)),
        (Method::GET, "/ledger", figures, get(ledger::page)),
        (Method::POST, "/ledger/close", Need::To(Act::Close), post(ledger::close)),
        (Method::GET, "/ledger.csv", figures, get(ledger::csv)),
        (Method::GET, "/usage", figures, get(usage::page)),
        (Method::GET, "/why", figures, get(why::page)),
        (Method::GET, "/why/unexplained", customers, get(unexplained::page)),
        (Method::GET, "/customers", customers, get(customers::page)),
        (Method::GET, "/customers.csv", customers, get(customers::csv)),
        (Method::GET, "/customer/{id}", customers, get(customer::page)),
        (Method::POST, "/customer/{id}/reason", Need::To(Act::Explain), post(explain::explain)),
        (Method::GET, "/cohorts", figures, get(cohorts::page)),
        (Method::GET, "/base", figures, get(base::page)),
        (Method::GET, "/definitions", figures, get(definitions::page)),
        (Method::POST, "/definitions/sign", Need::To(Act::Sign), post(definitions::sign)),
        (Method::GET, "/definitions/bridge", figures, get(definitions::bridge::page)),
        (Method::GET, "/definitions/next", Need::To(Act::Define), get(definitions::writing::page)),
        (Method::POST, "/definitions/again", Need::To(Act::Define), post(definitions::writing::go_on)),
        (Method::POST, "/definitions/try", Need::To(Act::Define), post(definitions::writing::try_out)),
        (Method::POST, "/definitions/save", Need::To(Act::Define), post(definitions::writing::save)),
        (Method::GET, "/planning", figures, get(planning::page)),
        (Method::POST, "/planning", Need::To(Act::Plan), post(planning::add)),
        (Method::POST, "/planning/{id}", Need::To(Act::Plan), post(planning::change)),
        (Method::POST, "/planning/{id}/withdraw", Need::To(Act::Plan), post(planning::withdraw)),
        (Method::GET, "/data", figures, get(data::page)),
        (Method::GET, "/data/rejects/{name}", importing, get(data::rejects)),
        (Method::GET, "/data/import", importing, get(import::choose)),
        (
            Method::POST,
            "/data/import",
            importing,
            post(import::take).layer(DefaultBodyLimit::max(import::LONGEST_FILE)),
        ),
        (Method::GET, "/data/import/{id}", importing, get(import::page)),
        (Method::GET, "/data/import/{id}/progress", importing, get(import::progress)),
        (Method::POST, "/data/import/{id}/columns", importing, post(import::columns)),
        (Method::POST, "/data/import/{id}/run", importing, post(import::run)),
        (Method::POST, "/data/import/{id}/cancel", importing, post(import::cancel)),
        (Method::GET, "/health", Need::To(Act::ReadAudit), get(health::page)),
        (Method::GET, "/audit", Need::To(Act::ReadAudit), get(audit::page)),
        (Method::GET, "/settings", figures, get(settings::page)),
        (Method::POST, "/settings", Need::To(Act::Administer), post(settings::change)),
        (Method::GET, "/people", Need::To(Act::Administer), get(people::page)),
        (Method::POST, "/people", Need::To(Act::Administer), post(people::add)),
        (Method::POST, "/people/{name}", Need::To(Act::Administer), post(people::change)),
        (Method::GET, "/account", Need::AnyPassword, get(people::account)),
        (Method::POST, "/account", Need::AnyPassword, post(people::change_password)),
        (Method::GET, "/account/tokens", Need::SignedIn, get(tokens::page)),
        (Method::POST, "/account/tokens", Need::SignedIn, post(tokens::add)),
        (Method::POST, "/account/tokens/{id}/revoke", Need::SignedIn, post(tokens::revoke)),
        (Method::GET, "/sign-in", Need::Nothing, get(sign_in::page)),
        (Method::POST, "/sign-in", Need::Nothing, post(sign_in::sign_in)),
        (Method::POST, "/sign-out", Need::Nothing, post(sign_in::sign_out)),
        (Method::GET, "/first-run", Need::Nothing, get(sign_in::first_run_page)),
        (Method::POST, "/first-run", Need::Nothing, post(sign_in::first_run)),
        (Method::POST, "/language", Need::Nothing, post(sign_in::choose_language)),
        (Method::GET, "/assets/{name}", Need::Nothing, get(assets::asset)),
    ];
    #[cfg(feature = "pdf")]
    routes.extend([
        (Method::GET, "/board.pdf", figures, get(paper::board)),
        (Method::GET, "/ledger.pdf", figures, get(paper::ledger)),
        (Method::GET, "/customers.png", figures, get(paper::customers)),
        (Method::GET, "/value.png", figures, get(paper::value)),
    ]);
    routes.extend(api::routes());
    routes
}

fn router(site: Site) -> Router {
    let site = Arc::new(site);
    let guarded_routes = routes().into_iter().fold(Router::new(), |router, (_, path, need, handler)| {
        router.route(path, handler.layer(middleware::from_fn_with_state((site.clone(), need), access::admit)))
    });
    guarded_routes
        .fallback(refusal::not_found)
        .method_not_allowed_fallback(refusal::other_method)
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(middleware::from_fn_with_state(site.clone(), refusal::told_as_page))
        .layer(middleware::from_fn_with_state(site.clone(), access::identify))
        .layer(middleware::from_fn_with_state(site.clone(), guarded))
        .layer(CompressionLayer::new())
        .with_state(site)
}

/// Every answer says what a browser may do with it, and no other name than ours is answered: a page elsewhere cannot reach the company by
/// a name that it lets point here.
async fn guarded(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = match refused(&site, &request) {
        Some(refused) => refused,
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", CONTENT_SECURITY_POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if site.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// What is said to a request for another host, and to one that a page elsewhere makes: a link may lead here, a form may not.
fn refused(site: &Site, request: &Request) -> Option<Response> {
    let header_text =
        |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let host = header_text("host");
    if !(is_loopback(host) || site.host() == Some(host)) {
        return Some(refusal::misdirected(host, site.host()));
    }
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
    // A page elsewhere cannot make a browser send a token; who sends neither token nor cookie is nobody behind a lock.
    let is_api = visit::is_api(request.uri().path());
    let is_nobody = site.host().is_some() && visit::cookie(request.headers(), site.session_cookie()).is_none();
    let is_program = is_api && (visit::bearer(request.headers()).is_some() || is_nobody);
    let is_own = is_program
        || match (header_text("sec-fetch-site"), header_text("origin")) {
            // Typed in, or led here by a link.
            (site, _) if is_safe => site != "cross-site" || header_text("sec-fetch-mode") == "navigate",
            ("same-origin", _) => true,
            // Browsers tell no more over plain HTTP than where a form stands.
            ("", origin) if site.host() == Some(host) => site.origin() == Some(origin),
            ("", origin) => origin.strip_prefix("http://") == Some(host),
            _ => false,
        };
    let said = "This comes from a page elsewhere, or from a browser that does not say from where. Nothing was changed.";
    (!is_own).then(|| {
        if is_api {
            Problem::new(Code::Forbidden, said).into_response()
        } else {
            (StatusCode::FORBIDDEN, format!("{said}\n")).into_response()
        }
    })
}

/// Whether a host is this computer by one of its own names.
pub(crate) fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}
