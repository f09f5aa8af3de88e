//! Who asks, and may they? Every address says the least that a visitor must be allowed to do; here, and nowhere else, it is held to.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::telling::encoded;
use crate::web::api::problem::{Code, Problem};
use crate::web::parts::refusal;
use crate::web::site::Site;
use crate::web::site::door::Door;
use crate::web::site::visit::{Need, Visit, Visitor, bearer, cookie, is_api};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_words::message;

/// Finds out who asks. A program's token counts alone, whatever else comes with it.
pub(in crate::web) async fn identify(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let visitor = match (&site.door, bearer(request.headers())) {
        (_, Some(secret)) if is_api(request.uri().path()) => {
            site.app().program(secret).await.map(|program| program.map(Visitor::Program))
        }
        (Door::Open, _) => Ok(Some(Visitor::Demo)),
        (Door::Locked(_), _) => match cookie(request.headers(), site.session_cookie()) {
            None => Ok(None),
            Some(secret) => site.app().signed_in(secret).await.map(|person| person.map(Visitor::Person)),
        },
    };
    let is_page = !request.uri().path().starts_with("/assets/") && !is_api(request.uri().path());
    // A page without its company's name and words is better than none.
    let house = if is_page { site.house().await.unwrap_or_default() } else { Arc::default() };
    request.extensions_mut().insert(house.clone());
    match visitor {
        Ok(visitor) => request.extensions_mut().insert(visitor.unwrap_or(Visitor::Nobody)),
        Err(failure) if is_api(request.uri().path()) => return Problem::from(failure).into_response(),
        Err(failure) => {
            let asked = (request.method(), request.uri().path().to_owned());
            let visit = Visit::of(Visitor::Nobody, house, request.headers(), asked);
            return site.refuse(&visit, &failure).into_response();
        }
    };
    next.run(request).await
}

/// Answers those who may ask, and shows the others the way.
pub(in crate::web) async fn admit(
    State((site, need)): State<(Arc<Site>, Need)>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    let is_api = is_api(request.uri().path());
    if visit.visitor.meets(need) {
        let presence = visit.visitor.person().map(|person| site.crowd.enter(&person.name));
        if let Some(None) = presence {
            let failure = Failure::new(FailureKind::Busy, message("failure-many-requests"));
            return if is_api {
                Problem::from(failure).into_response()
            } else {
                site.refuse(&visit, &failure).into_response()
            };
        }
        return next.run(request).await;
    }
    if visit.visitor.must_choose_password() {
        if is_api {
            let problem = Problem::new(Code::Forbidden, "somebody else chose the password of who asks");
            return problem.hint("choose another one on the page /account").into_response();
        }
        return Redirect::to("/account").into_response();
    }
    match visit.visitor {
        Visitor::Nobody if is_api => {
            let problem = Problem::new(Code::Unauthenticated, "no token that is in force was shown");
            problem
                .hint("send 'Authorization: Bearer bw_…'; tokens are made on the page of one's own account")
                .into_response()
        }
        _ if is_api => match need.acts().iter().find(|act| !visit.visitor.may(**act)) {
            Some(act) => {
                let detail = format!("this needs '{}', which these roles or this token have not", act.name());
                Problem::new(Code::Forbidden, detail).into_response()
            }
            None => Problem::new(Code::Unauthenticated, "nobody is signed in").into_response(),
        },
        Visitor::Nobody if request.method() == Method::GET => Redirect::to(&way_in(&site, &visit.path)).into_response(),
        Visitor::Nobody => refusal::not_signed_in(&site, &visit).into_response(),
        _ => refusal::not_allowed(&site, &visit, need).into_response(),
    }
}

fn way_in(site: &Site, path: &str) -> String {
    match &site.door {
        Door::Locked(locked) if locked.awaits_first() => "/first-run".to_owned(),
        _ => format!("/sign-in?next={}", encoded(path)),
    }
}
