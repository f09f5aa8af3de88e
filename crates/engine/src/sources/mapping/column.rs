//! How are the cells of one source column read, and what do expressions see of them?

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Decimal128Array, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, TimeUnit};
use bellwether_model::Currency;
use jiff::tz::TimeZone;

use super::cells::{Cell, Cells};
use super::convert::{self, Conversion};
use super::document::CellType;
use super::row::Problems;
use super::rules::Rules;

/// A source column as one expression sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Input {
    /// Position among the source's columns.
    pub column: usize,
    pub name: String,
    pub rules: Rules,
    /// Decimals of a number.
    pub scale: i8,
}

impl Input {
    /// The Arrow type an expression computes with. Numbers are decimals, so that sums of money stay exact.
    pub(crate) fn data_type(&self) -> DataType {
        match self.rules.kind {
            CellType::Text => DataType::Utf8,
            CellType::Number => DataType::Decimal128(38, self.scale),
            CellType::Boolean => DataType::Boolean,
            CellType::Date
            | CellType::UnixSeconds
            | CellType::UnixMillis
            | CellType::SpreadsheetDays
            | CellType::SpreadsheetDays1904 => DataType::Timestamp(TimeUnit::Microsecond, None),
        }
    }

    /// The column for an expression; cells that do not fit reject their rows.
    pub(crate) fn typed(&self, cells: &Cells, rows: usize, reading: &Reading<'_>, problems: &mut Problems) -> ArrayRef {
        let rules = self.rules;
        match rules.kind {
            CellType::Text => {
                let text = |cell: Cell<'_>| Ok(cell.show());
                Arc::new(self.collect::<_, StringArray>(cells, rows, reading, problems, text))
            }
            CellType::Boolean => {
                Arc::new(self.collect::<_, BooleanArray>(cells, rows, reading, problems, convert::boolean))
            }
            CellType::Number => {
                let mantissa = |cell: Cell<'_>| self.mantissa(cell, reading.currency);
                let numbers: Decimal128Array = self.collect(cells, rows, reading, problems, mantissa);
                Arc::new(numbers.with_data_type(self.data_type()))
            }
            CellType::Date
            | CellType::UnixSeconds
            | CellType::UnixMillis
            | CellType::SpreadsheetDays
            | CellType::SpreadsheetDays1904 => {
                let local = |cell: Cell<'_>| convert::local(cell, rules, reading.zone);
                Arc::new(self.collect::<_, TimestampMicrosecondArray>(cells, rows, reading, problems, local))
            }
        }
    }

    fn collect<T, A: FromIterator<Option<T>>>(
        &self,
        cells: &Cells,
        rows: usize,
        reading: &Reading<'_>,
        problems: &mut Problems,
        convert: impl Fn(Cell<'_>) -> Conversion<T>,
    ) -> A {
        let value = |row| {
            let cell = cells.at(row, reading.missing)?;
            match convert(cell) {
                Ok(value) => Some(value),
                Err(reason) => {
                    problems.add(row, &self.name, cell.show(), reason);
                    None
                }
            }
        };
        (0..rows).map(value).collect()
    }

    fn mantissa(&self, cell: Cell<'_>, currency: Option<Currency>) -> Conversion<i128> {
        let mut value = convert::number_of_expression(cell, self.rules, currency)?;
        let scale = self.scale.unsigned_abs().into();
        if matches!(cell, Cell::Float(_)) {
            value = value.round_dp(scale);
        }
        let value = value.normalize();
        if value.scale() > scale {
            return Err(format!("has more than {scale} decimals, the most an expression can compute with here"));
        }
        // At most 29 digits and 12 decimals: far below the 38 digits of 128 bits but for the product, which is checked.
        value.mantissa().checked_mul(10i128.pow(scale - value.scale())).ok_or_else(|| "has too many digits".into())
    }
}

/// What reading a cell depends on besides the rules of its column.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub zone: &'a TimeZone,
    pub missing: &'a [String],
    pub currency: Option<Currency>,
}
