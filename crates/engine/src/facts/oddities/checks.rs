//! The checks, each with its threshold: what is odd about these rows?

use std::collections::{BTreeMap, BTreeSet};

use bellwether_model::Day;

use super::amounts::Amounts;
use super::days::{ActiveDays, days_between, month_of, months_between};
use super::oddity::Oddity;

/// With fewer rows nothing can be said of what is usual.
const ENOUGH_ROWS: u64 = 20;

/// Amounts this many times as high or as low are odd. A lost decimal mark and cents for units are a factor of 100 or more, while the
/// middle price of a company hardly moves tenfold; 30 lies half-way, by factors.
const AMOUNT_FACTOR: i128 = 30;

/// An empty gap is odd where so many rows were to be expected in it: by chance alone it would be empty once in 10^8.
const GAP_ROWS: u64 = 20;

/// A source has stopped that is silent for so many days: two months. One that is missing may be an export that comes late.
const SILENT_DAYS: i32 = 62;

/// A source is as quiet as it ever was until it is silent for so many times its longest pause.
const SILENT_PAUSES: i32 = 3;

/// Rows of one day are odd where it holds so many times what a day of the source holds; a daily export is of one day, too.
const BUSY_DAY: u64 = 10;

/// One row in so many refused is odd: single rows are mistyped, more have a cause that one look at the mapping may mend.
const REJECTED_SHARE: u64 = 20;

/// Customers that stand for nobody are named, but no more than so many.
const MOST_NOBODIES: usize = 5;

/// Ids that stand for a customer whom nobody knows, in small letters.
const NOBODY: [&str; 40] = [
    "guest",
    "guest checkout",
    "unknown",
    "anonymous",
    "anon",
    "walk-in",
    "walk in",
    "walkin",
    "cash",
    "cash customer",
    "cash sale",
    "customer",
    "default",
    "dummy",
    "test",
    "none",
    "null",
    "nan",
    "n/a",
    "na",
    "undefined",
    "-",
    "0",
    "gast",
    "unbekannt",
    "laufkunde",
    "laufkundschaft",
    "barverkauf",
    "anonym",
    "kunde",
    "keine",
    "k.a.",
    "diverse",
    "\"",
    "″",
    "〃",
    "do.",
    "dto.",
    "ditto",
    "wie oben",
];

/// Whether an id stands for nobody.
pub fn is_nobody(id: &str) -> bool {
    let id = id.trim();
    id.len() <= 20 && NOBODY.contains(&id.to_lowercase().as_str())
}

/// What is known of the rows of an import.
#[derive(Debug)]
pub struct ImportedRows {
    /// All of them.
    pub rows: u64,
    /// Those that name no customer.
    pub unattributed: u64,
    /// Their days.
    pub days: ActiveDays,
    /// By currency.
    pub money: BTreeMap<String, Tally>,
    /// Amounts by currency and month.
    pub amounts: BTreeMap<String, BTreeMap<Day, Amounts>>,
    /// The customer with most rows, and these.
    pub most: Option<(u64, String)>,
    /// Customers that stand for nobody, with their rows.
    pub nobodies: Vec<(u64, String)>,
}

/// Rows and what they sum up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub rows: u64,
    /// Their sum, in minor units.
    pub minor: i128,
}

/// What is known of the rows that a table had before.
#[derive(Debug, Default)]
pub struct KnownRows {
    /// Amounts by currency: those of the same source, and those of others.
    pub amounts: BTreeMap<String, [Amounts; 2]>,
}

/// Whether all rows, or most of many, name no customer.
pub fn without_customer(rows: u64, of: u64) -> Option<Oddity> {
    let is_odd = rows > 0 && (rows == of || (of >= ENOUGH_ROWS && rows * 2 > of));
    is_odd.then_some(Oddity::NoCustomer { rows, of })
}

/// Whether one customer holds most rows, or stands for nobody.
pub fn odd_customers(imported: &ImportedRows) -> Vec<Oddity> {
    let of = imported.rows - imported.unattributed;
    let mut nobodies = imported.nobodies.clone();
    nobodies.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    let named = nobodies.into_iter().take(MOST_NOBODIES);
    let mut found: Vec<Oddity> = named.map(|(rows, customer)| Oddity::Nobody { customer, rows, of }).collect();
    let most = imported.most.as_ref().filter(|(rows, id)| of >= ENOUGH_ROWS && rows * 2 > of && !is_nobody(id));
    found.extend(most.map(|(rows, id)| Oddity::OneCustomer { customer: id.clone(), rows: *rows, of }));
    found
}

/// Whether amounts are far from those before, or those of some months from those of others.
pub fn odd_amounts(imported: &ImportedRows, known: &KnownRows) -> Vec<Oddity> {
    let mut found = Vec::new();
    for (currency, months) in &imported.amounts {
        let mut all = Amounts::default();
        for amounts in months.values() {
            all.join(amounts);
        }
        // What the same source gave says best what is usual.
        let enough = |amounts: &&Amounts| amounts.rows() >= ENOUGH_ROWS;
        let before = known.amounts.get(currency).and_then(|known| known.iter().find(enough));
        if let (Some(minor), Some(before_minor)) = (all.middle(), before.and_then(Amounts::middle))
            && all.rows() >= ENOUGH_ROWS
            && is_far(minor, before_minor)
        {
            found.push(Oddity::AmountsMoved { currency: currency.clone(), rows: all.rows(), minor, before_minor });
        }
        found.extend(months_apart(currency, months));
    }
    found
}

fn is_far(one: i64, other: i64) -> bool {
    let (low, high) = (i128::from(one.min(other)), i128::from(one.max(other)));
    low > 0 && high >= low * AMOUNT_FACTOR
}

/// Months side by side with rows enough to have a middle amount.
struct Stretch {
    first: Day,
    last: Day,
    amounts: Amounts,
}

/// Whether the middle amounts fall in two groups far from each other. Months with few rows are taken together.
fn months_apart(currency: &str, months: &BTreeMap<Day, Amounts>) -> Option<Oddity> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (month, amounts) in months {
        match stretches.last_mut().filter(|stretch| stretch.amounts.rows() < ENOUGH_ROWS) {
            Some(stretch) => {
                stretch.last = *month;
                stretch.amounts.join(amounts);
            }
            None => stretches.push(Stretch { first: *month, last: *month, amounts: amounts.clone() }),
        }
    }
    stretches.retain(|stretch| stretch.amounts.rows() >= ENOUGH_ROWS);
    stretches.sort_by_key(|stretch| stretch.amounts.middle());
    let middle = |stretch: &Stretch| stretch.amounts.middle().unwrap_or(0);
    let split = (1..stretches.len()).find(|at| is_far(middle(&stretches[at - 1]), middle(&stretches[*at])))?;
    let high = stretches.split_off(split);
    let joined = |stretches: &[Stretch]| {
        let mut all = Amounts::default();
        for stretch in stretches {
            all.join(&stretch.amounts);
        }
        all
    };
    let (mut few, mut others) = ((joined(&stretches), stretches), (joined(&high), high));
    if few.0.rows() > others.0.rows() {
        std::mem::swap(&mut few, &mut others);
    }
    Some(Oddity::AmountsApart {
        currency: currency.to_owned(),
        rows: few.0.rows(),
        first: few.1.iter().map(|stretch| stretch.first).min()?,
        last: few.1.iter().map(|stretch| stretch.last).max()?,
        minor: few.0.middle()?,
        others_minor: others.0.middle()?,
    })
}

/// Whether days are hardly meant, all one, or with a gap between them and those known of the source.
pub fn odd_days(imported: &ImportedRows, known: Option<&ActiveDays>) -> Vec<Oddity> {
    let days = &imported.days;
    let mut found = Vec::new();
    found.extend(days.long_ago.map(|(rows, day)| Oddity::LongAgo { rows, day }));
    found.extend(days.ahead.map(|(rows, day)| Oddity::Ahead { rows, day }));
    let rows = days.rows();
    if let (1, Some(day)) = (days.count(), days.last()) {
        let usual = known.filter(|known| known.count() > 1).map(|known| known.rows() / known.count() as u64);
        if rows >= ENOUGH_ROWS && usual.is_none_or(|usual| rows >= BUSY_DAY * usual.max(1)) {
            found.push(Oddity::OneDay { day, rows });
        }
    }
    let mut all = days.clone();
    if let Some(known) = known {
        all.join(known);
    }
    found.extend(gap(&all.months(), &days.months()));
    found
}

/// The longest gap beside a month of the import.
fn gap(all: &BTreeMap<Day, u64>, imported: &BTreeMap<Day, u64>) -> Option<Oddity> {
    if all.values().sum::<u64>() < ENOUGH_ROWS {
        return None;
    }
    let usual = |months: u32| all.values().sum::<u64>() * u64::from(months) / all.len().max(1) as u64;
    let beside = all
        .keys()
        .zip(all.keys().skip(1))
        .filter(|(before, after)| imported.contains_key(before) || imported.contains_key(after));
    let gaps = beside.map(|(before, after)| (months_between(*before, *after).saturating_sub(1), before, after));
    let (months, before, after) = gaps.max_by_key(|gap| gap.0).filter(|gap| gap.0 > 0 && usual(gap.0) >= GAP_ROWS)?;
    Some(Oddity::Gap { first: month_of(before.plus(31)), last: month_of(after.plus(-1)), months, usual: usual(months) })
}

/// Sources that give nothing any more, while another one does.
pub fn stopped<'a>(sources: impl IntoIterator<Item = (&'a str, &'a ActiveDays)>) -> Vec<Oddity> {
    let sources: Vec<_> = sources.into_iter().filter_map(|(name, days)| Some((name, days, days.last()?))).collect();
    let Some(newest) = sources.iter().map(|source| source.2).max() else { return Vec::new() };
    let is_silent = |days: &ActiveDays, last| {
        // Of one that came on two days or fewer nobody knows how often it comes.
        days.count() > 2 && days_between(last, newest) > SILENT_DAYS.max(SILENT_PAUSES * days.longest_pause())
    };
    let silent = sources.iter().filter(|(_, days, last)| is_silent(days, *last));
    silent.map(|(name, _, last)| Oddity::Stopped { source: (*name).to_owned(), last: *last, newest }).collect()
}

/// Currencies that no fact of the table had before; none where there was no fact.
pub fn odd_currencies(imported: &ImportedRows, known: &BTreeSet<String>) -> Vec<Oddity> {
    let new = imported.money.iter().filter(|(currency, _)| !known.is_empty() && !known.contains(*currency));
    new.map(|(currency, Tally { rows, minor })| Oddity::NewCurrency {
        currency: currency.clone(),
        rows: *rows,
        minor: *minor,
    })
    .collect()
}

/// Whether a high share of rows was refused.
pub fn odd_rejects(rejected: u64, read: u64) -> Option<Oddity> {
    (rejected > 0 && rejected * REJECTED_SHARE >= read).then_some(Oddity::ManyRejected { rejected, read })
}
