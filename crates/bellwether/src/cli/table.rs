//! A table of typed cells: what a command answers, before anyone decides how it is written.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use bellwether_model::{Currency, Day};
use comfy_table::{LineStyle, TableStyle};

use crate::figures;
use bellwether_app::failure::{Failure, FailureKind};

/// Rows of cells under named columns; every row has as many cells as there are columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    /// Its name in files, e.g. `opening_minor`.
    name: String,
    /// Its heading on the screen, e.g. `opening`.
    heading: String,
    shape: Shape,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Whole,
    /// Minor units; the column's name ends in `_minor` and the currency stands beside it.
    Money,
    Day,
}

/// One value. `Absent` is nothing: an empty cell, a null.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Absent,
    Text(String),
    Whole(i64),
    Money(i128, Currency),
    Day(Day),
}

impl Column {
    pub(crate) fn new(name: impl Into<String>, shape: Shape) -> Self {
        let name = name.into();
        let heading = name.strip_suffix("_minor").unwrap_or(&name).replace('_', " ");
        Self { name, heading, shape }
    }

    /// The heading on the screen, where the name in words is not good enough.
    pub(crate) fn headed(self, heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), ..self }
    }
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn optional(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Absent, Self::text)
    }

    /// As people read it.
    fn on_screen(&self) -> String {
        match self {
            Self::Absent => String::new(),
            // A customer's own text must not move the cursor or colour the terminal.
            Self::Text(text) => text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
            Self::Whole(number) => figures::whole(i128::from(*number)),
            Self::Money(minor, currency) => figures::money(*minor, *currency),
            Self::Day(day) => day.to_string(),
        }
    }
}

impl Table {
    /// The same for a spreadsheet, which would run a text that begins like a formula: such a text gets an apostrophe before it.
    pub(crate) fn harmless(mut self) -> Self {
        for cell in self.rows.iter_mut().flatten() {
            if let Cell::Text(text) = cell
                && text.starts_with(['=', '+', '-', '@', '\t', '\r'])
            {
                text.insert(0, '\'');
            }
        }
        self
    }

    pub(crate) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "a cell for each column");
        self.rows.push(row);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table with further columns that say the same in each row, such as `as_of`.
    pub(crate) fn stamped(mut self, stamp: &[(&'static str, String)]) -> Self {
        for (name, value) in stamp {
            self.columns.push(Column::new(*name, Shape::Text));
            for row in &mut self.rows {
                row.push(Cell::text(value));
            }
        }
        self
    }

    /// The table as aligned text: words to the left, figures to the right.
    pub(crate) fn on_screen(&self) -> String {
        let mut screen = comfy_table::Table::new();
        let line_below_headings = LineStyle::none().fill('─').junction('─');
        screen.load_style(TableStyle::new().header_separator(line_below_headings));
        screen.set_content_arrangement(comfy_table::ContentArrangement::Disabled);
        screen.set_header(self.columns.iter().map(|column| comfy_table::Cell::new(&column.heading)));
        for row in &self.rows {
            screen.add_row(row.iter().map(Cell::on_screen));
        }
        for (place, column) in self.columns.iter().enumerate() {
            if let Some(drawn) = screen.column_mut(place) {
                drawn.set_padding((0, 1));
                if column.shape != Shape::Text {
                    drawn.set_cell_alignment(comfy_table::CellAlignment::Right);
                }
            }
        }
        let lines: Vec<_> = screen.lines().map(|line| line.trim_end().to_owned()).collect();
        format!("{}\n", lines.join("\n"))
    }

    /// The table as columns of plain types: text, 64-bit whole numbers (money in minor units) and dates.
    pub(crate) fn batch(&self) -> Result<RecordBatch, Failure> {
        let mut fields = Vec::with_capacity(self.columns.len());
        let mut arrays = Vec::with_capacity(self.columns.len());
        for (place, column) in self.columns.iter().enumerate() {
            let cells = self.rows.iter().map(|row| row.get(place).unwrap_or(&Cell::Absent));
            let (data_type, array) = column.shape.array(cells, &column.name)?;
            fields.push(Field::new(&column.name, data_type, true));
            arrays.push(array);
        }
        let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(self.rows.len()));
        RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
            .map_err(|error| Failure::caused(FailureKind::Internal, &error))
    }
}

impl Shape {
    fn array<'a>(self, cells: impl Iterator<Item = &'a Cell>, column: &str) -> Result<(DataType, ArrayRef), Failure> {
        Ok(match self {
            Self::Text => {
                let texts = cells.map(|cell| match cell {
                    Cell::Absent => None,
                    Cell::Text(text) => Some(text.clone()),
                    other => Some(other.on_screen()),
                });
                (DataType::Utf8, Arc::new(texts.collect::<StringArray>()))
            }
            Self::Whole | Self::Money => {
                let numbers = cells.map(|cell| match cell {
                    Cell::Whole(number) => Ok(Some(*number)),
                    Cell::Money(minor, _) => i64::try_from(*minor).map(Some).map_err(|_| {
                        Failure::new(
                            FailureKind::Internal,
                            format!("{minor} in column {column} does not fit into 64 bits; ask for --format table"),
                        )
                    }),
                    _ => Ok(None),
                });
                (DataType::Int64, Arc::new(numbers.collect::<Result<Int64Array, Failure>>()?))
            }
            Self::Day => {
                let days = cells.map(|cell| if let Cell::Day(day) = cell { Some(day.0) } else { None });
                (DataType::Date32, Arc::new(days.collect::<Date32Array>()))
            }
        })
    }
}
