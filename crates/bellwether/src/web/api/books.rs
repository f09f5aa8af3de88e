//! The books: which periods are closed, and closing the next one.

use bellwether_app::close::ClosedPeriodsQuestion;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_model::Grain;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::Given;
use super::changes::{Asking, Made};
use super::figures::Figure;
use super::problem::Problem;
use super::schema;
use bellwether_app::App;

/// The closed periods, oldest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Books {
    closed: Vec<FrozenPeriod>,
}

/// A period whose figures stay.
#[derive(Serialize, ToSchema)]
struct FrozenPeriod {
    #[schema(inline, value_type = schema::GrainWord)]
    grain: Grain,
    period: String,
    closed_by: String,
    #[schema(inline, value_type = schema::Instant)]
    closed_at: Timestamp,
    /// The version of the policy it was counted by.
    policy: u32,
    /// What stood at its end.
    closing: Figure,
    /// ISO 4217.
    currency: String,
    /// What was learnt of it later and is booked, as `restated`, in open periods: the signed change.
    restated: Figure,
    /// Over its figures and all closes before it.
    checksum: String,
}

/// The period to be closed: the one after the last that is closed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "grain": "month", "period": "2026-07" }))]
pub(super) struct Close {
    #[schema(inline, value_type = schema::GrainWord)]
    grain: Grain,
    /// Its label.
    #[schema(min_length = 1, max_length = 20)]
    period: String,
}

/// Which periods are closed.
#[utoipa::path(get, path = "/api/v1/closed-periods", tag = "figures", responses((status = 200, body = Books)))]
pub(super) async fn closed(State(site): State<Arc<Site>>) -> Result<Json<Books>, Problem> {
    let closed = site.ask(ClosedPeriodsQuestion).await?;
    let closed = closed.iter().map(|one| FrozenPeriod {
        grain: one.grain,
        period: one.period.clone(),
        closed_by: one.closed_by.clone(),
        closed_at: one.closed_at,
        policy: one.policy,
        closing: one.closing.into(),
        currency: one.currency.code().to_owned(),
        restated: one.restated.into(),
        checksum: one.checksum.clone(),
    });
    Ok(Json(Books { closed: closed.collect() }))
}

/// Closes a period for good: its figures stay, and what is learnt later is booked in an open one.
#[utoipa::path(post, path = "/api/v1/closed-periods", tag = "figures", request_body = Close, responses((status = 201, body = Made)))]
pub(super) async fn close(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: Asking,
    Given(given, body): Given<Close>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.close(given.grain, &given.period, &by).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}
