//! The books: which periods are closed, and closing the next one.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_app::App;
use bellwether_app::close::{ClosedPeriods, ClosedPeriodsQuestion};
use bellwether_model::Grain;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, JsonBody};
use super::changes::{Change, ChangeRequest};
use super::problem::Problem;

/// The period to be closed: the one after the last that is closed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "grain": "month", "period": "2026-07" }))]
pub(super) struct PeriodToClose {
    grain: Grain,
    /// Its label.
    #[schema(min_length = 1, max_length = 20)]
    period: String,
}

/// Which periods are closed.
#[utoipa::path(get, path = "/api/v1/closed-periods", tag = "figures", responses((status = 200, body = ClosedPeriods)))]
pub(super) async fn list_closed_periods(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Answer<ClosedPeriods>, Problem> {
    Ok(Answer(site.ask(&visit, ClosedPeriodsQuestion::default()).await?))
}

/// Closes a period for good: its figures stay, and what is learnt later is booked in an open one.
#[utoipa::path(post, path = "/api/v1/closed-periods", tag = "figures", request_body = PeriodToClose, responses((status = 201, body = Change)))]
pub(super) async fn close_period(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(given, body): JsonBody<PeriodToClose>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.close(given.grain, &given.period, &by).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}
