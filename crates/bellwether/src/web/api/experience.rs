//! The customer's experience, for programs: promises, handoffs, measures, ways through the touchpoints, and what a broken promise goes with.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_app::App;
use bellwether_app::handoffs::{Handoffs, HandoffsQuestion};
use bellwether_app::journey_cost::{CostOutcome, JourneyCost, JourneyCostQuestion};
use bellwether_app::journey_map::{CaseKind, JourneyMap, JourneyMapQuestion};
use bellwether_app::measures::{Measure, MeasureQuestion, Measures, MeasuresQuestion};
use bellwether_app::phases::NewPhase;
use bellwether_app::populations::{PopulationCustomers, PopulationList, PopulationQuestion, PopulationsQuestion};
use bellwether_app::promise_customers::{PromiseCustomers, PromiseCustomersQuestion, PromiseState};
use bellwether_app::promises::{PromisePart, Promises, PromisesQuestion};
use bellwether_app::values::optional_word;
use bellwether_model::{Day, Grain, Population, Populations};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, JsonBody, PathParams, QueryParams};
use super::changes::{Change, ChangeRequest};
use super::problem::{Code, Problem};
use super::viewpoint::{month, viewed};

/// Promises of single customers that one answer tells at most.
const MOST: usize = 1000;

viewed! {
    pub(super) struct PromisesQuery {
        /// The length of the period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
        /// The period's label; the last one that is over if left out.
        #[param(min_length = 1, max_length = 20)]
        period: Option<String>,
        /// Only this touchpoint, by its id, or by what touches are called.
        #[param(min_length = 1, max_length = 200)]
        touchpoint: Option<String>,
        /// By what promises are told apart.
        #[serde(default, deserialize_with = "optional_word")]
        #[param(inline, value_type = Option<PromisePart>)]
        cut: Option<PromisePart>,
    }
}

viewed! {
    pub(super) struct PromiseCustomersQuery {
        /// The length of the period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
        /// The period's label; the last one that is over if left out.
        #[param(min_length = 1, max_length = 20)]
        period: Option<String>,
        /// What became of the promises.
        #[serde(default = "broken")]
        #[param(inline, value_type = Option<PromiseState>)]
        state: PromiseState,
        /// As many promises are told at most, those of the customers worth most first.
        #[serde(default = "most")]
        #[param(minimum = 1, maximum = 1000, default = 1000)]
        limit: usize,
    }
}

viewed! {
    pub(super) struct HandoffsQuery {
        /// The length of the period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
        /// The period's label; the last one that is over if left out.
        #[param(min_length = 1, max_length = 20)]
        period: Option<String>,
    }
}

viewed! {
    pub(super) struct MeasuresQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
    }
}

viewed! {
    pub(super) struct MeasureQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
        /// By what it is cut besides; handoffs are not cut.
        #[serde(default, deserialize_with = "optional_word")]
        #[param(inline, value_type = Option<PromisePart>)]
        cut: Option<PromisePart>,
    }
}

viewed! {
    pub(super) struct JourneyMapQuery {
        /// What is followed through the touchpoints.
        #[serde(default = "case")]
        #[param(inline, value_type = Option<CaseKind>)]
        by: CaseKind,
        /// Only touches that came from this source.
        #[param(min_length = 1, max_length = 200)]
        source: Option<String>,
        /// Only those that met this touchpoint, by what touches are called.
        #[param(min_length = 1, max_length = 200)]
        touchpoint: Option<String>,
    }
}

viewed! {
    pub(super) struct JourneyCostQuery {
        /// The touchpoint, by its id, or by what touches are called.
        #[param(min_length = 1, max_length = 200)]
        touchpoint: String,
        /// What is looked for after the promise came due: the customer left, came again or bought more.
        #[serde(default)]
        #[param(inline, value_type = Option<CostOutcome>)]
        outcome: CostOutcome,
        /// Days after the promise came due within which it is looked for.
        #[serde(default = "within")]
        #[param(minimum = 1, maximum = 3650, default = 120)]
        within: u16,
        /// Only promises that came due on this day or later.
        #[serde(default, deserialize_with = "optional_word")]
        #[param(inline, value_type = Option<Day>)]
        since: Option<Day>,
    }
}

viewed! {
    pub(super) struct PopulationsQuery {}
}

viewed! {
    pub(super) struct PopulationCustomersQuery {
        /// As many are told at most, those worth most first.
        #[serde(default = "most")]
        #[param(minimum = 1, maximum = 1000, default = 1000)]
        limit: usize,
    }
}

/// All populations, as they are from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 0, "populations": [{ "id": "active", "name": "Active", "rules": [{ "base": "active" }] }] }))]
pub(super) struct NewPopulations {
    /// The version that was seen, 0 where there was none.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    version: i64,
    /// In the order in which people list them; one that is left out is gone from now on.
    populations: Vec<Population>,
}

fn broken() -> PromiseState {
    PromiseState::Broken
}

fn most() -> usize {
    MOST
}

fn case() -> CaseKind {
    CaseKind::Case
}

fn within() -> u16 {
    120
}

/// Which promises were kept and which broken, touchpoint by touchpoint.
#[utoipa::path(get, path = "/api/v1/promises", tag = "experience", params(PromisesQuery), responses((status = 200, body = Promises)))]
pub(super) async fn get_promises(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<PromisesQuery>,
) -> Result<Answer<Promises>, Problem> {
    let viewpoint = asked.viewpoint();
    let PromisesQuery { by: grain, period, touchpoint, cut: by, .. } = asked;
    Ok(Answer(site.ask(&visit, PromisesQuestion { grain, period, touchpoint, by, viewpoint }).await?))
}

/// To which customers promises at a touchpoint were broken, or kept.
#[utoipa::path(get, path = "/api/v1/promises/{touchpoint}/customers", tag = "experience",
    params(("touchpoint" = String, Path, description = "Its id, or what touches are called", min_length = 1, max_length = 200), PromiseCustomersQuery),
    responses((status = 200, body = PromiseCustomers)))]
pub(super) async fn list_promise_customers(
    State(site): State<Arc<Site>>,
    visit: Visit,
    PathParams(touchpoint): PathParams<String>,
    QueryParams(asked): QueryParams<PromiseCustomersQuery>,
) -> Result<Answer<PromiseCustomers>, Problem> {
    if !(1..=MOST).contains(&asked.limit) {
        return Err(Problem::new(Code::InvalidRequest, format!("{} promises in one answer", asked.limit))
            .hint(format!("ask for 1 to {MOST}")));
    }
    let viewpoint = asked.viewpoint();
    let PromiseCustomersQuery { by: grain, period, state, limit, .. } = asked;
    let question = PromiseCustomersQuestion { touchpoint, state, grain, period, most: Some(limit), viewpoint };
    Ok(Answer(site.ask(&visit, question).await?))
}

/// Where work passed from one silo to another, how long customers waited, and what was dropped.
#[utoipa::path(get, path = "/api/v1/handoffs", tag = "experience", params(HandoffsQuery), responses((status = 200, body = Handoffs)))]
pub(super) async fn get_handoffs(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<HandoffsQuery>,
) -> Result<Answer<Handoffs>, Problem> {
    let viewpoint = asked.viewpoint();
    Ok(Answer(site.ask(&visit, HandoffsQuestion { grain: asked.by, period: asked.period, viewpoint }).await?))
}

/// All populations, with how many customers belong to each and what they are worth.
#[utoipa::path(get, path = "/api/v1/populations", tag = "experience", params(PopulationsQuery), responses((status = 200, body = PopulationList)))]
pub(super) async fn list_populations(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<PopulationsQuery>,
) -> Result<Answer<PopulationList>, Problem> {
    Ok(Answer(site.ask(&visit, PopulationsQuestion { viewpoint: asked.viewpoint() }).await?))
}

/// Writes the next version of the populations, all of them; refused where somebody wrote another one since the version that was seen.
#[utoipa::path(put, path = "/api/v1/populations", tag = "experience", request_body = NewPopulations, responses((status = 200, body = Change)))]
pub(super) async fn replace_populations(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(given, body): JsonBody<NewPopulations>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let NewPopulations { version, populations } = given;
    let make = |app: App| async move {
        app.save_populations(&Populations { populations }, Some(version), &by).await.map(drop)
    };
    asking.make(&site, &visit, &body, StatusCode::OK, make).await
}

/// The customers of a population.
#[utoipa::path(get, path = "/api/v1/populations/{id}/customers", tag = "experience",
    params(("id" = String, Path, description = "Its id, as in `late_installation`", min_length = 1, max_length = 60), PopulationCustomersQuery),
    responses((status = 200, body = PopulationCustomers)))]
pub(super) async fn list_population_customers(
    State(site): State<Arc<Site>>,
    visit: Visit,
    PathParams(id): PathParams<String>,
    QueryParams(asked): QueryParams<PopulationCustomersQuery>,
) -> Result<Answer<PopulationCustomers>, Problem> {
    if !(1..=MOST).contains(&asked.limit) {
        return Err(Problem::new(Code::InvalidRequest, format!("{} customers in one answer", asked.limit))
            .hint(format!("ask for 1 to {MOST}")));
    }
    let question = PopulationQuestion { id, most: Some(asked.limit), viewpoint: asked.viewpoint() };
    Ok(Answer(site.ask(&visit, question).await?))
}

/// All measures of the journey, with what each does now.
#[utoipa::path(get, path = "/api/v1/measures", tag = "experience", params(MeasuresQuery), responses((status = 200, body = Measures)))]
pub(super) async fn list_measures(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<MeasuresQuery>,
) -> Result<Answer<Measures>, Problem> {
    let viewpoint = asked.viewpoint();
    Ok(Answer(site.ask(&visit, MeasuresQuestion { grain: asked.by, viewpoint }).await?))
}

/// One measure over the latest periods that are over, with its limits and signals.
#[utoipa::path(get, path = "/api/v1/measures/{id}", tag = "experience",
    params(("id" = String, Path, description = "Its id, as in `installation.kept`", min_length = 1, max_length = 200), MeasureQuery),
    responses((status = 200, body = Measure)))]
pub(super) async fn get_measure(
    State(site): State<Arc<Site>>,
    visit: Visit,
    PathParams(id): PathParams<String>,
    QueryParams(asked): QueryParams<MeasureQuery>,
) -> Result<Answer<Measure>, Problem> {
    let viewpoint = asked.viewpoint();
    Ok(Answer(site.ask(&visit, MeasureQuestion { id, grain: asked.by, by: asked.cut, viewpoint }).await?))
}

/// Which touchpoint directly follows which, as cases or customers go through them.
#[utoipa::path(get, path = "/api/v1/journey/map", tag = "experience", params(JourneyMapQuery), responses((status = 200, body = JourneyMap)))]
pub(super) async fn get_journey_map(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<JourneyMapQuery>,
) -> Result<Answer<JourneyMap>, Problem> {
    let viewpoint = asked.viewpoint();
    let (sources, touchpoints) = (asked.source.into_iter().collect(), asked.touchpoint.into_iter().collect());
    Ok(Answer(site.ask(&visit, JourneyMapQuestion { by: asked.by, sources, touchpoints, viewpoint }).await?))
}

/// Of those to whom a promise was broken, how many left, came again or bought more, and of those to whom it was kept.
#[utoipa::path(get, path = "/api/v1/journey/cost", tag = "experience", params(JourneyCostQuery), responses((status = 200, body = JourneyCost)))]
pub(super) async fn get_journey_cost(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<JourneyCostQuery>,
) -> Result<Answer<JourneyCost>, Problem> {
    if !(1..=3650).contains(&asked.within) {
        return Err(Problem::new(Code::InvalidRequest, format!("within {} days", asked.within)).hint("name 1 to 3650"));
    }
    let viewpoint = asked.viewpoint();
    let JourneyCostQuery { touchpoint, outcome, within: within_days, since, .. } = asked;
    let question = JourneyCostQuestion { touchpoint, outcome, within_days, since, alike_in: Vec::new(), viewpoint };
    Ok(Answer(site.ask(&visit, question).await?))
}

/// Reckons the limits of a measure anew from a period on.
#[utoipa::path(post, path = "/api/v1/measures/{id}/phases", tag = "experience", request_body = NewPhase,
    params(("id" = String, Path, description = "The measure's id, as in `installation.kept`", min_length = 1, max_length = 200)),
    responses((status = 201, body = Change)))]
pub(super) async fn create_phase(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(id): PathParams<String>,
    JsonBody(phase, body): JsonBody<NewPhase>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.begin_phase(&id, &phase, &by).await.map(drop) };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}

/// Takes a phase of a measure back; that it was begun stays on record.
#[utoipa::path(delete, path = "/api/v1/phases/{id}", tag = "experience",
    params(("id" = String, Path, description = "The phase's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 200, body = Change)))]
pub(super) async fn delete_phase(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(id): PathParams<String>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.withdraw_phase(&id, &by).await };
    asking.make(&site, &visit, &[], StatusCode::OK, make).await
}
