//! Past imports as a table.

use super::{PastImport, PastImports};
use crate::table::{Cell, Column, Table, Tabular};

impl Tabular for PastImports {
    /// One row for each import and undo, the latest first.
    fn table(&self) -> Table {
        let columns = vec![
            Column::whole("import"),
            Column::text("at"),
            Column::text("by"),
            Column::text("fact"),
            Column::text("source"),
            Column::text("files"),
            Column::whole("added"),
            Column::whole("replaced"),
            Column::whole("unchanged"),
            Column::whole("rejected"),
            Column::whole("withdrawn"),
            Column::whole("undoes"),
            Column::whole("undone_by"),
            Column::whole("odd"),
        ];
        let whole = |number: u64| Cell::Whole(number.cast_signed());
        let optional = |number: Option<i64>| number.map_or(Cell::Absent, Cell::Whole);
        let row = |past: &PastImport| {
            vec![
                Cell::Whole(past.number),
                Cell::moment(past.at),
                Cell::optional(past.by.as_ref()),
                Cell::text(&past.fact),
                Cell::text(&past.source),
                Cell::text(past.files.join(", ")),
                whole(past.added),
                whole(past.replaced),
                whole(past.unchanged),
                whole(past.rejected),
                whole(past.withdrawn),
                optional(past.undoes),
                optional(past.undone_by),
                whole(past.oddities.len() as u64),
            ]
        };
        Table::new(columns).with_rows(self.imports.iter().map(row))
    }
}
