//! Is a row of the table's width no record: names once more, a second table, a total, a note?
//!
//! Such rows are rejected by name, so that none becomes a customer and none is lost unseen.

use std::collections::HashSet;

use super::DecimalMark;
use super::second_table::{Namer, Naming};
use super::shape::{ColumnShape, Pattern, Shape};
use super::sums::{Sum, Sums};
use super::totals::{Beginnings, Heading, heading, is_a_total, speaks_of_a_total};

/// What a row of the table's width is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    Record,
    /// All of its cells are empty.
    Blank,
    /// Something else, and what.
    Odd(String),
}

/// So many records whose texts are known tell a name that no other row has.
const KNOWN_ROWS: usize = 1 << 16;
/// So many figures add up to another by no chance.
const MANY: u64 = 12;

/// The texts that records hold in a column of text, as far as they were kept.
struct Texts {
    column: usize,
    known: HashSet<u64>,
}

/// Tells records from other rows.
///
/// Each row is looked at ([`may_be_odd`](Self::may_be_odd)), judged if it may be odd, and added if it is a record.
pub(super) struct RowJudge {
    names: Vec<String>,
    namer: Namer,
    columns: Vec<ColumnShape>,
    /// Whether rows may be totals or notes.
    has_totals: bool,
    /// The first column of figures or moments.
    probe: Option<usize>,
    /// Whether a record stands before the row: of a table without names, its first rows are behind no other table.
    has_records: bool,
    /// The line where another table begins, and whether a line that is no record stands before it or its names leave no doubt.
    other_table: Option<(u64, bool)>,
    sums: Sums,
    beginnings: Beginnings,
    texts: Vec<Texts>,
    /// How many records the texts are of, and those of the last one.
    text_rows: usize,
    last_texts: Vec<u64>,
}

impl RowJudge {
    /// `names` are those of a header, if `has_names`. Unless it `has_totals`, no row is taken for one. `mark` stands before decimals, if
    /// that is known.
    pub fn new(
        names: Vec<String>,
        has_names: bool,
        columns: Vec<ColumnShape>,
        has_totals: bool,
        mark: Option<DecimalMark>,
    ) -> Self {
        let probe = columns.iter().position(|column| column.is_typed() || column.has_figures);
        let sums = if has_totals && columns.len() > 1 { Sums::new(&names, &columns, mark) } else { Sums::none() };
        let is_text = |at: &usize| !columns[*at].is_typed() && !columns[*at].has_figures && !columns[*at].has_headings;
        let texts = (0..columns.len()).filter(is_text).map(|column| Texts { column, known: HashSet::new() }).collect();
        Self {
            namer: Namer::new(&names, has_names),
            names,
            columns,
            has_totals,
            probe,
            has_records: has_names,
            other_table: None,
            sums,
            beginnings: Beginnings::new(),
            texts,
            text_rows: 0,
            last_texts: Vec::new(),
        }
    }

    /// Looks at a row: whether it may be no record, by signs that cost little.
    pub fn may_be_odd<'a>(&mut self, cell: impl Fn(usize) -> &'a [u8]) -> bool {
        self.sums.look(&cell);
        let is_filled = |at: &usize| cell(*at).iter().any(|byte| *byte > b' ');
        let filled = (0..self.names.len()).filter(is_filled).count();
        let is_letter = |byte: u8| byte.is_ascii_alphabetic() || (byte >= 0x80 && !matches!(byte, 0xc2 | 0xe2));
        let probed = self.probe.and_then(|at| cell(at).first()).is_some_and(|byte| is_letter(*byte));
        filled * 2 <= self.names.len()
            || probed
            || self.other_table.is_some()
            || self.namer.is_name(cell(0))
            || (self.has_totals && (self.sums.sum().is_some() || self.has_heading(&cell)))
    }

    fn has_heading<'a>(&self, cell: impl Fn(usize) -> &'a [u8]) -> bool {
        self.texts.iter().map(|texts| cell(texts.column)).any(|cell| {
            self.beginnings.may_be_heading(cell) && std::str::from_utf8(cell).is_ok_and(|cell| heading(cell).is_some())
        })
    }

    /// Adds the row that was looked at last as a record.
    pub fn add<'a>(&mut self, cell: impl Fn(usize) -> &'a [u8]) {
        self.sums.add();
        self.has_records = true;
        if self.text_rows >= KNOWN_ROWS || !self.has_totals {
            return;
        }
        for (texts, hash) in self.texts.iter_mut().zip(self.last_texts.drain(..)) {
            texts.known.insert(hash);
        }
        self.last_texts.extend(self.texts.iter().map(|texts| text_hash(cell(texts.column))));
        self.text_rows += 1;
    }

    /// Takes the row out again that was added last.
    pub fn retract(&mut self) {
        self.sums.retract();
        self.last_texts.clear();
    }

    /// What a row is that was looked at. `after_gap` says that something else than a record stands before it, `is_last` that nothing
    /// follows.
    pub fn judge<'a>(&mut self, line: u64, after_gap: bool, is_last: bool, cell: impl Fn(usize) -> &'a str) -> RowKind {
        let width = self.names.len();
        let shapes: Vec<Shape> = (0..width).map(|column| Shape::of(cell(column))).collect();
        let filled = shapes.iter().filter(|shape| **shape != Shape::Empty).count();
        if filled == 0 {
            return RowKind::Blank;
        }
        if let Some(why) = self.of_other_table(line, after_gap, &shapes, &cell) {
            return RowKind::Odd(why);
        }
        if !self.has_totals {
            return RowKind::Record;
        }
        let is_total = self.is_total(&shapes, filled, is_last, &cell);
        let sum = self.sums.sum().filter(|sum| self.is_sum(*sum, &shapes, is_last, &cell));
        if is_total || sum.is_some() {
            let of_rows =
                |sum: Sum| format!(": its '{}' is the sum of {} rows above it", self.names[sum.column], sum.count);
            let why = self.sums.sum().map_or_else(String::new, of_rows);
            self.sums.close(self.sums.sum());
            return RowKind::Odd(format!(
                "the row reads like a total, not like a record{why}; declare footer_rows = 0 if none is"
            ));
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

    /// What a row is that names columns, or stands behind names of others.
    fn of_other_table<'a>(
        &mut self,
        line: u64,
        after_gap: bool,
        shapes: &[Shape],
        cell: &impl Fn(usize) -> &'a str,
    ) -> Option<String> {
        if !self.has_records {
            return None;
        }
        let naming = self.namer.naming(&self.columns, shapes, after_gap, cell, |at, text| self.is_known(at, text));
        if naming == Naming::Again {
            self.other_table = None;
            return Some(
                "the names of the columns stand here again; rows behind it are read as more of the same table"
                    .to_owned(),
            );
        }
        let fitting =
            || self.columns.iter().zip(shapes).any(|(column, shape)| column.is_typed() && column.shape == Some(*shape));
        if self.other_table.is_some_and(|(_, is_sure)| !is_sure) && fitting() {
            self.other_table = None;
        }
        if let Some((begin, _)) = self.other_table.filter(|_| naming != Naming::Other) {
            return Some(format!(
                "the row belongs to a second table that begins in row {begin}; import that table as a file of its own"
            ));
        }
        if naming == Naming::None {
            return None;
        }
        self.other_table = Some((line, naming == Naming::Other));
        Some(
            "the row reads like the names of a second table's columns; import that table as a file of its own"
                .to_owned(),
        )
    }

    /// Whether the words of a row say that it is a total.
    fn is_total<'a>(&self, shapes: &[Shape], filled: usize, is_last: bool, cell: &impl Fn(usize) -> &'a str) -> bool {
        let text = |test: fn(&str) -> bool| (0..shapes.len()).any(|at| shapes[at].is_text() && test(cell(at)));
        let headings = self.texts.iter().filter_map(|texts| heading(cell(texts.column)));
        let heading = headings.max();
        shapes.len() > 1
            && ((filled * 2 <= shapes.len() && text(speaks_of_a_total))
                || (is_last && shapes[0].is_text() && is_a_total(cell(0)))
                || (self.misses_cells(shapes) && text(speaks_of_a_total))
                || heading == Some(Heading::Sure)
                || (heading.is_some() && (is_last || self.differs(shapes, cell))))
    }

    /// Whether a figure that is the sum of those above it says so by no chance.
    fn is_sum<'a>(&self, sum: Sum, shapes: &[Shape], is_last: bool, cell: &impl Fn(usize) -> &'a str) -> bool {
        let differs = self.differs(shapes, cell);
        if differs && sum.count > 2 {
            return true;
        }
        if self.sums.has_found_totals() && (differs || (sum.count > 2 && !sum.is_mixed)) {
            return true;
        }
        let is_odd = if sum.is_mixed {
            is_last && self.has_new_text(cell)
        } else {
            is_last || sum.count >= MANY || self.has_new_text(cell)
        };
        sum.count > 2 && sum.digits > 2 && !sum.is_multiple && is_odd
    }

    /// Whether a cell is empty that most rows fill, or made of other signs than the ids of its column.
    fn differs<'a>(&self, shapes: &[Shape], cell: &impl Fn(usize) -> &'a str) -> bool {
        let others =
            self.columns.iter().enumerate().filter(|(at, column)| !self.sums.has(*at) && column.is_mostly_filled);
        others.into_iter().any(|(at, column)| {
            let is_unlike = |pattern: Pattern| pattern.has_digits && pattern != Pattern::of(cell(at));
            shapes[at] == Shape::Empty || (!column.is_typed() && column.pattern.is_some_and(is_unlike))
        })
    }

    /// Whether a text stands in the row that no record has, in a column where texts come again and again.
    fn has_new_text<'a>(&self, cell: &impl Fn(usize) -> &'a str) -> bool {
        self.text_rows < KNOWN_ROWS
            && self.texts.iter().any(|texts| {
                let text = cell(texts.column);
                let come_again = texts.known.len() * 2 <= self.text_rows && self.text_rows > 5;
                come_again && !text.trim().is_empty() && !self.is_known(texts.column, text)
            })
    }

    /// Whether a record holds a text in a column.
    fn is_known(&self, column: usize, text: &str) -> bool {
        let hash = text_hash(text.as_bytes());
        !text.trim().is_empty()
            && self
                .texts
                .iter()
                .position(|texts| texts.column == column)
                .is_some_and(|at| self.texts[at].known.contains(&hash) || self.last_texts.get(at) == Some(&hash))
    }

    /// Whether most columns that are always filled are empty here.
    fn misses_cells(&self, shapes: &[Shape]) -> bool {
        let always = || self.columns.iter().zip(shapes).filter(|(column, _)| !column.has_empty && !column.is_empty);
        let empty = always().filter(|(_, shape)| **shape == Shape::Empty).count();
        empty > 2 && empty * 2 > always().count()
    }
}

fn text_hash(text: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.trim_ascii())
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
        let mut judge = RowJudge::new(names, true, columns, true, None);
        let cell = |at: usize| row.get(at).copied().unwrap_or_default();
        judge.may_be_odd(|at| cell(at).as_bytes());
        judge.judge(9, after_gap, is_last, cell)
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
