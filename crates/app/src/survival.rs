//! How long do customers stay until they are lost for the first time?

use bellwether_stats::{Exits, SurvivalError, Z_95, kaplan_meier};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;
use bellwether_words::message;

/// The mean month, in days.
const MONTH: f64 = 365.2425 / 12.0;
/// So few are no ground for a share any more: there the curve ends.
const FEWEST: u64 = 10;

/// How long customers stay, seen from where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SurvivalQuestion {
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// Of all who ever joined, who is there after so many months: by Kaplan and Meier, so that those who joined lately count as long as they
/// have been seen.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Survival {
    /// What the figures rest on.
    pub basis: Basis,
    /// All who ever joined.
    pub joined: u64,
    /// Those of them who were lost at some time.
    pub lost: u64,
    /// Month by month, from 0 on.
    pub months: Vec<SurvivalMonth>,
    /// After how many months half were lost; null where more than half were there as long as the months reach.
    #[serde(rename = "median_months")]
    pub median: Option<f64>,
}

/// What is known at the end of a month since joining.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct SurvivalMonth {
    /// Months since joining.
    pub months: u32,
    /// Those seen until then and not lost before.
    pub at_risk: u64,
    /// Those lost in the month that ends then.
    pub lost: u64,
    /// The share that is there.
    #[schema(minimum = 0, maximum = 1)]
    pub share: f64,
    /// The lower end of its 95 % interval, by Greenwood on the log-log scale; null where nobody was lost yet.
    pub low: Option<f64>,
    /// The upper end of the interval.
    pub high: Option<f64>,
}

impl SurvivalMonth {
    /// The 95 % interval of the share, where there is one.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.low.zip(self.high)
    }
}

impl Question for SurvivalQuestion {
    type Answer = Survival;

    fn weight(answer: &Survival) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::LEDGER
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        if self.viewpoint.is_now() { Effort::Moderate } else { Effort::Great }
    }

    async fn answer(&self, app: &App) -> Result<Survival, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let exits = view.ledger(&[]).exits()?;
        let exits: Vec<Exits> = exits
            .into_iter()
            .map(|(days, exit)| Exits { time: f64::from(days), ended: exit.lost, censored: exit.staying })
            .collect();
        let curve = match kaplan_meier(&exits, Z_95) {
            Ok(curve) => curve,
            Err(SurvivalError::Nobody) => {
                return Err(Failure::new(FailureKind::NotFound, message("failure-nobody-joined")));
            }
            Err(error) => return Err(Failure::caused(FailureKind::Internal, &error)),
        };
        let lost_until =
            |day: f64| -> u64 { exits.iter().filter(|exit| exit.time <= day).map(|exit| exit.ended).sum() };
        let longest = exits.last().map_or(0.0, |exit| exit.time);
        let mut months = Vec::new();
        for number in 0..=(longest / MONTH) as u32 {
            let day = f64::from(number) * MONTH;
            let at_risk = curve.at_risk(day);
            if at_risk < FEWEST {
                break;
            }
            let before = if number == 0 { 0 } else { lost_until(day - MONTH) };
            // Before anybody was lost there is nothing to be unsure of.
            let step = curve.step_at(day).filter(|step| step.survival < 1.0);
            let (low, high) = step.and_then(|step| step.interval).unzip();
            months.push(SurvivalMonth {
                months: number,
                at_risk,
                lost: lost_until(day) - before,
                share: curve.at(day),
                low,
                high,
            });
        }
        let told = months.last().map_or(0.0, |month| f64::from(month.months));
        Ok(Survival {
            basis: view.basis.clone(),
            joined: exits.iter().map(|exit| exit.ended + exit.censored).sum(),
            lost: exits.iter().map(|exit| exit.ended).sum(),
            months,
            median: curve.median().map(|day| day / MONTH).filter(|median| *median <= told),
        })
    }
}
