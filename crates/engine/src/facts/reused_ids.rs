//! Which rows of an input have an id that their source gave to something else before? They would take its place, and it would be gone.
//!
//! So it goes where a source begins its ids anew, each month or in each branch. Of an input the first [`MOST_ROWS`] rows are compared.
//! Of the table only the keys are read, unless one of them is met; of a large table, those of some buckets.

use std::collections::{BTreeMap, HashSet};

use arrow::array::{Array, AsArray, RecordBatch};
use jiff::Timestamp;

use super::cells::{Cells, NaturalKeys};
use super::error::ImportError;
use super::past::past_imports;
use super::subject::{self, Subject, Subjects};
use crate::lake::{BUCKETS, Fact, Lake, Snapshot};
use crate::sources::FactSource;
use crate::sources::mapping::MappingSource;

/// So many rows of an input are compared.
const MOST_ROWS: u64 = 100_000;

/// With so many facts, or some buckets of them.
const MOST_FACTS: u64 = 10_000_000;

/// Of a hundred rows so many have to take the place of something else for it to be more than mending.
const TELLING: u64 = 1;

/// What the ids of an input stand for, beside what they stood for before. All of it is told of the rows compared that have an id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReusedIds {
    /// All of them.
    pub all: RowSum,
    /// Those whose id the source gave to nothing before.
    pub new: RowSum,
    /// How many are of an id that it gave to something else.
    pub others: u64,
    /// How many of these give back what the id stood for, or are the sale where it stood for what was given back: a credit note that bears
    /// the number of its invoice.
    pub turned: u64,
    /// All but those that are known: what would come in.
    pub come: RowSum,
    /// The facts whose place would be taken.
    pub gone: RowSum,
    /// How many are of an id that stands for the same customer and moment as before.
    pub known: u64,
    /// How many share their id with an earlier row of the input that is something else.
    pub clashes: u64,
    /// Whether there are more rows than were compared, or more facts, so that figures are estimates.
    pub is_sample: bool,
    /// The first of the others.
    pub example: Option<ReusedId>,
}

/// Some rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSum {
    /// How many.
    pub rows: u64,
    /// The customers they name.
    pub customers: u64,
    /// What they are worth, in whole minor units by currency.
    pub minor: BTreeMap<String, i128>,
}

/// An id that stands for something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReusedId {
    /// The id.
    pub id: String,
    /// What it stood for.
    pub was: IdHolder,
    /// What it stands for now.
    pub is: IdHolder,
}

/// What an id stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdHolder {
    /// The customer, if one is named.
    pub customer: Option<String>,
    /// The moment.
    pub at: Option<Timestamp>,
    /// The currency and the amount, of tables with money.
    pub minor: Option<(String, i64)>,
}

impl ReusedIds {
    /// Whether so many rows are of something else that they are no corrections: a noticeable share of all, or of those whose id is known.
    /// Where one gives back what another sold, it is no correction, however many there are.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        let others = self.others;
        let is_noticeable = others * 100 >= self.all.rows * TELLING;
        match (others, self.known) {
            (0, _) => false,
            (_, _) if self.turned > 0 => true,
            (1, 0) => is_noticeable,
            (_, 0) => true,
            (_, _) => others > 1 && is_noticeable,
        }
    }
}

/// Compares the ids of an input with those that its source gave before; `None` where it gave none.
pub async fn reused_ids(lake: &Lake, source: &mut MappingSource) -> Result<Option<ReusedIds>, ImportError> {
    let fact = source.fact();
    let Some(columns) = subject::columns(fact) else { return Ok(None) };
    let is_known = past_imports(lake).await?.iter().any(|past| {
        let report = &past.report;
        past.counts() && past.is_import() && report.fact == fact.name() && report.source == source.source()
    });
    let snapshot = lake.snapshot(fact.name()).await?;
    if !is_known || snapshot.files().is_empty() {
        return Ok(None);
    }
    let mut input = Input::new(fact, source.source());
    let mut is_whole = false;
    while input.rows < MOST_ROWS && !is_whole {
        match source.next()? {
            Some(pulled) => input.take(pulled.batch.rows)?,
            None => is_whole = true,
        }
    }
    let facts = snapshot.rows();
    let buckets = if facts > MOST_FACTS {
        (i128::from(BUCKETS) * i128::from(MOST_FACTS) / i128::from(facts)).max(1) as i32
    } else {
        BUCKETS
    };
    let read = input.compare(lake, &snapshot, buckets, &columns)?;
    Ok(Some(input.outcome(is_whole, (facts, read))))
}

/// A row of the input.
struct Row {
    batch: usize,
    at: usize,
    subject: Subject,
    is_below: bool,
    kind: Kind,
}

/// What the id of a row stood for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    New,
    Known,
    /// Another customer or another moment, so that it may have been corrected.
    Moved,
    Other,
    /// What it stood for is given back, or the other way about.
    Turned,
}

/// What the input says, and what of it is found.
struct Input {
    fact: Fact,
    source: String,
    rows: u64,
    clashes: u64,
    batches: Vec<RecordBatch>,
    ids: foldhash::HashMap<u128, Row>,
    gone: Sum,
    /// Where the row of the example stands, and what its id stood for.
    example: Option<(usize, usize, IdHolder)>,
}

/// Rows being summed up.
#[derive(Default)]
struct Sum {
    rows: u64,
    customers: HashSet<String>,
    minor: BTreeMap<String, i128>,
}

impl Input {
    fn new(fact: Fact, source: &str) -> Self {
        Self {
            fact,
            source: source.to_owned(),
            rows: 0,
            clashes: 0,
            batches: Vec::new(),
            ids: foldhash::HashMap::default(),
            gone: Sum::default(),
            example: None,
        }
    }

    fn subjects<'b>(&self, rows: &'b RecordBatch) -> Result<Subjects<'b>, ImportError> {
        let none = || ImportError::Shape { fact: self.fact, column: self.fact.ordered_by().to_owned() };
        Subjects::of(self.fact, rows)?.ok_or_else(none)
    }

    fn take(&mut self, batch: RecordBatch) -> Result<(), ImportError> {
        let shape = |column| ImportError::Shape { fact: self.fact, column };
        let cells = Cells::new(&batch, self.fact.key().iter().copied()).map_err(shape)?;
        let subjects = self.subjects(&batch)?;
        let ids = batch.column_by_name(self.fact.key()[0]);
        let mut natural = NaturalKeys::new(&self.source, &cells);
        for row in (0..batch.num_rows()).filter(|row| ids.is_some_and(|ids| ids.is_valid(*row))) {
            let key = natural.key(row);
            let subject = subjects.subject(row);
            let is_below = subjects.minor(row).is_some_and(|(_, minor)| minor < 0);
            let of_row = Row { batch: self.batches.len(), at: row, subject, is_below, kind: Kind::New };
            // The first row of an id is the one that comes in.
            let first = self.ids.entry(key).or_insert(of_row);
            self.clashes += u64::from(subject.is_another(first.subject, self.fact));
        }
        self.rows += batch.num_rows() as u64;
        drop(subjects);
        self.batches.push(batch);
        Ok(())
    }

    /// Compares with the facts of the first so many buckets; gives how many these are.
    fn compare(
        &mut self,
        lake: &Lake,
        snapshot: &Snapshot,
        buckets: i32,
        columns: &[&str],
    ) -> Result<u64, ImportError> {
        let (mut read, mut is_met) = (0, false);
        for batch in lake.read_plain(snapshot, 0..buckets, &["key"])? {
            let batch = batch?;
            read += batch.num_rows() as u64;
            is_met = is_met || keys(&batch).any(|key| self.ids.contains_key(&key));
        }
        if is_met {
            let names: Vec<&str> = [&["key"], columns].concat();
            for batch in lake.read_plain(snapshot, 0..buckets, &names)? {
                self.meet(&batch?)?;
            }
        }
        Ok(read)
    }

    fn meet(&mut self, facts: &RecordBatch) -> Result<(), ImportError> {
        let subjects = self.subjects(facts)?;
        for (row, key) in keys(facts).enumerate() {
            let Some(met) = self.ids.get_mut(&key) else { continue };
            let was = subjects.subject(row);
            let is_other = met.subject.is_another(was, self.fact);
            if !is_other && met.subject.is_same(was) {
                met.kind = Kind::Known;
                continue;
            }
            self.gone.add(&subjects, row);
            if !is_other {
                met.kind = Kind::Moved;
                continue;
            }
            let is_below = |minor: Option<(&str, i64)>| minor.is_some_and(|(_, minor)| minor < 0);
            let is_turned = met.is_below != is_below(subjects.minor(row));
            met.kind = if is_turned { Kind::Turned } else { Kind::Other };
            let place = (met.batch, met.at);
            if self.example.as_ref().is_none_or(|(batch, row, _)| place < (*batch, *row)) {
                self.example = Some((place.0, place.1, IdHolder::of(&subjects, row)));
            }
        }
        Ok(())
    }

    fn outcome(self, is_whole: bool, (facts, read): (u64, u64)) -> ReusedIds {
        let (mut all, mut new, mut come) = (Sum::default(), Sum::default(), Sum::default());
        let (mut known, mut others, mut turned) = (0, 0, 0);
        let subjects: Vec<_> = self.batches.iter().map(|batch| self.subjects(batch).ok()).collect();
        for met in self.ids.values() {
            let Some(subjects) = &subjects[met.batch] else { continue };
            all.add(subjects, met.at);
            match met.kind {
                Kind::Known => {
                    known += 1;
                    continue;
                }
                Kind::New => new.add(subjects, met.at),
                Kind::Moved => {}
                Kind::Other => others += 1,
                Kind::Turned => {
                    others += 1;
                    turned += 1;
                }
            }
            come.add(subjects, met.at);
        }
        let example = self.example.as_ref().and_then(|(batch, row, was)| {
            let id = self.batches[*batch].column_by_name(self.fact.key()[0])?.as_string::<i32>().value(*row);
            let is = IdHolder::of(subjects[*batch].as_ref()?, *row);
            Some(ReusedId { id: id.to_owned(), was: was.clone(), is })
        });
        // Of the facts that were not read as many are met as of those that were.
        let scaled = |rows: u64| (u128::from(rows) * u128::from(facts) / u128::from(read.max(1))) as u64;
        let of_all = |rows: u64| scaled(rows).min(all.rows);
        ReusedIds {
            new: new.scaled(all.rows - of_all(all.rows - new.rows), new.rows),
            come: come.scaled(all.rows - of_all(known), come.rows),
            others: of_all(others),
            turned: of_all(turned),
            gone: self.gone.scaled(scaled(self.gone.rows), self.gone.rows),
            known: of_all(known),
            clashes: self.clashes,
            is_sample: !is_whole || read < facts,
            example,
            all: all.scaled(all.rows, all.rows),
        }
    }
}

fn keys(facts: &RecordBatch) -> impl Iterator<Item = u128> {
    let keys = facts.column_by_name("key").map(AsArray::as_binary::<i32>);
    keys.into_iter().flatten().map(|key| key.and_then(|key| key.try_into().ok()).map_or(0, u128::from_be_bytes))
}

impl IdHolder {
    fn of(subjects: &Subjects<'_>, row: usize) -> Self {
        let moments = &subjects.moments;
        Self {
            customer: subjects.customer(row).map(str::to_owned),
            at: moments.is_valid(row).then(|| moments.value(row)).and_then(|at| Timestamp::from_microsecond(at).ok()),
            minor: subjects.minor(row).map(|(currency, minor)| (currency.to_owned(), minor)),
        }
    }
}

impl Sum {
    fn add(&mut self, subjects: &Subjects<'_>, row: usize) {
        self.rows += 1;
        if let Some(customer) = subjects.customer(row).filter(|id| !self.customers.contains(*id)) {
            self.customers.insert(customer.to_owned());
        }
        if let Some((currency, minor)) = subjects.minor(row) {
            match self.minor.get_mut(currency) {
                Some(sum) => *sum += i128::from(minor),
                None => _ = self.minor.insert(currency.to_owned(), minor.into()),
            }
        }
    }

    /// What so many rows are, where `of` of them were summed up.
    fn scaled(&self, rows: u64, of: u64) -> RowSum {
        let share = |sum: i128| if of == 0 { 0 } else { sum * i128::from(rows) / i128::from(of) };
        let customers = share(self.customers.len() as i128).min(i128::from(rows)) as u64;
        RowSum {
            rows,
            customers,
            minor: self.minor.iter().map(|(currency, minor)| (currency.clone(), share(*minor))).collect(),
        }
    }
}
