//! Runs over time, for programs: use, signal and noise, how long customers stay.

use bellwether_app::survival::SurvivalQuestion;
use bellwether_app::usage::UsageQuestion;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use bellwether_model::{Act, Grain, Kind};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::Asked;
use super::figures::{Basis, Figure, month};
use super::problem::{Code, Problem};
use super::schema;
use super::viewpoint::viewed;
use bellwether_app::limits::LimitsQuestion;

/// No channel has a longer name.
const LONGEST_CHANNEL: usize = 100;

viewed! {
    pub(super) struct UsageQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<schema::GrainWord>)]
        by: Grain,
        /// Only touches by this channel count as use; all if left out.
        #[param(min_length = 1, max_length = 100)]
        channel: Option<String>,
    }
}

/// Who used us more and who less than in the period before.
#[derive(Serialize, ToSchema)]
pub(super) struct Usage {
    basis: Basis,
    /// Whole periods, oldest first.
    lines: Vec<UsageLine>,
}

/// The customers active at the end of a period; its parts add up to them.
#[derive(Serialize, ToSchema)]
struct UsageLine {
    period: String,
    more: Figure,
    less: Figure,
    as_much: Figure,
    /// Those who were not active at the end of the period before.
    joined: Figure,
    active: Figure,
}

/// Who used us more and who less, by period.
#[utoipa::path(get, path = "/api/v1/usage", tag = "figures", params(UsageQuery), responses((status = 200, body = Usage)))]
pub(super) async fn usage(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Asked(asked): Asked<UsageQuery>,
) -> Result<Json<Usage>, Problem> {
    let viewpoint = asked.viewpoint();
    if asked.channel.as_ref().is_some_and(|channel| !(1..=LONGEST_CHANNEL).contains(&channel.chars().count())) {
        return Err(Problem::new(Code::InvalidRequest, "no channel has a name as long as this")
            .hint(format!("name one of 1 to {LONGEST_CHANNEL} letters, or leave it out for all")));
    }
    if asked.channel.is_some() && !visit.visitor.may(Act::SeeCustomers) {
        let detail = "a channel of so few customers would single some of them out";
        return Err(Problem::new(Code::Forbidden, detail).hint("ask for all channels together"));
    }
    let channels = asked.channel.into_iter().collect();
    let told = site.ask(UsageQuestion { grain: asked.by, channels, viewpoint }).await?;
    let line = |line: &bellwether_app::usage::UsageLine| {
        let [more, less, as_much, joined, active] = line.figures().map(Figure::from);
        UsageLine { period: line.period.clone(), more, less, as_much, joined, active }
    };
    Ok(Json(Usage { basis: (&told.basis).into(), lines: told.lines.iter().map(line).collect() }))
}

viewed! {
    pub(super) struct LimitsQuery {
        /// What moved.
        #[serde(default = "lost", deserialize_with = "schema::word")]
        #[param(inline, value_type = Option<schema::ExplainedKind>)]
        kind: Kind,
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<schema::GrainWord>)]
        by: Grain,
    }
}

/// The movements of one kind beside their natural limits, as an XmR chart: the latest 36 periods that are over.
#[derive(Serialize, ToSchema)]
pub(super) struct Limits {
    basis: Basis,
    /// Oldest first.
    periods: Vec<PeriodMoved>,
    customers: LimitedRun,
    /// In minor units, without a sign.
    value: LimitedRun,
}

#[derive(Serialize, ToSchema)]
struct PeriodMoved {
    period: String,
    figure: Figure,
}

/// One side of it.
#[derive(Serialize, ToSchema)]
struct LimitedRun {
    /// Null where there are fewer than six periods.
    limits: Option<NaturalLimits>,
    signals: Vec<Signal>,
}

/// The mean, and three standard deviations to both sides as the moving ranges tell them.
#[derive(Serialize, ToSchema)]
struct NaturalLimits {
    centre: f64,
    lower: f64,
    upper: f64,
    moving_range_upper: f64,
}

/// Something that does not happen by itself.
#[derive(Serialize, ToSchema)]
struct Signal {
    /// The number of the rule as L. S. Nelson gives them: 1 for a point beyond the limits.
    #[schema(minimum = 1, maximum = 8)]
    rule: u8,
    /// The periods it is made of.
    periods: Vec<String>,
}

viewed! {
    pub(super) struct SurvivalQuery {}
}

/// Of all who ever joined, who is there after so many months: by Kaplan and Meier.
#[derive(Serialize, ToSchema)]
pub(super) struct Survival {
    basis: Basis,
    joined: u64,
    /// Those of them who were lost at some time.
    lost: u64,
    months: Vec<SurvivalMonth>,
    /// After how many months half were lost; null where more than half never were.
    median_months: Option<f64>,
}

/// What is known at the end of a month since joining.
#[derive(Serialize, ToSchema)]
struct SurvivalMonth {
    months: u32,
    /// Those seen until then and not lost before.
    at_risk: u64,
    /// Those lost in the month that ends then.
    lost: u64,
    /// The share that is there.
    #[schema(minimum = 0, maximum = 1)]
    share: f64,
    /// The ends of its 95 % interval; null where nobody was lost yet.
    low: Option<f64>,
    high: Option<f64>,
}

fn lost() -> Kind {
    Kind::Lost
}

/// What of a run is a signal, and what happens by itself.
#[utoipa::path(get, path = "/api/v1/limits", tag = "figures", params(LimitsQuery), responses((status = 200, body = Limits)))]
pub(super) async fn limits(
    State(site): State<Arc<Site>>,
    Asked(asked): Asked<LimitsQuery>,
) -> Result<Json<Limits>, Problem> {
    let request = LimitsQuestion { kind: asked.kind, grain: asked.by, viewpoint: asked.viewpoint() };
    let found = site.ask(request).await?;
    let run = |run: &bellwether_app::limits::Run| LimitedRun {
        limits: run.limits.map(|found| NaturalLimits {
            centre: found.centre,
            lower: found.lower,
            upper: found.upper,
            moving_range_upper: found.moving_range_upper,
        }),
        signals: run
            .signals
            .iter()
            .map(|signal| Signal {
                rule: signal.rule.number(),
                periods: signal.points.iter().map(|at| found.periods[*at].0.clone()).collect(),
            })
            .collect(),
    };
    let moved = |(period, figure): &(String, bellwether_app::Figure)| PeriodMoved {
        period: period.clone(),
        figure: (*figure).into(),
    };
    Ok(Json(Limits {
        basis: (&found.basis).into(),
        customers: run(&found.customers),
        value: run(&found.value),
        periods: found.periods.iter().map(moved).collect(),
    }))
}

/// How long customers stay until they are lost for the first time.
#[utoipa::path(get, path = "/api/v1/survival", tag = "figures", params(SurvivalQuery), responses((status = 200, body = Survival)))]
pub(super) async fn survival(
    State(site): State<Arc<Site>>,
    Asked(asked): Asked<SurvivalQuery>,
) -> Result<Json<Survival>, Problem> {
    let found = site.ask(SurvivalQuestion { viewpoint: asked.viewpoint() }).await?;
    let month = |month: &bellwether_app::survival::SurvivalMonth| {
        let (low, high) = month.interval.unzip();
        SurvivalMonth { months: month.months, at_risk: month.at_risk, lost: month.lost, share: month.share, low, high }
    };
    Ok(Json(Survival {
        basis: (&found.basis).into(),
        joined: found.joined,
        lost: found.lost,
        months: found.months.iter().map(month).collect(),
        median_months: found.median,
    }))
}
