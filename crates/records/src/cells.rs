//! How a stored row becomes a value. What does not read back as it was written is said to be corrupt, never guessed.

use std::fmt::Display;
use std::str::FromStr;

use bellwether_model::Day;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::any::{Any, AnyArguments, AnyRow};
use sqlx::{Decode, Type};

use crate::error::RecordsError;

/// A query with its arguments.
pub(crate) type Query = sqlx::query::Query<'static, Any, AnyArguments>;

/// A struct that one row of one table holds.
pub(crate) trait FromCells: Sized {
    const TABLE: &'static str;

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError>;

    fn from_row(row: &AnyRow) -> Result<Self, RecordsError> {
        Self::read(&Cells { table: Self::TABLE, row })
    }

    fn from_rows(rows: &[AnyRow]) -> Result<Vec<Self>, RecordsError> {
        rows.iter().map(Self::from_row).collect()
    }
}

/// The cells of one row.
pub(crate) struct Cells<'r> {
    pub(crate) table: &'static str,
    pub(crate) row: &'r AnyRow,
}

impl<'r> Cells<'r> {
    pub(crate) fn text(&self, column: &'static str) -> Result<String, RecordsError> {
        self.get(column)
    }

    pub(crate) fn optional_text(&self, column: &'static str) -> Result<Option<String>, RecordsError> {
        self.get(column)
    }

    pub(crate) fn number(&self, column: &'static str) -> Result<i64, RecordsError> {
        self.get(column)
    }

    pub(crate) fn optional_number(&self, column: &'static str) -> Result<Option<i64>, RecordsError> {
        self.get(column)
    }

    pub(crate) fn day(&self, column: &'static str) -> Result<Day, RecordsError> {
        i32::try_from(self.number(column)?).map(Day).map_err(|reason| self.corrupt(column, &reason))
    }

    pub(crate) fn optional_day(&self, column: &'static str) -> Result<Option<Day>, RecordsError> {
        self.optional_number(column)?.map(|_| self.day(column)).transpose()
    }

    pub(crate) fn instant(&self, column: &'static str) -> Result<Timestamp, RecordsError> {
        Timestamp::from_microsecond(self.number(column)?).map_err(|reason| self.corrupt(column, &reason))
    }

    pub(crate) fn optional_instant(&self, column: &'static str) -> Result<Option<Timestamp>, RecordsError> {
        let micros: Option<i64> = self.get(column)?;
        micros
            .map(|micros| Timestamp::from_microsecond(micros).map_err(|reason| self.corrupt(column, &reason)))
            .transpose()
    }

    pub(crate) fn parsed<T: FromStr<Err: Display>>(&self, column: &'static str) -> Result<T, RecordsError> {
        self.text(column)?.parse().map_err(|reason| self.corrupt(column, &reason))
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, RecordsError> {
        serde_json::from_str(&self.text(column)?).map_err(|reason| self.corrupt(column, &reason))
    }

    pub(crate) fn corrupt(&self, column: &'static str, reason: &dyn Display) -> RecordsError {
        RecordsError::Corrupt { table: self.table, column, reason: reason.to_string() }
    }

    fn get<T: Decode<'r, Any> + Type<Any>>(&self, column: &'static str) -> Result<T, RecordsError> {
        self.row.try_get(column).map_err(|reason| self.corrupt(column, &reason))
    }
}
