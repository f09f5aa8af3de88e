//! One description of an answer as a table: what terminal, file, page and paper show of it.
//!
//! Invariant: columns have names, never words for people, and every row says what it rests on, so that two files of one question have the
//! same columns whoever wrote them.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use bellwether_model::{Currency, Day};
use jiff::Timestamp;

use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;

/// An answer that can be shown as rows and columns.
pub trait Tabular {
    /// The answer's table.
    fn table(&self) -> Table;
}

/// Rows of cells under named columns; every row has as many cells as there are columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    stamp: Stamp,
}

/// What every row of a file says of its origin: names and texts.
pub type Stamp = Vec<(&'static str, String)>;

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, as files write it, e.g. `value_after_minor`. Of figures only the beginning: `opening`.
    pub name: String,
    /// What its cells are.
    pub shape: Shape,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A number with a fraction, such as a time.
    Number,
    /// Minor units; the column's name ends in `minor`, and the currency stands beside it.
    Money,
    /// A day.
    Day,
    /// Customers and money side by side: in files the columns `NAME_customers` and `NAME_minor`, for people two lines or two columns.
    Figure,
}

/// One value. `Absent` is nothing: an empty cell, a null.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Absent,
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Number(f64),
    /// Minor units of a currency.
    Money(i128, Currency),
    /// A day.
    Day(Day),
    /// Customers, and minor units of a currency.
    Figure(Figure, Currency),
}

impl Column {
    /// A column of text.
    #[must_use]
    pub fn text(name: impl Into<String>) -> Self {
        Self::new(name, Shape::Text)
    }

    /// A column of whole numbers.
    #[must_use]
    pub fn whole(name: impl Into<String>) -> Self {
        Self::new(name, Shape::Whole)
    }

    /// A column of numbers with a fraction.
    #[must_use]
    pub fn number(name: impl Into<String>) -> Self {
        Self::new(name, Shape::Number)
    }

    /// A column of money, whose name ends in `minor`.
    #[must_use]
    pub fn money(name: impl Into<String>) -> Self {
        Self::new(name, Shape::Money)
    }

    /// A column of days.
    #[must_use]
    pub fn day(name: impl Into<String>) -> Self {
        Self::new(name, Shape::Day)
    }

    /// Customers and money; without a name, the columns of files are `customers` and `minor`.
    #[must_use]
    pub fn figure(name: impl Into<String>) -> Self {
        Self::new(name, Shape::Figure)
    }

    /// A column of a shape.
    #[must_use]
    pub fn new(name: impl Into<String>, shape: Shape) -> Self {
        Self { name: name.into(), shape }
    }

    /// The columns that files have for it: one, or two for figures.
    fn flat(self) -> Vec<Self> {
        if self.shape != Shape::Figure {
            return vec![self];
        }
        let prefix = if self.name.is_empty() { String::new() } else { format!("{}_", self.name) };
        vec![Self::whole(format!("{prefix}customers")), Self::money(format!("{prefix}minor"))]
    }
}

impl Cell {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A text, if there is one.
    #[must_use]
    pub fn optional(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Absent, Self::text)
    }

    /// A moment, to the second in UTC.
    #[must_use]
    pub fn moment(at: Timestamp) -> Self {
        Self::Text(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    }

    /// A day, if there is one.
    #[must_use]
    pub fn day(day: Option<Day>) -> Self {
        day.map_or(Self::Absent, Self::Day)
    }
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "a cell for each column");
        self.rows.push(row);
    }

    /// The table with the rows after its own.
    #[must_use]
    pub fn with_rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        rows.into_iter().for_each(|row| self.push(row));
        self
    }

    /// The table with what every row of a file says of its origin.
    #[must_use]
    pub fn stamped(self, stamp: Stamp) -> Self {
        Self { stamp, ..self }
    }

    /// Its columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Its rows.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table with only those of its columns that are wanted.
    #[must_use]
    pub fn keeping(mut self, wanted: impl Fn(&Column) -> bool) -> Self {
        let kept: Vec<bool> = self.columns.iter().map(wanted).collect();
        let mut keep = kept.iter().copied();
        self.columns.retain(|_| keep.next().unwrap_or(true));
        for row in &mut self.rows {
            let mut keep = kept.iter().copied();
            row.retain(|_| keep.next().unwrap_or(true));
        }
        self
    }

    /// The rows that have this text in a column, without the column.
    #[must_use]
    pub fn part(mut self, name: &str, text: &str) -> Self {
        if let Some(place) = self.columns.iter().position(|column| column.name == name) {
            self.rows.retain(|row| matches!(row.get(place), Some(Cell::Text(cell)) if cell == text));
        }
        self.keeping(|column| column.name != name)
    }

    /// So many of the last rows, the last one first: of periods, the latest.
    #[must_use]
    pub fn latest(mut self, most: usize) -> Self {
        self.rows.drain(..self.rows.len().saturating_sub(most));
        self.rows.reverse();
        self
    }

    /// The table with two columns for each of figures, as files have it.
    #[must_use]
    pub fn flat(self) -> Self {
        let shapes: Vec<Shape> = self.columns.iter().map(|column| column.shape).collect();
        if !shapes.contains(&Shape::Figure) {
            return self;
        }
        let flat_row = |row: Vec<Cell>| {
            let cells = row.into_iter().zip(&shapes).flat_map(|(cell, shape)| match (cell, shape) {
                (Cell::Figure(figure, currency), _) => {
                    vec![Cell::Whole(figure.customers), Cell::Money(figure.minor, currency)]
                }
                (_, Shape::Figure) => vec![Cell::Absent, Cell::Absent],
                (cell, _) => vec![cell],
            });
            cells.collect()
        };
        Self {
            columns: self.columns.into_iter().flat_map(Column::flat).collect(),
            rows: self.rows.into_iter().map(flat_row).collect(),
            stamp: self.stamp,
        }
    }

    /// The table as columns of plain types: text, 64-bit whole numbers (money in minor units), numbers and dates; the stamp in each row.
    pub fn batch(self) -> Result<RecordBatch, Failure> {
        let table = self.flat();
        let mut fields = Vec::with_capacity(table.columns.len() + table.stamp.len());
        let mut arrays = Vec::with_capacity(fields.capacity());
        for (place, column) in table.columns.iter().enumerate() {
            let cells = table.rows.iter().map(|row| row.get(place).unwrap_or(&Cell::Absent));
            let (data_type, array) = column.array(cells)?;
            fields.push(Field::new(&column.name, data_type, true));
            arrays.push(array);
        }
        for (name, text) in &table.stamp {
            fields.push(Field::new(*name, DataType::Utf8, true));
            arrays.push(Arc::new(StringArray::from_iter_values(table.rows.iter().map(|_| text))));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(table.rows.len()));
        RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
            .map_err(|error| Failure::caused(FailureKind::Internal, &error))
    }

    /// The table as CSV for a spreadsheet.
    pub fn csv(self) -> Result<Vec<u8>, Failure> {
        let batch = self.harmless().batch()?;
        let mut bytes = Vec::new();
        let mut csv = arrow::csv::WriterBuilder::new().with_header(true).build(&mut bytes);
        csv.write(&batch).map_err(|error| Failure::caused(FailureKind::Internal, &error))?;
        drop(csv);
        Ok(bytes)
    }

    /// The same for a spreadsheet, which would run a text that begins like a formula: such a text gets an apostrophe before it.
    fn harmless(mut self) -> Self {
        let cells = self.rows.iter_mut().flatten().filter_map(|cell| match cell {
            Cell::Text(text) => Some(text),
            _ => None,
        });
        for text in cells.chain(self.stamp.iter_mut().map(|(_, text)| text)) {
            if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                text.insert(0, '\'');
            }
        }
        self
    }
}

impl Column {
    fn array<'a>(&self, cells: impl Iterator<Item = &'a Cell>) -> Result<(DataType, ArrayRef), Failure> {
        Ok(match self.shape {
            Shape::Text => {
                let texts = cells.map(|cell| if let Cell::Text(text) = cell { Some(text.as_str()) } else { None });
                (DataType::Utf8, Arc::new(texts.collect::<StringArray>()))
            }
            Shape::Whole | Shape::Money | Shape::Figure => {
                let numbers = cells.map(|cell| match cell {
                    Cell::Whole(number) => Ok(Some(*number)),
                    Cell::Money(minor, _) => i64::try_from(*minor).map(Some).map_err(|_| self.too_much(*minor)),
                    _ => Ok(None),
                });
                (DataType::Int64, Arc::new(numbers.collect::<Result<Int64Array, Failure>>()?))
            }
            Shape::Number => {
                let numbers = cells.map(|cell| if let Cell::Number(number) = cell { Some(*number) } else { None });
                (DataType::Float64, Arc::new(numbers.collect::<Float64Array>()))
            }
            Shape::Day => {
                let days = cells.map(|cell| if let Cell::Day(day) = cell { Some(day.0) } else { None });
                (DataType::Date32, Arc::new(days.collect::<Date32Array>()))
            }
        })
    }

    fn too_much(&self, minor: i128) -> Failure {
        let said = format!("{minor} in column {} does not fit into 64 bits; ask for --format table", self.name);
        Failure::new(FailureKind::Internal, said)
    }
}

#[cfg(test)]
mod tests;
