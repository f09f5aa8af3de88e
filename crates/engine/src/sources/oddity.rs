//! Is a row of the table's width no record: names once more, a second table, a total, a note?
//!
//! Such rows are rejected by name, so that none becomes a customer and none is lost unseen.

use super::shape::{ColumnShape, Shape};
use super::totals::{is_a_total, names_a_total};

/// What a row of the table's width is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    Record,
    /// All of its cells are empty.
    Blank,
    /// Something else, and what.
    Odd(String),
}

/// Tells records from other rows.
pub(super) struct RowJudge {
    names: Vec<String>,
    has_names: bool,
    columns: Vec<ColumnShape>,
    /// Whether rows may be totals or notes.
    has_totals: bool,
    /// The first column of figures or moments.
    probe: Option<usize>,
    /// Where another table begins, and whether a line that is no record stands before it.
    other_table: Option<(u64, bool)>,
}

impl RowJudge {
    /// `names` are those of a header, if `has_names`. Unless it `has_totals`, no row is taken for one.
    pub fn new(names: Vec<String>, has_names: bool, columns: Vec<ColumnShape>, has_totals: bool) -> Self {
        let probe = columns.iter().position(|column| column.is_typed());
        Self { names, has_names, columns, has_totals, probe, other_table: None }
    }

    /// Whether a row may be no record and should be looked at, by signs that cost little: how many of its cells are filled, and
    /// how some of them begin.
    pub fn may_be_odd(&self, filled: usize, first_byte: impl Fn(usize) -> Option<u8>) -> bool {
        let probed = self.probe.and_then(&first_byte).is_some_and(|byte| byte.is_ascii_alphabetic());
        let named = self.has_names && first_byte(0) == self.names.first().and_then(|name| name.bytes().next());
        filled * 2 <= self.names.len() || probed || named || self.other_table.is_some()
    }

    /// What a row is. `after_gap` says that something else than a record stands before it, `is_last` that nothing follows.
    pub fn judge<'a>(&mut self, line: u64, after_gap: bool, is_last: bool, cell: impl Fn(usize) -> &'a str) -> RowKind {
        let width = self.names.len();
        let shapes: Vec<Shape> = (0..width).map(|column| Shape::of(cell(column))).collect();
        let filled = shapes.iter().filter(|shape| **shape != Shape::Empty).count();
        if filled == 0 {
            return RowKind::Blank;
        }
        if self.has_names && self.names.iter().enumerate().all(|(column, name)| cell(column).trim() == name) {
            self.other_table = None;
            return RowKind::Odd(
                "the names of the columns stand here again; rows behind it are read as more of the same table"
                    .to_owned(),
            );
        }
        if let Some(kind) = self.of_other_table(line, after_gap, &shapes, &cell) {
            return kind;
        }
        if !self.has_totals {
            return RowKind::Record;
        }
        if self.is_total(&shapes, filled, is_last, &cell) {
            return RowKind::Odd(
                "the row reads like a total, not like a record; declare footer_rows = 0 if none is".to_owned(),
            );
        }
        let is_note =
            width > 2 && filled == 1 && (0..width).any(|at| !cell(at).is_empty() && !self.columns[at].fits(cell(at)));
        if is_note || self.misses_cells(&shapes) {
            return RowKind::Odd(format!(
                "the row reads like a note or a total: {filled} of its {width} cells are filled, and most that every other row \
                 fills are empty"
            ));
        }
        RowKind::Record
    }

    fn of_other_table<'a>(
        &mut self,
        line: u64,
        after_gap: bool,
        shapes: &[Shape],
        cell: &impl Fn(usize) -> &'a str,
    ) -> Option<RowKind> {
        let typed = || self.columns.iter().zip(shapes).filter(|(column, _)| column.is_typed());
        let fitting = typed().any(|(column, shape)| column.shape == Some(*shape));
        if self.other_table.is_some_and(|(_, after_gap)| !after_gap) && fitting {
            self.other_table = None;
        }
        if let Some((begin, _)) = self.other_table {
            return Some(RowKind::Odd(format!(
                "the row belongs to a second table that begins in row {begin}; import that table as a file of its own"
            )));
        }
        let needed = if after_gap { 1 } else { 2 };
        let cells: Vec<&str> = (0..shapes.len()).map(cell).collect();
        let is_names = typed().count() >= needed
            && typed().all(|(_, shape)| shape.is_text())
            && shapes.iter().all(|shape| shape.is_text())
            && cells.iter().enumerate().all(|(at, text)| !cells[..at].contains(text));
        if !is_names {
            return None;
        }
        self.other_table = Some((line, after_gap));
        Some(RowKind::Odd(
            "the row reads like the names of a second table's columns; import that table as a file of its own"
                .to_owned(),
        ))
    }

    fn is_total<'a>(&self, shapes: &[Shape], filled: usize, is_last: bool, cell: &impl Fn(usize) -> &'a str) -> bool {
        let text = |test: fn(&str) -> bool| (0..shapes.len()).any(|at| shapes[at].is_text() && test(cell(at)));
        shapes.len() > 1
            && ((filled * 2 <= shapes.len() && text(names_a_total))
                || (is_last && shapes[0].is_text() && is_a_total(cell(0)))
                || (self.misses_cells(shapes) && text(names_a_total)))
    }

    /// Whether most columns that are always filled are empty here.
    fn misses_cells(&self, shapes: &[Shape]) -> bool {
        let always = || self.columns.iter().zip(shapes).filter(|(column, _)| !column.has_empty && !column.is_empty);
        let empty = always().filter(|(_, shape)| **shape == Shape::Empty).count();
        empty > 2 && empty * 2 > always().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(row: &[&str], after_gap: bool, is_last: bool) -> RowKind {
        let names = ["id", "name", "amount", "date"].map(str::to_owned).to_vec();
        let column = |cells: &[&'static str]| ColumnShape::of(cells.iter().copied());
        let columns = vec![
            column(&["A1", "A2", "A3", "A4"]),
            column(&["Anna", "Bo Li", "Cy", "Di"]),
            column(&["1.50", "2", "3", "4"]),
            column(&["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"]),
        ];
        let mut judge = RowJudge::new(names, true, columns, true);
        judge.judge(9, after_gap, is_last, |at| row.get(at).copied().unwrap_or_default())
    }

    #[test]
    fn records_are_told_from_names_totals_notes_and_second_tables() {
        let odd = |row: &[&str], after_gap, is_last, word: &str| {
            let kind = kind_of(row, after_gap, is_last);
            assert!(matches!(&kind, RowKind::Odd(why) if why.contains(word)), "{row:?}: {kind:?}");
        };
        odd(&["id", "name", "amount", "date"], false, false, "names of the columns stand here again");
        odd(&["", "Summe: 1675", "", ""], false, false, "total");
        odd(&["Total", "", "1675", ""], false, false, "total");
        odd(&["Total", "of all", "1675", "2024-01-05"], false, true, "total");
        odd(&["Exported by Anna", "", "", ""], false, false, "note");
        odd(&["region", "manager", "phone", "since"], false, false, "second table");
        assert_eq!(kind_of(&["", " ", "", ""], false, true), RowKind::Blank);
        for record in [["A7", "Anna", "tbd", "2024-01-01"], ["A8", "", "5", "2024-01-01"], ["A9", "Total", "5", "open"]]
        {
            assert_eq!(kind_of(&record, false, false), RowKind::Record, "{record:?}");
        }
    }
}
