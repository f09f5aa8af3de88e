//! What is a row known by again that its source gives no id?

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringArray};
use arrow::compute::is_null;
use arrow::datatypes::Schema;
use arrow::error::ArrowError;

use super::row::RowTexts;
use crate::lake::{Fact, VIA};

/// What rows are known by that have no key of their own; nothing where all have one.
pub(super) fn identities(
    table: Fact,
    schema: &Schema,
    columns: &[ArrayRef],
    rows: usize,
) -> Result<Vec<u128>, ArrowError> {
    let position = |name: &&str| schema.index_of(name);
    let named = table.key().first().map(position).transpose()?;
    if named.is_some_and(|named| columns[named].null_count() == 0) {
        return Ok(Vec::new());
    }
    let identity = table.identity().iter().map(|name| {
        let cells = &columns[schema.index_of(name)?];
        // Who is found by an id of something else may be known only later, or turn out to be another: the row is known by that id.
        Ok(if *name == "customer_id" && table.has_via() { named_by(schema, columns)? } else { Arc::clone(cells) })
    });
    let mut known_by = identity.collect::<Result<Vec<ArrayRef>, ArrowError>>()?;
    if table == Fact::Subscriptions {
        // That one has ended and that it goes on are two things said of it, each of which the other must not replace.
        known_by.push(Arc::new(is_null(&columns[schema.index_of("to")?])?));
    }
    Ok(RowTexts::of(&known_by)?.content(rows))
}

/// By what each row names its customer: by its id, or by that of something else, with what it is of.
fn named_by(schema: &Schema, columns: &[ArrayRef]) -> Result<ArrayRef, ArrowError> {
    let column = |name: &str| Ok::<_, ArrowError>(&columns[schema.index_of(name)?]);
    let customers = column("customer_id")?;
    let [via, ids] = [column(VIA[0])?, column(VIA[1])?];
    if via.null_count() == via.len() {
        return Ok(Arc::clone(customers));
    }
    let others = via.as_string::<i32>().iter().zip(ids.as_string::<i32>());
    let named = customers.as_string::<i32>().iter().zip(others).map(|(customer, other)| match other {
        (Some(via), Some(id)) => Some(Cow::Owned(format!("{via}\0{id}"))),
        _ => customer.map(Cow::Borrowed),
    });
    Ok(Arc::new(named.collect::<StringArray>()))
}
