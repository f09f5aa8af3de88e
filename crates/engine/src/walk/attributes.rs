//! Customer attributes over time, for segments and for basis rules.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int64Type};
use bellwether_model::{Day, SamePeriod};

use super::error::WalkError;
use super::text::TextColumn;
use crate::lake::{Lake, Snapshot};

/// One closing of the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Close {
    /// Last day of the closed period.
    pub through: Day,
    /// The last import known when the books were closed.
    pub import_seq: i64,
    /// How a loss and a return within one period count in what was closed.
    pub same_period: SamePeriod,
}

impl Close {
    /// The day from which a fact about `day` that came with `import_seq` counts: its own day, or the first day after the last of the
    /// `closes` that did not know it.
    #[must_use]
    pub fn effective_day(closes: &[Self], day: Day, import_seq: i64) -> Day {
        closes.iter().fold(day, |day, close| {
            if import_seq > close.import_seq && day <= close.through { close.through.plus(1) } else { day }
        })
    }
}

/// A customer's attributes from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AttributeVersion {
    /// First day; the earliest version also holds for all days before it, unless it became known only after a close.
    pub from: Day,
    /// The wanted attributes, in the order asked for; `None` where unknown.
    pub values: Vec<Option<Arc<str>>>,
}

/// The attributes of all customers of a bucket.
pub struct AttributeHistory {
    wanted: Vec<String>,
    texts: HashMap<Box<str>, Arc<str>>,
    /// Each with what it is sorted by: when it takes effect, its own day, its source. No two of a customer are equal.
    unsorted: HashMap<Box<str>, Vec<(Order, AttributeVersion)>>,
    versions: HashMap<Box<str>, Vec<AttributeVersion>>,
}

type Order = (Day, Day, Arc<str>);

impl AttributeHistory {
    const COLUMNS: [&'static str; 6] = ["customer_id", "source", "as_of", "kind", "attributes", "import_seq"];

    /// The wanted attributes of a bucket's customers; what came late counts from the first day after the `closes` that did not know it.
    pub fn read(
        lake: &Lake,
        customers: &Snapshot,
        closes: &[Close],
        wanted: &[String],
        bucket: i32,
    ) -> Result<Self, WalkError> {
        let mut history = Self::new(wanted);
        if !wanted.is_empty() {
            for batch in lake.read(customers, bucket..bucket + 1, &Self::COLUMNS)? {
                history.add(&batch?, closes)?;
            }
            history.sort();
        }
        Ok(history)
    }

    fn new(wanted: &[String]) -> Self {
        Self { wanted: wanted.to_vec(), texts: HashMap::new(), unsorted: HashMap::new(), versions: HashMap::new() }
    }

    /// Takes in rows of `customers`. The attribute `kind` is the column of that name, all others are keys of `attributes`.
    fn add(&mut self, batch: &RecordBatch, closes: &[Close]) -> Result<(), WalkError> {
        let missing = |column| WalkError::Missing { column };
        let customers = TextColumn::of(batch, "customer_id")?;
        let (sources, kinds) = (TextColumn::of(batch, "source")?, TextColumn::of(batch, "kind")?);
        let as_of = batch.column_by_name("as_of").ok_or(missing("as_of"))?.as_primitive::<Date32Type>();
        let seqs = batch.column_by_name("import_seq").ok_or(missing("import_seq"))?.as_primitive::<Int64Type>();
        let maps = batch.column_by_name("attributes").and_then(|column| column.as_map_opt());
        let maps = maps.ok_or(missing("attributes"))?;
        for row in 0..batch.num_rows() {
            let Some(customer) = customers.value(row) else { continue };
            let mut values = vec![None; self.wanted.len()];
            if maps.is_valid(row) {
                let entries = maps.value(row);
                let keys = entries.column(0).as_string_opt::<i32>().ok_or(missing("attributes"))?;
                let texts = entries.column(1).as_string_opt::<i32>().ok_or(missing("attributes"))?;
                for (key, text) in keys.iter().zip(texts.iter()) {
                    for (index, wanted) in self.wanted.iter().enumerate() {
                        if key == Some(wanted.as_str()) {
                            values[index] = text.map(|text| intern(&mut self.texts, text));
                        }
                    }
                }
            }
            for (index, wanted) in self.wanted.iter().enumerate() {
                if wanted == "kind" {
                    values[index] = kinds.value(row).map(|text| intern(&mut self.texts, text));
                }
            }
            let day = if as_of.is_valid(row) { Day(as_of.value(row)) } else { Day(i32::MIN) };
            let from = Close::effective_day(closes, day, seqs.value(row));
            let order = (from, day, intern(&mut self.texts, sources.value(row).unwrap_or_default()));
            self.unsorted.entry(customer.into()).or_default().push((order, AttributeVersion { from, values }));
        }
        Ok(())
    }

    /// Puts each customer's versions in time order; to be called once all rows are in.
    fn sort(&mut self) {
        for (customer, mut versions) in self.unsorted.drain() {
            versions.sort_by(|(a, _), (b, _)| a.cmp(b));
            self.versions.insert(customer, versions.into_iter().map(|(_, version)| version).collect());
        }
    }

    /// One customer's versions; empty where none is known.
    #[must_use]
    pub fn of(&self, customer: &str) -> &[AttributeVersion] {
        self.versions.get(customer).map_or(&[], Vec::as_slice)
    }
}

fn intern(texts: &mut HashMap<Box<str>, Arc<str>>, text: &str) -> Arc<str> {
    if let Some(known) = texts.get(text) {
        return known.clone();
    }
    let shared: Arc<str> = text.into();
    texts.insert(text.into(), shared.clone());
    shared
}

#[cfg(test)]
mod tests {
    use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray, new_null_array};

    use super::*;
    use crate::lake::Fact;

    fn rows(source: &str, kind: &str, as_of: Option<i32>) -> RecordBatch {
        let attributes = Fact::Customers.schema().field_with_name("attributes").expect("a column").data_type().clone();
        let text = |text: &str| Arc::new(StringArray::from(vec![text])) as ArrayRef;
        RecordBatch::try_from_iter_with_nullable([
            ("customer_id", text("ann"), false),
            ("source", text(source), false),
            ("as_of", Arc::new(Date32Array::from(vec![as_of])) as ArrayRef, true),
            ("kind", text(kind), true),
            ("attributes", new_null_array(&attributes, 1), true),
            ("import_seq", Arc::new(Int64Array::from(vec![1])) as ArrayRef, false),
        ])
        .expect("rows")
    }

    #[test]
    fn a_fact_that_came_after_a_close_counts_from_the_first_open_day() {
        let close = |through, import_seq| Close { through, import_seq, same_period: SamePeriod::BothCounted };
        let closes = [close(Day(30), 5), close(Day(58), 7)];
        let days = [(10, 5), (10, 6), (10, 8), (40, 8), (60, 9)]
            .map(|(day, seq)| Close::effective_day(&closes, Day(day), seq).0);
        assert_eq!(days, [10, 31, 59, 59, 60]);
    }

    #[test]
    fn of_what_two_sources_say_of_one_day_the_same_comes_last_in_whatever_order_the_files_lie() {
        for as_of in [None, Some(19_000)] {
            let versions = [[0, 1], [1, 0]].map(|order| {
                let files = [rows("crm", "business", as_of), rows("shop", "private", as_of)];
                let mut history = AttributeHistory::new(&["kind".to_owned()]);
                for file in order {
                    history.add(&files[file], &[]).expect("rows");
                }
                history.sort();
                history.of("ann").to_vec()
            });
            assert_eq!(versions[0], versions[1]);
            assert_eq!(versions[0].len(), 2);
        }
    }
}
