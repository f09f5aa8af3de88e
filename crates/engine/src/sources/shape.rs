//! What do the cells of a column look like, and does a cell look like those of its column?
//!
//! Shapes are weak evidence: they tell a row from a line of names, of prose or of totals, and cells in their place from shifted
//! ones. What a cell means is for a mapping to say.

use std::collections::BTreeMap;

use super::figure::without_code;
use super::totals::heading;

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Nothing, or blanks.
    Empty,
    /// A number or an amount in figures.
    Figure,
    /// A day, a time of day or both, in figures.
    Moment,
    /// Text without a blank.
    Word,
    /// Text with blanks.
    Phrase,
}

impl Shape {
    pub fn of(cell: &str) -> Self {
        let cell = cell.trim();
        if cell.is_empty() {
            Self::Empty
        } else if is_figure(cell) {
            Self::Figure
        } else if is_moment(cell) {
            Self::Moment
        } else if cell.contains(char::is_whitespace) {
            Self::Phrase
        } else {
            Self::Word
        }
    }

    pub fn is_text(self) -> bool {
        matches!(self, Self::Word | Self::Phrase)
    }
}

/// A number: sign, currency sign and percent apart, digits in groups of three or none, and at most one decimal mark.
fn is_figure(cell: &str) -> bool {
    let inner = cell.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(cell);
    let digits = inner.trim_matches(['+', '-', '−', '€', '$', '£', '¥', '%', ' ', '\u{a0}', '\u{202f}']);
    if digits.is_empty() || inner.matches(['+', '-', '−']).count() > 1 {
        return false;
    }
    let digits = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) if exponent.trim_start_matches(['+', '-']).bytes().all(|it| it.is_ascii_digit()) => {
            mantissa
        }
        _ => digits,
    };
    let groups: Vec<&str> = digits.split(['.', ',', '\'', '’', ' ', '\u{a0}', '\u{202f}']).collect();
    let marks: Vec<char> = digits.chars().filter(|it| !it.is_ascii_digit()).collect();
    if marks.len() + 1 != groups.len() || groups.iter().any(|group| !group.bytes().all(|it| it.is_ascii_digit())) {
        return false;
    }
    let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return false };
    match marks.as_slice() {
        [] => true,
        ['.' | ','] => !last.is_empty(),
        [grouping, inner @ .., mark] => {
            let is_group = |group: &&str| group.len() == 3;
            (1..=3).contains(&first.len())
                && inner.iter().all(|it| it == grouping)
                && groups[1..groups.len() - 1].iter().all(is_group)
                && (if mark == grouping { last.len() == 3 } else { matches!(mark, '.' | ',') && !last.is_empty() })
        }
        [_] => first.len() <= 3 && last.len() == 3,
    }
}

/// A day or a time in figures: two or three numbers between `-`, `/`, `.` or `:`, or two such parts.
fn is_moment(cell: &str) -> bool {
    let (day, time) = match cell.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time.trim())),
        None => (cell, None),
    };
    let numbers = |text: &str, marks: &[char], counts: std::ops::RangeInclusive<usize>| {
        let parts: Vec<&str> = text.split(marks).collect();
        counts.contains(&parts.len())
            && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit()))
    };
    let is_day = |text: &str| ['-', '/', '.'].iter().any(|mark| numbers(text, &[*mark], 3..=3));
    let is_time = |text: &str| {
        let text = text.trim_end_matches('Z').trim();
        let zone = text.char_indices().find(|(_, it)| matches!(it, '+' | '-' | ' '));
        let clock = zone.map_or(text, |(at, _)| &text[..at]);
        let clock = clock.split_once(['.', ',']).map_or(clock, |(clock, _)| clock);
        numbers(clock, &[':'], 2..=3)
    };
    match time {
        Some(time) => is_day(day) && is_time(time),
        None => is_day(cell) || is_time(cell),
    }
}

/// What the cells of a column look like.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing seen in the cells, and any may go with any other")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnShape {
    /// What nearly all of its cells look like, if they look alike.
    pub shape: Option<Shape>,
    /// Whether more than a stray one of its cells is empty, or too few are known to say that none is.
    pub has_empty: bool,
    /// Whether all of its cells are.
    pub is_empty: bool,
    /// Whether some of its cells begin with a blank, or too few are known to say that none does.
    pub has_blanks: bool,
    /// Whether most of its cells are filled.
    pub is_mostly_filled: bool,
    /// Of what its cells are made, if most are made of the same.
    pub pattern: Option<Pattern>,
    /// Whether most of its cells write a number, some with decimals; a currency may stand beside it.
    pub has_figures: bool,
    pub has_decimals: bool,
    /// Whether half of its cells or more read like headings of totals, so that they say something else there.
    pub has_headings: bool,
}

/// Letters, digits and other signs one behind the other, however many of them: `K-1001` and `AB-7` are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Pattern {
    hash: u64,
    pub has_digits: bool,
}

impl Pattern {
    pub fn of(cell: &str) -> Self {
        let (mut hash, mut before, mut has_digits) = (0xcbf2_9ce4_8422_2325_u64, ' ', false);
        for sign in cell.trim().chars() {
            let class = match sign {
                '0'..='9' => '9',
                it if it.is_alphabetic() => 'a',
                it if it.is_whitespace() => ' ',
                it => it,
            };
            has_digits |= class == '9';
            if class != before || !matches!(class, '9' | 'a' | ' ') {
                hash = (hash ^ u64::from(u32::from(class))).wrapping_mul(0x0100_0000_01b3);
            }
            before = class;
        }
        Self { hash, has_digits }
    }
}

/// As few cells as can show what a column looks like.
const ENOUGH: usize = 3;

impl ColumnShape {
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let (mut all, mut empty, mut figures, mut moments, mut words, mut blank) = (0, 0, 0, 0, 0, 0);
        let (mut numbers, mut decimals, mut headings, mut patterns) = (0, 0, 0, BTreeMap::new());
        for cell in cells {
            all += 1;
            if !cell.trim().is_empty() {
                *patterns.entry(Pattern::of(cell)).or_insert(0) += 1;
                let is_figure = std::str::from_utf8(without_code(cell.trim().as_bytes())).is_ok_and(is_figure);
                numbers += usize::from(is_figure);
                decimals += usize::from(is_figure && cell.contains(['.', ',']));
                headings += usize::from(!is_figure && heading(cell).is_some());
            }
            blank += usize::from(cell.starts_with(' '));
            match Shape::of(cell) {
                Shape::Empty => empty += 1,
                Shape::Figure => figures += 1,
                Shape::Moment => moments += 1,
                Shape::Word => words += 1,
                Shape::Phrase => {}
            }
        }
        let filled = all - empty;
        let mostly = |count: usize| count >= ENOUGH && count * 10 >= filled * 9;
        let shape = if mostly(figures) {
            Some(Shape::Figure)
        } else if mostly(moments) {
            Some(Shape::Moment)
        } else if filled > ENOUGH && words + figures + moments == filled {
            Some(Shape::Word)
        } else {
            None
        };
        let has_empty = all <= ENOUGH || (empty > 1 && empty * 10 >= all);
        let most = |count: usize| filled > 1 && count * 3 >= filled * 2;
        let pattern =
            patterns.iter().max_by_key(|(_, count)| **count).filter(|(_, count)| **count >= ENOUGH && most(**count));
        Self {
            shape,
            has_empty,
            is_empty: filled == 0,
            has_blanks: blank > 0 || filled <= ENOUGH,
            is_mostly_filled: filled > ENOUGH && empty * 3 <= all,
            pattern: pattern.map(|(pattern, _)| *pattern),
            has_figures: most(numbers),
            has_decimals: decimals > 0,
            has_headings: headings * 2 >= filled && headings > 0,
        }
    }

    /// Whether its cells are figures or moments.
    pub fn is_typed(self) -> bool {
        matches!(self.shape, Some(Shape::Figure | Shape::Moment))
    }

    /// Whether a cell looks like those of the column.
    pub fn fits(self, cell: &str) -> bool {
        let shape = Shape::of(cell);
        if shape == Shape::Empty {
            return self.has_empty || !self.is_typed();
        }
        (self.has_blanks || !cell.starts_with(' '))
            && match self.shape {
                None => true,
                Some(Shape::Word) => shape != Shape::Phrase,
                Some(own) => own == shape,
            }
    }
}

/// Whether each cell of a row looks like those of its column.
pub(super) fn row_fits<'a>(columns: &[ColumnShape], cells: impl Iterator<Item = &'a str>) -> bool {
    columns.iter().zip(cells).all(|(column, cell)| column.fits(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_by_what_they_look_like() {
        let shapes = [
            (
                Shape::Figure,
                &["1", "-1.50", "1,5", "1.234,56", "1,234,567.8", "€ 12", "12 %", "(3.40)", "1'000", "1e-5"][..],
            ),
            (
                Shape::Moment,
                &["2024-01-31", "31.1.2024", "1/2/24", "10:30", "2024-01-31T10:00:00.5Z", "2024-01-31 08:00"],
            ),
            (Shape::Word, &["A1", "1;1", "a@b.de", "1,2,3", "ORD-7", "-", "close\""]),
            (Shape::Phrase, &["Anna Lee", "5 Jan 2024"]),
            (Shape::Empty, &["", "  "]),
        ];
        for (shape, cells) in shapes {
            for cell in cells {
                assert_eq!(Shape::of(cell), shape, "{cell}");
            }
        }
    }

    #[test]
    fn a_column_of_figures_is_one_with_a_stray_word_in_it() {
        let cells = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "tbd"];
        let column = ColumnShape::of(cells.into_iter());
        assert!(column.is_typed() && !column.fits("tbd") && column.fits("3") && !column.fits(""));
        assert_eq!(ColumnShape::of(["a", "b", "1 c"].into_iter()).shape, None);
    }
}
