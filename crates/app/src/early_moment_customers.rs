//! Which customers have just met an early moment?

use bellwether_engine::marts::journey::{JourneySource, StoredJourney};
use bellwether_engine::marts::moments::{self, MomentCustomer};
use bellwether_model::Day;
use bellwether_words::message;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::early_moments::MomentKind;
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::promises::RESTS_ON;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// Who has just met which moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EarlyMomentCustomersQuestion {
    /// The touchpoint, by its id or by what touches are called.
    pub touchpoint: String,
    /// Whether its promise was to be broken, or it is enough to have met it.
    pub kind: MomentKind,
    /// So many days, that of joining included, are the first ones of a life; in as many latest days it was met.
    pub first_days: u16,
    /// As many are told, those worth most first; absent: all.
    pub most: Option<usize>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// The customers who met a moment in the first days of their life and in the latest days, and are still there.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EarlyMomentCustomers {
    /// What the figures rest on.
    pub basis: Basis,
    /// The touchpoint.
    pub touchpoint: String,
    /// What they met there.
    pub kind: MomentKind,
    /// So many days are the first ones of a life, and the latest ones.
    pub first_days: u16,
    /// All of them, with what they are worth.
    pub customers: Figure,
    /// One by one, those worth most first.
    pub rows: Vec<EarlyMomentCustomer>,
}

/// A customer who has just met a moment.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EarlyMomentCustomer {
    /// The customer's id.
    pub customer_id: String,
    /// What it is called; null where no source says so.
    pub name: Option<String>,
    /// What it is worth, in whole minor units.
    pub value_minor: i64,
    /// The day of joining.
    pub joined_on: Day,
    /// The day of the moment: when the broken promise came due, or the touchpoint was first met.
    pub met_on: Day,
}

impl From<MomentCustomer> for EarlyMomentCustomer {
    fn from(found: MomentCustomer) -> Self {
        let MomentCustomer { customer, name, minor, joined, met_on } = found;
        Self { customer_id: customer, name, value_minor: minor, joined_on: joined, met_on }
    }
}

impl Tabular for EarlyMomentCustomers {
    /// One row a customer.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("customer_id"),
            Column::text("name"),
            Column::money("value_minor"),
            Column::day("joined_on"),
            Column::day("met_on"),
        ];
        let row = |row: &EarlyMomentCustomer| {
            vec![
                Cell::text(&row.customer_id),
                Cell::optional(row.name.clone()),
                Cell::Money(i128::from(row.value_minor), self.basis.currency),
                Cell::Day(row.joined_on),
                Cell::Day(row.met_on),
            ]
        };
        Table::new(columns).with_rows(self.rows.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for EarlyMomentCustomersQuestion {
    type Answer = EarlyMomentCustomers;

    fn weight(answer: &EarlyMomentCustomers) -> usize {
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

    async fn answer(&self, app: &App) -> Result<EarlyMomentCustomers, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let ledger = view.ledger(&[]);
        let stored = StoredJourney::of(&ledger.walk, &view.journey).await?;
        let source = JourneySource { walk: &ledger.walk, history: &view.journey, stored: stored.as_ref() };
        let question = moments::MomentCustomersQuestion {
            touchpoint: &self.touchpoint,
            contrast: self.kind.contrast(),
            most: self.most,
        };
        let found = moments::moment_customers(&ledger, source, question, view.early_span(self.first_days, None))?;
        if !found.is_met && view.touchpoint(&self.touchpoint).is_none() {
            let said = message("failure-no-touchpoint").with("touchpoint", &self.touchpoint);
            return Err(Failure::new(FailureKind::NotFound, said));
        }
        Ok(EarlyMomentCustomers {
            basis: view.basis.clone(),
            touchpoint: self.touchpoint.clone(),
            kind: self.kind,
            first_days: self.first_days,
            customers: found.customers.into(),
            rows: found.rows.into_iter().map(EarlyMomentCustomer::from).collect(),
        })
    }
}
