//! To which customers was a promise kept, or broken?

use bellwether_engine::marts::journey::{JourneySource, StoredJourney};
use bellwether_engine::marts::reliability::{self, CustomerPromise};
use bellwether_model::{Day, Grain, Verdict};
use bellwether_words::message;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::promises::RESTS_ON;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// The promises of whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PromiseCustomersQuestion {
    /// The touchpoint, by its id or by what touches are called.
    pub touchpoint: String,
    /// What became of them.
    pub state: PromiseState,
    /// The length of the period.
    pub grain: Grain,
    /// Its label; absent: the last one that is over.
    pub period: Option<String>,
    /// As many are told, those of the customers worth most first; absent: all.
    pub most: Option<usize>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// What became of a promise.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PromiseState {
    /// All that was promised was so.
    Kept,
    /// Something was not.
    Broken,
    /// It is not told yet.
    Open,
}

/// The customers to whom promises were kept or broken.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PromiseCustomers {
    /// What the figures rest on.
    pub basis: Basis,
    /// The period in which they came due; of open ones that in which the touch began.
    pub period: String,
    /// The touchpoint.
    pub touchpoint: String,
    /// What became of them.
    pub state: PromiseState,
    /// How many promises there are in all.
    pub promises: u64,
    /// All customers they were made to, with what those of them who are active are worth.
    pub customers: Figure,
    /// The promises one by one, those of the customers worth most first.
    pub rows: Vec<PromiseRow>,
}

/// A promise to a customer.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PromiseRow {
    /// The customer's id.
    pub customer_id: String,
    /// What it is called; null where no source says so.
    pub name: Option<String>,
    /// What it is worth, in whole minor units; 0 where it is not active.
    pub value_minor: i64,
    /// What its source calls the case.
    pub case_id: Option<String>,
    /// The department whose touch it was.
    pub silo: Option<String>,
    /// The day on which its touch began.
    pub started_on: Day,
    /// The day on which the promise counts: when it is due.
    pub due_on: Day,
    /// The moment at which it was done; null where it is not.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Timestamp>,
}

impl PromiseState {
    /// Its name in addresses and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// That of a promise which counts on a day, as of another one: until it counts it is not told.
    pub(crate) fn as_of(verdict: Verdict, counts_on: Day, as_of: Day) -> Self {
        match verdict {
            Verdict::Kept if counts_on <= as_of => Self::Kept,
            Verdict::Broken if counts_on <= as_of => Self::Broken,
            _ => Self::Open,
        }
    }

    fn verdict(self) -> Verdict {
        match self {
            Self::Kept => Verdict::Kept,
            Self::Broken => Verdict::Broken,
            Self::Open => Verdict::Open,
        }
    }
}

impl From<CustomerPromise> for PromiseRow {
    fn from(found: CustomerPromise) -> Self {
        Self {
            customer_id: found.customer,
            name: found.name,
            value_minor: found.minor,
            case_id: found.case,
            silo: found.silo,
            started_on: found.started_on,
            due_on: found.counts_on,
            done_at: found.done_at.and_then(|at| Timestamp::from_microsecond(at).ok()),
        }
    }
}

impl Tabular for PromiseCustomers {
    /// One row a promise.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("customer_id"),
            Column::text("name"),
            Column::money("value_minor"),
            Column::text("case_id"),
            Column::text("silo"),
            Column::day("started_on"),
            Column::day("due_on"),
            Column::text("done_at"),
        ];
        let row = |row: &PromiseRow| {
            vec![
                Cell::text(&row.customer_id),
                Cell::optional(row.name.clone()),
                Cell::Money(i128::from(row.value_minor), self.basis.currency),
                Cell::optional(row.case_id.clone()),
                Cell::optional(row.silo.clone()),
                Cell::Day(row.started_on),
                Cell::Day(row.due_on),
                Cell::optional(row.done_at.map(|at| at.to_string())),
            ]
        };
        Table::new(columns).with_rows(self.rows.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for PromiseCustomersQuestion {
    type Answer = PromiseCustomers;

    fn weight(answer: &PromiseCustomers) -> usize {
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

    async fn answer(&self, app: &App) -> Result<PromiseCustomers, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let period = view.period_asked(self.grain, self.period.as_deref())?;
        let ledger = view.ledger(&[]);
        let stored = StoredJourney::of(&ledger.walk, &view.journey).await?;
        let source = JourneySource { walk: &ledger.walk, history: &view.journey, stored: stored.as_ref() };
        let question = reliability::CustomersQuestion {
            touchpoint: &self.touchpoint,
            period,
            verdict: self.state.verdict(),
            most: self.most,
        };
        let found = reliability::promise_customers(&ledger, source, question)?;
        let label = view.calendar.label(period);
        if found.promises == 0 && view.touchpoint(&self.touchpoint).is_none() {
            let said = message("failure-no-touches").with("touchpoint", &self.touchpoint);
            return Err(Failure::new(FailureKind::NotFound, said.with("period", label)));
        }
        Ok(PromiseCustomers {
            basis: view.basis.clone(),
            period: label,
            touchpoint: self.touchpoint.clone(),
            state: self.state,
            promises: found.promises,
            customers: found.customers.into(),
            rows: found.rows.into_iter().map(PromiseRow::from).collect(),
        })
    }
}
