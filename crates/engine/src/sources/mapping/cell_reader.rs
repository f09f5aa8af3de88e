//! From the cells of a column to an array of the table, cell by cell.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, StringArray, StringBuilder};
use memchr::memchr2;

use super::cells::{Cell, Cells};
use super::convert::{self, Conversion};
use super::plan::TargetColumn;
use super::row::Problems;

/// The cells of one target column, taken one by one.
pub(crate) struct CellReader<'a> {
    pub cells: &'a Cells,
    pub rows: usize,
    pub missing: &'a [String],
    pub target: &'a TargetColumn,
    pub from: &'a str,
}

impl<'a> CellReader<'a> {
    fn at(&self, row: usize, problems: &mut Problems) -> Option<Cell<'a>> {
        let cell = self.cells.at(row, self.missing);
        if cell.is_none() && self.target.required {
            problems.add(
                row,
                self.from,
                String::new(),
                format!("is empty, but every row needs '{}'", self.target.column),
            );
        }
        cell
    }

    pub fn map<T: Default, A: FromIterator<Option<T>>>(
        &self,
        problems: &mut Problems,
        mut convert: impl FnMut(Cell<'_>) -> Conversion<T>,
    ) -> A {
        let value = |row| {
            let cell = self.at(row, problems)?;
            match convert(cell) {
                Ok(value) => Some(value),
                Err(reason) => {
                    problems.add(row, self.from, cell.show(), reason);
                    None
                }
            }
        };
        (0..self.rows).map(value).collect()
    }

    /// Ids as they are written, unless a spreadsheet shortened them.
    pub fn ids(&self, problems: &mut Problems) -> ArrayRef {
        // A shortened id contains an E; a column without one need not be checked.
        let may_be_shortened = match self.cells {
            Cells::Text(texts) => memchr2(b'E', b'e', bytes(texts)).is_some(),
            _ => true,
        };
        if may_be_shortened { self.texts(problems, convert::whole_id) } else { self.texts(problems, |_| Ok(())) }
    }

    pub fn texts(&self, problems: &mut Problems, check: impl Fn(&str) -> Conversion<()>) -> ArrayRef {
        if let Some(kept) = self.as_they_stand(&check) {
            return kept;
        }
        let mut out = StringBuilder::with_capacity(self.rows, self.rows * 8);
        for row in 0..self.rows {
            let Some(cell) = self.at(row, problems) else {
                out.append_null();
                continue;
            };
            let shown;
            let text = match cell {
                Cell::Text(text) => text,
                other => {
                    shown = other.show();
                    &shown
                }
            };
            match check(text) {
                Ok(()) => out.append_value(text),
                Err(reason) => {
                    problems.add(row, self.from, text.to_owned(), reason);
                    out.append_null();
                }
            }
        }
        Arc::new(out.finish())
    }

    /// The column itself, if each of its texts stays as it is.
    fn as_they_stand(&self, check: impl Fn(&str) -> Conversion<()>) -> Option<ArrayRef> {
        let Cells::Text(texts) = self.cells else { return None };
        // Printable ASCII without blanks needs no trimming.
        let is_bare = self.missing.is_empty()
            && bytes(texts)
                .chunks(4096)
                .all(|some| some.iter().fold(true, |bare, byte| bare & byte.is_ascii_graphic()));
        let stays = |row: usize| {
            if is_bare && texts.is_valid(row) {
                return texts.value_length(row) > 0 && check(texts.value(row)).is_ok();
            }
            match self.cells.at(row, self.missing) {
                Some(Cell::Text(text)) => text.len() == texts.value(row).len() && check(text).is_ok(),
                _ => texts.is_null(row) && !self.target.required,
            }
        };
        (0..self.rows).all(stays).then(|| Arc::new(texts.clone()) as ArrayRef)
    }

    /// The customers behind the ids, and these ids.
    pub fn resolved<'b>(
        &self,
        problems: &mut Problems,
        mut customer: impl FnMut(&str) -> Option<&'b str>,
    ) -> (ArrayRef, StringArray) {
        let (mut customers, mut ids) = (StringBuilder::new(), StringBuilder::new());
        for row in 0..self.rows {
            let id = self.at(row, problems).map(|cell| cell.show());
            let found = id.as_deref().and_then(&mut customer);
            customers.append_option(found);
            ids.append_option(id.as_deref());
            if found.is_none() && self.target.required {
                let reason = format!("names no known customer, but every row needs '{}'", self.target.column);
                problems.add(row, self.from, id.unwrap_or_default(), reason);
            }
        }
        (Arc::new(customers.finish()), ids.finish())
    }
}

/// The bytes of all texts, one behind the other.
fn bytes(texts: &StringArray) -> &[u8] {
    let offsets = texts.value_offsets();
    let ends = [offsets.first(), offsets.last()].map(|end| end.map_or(0, |end| *end as usize));
    &texts.value_data()[ends[0]..ends[1]]
}
