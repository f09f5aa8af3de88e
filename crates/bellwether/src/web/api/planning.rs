//! Planning: the losses to be replaced, and what the company set out to reach.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, JsonBody, PathParams, QueryParams};
use super::changes::{Change, ChangeRequest};
use super::problem::Problem;
use bellwether_app::App;
use bellwether_app::planning::{NewTarget, Plan, PlanQuestion};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanQuery {
    /// The label of the year, calendar or fiscal as the company counts; the one of the day up to which facts are known if left out.
    #[param(min_length = 1, max_length = 20, example = "2026")]
    year: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct SeenQuery {
    /// The version that was seen: it is refused where that is not the latest any more.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    after: Option<i64>,
}

/// A year's losses to be replaced, and its targets with what has been reached.
#[utoipa::path(get, path = "/api/v1/plan", tag = "planning", params(PlanQuery), responses((status = 200, body = Plan)))]
pub(super) async fn get_plan(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<PlanQuery>,
) -> Result<Answer<Plan>, Problem> {
    let asked = PlanQuestion { year: asked.year, ..PlanQuestion::default() };
    Ok(Answer(site.ask(&visit, asked).await?))
}

/// Sets a target.
#[utoipa::path(post, path = "/api/v1/targets", tag = "planning", request_body = NewTarget, responses((status = 201, body = Change)))]
pub(super) async fn create_target(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(target, body): JsonBody<NewTarget>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.set_target(None, &target, &by).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}

/// Corrects a target in the version that was seen; what it was stays on record.
#[utoipa::path(put, path = "/api/v1/targets/{id}", tag = "planning", request_body = NewTarget,
    params(("id" = String, Path, description = "The target's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 200, body = Change)))]
pub(super) async fn replace_target(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(id): PathParams<String>,
    JsonBody(target, body): JsonBody<NewTarget>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.set_target(Some(&id), &target, &by).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::OK, make).await
}

/// Gives a target up; that it was set stays on record.
#[utoipa::path(delete, path = "/api/v1/targets/{id}", tag = "planning",
    params(("id" = String, Path, description = "The target's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$"), SeenQuery),
    responses((status = 200, body = Change)))]
pub(super) async fn delete_target(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(id): PathParams<String>,
    QueryParams(asked): QueryParams<SeenQuery>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.withdraw_target(&id, asked.after, &by).await };
    asking.make(&site, &visit, &[], StatusCode::OK, make).await
}
