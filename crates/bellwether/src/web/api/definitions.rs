//! Definitions: the policy and its versions, what another one would tell, and the tree of reasons.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_app::App;
use bellwether_app::bridge::{BridgePage, BridgeQuestion};
use bellwether_app::policy::{Policies, PolicyAmendment, PolicyHistoryQuestion, PolicyQuestion, PolicyVersion};
use bellwether_app::reason::{CurrentReasonTree, ReasonCodes, ReasonTreeQuestion, SourceCodesQuestion};
use bellwether_model::Grain;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, JsonBody, PathParams, QueryParams};
use super::changes::{Change, ChangeRequest};
use super::cursor;
use super::problem::{Code, Problem};
use super::schema;
use super::viewpoint::month;

/// Steps of a page of a bridge.
const STEPS: usize = 1000;

/// Agreement to a version, by who asks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "Chief customer officer" }))]
pub(super) struct NewSignature {
    /// In which capacity, e.g. `Chief financial officer`.
    #[schema(pattern = "^[^\\x00]*[^\\x00\\s][^\\x00]*$", min_length = 1, max_length = 500)]
    title: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct BridgeQuery {
    /// A version of the policy, or a preset.
    #[param(inline, value_type = schema::PolicyWord, example = "chartmogul_like")]
    from: String,
    /// Another.
    #[param(inline, value_type = schema::PolicyWord, example = "stripe_like")]
    to: String,
    /// The length of a period.
    #[serde(default = "month")]
    #[param(inline, value_type = Option<Grain>)]
    by: Grain,
    /// The label of the only period wanted.
    #[param(min_length = 1, max_length = 20)]
    period: Option<String>,
    /// Where the list goes on: `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 4000)]
    cursor: Option<String>,
}

/// All versions of the policy.
#[utoipa::path(get, path = "/api/v1/policies", tag = "definitions", responses((status = 200, body = Policies)))]
pub(super) async fn list_policies(State(site): State<Arc<Site>>, visit: Visit) -> Result<Answer<Policies>, Problem> {
    Ok(Answer(site.ask(&visit, PolicyHistoryQuestion).await?))
}

/// A version of the policy, or what a preset makes of the one in force.
#[utoipa::path(get, path = "/api/v1/policies/{version}", tag = "definitions",
    params(("version" = String, Path, description = "Its number, or a preset", pattern = "^[A-Za-z0-9_]+$", max_length = 40)),
    responses((status = 200, body = PolicyVersion)))]
pub(super) async fn get_policy(
    State(site): State<Arc<Site>>,
    visit: Visit,
    PathParams(version): PathParams<String>,
) -> Result<Answer<PolicyVersion>, Problem> {
    Ok(Answer(site.ask(&visit, PolicyQuestion { version: Some(version) }).await?))
}

/// Writes the next version of the policy.
#[utoipa::path(post, path = "/api/v1/policies", tag = "definitions", request_body = PolicyAmendment, responses((status = 201, body = Change)))]
pub(super) async fn create_policy(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(given, body): JsonBody<PolicyAmendment>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.amend_policy(given, &by).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}

/// Signs a version as who asks.
#[utoipa::path(post, path = "/api/v1/policies/{version}/signatures", tag = "definitions", request_body = NewSignature,
    params(("version" = u32, Path, description = "Its number", minimum = 1, maximum = 1_000_000)),
    responses((status = 201, body = Change)))]
pub(super) async fn sign_policy(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(version): PathParams<u32>,
    JsonBody(given, body): JsonBody<NewSignature>,
) -> Result<Response, Problem> {
    let name = visit.visitor.signature();
    let make = |app: App| async move {
        app.sign_policy(Some(version), &name, &given.title).await?;
        Ok(())
    };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}

/// Why two policies give different figures, customer by customer.
#[utoipa::path(get, path = "/api/v1/bridge", tag = "definitions", params(BridgeQuery), responses((status = 200, body = BridgePage)))]
pub(super) async fn get_bridge(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<BridgeQuery>,
) -> Result<Json<BridgePage>, Problem> {
    let first: usize = asked.cursor.as_deref().map(cursor::open).transpose()?.unwrap_or(0);
    let request = BridgeQuestion { from: asked.from, to: asked.to, grain: asked.by, period: asked.period, as_of: None };
    let page = site.ask(&visit, request).await?.page(first, STEPS);
    Ok(Json(page.ok_or_else(|| Problem::new(Code::NotFound, "the cursor leads nowhere"))?))
}

/// The tree of reasons in force.
#[utoipa::path(get, path = "/api/v1/reason-tree", tag = "definitions", responses((status = 200, body = CurrentReasonTree)))]
pub(super) async fn get_reason_tree(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Answer<CurrentReasonTree>, Problem> {
    Ok(Answer(site.ask(&visit, ReasonTreeQuestion).await?))
}

/// The codes that sources give, and what they mean here.
#[utoipa::path(get, path = "/api/v1/reason-codes", tag = "definitions", responses((status = 200, body = ReasonCodes)))]
pub(super) async fn list_reason_codes(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Answer<ReasonCodes>, Problem> {
    Ok(Answer(site.ask(&visit, SourceCodesQuestion).await?))
}
