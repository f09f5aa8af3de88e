//! Which early moments foretell that customers leave or grow?

use bellwether_engine::marts::journey::{JourneySource, StoredJourney};
use bellwether_engine::marts::moments::{self, Contrast, MomentHalf, MomentSide, Outcome, Span};
use bellwether_engine::marts::reliability;
use bellwether_model::{Day, Policy, ValueBasis};
use bellwether_stats::Compared;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::company::View;
use crate::failure::Failure;
use crate::figure::Figure;
use crate::journey_cost::CostDifference;
use crate::privacy::Clearance;
use crate::promises::RESTS_ON;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// The first days of a life where nobody says how many.
pub const FIRST_DAYS: u16 = 30;
/// Days after these within which a customer leaves or grows, where subscriptions count, which may end on any day.
const WITHIN_DAYS: u16 = 180;

/// Early moments of how many first days, looked at for how long.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EarlyMomentsQuestion {
    /// So many days, that of joining included, are the first ones of a life.
    pub first_days: u16,
    /// In so many days after these a customer may leave or grow; absent: 180, or the lapse days and one where only purchases count.
    pub within_days: Option<u16>,
    /// Only what goes with this. All is tried and corrected for, whatever is told.
    pub outcome: Option<MomentOutcome>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// What a moment may foretell.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MomentOutcome {
    /// That the customer leaves.
    Loss,
    /// That the customer is worth more in the end.
    Growth,
}

/// What is compared at a touchpoint.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MomentKind {
    /// Those to whom its first promise was broken, with those to whom it was kept.
    Broken,
    /// Those who met it, with those who did not.
    Met,
}

/// What became of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MomentState {
    /// Found among earlier joiners, confirmed among later ones.
    Confirmed,
    /// Found among earlier joiners; among later ones it is not, or there are too few of them.
    Found,
    /// Not beyond chance among earlier joiners.
    NotFound,
    /// Too few of the earlier joiners met it or did not, or nobody left or grew: it was not tried.
    TooFew,
    /// Too few of those who met it have anybody like them among those who did not: it was not tried.
    Unlike,
}

/// Which kept or broken promises, and which touchpoints met or not, in the first days of a life go with loss or growth later: found among earlier
/// joiners, confirmed among later ones. It is an association; nobody tested it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EarlyMoments {
    /// What the figures rest on.
    pub basis: Basis,
    /// So many days, that of joining included, are the first ones of a life.
    pub first_days: u16,
    /// In so many days after these a customer left or grew.
    pub within_days: u16,
    /// Customers who were there after their first days and of whom all is known; they are compared.
    pub compared: u64,
    /// Those of them who could not have left, whatever they did: what they bought in their first days keeps them by the definitions longer than
    /// these days. Where it is about leaving, they are not compared.
    pub kept_by_purchase: u64,
    /// The day from which on joiners are the later ones; null where nobody is compared.
    pub split_on: Option<Day>,
    /// How many of those who are compared joined before it.
    pub earlier: u64,
    /// Customers who had left within their first days, with what they were worth; they are left out.
    pub gone_before: Figure,
    /// Customers of whom not all these days are over; they are left out.
    pub not_yet_known: u64,
    /// Customers who joined before any touch is told, so that nobody knows what they met first; they are left out.
    pub before_touches: u64,
    /// Customers of whom it is not known when they joined; they are left out.
    pub undated: u64,
    /// Touches that name no customer.
    pub without_customer: u64,
    /// How many comparisons were tried, for all outcomes.
    pub tried: u64,
    /// How many of these were found among earlier joiners.
    pub found: u64,
    /// How many of those were confirmed among later ones.
    pub confirmed: u64,
    /// The comparisons, the most certain first.
    pub moments: Vec<EarlyMoment>,
}

/// A comparison at a touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EarlyMoment {
    /// The touchpoint's id, or what touches are called where the journey does not know it.
    pub touchpoint: String,
    /// What people call it.
    pub name: String,
    /// Its stage, as customers call it; null where the journey does not know it.
    pub stage: Option<String>,
    /// What is compared.
    pub kind: MomentKind,
    /// What it may foretell.
    pub outcome: MomentOutcome,
    /// What became of it.
    pub state: MomentState,
    /// Among earlier joiners.
    pub earlier: MomentComparison,
    /// Among later ones.
    pub later: MomentComparison,
    /// The probability of the earlier difference by chance, corrected by Benjamini and Hochberg for how many were tried; null: not tried.
    pub found_p: Option<f64>,
    /// That of the later one, corrected by Holm for how many were found; null: not found, or too few later joiners.
    pub confirmed_p: Option<f64>,
    /// Half of those who met it and then left, or grew, did so after at most so many days; null where none did.
    pub lead_days: Option<f64>,
    /// Those who met it in the latest days, as many as are the first ones of a life, and are still there.
    pub just_met: Figure,
}

/// Those who met a moment beside those they are compared with.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MomentComparison {
    /// Those who met it.
    pub met: MomentGroup,
    /// Those they are compared with.
    pub others: MomentGroup,
    /// The difference of the shares, among those who joined in one month, all by buying or all by subscribing, and
    /// were about as much worth then; null where they are not compared.
    pub difference: Option<CostDifference>,
}

/// Customers, and what became of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MomentGroup {
    /// How many; where it is about leaving, those who could.
    pub customers: u64,
    /// Those of them who left, or grew.
    pub came_true: u64,
    /// What these were worth before they left, or by how much they grew, in whole minor units of the currency.
    pub came_true_minor: i128,
}

impl MomentOutcome {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Loss, Self::Growth];

    /// Its name in addresses and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Loss => Self::Loss,
            Outcome::Growth => Self::Growth,
        }
    }
}

impl MomentKind {
    /// Its name in addresses and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub(crate) fn contrast(self) -> Contrast {
        match self {
            Self::Broken => Contrast::Broken,
            Self::Met => Contrast::Met,
        }
    }

    fn of(contrast: Contrast) -> Self {
        match contrast {
            Contrast::Broken => Self::Broken,
            Contrast::Met => Self::Met,
        }
    }
}

impl MomentState {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    fn of(state: moments::MomentState) -> Self {
        match state {
            moments::MomentState::Confirmed => Self::Confirmed,
            moments::MomentState::Found => Self::Found,
            moments::MomentState::NotFound => Self::NotFound,
            moments::MomentState::TooFew => Self::TooFew,
            moments::MomentState::Unlike => Self::Unlike,
        }
    }
}

impl From<MomentHalf> for MomentComparison {
    fn from(half: MomentHalf) -> Self {
        let group = |MomentSide { customers, hits, hits_minor }| MomentGroup {
            customers,
            came_true: hits,
            came_true_minor: hits_minor,
        };
        let difference = half.compared.map(|Compared { difference, .. }| CostDifference::from(difference));
        Self { met: group(half.exposed), others: group(half.other), difference }
    }
}

/// How long customers are looked at where nobody says it.
fn within_days(policy: &Policy) -> u16 {
    let mut bases = policy.basis_rules.iter().map(|rule| rule.basis).chain([policy.basis]);
    let is_spend_alone = bases.all(|basis| basis == ValueBasis::Spend);
    if is_spend_alone { policy.lapse_days.saturating_add(1) } else { WITHIN_DAYS }
}

impl View<'_> {
    /// The first days of a life, and those after them.
    pub(crate) fn early_span(&self, first_days: u16, within: Option<u16>) -> Span {
        Span {
            first_days: first_days.into(),
            within_days: within.unwrap_or_else(|| within_days(&self.policy)).into(),
            through: self.basis.as_of,
            lapse_days: self.policy.lapse_days.into(),
        }
    }
}

impl Tabular for EarlyMoments {
    /// Two rows a comparison: among earlier joiners, and among later ones.
    fn table(&self) -> Table {
        let columns = ["touchpoint", "kind", "outcome", "state", "joined"].map(Column::text).into_iter();
        let side = |name: &str| {
            [
                Column::whole(format!("{name}_customers")),
                Column::whole(format!("{name}_came_true")),
                Column::money(format!("{name}_came_true_minor")),
            ]
        };
        let columns = columns.chain(side("met")).chain(side("others"));
        let columns = columns.chain(["difference", "low", "high", "p", "lead_days"].map(Column::number));
        let columns = columns.chain([Column::figure("just_met")]);
        let rows = self.moments.iter().flat_map(|moment| {
            let halves = [("earlier", &moment.earlier, moment.found_p), ("later", &moment.later, moment.confirmed_p)];
            halves.map(|half| self.row(moment, half))
        });
        Table::new(columns.collect()).with_rows(rows).stamped(self.basis.stamp())
    }
}

impl EarlyMoments {
    fn row(&self, moment: &EarlyMoment, (joined, half, p): (&str, &MomentComparison, Option<f64>)) -> Vec<Cell> {
        let currency = self.basis.currency;
        let texts = [moment.kind.name(), moment.outcome.name(), moment.state.name(), joined].map(Cell::text);
        let side = |group: &MomentGroup| {
            let counts = [group.customers, group.came_true].map(|count| Cell::Whole(count as i64));
            counts.into_iter().chain([Cell::Money(group.came_true_minor, currency)])
        };
        let number = |number: Option<f64>| number.map_or(Cell::Absent, Cell::Number);
        let difference = half.difference;
        let numbers = [
            difference.map(|difference| difference.estimate),
            difference.map(|difference| difference.low),
            difference.map(|difference| difference.high),
            p,
            moment.lead_days,
        ];
        let cells = [Cell::text(&moment.touchpoint)].into_iter().chain(texts);
        let cells = cells.chain(side(&half.met)).chain(side(&half.others)).chain(numbers.map(number));
        cells.chain([Cell::Figure(moment.just_met, currency)]).collect()
    }
}

impl Question for EarlyMomentsQuestion {
    type Answer = EarlyMoments;

    fn weight(answer: &EarlyMoments) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        RESTS_ON
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<EarlyMoments, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let ledger = view.ledger(&[]);
        let stored = StoredJourney::of(&ledger.walk, &view.journey).await?;
        let source = JourneySource { walk: &ledger.walk, history: &view.journey, stored: stored.as_ref() };
        let span = view.early_span(self.first_days, self.within_days);
        let found = moments::early_moments(&ledger, source, span)?;
        let count = |wanted: &[moments::MomentState]| {
            found.moments.iter().filter(|moment| wanted.contains(&moment.state)).count() as u64
        };
        let [confirmed, unconfirmed] =
            [moments::MomentState::Confirmed, moments::MomentState::Found].map(|state| count(&[state]));
        let is_told = |moment: &&moments::EarlyMoment| {
            self.outcome.is_none_or(|outcome| outcome == MomentOutcome::of(moment.outcome))
        };
        let told = |moment: &moments::EarlyMoment| {
            let known = moment.is_known.then(|| view.touchpoint(&moment.touchpoint)).flatten();
            EarlyMoment {
                touchpoint: moment.touchpoint.clone(),
                name: known.map_or_else(|| moment.touchpoint.clone(), |(_, touchpoint)| touchpoint.name.clone()),
                stage: known.map(|(stage, _)| stage.name.clone()),
                kind: MomentKind::of(moment.contrast),
                outcome: MomentOutcome::of(moment.outcome),
                state: MomentState::of(moment.state),
                earlier: moment.earlier.into(),
                later: moment.later.into(),
                found_p: moment.found_p,
                confirmed_p: moment.confirmed_p,
                lead_days: moment.lead_days,
                just_met: moment.just_met.into(),
            }
        };
        Ok(EarlyMoments {
            basis: view.basis.clone(),
            first_days: self.first_days,
            within_days: u16::try_from(span.within_days).unwrap_or(u16::MAX),
            compared: found.compared,
            kept_by_purchase: found.kept_by_purchase,
            split_on: found.split_on,
            earlier: found.earlier,
            gone_before: found.gone_before.into(),
            not_yet_known: found.not_yet_known,
            before_touches: found.before_touches,
            undated: found.undated,
            without_customer: reliability::touches_without_customer(&view.knowledge.touches),
            tried: found.tried as u64,
            found: confirmed + unconfirmed,
            confirmed,
            moments: found.moments.iter().filter(is_told).map(told).collect(),
        })
    }
}
