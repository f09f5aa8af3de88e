//! Do the customers we have use us more or less than in the period before?
use bellwether_engine::marts::usage;
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

/// How the use of which periods, by which channels.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UsageQuestion {
    /// The length of a period.
    pub grain: Grain,
    /// Only touches by these channels count as use; empty: by any.
    pub channels: Vec<String>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// Who used us more and who less than in the period before.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Usage {
    /// What the figures rest on.
    pub basis: Basis,
    /// Whole periods, oldest first.
    pub lines: Vec<UsageLine>,
}

/// The customers active at the end of a period, by how often they used us in it beside the period before.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UsageLine {
    /// The period's label.
    pub period: String,
    /// Those who used us more than in the period before.
    pub more: Figure,
    /// Those who used us less.
    pub less: Figure,
    /// Those who used us as much.
    pub as_much: Figure,
    /// Those who were not active at the end of the period before.
    pub joined: Figure,
    /// All of them together.
    pub active: Figure,
}

impl UsageLine {
    /// The parts in their order, and all of them together.
    #[must_use]
    pub fn figures(&self) -> [Figure; 5] {
        [self.more, self.less, self.as_much, self.joined, self.active]
    }
}

impl Usage {
    /// The names of a line's parts, as its figures follow each other.
    pub const PARTS: [&str; 5] = ["used_more", "used_less", "as_much", "joined", "active"];
}

impl Tabular for Usage {
    /// One row a period.
    fn table(&self) -> Table {
        let columns = std::iter::once(Column::text("period")).chain(Self::PARTS.map(Column::figure));
        let row = |line: &UsageLine| {
            let figures = line.figures().map(|figure| Cell::Figure(figure, self.basis.currency));
            std::iter::once(Cell::text(&line.period)).chain(figures).collect()
        };
        Table::new(columns.collect()).with_rows(self.lines.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for UsageQuestion {
    type Answer = Usage;

    fn weight(answer: &Usage) -> usize {
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

    async fn answer(&self, app: &App) -> Result<Usage, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let ledger = view.ledger(&[]);
        let stored = usage::stored(&ledger.walk).await?;
        let usage = usage::usage(&ledger, stored.as_ref(), self.grain, view.first, &self.channels)?;
        let lines = usage.into_iter().map(|usage| {
            let parts = [usage.more, usage.less, usage.as_much, usage.joined].map(Figure::from);
            let [more, less, as_much, joined] = parts;
            let active = parts.into_iter().sum();
            UsageLine { period: view.calendar.label(usage.period), more, less, as_much, joined, active }
        });
        Ok(Usage { basis: view.basis.clone(), lines: lines.collect() })
    }
}
