//! Question: which amounts are the largest, and of whom, from where and with which import did they come?
//!
//! For when amounts are too large to be added up: one of these is the mistake.

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;

use super::error::WalkError;
use super::text::{TextColumn, column};
use crate::lake::{BUCKETS, Fact, Lake};

/// An amount with what names its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LargeAmount {
    /// The table it stands in.
    pub fact: Fact,
    /// Whose it is; absent where the row names nobody.
    pub customer: Option<String>,
    /// The system it came from.
    pub source: String,
    /// What that calls the row; absent where it has no name of its own.
    pub row: Option<String>,
    /// The import it came with.
    pub import: i64,
    /// In minor units.
    pub minor: i64,
    /// The currency, by its code.
    pub currency: String,
}

/// The largest amounts of all facts, whatever their sign, the largest first: so many at most.
pub async fn largest_amounts(lake: &Lake, most: usize) -> Result<Vec<LargeAmount>, WalkError> {
    let mut found: Vec<LargeAmount> = Vec::new();
    for (fact, id, amount) in
        [(Fact::Purchases, "purchase_id", "amount_minor"), (Fact::Subscriptions, "subscription_id", "monthly_minor")]
    {
        let snapshot = lake.snapshot(fact.name()).await?;
        let columns = ["customer_id", "source", id, amount, "currency", "import_seq"];
        for batch in lake.read_plain(&snapshot, 0..BUCKETS, &columns)? {
            let batch = batch?;
            let text = |name| TextColumn::of(&batch, name);
            let (customers, sources, ids, currencies) =
                (text("customer_id")?, text("source")?, text(id)?, text("currency")?);
            let amounts = column(&batch, amount)?.as_primitive::<Int64Type>();
            let imports = column(&batch, "import_seq")?.as_primitive::<Int64Type>();
            for row in (0..batch.num_rows()).filter(|row| amounts.is_valid(*row)) {
                let minor = amounts.value(row);
                let size = |amount: &LargeAmount| amount.minor.unsigned_abs();
                if found.len() == most && found.last().is_some_and(|least| size(least) >= minor.unsigned_abs()) {
                    continue;
                }
                let at = found.partition_point(|other| size(other) >= minor.unsigned_abs());
                let owned = |column: &TextColumn<'_>| column.value(row).map(str::to_owned);
                found.insert(
                    at,
                    LargeAmount {
                        fact,
                        customer: owned(&customers),
                        source: owned(&sources).unwrap_or_default(),
                        row: owned(&ids),
                        import: imports.value(row),
                        minor,
                        currency: owned(&currencies).unwrap_or_default(),
                    },
                );
                found.truncate(most);
            }
        }
    }
    Ok(found)
}
