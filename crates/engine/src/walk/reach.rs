//! How far knowledge reaches: up to which day do the facts tell what happened?

use std::collections::HashMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, Int64Type};
use bellwether_model::{Calendar, Day};
use jiff::Timestamp;

use super::error::WalkError;
use super::text::TextColumn;
use crate::lake::{DataFile, Fact, Lake, Snapshot, undone};

/// How far knowledge reaches, beyond the days on which something began.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    /// The last end of a subscription that has come, its first day without it.
    last_end: Option<Day>,
    /// The last day up to which a source of a table was said to be complete, by the tables' names.
    complete_through: HashMap<String, Day>,
}

impl Reach {
    /// How far subscriptions and imports reach on a day. An end that is still to come (the term of a contract) tells nothing of the time
    /// up to it.
    pub(super) fn read(
        lake: &Lake,
        subscriptions: &Snapshot,
        imports: &Snapshot,
        today: Day,
    ) -> Result<Self, WalkError> {
        Ok(Self { last_end: last_end(lake, subscriptions, today)?, complete_through: complete_through(lake, imports)? })
    }

    /// The last day of all.
    pub(super) fn latest(&self) -> Option<Day> {
        self.complete_through.values().copied().max().max(self.last_end)
    }

    /// The last day up to which a source of a table was said to be complete.
    pub(super) fn complete_through(&self, fact: Fact) -> Option<Day> {
        self.complete_through.get(fact.name()).copied()
    }
}

/// The first and the last day in a column of moments or days, by what the files say of it.
pub(super) fn days(snapshot: &Snapshot, column: &str, calendar: &Calendar) -> Option<(Day, Day)> {
    let day = |text: &str| match text.parse::<Timestamp>() {
        Ok(instant) => Some(calendar.day_of_micros(instant.as_microsecond())),
        Err(_) => text.parse().ok(),
    };
    let ends = snapshot.files().iter().filter_map(|file| {
        let day = |side: &str| day(file.statistics[side][column].as_str()?);
        day("minValues").zip(day("maxValues"))
    });
    ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

fn last_end(lake: &Lake, subscriptions: &Snapshot, today: Day) -> Result<Option<Day>, WalkError> {
    let end_of = |statistics: &serde_json::Value| statistics["maxValues"]["to"].as_str()?.parse::<Day>().ok();
    let ends = subscriptions.files().iter().filter_map(|file| Some((end_of(&file.statistics)?, file)));
    let (had_come, to_come): (Vec<_>, Vec<_>) = ends.partition(|(end, _)| *end <= today);
    let mut last = had_come.into_iter().map(|(end, _)| end).max();
    for (_, file) in to_come {
        if last == Some(today) {
            break;
        }
        for batch in lake.read_file(subscriptions, file, &["to"])? {
            let batch = batch?;
            let ends = batch.column(0).as_primitive::<Date32Type>();
            last = last.max(ends.iter().flatten().map(Day).filter(|end| *end <= today).max());
        }
    }
    Ok(last)
}

/// What imports that count said of the days up to which their sources are complete.
fn complete_through(lake: &Lake, imports: &Snapshot) -> Result<HashMap<String, Day>, WalkError> {
    let (mut all, mut said) = (Vec::new(), Vec::new());
    let tells = |file: &&DataFile, column: &str| !file.statistics["maxValues"][column].is_null();
    // Of the other imports, most of all, nothing is read.
    let telling = |file: &&DataFile| tells(file, "complete_through") || tells(file, "undoes");
    let batches = imports.files().iter().filter(telling).map(|file| {
        let columns = ["import_seq", "undoes", "fact", "complete_through"];
        lake.read_file(imports, file, &columns)
    });
    for batch in batches.collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
        let batch = batch?;
        let (seqs, undoes) = (batch.column(0).as_primitive::<Int64Type>(), batch.column(1).as_primitive::<Int64Type>());
        let facts = TextColumn::of(&batch, "fact")?;
        let days = batch.column(3).as_primitive::<Date32Type>();
        for row in 0..batch.num_rows() {
            let seq = seqs.value(row);
            all.push((seq, undoes.is_valid(row).then(|| undoes.value(row))));
            if let Some(fact) = facts.value(row).filter(|_| days.is_valid(row)) {
                said.push((seq, fact.to_owned(), Day(days.value(row))));
            }
        }
    }
    all.sort_unstable();
    let undone = undone(all.into_iter());
    let mut through: HashMap<String, Day> = HashMap::new();
    for (_, fact, day) in said.into_iter().filter(|(seq, ..)| !undone.contains_key(seq)) {
        through.entry(fact).and_modify(|last| *last = day.max(*last)).or_insert(day);
    }
    Ok(through)
}
