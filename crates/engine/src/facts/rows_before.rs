//! Which rows of an input came in before under another source, or under another key, so that bringing them in would count them twice?
//!
//! Keys cannot tell, for they are made of the source and of what it calls a row. So rows are compared by what happened: by customer and
//! moment where the same source calls its rows otherwise now, and by their amount besides where another source brought them. What a
//! product is called, the silo and all else may differ from system to system.
//!
//! Only of a source that is new, or whose rows were once known by something else, is this asked; all other imports cost nothing. It costs the reading of the first [`MOST_ROWS`] rows of the input, and of the few columns that are compared of at most
//! [`MOST_FACTS`] facts: where there are more, those of some buckets, which are the same customers on both sides; what is told is of these
//! customers then.

use std::collections::{BTreeMap, HashSet};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use xxhash_rust::xxh3::xxh3_64;

use super::cells::Cells;
use super::error::ImportError;
use super::past::{PastImport, past_imports};
use super::subject::what_happened;
use crate::lake::{BUCKETS, Fact, Lake, Snapshot, bucket_of};
use crate::sources::FactSource;
use crate::sources::mapping::{ColumnSource, Mapping, MappingSource};

/// So many rows of an input are compared.
const MOST_ROWS: u64 = 100_000;

/// With so many facts, or a bucket of them.
const MOST_FACTS: u64 = 2_000_000;

/// Of a hundred rows so many have to be known for it to be more than chance.
const TELLING: u64 = 1;

/// What of an input came in before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowsBefore {
    /// Rows compared.
    pub rows: u64,
    /// Those that bringing the input in would add or change, with what they are worth.
    pub new: u64,
    /// What these are worth, in whole minor units by currency.
    pub new_minor: BTreeMap<String, i128>,
    /// Rows whose id the source gave to something else before: another customer at another moment.
    pub other: u64,
    /// Rows that came in before and would not be known again, by the source they came from, most rows first.
    pub twins: Vec<Twins>,
    /// Whether the input has more rows than were compared, so that all of this is told of those compared alone.
    pub is_sample: bool,
}

/// Rows that came in before and would not be known again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Twins {
    /// The source they came from.
    pub source: String,
    /// The last import that brought any of them.
    pub import_seq: i64,
    /// How many.
    pub rows: u64,
    /// What they are worth.
    pub minor: BTreeMap<String, i128>,
}

/// What rows are known by: the column of their id, or all that identifies them.
fn known_by(mapping: &Mapping) -> Vec<Option<&ColumnSource>> {
    let from = |name: &&str| mapping.columns.get(*name);
    let id = mapping.table.key().first().and_then(from);
    if id.is_some() { vec![id] } else { mapping.table.identity().iter().map(from).collect() }
}

/// The source's imports that count and took its rows for known by something else than this mapping does; `None` where none of them did,
/// so that nothing is to be asked.
fn known_otherwise(mapping: &Mapping, past: &[PastImport]) -> Option<HashSet<i64>> {
    let of_source = past.iter().filter(|past| {
        let report = &past.report;
        past.counts() && past.is_import() && report.fact == mapping.table.name() && report.source == mapping.source
    });
    let mut otherwise = HashSet::new();
    let mut is_new = true;
    for past in of_source {
        is_new = false;
        // Earlier versions of Bellwether knew a row by the customer to whom an id led then, not by that id.
        let same = |before: Mapping| {
            let by = known_by(&before);
            by == known_by(mapping)
                && (past.report.keeps_ids || !by.iter().flatten().any(|from| matches!(from, ColumnSource::Via(_))))
        };
        if !Mapping::from_toml(&past.report.mapping).is_ok_and(same) {
            otherwise.insert(past.seq());
        }
    }
    (is_new || !otherwise.is_empty()).then_some(otherwise)
}

/// Compares an input with the facts; `None` where its source's rows were always known by just what the mapping says. `always`: also then.
pub async fn rows_before(
    lake: &Lake,
    source: &mut MappingSource,
    always: bool,
) -> Result<Option<RowsBefore>, ImportError> {
    let fact = source.fact();
    let Some(columns) = what_happened(fact) else { return Ok(None) };
    let snapshot = lake.snapshot(fact.name()).await?;
    if snapshot.files().is_empty() {
        return Ok(None);
    }
    let past = past_imports(lake).await?;
    let otherwise = match known_otherwise(source.mapping(), &past) {
        Some(otherwise) => otherwise,
        None if always => HashSet::new(),
        None => return Ok(None),
    };
    let mut comparison = Comparison { fact, columns, otherwise, ..Comparison::new(source.source()) };
    let mut is_whole = false;
    while comparison.rows < MOST_ROWS && !is_whole {
        match source.next()? {
            Some(pulled) => comparison.take(&pulled.batch.rows)?,
            None => is_whole = true,
        }
    }
    comparison.compare(lake, &snapshot)?;
    let read_rows = comparison.rows;
    let before = comparison.outcome();
    let is_sample = !is_whole || before.rows < read_rows;
    Ok(Some(RowsBefore { is_sample, ..before }))
}

/// Rows of the input that say the same.
#[derive(Default)]
struct Alike {
    rows: u64,
    minor: i128,
    /// How many of them would be known again.
    known: u64,
    nameless: bool,
    bucket: i32,
}

/// What the input says, and what of it is found.
struct Comparison {
    fact: Fact,
    columns: (&'static [&'static str], &'static [&'static str]),
    source: String,
    otherwise: HashSet<i64>,
    rows: u64,
    by_bucket: BTreeMap<i32, u64>,
    /// By customer and moment, and by the amount besides.
    happened: foldhash::HashMap<u64, Alike>,
    amounts: foldhash::HashMap<u64, (Alike, String)>,
    /// Of the rows that have an id: what they say.
    ids: foldhash::HashMap<u64, (u64, u64)>,
    other: u64,
    /// Facts of the same source and of others that say the same, by source; with the last import.
    twins: BTreeMap<String, (foldhash::HashMap<u64, u64>, i64)>,
    /// The buckets that are compared.
    buckets: HashSet<i32>,
}

impl Comparison {
    fn new(source: &str) -> Self {
        Self {
            fact: Fact::Purchases,
            columns: (&[], &[]),
            source: source.to_owned(),
            otherwise: HashSet::new(),
            rows: 0,
            by_bucket: BTreeMap::new(),
            happened: foldhash::HashMap::default(),
            amounts: foldhash::HashMap::default(),
            ids: foldhash::HashMap::default(),
            other: 0,
            twins: BTreeMap::new(),
            buckets: HashSet::new(),
        }
    }

    fn cells<'b>(&self, batch: &'b RecordBatch, names: &[&'b str]) -> Result<Cells<'b>, ImportError> {
        let shape = |column| ImportError::Shape { fact: self.fact, column };
        Cells::new(batch, names.iter().copied()).map_err(shape)
    }

    /// The names of rows, as far as they have any.
    fn ids(&self, batch: &RecordBatch) -> Result<Vec<Option<u64>>, ImportError> {
        let key = self.fact.key();
        let cells = self.cells(batch, key)?;
        let named = batch.column_by_name(key[0]);
        let is_named = |row| named.is_some_and(|named| named.is_valid(row));
        let ids = cells.contents(batch.num_rows()).into_iter().enumerate();
        Ok(ids.map(|(row, id)| is_named(row).then_some(id)).collect())
    }

    /// What each row says: by customer and moment, and by the amount besides.
    fn sayings(&self, batch: &RecordBatch) -> Result<Vec<(u64, u64)>, ImportError> {
        let (happened, amounts) = (self.cells(batch, self.columns.0)?, self.cells(batch, self.columns.1)?);
        let mut bytes = Vec::new();
        let saying = |row| {
            bytes.clear();
            happened.push_bytes(row, &mut bytes);
            let happened = xxh3_64(&bytes);
            amounts.push_bytes(row, &mut bytes);
            (happened, xxh3_64(&bytes))
        };
        Ok((0..batch.num_rows()).map(saying).collect())
    }

    fn take(&mut self, batch: &RecordBatch) -> Result<(), ImportError> {
        let (ids, sayings) = (self.ids(batch)?, self.sayings(batch)?);
        let customers = self.fact.bucketed_by().and_then(|name| batch.column_by_name(name));
        let customers = customers.map(AsArray::as_string::<i32>);
        let money = ["amount_minor", "monthly_minor"].into_iter().find_map(|name| batch.column_by_name(name));
        let money = money.map(AsArray::as_primitive::<Int64Type>);
        let currencies = batch.column_by_name("currency").map(AsArray::as_string::<i32>);
        for (row, (id, (happened, amount))) in ids.into_iter().zip(sayings).enumerate() {
            let customer = customers.and_then(|customers| customers.is_valid(row).then(|| customers.value(row)));
            let bucket = bucket_of(customer);
            *self.by_bucket.entry(bucket).or_default() += 1;
            let minor = money.map_or(0, |money| i128::from(money.value(row)));
            let currency = currencies.map_or("", |currencies| currencies.value(row));
            let (alike, known) = self.amounts.entry(amount).or_default();
            alike.add(minor, id, bucket);
            currency.clone_into(known);
            self.happened.entry(happened).or_default().add(minor, id, bucket);
            if let Some(id) = id {
                self.ids.insert(id, (happened, amount));
            }
        }
        self.rows += batch.num_rows() as u64;
        Ok(())
    }

    fn compare(&mut self, lake: &Lake, snapshot: &Snapshot) -> Result<(), ImportError> {
        let names: Vec<&str> = [self.fact.key(), self.columns.0, self.columns.1, &["source", "import_seq"]].concat();
        let names: Vec<&str> =
            names.iter().enumerate().filter(|(at, name)| !names[..*at].contains(name)).map(|(_, name)| *name).collect();
        let facts: u64 = snapshot.files().iter().map(|file| file.rows).sum();
        let mut buckets: Vec<i32> = (0..BUCKETS).collect();
        if facts > MOST_FACTS {
            // Customers lie in buckets by chance, so those of some speak for all; those with most rows of the input come first.
            let rows = |bucket: &i32| self.by_bucket.get(bucket).copied().unwrap_or(0);
            buckets.sort_by_key(|bucket| (std::cmp::Reverse(rows(bucket)), *bucket));
            let each = facts / u64::from(BUCKETS.unsigned_abs()) + 1;
            buckets.truncate(usize::try_from((MOST_FACTS / each).max(1)).unwrap_or(usize::MAX));
        }
        self.buckets = buckets.iter().copied().collect();
        for bucket in buckets {
            for batch in lake.read_plain(snapshot, bucket..bucket + 1, &names)? {
                self.find(&batch?)?;
            }
        }
        Ok(())
    }

    fn find(&mut self, facts: &RecordBatch) -> Result<(), ImportError> {
        let (ids, sayings) = (self.ids(facts)?, self.sayings(facts)?);
        let missing = |column: &str| ImportError::Shape { fact: self.fact, column: column.to_owned() };
        let sources = facts.column_by_name("source").ok_or_else(|| missing("source"))?.as_string::<i32>();
        let seqs = facts.column_by_name("import_seq").ok_or_else(|| missing("import_seq"))?;
        let seqs = seqs.as_primitive::<Int64Type>();
        for (row, (id, (happened, amount))) in ids.into_iter().zip(sayings).enumerate() {
            let (source, seq) = (sources.value(row), seqs.value(row));
            let is_own = source == self.source;
            if let Some((said, with_amount)) = id.and_then(|id| self.ids.get(&id)).copied().filter(|_| is_own) {
                if said == happened {
                    if let Some(alike) = self.happened.get_mut(&said) {
                        alike.known += 1;
                    }
                    if let Some((alike, _)) = self.amounts.get_mut(&with_amount) {
                        alike.known += 1;
                    }
                } else {
                    self.other += 1;
                }
                continue;
            }
            let is_known_so = is_own && !self.otherwise.contains(&seq);
            if is_known_so && id.is_none() {
                let with_amount = self.amounts.get_mut(&amount).map(|(alike, _)| alike);
                let found = with_amount.into_iter().chain(self.happened.get_mut(&happened));
                for alike in found.filter(|alike| alike.nameless) {
                    alike.known += 1;
                }
            }
            let said = if is_own { happened } else { amount };
            let is_said = if is_own { self.happened.contains_key(&said) } else { self.amounts.contains_key(&said) };
            if is_said && !is_known_so {
                let (counts, last) = self.twins.entry(source.to_owned()).or_default();
                *counts.entry(said).or_default() += 1;
                *last = seq.max(*last);
            }
        }
        Ok(())
    }

    fn outcome(self) -> RowsBefore {
        let read = self.buckets.len() as u64;
        let other = self.other * u64::from(BUCKETS.unsigned_abs()) / read.max(1);
        let mut before = RowsBefore { other, ..RowsBefore::default() };
        let add = |sums: &mut BTreeMap<String, i128>, currency: &str, minor: i128| {
            if !currency.is_empty() {
                *sums.entry(currency.to_owned()).or_default() += minor;
            }
        };
        let mut currencies: Vec<&String> = Vec::new();
        let is_compared = |alike: &Alike| self.buckets.contains(&alike.bucket);
        for (alike, currency) in self.amounts.values().filter(|(alike, _)| is_compared(alike)) {
            before.rows += alike.rows;
            let new = alike.rows - alike.known.min(alike.rows);
            before.new += new;
            add(&mut before.new_minor, currency, alike.share(new));
            currencies.push(currency);
        }
        currencies.sort_unstable();
        currencies.dedup();
        for (source, (counts, import_seq)) in &self.twins {
            let mut twins = Twins { source: source.clone(), import_seq: *import_seq, ..Twins::default() };
            for (said, facts) in counts {
                let is_own = *source == self.source;
                let found = if is_own {
                    let currency = if let [one] = currencies.as_slice() { one.as_str() } else { "" };
                    self.happened.get(said).map(|alike| (alike, currency))
                } else {
                    self.amounts.get(said).map(|(alike, currency)| (alike, currency.as_str()))
                };
                let Some((alike, currency)) = found.filter(|(alike, _)| is_compared(alike)) else { continue };
                let rows = (*facts).min(alike.rows - alike.known.min(alike.rows));
                twins.rows += rows;
                add(&mut twins.minor, currency, alike.share(rows));
            }
            if twins.rows > 0 && twins.rows * 100 >= before.rows * TELLING {
                before.twins.push(twins);
            }
        }
        before.twins.sort_by(|a, b| (b.rows, &a.source).cmp(&(a.rows, &b.source)));
        before
    }
}

impl Alike {
    fn add(&mut self, minor: i128, id: Option<u64>, bucket: i32) {
        self.bucket = bucket;
        self.rows += 1;
        self.minor += minor;
        self.nameless |= id.is_none();
    }

    /// What some of the rows are worth.
    fn share(&self, rows: u64) -> i128 {
        if self.rows == 0 { 0 } else { self.minor * i128::from(rows) / i128::from(self.rows) }
    }
}
