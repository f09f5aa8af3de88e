//! What every answer says to browsers, and which requests are not answered at all.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::web::api::problem::{Code, Problem};
use crate::web::parts::refusal;
use crate::web::site::Site;
use crate::web::site::visit;

/// What a browser may load: what comes from here, and no script or style within a page.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src \
                                       'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Every answer says what a browser may do with it, and no other name than ours is answered: a page elsewhere cannot reach the company by
/// a name that it lets point here.
pub(in crate::web) async fn guarded(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
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
    // HTTP/2 says in the address for which host a request is, and so may a proxy; whoever says it twice may name no other either time.
    let (in_address, in_header) = (request.uri().authority().map_or("", Authority::as_str), header_text("host"));
    let host = if in_address.is_empty() { in_header } else { in_address };
    let also = if in_header.is_empty() { host } else { in_header };
    let is_ours = |host: &str| is_loopback(host) || site.host() == Some(host);
    if let Some(other) = [host, also].into_iter().find(|host| !is_ours(host)) {
        return Some(refusal::misdirected(other, site.host()));
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
