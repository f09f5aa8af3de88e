//! The question: by which attributes can customers be told apart, as far as the facts say?

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray};

use crate::lake::{BUCKETS, Lake};
use crate::marts::error::MartError;
use crate::walk::{Knowledge, TextColumn, WalkError};

/// What each attribute is known to be, by its name: as many values as asked for and one more, where there are more.
pub fn known_attributes(
    lake: &Lake,
    knowledge: &Knowledge,
    most: usize,
) -> Result<BTreeMap<String, BTreeSet<String>>, MartError> {
    let missing = || WalkError::Missing { column: "attributes" };
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut put = |name: &str, value: &str| {
        let values = match known.get_mut(name) {
            Some(values) => values,
            None => known.entry(name.to_owned()).or_default(),
        };
        if values.len() <= most && !values.contains(value) {
            values.insert(value.to_owned());
        }
    };
    for batch in lake.read(&knowledge.customers, 0..BUCKETS, &["kind", "attributes"])? {
        let batch = batch?;
        let kinds = TextColumn::of(&batch, "kind")?;
        let maps = batch.column_by_name("attributes").and_then(|column| column.as_map_opt()).ok_or_else(missing)?;
        for row in 0..batch.num_rows() {
            if let Some(kind) = kinds.value(row) {
                put("kind", kind);
            }
            if maps.is_valid(row) {
                let entries = maps.value(row);
                let names = entries.column(0).as_string_opt::<i32>().ok_or_else(missing)?;
                let texts = entries.column(1).as_string_opt::<i32>().ok_or_else(missing)?;
                for (name, text) in names.iter().zip(texts.iter()) {
                    if let (Some(name), Some(text)) = (name, text) {
                        put(name, text);
                    }
                }
            }
        }
    }
    Ok(known)
}
