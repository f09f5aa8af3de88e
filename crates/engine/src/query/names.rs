//! Names for customer ids.

use std::collections::{HashMap, HashSet};

use arrow::array::{Array, AsArray};
use arrow::datatypes::Date32Type;

use crate::lake::{Lake, LakeError, Snapshot, bucket_of};

/// The latest known name of each of the customers; those without one are left out. Only the buckets they lie in are read.
pub fn names<'a>(
    lake: &Lake,
    customers: &Snapshot,
    ids: impl IntoIterator<Item = &'a str>,
) -> Result<HashMap<String, String>, LakeError> {
    let mut by_bucket: HashMap<i32, HashSet<&str>> = HashMap::new();
    for id in ids {
        by_bucket.entry(bucket_of(Some(id))).or_default().insert(id);
    }
    let mut found: HashMap<String, (i32, String)> = HashMap::new();
    for (bucket, wanted) in by_bucket {
        for batch in lake.read(customers, bucket..bucket + 1, &["customer_id", "as_of", "name"])? {
            let batch = batch?;
            let (ids, names) = (batch.column(0), batch.column(2));
            let ids = arrow::compute::cast(ids, &arrow::datatypes::DataType::Utf8)
                .map_err(LakeError::columns("customers"))?;
            let (ids, as_of) = (ids.as_string::<i32>(), batch.column(1).as_primitive::<Date32Type>());
            let Some(names) = names.as_string_opt::<i32>() else { continue };
            for row in (0..batch.num_rows()).filter(|row| names.is_valid(*row) && wanted.contains(ids.value(*row))) {
                let since = if as_of.is_valid(row) { as_of.value(row) } else { i32::MIN };
                match found.get_mut(ids.value(row)) {
                    Some(known) if known.0 > since => {}
                    Some(known) => *known = (since, names.value(row).to_owned()),
                    None => drop(found.insert(ids.value(row).to_owned(), (since, names.value(row).to_owned()))),
                }
            }
        }
    }
    Ok(found.into_iter().map(|(id, (_, name))| (id, name)).collect())
}
