//! What speaks for a column as a target, and what against it? Evidence is gathered here; what follows from it is decided elsewhere.

use super::super::cells::{Cell, Cells};
use super::super::convert;
use super::super::document::CellType;
use super::super::parse::{currency, moment, number};
use super::super::profile::Profile;
use super::super::target::Target;
use super::placeholders;
use super::question::Example;
use crate::sources::{RawBatch, RowPosition};

/// The cells of the sample, column by column.
pub(super) struct SampleCells<'a> {
    sample: &'a [RawBatch],
    columns: Vec<(String, Vec<Cells>)>,
}

impl<'a> SampleCells<'a> {
    pub(super) fn of(sample: &'a [RawBatch]) -> Self {
        let fields = sample.first().map(|first| first.rows.schema());
        let names = fields.iter().flat_map(|schema| schema.fields().iter()).map(|field| field.name().clone());
        let cells = |at: usize| {
            sample.iter().map(|batch| Cells::of(batch.rows.column(at)).unwrap_or(Cells::Absent)).collect::<Vec<_>>()
        };
        Self { sample, columns: names.enumerate().map(|(at, name)| (name, cells(at))).collect() }
    }

    /// Hands out the cells of a column with the rows they stand in.
    pub(super) fn each(&self, column: &str, mut take: impl FnMut(u64, Option<Cell<'_>>)) {
        self.each_place(column, |place, cell| take(place.row, cell));
    }

    /// The same with the whole place of each row.
    pub(super) fn each_place(&self, column: &str, mut take: impl FnMut(RowPosition, Option<Cell<'_>>)) {
        let Some((_, batches)) = self.columns.iter().find(|(name, _)| name == column) else { return };
        for (batch, cells) in self.sample.iter().zip(batches) {
            for (row, place) in batch.places.iter().enumerate() {
                take(*place, cells.at(row, &[]));
            }
        }
    }

    /// The texts of some columns, row by row.
    pub(super) fn rows(&self, columns: &[&str]) -> Vec<Vec<Option<String>>> {
        let mut rows: Vec<Vec<Option<String>>> = Vec::new();
        for column in columns {
            let mut at = 0;
            self.each(column, |_, cell| {
                let shown = cell.map(|cell| cell.show());
                match rows.get_mut(at) {
                    Some(row) => row.push(shown),
                    None => rows.push(vec![shown]),
                }
                at += 1;
            });
        }
        rows
    }
}

/// What speaks for a column as a target, and against it.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    /// How well its name fits, from 0 to 1.
    pub likeness: f64,
    /// Cells that may stand there.
    pub fits: u64,
    /// Cells that may not.
    pub misfits: u64,
    /// Dates of years in which hardly anything is dated: they speak against the column, but can be read.
    pub unlikely: u64,
    /// The first of them.
    pub misfit: Option<Example>,
    /// Empty cells, and those that stand for one.
    pub empty: u64,
    /// The row of the first of them.
    pub first_empty: Option<u64>,
    /// Texts that stand for an empty cell, and in how many rows.
    pub placeholders: Vec<(String, u64)>,
    /// How numbers are to be read as times.
    pub counted: Option<CellType>,
}

impl Evidence {
    /// Looks at a column as a target.
    pub(super) fn of(
        cells: &SampleCells<'_>,
        column: &str,
        profile: &Profile,
        target: &str,
        takes: Target,
        likeness: f64,
    ) -> Self {
        let counted = matches!(takes, Target::Instant | Target::Day).then(|| counted(profile)).flatten();
        let mut evidence = Self {
            likeness,
            fits: 0,
            misfits: 0,
            unlikely: 0,
            misfit: None,
            empty: 0,
            first_empty: None,
            placeholders: Vec::new(),
            counted,
        };
        let may_stay = may_stand_at_all(takes, profile);
        let ends = matches!(target, "to" | "done_at" | "cancelled_on" | "promised_by");
        cells.each(column, |row, cell| {
            let Some(cell) = cell else {
                evidence.empty += 1;
                evidence.first_empty.get_or_insert(row);
                return;
            };
            if may_stay
                && (counted.is_some() && is_count(cell) || counted.is_none() && fits(takes, cell))
                && !stands_for_nothing(takes, ends, cell)
            {
                evidence.fits += 1;
                return;
            }
            if stands_for_nothing(takes, ends, cell) {
                let word = cell.show();
                match evidence.placeholders.iter_mut().find(|(known, _)| *known == word) {
                    Some((_, rows)) => *rows += 1,
                    None => evidence.placeholders.push((word, 1)),
                }
                evidence.empty += 1;
                evidence.first_empty.get_or_insert(row);
                return;
            }
            if matches!(takes, Target::Instant | Target::Day) && is_date(cell) {
                evidence.unlikely += 1;
                return;
            }
            evidence.misfits += 1;
            evidence.misfit.get_or_insert_with(|| Example { row, value: cell.show() });
        });
        evidence
    }

    /// Whether most of what stands in the column may stand in the target, so that the rest are faults of single rows.
    pub(super) fn fits_mostly(&self, takes: Target) -> bool {
        let is_date = matches!(takes, Target::Instant | Target::Day);
        // Ids that a spreadsheet has shortened are still whom the column names: their rows are rejected by name, however many they are.
        let is_of_shortened_ids = takes == Target::Customer && self.misfits > 0;
        let against = self.misfits + self.unlikely;
        (self.fits > 0 && self.fits >= against) || (is_date && against == 0) || is_of_shortened_ids
    }
}

/// Whether a day is one that systems write where there is none: the first or the last that they can.
fn is_no_day(text: &str) -> bool {
    moment::shape(text).is_some_and(|(_, moment)| {
        let day = moment.date;
        day.year() <= 1901 || day.year() >= 2200 || day == jiff::civil::date(1970, 1, 1)
    })
}

/// Whether a cell stands for nothing where the target is.
fn stands_for_nothing(takes: Target, is_end: bool, cell: Cell<'_>) -> bool {
    let text = match cell {
        // Any text may stand where texts do.
        Cell::Text(_) if takes == Target::Text && !is_end => return false,
        Cell::Text(text) => text.to_lowercase(),
        Cell::Number(0, _) if takes == Target::Customer => return true,
        Cell::Day(_) | Cell::Local(_) | Cell::Instant(_) if is_end => return is_no_day(&cell.show()),
        _ => return false,
    };
    if is_end && is_no_day(&text) {
        return true;
    }
    match takes {
        Target::Customer => placeholders::is_nothing(&text) || placeholders::is_nobody(&text),
        Target::Text => false,
        _ => placeholders::is_nothing(&text) || is_end && placeholders::is_open(&text),
    }
}

/// Whether the cells of a column may stand in a target, whatever single ones look like.
fn may_stand_at_all(takes: Target, profile: &Profile) -> bool {
    let kind = profile.kind();
    let is_long = profile.bytes > profile.present * 80;
    match takes {
        Target::Customer => match kind {
            CellType::Text => !is_long,
            CellType::Number => profile.numbers.decimals == 0 && profile.numbers.units.is_empty(),
            CellType::Date => profile.dates.timed == 0 && profile.numbers.count == profile.present,
            _ => false,
        },
        Target::Text => kind != CellType::Boolean,
        Target::Entries | Target::DayOfMoment | Target::Via => false,
        _ => true,
    }
}

/// Whether a cell may stand in a target.
fn fits(takes: Target, cell: Cell<'_>) -> bool {
    match takes {
        Target::Instant | Target::Day => is_moment(cell),
        Target::Money(_) => number_of(cell).is_some(),
        Target::Float | Target::Rate => number_of(cell).is_some_and(|unit| unit.is_empty()),
        Target::Integer => match cell {
            Cell::Text(text) => {
                number::parse(text, None).is_ok_and(|number| number.unit.is_empty() && number.value.is_integer())
            }
            Cell::Number(..) | Cell::Float(_) => number_of(cell).is_some(),
            _ => false,
        },
        Target::Currency => {
            matches!(cell, Cell::Text(text) if currency::of_unit(text, None).is_some() || text.parse::<bellwether_model::Currency>().is_ok())
        }
        Target::Word(allowed) => matches!(cell, Cell::Text(text) if allowed.contains(&text)),
        Target::Customer => !matches!(cell, Cell::Text(text) if convert::whole_id(text).is_err()),
        Target::Text => true,
        Target::Entries | Target::DayOfMoment | Target::Via => false,
    }
}

/// Whether a text is a date, of whatever year.
fn is_date(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if moment::shape(text).is_some())
}

fn is_moment(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Text(text) => moment::shape(text).is_some_and(|(_, moment)| (1900..2200).contains(&moment.date.year())),
        Cell::Day(_) | Cell::Local(_) | Cell::Instant(_) => true,
        Cell::Number(..) => {
            moment::shape(&cell.show()).is_some_and(|(_, moment)| (1900..2200).contains(&moment.date.year()))
        }
        _ => false,
    }
}

/// The unit beside a number; nothing if the cell is none.
fn number_of(cell: Cell<'_>) -> Option<String> {
    match cell {
        Cell::Text(text) => {
            let shown = number::decimal_evidence(text)?;
            let mark = match shown {
                number::DecimalEvidence::Neither => crate::sources::DecimalMark::Point,
                number::DecimalEvidence::Plainly(mark) | number::DecimalEvidence::Either(mark) => mark,
            };
            let unit = number::parse(text, Some(mark)).ok()?.unit;
            let is_money =
                |expected: Option<&str>| currency::of_unit(unit, expected.and_then(|code| code.parse().ok())).is_some();
            (unit.is_empty() || is_money(None) || is_money(Some("SEK"))).then(|| unit.to_owned())
        }
        Cell::Number(..) | Cell::Float(_) => Some(String::new()),
        _ => None,
    }
}

fn is_count(cell: Cell<'_>) -> bool {
    number_of(cell).is_some_and(|unit| unit.is_empty())
}

/// How a column of numbers counts days or times, if it may: nearly all numbers of one magnitude that no other reading explains.
fn counted(profile: &Profile) -> Option<CellType> {
    let numbers = &profile.numbers;
    let known = profile.present - profile.missing.values().sum::<usize>();
    if numbers.count == 0 || numbers.count * 2 < known || profile.dates.count * 2 >= known || !numbers.units.is_empty()
    {
        return None;
    }
    let all_whole = numbers.integers == numbers.count;
    match (numbers.smallest, numbers.largest) {
        (100_000_000.0.., ..=4_102_444_800.0) if all_whole => Some(CellType::UnixSeconds),
        (100_000_000_000.0.., ..=4_102_444_800_000.0) if all_whole => Some(CellType::UnixMillis),
        (20_000.0.., ..=80_000.0) => Some(CellType::SpreadsheetDays),
        _ => None,
    }
}
