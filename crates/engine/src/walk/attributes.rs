//! Customer attributes over time, for segments and for basis rules.
//!
//! Invariant: of a closed day the attributes are those that were known when it was closed, whatever was said, corrected or taken back since.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int64Type};
use bellwether_model::Day;
use serde_json::Value;

use super::close::Close;
use super::error::WalkError;
use super::knowledge::Knowledge;
use super::text::TextColumn;
use crate::lake::{Fact, Lake};

/// A customer's attributes from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AttributeVersion {
    /// First day; before the earliest version, if that has one, nothing is known.
    pub from: Day,
    /// The day of which it was said, where that lies in books closed without knowing it.
    pub corrects: Option<Day>,
    /// The wanted attributes, in the order asked for; `None` where unknown.
    pub values: Vec<Option<Arc<str>>>,
}

/// The attributes of all customers of a bucket.
pub struct AttributeHistory {
    wanted: Vec<String>,
    texts: HashMap<Box<str>, Arc<str>>,
    said: HashMap<Box<str>, Vec<AttributeFact>>,
    versions: HashMap<Box<str>, Vec<AttributeVersion>>,
}

/// What a source said of a customer, for as long as it held.
struct AttributeFact {
    key: Box<[u8]>,
    /// The imports since and until which it was known.
    known: Range<i64>,
    day: Day,
    source: Arc<str>,
    values: Vec<Option<Arc<str>>>,
}

impl AttributeHistory {
    const COLUMNS: [&'static str; 7] = ["customer_id", "source", "as_of", "kind", "attributes", "import_seq", "key"];

    /// The wanted attributes of a bucket's customers.
    pub fn read(
        lake: &Lake,
        knowledge: &Knowledge,
        closes: &[Close],
        wanted: &[String],
        bucket: i32,
    ) -> Result<Self, WalkError> {
        let mut history = Self::new(wanted);
        if wanted.is_empty() {
            return Ok(history);
        }
        for batch in lake.read(&knowledge.customers, bucket..bucket + 1, &Self::COLUMNS)? {
            history.add(&batch?)?;
        }
        if !closes.is_empty() {
            for batch in lake.read_holding(&knowledge.superseded, bucket, "fact", Fact::Customers.name())? {
                history.add_superseded(&batch?)?;
            }
        }
        history.tell(closes);
        Ok(history)
    }

    fn new(wanted: &[String]) -> Self {
        Self { wanted: wanted.to_vec(), texts: HashMap::new(), said: HashMap::new(), versions: HashMap::new() }
    }

    /// Takes in rows of `customers`. The attribute `kind` is the column of that name, all others are keys of `attributes`.
    fn add(&mut self, batch: &RecordBatch) -> Result<(), WalkError> {
        let missing = |column| WalkError::Missing { column };
        let column = |name: &'static str| batch.column_by_name(name).ok_or(missing(name));
        let customers = TextColumn::of(batch, "customer_id")?;
        let (sources, kinds) = (TextColumn::of(batch, "source")?, TextColumn::of(batch, "kind")?);
        let as_of = column("as_of")?.as_primitive::<Date32Type>();
        let seqs = column("import_seq")?.as_primitive::<Int64Type>();
        let keys = column("key")?.as_binary_opt::<i32>().ok_or(missing("key"))?;
        let maps = column("attributes")?.as_map_opt().ok_or(missing("attributes"))?;
        for row in 0..batch.num_rows() {
            let Some(customer) = customers.value(row) else { continue };
            let mut values = vec![None; self.wanted.len()];
            if maps.is_valid(row) {
                let entries = maps.value(row);
                let names = entries.column(0).as_string_opt::<i32>().ok_or(missing("attributes"))?;
                let texts = entries.column(1).as_string_opt::<i32>().ok_or(missing("attributes"))?;
                for (name, text) in names.iter().zip(texts.iter()) {
                    self.put(&mut values, name, text);
                }
            }
            self.put(&mut values, Some("kind"), kinds.value(row));
            let said = AttributeFact {
                key: keys.value(row).into(),
                known: seqs.value(row)..i64::MAX,
                day: if as_of.is_valid(row) { Day(as_of.value(row)) } else { Day(i32::MIN) },
                source: intern(&mut self.texts, sources.value(row).unwrap_or_default()),
                values,
            };
            self.said.entry(customer.into()).or_default().push(said);
        }
        Ok(())
    }

    /// Takes in what was said until an import replaced it or an undo took it back.
    fn add_superseded(&mut self, batch: &RecordBatch) -> Result<(), WalkError> {
        let missing = |column| WalkError::Missing { column };
        let column = |name: &'static str| batch.column_by_name(name).ok_or(missing(name));
        let customers = TextColumn::of(batch, "customer_id")?;
        let (sources, contents) = (TextColumn::of(batch, "source")?, TextColumn::of(batch, "content")?);
        let keys = column("key")?.as_binary_opt::<i32>().ok_or(missing("key"))?;
        let from = column("import_seq")?.as_primitive::<Int64Type>();
        let until = column("superseded_by")?.as_primitive::<Int64Type>();
        for row in 0..batch.num_rows() {
            let Some(customer) = customers.value(row) else { continue };
            let content: Value = serde_json::from_str(contents.value(row).unwrap_or_default()).unwrap_or_default();
            let mut values = vec![None; self.wanted.len()];
            for (name, text) in content["attributes"].as_object().into_iter().flatten() {
                self.put(&mut values, Some(name), text.as_str());
            }
            self.put(&mut values, Some("kind"), content["kind"].as_str());
            let said = AttributeFact {
                key: keys.value(row).into(),
                known: from.value(row)..until.value(row),
                day: content["as_of"].as_str().and_then(|day| day.parse().ok()).unwrap_or(Day(i32::MIN)),
                source: intern(&mut self.texts, sources.value(row).unwrap_or_default()),
                values,
            };
            self.said.entry(customer.into()).or_default().push(said);
        }
        Ok(())
    }

    /// Puts an attribute in its place, if it is wanted.
    fn put(&mut self, values: &mut [Option<Arc<str>>], name: Option<&str>, text: Option<&str>) {
        for (value, wanted) in values.iter_mut().zip(&self.wanted) {
            if name == Some(wanted.as_str()) {
                *value = text.map(|text| intern(&mut self.texts, text));
            }
        }
    }

    /// Tells each customer's versions; to be called once all rows are in.
    fn tell(&mut self, closes: &[Close]) {
        for (customer, mut said) in self.said.drain() {
            said.sort_by(|a, b| (&a.key, a.known.end).cmp(&(&b.key, b.known.end)));
            // What an undo put back was not known in between.
            for pair in 1..said.len() {
                if said[pair - 1].key == said[pair].key {
                    said[pair].known.start = said[pair].known.start.max(said[pair - 1].known.end);
                }
            }
            said.sort_by(|a, b| (a.day, &a.source).cmp(&(b.day, &b.source)));
            self.versions.insert(customer, versions(&said, closes));
        }
    }

    /// One customer's versions; empty where none is known.
    #[must_use]
    pub fn of(&self, customer: &str) -> &[AttributeVersion] {
        self.versions.get(customer).map_or(&[], Vec::as_slice)
    }
}

/// A customer's versions from all that was said of it, in the order of the days of which it was said. The first thing said counts
/// backwards, too; where all of it was taken back, nothing is known again.
fn versions(said: &[AttributeFact], closes: &[Close]) -> Vec<AttributeVersion> {
    let known = |import_seq: i64| said.iter().filter(move |said| said.known.contains(&import_seq));
    let on = |import_seq: i64, day: Day| {
        known(import_seq).take_while(|said| said.day <= day).last().or_else(|| known(import_seq).next())
    };
    let mut versions: Vec<AttributeVersion> = Vec::new();
    let mut add = |from: Day, corrects: Option<Day>, said: Option<&AttributeFact>| {
        let values = match (said, versions.last()) {
            (Some(said), _) => said.values.clone(),
            (None, Some(last)) => vec![None; last.values.len()],
            (None, None) => return,
        };
        if versions.last().is_none_or(|last| last.values != values) {
            versions.push(AttributeVersion { from, corrects, values });
        }
    };
    let stretches = closes.iter().map(|close| (close.through, close.import_seq));
    let mut from = Day(i32::MIN);
    let mut known_then: Option<&AttributeFact> = None;
    for (through, import_seq) in stretches.chain([(Day(i32::MAX), i64::MAX - 1)]) {
        // What it was on the day before is a correction, if it is another than was known then.
        if from > Day(i32::MIN) {
            let before = on(import_seq, from.plus(-1));
            let corrected = before.or(known_then).map(|said| said.day);
            add(from, corrected, before);
        }
        add(from, None, on(import_seq, from));
        let later: Vec<&AttributeFact> =
            known(import_seq).filter(|said| from < said.day && said.day <= through).collect();
        later.chunk_by(|a, b| a.day == b.day).filter_map(<[_]>::last).for_each(|said| add(said.day, None, Some(said)));
        known_then = on(import_seq, through);
        from = through.plus(1);
    }
    versions
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
    use arrow::array::{ArrayRef, BinaryArray, Date32Array, Int64Array, StringArray, new_null_array};
    use bellwether_model::{Edition, Policy};

    use super::*;

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
            ("key", Arc::new(BinaryArray::from_vec(vec![source.as_bytes()])) as ArrayRef, false),
        ])
        .expect("rows")
    }

    fn close(through: i32, import_seq: i64) -> Close {
        let (policy, edition) = (Arc::new(Policy::default()), Edition::default());
        Close { through: Day(through), import_seq, policy, edition }
    }

    /// The versions told of something said of some days, known since and until some imports.
    fn told(said: &[(&str, i32, Range<i64>)], closes: &[Close]) -> Vec<(i32, bool, String)> {
        let mut said: Vec<AttributeFact> = said
            .iter()
            .map(|(word, day, known)| AttributeFact {
                key: Box::default(),
                known: known.clone(),
                day: Day(*day),
                source: "crm".into(),
                values: vec![Some((*word).into())],
            })
            .collect();
        said.sort_by_key(|said| said.day);
        let word = |version: &AttributeVersion| version.values[0].as_deref().unwrap_or_default().to_owned();
        versions(&said, closes).iter().map(|v| (v.from.0, v.corrects.is_some(), word(v))).collect()
    }

    #[test]
    fn a_closed_day_keeps_the_segment_that_was_known_when_it_was_closed() {
        let (closes, ever) = ([close(30, 5), close(58, 7)], i64::MAX);
        let is = |from: i32, corrects: bool, word: &str| (from, corrects, word.to_owned());
        // The first version counts backwards, before its day and in closed books that knew it.
        assert_eq!(told(&[("a", 10, 5..ever)], &closes), [is(i32::MIN, false, "a")]);
        // Learnt after the first close, it corrects that one; after both, both.
        assert_eq!(told(&[("a", 10, 6..ever)], &closes), [is(31, true, "a")]);
        assert_eq!(told(&[("a", 70, 8..ever)], &closes), [is(59, true, "a")]);
        // What comes late about a day before that of a version known already says nothing of today.
        assert_eq!(
            told(&[("a", 0, 1..ever), ("c", 20, 8..ever), ("b", 25, 5..ever)], &closes),
            [is(i32::MIN, false, "a"), is(25, false, "b")]
        );
        // On the first open day one thing happened and another one was learnt.
        assert_eq!(
            told(&[("a", 0, 1..ever), ("b", 31, 5..8), ("c", 31, 6..ever)], &closes),
            [is(i32::MIN, false, "a"), is(31, false, "c")]
        );
        assert_eq!(
            told(&[("a", 0, 1..ever), ("b", 59, 5..8), ("c", 59, 8..ever)], &closes),
            [is(i32::MIN, false, "a"), is(59, false, "c")]
        );
        assert_eq!(
            told(&[("a", 0, 1..ever), ("b", 20, 8..ever), ("c", 59, 8..ever)], &closes),
            [is(i32::MIN, false, "a"), is(59, true, "b"), is(59, false, "c")]
        );
        // What was corrected or taken back since was so then.
        assert_eq!(
            told(&[("a", 0, 1..6), ("b", 0, 6..8), ("a", 0, 8..ever)], &closes),
            [is(i32::MIN, false, "a"), is(31, true, "b"), is(59, true, "a")]
        );
        // Where all of it was taken back, nothing is known, until something is said again.
        assert_eq!(told(&[("a", 10, 5..6)], &closes), [is(i32::MIN, false, "a"), is(31, true, "")]);
        assert_eq!(
            told(&[("a", 10, 5..6), ("a", 10, 8..ever)], &closes),
            [is(i32::MIN, false, "a"), is(31, true, ""), is(59, true, "a")]
        );
        assert_eq!(told(&[("a", 10, 6..7)], &closes), []);
    }

    #[test]
    fn of_what_two_sources_say_of_one_day_the_same_comes_last_in_whatever_order_the_files_lie() {
        for as_of in [None, Some(19_000)] {
            let versions = [[0, 1], [1, 0]].map(|order| {
                let files = [rows("crm", "business", as_of), rows("shop", "private", as_of)];
                let mut history = AttributeHistory::new(&["kind".to_owned()]);
                for file in order {
                    history.add(&files[file]).expect("rows");
                }
                history.tell(&[]);
                history.of("ann").to_vec()
            });
            assert_eq!(versions[0], versions[1]);
            assert_eq!(versions[0].last().and_then(|last| last.values[0].as_deref()), Some("private"));
        }
    }
}
