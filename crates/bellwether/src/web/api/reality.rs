//! Agreement and reality check, for programs: which leaders agree to the journey, and whether each stage is consistent and reliable in their eyes.
//!
//! Whoever leads answers for themselves, by the name that their token stands for.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_app::App;
use bellwether_app::reality::{NewRealityCheck, Reality, RealityQuestion};
use bellwether_model::RealityAnswer;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, JsonBody, PathParams};
use super::changes::{Change, ChangeRequest};
use super::problem::Problem;

/// Agreement to a version of the journey, by who asks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 1 }))]
pub(super) struct NewAgreement {
    /// The version, as it was read.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    version: i64,
}

/// An answer for a stage, by who asks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "answer": "it_depends", "note": "On the fitter" }))]
pub(super) struct NewAnswer {
    /// Whether the stage is consistent and reliable.
    answer: RealityAnswer,
    /// On what it depends, or why.
    #[serde(default)]
    note: String,
}

/// Which leaders agree to the journey, and what each answers for its stages.
#[utoipa::path(get, path = "/api/v1/journey/reality", tag = "experience", responses((status = 200, body = Reality)))]
pub(super) async fn get_reality(State(site): State<Arc<Site>>, visit: Visit) -> Result<Answer<Reality>, Problem> {
    Ok(Answer(site.ask(&visit, RealityQuestion).await?))
}

/// Agrees to a version of the journey as who asks.
#[utoipa::path(post, path = "/api/v1/journey/agreements", tag = "experience", request_body = NewAgreement, responses((status = 201, body = Change)))]
pub(super) async fn create_agreement(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(given, body): JsonBody<NewAgreement>,
) -> Result<Response, Problem> {
    let leader = visit.visitor.signature();
    let make = |app: App| async move { app.agree_to_journey(Some(given.version), &leader, &leader).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}

/// Answers for a stage as who asks; what they answered before stays on record.
#[utoipa::path(post, path = "/api/v1/journey/reality/{stage}/answers", tag = "experience", request_body = NewAnswer,
    params(("stage" = String, Path, description = "The stage's id", min_length = 1, max_length = 200)),
    responses((status = 201, body = Change)))]
pub(super) async fn create_answer(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(stage): PathParams<String>,
    JsonBody(given, body): JsonBody<NewAnswer>,
) -> Result<Response, Problem> {
    let leader = visit.visitor.signature();
    let NewAnswer { answer, note } = given;
    let check = NewRealityCheck { stage, leader: leader.clone(), answer, note };
    let make = |app: App| async move { app.answer_for_stage(&check, &leader).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}
