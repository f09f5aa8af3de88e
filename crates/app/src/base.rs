//! Who makes up the customer base: how many, how long, how valuable, and on how few does the value rest?
use bellwether_engine::marts::ledger;
pub use bellwether_engine::marts::ledger::CustomerValue;
use bellwether_model::Day;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::Failure;
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// Who makes up the base, seen from where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BaseQuestion {
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// Who makes up the customer base.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Base {
    /// What the figures rest on.
    pub basis: Basis,
    /// All active customers.
    pub active: Figure,
    /// Tenths of the active customers, best first; those without a customer left out.
    pub deciles: Vec<Decile>,
    /// How few customers make up a share of the value.
    pub concentration: Vec<Concentration>,
    /// Active customers by whole years since they joined.
    pub tenure: Vec<Tenure>,
    /// What must be won merely to stand still.
    pub stand_still: Losses,
}

/// One tenth of the active customers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Decile {
    /// 1 for those worth most to 10 for those worth least.
    #[schema(minimum = 1, maximum = 10)]
    pub rank: usize,
    /// The customers in it, with what they are worth.
    pub figure: Figure,
    /// The smallest value in it.
    pub from_minor: i64,
}

/// The fewest customers who hold a share of the value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Concentration {
    /// The share of the value, in percent.
    pub percent: u8,
    /// The customers who hold it.
    pub figure: Figure,
}

/// Customers who joined equally many years ago.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Tenure {
    /// Whole years since they joined.
    pub years: i32,
    /// The customers, with what they are worth.
    pub figure: Figure,
}

/// What went in the twelve months up to the as-of. Money is signed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Losses {
    /// The first of the days.
    pub from: Day,
    /// The last of them.
    pub through: Day,
    /// The customers who were lost.
    pub lost: Figure,
    /// The customers who became worth less.
    pub less: Figure,
    /// What must be won merely to stand still, as positive numbers.
    pub to_replace: Figure,
}

/// Every customer's value, seen from where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CustomerValuesQuestion {
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// Every customer with what is known of its value, by id.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerValues {
    /// What the figures rest on.
    pub basis: Basis,
    /// The customers, by id.
    pub rows: Vec<CustomerValue>,
}

impl Tabular for Base {
    /// One row a figure: which part of the answer it belongs to, which of its rows it is, customers and money.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("part"),
            Column::whole("row"),
            Column::whole("customers"),
            Column::money("value_minor"),
            Column::money("from_minor"),
        ];
        let row = |part: &str, row: Option<i64>, figure: Figure, from: Option<i64>| {
            let money = |minor| Cell::Money(minor, self.basis.currency);
            vec![
                Cell::text(part),
                row.map_or(Cell::Absent, Cell::Whole),
                Cell::Whole(figure.customers),
                money(figure.minor),
                from.map_or(Cell::Absent, |minor| money(minor.into())),
            ]
        };
        let deciles = self.deciles.iter();
        let deciles = deciles.map(|tenth| row("tenth", Some(tenth.rank as i64), tenth.figure, Some(tenth.from_minor)));
        let concentration = self.concentration.iter();
        let concentration =
            concentration.map(|share| row("percent_of_value", Some(share.percent.into()), share.figure, None));
        let tenure =
            self.tenure.iter().map(|tenure| row("tenure_years", Some(tenure.years.into()), tenure.figure, None));
        let Losses { lost, less, to_replace, .. } = self.stand_still;
        Table::new(columns)
            .with_rows([row("active", None, self.active, None)])
            .with_rows(deciles.chain(concentration).chain(tenure))
            .with_rows([
                row("lost_in_twelve_months", None, lost, None),
                row("less_in_twelve_months", None, less, None),
                row("to_stand_still", None, to_replace, None),
            ])
            .stamped(self.basis.stamp())
    }
}

impl Tabular for CustomerValues {
    /// One row a customer, in the words of repeat-buying models.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("customer_id"),
            Column::day("joined"),
            Column::text("active"),
            Column::money("value_minor"),
            Column::day("lost_on"),
            Column::whole("frequency"),
            Column::whole("recency"),
            Column::whole("T"),
            Column::money("monetary_value_minor"),
            Column::whole("days_since_last"),
        ];
        let row = |row: &CustomerValue| {
            let money = |minor: i64| Cell::Money(minor.into(), self.basis.currency);
            vec![
                Cell::text(&row.customer),
                Cell::day(row.joined),
                Cell::text(if row.active { "yes" } else { "no" }),
                money(row.value),
                Cell::day(row.lost_on),
                Cell::Whole(row.frequency.into()),
                Cell::Whole(row.recency.into()),
                Cell::Whole(row.observed.into()),
                money(row.monetary_value),
                row.days_since_last.map_or(Cell::Absent, |days| Cell::Whole(days.into())),
            ]
        };
        Table::new(columns).with_rows(self.rows.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for BaseQuestion {
    type Answer = Base;

    fn weight(answer: &Base) -> usize {
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

    async fn answer(&self, app: &App) -> Result<Base, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let accounts = view.ledger(&[]);
        let audit = ledger::audit(&accounts.holdings()?, view.basis.as_of);
        let stand_still = accounts.yearly_loss()?;
        let deciles = audit.deciles.into_iter().filter(|decile| decile.amount.customers > 0);
        Ok(Base {
            basis: view.basis.clone(),
            active: audit.active.into(),
            deciles: deciles
                .map(|decile| Decile { rank: decile.rank, figure: decile.amount.into(), from_minor: decile.from_minor })
                .collect(),
            concentration: audit
                .concentration
                .into_iter()
                .map(|share| Concentration {
                    percent: share.percent,
                    figure: Figure { customers: share.count as i64, minor: share.sum },
                })
                .collect(),
            tenure: audit
                .tenure
                .into_iter()
                .map(|tenure| Tenure { years: tenure.years, figure: tenure.amount.into() })
                .collect(),
            stand_still: Losses {
                from: stand_still.from,
                through: stand_still.through,
                lost: stand_still.lost.into(),
                less: stand_still.less.into(),
                to_replace: stand_still.to_replace().into(),
            },
        })
    }
}

impl Question for CustomerValuesQuestion {
    type Answer = CustomerValues;

    fn weight(answer: &CustomerValues) -> usize {
        answer.rows.iter().map(|row| size_of_val(row) + row.customer.len()).sum()
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

    async fn answer(&self, app: &App) -> Result<CustomerValues, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let rows = view.ledger(&[]).customer_values()?;
        Ok(CustomerValues { basis: view.basis.clone(), rows })
    }
}
