//! Text columns, whether stored plainly or by dictionary, read without copying a string a row.

use arrow::array::{Array, AsArray, DictionaryArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Int32Type};

use super::error::WalkError;

/// A nullable text column of a batch.
pub enum TextColumn<'a> {
    /// Stored plainly.
    Plain(&'a StringArray),
    /// Stored by dictionary.
    Dictionary(&'a DictionaryArray<Int32Type>, &'a StringArray),
}

/// One value a row, computed once for each distinct text.
pub struct MapDistinct<'a, T> {
    keys: Option<&'a DictionaryArray<Int32Type>>,
    values: Vec<Option<T>>,
}

/// The column of that name.
pub fn column<'b>(batch: &'b RecordBatch, name: &'static str) -> Result<&'b dyn Array, WalkError> {
    batch.column_by_name(name).map(AsRef::as_ref).ok_or(WalkError::Missing { column: name })
}

impl<'a> TextColumn<'a> {
    /// The column of that name.
    pub fn of(batch: &'a RecordBatch, name: &'static str) -> Result<Self, WalkError> {
        let column = batch.column_by_name(name).ok_or(WalkError::Missing { column: name })?;
        match column.data_type() {
            DataType::Utf8 => Ok(Self::Plain(column.as_string())),
            DataType::Dictionary(_, _) => {
                let dictionary = column.as_dictionary_opt::<Int32Type>().ok_or(WalkError::Missing { column: name })?;
                let values = dictionary.values().as_string_opt().ok_or(WalkError::Missing { column: name })?;
                Ok(Self::Dictionary(dictionary, values))
            }
            _ => Err(WalkError::Missing { column: name }),
        }
    }

    /// The text of a row.
    #[must_use]
    pub fn value(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Plain(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Dictionary(dictionary, values) => dictionary.key(row).map(|key| values.value(key)),
        }
    }

    /// Computes `value_of` once for each distinct text in use (for a plain column: each time the text differs from the row before).
    pub fn map_distinct<T: Copy, E>(
        &self,
        mut value_of: impl FnMut(&str) -> Result<T, E>,
    ) -> Result<MapDistinct<'a, T>, E> {
        match self {
            Self::Plain(array) => {
                let mut values = Vec::with_capacity(array.len());
                let mut last: Option<(&str, T)> = None;
                for text in *array {
                    let value = match (text, last) {
                        (None, _) => None,
                        (Some(text), Some((same, value))) if text == same => Some(value),
                        (Some(text), _) => {
                            let value = value_of(text)?;
                            last = Some((text, value));
                            Some(value)
                        }
                    };
                    values.push(value);
                }
                Ok(MapDistinct { keys: None, values })
            }
            Self::Dictionary(dictionary, texts) => {
                let mut values = vec![None; texts.len()];
                for key in dictionary.keys().iter().flatten() {
                    let slot = &mut values[key as usize];
                    if slot.is_none() {
                        *slot = Some(value_of(texts.value(key as usize))?);
                    }
                }
                Ok(MapDistinct { keys: Some(dictionary), values })
            }
        }
    }
}

impl<T> MapDistinct<'_, T> {
    /// The value of a row, `None` where the text is absent.
    #[inline]
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&T> {
        let index = match self.keys {
            None => row,
            Some(dictionary) => dictionary.key(row)?,
        };
        self.values.get(index)?.as_ref()
    }
}
