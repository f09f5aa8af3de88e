//! `bellwether import --presets`

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::failure::Failure;
use bellwether_app::import::known_layouts;
use bellwether_app::table::{Cell, Column, Table};

/// Lists the documented layouts with the columns they are known by.
pub(super) fn run() -> Result<(), Failure> {
    let columns = ["preset", "layout", "rows", "known by", "documentation"];
    let mut table = Table::new(columns.map(Column::text).into());
    for layout in known_layouts() {
        let known_by = layout.columns.join(", ");
        let fact = layout.fact.to_string();
        table.push([layout.name, layout.title, fact, known_by, layout.documentation].map(Cell::text).into());
    }
    Answer { table, ..Answer::default() }.write(&AnswerOptions::default())
}
