//! Why do two policies give different figures for the same data?
use bellwether_model::{Grain, MovementKind, Policy};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::company::View;
use crate::cursor;
use crate::failure::Failure;
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Stamp, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// Which two policies, and where they are held against each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BridgeQuestion {
    /// A preset or a version.
    pub from: String,
    /// The other preset or version.
    pub to: String,
    /// The length of a period.
    pub grain: Grain,
    /// The label of the only period wanted; absent: all.
    pub period: Option<String>,
    /// The last day that is counted; absent: that of the latest fact.
    pub as_of: Option<bellwether_model::Day>,
}

/// The sums of a bridge and its largest steps, so many at most.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BridgeSummaryQuestion {
    /// Which bridge.
    pub bridge: BridgeQuestion,
    /// Steps told at most.
    pub most: usize,
}

/// What a policy that is not saved yet would change beside the version `after`, month by month.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DraftQuestion {
    /// The version that the draft comes after.
    pub after: u32,
    /// The draft.
    pub draft: Policy,
    /// Steps told at most.
    pub most: usize,
}

/// The way from the first policy's figure to the second's, customer by customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// What the first policy's figures rest on.
    pub from: Basis,
    /// What the second policy's figures rest on.
    pub to: Basis,
    /// By period and customer, in the order of the definitions.
    pub steps: Vec<BridgeStep>,
    /// The sum of the steps.
    pub difference: Figure,
}

/// Why two policies give different figures, customer by customer, with nothing unexplained.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BridgePage {
    /// What the first policy's figures rest on.
    pub from: Basis,
    /// What the second policy's figures rest on.
    pub to: Basis,
    /// The sum of all steps, on whatever page.
    pub difference: Figure,
    /// Some of the steps, in their order.
    pub steps: Vec<BridgeStep>,
    /// The cursor of the next page: the number of steps before it; null on the last.
    #[serde(serialize_with = "cursor::serialize")]
    #[schema(value_type = Option<String>)]
    pub next: Option<usize>,
}

/// One customer's part of the difference.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BridgeStep {
    /// The period's label.
    pub period: String,
    /// The customer's id.
    pub customer_id: String,
    /// What moves.
    pub kind: MovementKind,
    /// The definition that makes the difference.
    pub definition: String,
    /// What it counts before.
    pub from: Figure,
    /// What it counts afterwards.
    pub to: Figure,
}

/// The bridge in the currency of the first policy: two currencies cannot be held against each other.
fn built(view: &View<'_>, to: &Policy, named: String, grain: Grain, period: Option<&str>) -> Result<Bridge, Failure> {
    let in_one_currency = Policy { currency: view.basis.currency, ..to.clone() };
    let wanted = period.map(|label| view.period(grain, label)).transpose()?;
    let bridge = view.ledger(&[]).bridge(&in_one_currency, grain, view.first)?;
    let mut steps = Vec::new();
    for row in bridge.rows.iter().filter(|row| wanted.is_none_or(|period| period == row.period)) {
        let changes = bridge.definitions.iter().zip(row.figures.windows(2));
        for (definition, pair) in changes.filter(|(_, pair)| pair[0] != pair[1]) {
            steps.push(BridgeStep {
                period: view.calendar.label(row.period),
                customer_id: row.customer.clone(),
                kind: row.kind,
                definition: definition.clone(),
                from: pair[0].into(),
                to: pair[1].into(),
            });
        }
    }
    let leaves_books_aside = view.basis.leaves_books_aside || !view.books.closes.is_empty();
    let from = Basis { leaves_books_aside, ..view.basis.clone() };
    let to = Basis {
        policy: named,
        noun: to.customer_noun.clone(),
        noun_plural: to.customer_noun_plural.clone(),
        ..from.clone()
    };
    let difference = match (wanted, bridge.closing.first(), bridge.closing.last()) {
        (None, Some(first), Some(last)) => {
            Figure { customers: last.customers - first.customers, minor: last.minor - first.minor }
        }
        _ => steps.iter().map(BridgeStep::net).sum(),
    };
    Ok(Bridge { from, to, steps, difference })
}

/// What people are told of a bridge: not each of what may be millions of steps.
#[derive(Clone, Debug, PartialEq)]
pub struct BridgeSummary {
    /// What the first policy's figures rest on.
    pub from: Basis,
    /// What the second policy's figures rest on.
    pub to: Basis,
    /// The sum of all steps.
    pub difference: Figure,
    /// How many steps there are.
    pub steps: usize,
    /// What each definition adds.
    pub by_definition: Vec<DefinitionSum>,
    /// Those of most value.
    pub largest: Vec<BridgeStep>,
}

/// What one definition adds to the difference between two policies.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinitionSum {
    /// The definition's name.
    pub definition: String,
    /// How many steps rest on it.
    pub steps: usize,
    /// The sum of its steps.
    pub net: Figure,
}

impl Bridge {
    /// The steps after the first `skip`, `most` of them at most; none where there are not so many.
    #[must_use]
    pub fn page(&self, skip: usize, most: usize) -> Option<BridgePage> {
        let following = self.steps.get(skip..)?;
        Some(BridgePage {
            from: self.from.clone(),
            to: self.to.clone(),
            difference: self.difference,
            steps: following.iter().take(most).cloned().collect(),
            next: (following.len() > most).then_some(skip + most),
        })
    }

    /// The sums, and the largest steps, `most` of them at most.
    #[must_use]
    pub fn summary(self, most: usize) -> BridgeSummary {
        BridgeSummary {
            by_definition: self.by_definition(),
            largest: self.largest(most).into_iter().cloned().collect(),
            steps: self.steps.len(),
            from: self.from,
            to: self.to,
            difference: self.difference,
        }
    }

    /// The steps added up by the definition they rest on, in the order of the document.
    #[must_use]
    pub fn by_definition(&self) -> Vec<DefinitionSum> {
        let mut sums: Vec<DefinitionSum> = Vec::new();
        for step in &self.steps {
            let at = sums.iter().position(|sum| sum.definition == step.definition).unwrap_or_else(|| {
                let definition = step.definition.clone();
                sums.push(DefinitionSum { definition, steps: 0, net: Figure::default() });
                sums.len() - 1
            });
            sums[at].steps += 1;
            sums[at].net = sums[at].net + step.net();
        }
        sums
    }

    /// The steps of most value first.
    #[must_use]
    pub fn largest(&self, most: usize) -> Vec<&BridgeStep> {
        let mut largest: Vec<&BridgeStep> = self.steps.iter().collect();
        largest.sort_by_key(|step| {
            let net = step.net();
            std::cmp::Reverse((net.minor.abs(), net.customers.abs()))
        });
        largest.truncate(most);
        largest
    }
}

impl Tabular for Bridge {
    /// One row a step.
    fn table(&self) -> Table {
        steps_table(&self.steps, [&self.from, &self.to])
    }
}

impl Tabular for BridgeSummary {
    /// One row for each of the largest steps.
    fn table(&self) -> Table {
        steps_table(&self.largest, [&self.from, &self.to])
    }
}

impl BridgeSummary {
    /// One row a definition, with what it adds to the difference.
    #[must_use]
    pub fn definitions_table(&self) -> Table {
        let columns = vec![Column::text("definition"), Column::whole("differences"), Column::figure("")];
        let row = |sum: &DefinitionSum| {
            let net = Cell::Figure(sum.net, self.from.currency);
            vec![Cell::text(&sum.definition), Cell::Whole(sum.steps as i64), net]
        };
        Table::new(columns).with_rows(self.by_definition.iter().map(row)).stamped(stamp([&self.from, &self.to]))
    }
}

fn steps_table(steps: &[BridgeStep], [from, to]: [&Basis; 2]) -> Table {
    let columns = vec![
        Column::text("period"),
        Column::text("customer_id"),
        Column::text("kind"),
        Column::text("definition"),
        Column::figure("a"),
        Column::figure("b"),
    ];
    let row = |step: &BridgeStep| {
        vec![
            Cell::text(&step.period),
            Cell::text(&step.customer_id),
            Cell::text(step.kind.name()),
            Cell::text(&step.definition),
            Cell::Figure(step.from, from.currency),
            Cell::Figure(step.to, from.currency),
        ]
    };
    Table::new(columns).with_rows(steps.iter().map(row)).stamped(stamp([from, to]))
}

/// A bridge rests on two policies.
fn stamp([from, to]: [&Basis; 2]) -> Stamp {
    vec![
        ("currency", from.currency.to_string()),
        ("as_of", to.as_of.to_string()),
        ("a", from.policy.clone()),
        ("b", to.policy.clone()),
    ]
}

impl BridgeStep {
    /// What the step adds to the customer base: arrivals count up, losses down, and value as it is.
    #[must_use]
    pub fn net(&self) -> Figure {
        let sign = match self.kind {
            MovementKind::New | MovementKind::WonBack => 1,
            MovementKind::Lost => -1,
            _ => 0,
        };
        Figure { customers: sign * (self.to.customers - self.from.customers), minor: self.to.minor - self.from.minor }
    }
}

impl Question for BridgeQuestion {
    type Answer = Bridge;

    fn weight(answer: &Bridge) -> usize {
        weight(&answer.steps)
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

    async fn answer(&self, app: &App) -> Result<Bridge, Failure> {
        let company = app.company().await?;
        let viewpoint = Viewpoint { policy: Some(self.from.clone()), as_of: self.as_of, ..Viewpoint::default() };
        let view = app.view(&company, &viewpoint).await?;
        let (to, named, _) = company.named_policy(Some(&self.to)).await?;
        built(&view, &to, named, self.grain, self.period.as_deref())
    }
}

impl Question for DraftQuestion {
    type Answer = BridgeSummary;

    fn weight(answer: &BridgeSummary) -> usize {
        weight(&answer.largest) + size_of_val(answer.by_definition.as_slice())
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

    async fn answer(&self, app: &App) -> Result<BridgeSummary, Failure> {
        self.draft.check().map_err(Failure::input)?;
        let company = app.company().await?;
        let viewpoint = Viewpoint { policy: Some(self.after.to_string()), ..Viewpoint::default() };
        let view = app.view(&company, &viewpoint).await?;
        Ok(built(&view, &self.draft, "the draft".to_owned(), Grain::Month, None)?.summary(self.most))
    }
}

impl Question for BridgeSummaryQuestion {
    type Answer = BridgeSummary;

    fn weight(answer: &BridgeSummary) -> usize {
        weight(&answer.largest) + size_of_val(answer.by_definition.as_slice())
    }

    fn rests_on(&self) -> &'static [Input] {
        self.bridge.rests_on()
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        self.bridge.effort()
    }

    async fn answer(&self, app: &App) -> Result<BridgeSummary, Failure> {
        Ok(app.ask(&self.bridge).await?.summary(self.most))
    }
}
