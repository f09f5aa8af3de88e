//! Runs over time, for programs: use, signal and noise, how long customers stay.

use std::sync::Arc;

use axum::extract::State;
use bellwether_app::limits::{Limits, LimitsQuestion};
use bellwether_app::survival::{Survival, SurvivalQuestion};
use bellwether_app::usage::{Usage, UsageQuestion};
use bellwether_app::values;
use bellwether_model::{Grain, MovementKind};

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, QueryParams};
use super::problem::{Code, Problem};
use super::schema;
use super::viewpoint::{month, viewed};

/// No channel has a longer name.
const LONGEST_CHANNEL: usize = 100;

viewed! {
    pub(super) struct UsageQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
        /// Only touches by this channel count as use; all if left out.
        #[param(min_length = 1, max_length = 100)]
        channel: Option<String>,
    }
}

/// Who used us more and who less, by period.
#[utoipa::path(get, path = "/api/v1/usage", tag = "figures", params(UsageQuery), responses((status = 200, body = Usage)))]
pub(super) async fn get_usage(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<UsageQuery>,
) -> Result<Answer<Usage>, Problem> {
    let viewpoint = asked.viewpoint();
    if asked.channel.as_ref().is_some_and(|channel| !(1..=LONGEST_CHANNEL).contains(&channel.chars().count())) {
        return Err(Problem::new(Code::InvalidRequest, "no channel has a name as long as this")
            .hint(format!("name one of 1 to {LONGEST_CHANNEL} letters, or leave it out for all")));
    }
    let question = UsageQuestion { grain: asked.by, channels: asked.channel.into_iter().collect(), viewpoint };
    Ok(Answer(site.ask(&visit, question).await?))
}

viewed! {
    pub(super) struct LimitsQuery {
        /// What moved.
        #[serde(default = "lost", deserialize_with = "values::word")]
        #[param(inline, value_type = Option<schema::ExplainedKind>)]
        kind: MovementKind,
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
    }
}

viewed! {
    pub(super) struct SurvivalQuery {}
}

fn lost() -> MovementKind {
    MovementKind::Lost
}

/// What of a run is a signal, and what happens by itself.
#[utoipa::path(get, path = "/api/v1/limits", tag = "figures", params(LimitsQuery), responses((status = 200, body = Limits)))]
pub(super) async fn get_limits(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<LimitsQuery>,
) -> Result<Answer<Limits>, Problem> {
    let question = LimitsQuestion {
        kind: asked.kind,
        grain: asked.by,
        viewpoint: asked.viewpoint(),
        clearance: visit.visitor.clearance(),
    };
    Ok(Answer(site.ask(&visit, question).await?))
}

/// How long customers stay until they are lost for the first time.
#[utoipa::path(get, path = "/api/v1/survival", tag = "figures", params(SurvivalQuery), responses((status = 200, body = Survival)))]
pub(super) async fn get_survival(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<SurvivalQuery>,
) -> Result<Answer<Survival>, Problem> {
    Ok(Answer(site.ask(&visit, SurvivalQuestion { viewpoint: asked.viewpoint() }).await?))
}
