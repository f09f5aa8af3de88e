//! Which systems does the company's answer rest on, how fresh and how complete are they?

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use bellwether_engine::facts;
use bellwether_engine::lake::Fact;
use bellwether_model::Day;
use bellwether_records::Topic;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::{App, REJECTS};
use crate::failure::Failure;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::rejects::RejectsQuestion;
use crate::weight::weight;

/// Which systems the answers rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct InventoryQuestion {
    /// Who is told.
    pub clearance: Clearance,
}

/// Which systems the answers rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sources {
    /// By table of facts and system.
    pub sources: Vec<Contribution>,
}

/// What one system gave to one table of facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Contribution {
    /// The table of facts.
    pub fact: String,
    /// The system.
    pub source: String,
    /// When something of it was imported last.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_import: Option<Timestamp>,
    /// How many facts there are; null for who may see no customers, of whom few may have so few facts.
    pub rows: Option<u64>,
    /// Of these, facts that name no customer; null as `rows` is.
    pub unattributed: Option<u64>,
    /// The latest moment of a fact.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub latest: Option<Timestamp>,
    /// The company's day of it.
    #[serde(skip)]
    pub latest_day: Option<Day>,
    /// Refused rows that are still to be done: they did not come in since, and nobody said that they are none;
    /// null as `rows` is.
    pub rejected: Option<u64>,
    /// Columns that some rows lack, with how many have them; none for who may see no customers.
    pub gaps: BTreeMap<String, u64>,
}

impl App {
    /// The names of the files of rejects, the latest first.
    pub async fn rejects_files(&self) -> Result<Vec<String>, Failure> {
        let folder = self.folder_shown().await?.join(REJECTS);
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        let number = |name: &str| name.split('-').next().and_then(|number| number.parse::<i64>().ok());
        names.sort_by_key(|name| std::cmp::Reverse(number(name)));
        Ok(names)
    }
}

impl Question for InventoryQuestion {
    type Answer = Sources;

    fn weight(answer: &Sources) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Facts, Input::Records(Topic::Policy), Input::Records(Topic::Dismissals)]
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        Ok(Self { clearance })
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<Sources, Failure> {
        let company = app.company().await?;
        let found = facts::inventory(&company.lake).await?;
        let calendar = company.policy.value.check().map_err(Failure::usage)?;
        let rejects = RejectsQuestion.answer(app).await?;
        let Clearance { sees_customers, .. } = self.clearance;
        let counted = |count: u64| sees_customers.then_some(count);
        let sources = found.into_iter().map(|source| Contribution {
            gaps: source
                .completeness
                .into_iter()
                .filter(|column| sees_customers && column.present < column.rows)
                .map(|column| (column.column, column.present))
                .collect(),
            latest_day: source.latest.map(|latest| {
                let zone = if is_by_day(&source.fact) { TimeZone::UTC } else { calendar.zone().clone() };
                Day::from_date(latest.to_zoned(zone).date())
            }),
            last_import: source.last_import,
            rows: counted(source.rows),
            unattributed: counted(source.unattributed),
            latest: source.latest,
            fact: source.fact.clone(),
            rejected: counted(rejects.open_of(&source.fact, &source.source)),
            source: source.source,
        });
        Ok(Sources { sources: sources.collect() })
    }
}

/// Whether the facts of a table are of days, which are the same everywhere.
fn is_by_day(fact: &str) -> bool {
    let fact: Option<Fact> = fact.parse().ok();
    fact.is_some_and(|fact| {
        fact.columns().find(fact.ordered_by()).is_some_and(|(_, column)| *column.data_type() == DataType::Date32)
    })
}
