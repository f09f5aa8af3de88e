//! Past imports: what was imported, and taking it back.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_app::App;
use bellwether_app::undo::{PastImports, PastImportsQuestion, UndoEffects};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, JsonBody, PathParams};
use super::changes::{Change, ChangeRequest};
use super::problem::Problem;

/// The undo that was looked at and agreed to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "number": 8 }))]
pub(super) struct UndoToDo {
    /// Its number, as `GET` told it. Where something else was imported since, the undo may do something else, and is refused.
    number: i64,
}

/// What was imported and undone, the latest first.
#[utoipa::path(get, path = "/api/v1/past-imports", tag = "facts", responses((status = 200, body = PastImports)))]
pub(super) async fn list_past_imports(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Answer<PastImports>, Problem> {
    Ok(Answer(site.ask(&visit, PastImportsQuestion).await?))
}

/// What undoing an import would do, and what was built on it. Nothing is changed.
#[utoipa::path(get, path = "/api/v1/past-imports/{number}/undo", tag = "facts",
    params(("number" = i64, Path, description = "The number of the import, or of an undo", minimum = 1)),
    responses((status = 200, body = UndoEffects)))]
pub(super) async fn get_undo(
    State(site): State<Arc<Site>>,
    visit: Visit,
    PathParams(number): PathParams<i64>,
) -> Result<Json<UndoEffects>, Problem> {
    let effects = site.act(move |app| async move { app.undo_effects(number).await }).await?;
    Ok(Json(if visit.visitor.clearance().sees_customers { effects } else { effects.without_customers() }))
}

/// Undoes an import, as if it had never been and all others had; or an undo, which brings the import back.
#[utoipa::path(post, path = "/api/v1/past-imports/{number}/undo", tag = "facts", request_body = UndoToDo,
    params(("number" = i64, Path, description = "The number of the import, or of an undo", minimum = 1)),
    responses((status = 201, body = Change)))]
pub(super) async fn undo_import(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(number): PathParams<i64>,
    JsonBody(given, body): JsonBody<UndoToDo>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let (acting, again) = (site.clone(), by.clone());
    let make = |app: App| async move {
        acting.act_as(app, move |app| async move { app.undo(number, given.number, &by).await }).await.map(drop)
    };
    let completing = site.clone();
    let complete = async move |app: App| {
        completing.act_as(app, move |app| async move { app.complete_undo(number, given.number, &again).await }).await
    };
    asking.make_whole(&site, &visit, (&body, StatusCode::CREATED), make, complete).await
}
