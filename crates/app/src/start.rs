//! How far has a new company come, from an empty folder to its first figures?

use bellwether_engine::lake::Fact;
use bellwether_model::Policy;
use bellwether_records::Records;
use serde_json::json;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::inventory::InventoryQuestion;
use crate::organisation::Organisation;
use crate::policy::NewPolicy;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use bellwether_words::message;

/// The setting that says that somebody agreed to how the company counts before there was anything to count.
const AGREED: &str = "counting_agreed";

/// How far a new company has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StartQuestion;

/// How far a new company has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Whether the organisation has its name.
    pub is_named: bool,
    /// Whether somebody agreed to how it counts.
    pub is_agreed: bool,
    /// What was imported.
    pub stock: Stock,
    /// How many people may sign in, or are invited to.
    pub people: usize,
    /// Whether that is a made-up company's.
    pub is_sample: bool,
}

/// What was imported, as far as it can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stock {
    /// Nothing.
    Nothing,
    /// Something, but nothing of customers to count.
    Facts,
    /// Purchases or subscriptions, of which figures are made.
    Figures,
}

impl Start {
    /// Whether there is something to count.
    #[must_use]
    pub fn has_figures(&self) -> bool {
        self.stock == Stock::Figures
    }
}

impl App {
    /// Says whose company it is and in what it counts, as long as there is nothing to count yet.
    pub async fn set_up(&self, name: &str, policy: &Policy, by: &str) -> Result<(), Failure> {
        self.write_first_policy(policy, by).await?;
        let organisation = Organisation { name: name.to_owned(), ..self.organisation().await? };
        self.set_organisation(&organisation, by).await
    }

    /// Agrees to how the company counts, as long as there is nothing to count yet.
    pub async fn agree_to_counting(&self, policy: &Policy, by: &str) -> Result<(), Failure> {
        self.write_first_policy(policy, by).await?;
        Ok(self.own().await?.records.settings().set(AGREED, &json!(true), &self.change(by)?).await?)
    }

    /// Whether somebody agreed to how the company counts.
    pub(crate) async fn has_agreed(&self, own: &Records) -> Result<bool, Failure> {
        Ok(own.settings().get(AGREED).await?.is_some())
    }

    /// Writes definitions before they change a figure. Afterwards a version is tried first, so that nobody is surprised.
    async fn write_first_policy(&self, policy: &Policy, by: &str) -> Result<(), Failure> {
        policy.check().map_err(Failure::input)?;
        self.refuse_beside_sample().await?;
        if self.ask(&InventoryQuestion::default()).await?.sources.iter().any(|source| is_counted(&source.fact)) {
            return Err(Failure::new(FailureKind::Conflict, message("failure-counted-already")));
        }
        let in_force = self.company().await?.policy;
        if in_force.value == *policy {
            return Ok(());
        }
        let latest = Some(crate::policy::number(in_force.version));
        let new = NewPolicy { policy: policy.clone(), effective_from: None, note: String::new(), after: latest };
        self.save_policy(&new, by).await.map(|_| ())
    }
}

/// Whether customers are counted by a table of facts.
fn is_counted(fact: &str) -> bool {
    matches!(fact.parse(), Ok(Fact::Purchases | Fact::Subscriptions))
}

impl Question for StartQuestion {
    type Answer = Start;

    fn weight(answer: &Start) -> usize {
        size_of_val(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Facts, Input::Records(Topic::Settings), Input::Records(Topic::Users)]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<Start, Failure> {
        let (sources, records) = (app.part(&InventoryQuestion::default()).await?, app.own().await?.records);
        let users = records.users().all().await?;
        Ok(Start {
            is_named: !app.organisation().await?.name.is_empty(),
            is_agreed: app.has_agreed(&records).await?,
            stock: match sources.sources.as_slice() {
                [] => Stock::Nothing,
                sources if sources.iter().any(|source| is_counted(&source.fact)) => Stock::Figures,
                _ => Stock::Facts,
            },
            people: users.iter().filter(|user| user.details.active).count(),
            is_sample: app.company().await?.is_sample,
        })
    }
}
