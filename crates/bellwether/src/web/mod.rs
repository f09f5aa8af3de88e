//! Pages: what a leader opens to see whether growth was earned, and why.
//!
//! Each page asks the app one question and shows the answer. Invariants: every figure stands with its as-of, in customers and in money,
//! and leads to the customers behind it; pages work without scripts; nothing is loaded from elsewhere, and the headers say so.

mod assets;
mod base;
mod charts;
mod cohorts;
mod customer;
mod customers;
mod definitions;
mod frame;
mod headline;
mod ledger;
mod overview;
mod refusal;
mod site;
#[cfg(test)]
mod tests;
mod why;
mod words;

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, http::HeaderName};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use site::Site;

/// What a browser may load: what comes from here, and no script or style within a page.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src \
                                       'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Serves the pages of a company on a listener until `end` comes.
pub(crate) async fn serve(
    app: App,
    clock: fn() -> Timestamp,
    listener: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure> {
    let served = axum::serve(listener, router(Site::new(app, clock))).with_graceful_shutdown(end).await;
    served.map_err(|error| Failure::caused(FailureKind::Internal, &error))
}

fn router(site: Site) -> Router {
    Router::new()
        .route("/", get(overview::page))
        .route("/ledger", get(ledger::page))
        .route("/ledger.csv", get(ledger::csv))
        .route("/why", get(why::page))
        .route("/customers", get(customers::page))
        .route("/customers.csv", get(customers::csv))
        .route("/customer/{id}", get(customer::page))
        .route("/cohorts", get(cohorts::page))
        .route("/base", get(base::page))
        .route("/definitions", get(definitions::page))
        .route("/assets/{name}", get(assets::asset))
        .fallback(refusal::not_found)
        .layer(middleware::from_fn(guarded))
        .layer(CompressionLayer::new())
        .with_state(Arc::new(site))
}

/// Every answer says what a browser may do with it, and no other name than that of this machine is answered: a page elsewhere cannot
/// reach the company by a name that it lets point here.
async fn guarded(request: Request, next: Next) -> Response {
    let refused = refused(request.headers());
    let mut response = match refused {
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
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// What is said to a request for another host, or one that a page elsewhere makes behind the reader's back; a link may lead here.
fn refused(headers: &HeaderMap) -> Option<Response> {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let host = said("host");
    if !is_loopback(host) {
        return Some(refusal::misdirected(host));
    }
    let is_foreign = said("sec-fetch-site") == "cross-site" && said("sec-fetch-mode") != "navigate";
    is_foreign.then(|| StatusCode::FORBIDDEN.into_response())
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}
