//! Early moments, for programs: what in the first days of a life foretells that customers leave or grow, and who has just met it.

use std::sync::Arc;

use axum::extract::State;
use bellwether_app::early_moment_customers::{EarlyMomentCustomers, EarlyMomentCustomersQuestion};
use bellwether_app::early_moments::{EarlyMoments, EarlyMomentsQuestion, FIRST_DAYS, MomentKind, MomentOutcome};
use bellwether_app::values::optional_word;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, PathParams, QueryParams};
use super::problem::{Code, Problem};
use super::viewpoint::viewed;

/// Customers that one answer tells at most.
const MOST: usize = 1000;

viewed! {
    pub(super) struct EarlyMomentsQuery {
        /// So many days, that of joining included, are the first ones of a life.
        #[serde(default = "first_days")]
        #[param(minimum = 1, maximum = 730, default = 30)]
        first_days: u16,
        /// Days after these within which a customer leaves or grows; 180 if left out, or the lapse days and one where only purchases count.
        #[param(minimum = 1, maximum = 3650)]
        within: Option<u16>,
        /// Only what goes with this; all is tried and corrected for.
        #[serde(default, deserialize_with = "optional_word")]
        #[param(inline, value_type = Option<MomentOutcome>)]
        outcome: Option<MomentOutcome>,
    }
}

viewed! {
    pub(super) struct EarlyMomentCustomersQuery {
        /// Whether the promise was broken, or it is enough to have met the touchpoint.
        #[serde(default = "broken_moment")]
        #[param(inline, value_type = Option<MomentKind>)]
        kind: MomentKind,
        /// So many days, that of joining included, are the first ones of a life; in as many latest days it was met.
        #[serde(default = "first_days")]
        #[param(minimum = 1, maximum = 730, default = 30)]
        first_days: u16,
        /// As many customers are told at most, those worth most first.
        #[serde(default = "most")]
        #[param(minimum = 1, maximum = 1000, default = 1000)]
        limit: usize,
    }
}

fn most() -> usize {
    MOST
}

fn first_days() -> u16 {
    FIRST_DAYS
}

fn broken_moment() -> MomentKind {
    MomentKind::Broken
}

/// Refuses a number of days that is none, or too many.
fn refuse_days(days: u16, most: u16) -> Result<(), Problem> {
    if (1..=most).contains(&days) {
        return Ok(());
    }
    Err(Problem::new(Code::InvalidRequest, format!("{days} days")).hint(format!("ask for 1 to {most}")))
}

/// Which early moments foretell that customers leave or grow: found among earlier joiners, confirmed among later ones.
#[utoipa::path(get, path = "/api/v1/moments", tag = "experience", params(EarlyMomentsQuery), responses((status = 200, body = EarlyMoments)))]
pub(super) async fn get_early_moments(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<EarlyMomentsQuery>,
) -> Result<Answer<EarlyMoments>, Problem> {
    refuse_days(asked.first_days, 730)?;
    asked.within.map_or(Ok(()), |within| refuse_days(within, 3650))?;
    let viewpoint = asked.viewpoint();
    let EarlyMomentsQuery { first_days, within: within_days, outcome, .. } = asked;
    Ok(Answer(site.ask(&visit, EarlyMomentsQuestion { first_days, within_days, outcome, viewpoint }).await?))
}

/// Which customers have just met an early moment, and are still there.
#[utoipa::path(get, path = "/api/v1/moments/{touchpoint}/customers", tag = "experience",
    params(("touchpoint" = String, Path, description = "Its id, or what touches are called", min_length = 1, max_length = 200), EarlyMomentCustomersQuery),
    responses((status = 200, body = EarlyMomentCustomers)))]
pub(super) async fn list_early_moment_customers(
    State(site): State<Arc<Site>>,
    visit: Visit,
    PathParams(touchpoint): PathParams<String>,
    QueryParams(asked): QueryParams<EarlyMomentCustomersQuery>,
) -> Result<Answer<EarlyMomentCustomers>, Problem> {
    refuse_days(asked.first_days, 730)?;
    if !(1..=MOST).contains(&asked.limit) {
        return Err(Problem::new(Code::InvalidRequest, format!("{} customers in one answer", asked.limit))
            .hint(format!("ask for 1 to {MOST}")));
    }
    let viewpoint = asked.viewpoint();
    let EarlyMomentCustomersQuery { kind, first_days, limit, .. } = asked;
    let question = EarlyMomentCustomersQuestion { touchpoint, kind, first_days, most: Some(limit), viewpoint };
    Ok(Answer(site.ask(&visit, question).await?))
}
