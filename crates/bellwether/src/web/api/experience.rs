//! The customer's experience, for programs: promises, handoffs and measures.

use std::sync::Arc;

use axum::extract::State;
use bellwether_app::handoffs::{Handoffs, HandoffsQuestion};
use bellwether_app::measures::{Measures, MeasuresQuestion};
use bellwether_app::promise_customers::{PromiseCustomers, PromiseCustomersQuestion, PromiseState};
use bellwether_app::promises::{PromisePart, Promises, PromisesQuestion};
use bellwether_app::values::optional_word;
use bellwether_model::Grain;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, PathParams, QueryParams};
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

fn broken() -> PromiseState {
    PromiseState::Broken
}

fn most() -> usize {
    MOST
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
