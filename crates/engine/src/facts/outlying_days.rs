//! Rows on days far from all others: a mistyped year, a cell that was empty, or the oldest customer?
//!
//! Only a person can tell, and one such row stretches every chart and table by centuries; so it is asked about before it comes in. The
//! first [`MOST_ROWS`] rows of an input are looked at, beside the days that came in before.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int64Type};
use bellwether_model::{Day, DayClock};
use jiff::tz::TimeZone;
use xxhash_rust::xxh3::xxh3_64;

use super::error::ImportError;
use super::journals::moments;
use super::look_builder::{clock_of, money_of};
use super::oddities::{ActiveDays, days_between};
use super::past::PastImport;
use crate::lake::{DAY, Fact};
use crate::sources::FactSource;
use crate::sources::mapping::{MappingSource, OutlyingDays};

#[cfg(test)]
mod tests;

/// So many rows of an input are looked at.
const MOST_ROWS: u64 = 100_000;

/// Days are far from others that are further away than those lie apart, and three years at least: whatever a company did for twenty years it
/// may have done for forty.
const FAR: i32 = 3 * 366;

/// Not more than one row in so many is a slip; of days that are hardly meant all may be.
const FEW: u64 = 20;

/// The rows of a day.
#[derive(Clone, Debug, Default)]
struct RowsOfDay {
    rows: u64,
    customers: foldhash::HashSet<u64>,
    minor: BTreeMap<String, i128>,
}

/// The rows of an input on days far from all others, those before these and those after them; `past` are the imports of the company.
pub fn outlying_days(
    source: &mut MappingSource,
    past: &[PastImport],
    (zone, today): (&TimeZone, Day),
) -> Result<Vec<OutlyingDays>, ImportError> {
    let fact = source.fact();
    let mut clock = clock_of(fact, zone);
    let (mut days, mut read, mut is_whole) = (BTreeMap::new(), 0, false);
    while read < MOST_ROWS && !is_whole {
        match source.next()? {
            Some(pulled) => {
                note(fact, &pulled.batch.rows, &mut clock, &mut days);
                read += pulled.batch.rows.num_rows() as u64;
            }
            None => is_whole = true,
        }
    }
    let known = known_days(fact, past, &mut clock);
    Ok(outlying(&days, known, &ActiveDays::of(fact, today)))
}

fn note(fact: Fact, rows: &RecordBatch, clock: &mut DayClock, days: &mut BTreeMap<Day, RowsOfDay>) {
    let moments = moments(fact, rows);
    let told = rows.column_by_name(DAY).filter(|_| fact.has_moments()).map(AsArray::as_primitive::<Date32Type>);
    let customers = fact.bucketed_by().and_then(|name| rows.column_by_name(name));
    let customers = customers.and_then(|customers| customers.as_string_opt::<i32>());
    let money = money_of(fact).and_then(|name| rows.column_by_name(name)).map(AsArray::as_primitive::<Int64Type>);
    let currencies = rows.column_by_name("currency").and_then(|currencies| currencies.as_string_opt::<i32>());
    for row in (0..rows.num_rows()).filter(|row| moments.is_valid(*row)) {
        let told = told.filter(|told| told.is_valid(row)).map(|told| Day(told.value(row)));
        let day = told.unwrap_or_else(|| clock.day_of_micros(moments.value(row)));
        let of_day = days.entry(day).or_default();
        of_day.rows += 1;
        if let Some(customers) = customers.filter(|customers| customers.is_valid(row)) {
            of_day.customers.insert(xxh3_64(customers.value(row).as_bytes()));
        }
        if let Some((money, currencies)) = money.zip(currencies) {
            match of_day.minor.get_mut(currencies.value(row)) {
                Some(minor) => *minor += i128::from(money.value(row)),
                None => _ = of_day.minor.insert(currencies.value(row).to_owned(), i128::from(money.value(row))),
            }
        }
    }
}

/// The first and the last day of a table's facts, by its imports.
fn known_days(fact: Fact, past: &[PastImport], clock: &mut DayClock) -> Option<(Day, Day)> {
    let of_table = past.iter().filter(|past| past.counts() && past.is_import() && past.report.fact == fact.name());
    let moments = of_table.flat_map(|past| [past.report.earliest, past.report.latest]).flatten();
    let days: Vec<Day> = moments.map(|at| clock.day_of_micros(at.as_microsecond())).collect();
    Some((*days.iter().min()?, *days.iter().max()?))
}

/// What lies far before and far after all others.
fn outlying(days: &BTreeMap<Day, RowsOfDay>, known: Option<(Day, Day)>, plausible: &ActiveDays) -> Vec<OutlyingDays> {
    let Some(core) = core(days, known, plausible) else { return Vec::new() };
    let all: u64 = days.values().map(|of_day| of_day.rows).sum();
    let before = days.range(..core.0).map(|(day, _)| *day).collect::<BTreeSet<_>>();
    let after = days.range(core.1.plus(1)..).map(|(day, _)| *day).collect::<BTreeSet<_>>();
    let slips = |beyond: BTreeSet<Day>| {
        let is_few = beyond.iter().map(|day| days[day].rows).sum::<u64>() * FEW <= all;
        beyond.into_iter().filter(|day| is_few || !plausible.holds(*day)).collect::<BTreeSet<_>>()
    };
    let slips = [before, after].map(slips);
    let mut others = core;
    for day in days.keys().filter(|day| slips.iter().all(|slips| !slips.contains(*day))) {
        others = (others.0.min(*day), others.1.max(*day));
    }
    let told = slips.into_iter().filter_map(|slips| {
        let (first, last) = (*slips.first()?, *slips.last()?);
        let gap = if last < others.0 { days_between(last, others.0) } else { days_between(others.1, first) };
        (gap >= FAR).then(|| {
            let mut told = OutlyingDays { first, last, others, of: all, ..OutlyingDays::default() };
            let mut customers: foldhash::HashSet<u64> = foldhash::HashSet::default();
            for of_day in slips.iter().map(|day| &days[day]) {
                told.rows += of_day.rows;
                customers.extend(&of_day.customers);
                for (currency, minor) in &of_day.minor {
                    *told.minor.entry(currency.clone()).or_default() += minor;
                }
            }
            told.customers = customers.len() as u64;
            told
        })
    });
    told.collect()
}

/// The days that are not far from one another around the middle row of those whose day can be meant, or around what is known.
fn core(days: &BTreeMap<Day, RowsOfDay>, known: Option<(Day, Day)>, plausible: &ActiveDays) -> Option<(Day, Day)> {
    let meant = || days.iter().filter(|(day, _)| plausible.holds(**day));
    let half = meant().map(|(_, of_day)| of_day.rows).sum::<u64>() / 2;
    let mut passed = 0;
    let middle = meant().find(|(_, of_day)| {
        passed += of_day.rows;
        passed > half
    });
    let mut core = middle.map(|(day, _)| (*day, *day)).or(known)?;
    loop {
        // Each with how far it is.
        let below = days.range(..core.0).next_back().map(|(day, _)| (days_between(*day, core.0), *day));
        let above = days.range(core.1.plus(1)..).next().map(|(day, _)| (days_between(core.1, *day), *day));
        let before = known.filter(|known| known.0 < core.0 || known.1 > core.1).map(|known| {
            let apart = days_between(known.1, core.0).max(days_between(core.1, known.0));
            (apart.max(0), known)
        });
        let one = |(apart, day)| (apart, (day, day));
        let nearest = below.map(one).into_iter().chain(above.map(one)).chain(before).min_by_key(|(apart, _)| *apart);
        match nearest {
            Some((apart, (first, last))) if apart <= FAR.max(days_between(core.0, core.1)) => {
                core = (core.0.min(first), core.1.max(last));
            }
            _ => return Some(core),
        }
    }
}
