//! What would other populations change, and what is there to choose from where they are written?

use std::collections::{BTreeMap, BTreeSet};

use bellwether_engine::marts::population::known_attributes;
use bellwether_model::{Day, Journey, Population, Populations};
use bellwether_words::message;

use crate::app::App;
use crate::company::{Company, View};
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::populations::refuse_unanswerable;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::viewpoint::Viewpoint;
use crate::weight::weight;

/// As many values of an attribute are told; of one that has more, none.
const MOST_VALUES: usize = 20;

/// What populations that are not saved yet would change.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PopulationsTrialQuestion {
    /// All of them.
    pub populations: Populations,
    /// The latest version that whoever writes them has seen, 0 where there was none.
    pub after: i64,
}

/// What populations would change.
#[derive(Clone, Debug, PartialEq)]
pub struct PopulationsTrial {
    /// The day as of which is told what they hold; absent where no facts are known yet.
    pub as_of: Option<Day>,
    /// Each that is new, says something else, or is gone: in the order of the new ones, what is gone last.
    pub changes: Vec<PopulationChange>,
    /// Whether those that stay are listed in another order.
    pub is_reordered: bool,
}

/// What becomes of a population.
#[derive(Clone, Debug, PartialEq)]
pub struct PopulationChange {
    /// Its id.
    pub id: String,
    /// What people call it, from now on where it stays.
    pub name: String,
    /// What becomes of it.
    pub difference: PopulationDifference,
    /// What it holds as it is; absent of a new one, and where no facts are known yet.
    pub now: Option<PopulationHolding>,
    /// What it would hold; absent of one that is gone, and where no facts are known yet.
    pub then: Option<PopulationHolding>,
}

/// How a population changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PopulationDifference {
    /// It was not there before.
    Added,
    /// It says something else.
    Changed,
    /// It is not there any more.
    Removed,
}

/// What a population holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PopulationHolding {
    /// Who belongs to it, with what those of them who are active are worth.
    pub customers: Figure,
    /// How many of them are active.
    pub active: i64,
}

/// What there is to choose from where populations are written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PopulationChoicesQuestion;

/// What rules can ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct PopulationChoices {
    /// What each attribute that the facts know may be, by its name; nothing where that is too much to tell.
    pub attributes: BTreeMap<String, BTreeSet<String>>,
    /// The levels of the policy, from the lowest.
    pub levels: Vec<String>,
    /// The journey's stages, by id and name.
    pub stages: Vec<(String, String)>,
    /// The journey's touchpoints, by id and name.
    pub touchpoints: Vec<(String, String)>,
}

impl PopulationDifference {
    /// As in the names of texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

impl Question for PopulationsTrialQuestion {
    type Answer = PopulationsTrial;

    fn weight(answer: &PopulationsTrial) -> usize {
        size_of_val(answer.changes.as_slice())
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::LEDGER
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<PopulationsTrial, Failure> {
        let company = app.company().await?;
        refuse_unanswerable(&company, &self.populations).await?;
        let latest = company.populations(None).await?;
        if latest.version != self.after {
            let said = message("failure-populations-overtaken").with("seen", self.after);
            return Err(Failure::new(FailureKind::Conflict, said.with("version", latest.version)));
        }
        let (before, after) = (&latest.populations, &self.populations);
        let is_other = |population: &&Population| before.of(&population.id) != Some(population);
        let others: Vec<&Population> = after.populations.iter().filter(is_other).collect();
        let gone = before.populations.iter().filter(|population| after.of(&population.id).is_none());
        let pairs = others.into_iter().map(|population| (before.of(&population.id), Some(population)));
        let pairs: Vec<_> = pairs.chain(gone.map(|population| (Some(population), None))).collect();
        let (as_of, mut held) = match app.view(&company, &Viewpoint::default()).await {
            Ok(view) => (Some(view.basis.as_of), holdings(&view, &pairs).await?),
            Err(failure) if failure.is_nothing_yet() => (None, Vec::new()),
            Err(failure) => return Err(failure),
        };
        held.resize(pairs.len(), (None, None));
        let changes = pairs.into_iter().zip(held).filter_map(|((before, after), (now, then))| {
            let difference = match (before, after) {
                (None, _) => PopulationDifference::Added,
                (_, None) => PopulationDifference::Removed,
                _ => PopulationDifference::Changed,
            };
            let Population { id, name, .. } = after.or(before)?;
            Some(PopulationChange { id: id.clone(), name: name.clone(), difference, now, then })
        });
        Ok(PopulationsTrial {
            as_of,
            changes: changes.collect(),
            is_reordered: order(before, after) != order(after, before),
        })
    }
}

/// The ids of those that are in both, in their order here.
fn order<'p>(here: &'p Populations, there: &Populations) -> Vec<&'p str> {
    here.populations.iter().map(|population| population.id.as_str()).filter(|id| there.of(id).is_some()).collect()
}

/// What each of two versions of populations holds, where there is one.
async fn holdings(
    view: &View<'_>,
    pairs: &[(Option<&Population>, Option<&Population>)],
) -> Result<Vec<(Option<PopulationHolding>, Option<PopulationHolding>)>, Failure> {
    let both = pairs.iter().flat_map(|(before, after)| [*before, *after]).flatten().cloned();
    // All in one walk; it is by place, not by id, that they are told apart.
    let members = view.members(&Populations { populations: both.collect() }, false).await?;
    let mut held = members.iter().map(|members| {
        let worth = members.iter().filter_map(|member| member.worth);
        let minor = worth.clone().map(i128::from).sum();
        let customers = Figure { customers: members.len() as i64, minor };
        PopulationHolding { customers, active: worth.count() as i64 }
    });
    let mut of = |population: Option<&Population>| population.and_then(|_| held.next());
    Ok(pairs.iter().map(|(before, after)| (of(*before), of(*after))).collect())
}

impl Question for PopulationChoicesQuestion {
    type Answer = PopulationChoices;

    fn weight(answer: &PopulationChoices) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::LEDGER
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<PopulationChoices, Failure> {
        let company = app.company().await?;
        let attributes = match app.view(&company, &Viewpoint::default()).await {
            Ok(view) => known_attributes(&company.lake, &view.knowledge, MOST_VALUES)?,
            Err(failure) if failure.is_nothing_yet() => BTreeMap::new(),
            Err(failure) => return Err(failure),
        };
        let told = |(name, values): (String, BTreeSet<String>)| {
            (name, if values.len() > MOST_VALUES { BTreeSet::new() } else { values })
        };
        let stages = stages(&company).await?;
        let of_journey = stages.iter().flat_map(|stage| &stage.touchpoints);
        Ok(PopulationChoices {
            attributes: attributes.into_iter().map(told).collect(),
            levels: company.policy.value.levels.iter().map(|level| level.name.clone()).collect(),
            stages: stages.iter().map(|stage| (stage.id.clone(), stage.name.clone())).collect(),
            touchpoints: of_journey.map(|touchpoint| (touchpoint.id.clone(), touchpoint.name.clone())).collect(),
        })
    }
}

/// The stages of the journey as it was written last.
async fn stages(company: &Company) -> Result<Vec<bellwether_model::Stage>, Failure> {
    let journey = company.records.documents::<Journey>().latest().await?;
    Ok(journey.map(|latest| latest.value.stages).unwrap_or_default())
}
