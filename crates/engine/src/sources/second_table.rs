//! Does another table begin in a row, with names of its own or with the same names in another order?
//!
//! Files are put together one behind the other. What stands behind other names means something else, so none of it is read by the first
//! ones: not to the end, or until those stand there again.

use super::shape::{ColumnShape, Shape};

/// What a row says about tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// Nothing.
    None,
    /// The first names once more.
    Again,
    /// The names of another table's columns.
    Other,
    /// It may be names, or a record with texts where figures are meant.
    Perhaps,
}

/// What a text may begin with, and is no part of its first cell.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A cell as it is compared with a name.
fn bare(cell: &str) -> String {
    cell.trim_start_matches('\u{feff}').trim().to_lowercase()
}

/// Knows names of columns when it sees them.
pub(super) struct Namer {
    names: Vec<String>,
    /// Whether the table has any.
    has_names: bool,
}

impl Namer {
    pub fn new(names: &[String], has_names: bool) -> Self {
        Self { names: names.iter().map(|name| bare(name)).collect(), has_names }
    }

    /// Whether a cell is the name of a column, as the first cell of a row of names is.
    pub fn is_name(&self, cell: &[u8]) -> bool {
        let cell = if cell.first() == Some(&0xef) { cell.strip_prefix(BYTE_ORDER_MARK).unwrap_or(cell) } else { cell };
        let is_it = |name: &String| name.len() == cell.len() && name.as_bytes().eq_ignore_ascii_case(cell);
        self.has_names && self.names.iter().any(is_it)
    }

    /// What a row is. `is_known` says of a cell that a record held it in its column.
    pub fn naming<'a>(
        &self,
        columns: &[ColumnShape],
        shapes: &[Shape],
        after_gap: bool,
        cell: impl Fn(usize) -> &'a str,
        is_known: impl Fn(usize, &str) -> bool,
    ) -> Naming {
        let cells: Vec<String> = (0..shapes.len()).map(|at| bare(cell(at))).collect();
        if self.has_names && cells == self.names {
            return Naming::Again;
        }
        let filled = || cells.iter().filter(|cell| !cell.is_empty());
        let of_table = filled().filter(|cell| self.names.contains(cell)).count();
        let are_distinct = cells.iter().enumerate().all(|(at, cell)| cell.is_empty() || !cells[..at].contains(cell));
        let typed = || columns.iter().zip(shapes).filter(|(column, _)| column.is_typed() || column.has_figures);
        let are_text = shapes.iter().all(|shape| shape.is_text() || *shape == Shape::Empty)
            && typed().all(|(_, shape)| shape.is_text());
        if !are_distinct || !are_text || (0..cells.len()).any(|at| is_known(at, cell(at))) {
            return Naming::None;
        }
        if self.has_names && of_table > 1 && of_table * 2 >= filled().count() {
            return Naming::Other;
        }
        let needed = if after_gap { 1 } else { 2 };
        if typed().count() < needed || filled().count() < cells.len() {
            return Naming::None;
        }
        // A record of three columns of figures or moments has none of them in figures by no chance, and no id without digits where all
        // ids have some.
        let has_digits = cells.iter().any(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()));
        let has_ids = columns.iter().any(|column| !column.is_typed() && column.pattern.is_some_and(|it| it.has_digits));
        if after_gap || (!has_digits && (has_ids || typed().count() > 2)) { Naming::Other } else { Naming::Perhaps }
    }
}
