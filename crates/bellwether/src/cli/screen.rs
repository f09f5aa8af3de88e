//! How a table reads at a terminal: aligned text under headings in words.

use comfy_table::{LineStyle, TableStyle};

use crate::figures;
use bellwether_app::table::{Cell, Column, Shape, Table};
use bellwether_app::{Basis, Figure};

/// A table as people at a terminal get it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Screen {
    /// The line above it; may be empty.
    title: String,
    /// A heading for each column.
    headings: Vec<String>,
    table: Table,
}

impl Screen {
    /// Customers and money beside each other, headed by the columns' names in words.
    pub(crate) fn of(table: Table) -> Self {
        let table = table.flat();
        let in_words = |column: &Column| column.name.strip_suffix("_minor").unwrap_or(&column.name).replace('_', " ");
        Self { title: String::new(), headings: table.columns().iter().map(in_words).collect(), table }
    }

    /// The same, headed by the columns' names as they are written.
    pub(crate) fn by_name(table: Table) -> Self {
        let headings = table.columns().iter().map(|column| column.name.clone()).collect();
        Self { headings, ..Self::of(table) }
    }

    /// Two lines for a row: customers above, money below.
    pub(crate) fn in_two_lines(table: &Table, basis: &Basis) -> Self {
        Self::in_two_lines_with(table, basis, |_, figure| plain(figure, basis))
    }

    /// The same, with figures written as `write` says.
    pub(crate) fn in_two_lines_with(
        table: &Table,
        basis: &Basis,
        write: impl Fn(&Column, Figure) -> [Cell; 2],
    ) -> Self {
        let columns = table.columns();
        let first = columns.iter().position(|column| column.shape == Shape::Figure).unwrap_or(columns.len());
        let one_line = |column: &Column| match column.shape {
            Shape::Figure => Column::whole(&column.name),
            _ => column.clone(),
        };
        let mut headed: Vec<Column> = columns.iter().map(one_line).collect();
        headed.insert(first, Column::text("in"));
        let mut lines = Table::new(headed);
        for row in table.rows() {
            let (mut above, mut below): (Vec<Cell>, Vec<Cell>) = row
                .iter()
                .zip(columns)
                .map(|(cell, column)| match cell {
                    Cell::Figure(figure, _) => write(column, *figure).into(),
                    cell => (cell.clone(), Cell::Absent),
                })
                .unzip();
            above.insert(first, Cell::text(&basis.noun_plural));
            below.insert(first, Cell::text(basis.currency.code()));
            lines.push(above);
            lines.push(below);
        }
        Self::of(lines)
    }

    /// With a line above it.
    pub(crate) fn titled(self, title: impl Into<String>) -> Self {
        Self { title: title.into(), ..self }
    }

    /// With another heading, where a column's name in words is not good enough.
    pub(crate) fn headed(mut self, name: &str, heading: impl Into<String>) -> Self {
        if let Some(place) = self.table.columns().iter().position(|column| column.name == name) {
            self.headings[place] = heading.into();
        }
        self
    }

    /// Its title, then words to the left, figures to the right.
    pub(crate) fn text(&self) -> String {
        let mut screen = comfy_table::Table::new();
        let line_below_headings = LineStyle::none().fill('─').junction('─');
        screen.load_style(TableStyle::new().header_separator(line_below_headings));
        screen.set_content_arrangement(comfy_table::ContentArrangement::Disabled);
        screen.set_header(self.headings.iter().map(comfy_table::Cell::new));
        for row in self.table.rows() {
            screen.add_row(row.iter().map(written));
        }
        for (place, column) in self.table.columns().iter().enumerate() {
            if let Some(drawn) = screen.column_mut(place) {
                drawn.set_padding((0, 1));
                if column.shape != Shape::Text {
                    drawn.set_cell_alignment(comfy_table::CellAlignment::Right);
                }
            }
        }
        let title = if self.title.is_empty() { String::new() } else { format!("{}\n", self.title) };
        let lines: Vec<_> = screen.lines().map(|line| line.trim_end().to_owned()).collect();
        format!("{title}{}\n", lines.join("\n"))
    }
}

/// A figure as two cells.
pub(crate) fn plain(figure: Figure, basis: &Basis) -> [Cell; 2] {
    [Cell::Whole(figure.customers), Cell::Money(figure.minor, basis.currency)]
}

/// A cell as people read it.
fn written(cell: &Cell) -> String {
    match cell {
        Cell::Absent => String::new(),
        // A customer's own text must not move the cursor or colour the terminal.
        Cell::Text(text) => text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
        Cell::Whole(number) => figures::whole(i128::from(*number)),
        Cell::Number(number) => number.to_string(),
        Cell::Money(minor, currency) => figures::money(*minor, *currency),
        Cell::Day(day) => day.to_string(),
        Cell::Figure(figure, currency) => {
            format!("{} / {}", figures::whole(figure.customers.into()), figures::money(figure.minor, *currency))
        }
    }
}
