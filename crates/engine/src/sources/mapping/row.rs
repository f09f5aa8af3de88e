//! Rows as a whole: which of them are rejected, what they hash to, how they are shown.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, StringArray, StringBuilder};
use arrow::compute::{can_cast_types, cast};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use xxhash_rust::xxh3::xxh3_128;

use crate::sources::{Reject, RowPosition};

/// How much of a row is shown in a reject.
const MAX_LINE: usize = 4096;

/// What is wrong with the rows of one batch; of each row the first thing found.
#[derive(Debug)]
pub(crate) struct Problems {
    bad: Vec<bool>,
    found: BTreeMap<usize, Problem>,
}

#[derive(Debug)]
struct Problem {
    column: String,
    value: String,
    reason: String,
}

impl Problems {
    pub(crate) fn none(rows: usize) -> Self {
        Self { bad: vec![false; rows], found: BTreeMap::new() }
    }

    /// Rejects a row, unless it is rejected already.
    pub(crate) fn add(&mut self, row: usize, column: &str, value: String, reason: String) {
        if !self.bad[row] {
            self.bad[row] = true;
            self.found.insert(row, Problem { column: column.to_owned(), value, reason });
        }
    }

    /// Takes over what was found in other rows, elsewhere.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (row, problem) in other.found {
            self.bad[row] = true;
            self.found.entry(row).or_insert(problem);
        }
    }

    pub(crate) fn is_bad(&self, row: usize) -> bool {
        self.bad[row]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The rows that may stay.
    pub(crate) fn good(&self) -> BooleanArray {
        self.bad.iter().map(|bad| Some(!bad)).collect()
    }

    /// The rejects in the order of their rows.
    pub(crate) fn into_rejects(
        self,
        (texts, keys): (&RowTexts, &RowTexts),
        places: &[RowPosition],
        delimiter: u8,
    ) -> Vec<Reject> {
        let reject = |(row, problem): (usize, Problem)| Reject {
            place: places[row],
            column: problem.column,
            value: problem.value,
            reason: problem.reason,
            line: texts.line(row, delimiter),
            id: keys.id(row),
        };
        self.found.into_iter().map(reject).collect()
    }
}

/// What cells of key columns call each row, as [`RowTexts::id`] does.
pub(crate) fn key_lines(columns: &[ArrayRef]) -> Result<Vec<Option<String>>, ArrowError> {
    let rows = columns.first().map_or(0, Array::len);
    let texts = RowTexts::of(columns)?;
    Ok((0..rows).map(|row| texts.id(row)).collect())
}

/// The cells of some columns as text.
pub(crate) struct RowTexts(Vec<StringArray>);

impl RowTexts {
    pub(crate) fn of<'a>(columns: impl IntoIterator<Item = &'a ArrayRef>) -> Result<Self, ArrowError> {
        columns.into_iter().map(texts).collect::<Result<_, _>>().map(Self)
    }

    /// `xxh3_128` of each row: each cell with its length, an empty one apart from an absent one.
    pub(crate) fn content(&self, rows: usize) -> Vec<u128> {
        let mut bytes = Vec::new();
        let hash = |row| {
            bytes.clear();
            for column in &self.0 {
                if column.is_null(row) {
                    bytes.extend_from_slice(&u32::MAX.to_le_bytes());
                } else {
                    let cell = column.value(row).as_bytes();
                    bytes.extend_from_slice(&(cell.len() as u32).to_le_bytes());
                    bytes.extend_from_slice(cell);
                }
            }
            xxh3_128(&bytes)
        };
        (0..rows).map(hash).collect()
    }

    /// What the cells of key columns call the row; nothing where one of them is absent.
    pub(crate) fn id(&self, row: usize) -> Option<String> {
        self.0.iter().all(|column| column.is_valid(row)).then(|| self.line(row, b','))
    }

    /// The row as a line of separated values.
    fn line(&self, row: usize, delimiter: u8) -> String {
        let cells = self.0.iter().map(|column| if column.is_null(row) { "" } else { column.value(row) });
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        let written = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
        let mut line = String::from_utf8_lossy(&written).trim_end_matches(['\r', '\n']).to_owned();
        if line.len() > MAX_LINE {
            let end = (0..=MAX_LINE).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
            line.truncate(end);
            line.push('…');
        }
        line
    }
}

fn texts(column: &ArrayRef) -> Result<StringArray, ArrowError> {
    if column.data_type() == &DataType::Utf8 {
        return Ok(column.as_string().clone());
    }
    if can_cast_types(column.data_type(), &DataType::Utf8) {
        return Ok(cast(column, &DataType::Utf8)?.as_string().clone());
    }
    let options = FormatOptions::new();
    let formatter = ArrayFormatter::try_new(column.as_ref(), &options)?;
    let mut out = StringBuilder::new();
    for row in 0..column.len() {
        if column.is_null(row) {
            out.append_null();
        } else {
            out.append_value(formatter.value(row).try_to_string()?);
        }
    }
    Ok(out.finish())
}
