//! How many customers, and how much of their value, stayed of those who joined together?
use bellwether_model::Grain;
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

/// Those who joined together in periods of which length.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CohortsQuestion {
    /// The length of a period.
    pub grain: Grain,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// Those who joined together, and who of them stayed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Cohorts {
    /// What the figures rest on.
    pub basis: Basis,
    /// Oldest first.
    pub cohorts: Vec<Cohort>,
}

/// The customers who were `new` in one period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Cohort {
    /// The label of the period in which they joined.
    pub joined: String,
    /// How many joined, with the value they joined with.
    pub size: Figure,
    /// Those active at the end of the period of joining, of the one after it, and so on.
    pub kept: Vec<Figure>,
}

impl Tabular for Cohorts {
    /// One row a cohort and period since joining.
    fn table(&self) -> Table {
        let currency = self.basis.currency;
        let columns = vec![
            Column::text("joined"),
            Column::whole("periods_since"),
            Column::figure("joined"),
            Column::figure("kept"),
        ];
        let rows = self.cohorts.iter().flat_map(|cohort| {
            cohort.kept.iter().enumerate().map(move |(since, kept)| {
                vec![
                    Cell::text(&cohort.joined),
                    Cell::Whole(since as i64),
                    Cell::Figure(cohort.size, currency),
                    Cell::Figure(*kept, currency),
                ]
            })
        });
        Table::new(columns).with_rows(rows).stamped(self.basis.stamp())
    }
}

impl Question for CohortsQuestion {
    type Answer = Cohorts;

    fn weight(answer: &Cohorts) -> usize {
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

    async fn answer(&self, app: &App) -> Result<Cohorts, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let cohorts = view.ledger(&[]).cohorts(self.grain, view.first)?;
        let cohorts = cohorts.into_iter().map(|cohort| Cohort {
            joined: view.calendar.label(cohort.joined),
            size: cohort.start.into(),
            kept: cohort.kept.into_iter().map(Figure::from).collect(),
        });
        Ok(Cohorts { basis: view.basis.clone(), cohorts: cohorts.collect() })
    }
}
