//! Are the quotes of a row in order?
//!
//! `csv-core` never fails: it reads `"a"b` as `ab` and forgets whether an empty cell was quoted. Here a quoted cell must end
//! where its quote ends, so that a stray quote cannot swallow rows unseen, and quoted empty cells (empty text) are told from
//! unquoted ones (no value).

use memchr::{memchr, memchr_iter};

const QUOTE: u8 = b'"';

/// A quote that is opened and not closed at the end of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    /// Where in the row the quote is opened.
    pub at: usize,
    /// Position of the cell that it opens.
    pub cell: usize,
}

/// Checks the quotes of a row and adds the positions of its quoted empty cells to `empty`.
pub(super) fn inspect(row: &[u8], delimiter: u8, empty: &mut Vec<usize>) -> Result<(), Stray> {
    let (mut from, mut cell) = (0, 0);
    while let Some(found) = memchr(QUOTE, &row[from..]) {
        let at = from + found;
        cell += memchr_iter(delimiter, &row[from..at]).count();
        let opens = at == 0 || row[at - 1] == delimiter;
        if !opens {
            from = at + 1;
            continue;
        }
        let Some(end) = closing(row, at + 1) else { return Err(Stray { at, cell }) };
        if row.get(end + 1).is_some_and(|next| *next != delimiter && !matches!(next, b'\r' | b'\n')) {
            return Err(Stray { at, cell });
        }
        if end == at + 1 {
            empty.push(cell);
        }
        from = end + 1;
    }
    Ok(())
}

/// Where the quote that closes a cell stands, doubled ones skipped.
fn closing(row: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let at = from + memchr(QUOTE, row.get(from..)?)?;
        if row.get(at + 1) != Some(&QUOTE) {
            return Some(at);
        }
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empties(row: &str) -> Result<Vec<usize>, Stray> {
        let mut empty = Vec::new();
        inspect(row.as_bytes(), b',', &mut empty).map(|()| empty)
    }

    #[test]
    fn quoted_empty_cells_are_told_from_unquoted_ones() {
        assert_eq!(empties("\"\",,a,\"\",\"x,\"\"y\",\"\"\r\n"), Ok(vec![0, 3, 5]));
    }

    #[test]
    fn quotes_inside_unquoted_cells_are_text() {
        assert_eq!(empties("5\" pipe,6\"\n"), Ok(vec![]));
    }

    #[test]
    fn a_quote_that_ends_before_its_cell_does_is_stray() {
        assert_eq!(empties("1,\"abc\"def,2"), Err(Stray { at: 2, cell: 1 }));
        assert_eq!(empties("1,2,\"abc"), Err(Stray { at: 4, cell: 2 }));
    }

    #[test]
    fn a_quote_closed_by_the_opening_quote_of_a_later_line_is_stray() {
        assert_eq!(empties("1,\"abc\n2,\"def\""), Err(Stray { at: 2, cell: 1 }));
    }
}
