//! What do the cells of a column look like in the sample?

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow::array::Array;
use xxhash_rust::xxh3::xxh3_64;

use super::cells::{Cell, Cells};
use super::document::{CellType, Mapping};
use super::parse::moment::{self, Shape};
use super::parse::number::{self, DecimalEvidence};
use super::parse::{currency, flag};
use super::rows::{Replacement, without};
use crate::sources::{DecimalMark, RawBatch};

/// How many rows at the beginning of an input settle what its columns hold.
pub(crate) const SAMPLE_ROWS: usize = 10_000;
/// Where rows are so long that fewer take so much memory, these settle it.
pub(crate) const SAMPLE_BYTES: usize = 64 << 20;

/// How many different words of a column are kept.
const MAX_WORDS: usize = 24;

/// What the cells of one column look like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// Cells that are not empty.
    pub present: usize,
    /// Empty cells.
    pub absent: usize,
    /// Different values.
    pub distinct: usize,
    /// The different values, if they are few.
    pub words: Option<BTreeSet<String>>,
    /// The first value.
    pub example: Option<String>,
    /// Total length of texts in bytes.
    pub bytes: usize,
    /// Texts with white space inside.
    pub spaced: usize,
    /// Cells that are words for an unknown value, as in "?" or "n/a".
    pub missing: BTreeMap<String, usize>,
    pub numbers: Numbers,
    pub dates: Dates,
    /// Cells that say yes or no.
    pub flags: usize,
    /// The column is of a native type that no text was read from.
    pub native: Option<CellType>,
}

/// What the numbers among the cells look like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    /// How many cells are numbers.
    pub count: usize,
    /// Numbers without decimals.
    pub integers: usize,
    /// Digits that begin with a needless zero: an id rather than a number.
    pub leading_zeros: usize,
    /// Whole numbers written with ".0", as spreadsheets do to ids.
    pub point_zeros: usize,
    /// Numbers that show a decimal point, or a comma.
    pub points: usize,
    pub commas: usize,
    /// A number whose only mark may be either.
    pub undecided: Option<(DecimalMark, String)>,
    /// Most decimals.
    pub decimals: u32,
    pub smallest: f64,
    pub largest: f64,
    /// Currency units beside the numbers.
    pub units: BTreeMap<String, usize>,
}

/// What the dates among the cells look like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dates {
    /// How many cells are dates.
    pub count: usize,
    /// Dates that can only be read day first, or month first.
    pub day_first: usize,
    pub month_first: usize,
    /// A date that can be read both ways, and how many there are.
    pub undecided: Option<String>,
    /// Months without a day.
    pub months: usize,
    /// Dates with a year of two digits.
    pub two_digit_years: usize,
    /// Dates with a time of day, and those of them with an offset.
    pub timed: usize,
    pub zoned: usize,
}

/// The columns of an input and what the sample shows of them.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub columns: Vec<(String, Profile)>,
    /// Columns that tell of objects within a row rather than of the row, where they are set apart.
    pub in_lists: Vec<(String, Profile)>,
}

/// How cells are read before they are looked at.
#[derive(Clone, Copy, Default)]
pub(crate) struct CellReading<'a> {
    /// Texts that stand for an empty cell.
    pub missing: &'a [String],
    /// Texts that stand for an empty cell in single columns.
    pub blanks: Option<&'a BTreeMap<String, Vec<String>>>,
    /// What the words of columns are replaced by.
    pub words: Option<&'a BTreeMap<String, BTreeMap<String, String>>>,
}

impl<'a> CellReading<'a> {
    /// As a mapping says.
    pub(crate) fn of(mapping: &'a Mapping) -> Self {
        Self { missing: &mapping.values.missing, blanks: Some(&mapping.missing), words: Some(&mapping.words) }
    }
}

impl Sample {
    /// Looks at no more than some rows.
    pub(crate) fn of(batches: &[RawBatch], most: usize, reading: &CellReading<'_>) -> Self {
        let Some(first) = batches.first() else { return Self { columns: Vec::new(), in_lists: Vec::new() } };
        let mut columns = Vec::new();
        for (at, field) in first.rows.schema_ref().fields().iter().enumerate() {
            let mut profile = Profiler::default();
            let mut left = most;
            for batch in batches {
                let column = batch.rows.column(at);
                let taken = column.len().min(left);
                left -= taken;
                // A type that cannot be mapped is an error only where it is mapped.
                if let Ok(cells) = Cells::of(&column.slice(0, taken)) {
                    let words = reading.words.and_then(|words| words.get(field.name()));
                    let cells = match reading.blanks.and_then(|blanks| blanks.get(field.name())) {
                        Some(blanks) => without(&cells, taken, blanks),
                        None => cells,
                    };
                    let cells = match words {
                        Some(words) => Replacement::new(at, field.name(), words).apply(&cells, taken, |_, _| {}),
                        None => cells,
                    };
                    (0..taken).for_each(|row| profile.see(cells.at(row, reading.missing)));
                }
            }
            columns.push((field.name().clone(), profile.end()));
        }
        Self { columns, in_lists: Vec::new() }
    }

    /// Sets columns apart that tell of objects within a row.
    pub(crate) fn set_apart(&mut self, is_in_list: impl Fn(&str) -> bool) {
        let columns = std::mem::take(&mut self.columns);
        let (in_lists, columns) = columns.into_iter().partition(|(name, _)| is_in_list(name));
        (self.columns, self.in_lists) = (columns, in_lists);
    }

    /// The profile of a column.
    pub(crate) fn profile(&self, column: &str) -> Option<&Profile> {
        self.columns.iter().find_map(|(name, profile)| (name == column).then_some(profile))
    }

    /// The decimal mark that all columns of numbers agree upon.
    pub(crate) fn decimal_mark(&self) -> Option<DecimalMark> {
        let numbers =
            || self.columns.iter().map(|(_, profile)| profile).filter(|profile| profile.kind() == CellType::Number);
        match (numbers().any(|profile| profile.numbers.points > 0), numbers().any(|profile| profile.numbers.commas > 0))
        {
            (true, false) => Some(DecimalMark::Point),
            (false, true) => Some(DecimalMark::Comma),
            _ => None,
        }
    }
}

impl Profile {
    /// What the cells are: what all of them are, or all but one in a hundred of many.
    pub(crate) fn kind(&self) -> CellType {
        if let Some(native) = self.native {
            return native;
        }
        let known = self.present - self.missing.values().sum::<usize>();
        let are = |count: usize| known > 0 && (count >= known || (known >= 200 && count * 100 >= known * 99));
        if are(self.flags) {
            CellType::Boolean
        } else if are(self.dates.count) {
            CellType::Date
        } else if are(self.numbers.count) && self.numbers.leading_zeros == 0 {
            CellType::Number
        } else {
            CellType::Text
        }
    }

    /// Whether no value occurs twice and none is absent.
    pub(crate) fn is_unique(&self) -> bool {
        self.present > 0 && self.absent == 0 && self.distinct == self.present
    }

    /// The decimal mark most of the numbers show.
    pub(crate) fn decimal_mark(&self) -> Option<DecimalMark> {
        let Numbers { points, commas, .. } = self.numbers;
        match points.cmp(&commas) {
            std::cmp::Ordering::Greater => Some(DecimalMark::Point),
            std::cmp::Ordering::Less => Some(DecimalMark::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }
}

#[derive(Default)]
struct Profiler {
    profile: Profile,
    /// The different values, by their hashes: where in `texts` a text stands.
    seen: HashMap<u64, Option<usize>>,
    /// The different texts, in the order of their first appearance, with how many cells hold each: what a text looks like is found out once.
    texts: Vec<(String, usize)>,
    words: BTreeSet<String>,
}

impl Profiler {
    fn see(&mut self, cell: Option<Cell<'_>>) {
        let Some(cell) = cell else {
            self.profile.absent += 1;
            return;
        };
        self.profile.present += 1;
        match cell {
            Cell::Text(text) => {
                let at = self.texts.len();
                match *self.remember(text).get_or_insert(at) {
                    known if known < at => self.texts[known].1 += 1,
                    _ => self.texts.push((text.to_owned(), 1)),
                }
            }
            other => {
                self.remember(&other.show());
                self.native(other);
            }
        }
    }

    /// Remembers a value, and gives the place to note where its text stands.
    fn remember(&mut self, text: &str) -> &mut Option<usize> {
        self.profile.bytes += text.len();
        self.profile.example.get_or_insert_with(|| text.to_owned());
        match self.seen.entry(xxh3_64(text.as_bytes())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                if self.words.len() <= MAX_WORDS {
                    self.words.insert(text.to_owned());
                }
                new.insert(None)
            }
        }
    }

    /// Looks at a text that so many cells hold.
    fn text(&mut self, text: &str, cells: usize) {
        const MISSING: [&str; 13] =
            ["?", "-", "--", "n/a", "na", "#n/a", "null", "(null)", "\\n", "none", "nan", "nil", "k.a."];
        let profile = &mut self.profile;
        profile.spaced += cells * usize::from(text.contains(char::is_whitespace));
        if MISSING.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            *profile.missing.entry(text.to_owned()).or_default() += cells;
            return;
        }
        profile.flags += cells * usize::from(flag(text).is_some());
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        if let Some(shown) = number::decimal_evidence(text) {
            profile.numbers.see(text, cells, shown);
        }
        if let Some((shape, moment)) =
            moment::shape(text).filter(|(_, moment)| (1900..2200).contains(&moment.date.year()))
        {
            let dates = &mut profile.dates;
            dates.count += cells;
            dates.timed += cells * usize::from(moment.time.is_some());
            dates.zoned += cells * usize::from(moment.offset.is_some());
            dates.months += cells * usize::from(shape == Shape::Month);
            if let Shape::Numbers { first, second, two_digit_year } = shape {
                dates.two_digit_years += cells * usize::from(two_digit_year);
                dates.day_first += cells * usize::from(first > 12);
                dates.month_first += cells * usize::from(second > 12);
                if first <= 12 && second <= 12 && first != second {
                    dates.undecided.get_or_insert_with(|| text.to_owned());
                }
            }
        }
    }

    fn native(&mut self, cell: Cell<'_>) {
        let profile = &mut self.profile;
        profile.native = Some(match cell {
            Cell::Text(_) => CellType::Text,
            Cell::Number(..) | Cell::Float(_) => {
                profile.numbers.see(&cell.show(), 1, DecimalEvidence::Neither);
                CellType::Number
            }
            Cell::Day(_) | Cell::Local(_) | Cell::Instant(_) => {
                profile.dates.count += 1;
                profile.dates.timed += usize::from(!matches!(cell, Cell::Day(_)));
                profile.dates.zoned += usize::from(matches!(cell, Cell::Instant(_)));
                CellType::Date
            }
            Cell::Flag(_) => {
                profile.flags += 1;
                CellType::Boolean
            }
        });
    }

    fn end(mut self) -> Profile {
        for (text, cells) in std::mem::take(&mut self.texts) {
            self.text(&text, cells);
        }
        self.profile.distinct = self.seen.len();
        self.profile.words = (self.words.len() <= MAX_WORDS).then_some(self.words);
        self.profile
    }
}

impl Numbers {
    fn see(&mut self, text: &str, cells: usize, shown: DecimalEvidence) {
        let mark = match shown {
            DecimalEvidence::Neither => DecimalMark::Point,
            DecimalEvidence::Plainly(mark) | DecimalEvidence::Either(mark) => mark,
        };
        let Ok(number) = number::parse(text, Some(mark)) else { return };
        if !number.unit.is_empty() {
            let is_currency = |expected: Option<&str>| {
                currency::of_unit(number.unit, expected.and_then(|code| code.parse().ok())).is_some()
            };
            if !is_currency(None) && !is_currency(Some("SEK")) {
                return;
            }
            *self.units.entry(number.unit.to_owned()).or_default() += cells;
        }
        let value: f64 = number.value.try_into().unwrap_or(0.0);
        self.smallest = if self.count == 0 { value } else { self.smallest.min(value) };
        self.largest = if self.count == 0 { value } else { self.largest.max(value) };
        self.count += cells;
        self.integers += cells * usize::from(number.value.is_integer());
        let bytes = text.as_bytes();
        self.leading_zeros += cells * usize::from(bytes.len() > 1 && bytes[0] == b'0' && bytes[1].is_ascii_digit());
        self.point_zeros += cells * usize::from(text.ends_with(".0"));
        self.decimals = self.decimals.max(number.value.normalize().scale());
        match shown {
            DecimalEvidence::Neither => {}
            DecimalEvidence::Plainly(DecimalMark::Point) => self.points += cells,
            DecimalEvidence::Plainly(DecimalMark::Comma) => self.commas += cells,
            DecimalEvidence::Either(mark) => {
                self.undecided.get_or_insert_with(|| (mark, text.to_owned()));
            }
        }
    }
}
