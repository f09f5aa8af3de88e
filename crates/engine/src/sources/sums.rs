//! Is a row's figure the sum of the rows above it, of all or of those since an earlier total?
//!
//! Each column of figures is added up as its rows are read. Where an earlier total stood, a new sum begins beside those that go on, so
//! that totals of months, quarters and years are known in one file.

use super::DecimalMark;
use super::figure::{Figure, figure};
use super::shape::ColumnShape;

/// The last word in the name of a column of ids, and what such names end with where words are written as one.
const IDS: [&str; 8] = ["id", "ids", "no", "nr", "uuid", "code", "zip", "plz"];
const ENDS_OF_IDS: [&str; 5] = ["Id", "ID", "No", "Nr", "nummer"];
/// As many columns of figures as are added up.
const COLUMNS: usize = 8;
/// As many sums as are kept of one column.
const STARTS: usize = 16;

/// Sums and counts of columns up to a row.
#[derive(Clone, Debug)]
struct Prefix {
    sums: Vec<i128>,
    /// How many of the figures were not zero, and how many below it.
    counts: Vec<u64>,
    below: Vec<u64>,
}

/// A figure that is the sum of rows above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    /// Position of its column.
    pub column: usize,
    /// How many figures it adds up.
    pub count: u64,
    /// Whether they are all alike, as far as that is known: a price, and a multiple of it.
    pub is_multiple: bool,
    /// Whether some of them are above zero and some below, as in an account: what balances comes near to any figure again and again.
    pub is_mixed: bool,
    pub digits: u32,
    start: usize,
}

/// Running sums of the columns of figures.
pub(super) struct Sums {
    columns: Vec<usize>,
    mark: Option<DecimalMark>,
    /// The figures of the row that is looked at, and of the last one that was added.
    row: Vec<Option<Figure>>,
    added: Vec<Option<Figure>>,
    total: Prefix,
    /// Where sums begin; the first with the table.
    starts: Vec<Prefix>,
    /// How many totals were found.
    found: u64,
}

impl Sums {
    /// `names` are those of the columns, if they have any.
    pub fn new(names: &[String], columns: &[ColumnShape], mark: Option<DecimalMark>) -> Self {
        let is_summed = |at: &usize| columns[*at].has_figures && !names.get(*at).is_some_and(|name| is_of_ids(name));
        let mut summed: Vec<usize> = (0..columns.len()).filter(is_summed).collect();
        summed.sort_by_key(|at| !columns[*at].has_decimals);
        summed.truncate(COLUMNS);
        let (sums, counts) = (vec![0; summed.len()], vec![0; summed.len()]);
        let total = Prefix { sums, below: counts.clone(), counts };
        let (row, added) = (vec![None; summed.len()], vec![None; summed.len()]);
        Self { columns: summed, mark, row, added, starts: vec![total.clone()], total, found: 0 }
    }

    /// None at all, for tables without totals.
    pub fn none() -> Self {
        Self::new(&[], &[], None)
    }

    pub fn has(&self, column: usize) -> bool {
        self.columns.contains(&column)
    }

    /// Whether rows like the one looked at stood before.
    pub fn has_found_totals(&self) -> bool {
        self.found > 1
    }

    /// Looks at a row.
    pub fn look<'a>(&mut self, cell: impl Fn(usize) -> &'a [u8]) {
        for (figure_of, column) in self.row.iter_mut().zip(&self.columns) {
            *figure_of = figure(cell(*column), self.mark);
        }
    }

    /// Which figure of the row looked at is the sum of two or more above it: the one that adds up most.
    pub fn sum(&self) -> Option<Sum> {
        let mut best: Option<Sum> = None;
        for (at, value) in self.row.iter().enumerate() {
            let Some(value) = value.filter(|value| value.millionths != 0) else { continue };
            for (start, prefix) in self.starts.iter().enumerate().rev() {
                let count = self.total.counts[at] - prefix.counts[at];
                let sum = self.total.sums[at] - prefix.sums[at];
                if sum == value.millionths && count > 1 && best.is_none_or(|best| best.count < count) {
                    let last = self.added[at].map_or(0, |last| last.millionths);
                    let is_multiple = last != 0 && last * i128::from(count) == sum;
                    let below = self.total.below[at] - prefix.below[at];
                    let is_mixed = below > 0 && below < count;
                    let (column, digits) = (self.columns[at], value.digits);
                    best = Some(Sum { column, count, is_multiple, is_mixed, digits, start });
                }
            }
        }
        best
    }

    /// Adds the row looked at. Call [`look`](Self::look) before asking anything else: the figures of the row are moved out.
    pub fn add(&mut self) {
        for (at, value) in self.row.iter().enumerate() {
            let value = value.map_or(0, |value| value.millionths);
            self.total.sums[at] = self.total.sums[at].wrapping_add(value);
            self.total.counts[at] += u64::from(value != 0);
            self.total.below[at] += u64::from(value < 0);
        }
        std::mem::swap(&mut self.added, &mut self.row);
    }

    /// Takes the row out again that was added last.
    pub fn retract(&mut self) {
        for (at, value) in self.added.iter_mut().enumerate() {
            let value = value.take().map_or(0, |value| value.millionths);
            self.total.sums[at] = self.total.sums[at].wrapping_sub(value);
            self.total.counts[at] -= u64::from(value != 0);
            self.total.below[at] -= u64::from(value < 0);
        }
    }

    /// The row looked at is a total: of what began where its sum does, if it is one. A new sum begins behind it.
    pub fn close(&mut self, sum: Option<Sum>) {
        if self.columns.is_empty() {
            return;
        }
        match sum {
            Some(sum) => self.starts.truncate(sum.start + 1),
            None if self.starts.len() == STARTS => drop(self.starts.remove(1)),
            None => {}
        }
        self.found += u64::from(sum.is_some());
        let is_known = self.starts.last().is_some_and(|last| last.counts == self.total.counts);
        if !is_known {
            self.starts.push(self.total.clone());
            if self.starts.len() > STARTS {
                self.starts.remove(1);
            }
        }
    }
}

/// Whether a column is named as one of ids is, which nobody adds up.
fn is_of_ids(name: &str) -> bool {
    let last = name.trim().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_end = |end: &&str| last.strip_suffix(*end).is_some_and(|before| before.ends_with(char::is_lowercase));
    IDS.contains(&last.to_lowercase().as_str()) || ENDS_OF_IDS.iter().any(is_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_known_by_the_name_of_their_column() {
        for name in ["order_id", "Customer ID", "orderId", "invoice no", "ID", "Kundennummer", "userID", "Auftrags-Nr"]
        {
            assert!(is_of_ids(name), "{name}");
        }
        for name in ["amount", "paid", "Number of items", "Total", "casino", "MwSt", "", "Betrag"] {
            assert!(!is_of_ids(name), "{name}");
        }
    }

    fn sums() -> Sums {
        Sums::new(&[], &[ColumnShape::of(["1.50", "2", "3", "4"].into_iter())], Some(DecimalMark::Point))
    }

    /// Looks at a row of one cell, and closes it if it is the sum of at least two.
    fn read(sums: &mut Sums, cell: &str) -> Option<u64> {
        sums.look(|_| cell.as_bytes());
        let sum = sums.sum();
        match sum {
            Some(_) => sums.close(sum),
            None => sums.add(),
        }
        sum.map(|sum| sum.count)
    }

    #[test]
    fn totals_within_totals_are_known() {
        let mut sums = sums();
        let months = ["1", "2", "3.50", "6.50", "4", "5", "9", "15.50", "7", "8", "15", "8", "9", "17", "32", "47.50"];
        let counts: Vec<_> = months.iter().map(|cell| read(&mut sums, cell).unwrap_or(0)).collect();
        assert_eq!(counts, [0, 0, 0, 3, 0, 0, 2, 5, 0, 0, 2, 0, 0, 2, 4, 9]);
    }

    #[test]
    fn a_row_that_is_taken_out_again_was_never_there() {
        let mut sums = sums();
        for cell in ["1", "2", "99"] {
            assert_eq!(read(&mut sums, cell), None);
        }
        sums.retract();
        assert_eq!(read(&mut sums, "3"), Some(2));
    }
}
