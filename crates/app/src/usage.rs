//! Do the customers we have use us more or less than in the period before?
use bellwether_engine::marts::usage;
use bellwether_model::Grain;

use crate::app::App;
use crate::failure::Failure;
use crate::figure::Figure;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};

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

/// Usage, one line a whole period.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    pub basis: Basis,
    pub lines: Vec<UsageLine>,
}

/// The customers active at the end of a period, by how often they used us in it beside the period before.
#[derive(Clone, Debug, PartialEq)]
pub struct UsageLine {
    pub period: String,
    pub more: Figure,
    pub less: Figure,
    pub as_much: Figure,
    /// Those who were not active at the end of the period before.
    pub joined: Figure,
}

impl UsageLine {
    /// The parts in their order, and all of them together.
    #[must_use]
    pub fn figures(&self) -> [Figure; 5] {
        let parts = [self.more, self.less, self.as_much, self.joined];
        [parts[0], parts[1], parts[2], parts[3], parts.into_iter().sum()]
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

    fn rests_on(&self) -> &'static [Input] {
        Input::LEDGER
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
        let lines = usage.into_iter().map(|usage| UsageLine {
            period: view.calendar.label(usage.period),
            more: usage.more.into(),
            less: usage.less.into(),
            as_much: usage.as_much.into(),
            joined: usage.joined.into(),
        });
        Ok(Usage { basis: view.basis.clone(), lines: lines.collect() })
    }
}
