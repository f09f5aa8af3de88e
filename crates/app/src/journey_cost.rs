//! Of those to whom a promise was broken, how many left, came again or bought more, and of those to whom it was kept?

use bellwether_engine::marts::journey::{self, Likeness, Outcome, OutcomeCount, OutcomeScope, PromiseScope, Unmatched};
use bellwether_model::{CalendarClocks, Day, Journey, JourneyHistory, Promise};
use bellwether_stats::Estimate;
use bellwether_words::message;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// What is looked for after a promise came due.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    IntoStaticStr,
    EnumString,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CostOutcome {
    /// The customer left.
    #[default]
    Left,
    /// A further purchase, where purchases make up the customer's value; or a subscription that began, or was renewed: a further row of it
    /// follows at the same amount. Told of those whose days are over.
    CameAgain,
    /// The customer's steps up and down in value add up to more than zero, once the days are over.
    BoughtMore,
}

/// What a broken promise at which touchpoint goes with, within how many days.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JourneyCostQuestion {
    /// The id of a touchpoint of the journey, or what touches are called.
    pub touchpoint: String,
    /// What is looked for.
    pub outcome: CostOutcome,
    /// Days after the promise came due within which it is looked for.
    pub within_days: u16,
    /// Only promises that came due on this day or later; absent: all.
    pub since: Option<Day>,
    /// What those who are compared have in common: `tenure`, `value`, `month`, or an attribute by its name. Empty: the first three.
    pub alike_in: Vec<String>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// What a broken promise goes with. Each customer counts once, by the first promise that came due.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct JourneyCost {
    /// What the figures rest on.
    pub basis: Basis,
    /// The touchpoint.
    pub touchpoint: String,
    /// What is promised there.
    pub promise: String,
    /// What is looked for after it came due.
    pub outcome: CostOutcome,
    /// Days after the promise came due within which it is looked for.
    pub within_days: u16,
    /// Those whose promise was broken.
    pub broken: CostSide,
    /// Those whose promise was kept.
    pub kept: CostSide,
    /// Those who were no active customers when the promise came due; they are left out.
    pub not_active: u64,
    /// Those of whom it is not known yet whether they do it within the days; they are left out.
    pub not_yet_known: u64,
    /// Promises that name nobody.
    pub nameless: u64,
    /// The share of those who did it among the broken less that among the kept; null where one of them is nobody.
    pub difference: Option<CostDifference>,
    /// The same among those who are alike.
    pub matched: MatchedDifference,
    /// How unlike both are, in what they are to have in common.
    pub balance: Vec<CostBalance>,
}

/// How many did what is looked for, and the money that goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum CostSide {
    /// Where it is looked for those who left.
    Left {
        /// Customers.
        customers: u64,
        /// Those of them who left within the days.
        left: u64,
        /// What these were worth, in whole minor units of the currency.
        value_left_minor: i128,
    },
    /// Where it is looked for those who came again.
    CameAgain {
        /// Customers.
        customers: u64,
        /// Those of them who came again within the days.
        came_again: u64,
    },
    /// Where it is looked for those who bought more.
    BoughtMore {
        /// Customers.
        customers: u64,
        /// Those of them who bought more within the days.
        bought_more: u64,
        /// By how much more these were worth, in whole minor units of the currency.
        value_gained_minor: i128,
    },
}

/// A difference of shares, as a fraction of one, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct CostDifference {
    /// The difference.
    pub estimate: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The difference among those who are alike, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum MatchedDifference {
    /// There is one.
    Matched {
        /// The difference.
        estimate: f64,
        /// The lower end of the 95 % interval.
        low: f64,
        /// The upper end.
        high: f64,
        /// Those of the broken who are compared.
        broken: u64,
        /// Those of the kept.
        kept: u64,
        /// Groups of customers who are alike.
        groups: u64,
    },
    /// There is none.
    Refused {
        /// Why.
        refused: CostRefusal,
    },
}

/// Why those who are alike are not compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CostRefusal {
    /// In a sentence.
    pub why: String,
}

/// How unlike two groups are: the share of one that would have to be otherwise to be like the other, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CostBalance {
    /// In what.
    pub alike_in: String,
    /// Of all.
    pub all: f64,
    /// Of those who are compared, as they are weighted; null where nobody is.
    pub matched: Option<f64>,
    /// Customers of whom it is not known; they are compared with each other.
    pub unknown: u64,
}

const TENURE: &str = "tenure";
const VALUE: &str = "value";
const MONTH: &str = "month";
const RESTS_ON: &[Input] = &[
    Input::Facts,
    Input::Records(Topic::Policy),
    Input::Records(Topic::Books),
    Input::Records(Topic::Journey),
    Input::Records(Topic::Calendars),
    Input::Records(Topic::Populations),
];

impl CostOutcome {
    /// All of them.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Its name in addresses, commands and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    fn in_engine(self) -> Outcome {
        match self {
            Self::Left => Outcome::Left,
            Self::CameAgain => Outcome::CameAgain,
            Self::BoughtMore => Outcome::BoughtMore,
        }
    }

    fn side(self, count: OutcomeCount) -> CostSide {
        let OutcomeCount { customers, did, minor } = count;
        match self {
            Self::Left => CostSide::Left { customers, left: did, value_left_minor: minor },
            Self::CameAgain => CostSide::CameAgain { customers, came_again: did },
            Self::BoughtMore => CostSide::BoughtMore { customers, bought_more: did, value_gained_minor: minor },
        }
    }
}

impl CostSide {
    /// Customers.
    #[must_use]
    pub fn customers(self) -> u64 {
        match self {
            Self::Left { customers, .. } | Self::CameAgain { customers, .. } | Self::BoughtMore { customers, .. } => {
                customers
            }
        }
    }

    /// Those of them who did what is looked for.
    #[must_use]
    pub fn did(self) -> u64 {
        match self {
            Self::Left { left: did, .. }
            | Self::CameAgain { came_again: did, .. }
            | Self::BoughtMore { bought_more: did, .. } => did,
        }
    }

    /// The money that goes with it, by the name of its field; none where it is no money.
    #[must_use]
    pub fn minor(self) -> Option<(&'static str, i128)> {
        match self {
            Self::Left { value_left_minor, .. } => Some(("value_left_minor", value_left_minor)),
            Self::CameAgain { .. } => None,
            Self::BoughtMore { value_gained_minor, .. } => Some(("value_gained_minor", value_gained_minor)),
        }
    }
}

impl JourneyCost {
    /// Both sides by their names.
    #[must_use]
    pub fn sides(&self) -> [(&'static str, CostSide); 2] {
        [("broken", self.broken), ("kept", self.kept)]
    }
}

impl Tabular for JourneyCost {
    /// One row for each side.
    fn table(&self) -> Table {
        let counts = ["customers", self.outcome.name()].map(Column::whole);
        let money = self.broken.minor().map(|(name, _)| Column::money(name));
        let columns = [Column::text("promise")].into_iter().chain(counts).chain(money).collect();
        let row = |(name, side): (&str, CostSide)| {
            let counts = [side.customers(), side.did()].map(|count| Cell::Whole(count as i64));
            let value = side.minor().map(|(_, minor)| Cell::Money(minor, self.basis.currency));
            [Cell::text(name)].into_iter().chain(counts).chain(value).collect()
        };
        Table::new(columns).with_rows(self.sides().into_iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for JourneyCostQuestion {
    type Answer = JourneyCost;

    fn weight(answer: &JourneyCost) -> usize {
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

    async fn answer(&self, app: &App) -> Result<JourneyCost, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let promised = Promised::at(&view.journey, &self.touchpoint, view.basis.as_of)?;
        let (attributes, likenesses) = self.likenesses();
        let ledger = view.ledger(&attributes);
        let scope = PromiseScope {
            touches: &promised.touches,
            promise: &promised.promise,
            clocks: promised.clocks.as_ref(),
            since: self.since,
        };
        let asked = OutcomeScope { outcome: self.outcome.in_engine(), within_days: i32::from(self.within_days) };
        let cost = journey::promise_cost(&ledger, scope, asked, &likenesses)?;
        let name = |likeness: &Likeness| match likeness {
            Likeness::Tenure => TENURE.to_owned(),
            Likeness::Value => VALUE.to_owned(),
            Likeness::Month => MONTH.to_owned(),
            Likeness::Attribute(at) => attributes.get(*at).cloned().unwrap_or_default(),
        };
        let matched = match cost.matched {
            Ok(matched) => {
                let Estimate { estimate, low, high } = matched.estimate;
                let journey::MatchedCost { broken, kept, groups, .. } = matched;
                MatchedDifference::Matched { estimate, low, high, broken, kept, groups }
            }
            Err(why) => MatchedDifference::Refused { refused: CostRefusal { why: refusal(&why, name) } },
        };
        let balance = cost.balance.iter().map(|balance| CostBalance {
            alike_in: name(&balance.likeness),
            all: balance.all,
            matched: balance.matched,
            unknown: balance.unknown,
        });
        Ok(JourneyCost {
            basis: view.basis.clone(),
            touchpoint: promised.name,
            promise: promised.words,
            outcome: self.outcome,
            within_days: self.within_days,
            broken: self.outcome.side(cost.broken),
            kept: self.outcome.side(cost.kept),
            not_active: cost.not_active,
            not_yet_known: cost.not_yet_known,
            nameless: cost.nameless,
            difference: cost.difference.map(CostDifference::from),
            matched,
            balance: balance.collect(),
        })
    }
}

impl JourneyCostQuestion {
    /// The attributes that are asked for, and what those who are compared have in common.
    fn likenesses(&self) -> (Vec<String>, Vec<Likeness>) {
        if self.alike_in.is_empty() {
            return (Vec::new(), vec![Likeness::Tenure, Likeness::Value, Likeness::Month]);
        }
        let mut attributes: Vec<String> = Vec::new();
        let mut likenesses = Vec::new();
        for name in &self.alike_in {
            let likeness = match name.as_str() {
                TENURE => Likeness::Tenure,
                VALUE => Likeness::Value,
                MONTH => Likeness::Month,
                _ => {
                    attributes.push(name.clone());
                    Likeness::Attribute(attributes.len() - 1)
                }
            };
            likenesses.push(likeness);
        }
        (attributes, likenesses)
    }
}

/// What is promised at a touchpoint, and what its touches are called.
struct Promised {
    name: String,
    words: String,
    touches: Vec<String>,
    promise: Promise,
    clocks: Option<CalendarClocks>,
}

impl Promised {
    /// By the journey that holds on a day; where that does not know the touchpoint, what the touches of this name say themselves.
    fn at(history: &JourneyHistory, touchpoint: &str, day: Day) -> Result<Self, Failure> {
        let journey = history.on(day).map(|at| &history.journeys()[at].journey);
        let mut touchpoints = journey.into_iter().flat_map(Journey::touchpoints);
        let Some(found) = touchpoints.find(|found| found.id == touchpoint) else {
            let said = "done by the time that was promised to the customer".to_owned();
            let (name, touches) = (touchpoint.to_owned(), vec![touchpoint.to_owned()]);
            return Ok(Self { name, words: said, touches, promise: Promise::as_told(), clocks: None });
        };
        let Some(promise) = found.promise.clone() else {
            let said = message("failure-no-promise").with("touchpoint", &found.name);
            return Err(Failure::new(FailureKind::NotFound, said));
        };
        let clocks = promise.calendar.as_deref().map(|name| history.clocks(name)).transpose();
        let clocks = clocks.map_err(|error| Failure::caused(FailureKind::Internal, &error))?;
        let touches = if found.touches.is_empty() { vec![found.id.clone()] } else { found.touches.clone() };
        Ok(Self { name: found.name.clone(), words: promise.words.clone(), touches, promise, clocks })
    }
}

fn refusal(why: &Unmatched, name: impl Fn(&Likeness) -> String) -> String {
    match why {
        Unmatched::NoneBroken => "no promise was broken, so there is nobody to compare".to_owned(),
        Unmatched::NoneKept => "no promise was kept, so there is nobody to compare with".to_owned(),
        Unmatched::Unlike(worst) => {
            let said = "fewer than one in five of those whose promise was broken have anybody like them whose promise was kept";
            let unlike = worst.as_ref().map(|worst| {
                format!("; they are most unlike in {}: {:.0} % are otherwise", name(&worst.likeness), worst.all * 100.0)
            });
            format!("{said}{}", unlike.unwrap_or_default())
        }
    }
}

impl From<Estimate> for CostDifference {
    fn from(estimate: Estimate) -> Self {
        let Estimate { estimate, low, high } = estimate;
        Self { estimate, low, high }
    }
}
