//! Runs: lines that hide nothing, read at once.
//!
//! Most lines of most files hold no quote, and one of as many cells follows them. What is asked of each record alone can be asked of
//! their bytes as a whole. Whatever is out of the ordinary ends a run and is left to the reading of single records: a run never decides
//! what an odd line is.

use memchr::memchr2_iter;

/// Rows one behind the other, a line each.
#[derive(Default)]
pub(super) struct Run {
    /// Start and end of each cell, row by row.
    spans: Vec<(usize, usize)>,
    width: usize,
    rows: usize,
}

impl Run {
    /// Cuts the lines of a text without quotes and escapes into rows of `width` cells: at most so many, and up to the first that has
    /// another number of cells, is longer than `limit`, or `is_odd`. A row is taken if the line behind it has as many cells, too, for what
    /// follows a row may tell that it breaks off.
    pub fn cut(
        &mut self,
        text: &[u8],
        delimiter: u8,
        (width, limit, most): (usize, usize, usize),
        mut is_odd: impl FnMut(&[(usize, usize)]) -> bool,
    ) {
        self.spans.clear();
        self.width = width;
        let (mut start, mut rows) = (0, 0);
        for at in memchr2_iter(delimiter, b'\n', text) {
            let is_end = text[at] == b'\n';
            let end = if is_end && at > start && text[at - 1] == b'\r' { at - 1 } else { at };
            self.spans.push((start, end));
            start = at + 1;
            if !is_end {
                continue;
            }
            let row = &self.spans[rows * width..];
            if row.len() != width || end - row[0].0 > limit {
                break;
            }
            if rows == most || is_odd(row) {
                self.rows = rows;
                return;
            }
            rows += 1;
        }
        self.rows = rows.saturating_sub(1);
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Where the line behind its last row begins.
    pub fn end(&self) -> usize {
        self.spans.get(self.rows * self.width).map_or(0, |(start, _)| *start)
    }

    /// Start and end of a cell.
    pub fn cell(&self, row: usize, cell: usize) -> (usize, usize) {
        self.spans[row * self.width + cell]
    }
}

/// How many bytes of a text hide nothing: no quote, no escape, no NUL, and no line break but `\n` and `\r\n`. What their encoding is does
/// not matter here.
pub(super) fn plain_length(text: &[u8], quote: u8, escape: u8) -> usize {
    let end = memchr::memchr3(0, quote, escape, text).unwrap_or(text.len());
    let mut returns = memchr::memchr_iter(b'\r', &text[..end]);
    returns.find(|at| text.get(at + 1) != Some(&b'\n')).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, width: usize, most: usize) -> (Vec<Vec<&str>>, &str) {
        let mut run = Run::default();
        run.cut(text.as_bytes(), b',', (width, 20, most), |row| {
            row[0].0 < row[0].1 && text[row[0].0..].starts_with('!')
        });
        let cell = |row, cell| {
            let (start, end) = run.cell(row, cell);
            &text[start..end]
        };
        let rows = (0..run.rows()).map(|row| (0..width).map(|at| cell(row, at)).collect()).collect();
        (rows, &text[run.end()..])
    }

    #[test]
    fn a_run_ends_before_whatever_is_out_of_the_ordinary_and_the_row_before_it() {
        assert_eq!(rows("a,b\r\n,c\nd,e\n", 2, 9), (vec![vec!["a", "b"], vec!["", "c"]], "d,e\n"));
        assert_eq!(rows("a,b\nc,d\ne,f", 2, 9), (vec![vec!["a", "b"]], "c,d\ne,f"));
        assert_eq!(rows("a,b\nc,d\ne,f\n", 2, 1), (vec![vec!["a", "b"]], "c,d\ne,f\n"));
        for odd in ["e", "", "e,f,g", "e,123456789012345678901"] {
            let behind = format!("c,d\n{odd}\ng,h\ni,j\n");
            assert_eq!(rows(&format!("a,b\n{behind}"), 2, 9), (vec![vec!["a", "b"]], behind.as_str()), "{odd}");
        }
        // What is odd has the cells of a row, so that the one before it does not break off.
        assert_eq!(rows("a,b\nc,d\n!e,f\ng,h\n", 2, 9).1, "!e,f\ng,h\n");
        assert_eq!(rows("", 2, 9), (vec![], ""));
    }

    #[test]
    fn bytes_are_plain_up_to_a_quote_an_escape_a_nul_or_a_lone_return() {
        for end in ["\"", "\\", "\0", "\ra", "\r"] {
            assert_eq!(plain_length(format!("a,b\r\nc{end}").as_bytes(), b'"', b'\\'), 6, "{end:?}");
        }
        assert_eq!(plain_length("a,b\r\nc\n".as_bytes(), b'"', b'\\'), 7);
    }
}
