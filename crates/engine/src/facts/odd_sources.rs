//! Which facts that stand look odd, by the same checks as those of an import?

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use bellwether_model::{Day, DayClock};
use jiff::tz::TimeZone;

use super::error::ImportError;
use super::journals::moments;
use super::look_builder::{clock_of, is_about_customers};
use super::oddities::{ActiveDays, Oddity, Spellings, stopped, without_customer};
use crate::lake::{Fact, Lake};

/// What looks odd about facts that stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OddSources {
    /// Tables of sources in which all rows, or most, name no customer.
    pub unattributed: BTreeMap<(Fact, String), Oddity>,
    /// Sources that give nothing any more, of whatever table, while others do.
    pub stopped: Vec<Oddity>,
    /// Customers written in more than one way, whichever source or table does.
    pub spelling: Option<Oddity>,
}

/// What is known of a source's rows in one table.
struct SourceRows {
    days: ActiveDays,
    rows: u64,
    unattributed: u64,
}

/// Looks at all facts as they are, on a day of the company.
pub async fn odd_sources(lake: &Lake, time_zone: &TimeZone, today: Day) -> Result<OddSources, ImportError> {
    let mut found: BTreeMap<(Fact, String), SourceRows> = BTreeMap::new();
    let mut spellings = Spellings::default();
    for fact in Fact::ALL {
        let snapshot = lake.snapshot(fact.name()).await?;
        let columns = fact.columns();
        let mut clock = clock_of(fact, time_zone);
        let wanted = [fact.bucketed_by(), Some(fact.ordered_by()), Some("source")].into_iter().flatten();
        let wanted: Vec<&str> = wanted.filter(|name| *name == "source" || columns.find(name).is_some()).collect();
        for file in snapshot.files() {
            for batch in lake.read_file(&snapshot, file, &wanted)? {
                let batch = batch?;
                count(&mut found, (fact, today), &batch, &mut clock);
                note_spellings(fact, &batch, &mut spellings);
            }
        }
    }
    let unattributed = found.iter().filter(|((fact, _), _)| fact.bucketed_by().is_some());
    let unattributed =
        unattributed.filter_map(|(key, rows)| Some((key.clone(), without_customer(rows.unattributed, rows.rows)?)));
    let mut systems: BTreeMap<&str, ActiveDays> = BTreeMap::new();
    for ((fact, source), rows) in found.iter().filter(|((fact, _), _)| !is_about_customers(*fact)) {
        systems.entry(source).or_insert_with(|| ActiveDays::of(*fact, today)).join(&rows.days);
    }
    Ok(OddSources {
        unattributed: unattributed.collect(),
        stopped: stopped(systems.iter().map(|(source, days)| (*source, days))),
        spelling: spellings.odd(),
    })
}

fn count(
    found: &mut BTreeMap<(Fact, String), SourceRows>,
    (fact, today): (Fact, Day),
    rows: &RecordBatch,
    clock: &mut DayClock,
) {
    let Some(sources) = rows.column_by_name("source").map(AsArray::as_string::<i32>) else { return };
    let customers = fact.bucketed_by().and_then(|name| rows.column_by_name(name));
    let moments = moments(fact, rows);
    let mut start = 0;
    // Rows of one source come in long runs.
    while start < rows.num_rows() {
        let source = sources.value(start);
        let end = (start..rows.num_rows()).find(|row| sources.value(*row) != source).unwrap_or(rows.num_rows());
        let new = || SourceRows { days: ActiveDays::of(fact, today), rows: 0, unattributed: 0 };
        let known = found.entry((fact, source.to_owned())).or_insert_with(new);
        for row in start..end {
            known.rows += 1;
            known.unattributed += u64::from(customers.is_some_and(|ids| ids.is_null(row)));
            if moments.is_valid(row) {
                known.days.note(clock.day_of_micros(moments.value(row)), 1);
            }
        }
        start = end;
    }
}

fn note_spellings(fact: Fact, rows: &RecordBatch, spellings: &mut Spellings) {
    let ids = fact.bucketed_by().and_then(|name| rows.column_by_name(name)).map(AsArray::as_string::<i32>);
    let mut last = None;
    for id in ids.into_iter().flatten().flatten() {
        // Rows of one customer stand together.
        if last != Some(id) {
            spellings.note(id, true);
            last = Some(id);
        }
    }
}
