//! Which customers belong to a population, and what do they hold?

use std::sync::Arc;

use bellwether_engine::marts::journey::{JourneySource, StoredJourney};
use bellwether_engine::marts::ledger::Books;
use bellwether_engine::marts::population::{PopulationMember, population_members};
use bellwether_engine::marts::reliability::touches_without_customer;
use bellwether_engine::walk::{CustomerSet, Walk};
use bellwether_model::{Day, Journey, Population, PopulationRule, Populations};
use bellwether_records::{Document, DocumentVersion, RecordsError, Topic, VersionDetails};
use bellwether_words::message;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::company::{Company, View};
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, PopulationBasis, Viewpoint};
use crate::weight::weight;

/// The populations, in their latest version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PopulationsVersion {
    /// Its number; 0 where there are none yet.
    pub version: i64,
    /// The populations.
    pub populations: Populations,
}

/// All populations.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PopulationsQuestion {
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// The customers of one population.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PopulationQuestion {
    /// Its id.
    pub id: String,
    /// As many are told, those worth most first; absent: all.
    pub most: Option<usize>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// What populations there are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PopulationNamesQuestion;

/// What a population is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PopulationName {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// All populations, with what they hold.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PopulationList {
    /// What the figures rest on.
    pub basis: Basis,
    /// The version of the populations; 0 where there are none yet.
    pub version: i64,
    /// In the order in which people list them.
    pub populations: Vec<PopulationSummary>,
}

/// A population, with what it holds.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PopulationSummary {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for; may be empty.
    pub about: String,
    /// Who belongs to it, with what those of them who are active are worth.
    pub customers: Figure,
    /// How many of them are active.
    pub active: i64,
    /// What must hold of a customer: all of them.
    pub rules: Vec<PopulationRule>,
}

/// The customers of a population.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PopulationCustomers {
    /// What the figures rest on.
    pub basis: Basis,
    /// The population.
    #[serde(flatten)]
    pub summary: PopulationSummary,
    /// Its customers, those worth most first.
    pub rows: Vec<PopulationRow>,
}

/// A customer of a population.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PopulationRow {
    /// The customer's id.
    pub customer_id: String,
    /// What it is called; null where no source says so.
    pub name: Option<String>,
    /// The day it first became active; null of one that never was.
    pub joined: Option<Day>,
    /// What it is worth, in whole minor units; null where it is not active.
    pub value_minor: Option<i64>,
}

impl PopulationSummary {
    fn of(population: &Population, members: &[PopulationMember]) -> Self {
        let worth = members.iter().filter_map(|member| member.worth);
        Self {
            id: population.id.clone(),
            name: population.name.clone(),
            about: population.about.clone(),
            customers: Figure { customers: members.len() as i64, minor: worth.clone().map(i128::from).sum() },
            active: worth.count() as i64,
            rules: population.rules.clone(),
        }
    }
}

impl Tabular for PopulationList {
    /// One row a population.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("id"),
            Column::text("name"),
            Column::whole("customers"),
            Column::whole("active"),
            Column::money("value_minor"),
            Column::text("about"),
        ];
        let row = |population: &PopulationSummary| {
            vec![
                Cell::text(&population.id),
                Cell::text(&population.name),
                Cell::Whole(population.customers.customers),
                Cell::Whole(population.active),
                Cell::Money(population.customers.minor, self.basis.currency),
                Cell::optional((!population.about.is_empty()).then(|| population.about.clone())),
            ]
        };
        Table::new(columns).with_rows(self.populations.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Tabular for PopulationCustomers {
    /// One row a customer.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("customer_id"),
            Column::text("name"),
            Column::day("joined"),
            Column::money("value_minor"),
        ];
        let row = |row: &PopulationRow| {
            vec![
                Cell::text(&row.customer_id),
                Cell::optional(row.name.clone()),
                row.joined.map_or(Cell::Absent, Cell::Day),
                row.value_minor.map_or(Cell::Absent, |minor| Cell::Money(i128::from(minor), self.basis.currency)),
            ]
        };
        Table::new(columns).with_rows(self.rows.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for PopulationsQuestion {
    type Answer = PopulationList;

    fn weight(answer: &PopulationList) -> usize {
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

    async fn answer(&self, app: &App) -> Result<PopulationList, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let found = company.populations(self.viewpoint.known_at).await?;
        let members = view.members(&found.populations, false).await?;
        let populations = found.populations.populations.iter().zip(&members);
        Ok(PopulationList {
            basis: view.basis.clone(),
            version: found.version,
            populations: populations.map(|(population, members)| PopulationSummary::of(population, members)).collect(),
        })
    }
}

impl Question for PopulationNamesQuestion {
    type Answer = Vec<PopulationName>;

    fn weight(answer: &Vec<PopulationName>) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Records(Topic::Populations)]
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<Vec<PopulationName>, Failure> {
        let found = app.populations().await?.populations.populations;
        Ok(found.into_iter().map(|Population { id, name, .. }| PopulationName { id, name }).collect())
    }
}

impl Question for PopulationQuestion {
    type Answer = PopulationCustomers;

    fn weight(answer: &PopulationCustomers) -> usize {
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

    async fn answer(&self, app: &App) -> Result<PopulationCustomers, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let (_, population) = company.population(&self.id, self.viewpoint.known_at).await?;
        let one = Populations { populations: vec![population] };
        let mut members = view.members(&one, true).await?.swap_remove(0);
        let summary = PopulationSummary::of(&one.populations[0], &members);
        members.sort_by_key(|member| std::cmp::Reverse(member.worth));
        let rows = members.into_iter().take(self.most.unwrap_or(usize::MAX)).map(PopulationRow::from);
        Ok(PopulationCustomers { basis: view.basis.clone(), summary, rows: rows.collect() })
    }
}

impl From<PopulationMember> for PopulationRow {
    fn from(member: PopulationMember) -> Self {
        let PopulationMember { customer, name, joined, worth } = member;
        Self { customer_id: customer, name, joined, value_minor: worth }
    }
}

impl App {
    /// The populations as they were written last.
    pub async fn populations(&self) -> Result<PopulationsVersion, Failure> {
        self.company().await?.populations(None).await
    }

    /// Saves the populations, as they are from now on, and gives the number of the version. A stage or a level that there is not is refused, and
    /// so is what was written after a version that is not the latest any more.
    pub async fn save_populations(&self, new: &Populations, seen: Option<i64>, by: &str) -> Result<i64, Failure> {
        let company = self.company().await?;
        let latest = company.records.documents::<Populations>().latest().await?.map_or(0, |latest| latest.version);
        // Whoever has not seen the latest version is told that first: what else is wrong may be mended there already.
        if let Some(seen) = seen.filter(|seen| *seen != latest) {
            return Err(RecordsError::VersionChanged { noun: Populations::NOUN, seen, latest }.into());
        }
        refuse_unanswerable(&company, new).await?;
        let details = VersionDetails { after: seen, ..VersionDetails::default() };
        Ok(company.records.documents().add(new, &details, &self.change(by)?).await?.version)
    }
}

/// Refuses populations that are not whole, or ask for a stage or a level that there is not.
pub(crate) async fn refuse_unanswerable(company: &Company, new: &Populations) -> Result<(), Failure> {
    new.check().map_err(Failure::input)?;
    let journey = company.records.documents::<Journey>().latest().await?.map(|latest| latest.value);
    let stages: Vec<&str> = journey.iter().flat_map(|journey| &journey.stages).map(|stage| stage.id.as_str()).collect();
    let levels: Vec<&str> = company.policy.value.levels.iter().map(|level| level.name.as_str()).collect();
    for population in &new.populations {
        for rule in &population.rules {
            refuse_unknown(population, rule, &stages, &levels)?;
        }
    }
    Ok(())
}

fn refuse_unknown(
    population: &Population,
    rule: &PopulationRule,
    stages: &[&str],
    levels: &[&str],
) -> Result<(), Failure> {
    let refuse = |said: &'static str, name: &str, known: &[&str]| {
        let said = message(said).with("population", &population.id).with("name", name);
        Err(Failure::input(said.with("known", if known.is_empty() { "-".to_owned() } else { known.join(", ") })))
    };
    if let Some(stage) = rule.stage.as_deref().filter(|stage| !stages.contains(stage)) {
        return refuse("failure-population-stage", stage, stages);
    }
    if let Some(level) = rule.level.iter().find(|level| !levels.contains(&level.as_str())) {
        return refuse("failure-population-level", level, levels);
    }
    Ok(())
}

impl Company {
    /// The populations as they were known at an instant; now, if none is given.
    pub(crate) async fn populations(&self, known_at: Option<Timestamp>) -> Result<PopulationsVersion, Failure> {
        let versions = self.records.documents::<Populations>().all().await?;
        let is_known =
            |version: &&DocumentVersion<Populations>| known_at.is_none_or(|instant| version.created_at <= instant);
        let latest = versions.into_iter().filter(|version| is_known(&version)).max_by_key(|version| version.version);
        Ok(latest.map_or_else(PopulationsVersion::default, |latest| PopulationsVersion {
            version: latest.version,
            populations: latest.value,
        }))
    }

    /// One of them, with the version it is of.
    pub(crate) async fn population(&self, id: &str, known_at: Option<Timestamp>) -> Result<(i64, Population), Failure> {
        let found = self.populations(known_at).await?;
        let population = found.populations.of(id).cloned();
        let said = || Failure::new(FailureKind::NotFound, message("failure-no-population").with("id", id));
        Ok((found.version, population.ok_or_else(said)?))
    }
}

impl View<'_> {
    /// Who belongs to each population.
    pub(crate) async fn members(
        &self,
        populations: &Populations,
        names: bool,
    ) -> Result<Vec<Vec<PopulationMember>>, Failure> {
        let attributes = populations.attributes();
        let mut ledger = self.ledger(&attributes);
        ledger.walk = Walk { names, ..ledger.walk };
        let stored = StoredJourney::of(&ledger.walk, &self.journey).await?;
        let source = JourneySource { walk: &ledger.walk, history: &self.journey, stored: stored.as_ref() };
        Ok(population_members(&ledger, source, &populations.populations)?)
    }

    /// How many touches name nobody; none of them are of a population.
    pub(crate) fn touches_without_customer(&self) -> u64 {
        if self.only.is_some() { 0 } else { touches_without_customer(&self.knowledge.touches) }
    }

    /// The same view of a population's customers alone. Closed books are of the whole company, so they are left aside.
    pub(crate) async fn narrowed_to(mut self, viewpoint: &Viewpoint) -> Result<Self, Failure> {
        let Some(id) = &viewpoint.population else { return Ok(self) };
        let (version, population) = self.company.population(id, viewpoint.known_at).await?;
        let name = population.name.clone();
        let members = self.members(&Populations { populations: vec![population] }, false).await?.swap_remove(0);
        let customers: CustomerSet = members.into_iter().map(|member| member.customer).collect();
        self.basis.population = Some(PopulationBasis { id: id.clone(), name, version, customers: customers.len() });
        self.only = Some(Arc::new(customers));
        self.basis.leaves_books_aside |= !self.books.closes.is_empty();
        self.books = Books::open();
        self.is_the_companys = false;
        Ok(self)
    }
}
