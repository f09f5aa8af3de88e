//! Figures: the ledger, reasons, cohorts and the base, for programs.

use std::sync::Arc;

use axum::extract::State;
use bellwether_app::base::{Base, BaseQuestion};
use bellwether_app::cohorts::{Cohorts, CohortsQuestion};
use bellwether_app::inventory::{InventoryQuestion, Sources};
use bellwether_app::ledger::{Ledger, LedgerQuestion};
use bellwether_app::reason::{Reasons, ReasonsQuestion};
use bellwether_app::values;
use bellwether_model::{Grain, MovementKind};

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, QueryParams};
use super::problem::{Code, Problem};
use super::schema;
use super::viewpoint::{month, viewed};

viewed! {
    pub(super) struct LedgerQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>, example = "quarter")]
        by: Grain,
        /// The attribute by which the ledger is cut; `level` cuts by the policy's levels of value.
        #[param(min_length = 1, max_length = 200)]
        cut: Option<String>,
        /// Label of the first period.
        #[param(min_length = 1, max_length = 20)]
        from: Option<String>,
        /// Label of the last period.
        #[param(min_length = 1, max_length = 20)]
        through: Option<String>,
        /// Whether the reasons of the losses are wanted, too.
        #[serde(default)]
        why: bool,
    }
}

viewed! {
    pub(super) struct ReasonsQuery {
        /// What moved.
        #[serde(default = "lost", deserialize_with = "values::word")]
        #[param(inline, value_type = Option<schema::ExplainedKind>)]
        kind: MovementKind,
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
        /// The label of the only period wanted.
        #[param(min_length = 1, max_length = 20)]
        period: Option<String>,
    }
}

viewed! {
    pub(super) struct CohortsQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
    }
}

viewed! {
    pub(super) struct BaseQuery {}
}

fn lost() -> MovementKind {
    MovementKind::Lost
}

/// The ledger, by period, in customers and money. Who may see no customers is told the whole company's as known now, by months that are over and
/// what is made up of them, and no figure of fewer than five customers.
#[utoipa::path(get, path = "/api/v1/ledger", tag = "figures", params(LedgerQuery), responses((status = 200, body = Ledger)))]
pub(super) async fn get_ledger(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<LedgerQuery>,
) -> Result<Answer<Ledger>, Problem> {
    let viewpoint = asked.viewpoint();
    let LedgerQuery { by: grain, cut, from, through, why, .. } = asked;
    let company = LedgerQuestion::of_company(grain);
    Ok(Answer(site.ask(&visit, LedgerQuestion { cut, from, through, why, viewpoint, ..company }).await?))
}

/// Why customers moved, adding up to the ledger.
#[utoipa::path(get, path = "/api/v1/reasons", tag = "figures", params(ReasonsQuery), responses((status = 200, body = Reasons)))]
pub(super) async fn get_reasons(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<ReasonsQuery>,
) -> Result<Answer<Reasons>, Problem> {
    let viewpoint = asked.viewpoint();
    let ReasonsQuery { kind, by: grain, period, .. } = asked;
    if !kind.has_reasons() {
        return Err(Problem::new(Code::InvalidRequest, format!("movements of the kind '{kind}' have no reasons")));
    }
    Ok(Answer(site.ask(&visit, ReasonsQuestion { kind, grain, period, viewpoint }).await?))
}

/// Of those who joined together, who stayed.
#[utoipa::path(get, path = "/api/v1/cohorts", tag = "figures", params(CohortsQuery), responses((status = 200, body = Cohorts)))]
pub(super) async fn get_cohorts(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<CohortsQuery>,
) -> Result<Answer<Cohorts>, Problem> {
    Ok(Answer(site.ask(&visit, CohortsQuestion { grain: asked.by, viewpoint: asked.viewpoint() }).await?))
}

/// Who makes up the customer base, and on how few its value rests.
#[utoipa::path(get, path = "/api/v1/base", tag = "figures", params(BaseQuery), responses((status = 200, body = Base)))]
pub(super) async fn get_base(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<BaseQuery>,
) -> Result<Answer<Base>, Problem> {
    Ok(Answer(site.ask(&visit, BaseQuestion { viewpoint: asked.viewpoint() }).await?))
}

/// Which systems the answers rest on, how fresh and how complete they are.
#[utoipa::path(get, path = "/api/v1/sources", tag = "figures", responses((status = 200, body = Sources)))]
pub(super) async fn list_sources(State(site): State<Arc<Site>>, visit: Visit) -> Result<Answer<Sources>, Problem> {
    Ok(Answer(site.ask(&visit, InventoryQuestion::default()).await?))
}
