//! Figures: the ledger, reasons, cohorts and the base, for programs.

use bellwether_app::base::BaseQuestion;
use bellwether_app::cohorts::CohortsQuestion;
use bellwether_app::inventory::InventoryQuestion;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use bellwether_model::{Act, Day, Grain, HowKnown, Kind};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::pages::growth::ledger::singles_out;
use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::Asked;
use super::problem::{Code, Problem};
use super::schema;
use super::viewpoint::viewed;
use bellwether_app::ledger::LedgerQuestion;
use bellwether_app::reason::ReasonsQuestion;

/// Customers and money, side by side.
#[derive(Serialize, ToSchema)]
pub(super) struct Figure {
    customers: i64,
    #[schema(inline, value_type = schema::Minor)]
    minor: i128,
}

/// What the figures rest on.
#[derive(Serialize, ToSchema)]
pub(super) struct Basis {
    /// The policy by which is counted, in words.
    policy: String,
    /// The day up to which is counted.
    #[schema(inline, value_type = schema::DayWord)]
    as_of: Day,
    /// The moment whose knowledge is used; null: all that is known now.
    #[schema(inline, value_type = schema::OptionalInstant)]
    known_at: Option<Timestamp>,
    /// ISO 4217.
    currency: String,
    customer_noun: String,
    customer_noun_plural: String,
}

viewed! {
    pub(super) struct LedgerQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<schema::GrainWord>, example = "quarter")]
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

/// The ledger: growth or loss of the customer base, and nothing unexplained.
#[derive(Serialize, ToSchema)]
pub(super) struct Ledger {
    basis: Basis,
    /// What it is cut by.
    cut: Option<String>,
    /// By segment, then time.
    lines: Vec<Line>,
    /// Why customers were lost over all lines; empty unless asked for.
    lost_because: Vec<LostBecause>,
    /// Purchases that name no customer.
    unattributed_purchases: i64,
    #[schema(inline, value_type = schema::Minor)]
    unattributed_minor: i128,
    /// Customers with free subscriptions alone, where the policy counts them apart.
    free_customers: Option<i64>,
    /// The last period, where it is not over yet.
    unfinished: Option<String>,
    /// The day of the latest fact.
    #[schema(inline, value_type = schema::DayWord)]
    latest_fact: Day,
}

/// One period of one segment. Opening plus all movements is closing.
#[derive(Serialize, ToSchema)]
pub(super) struct Line {
    period: String,
    /// Null in a ledger that is not cut.
    segment: Option<String>,
    opening: Figure,
    movements: Movements,
    closing: Figure,
}

/// By kind. Money is signed; customers are those who moved, and only of `restated` the signed change of their number.
#[derive(Serialize, ToSchema)]
pub(super) struct Movements {
    new: Figure,
    won_back: Figure,
    more: Figure,
    less: Figure,
    lost: Figure,
    currency: Figure,
    transfer_in: Figure,
    transfer_out: Figure,
    restated: Figure,
}

/// A reason for losses.
#[derive(Serialize, ToSchema)]
pub(super) struct LostBecause {
    /// What people read of it.
    reason: String,
    lost: Figure,
    /// Over as many periods before; null where the ledger does not reach back.
    lost_before: Option<Figure>,
}

viewed! {
    pub(super) struct ReasonsQuery {
        /// What moved.
        #[serde(default = "lost", deserialize_with = "schema::word")]
        #[param(inline, value_type = Option<schema::ExplainedKind>)]
        kind: Kind,
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<schema::GrainWord>)]
        by: Grain,
        /// The label of the only period wanted.
        #[param(min_length = 1, max_length = 20)]
        period: Option<String>,
    }
}

/// Reasons that add up to the movements of one kind.
#[derive(Serialize, ToSchema)]
pub(super) struct Reasons {
    basis: Basis,
    rows: Vec<ReasonSum>,
    total: Figure,
}

/// One reason in one period.
#[derive(Serialize, ToSchema)]
pub(super) struct ReasonSum {
    period: String,
    /// Its id in the reason tree, or `not_yet_known`.
    reason: String,
    /// Null for `not_yet_known`.
    #[schema(inline, value_type = schema::OptionalHowKnown)]
    how_known: Option<HowKnown>,
    figure: Figure,
}

viewed! {
    pub(super) struct CohortsQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<schema::GrainWord>)]
        by: Grain,
    }
}

/// Those who joined together, and who of them stayed.
#[derive(Serialize, ToSchema)]
pub(super) struct Cohorts {
    basis: Basis,
    cohorts: Vec<Cohort>,
}

/// The customers who were new in one period.
#[derive(Serialize, ToSchema)]
pub(super) struct Cohort {
    joined: String,
    /// What they were when they joined.
    size: Figure,
    /// Those active at the end of the period of joining, of the one after it, and so on.
    kept: Vec<Figure>,
}

viewed! {
    pub(super) struct BaseQuery {}
}

/// Who makes up the customer base.
#[derive(Serialize, ToSchema)]
pub(super) struct Base {
    basis: Basis,
    active: Figure,
    /// Tenths of the active customers, those worth most first.
    deciles: Vec<Decile>,
    concentration: Vec<Concentration>,
    tenure: Vec<Tenure>,
    stand_still: StandStill,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Decile {
    #[schema(minimum = 1, maximum = 10)]
    rank: u8,
    figure: Figure,
    /// The smallest value in it.
    from_minor: i64,
}

/// The fewest customers who hold a share of the value.
#[derive(Serialize, ToSchema)]
pub(super) struct Concentration {
    percent: u8,
    figure: Figure,
}

/// Customers who joined equally many years ago.
#[derive(Serialize, ToSchema)]
pub(super) struct Tenure {
    years: i32,
    figure: Figure,
}

/// What went in twelve months, and must be won merely to stand still.
#[derive(Serialize, ToSchema)]
pub(super) struct StandStill {
    #[schema(inline, value_type = schema::DayWord)]
    from: Day,
    #[schema(inline, value_type = schema::DayWord)]
    through: Day,
    lost: Figure,
    less: Figure,
    to_replace: Figure,
}

pub(super) fn month() -> Grain {
    Grain::Month
}

fn lost() -> Kind {
    Kind::Lost
}

/// The ledger, by period, in customers and money.
#[utoipa::path(get, path = "/api/v1/ledger", tag = "figures", params(LedgerQuery), responses((status = 200, body = Ledger)))]
pub(super) async fn ledger(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Asked(asked): Asked<LedgerQuery>,
) -> Result<Json<Ledger>, Problem> {
    let viewpoint = asked.viewpoint();
    let LedgerQuery { by: grain, cut, from, through, why, .. } = asked;
    let ledger = site.ask(LedgerQuestion { grain, cut, from, through, why, viewpoint }).await?;
    if singles_out(&ledger) && !visit.visitor.may(Act::SeeCustomers) {
        let detail = "a segment of so few customers would single some of them out";
        return Err(Problem::new(Code::Forbidden, detail).hint("cut by something that more customers share"));
    }
    Ok(Json(Ledger::from(&*ledger)))
}

/// Why customers moved, adding up to the ledger.
#[utoipa::path(get, path = "/api/v1/reasons", tag = "figures", params(ReasonsQuery), responses((status = 200, body = Reasons)))]
pub(super) async fn reasons(
    State(site): State<Arc<Site>>,
    Asked(asked): Asked<ReasonsQuery>,
) -> Result<Json<Reasons>, Problem> {
    let viewpoint = asked.viewpoint();
    let ReasonsQuery { kind, by: grain, period, .. } = asked;
    if !kind.has_reasons() {
        return Err(Problem::new(Code::InvalidRequest, format!("movements of the kind '{kind}' have no reasons")));
    }
    let found = site.ask(ReasonsQuestion { kind, grain, period, viewpoint }).await?;
    let rows = found.rows.iter().map(|row| ReasonSum {
        period: row.period.clone(),
        reason: row.reason.clone(),
        how_known: row.how_known,
        figure: row.figure.into(),
    });
    Ok(Json(Reasons { basis: (&found.basis).into(), rows: rows.collect(), total: found.total.into() }))
}

/// Of those who joined together, who stayed.
#[utoipa::path(get, path = "/api/v1/cohorts", tag = "figures", params(CohortsQuery), responses((status = 200, body = Cohorts)))]
pub(super) async fn cohorts(
    State(site): State<Arc<Site>>,
    Asked(asked): Asked<CohortsQuery>,
) -> Result<Json<Cohorts>, Problem> {
    let found = site.ask(CohortsQuestion { grain: asked.by, viewpoint: asked.viewpoint() }).await?;
    let cohorts = found.cohorts.iter().map(|cohort| Cohort {
        joined: cohort.joined.clone(),
        size: cohort.size.into(),
        kept: cohort.kept.iter().map(|figure| (*figure).into()).collect(),
    });
    Ok(Json(Cohorts { basis: (&found.basis).into(), cohorts: cohorts.collect() }))
}

/// Who makes up the customer base, and on how few its value rests.
#[utoipa::path(get, path = "/api/v1/base", tag = "figures", params(BaseQuery), responses((status = 200, body = Base)))]
pub(super) async fn base(State(site): State<Arc<Site>>, Asked(asked): Asked<BaseQuery>) -> Result<Json<Base>, Problem> {
    let found = site.ask(BaseQuestion { viewpoint: asked.viewpoint() }).await?;
    let decile = |decile: &bellwether_app::base::Decile| Decile {
        rank: u8::try_from(decile.rank).unwrap_or(u8::MAX),
        figure: decile.figure.into(),
        from_minor: decile.from_minor,
    };
    let still = &found.stand_still;
    Ok(Json(Base {
        basis: (&found.basis).into(),
        active: found.active.into(),
        deciles: found.deciles.iter().map(decile).collect(),
        concentration: found
            .concentration
            .iter()
            .map(|share| Concentration { percent: share.percent, figure: share.figure.into() })
            .collect(),
        tenure: found.tenure.iter().map(|one| Tenure { years: one.years, figure: one.figure.into() }).collect(),
        stand_still: StandStill {
            from: still.from,
            through: still.through,
            lost: still.lost.into(),
            less: still.less.into(),
            to_replace: still.to_replace.into(),
        },
    }))
}

/// Which systems the answers rest on.
#[derive(Serialize, ToSchema)]
pub(super) struct Sources {
    sources: Vec<Contribution>,
}

/// What one system gave to one table of facts.
#[derive(Serialize, ToSchema)]
struct Contribution {
    fact: String,
    source: String,
    rows: u64,
    #[schema(inline, value_type = schema::OptionalInstant)]
    last_import: Option<Timestamp>,
    /// The latest moment of a fact.
    #[schema(inline, value_type = schema::OptionalInstant)]
    latest: Option<Timestamp>,
    /// Facts that name no customer.
    unattributed: u64,
    /// Rows refused whose files were not imported again since.
    rejected: u64,
    /// Columns that some rows lack, with how many have them.
    gaps: std::collections::BTreeMap<String, u64>,
}

/// Which systems the answers rest on, how fresh and how complete they are.
#[utoipa::path(get, path = "/api/v1/sources", tag = "figures", responses((status = 200, body = Sources)))]
pub(super) async fn sources(State(site): State<Arc<Site>>) -> Result<Json<Sources>, Problem> {
    let found = site.ask(InventoryQuestion).await?;
    let source = |one: &bellwether_app::inventory::Contribution| Contribution {
        fact: one.fact.clone(),
        source: one.source.clone(),
        rows: one.rows,
        last_import: one.last_import,
        latest: one.latest,
        unattributed: one.unattributed,
        rejected: one.rejected,
        gaps: one.gaps.iter().cloned().collect(),
    };
    Ok(Json(Sources { sources: found.iter().map(source).collect() }))
}

impl From<&bellwether_app::ledger::LedgerLine> for Line {
    fn from(line: &bellwether_app::ledger::LedgerLine) -> Self {
        let moved = |kind| line.movement(kind).into();
        Self {
            period: line.period.clone(),
            segment: line.segment.clone(),
            opening: line.opening.into(),
            movements: Movements {
                new: moved(Kind::New),
                won_back: moved(Kind::WonBack),
                more: moved(Kind::More),
                less: moved(Kind::Less),
                lost: moved(Kind::Lost),
                currency: moved(Kind::Currency),
                transfer_in: moved(Kind::TransferIn),
                transfer_out: moved(Kind::TransferOut),
                restated: moved(Kind::Restated),
            },
            closing: line.closing.into(),
        }
    }
}

impl From<&bellwether_app::ledger::Ledger> for Ledger {
    fn from(ledger: &bellwether_app::ledger::Ledger) -> Self {
        let because = |because: &bellwether_app::ledger::LostBecause| LostBecause {
            reason: because.reason.clone(),
            lost: because.lost.into(),
            lost_before: because.lost_before.map(Figure::from),
        };
        Self {
            basis: (&ledger.basis).into(),
            cut: ledger.cut.clone(),
            lines: ledger.lines.iter().map(Line::from).collect(),
            lost_because: ledger.lost_because.iter().map(because).collect(),
            unattributed_purchases: ledger.unattributed_rows,
            unattributed_minor: ledger.unattributed_minor,
            free_customers: ledger.free_customers,
            unfinished: ledger.unfinished.clone(),
            latest_fact: ledger.latest_fact,
        }
    }
}

impl From<bellwether_app::Figure> for Figure {
    fn from(figure: bellwether_app::Figure) -> Self {
        Self { customers: figure.customers, minor: figure.minor }
    }
}

impl From<&bellwether_app::Basis> for Basis {
    fn from(basis: &bellwether_app::Basis) -> Self {
        Self {
            policy: basis.policy.clone(),
            as_of: basis.as_of,
            known_at: basis.known_at,
            currency: basis.currency.code().to_owned(),
            customer_noun: basis.noun.clone(),
            customer_noun_plural: basis.noun_plural.clone(),
        }
    }
}
