//! Reasons as a table.

use bellwether_model::HowKnown;

use super::{ReasonRow, Reasons};
use crate::table::{Cell, Column, Table, Tabular};

impl Tabular for Reasons {
    /// One row a reason, how it is known, and period.
    fn table(&self) -> Table {
        let columns =
            vec![Column::text("period"), Column::text("reason"), Column::text("how_known"), Column::figure("")];
        let row = |row: &ReasonRow| {
            vec![
                Cell::text(&row.period),
                Cell::text(&row.reason),
                Cell::optional(row.how_known.map(HowKnown::name)),
                Cell::Figure(row.figure, self.basis.currency),
            ]
        };
        Table::new(columns).with_rows(self.rows.iter().map(row)).stamped(self.basis.stamp())
    }
}
