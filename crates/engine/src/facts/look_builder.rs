//! A look at an import before it is written: what will the table hold by month, overlap what it holds, and what looks odd?
//!
//! The rows of the import pass by once more as they are [written](super::write), bucket by bucket, on the thread that writes them; with
//! each few buckets the facts of the table that lie in them are read. A customer lies in one bucket, so customers are counted exactly
//! while only those of some buckets are in memory, and what each thread saw is added up. Invariant: `after` is what the table holds if
//! the import is kept: facts that are replaced leave, rows that are added or replace come.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Date32Type, FieldRef, Int64Type};
use bellwether_model::{Day, DayClock};
use jiff::tz::TimeZone;
use xxhash_rust::xxh3::xxh3_64;

use super::journals::moments;
use super::look::Look;
use super::look_cells::LookCells;
use super::oddities::{
    ActiveDays, ImportedRows, KnownRows, MoneyRow, Newcomers, NotInFile, Oddity, Overlap, Several, Spellings,
    is_nobody, odd_amounts, odd_currencies, odd_customers, odd_days, odd_rejects, stopped, without_customer,
};
use super::staging::is_of_one_text;
use crate::lake::{BUCKETS, DAY, Fact, Lake, LakeError, Snapshot};

/// So many rows of import and table are looked at before the customers found are forgotten; few in tests, so that there it happens.
const ROWS_AT_ONCE: u64 = if cfg!(test) { 40 } else { 500_000 };

/// The buckets of so many rounds are looked at at most; no bucket is parted, and in tests a few rounds are enough.
const MOST_ROUNDS: u64 = if cfg!(test) { 4 } else { BUCKETS as u64 };

/// What a look is about.
pub(super) struct LookPlan<'a> {
    lake: &'a Lake,
    snapshot: &'a Snapshot,
    fact: Fact,
    source: &'a str,
    time_zone: &'a TimeZone,
    today: Day,
    /// Keys of facts that the import replaces.
    replaced: &'a foldhash::HashSet<u128>,
    /// The first and the last moment of the import.
    period: Option<(i64, i64)>,
    /// Whether the import has rows that are to be written.
    adds: bool,
    /// So many buckets are looked at together.
    step: i32,
}

/// A look being taken at some buckets.
pub(super) struct LookBuilder<'a> {
    plan: &'a LookPlan<'a>,
    clock: DayClock,
    /// The buckets that are still to be looked at.
    buckets: Range<i32>,
    customers: Customers,
    cells: LookCells,
    /// Rows of the import, and those of them that name no customer.
    rows: u64,
    unattributed: u64,
    most: Option<(u64, String)>,
    nobodies: Vec<(u64, String)>,
    several: Several,
    /// The sources of the table's facts.
    sources: Vec<KnownSource>,
    spellings: Spellings,
    newcomers: Newcomers,
    not_in_file: NotInFile,
    /// Of an import of money that adds to a table with facts.
    overlap: Option<Overlap>,
}

/// A source of facts of the table.
struct KnownSource {
    name: String,
    /// Whether it is that of the import.
    is_own: bool,
    days: ActiveDays,
}

/// The customers of the buckets being looked at.
#[derive(Default)]
struct Customers {
    numbers: foldhash::HashMap<Box<str>, u32>,
    /// Rows of the import, by customer.
    rows: Vec<u64>,
    /// Facts of the table, those of the import's source and all.
    facts: Vec<[u64; 2]>,
    /// In which lines a customer is, now and after; in which currencies at all.
    in_lines: foldhash::HashMap<(u32, u32), [bool; 2]>,
    in_currencies: foldhash::HashMap<(u32, u32), [bool; 2]>,
    /// What was counted last: rows of one customer and month stand together.
    last: Option<((u32, u32), [bool; 2])>,
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
    days: Option<&'r Date32Array>,
    /// The ends of subscriptions.
    ends: Option<&'r ArrayRef>,
    subscriptions: Option<&'r StringArray>,
    /// The number of the currency that all rows are in, if they are in one.
    currency: Option<usize>,
}

/// Gives the number of the customer of a row to rows of which many follow one another.
#[derive(Default)]
struct LastCustomer<'r>(Option<(&'r str, u32)>);

const NOW: [bool; 2] = [true, false];
const AFTER: [bool; 2] = [false, true];
const BOTH: [bool; 2] = [true, true];

impl<'a> LookPlan<'a> {
    /// Of an import of so many rows, of which so many are to be written, that replaces facts of these keys.
    pub(super) fn new(
        (lake, snapshot, fact): (&'a Lake, &'a Snapshot, Fact),
        source: &'a str,
        (time_zone, today): (&'a TimeZone, jiff::civil::Date),
        (rows, to_write, period): (u64, u64, Option<(i64, i64)>),
        replaced: &'a foldhash::HashSet<u128>,
    ) -> Self {
        let rounds = ((rows + snapshot.rows()) / ROWS_AT_ONCE).clamp(1, MOST_ROUNDS) as i32;
        let step = (BUCKETS + rounds - 1) / rounds;
        let (today, adds) = (Day::from_date(today), to_write > 0);
        Self { lake, snapshot, fact, source, time_zone, today, replaced, period, adds, step }
    }

    /// A look at some buckets, which come in their order.
    pub(super) fn begin(&'a self, buckets: Range<i32>) -> LookBuilder<'a> {
        let may_overlap = money_of(self.fact).is_some() && self.adds && self.snapshot.rows() > 0;
        LookBuilder {
            plan: self,
            clock: clock_of(self.fact, self.time_zone),
            buckets,
            customers: Customers::default(),
            cells: LookCells::default(),
            rows: 0,
            unattributed: 0,
            most: None,
            nobodies: Vec::new(),
            several: Several::default(),
            sources: Vec::new(),
            spellings: Spellings::default(),
            newcomers: Newcomers::default(),
            not_in_file: NotInFile::within(self.period),
            overlap: may_overlap.then(|| Overlap::within(self.period, self.fact == Fact::Subscriptions)),
        }
    }
}

impl LookBuilder<'_> {
    /// Looks at rows of the import, which are added to the table or replace facts of it; or say what is known.
    pub(super) fn at_rows(&mut self, rows: &RecordBatch, is_new: bool) {
        let columns = Columns::of(self.plan.fact, rows, &mut self.cells);
        let mut last = LastCustomer::default();
        for at in 0..rows.num_rows() {
            let row = columns.row(at, &mut self.clock, &mut self.cells);
            let customer = last.number(row.customer, &mut self.customers);
            let line = self.cells.import(row.day, row.currency, row.minor);
            if let Some((overlap, row)) = self.overlap.as_mut().zip(columns.money_row(at, &row, customer)) {
                if is_new { overlap.add(row) } else { overlap.say_again(row) }
            }
            if is_new {
                self.count(&row, customer, line, AFTER);
            } else {
                self.not_in_file.say_again(columns.moment(at), columns.minor(at));
            }
            match customer {
                Some(customer) => self.customers.rows[customer as usize] += 1,
                None => self.unattributed += 1,
            }
        }
        self.rows += rows.num_rows() as u64;
    }

    /// A bucket of the import is over; once enough are, those of the table are looked at, too.
    pub(super) fn end_bucket(&mut self, bucket: i32) -> Result<(), LakeError> {
        let LookPlan { lake, snapshot, fact, step, .. } = *self.plan;
        let until = bucket + 1;
        if until - self.buckets.start < step && until < self.buckets.end {
            return Ok(());
        }
        let columns = fact.columns();
        let wanted = [
            fact.bucketed_by(),
            Some(fact.ordered_by()),
            Some("currency"),
            money_of(fact),
            Some("to"),
            Some("subscription_id"),
        ];
        let mut wanted: Vec<&str> = wanted.into_iter().flatten().filter(|name| columns.find(name).is_some()).collect();
        wanted.push("source");
        if !self.plan.replaced.is_empty() {
            wanted.push("key");
        }
        for rows in lake.read_plain(snapshot, self.buckets.start..until, &wanted)? {
            self.at_facts(&rows?);
        }
        self.buckets.start = until;
        self.end_customers();
        Ok(())
    }

    fn at_facts(&mut self, rows: &RecordBatch) {
        let columns = Columns::of(self.plan.fact, rows, &mut self.cells);
        let sources = rows.column_by_name("source").map(AsArray::as_string::<i32>);
        let keys = rows.column_by_name("key").map(AsArray::as_binary::<i32>);
        let (mut source, mut last) = (0, LastCustomer::default());
        for at in 0..rows.num_rows() {
            let key = keys.and_then(|keys| keys.value(at).try_into().ok()).map(u128::from_be_bytes);
            let leaves = key.is_some_and(|key| self.plan.replaced.contains(&key));
            let row = columns.row(at, &mut self.clock, &mut self.cells);
            let customer = last.number(row.customer, &mut self.customers);
            let line = self.cells.line(row.day, row.currency);
            self.count(&row, customer, line, if leaves { NOW } else { BOTH });
            let name = sources.map_or("", |sources| sources.value(at));
            // Rows of one source come in long runs.
            if self.sources.get(source).is_none_or(|known| known.name != name) {
                source = self.source(name);
            }
            let known = &mut self.sources[source];
            if let Some(customer) = customer {
                let [own, all] = &mut self.customers.facts[customer as usize];
                (*own, *all) = (*own + u64::from(known.is_own), *all + 1);
            }
            if let Some((overlap, row)) = self.overlap.as_mut().zip(columns.money_row(at, &row, customer)) {
                match (known.is_own, leaves) {
                    (true, true) => overlap.replace(row),
                    (true, false) => overlap.know(row),
                    (false, _) => overlap.know_elsewhere(row, &known.name),
                }
            }
            if known.is_own && !leaves {
                self.not_in_file.know(columns.moment(at), columns.minor(at));
            }
            if let Some(day) = row.day {
                known.days.note(day, 1);
            }
            if columns.money.is_some() {
                self.cells.know(row.currency, known.is_own, row.minor);
            }
        }
    }

    fn source(&mut self, name: &str) -> usize {
        self.sources.iter().position(|known| known.name == name).unwrap_or_else(|| {
            let days = ActiveDays::of(self.plan.fact, self.plan.today);
            self.sources.push(KnownSource { name: name.to_owned(), is_own: name == self.plan.source, days });
            self.sources.len() - 1
        })
    }

    fn count(&mut self, row: &Row<'_>, customer: Option<u32>, line: usize, when: [bool; 2]) {
        self.cells.count(line, row.minor, when);
        let Some(customer) = customer else { return };
        let Customers { in_lines, in_currencies, last, .. } = &mut self.customers;
        // There are fewer lines and currencies than rows, which are counted in 32 bits.
        let (line_key, currency_key) = ((customer, line as u32), (customer, row.currency as u32));
        if *last == Some((line_key, when)) {
            return;
        }
        *last = Some((line_key, when));
        let seen = in_lines.entry(line_key).or_default();
        for at in 0..2 {
            if when[at] && !seen[at] {
                seen[at] = true;
                let in_currency = &mut in_currencies.entry(currency_key).or_default()[at];
                self.cells.count_customer(line, at, !*in_currency);
                *in_currency = true;
            }
        }
    }

    /// Forgets the customers of the buckets looked at.
    fn end_customers(&mut self) {
        let Customers { numbers, rows, facts, in_lines, in_currencies, last } = &mut self.customers;
        if let Some(overlap) = &mut self.overlap {
            overlap.end_round();
        }
        for (id, number) in numbers.drain() {
            let (rows, [own, all]) = (rows[number as usize], facts[number as usize]);
            self.newcomers.note(rows > 0, own, all > 0);
            self.spellings.note(&id, rows > 0);
            self.several.note(&id, rows);
            if rows > 0 && is_nobody(&id) {
                self.nobodies.push((rows, id.to_string()));
            }
            let most = self.most.as_ref();
            if rows > 0 && most.is_none_or(|most| (rows, &*id) > (most.0, most.1.as_str())) {
                self.most = Some((rows, id.into()));
            }
        }
        // The next customers are about as many: the room for them stays.
        rows.clear();
        facts.clear();
        in_lines.clear();
        in_currencies.clear();
        *last = None;
    }

    /// Adds what was seen in other buckets.
    pub(super) fn join(&mut self, other: Self) {
        if let (Some(overlap), Some(of_others)) = (&mut self.overlap, other.overlap) {
            let numbers: Vec<u32> = other.cells.codes().map(|code| self.cells.currency(code) as u32).collect();
            overlap.join(of_others, |currency| numbers[currency as usize]);
        }
        self.cells.join(other.cells);
        self.rows += other.rows;
        self.unattributed += other.unattributed;
        self.most = self.most.take().max(other.most);
        self.nobodies.extend(other.nobodies);
        self.several.join(other.several);
        for other in other.sources {
            let at = self.source(&other.name);
            self.sources[at].days.join(&other.days);
        }
        self.spellings.join(other.spellings);
        self.newcomers.join(other.newcomers);
        self.not_in_file.join(other.not_in_file);
    }

    /// What was seen, of an import that refused so many of the rows it read.
    pub(super) fn finish(self, rejected: u64, read: u64) -> (Look, Vec<Oddity>) {
        let LookPlan { fact, source, today, replaced, .. } = *self.plan;
        let Self { cells, rows, unattributed, most, nobodies, several, spellings, newcomers, .. } = self;
        let (mut not_in_file, overlap, mut clock) = (self.not_in_file, self.overlap, self.clock);
        let known_days = self.sources.into_iter().map(|known| (known.name, known.days));
        let mut known_days: BTreeMap<String, ActiveDays> = known_days.collect();
        let days = cells.imported_days(ActiveDays::of(fact, today));
        let (money, amounts) = cells.imported_money();
        let imported = ImportedRows { rows, unattributed, days, money, amounts, most, nobodies };
        let mut oddities = Vec::new();
        oddities.extend(odd_rejects(rejected, read));
        if fact.bucketed_by().is_some() {
            oddities.extend(without_customer(imported.unattributed, imported.rows));
            oddities.extend(odd_customers(&imported).into_iter().filter(|_| !is_about_customers(fact)));
            oddities.extend(several.odd(imported.rows - imported.unattributed));
            oddities.extend(spellings.odd());
        }
        let known = KnownRows { amounts: cells.known_amounts() };
        oddities.extend(odd_amounts(&imported, &known));
        let currencies: BTreeSet<String> = known.amounts.into_keys().collect();
        oddities.extend(odd_currencies(&imported, &currencies));
        if let Some(overlap) = overlap {
            let codes: Vec<&str> = cells.codes().collect();
            let code = |currency: u32| codes[currency as usize];
            oddities.extend(overlap.odd(code, &mut not_in_file, &mut |moment| clock.day_of_micros(moment)));
        }
        if !is_about_customers(fact) {
            oddities.extend(newcomers.odd());
            oddities.extend(not_in_file.odd(replaced.len() as u64, &mut |moment| clock.day_of_micros(moment)));
            oddities.extend(odd_days(&imported, known_days.get(source)));
            if imported.rows > 0 {
                let own = known_days.entry(source.to_owned()).or_insert_with(|| ActiveDays::of(fact, today));
                own.join(&imported.days);
                oddities.extend(stopped(known_days.iter().map(|(source, days)| (source.as_str(), days))));
            }
        }
        (cells.into_look(), oddities)
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

pub(super) fn money_of(fact: Fact) -> Option<&'static str> {
    match fact {
        Fact::Purchases => Some("amount_minor"),
        Fact::Subscriptions => Some("monthly_minor"),
        _ => None,
    }
}

impl<'r> Columns<'r> {
    fn of(fact: Fact, rows: &'r RecordBatch, cells: &mut LookCells) -> Self {
        let text = |name: &str| rows.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let money = money_of(fact).and_then(|name| rows.column_by_name(name));
        let money = money.and_then(|column| column.as_primitive_opt::<Int64Type>());
        let money = text("currency").zip(money);
        let one = money.map(|(currencies, _)| currencies).filter(|currencies| is_of_one_text(currencies));
        Self {
            customers: fact.bucketed_by().and_then(text),
            money,
            currency: one.map(|currencies| cells.currency(currencies.value(0))),
            moments: moments(fact, rows),
            days: rows.column_by_name(DAY).and_then(|column| column.as_primitive_opt::<Date32Type>()),
            ends: rows.column_by_name("to"),
            subscriptions: text("subscription_id"),
        }
    }

    /// What a row is about, if it is of money, has a day and names a customer.
    fn money_row(&self, at: usize, row: &Row<'_>, customer: Option<u32>) -> Option<MoneyRow> {
        let (customer, day, moment, currency) = (customer?, row.day?, self.moment(at)?, row.currency as u32);
        let goes_on = self.ends.is_some_and(|ends| ends.is_null(at));
        let ids = self.subscriptions.filter(|ids| ids.is_valid(at));
        let subscription = ids.map(|ids| xxh3_64(ids.value(at).as_bytes()));
        self.money.map(|_| MoneyRow { customer, day, moment, currency, minor: row.minor, goes_on, subscription })
    }

    /// The day of a row of which that alone is told.
    fn day(&self, at: usize) -> Option<Day> {
        self.days.filter(|days| days.is_valid(at)).map(|days| Day(days.value(at)))
    }

    fn moment(&self, at: usize) -> Option<i64> {
        self.moments.is_valid(at).then(|| self.moments.value(at))
    }

    /// The currency and the amount of a row, in minor units.
    fn minor(&self, at: usize) -> Option<(&'r str, i64)> {
        self.money.map(|(currencies, minor)| (currencies.value(at), minor.value(at)))
    }

    fn row(&self, at: usize, clock: &mut DayClock, cells: &mut LookCells) -> Row<'r> {
        let (currency, minor) = self.minor(at).unwrap_or(("", 0));
        Row {
            customer: self.customers.filter(|ids| ids.is_valid(at)).map(|ids| ids.value(at)),
            day: self.day(at).or_else(|| self.moment(at).map(|moment| clock.day_of_micros(moment))),
            currency: self.currency.unwrap_or_else(|| cells.currency(currency)),
            minor,
        }
    }
}

impl<'r> LastCustomer<'r> {
    fn number(&mut self, id: Option<&'r str>, customers: &mut Customers) -> Option<u32> {
        let id = id?;
        Some(match self.0 {
            Some((last, number)) if last == id => number,
            _ => {
                let number = customers.number(id);
                self.0 = Some((id, number));
                number
            }
        })
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
        self.facts.push([0; 2]);
        number
    }
}
