//! What are the columns called, and do all files of an input have the same?

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use super::SourceError;

/// Columns of one input. Each takes memory for every row, whether it holds anything or not.
const MOST: usize = 4000;
/// Letters of a column's name.
pub(super) const LONGEST_NAME: usize = 2000;

/// Refuses an input of more columns than are read, or with a name that is none.
pub(super) fn check<'a>(file: &str, names: impl IntoIterator<Item = &'a str>) -> Result<(), SourceError> {
    let refused = |why: String| SourceError::Format { file: file.to_owned(), why };
    for (at, name) in names.into_iter().enumerate() {
        if at >= MOST {
            return Err(refused(format!("it has more than {MOST} columns; export those that are needed")));
        }
        if name.len() > LONGEST_NAME {
            let begins: String = name.chars().take(40).collect();
            let why = format!("the name of column {}, '{begins}…', is longer than {LONGEST_NAME} letters", at + 1);
            return Err(refused(why));
        }
    }
    Ok(())
}

/// Names of columns out of the cells of a header: spaces around them are cut, nameless ones are called `column_3` by position.
pub(super) fn named<'a>(file: &str, header: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, SourceError> {
    let header: Vec<&str> = header.into_iter().collect();
    check(file, header.iter().copied())?;
    let names: Vec<String> = header
        .into_iter()
        .enumerate()
        .map(|(index, name)| match name.trim() {
            "" => format!("column_{}", index + 1),
            name => name.to_owned(),
        })
        .collect();
    let mut positions = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        if let Some(first) = positions.insert(name, index + 1) {
            let (file, column) = (file.to_owned(), name.clone());
            return Err(SourceError::DuplicateColumn { file, column, first, second: index + 1 });
        }
    }
    Ok(names)
}

/// Names of the columns of a file without a header.
pub(super) fn numbered(file: &str, count: usize) -> Result<Vec<String>, SourceError> {
    check(file, std::iter::repeat_n("", count))?;
    Ok((1..=count).map(|position| format!("column_{position}")).collect())
}

/// Columns of text.
pub(super) fn text_schema(names: &[String]) -> SchemaRef {
    Arc::new(Schema::new(names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect::<Vec<_>>()))
}

/// For each of `columns`, its position among `names`, which must be the same ones in any order.
pub(super) fn positions(
    columns: &[String],
    than: &str,
    names: &[String],
    file: &str,
) -> Result<Vec<usize>, SourceError> {
    let found: Vec<_> = columns.iter().map(|column| names.iter().position(|name| name == column)).collect();
    let missing = columns.iter().zip(&found).filter(|(_, position)| position.is_none()).map(|(column, _)| column);
    let extra = names.iter().filter(|name| !columns.contains(name));
    let differences: Vec<_> =
        [("column", "is missing", missing.collect::<Vec<_>>()), ("column", "is new", extra.collect())]
            .into_iter()
            .filter(|(.., names)| !names.is_empty())
            .map(|(column, is, names)| {
                let names: Vec<_> = names.into_iter().map(|name| format!("'{name}'")).collect();
                format!("{column} {} {is}", names.join(", "))
            })
            .collect();
    if differences.is_empty() {
        return Ok(found.into_iter().flatten().collect());
    }
    Err(SourceError::ColumnsDiffer { file: file.to_owned(), than: than.to_owned(), difference: differences.join("; ") })
}
