//! Planning: the losses to be replaced, and what the company set out to reach.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_model::{Currency, Grain, Measure};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{JsonBody, PathParams, QueryParams};
use super::changes::{Change, ChangeRequest};
use super::problem::Problem;
use super::schema;
use bellwether_app::ledger::LedgerLine;
use bellwether_app::planning::{Aim, NewTarget as AppTarget, PlanQuestion, TargetStanding};
use bellwether_app::privacy::Clearance;
use bellwether_app::{App, Basis, Figure};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanQuery {
    /// The label of the year, calendar or fiscal as the company counts; the one of the latest fact if left out.
    #[param(min_length = 1, max_length = 20, example = "2026")]
    year: Option<String>,
}

/// A year to be planned.
#[derive(Serialize, ToSchema)]
pub(super) struct Plan {
    basis: Basis,
    grain: Grain,
    year: String,
    /// The line of the year before in the ledger; null where it does not reach back.
    before: Option<LedgerLine>,
    /// Whether that year is over.
    before_is_over: Option<bool>,
    /// What must come merely to stand still, as positive numbers: as much as went in the year before or, while that is not over, in the
    /// twelve months up to the as-of.
    to_replace: Option<Figure>,
    /// The line of the year itself, as far as it has come; null before it begins.
    so_far: Option<LedgerLine>,
    days_over: i32,
    days: i32,
    targets: Vec<Target>,
}

/// A target beside what has been reached.
#[derive(Serialize, ToSchema)]
struct Target {
    id: String,
    grain: Grain,
    period: String,
    measure: Measure,
    /// The level of value it is about; null for all.
    level: Option<String>,
    customers: Option<i64>,
    minor: Option<i64>,
    /// ISO 4217.
    currency: Currency,
    owner: String,
    investment: String,
    /// Without a sign; null before the period begins, where the ledger cannot tell it, and where so few are on the level that it would tell
    /// who they are.
    reached: Option<Figure>,
    /// How it stands.
    standing: TargetStanding,
    set_by: String,
    #[schema(value_type = String, format = DateTime)]
    set_at: Timestamp,
}

/// What is to be reached: so many customers, so much value, or both.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "grain": "year", "period": "2026", "measure": "new", "customers": 1200, "owner": "Ada Byron" }))]
pub(super) struct NewTarget {
    grain: Grain,
    /// The period's label.
    #[schema(min_length = 1, max_length = 20)]
    period: String,
    measure: Measure,
    /// One of the policy's levels of value; all if left out.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    level: Option<String>,
    #[serde(default, deserialize_with = "schema::optional_whole")]
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    customers: Option<i64>,
    /// Minor units of the company's currency.
    #[serde(default, deserialize_with = "schema::optional_whole")]
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    minor: Option<i64>,
    /// Who answers for it.
    #[schema(pattern = "^[^\\x00]*[^\\x00\\s][^\\x00]*$", min_length = 1, max_length = 200)]
    owner: String,
    /// What is invested in it, in words.
    #[serde(default)]
    #[schema(pattern = "^[^\\x00]*$", max_length = 500)]
    investment: String,
}

impl From<NewTarget> for AppTarget {
    fn from(wanted: NewTarget) -> Self {
        let NewTarget { grain, period, measure, level, customers, minor, owner, investment } = wanted;
        Self { grain, period, measure, level, customers, minor, owner, investment }
    }
}

/// A year's losses to be replaced, and its targets with what has been reached.
#[utoipa::path(get, path = "/api/v1/plan", tag = "planning", params(PlanQuery), responses((status = 200, body = Plan)))]
pub(super) async fn get_plan(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<PlanQuery>,
) -> Result<Json<Plan>, Problem> {
    let clearance = visit.visitor.clearance();
    let plan = site.ask(PlanQuestion { year: asked.year }).await?;
    Ok(Json(Plan {
        basis: plan.basis.clone(),
        grain: plan.grain,
        year: plan.year.clone(),
        before: plan.before.as_ref().map(|before| before.line.clone()),
        before_is_over: plan.before.as_ref().map(|before| before.is_over),
        to_replace: plan.before.as_ref().map(|before| before.to_replace),
        so_far: plan.so_far.clone(),
        days_over: plan.days_over,
        days: plan.days,
        targets: plan.aims.iter().map(|aim| Target::of(aim, clearance)).collect(),
    }))
}

/// Sets a target.
#[utoipa::path(post, path = "/api/v1/targets", tag = "planning", request_body = NewTarget, responses((status = 201, body = Change)))]
pub(super) async fn create_target(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(given, body): JsonBody<NewTarget>,
) -> Result<Response, Problem> {
    let (by, target) = (visit.visitor.signature(), AppTarget::from(given));
    let make = |app: App| async move { app.set_target(None, &target, &by).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}

/// Corrects a target; what it was stays on record.
#[utoipa::path(put, path = "/api/v1/targets/{id}", tag = "planning", request_body = NewTarget,
    params(("id" = String, Path, description = "The target's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 200, body = Change)))]
pub(super) async fn replace_target(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(id): PathParams<String>,
    JsonBody(given, body): JsonBody<NewTarget>,
) -> Result<Response, Problem> {
    let (by, target) = (visit.visitor.signature(), AppTarget::from(given));
    let make = |app: App| async move { app.set_target(Some(&id), &target, &by).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::OK, make).await
}

/// Gives a target up; that it was set stays on record.
#[utoipa::path(delete, path = "/api/v1/targets/{id}", tag = "planning",
    params(("id" = String, Path, description = "The target's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 200, body = Change)))]
pub(super) async fn delete_target(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(id): PathParams<String>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.withdraw_target(&id, &by).await };
    asking.make(&site, &visit, &[], StatusCode::OK, make).await
}

impl Target {
    fn of(aim: &Aim, clearance: Clearance) -> Self {
        Self {
            id: aim.id.clone(),
            grain: aim.target.period.grain,
            period: aim.period.clone(),
            measure: aim.target.measure,
            level: aim.target.level.clone(),
            customers: aim.target.customers,
            minor: aim.target.minor,
            currency: aim.target.currency,
            owner: aim.target.owner.clone(),
            investment: aim.target.investment.clone(),
            reached: clearance.reached(aim),
            standing: aim.stand(),
            set_by: aim.set_by.clone(),
            set_at: aim.set_at,
        }
    }
}

/// What a target must have together, for the document: customers or value, and a level where it is about one.
pub(super) fn together() -> Value {
    let has = |field: &str, kind: &str| json!({ "required": [field], "properties": { field: { "type": kind } } });
    let of_all = Measure::ALL.into_iter().filter(|measure| !measure.needs_level()).map(Measure::name);
    let of_all = json!({ "properties": { "measure": { "enum": of_all.collect::<Vec<_>>() } } });
    json!([{ "anyOf": [has("customers", "integer"), has("minor", "integer")] }, { "anyOf": [of_all, has("level", "string")] }])
}
