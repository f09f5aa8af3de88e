//! Is a row that has a cell more or less than the others one whose last cell is empty, or one that is shifted?
//!
//! Such a row is read only if there is one way to read it: with its last cell empty it looks like the others, and with a
//! delimiter lost or gained anywhere else it does not.

use super::super::shape::{ColumnShape, row_fits};

/// Whether a row of a cell less than there are columns lacks its last, empty cell.
pub(super) fn lacks_last(columns: &[ColumnShape], cells: &[&str]) -> bool {
    let Some(last) = cells.len().checked_sub(1) else { return false };
    if cells.len() + 1 != columns.len() || columns[last + 1].is_typed() || !row_fits(columns, cells.iter().copied()) {
        return false;
    }
    // Had the delimiter between two cells been lost, they would stand in one here, and those behind it a column to the left.
    !(0..cells.len()).any(|lost| {
        let behind = cells[lost + 1..].iter().copied();
        splits(cells[lost], columns[lost], columns[lost + 1]) && row_fits(&columns[lost + 2..], behind)
    })
}

/// Whether a row of a cell more than there are columns has an empty one at its end.
pub(super) fn has_one_more(columns: &[ColumnShape], cells: &[&str]) -> bool {
    let width = columns.len();
    if cells.len() != width + 1 || !cells[width].is_empty() || !row_fits(columns, cells.iter().copied()) {
        return false;
    }
    // Had a delimiter been added elsewhere, the cells around it would be one.
    !(0..width - 1).any(|added| {
        let one = format!("{}{}", cells[added], cells[added + 1]);
        columns[added].fits(&one)
            && row_fits(&columns[..added], cells.iter().copied())
            && row_fits(&columns[added + 1..], cells[added + 2..].iter().copied())
    })
}

/// Whether a cell can be two that look like those of their columns.
fn splits(cell: &str, left: ColumnShape, right: ColumnShape) -> bool {
    // A figure or a moment that is whole is not two cells, but for one that is followed by text.
    if left.is_typed() && left.fits(cell) && !right.is_typed() {
        return false;
    }
    cell.char_indices().map(|(at, _)| at).chain([cell.len()]).any(|at| {
        let (before, after) = cell.split_at(at);
        left.fits(before) && right.fits(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<ColumnShape> {
        let column = |cells: &[&'static str]| ColumnShape::of(cells.iter().copied());
        vec![
            column(&["A1", "A2", "A3", "A4"]),
            column(&["Anna Lee", "Bo", "Cy", "Di"]),
            column(&["1.50", "2", "3", "4"]),
            column(&["a note", "", "", "x"]),
        ]
    }

    #[test]
    fn a_row_is_read_if_only_its_last_cell_can_be_missing() {
        assert!(lacks_last(&columns(), &["A7", "Anna", "30.00"]));
        assert!(!lacks_last(&columns(), &["A7 Anna", "30.00", "x"]));
        assert!(!lacks_last(&columns(), &["A7", "Anna 30.00", "x"]));
        let texts = [columns()[1], columns()[1], columns()[1]];
        assert!(!lacks_last(&texts, &["Anna", "Bo"]));
    }

    #[test]
    fn a_row_is_read_if_only_its_last_cell_can_be_too_much() {
        assert!(has_one_more(&columns(), &["A7", "Anna", "30.00", "x", ""]));
        assert!(!has_one_more(&columns(), &["A7", "An", "na", "30.00", ""]));
        assert!(!has_one_more(&columns(), &["A7", "Anna", "30.00", "x", "y"]));
    }
}
