//! What customers are called.

use arrow::array::{Array, AsArray};
use arrow::datatypes::Date32Type;

use super::error::WalkError;
use super::text::TextColumn;
use crate::lake::{Lake, Snapshot};

/// The latest known name of each customer in a bucket of the table `customers`, by id; those without one are left out.
pub fn names_in(
    lake: &Lake,
    customers: &Snapshot,
    bucket: i32,
) -> Result<foldhash::HashMap<Box<str>, String>, WalkError> {
    let missing = |column| WalkError::Missing { column };
    let mut found: foldhash::HashMap<Box<str>, (i32, String)> = foldhash::HashMap::default();
    for batch in lake.read(customers, bucket..bucket + 1, &["customer_id", "as_of", "name"])? {
        let batch = batch?;
        let (ids, names) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "name")?);
        let as_of = batch.column_by_name("as_of").ok_or(missing("as_of"))?.as_primitive::<Date32Type>();
        for row in 0..batch.num_rows() {
            let (Some(id), Some(name)) = (ids.value(row), names.value(row)) else { continue };
            let since = if as_of.is_valid(row) { as_of.value(row) } else { i32::MIN };
            match found.get_mut(id) {
                Some(known) if known.0 > since => {}
                Some(known) => *known = (since, name.to_owned()),
                None => drop(found.insert(id.into(), (since, name.to_owned()))),
            }
        }
    }
    Ok(found.into_iter().map(|(id, (_, name))| (id, name)).collect())
}
