//! Definitions: the policy and its versions, what another one would tell, and the tree of reasons.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_app::bridge::{BridgeQuestion, BridgeStep};
use bellwether_app::cursor::seal;
use bellwether_app::policy::{NewPolicy as NewVersion, PolicyHistoryQuestion, PolicyQuestion, PolicyVersion};
use bellwether_app::reason::{ReasonTreeQuestion, SourceCode, SourceCodesQuestion};
use bellwether_app::{App, Basis, Figure};
use bellwether_model::{Currency, Day, Grain};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
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

/// All versions, oldest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Policies {
    /// The number of the one in force.
    in_force: u32,
    versions: Vec<PolicyVersion>,
}

/// The next version of the policy.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "definitions": { "lapse_days": 120 }, "after": 1 }))]
pub(super) struct NewPolicy {
    /// Definitions, by name, as `GET` gives them; as in the version `after` where one is left out.
    #[schema(value_type = Object)]
    definitions: serde_json::Value,
    /// The first day for which it holds; today if left out.
    #[serde(default, deserialize_with = "schema::optional_word")]
    #[schema(inline, value_type = Option<Day>)]
    effective_from: Option<Day>,
    /// Why it changes, in a sentence.
    #[serde(default)]
    #[schema(pattern = "^[^\\x00]*$", max_length = 1000)]
    note: String,
    /// The number of the latest version there is: nobody overwrites what they have not seen.
    #[serde(deserialize_with = "schema::whole")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    after: u32,
}

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

/// Why two policies give different figures, customer by customer, with nothing unexplained.
#[derive(Serialize, ToSchema)]
pub(super) struct BridgePage {
    from: Basis,
    to: Basis,
    /// The sum of all steps, on whatever page.
    difference: Figure,
    steps: Vec<BridgeStep>,
    /// The cursor of the next page; null on the last.
    next: Option<String>,
}

/// The reasons there are.
#[derive(Serialize, ToSchema)]
pub(super) struct ReasonTree {
    version: u32,
    reasons: Vec<ReasonNode>,
}

#[derive(Serialize, ToSchema)]
struct ReasonNode {
    id: String,
    label: String,
    /// The id of the reason above it.
    parent: Option<String>,
    /// What sources call it: `code` or `source:code`.
    codes: Vec<String>,
}

/// What sources call reasons.
#[derive(Serialize, ToSchema)]
pub(super) struct ReasonCodes {
    codes: Vec<SourceCode>,
}

/// All versions of the policy.
#[utoipa::path(get, path = "/api/v1/policies", tag = "definitions", responses((status = 200, body = Policies)))]
pub(super) async fn list_policies(State(site): State<Arc<Site>>) -> Result<Json<Policies>, Problem> {
    let in_force = site.ask(PolicyQuestion::default()).await?.version;
    let versions = site.ask(PolicyHistoryQuestion).await?.to_vec();
    Ok(Json(Policies { in_force, versions }))
}

/// A version of the policy, or what a preset makes of the one in force.
#[utoipa::path(get, path = "/api/v1/policies/{version}", tag = "definitions",
    params(("version" = String, Path, description = "Its number, or a preset", pattern = "^[A-Za-z0-9_]+$", max_length = 40)),
    responses((status = 200, body = PolicyVersion)))]
pub(super) async fn get_policy(
    State(site): State<Arc<Site>>,
    PathParams(version): PathParams<String>,
) -> Result<Answer<PolicyVersion>, Problem> {
    Ok(Answer(site.ask(PolicyQuestion { version: Some(version) }).await?))
}

/// Writes the next version of the policy.
#[utoipa::path(post, path = "/api/v1/policies", tag = "definitions", request_body = NewPolicy, responses((status = 201, body = Change)))]
pub(super) async fn create_policy(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(given, body): JsonBody<NewPolicy>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let NewPolicy { mut definitions, effective_from, note, after } = given;
    schema::to_whole(&mut definitions);
    let known = site.ask(PolicyQuestion { version: Some(after.to_string()) }).await;
    // Where there is no such version, it is refused below as not the latest one.
    let mut document =
        known.ok().and_then(|known| serde_json::to_value(&known.policy).ok()).unwrap_or_else(|| json!({}));
    match (document.as_object_mut(), definitions) {
        (Some(known), Value::Object(given)) => known.extend(given),
        (_, given) => document = given,
    }
    let policy = serde_json::from_value(document)
        .map_err(|error| Problem::new(Code::InvalidRequest, format!("the definitions cannot be read: {error}")))?;
    let new = NewVersion { policy, effective_from, note, after: Some(after) };
    let make = |app: App| async move { app.save_policy(&new, &by).await.map(drop) };
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
    QueryParams(asked): QueryParams<BridgeQuery>,
) -> Result<Json<BridgePage>, Problem> {
    let first: usize = asked.cursor.as_deref().map(cursor::open).transpose()?.unwrap_or(0);
    let request = BridgeQuestion { from: asked.from, to: asked.to, grain: asked.by, period: asked.period, as_of: None };
    let found = site.ask(request).await?;
    if first > found.steps.len() {
        return Err(Problem::new(Code::NotFound, "the cursor leads nowhere"));
    }
    let end = found.steps.len().min(first + STEPS);
    let steps = found.steps[first..end].to_vec();
    Ok(Json(BridgePage {
        from: found.from.clone(),
        to: found.to.clone(),
        difference: found.difference,
        steps,
        next: (end < found.steps.len()).then(|| seal(&end)),
    }))
}

/// The tree of reasons in force.
#[utoipa::path(get, path = "/api/v1/reason-tree", tag = "definitions", responses((status = 200, body = ReasonTree)))]
pub(super) async fn get_reason_tree(State(site): State<Arc<Site>>) -> Result<Json<ReasonTree>, Problem> {
    let found = site.ask(ReasonTreeQuestion).await?;
    let node = |node: &bellwether_model::ReasonNode| ReasonNode {
        id: node.id.clone(),
        label: node.label.clone(),
        parent: node.parent.clone(),
        codes: node.codes.clone(),
    };
    Ok(Json(ReasonTree { version: found.version, reasons: found.nodes.iter().map(node).collect() }))
}

/// The codes that sources give, and what they mean here.
#[utoipa::path(get, path = "/api/v1/reason-codes", tag = "definitions", responses((status = 200, body = ReasonCodes)))]
pub(super) async fn list_reason_codes(State(site): State<Arc<Site>>) -> Result<Json<ReasonCodes>, Problem> {
    let codes = site.ask(SourceCodesQuestion).await?.to_vec();
    Ok(Json(ReasonCodes { codes }))
}

/// The definitions a policy has, for the document.
pub(super) fn of_policies() -> Value {
    let (noun, days) = (
        json!({ "type": "string", "pattern": "^[^\\x00]*[^\\x00\\s][^\\x00]*$", "maxLength": 100 }),
        |least: u16, most: u16| json!({ "type": "integer", "minimum": least, "maximum": most }),
    );
    let one_of = |words: &[&str]| json!({ "type": "string", "enum": words });
    let object = |properties: Value| {
        let names: Vec<String> = properties.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        json!({ "type": "object", "additionalProperties": false, "required": names, "properties": properties })
    };
    let basis = one_of(&["recurring", "spend", "both"]);
    let rule = object(json!({ "attribute": { "type": "string" }, "value": { "type": "string" }, "basis": basis }));
    let level = object(json!({ "name": { "type": "string" }, "from_minor": { "type": "integer", "format": "int64" } }));
    json!({
        "type": "object",
        "description": "Definitions, by name, as `GET` gives them; as in the version `after` where one is left out",
        "additionalProperties": false,
        "properties": {
            "customer_noun": noun,
            "customer_noun_plural": noun,
            "basis": basis,
            "basis_rules": { "type": "array", "items": rule },
            "recurring_months": { "type": "integer", "enum": [1, 12] },
            "lapse_days": days(1, 3650),
            "value_window_days": days(1, 3650),
            "refunds": one_of(&["deducted", "ignored"]),
            "return_window_days": { "type": ["integer", "null"], "minimum": 1, "maximum": 3650 },
            "free": one_of(&["active", "apart", "ignored"]),
            "paused": one_of(&["unchanged", "value_zero"]),
            "lost_when": one_of(&["subscription_ends", "billing_cycle_ends", "at_once"]),
            "same_period": one_of(&["both_counted", "ignored"]),
            "currency": one_of(&Currency::codes().collect::<Vec<_>>()),
            "time_zone": { "type": "string", "enum": ["UTC", "Europe/Berlin", "America/New_York"], "description": "Any IANA name, e.g. one of these" },
            "week_start": one_of(&["monday", "sunday", "saturday"]),
            "fiscal_start_month": days(1, 12),
            "levels": { "type": "array", "items": level, "description": "From low to high, each with its own name" },
            "reason_window_days": days(0, 730),
        },
    })
}
