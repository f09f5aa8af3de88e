//! Rejects: the rows that imports refused, and saying that some are none.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_app::App;
use bellwether_app::rejects::{NewDismissal, Rejects, RejectsQuestion};

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, JsonBody, PathParams};
use super::changes::{Change, ChangeRequest};
use super::problem::Problem;

/// The rows that imports refused, by import and cause: how many came in since, are dismissed, or are still to be done.
#[utoipa::path(get, path = "/api/v1/rejects", tag = "facts", responses((status = 200, body = Rejects)))]
pub(super) async fn list_rejects(State(site): State<Arc<Site>>, visit: Visit) -> Result<Answer<Rejects>, Problem> {
    Ok(Answer(site.ask(&visit, RejectsQuestion).await?))
}

/// Says that refused rows need not come in: all of a cause or, with its file and row, one.
#[utoipa::path(post, path = "/api/v1/rejects/dismissals", tag = "facts", request_body = NewDismissal,
    responses((status = 201, body = Change)))]
pub(super) async fn create_dismissal(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(given, body): JsonBody<NewDismissal>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let acting = site.clone();
    let make = |app: App| async move {
        acting.act_as(app, move |app| async move { app.dismiss_rejects(&given, &by).await }).await.map(drop)
    };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}

/// Takes a dismissal back; its rows are to be done again.
#[utoipa::path(delete, path = "/api/v1/rejects/dismissals/{id}", tag = "facts",
    params(("id" = String, Path, description = "The dismissal's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 200, body = Change)))]
pub(super) async fn delete_dismissal(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(id): PathParams<String>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.reopen_rejects(&id, &by).await };
    asking.make(&site, &visit, &[], StatusCode::OK, make).await
}
