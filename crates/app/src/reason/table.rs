//! Reasons and the codes of sources as tables.

use bellwether_model::HowKnown;

use super::{ReasonCodes, ReasonRow, Reasons, SourceCode};
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

impl Tabular for ReasonCodes {
    /// One row a code.
    fn table(&self) -> Table {
        let columns =
            vec![Column::text("source"), Column::text("code"), Column::text("reason"), Column::whole("facts")];
        let row = |code: &SourceCode| {
            let reason = Cell::optional(code.reason.as_deref());
            vec![Cell::text(&code.source), Cell::text(&code.code), reason, Cell::Whole(code.facts)]
        };
        Table::new(columns).with_rows(self.codes.iter().map(row))
    }
}
