//! A look at an import before it is written: what will the table hold by month, beside what it holds, and what looks odd?
//!
//! The rows of the import pass by once more as they are [written](super::write), bucket by bucket; with each few buckets the facts of
//! the table that lie in them are read. A customer lies in one bucket, so customers are counted exactly while only those of some
//! buckets are in memory. Invariant: `after` is what the table holds if the import is kept: facts that are replaced leave, rows that
//! are added or replace come.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, FieldRef, Int64Type};
use bellwether_model::{Day, DayClock};
use jiff::tz::TimeZone;

use super::journals::moments;
use super::look::{Holding, Look, MonthLook};
use super::oddities::{
    ActiveDays, Amounts, ImportedRows, KnownRows, Oddity, Spellings, Tally, is_nobody, month_of, odd_amounts,
    odd_currencies, odd_customers, odd_days, odd_rejects, stopped, without_customer,
};
use super::register::Outcome;
use crate::lake::{BUCKETS, Fact, Lake, LakeError, Snapshot};

/// So many rows of import and table are looked at before the customers found are forgotten; few in tests, so that there it happens.
const ROWS_AT_ONCE: u64 = if cfg!(test) { 40 } else { 500_000 };

/// The buckets of so many rounds are looked at at most; no bucket is parted, and in tests a few rounds are enough.
const MOST_ROUNDS: u64 = if cfg!(test) { 4 } else { BUCKETS as u64 };

/// A look being taken.
pub(super) struct LookBuilder<'a> {
    lake: &'a Lake,
    snapshot: &'a Snapshot,
    fact: Fact,
    source: String,
    today: Day,
    clock: DayClock,
    /// Keys of facts that the import replaces.
    replaced: foldhash::HashSet<u128>,
    /// So many buckets are looked at together.
    step: i32,
    /// The first of those being looked at.
    from: i32,
    customers: Customers,
    cells: Cells,
    imported: ImportedRows,
    known: KnownRows,
    spellings: Spellings,
}

/// Months and currencies, each a line of the look.
#[derive(Default)]
struct Cells {
    currencies: Vec<String>,
    by_day: foldhash::HashMap<(Option<Day>, usize), usize>,
    lines: Vec<Line>,
    all: BTreeMap<usize, [Holding; 2]>,
}

struct Line {
    month: Option<Day>,
    currency: usize,
    holdings: [Holding; 2],
    changes: bool,
}

/// The customers of the buckets being looked at.
#[derive(Default)]
struct Customers {
    numbers: foldhash::HashMap<Box<str>, u32>,
    /// Rows of the import, by customer.
    rows: Vec<u64>,
    /// In which lines a customer is, now and after.
    seen: foldhash::HashMap<(u32, usize), [bool; 2]>,
}

/// A row as far as the look is concerned.
struct Row<'r> {
    customer: Option<&'r str>,
    day: Option<Day>,
    /// The number of its currency, and its amount.
    currency: usize,
    minor: i64,
}

/// The columns of some rows that the look is concerned with.
struct Columns<'r> {
    customers: Option<&'r StringArray>,
    money: Option<(&'r StringArray, &'r Int64Array)>,
    moments: TimestampMicrosecondArray,
}

const NOW: [bool; 2] = [true, false];
const AFTER: [bool; 2] = [false, true];
const BOTH: [bool; 2] = [true, true];

impl<'a> LookBuilder<'a> {
    /// Of an import of so many rows that replaces facts of these keys.
    pub(super) fn new(
        (lake, snapshot, fact): (&'a Lake, &'a Snapshot, Fact),
        source: &str,
        (time_zone, today): (&TimeZone, jiff::civil::Date),
        rows: u64,
        replaced: foldhash::HashSet<u128>,
    ) -> Self {
        let rounds = ((rows + snapshot.rows()) / ROWS_AT_ONCE).clamp(1, MOST_ROUNDS) as i32;
        let today = Day::from_date(today);
        Self {
            lake,
            snapshot,
            fact,
            source: source.to_owned(),
            today,
            clock: clock_of(fact, time_zone),
            replaced,
            step: (BUCKETS + rounds - 1) / rounds,
            from: 0,
            customers: Customers::default(),
            cells: Cells::default(),
            imported: ImportedRows {
                rows: 0,
                unattributed: 0,
                days: ActiveDays::of(fact, today),
                money: BTreeMap::new(),
                amounts: BTreeMap::new(),
                most: None,
                nobodies: Vec::new(),
            },
            known: KnownRows::default(),
            spellings: Spellings::default(),
        }
    }

    /// Looks at rows of the import.
    pub(super) fn at_rows(&mut self, rows: &RecordBatch, outcomes: &[Outcome]) {
        let columns = Columns::of(self.fact, rows);
        for (at, outcome) in outcomes.iter().enumerate() {
            let comes = match outcome {
                Outcome::Added | Outcome::Replacing => true,
                Outcome::Unchanged => false,
                Outcome::Repeated | Outcome::Conflicting => continue,
            };
            let row = columns.row(at, &mut self.clock, &mut self.cells);
            if comes {
                self.count(&row, AFTER);
            }
            let customer = row.customer.map(|id| self.customers.number(id));
            if let Some(customer) = customer {
                self.customers.rows[customer as usize] += 1;
            }
            let imported = &mut self.imported;
            imported.rows += 1;
            imported.unattributed += u64::from(customer.is_none());
            if let Some(day) = row.day {
                imported.days.note(day);
            }
            if columns.money.is_some() {
                let currency = &self.cells.currencies[row.currency];
                if !imported.money.contains_key(currency) {
                    imported.money.insert(currency.clone(), Tally::default());
                    imported.amounts.insert(currency.clone(), BTreeMap::new());
                }
                if let Some(tally) = imported.money.get_mut(currency) {
                    tally.rows += 1;
                    tally.minor += i128::from(row.minor);
                }
                if let (Some(months), Some(day)) = (imported.amounts.get_mut(currency), row.day) {
                    months.entry(month_of(day)).or_default().note(row.minor);
                }
            }
        }
    }

    /// A bucket of the import is over; once enough are, those of the table are looked at, too.
    pub(super) fn end_bucket(&mut self, bucket: i32) -> Result<(), LakeError> {
        let until = bucket + 1;
        if until - self.from < self.step && until < BUCKETS {
            return Ok(());
        }
        let columns = self.fact.columns();
        let wanted = [self.fact.bucketed_by(), Some(self.fact.ordered_by()), Some("currency"), money_of(self.fact)];
        let mut wanted: Vec<&str> = wanted.into_iter().flatten().filter(|name| columns.find(name).is_some()).collect();
        wanted.extend(["source", "key"]);
        for rows in self.lake.read_plain(self.snapshot, self.from..until, &wanted)? {
            self.at_facts(&rows?);
        }
        self.from = until;
        self.end_customers();
        Ok(())
    }

    fn at_facts(&mut self, rows: &RecordBatch) {
        let columns = Columns::of(self.fact, rows);
        let sources = rows.column_by_name("source").map(AsArray::as_string::<i32>);
        let keys = rows.column_by_name("key").map(AsArray::as_binary::<i32>);
        for at in 0..rows.num_rows() {
            let key = keys.filter(|_| !self.replaced.is_empty()).and_then(|keys| keys.value(at).try_into().ok());
            let leaves = key.map(u128::from_be_bytes).is_some_and(|key| self.replaced.contains(&key));
            let row = columns.row(at, &mut self.clock, &mut self.cells);
            self.count(&row, if leaves { NOW } else { BOTH });
            let source = sources.map_or("", |sources| sources.value(at));
            if !self.known.days.contains_key(source) {
                self.known.days.insert(source.to_owned(), ActiveDays::of(self.fact, self.today));
            }
            if let (Some(days), Some(day)) = (self.known.days.get_mut(source), row.day) {
                days.note(day);
            }
            if columns.money.is_some() {
                let currency = &self.cells.currencies[row.currency];
                if !self.known.amounts.contains_key(currency) {
                    self.known.amounts.insert(currency.clone(), [Amounts::default(), Amounts::default()]);
                }
                if let Some(amounts) = self.known.amounts.get_mut(currency) {
                    amounts[usize::from(source != self.source)].note(row.minor);
                }
            }
        }
    }

    fn count(&mut self, row: &Row<'_>, when: [bool; 2]) {
        let cell = self.cells.of(row.day, row.currency);
        let line = &mut self.cells.lines[cell];
        line.changes |= when != BOTH;
        for (holding, is_there) in line.holdings.iter_mut().zip(when) {
            holding.rows += u64::from(is_there);
            holding.minor += if is_there { i128::from(row.minor) } else { 0 };
        }
        if let Some(id) = row.customer {
            let customer = self.customers.number(id);
            let seen = self.customers.seen.entry((customer, cell)).or_default();
            *seen = [seen[0] || when[0], seen[1] || when[1]];
        }
    }

    /// Counts the customers of the buckets looked at, and forgets them.
    fn end_customers(&mut self) {
        let Customers { numbers, rows, seen } = std::mem::take(&mut self.customers);
        let mut in_all: foldhash::HashMap<(u32, usize), [bool; 2]> = foldhash::HashMap::default();
        for ((customer, cell), when) in seen {
            let line = &mut self.cells.lines[cell];
            let all = in_all.entry((customer, line.currency)).or_default();
            for (at, is_there) in when.into_iter().enumerate() {
                line.holdings[at].customers += u64::from(is_there);
                all[at] |= is_there;
            }
        }
        for ((_, currency), when) in in_all {
            let all = self.cells.all.entry(currency).or_default();
            for (at, is_there) in when.into_iter().enumerate() {
                all[at].customers += u64::from(is_there);
            }
        }
        for (id, number) in numbers {
            let rows = rows[number as usize];
            self.spellings.note(&id, rows > 0);
            if rows > 0 && is_nobody(&id) {
                self.imported.nobodies.push((rows, id.to_string()));
            }
            let most = self.imported.most.as_ref();
            if rows > 0 && most.is_none_or(|most| (rows, &*id) > (most.0, most.1.as_str())) {
                self.imported.most = Some((rows, id.into()));
            }
        }
    }

    /// What was seen, of an import that refused so many of the rows it read.
    pub(super) fn finish(self, rejected: u64, read: u64) -> (Look, Vec<Oddity>) {
        let Self { fact, source, cells, imported, known, spellings, today, .. } = self;
        let mut oddities = Vec::new();
        oddities.extend(odd_rejects(rejected, read));
        if fact.bucketed_by().is_some() {
            oddities.extend(without_customer(imported.unattributed, imported.rows));
            oddities.extend(odd_customers(&imported).into_iter().filter(|_| !is_about_customers(fact)));
            oddities.extend(spellings.odd());
        }
        oddities.extend(odd_amounts(&imported, &known));
        let currencies: BTreeSet<String> = known.amounts.keys().cloned().collect();
        oddities.extend(odd_currencies(&imported, &currencies));
        let mut days = known.days;
        if !is_about_customers(fact) {
            oddities.extend(odd_days(&imported, days.get(&source)));
            if imported.rows > 0 {
                days.entry(source).or_insert_with(|| ActiveDays::of(fact, today)).join(&imported.days);
                oddities.extend(stopped(days.iter().map(|(source, days)| (source.as_str(), days))));
            }
        }
        let (months, all) = cells.told();
        (Look { months, all }, oddities)
    }
}

/// Whether its rows are what is known of customers, of which each has one or few: not what they did.
pub(super) fn is_about_customers(fact: Fact) -> bool {
    matches!(fact, Fact::Customers | Fact::Identities)
}

/// A clock that tells the days of a table's rows. What comes by days is of the same day everywhere.
pub(super) fn clock_of(fact: Fact, time_zone: &TimeZone) -> DayClock {
    let is_day = |(_, field): (usize, &FieldRef)| field.data_type() == &DataType::Date32;
    let is_day = fact.columns().find(fact.ordered_by()).is_some_and(is_day);
    DayClock::new(if is_day { TimeZone::UTC } else { time_zone.clone() })
}

fn money_of(fact: Fact) -> Option<&'static str> {
    match fact {
        Fact::Purchases => Some("amount_minor"),
        Fact::Subscriptions => Some("monthly_minor"),
        _ => None,
    }
}

impl<'r> Columns<'r> {
    fn of(fact: Fact, rows: &'r RecordBatch) -> Self {
        let text = |name: &str| rows.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let money = money_of(fact).and_then(|name| rows.column_by_name(name));
        let money = money.and_then(|column| column.as_primitive_opt::<Int64Type>());
        Self {
            customers: fact.bucketed_by().and_then(text),
            money: text("currency").zip(money),
            moments: moments(fact, rows),
        }
    }

    fn row(&self, at: usize, clock: &mut DayClock, cells: &mut Cells) -> Row<'r> {
        let (currency, minor) =
            self.money.map_or(("", 0), |(currencies, minor)| (currencies.value(at), minor.value(at)));
        Row {
            customer: self.customers.filter(|ids| ids.is_valid(at)).map(|ids| ids.value(at)),
            day: self.moments.is_valid(at).then(|| clock.day_of_micros(self.moments.value(at))),
            currency: cells.currency(currency),
            minor,
        }
    }
}

impl Customers {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        // Rows are counted in 32 bits, and there are no more customers.
        let number = self.rows.len() as u32;
        self.numbers.insert(id.into(), number);
        self.rows.push(0);
        number
    }
}

impl Cells {
    /// There are few.
    fn currency(&mut self, code: &str) -> usize {
        self.currencies.iter().position(|known| known == code).unwrap_or_else(|| {
            self.currencies.push(code.to_owned());
            self.currencies.len() - 1
        })
    }

    fn of(&mut self, day: Option<Day>, currency: usize) -> usize {
        if let Some(cell) = self.by_day.get(&(day, currency)) {
            return *cell;
        }
        let month = day.map(month_of);
        let first = (month, currency);
        let cell = *self.by_day.entry(first).or_insert_with(|| {
            self.lines.push(Line { month, currency, holdings: [Holding::default(); 2], changes: false });
            self.lines.len() - 1
        });
        self.by_day.insert((day, currency), cell);
        cell
    }

    fn told(self) -> (Vec<MonthLook>, Vec<MonthLook>) {
        let Self { currencies, mut lines, mut all, .. } = self;
        let told = |month, currency: usize, [now, after]: [Holding; 2]| {
            let code = currencies.get(currency).filter(|code| !code.is_empty()).cloned();
            MonthLook { month, currency: code, now, after }
        };
        for line in &lines {
            let all = all.entry(line.currency).or_default();
            for (all, holding) in all.iter_mut().zip(line.holdings) {
                all.rows += holding.rows;
                all.minor += holding.minor;
            }
        }
        lines.sort_by_key(|line| (line.month.is_none(), line.month, &currencies[line.currency]));
        let mut all: Vec<MonthLook> = all.into_iter().map(|(currency, both)| told(None, currency, both)).collect();
        all.sort_by(|left, right| left.currency.cmp(&right.currency));
        let changed = lines.into_iter().filter(|line| line.changes);
        (changed.map(|line| told(line.month, line.currency, line.holdings)).collect(), all)
    }
}
