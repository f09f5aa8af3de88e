//! How far knowledge reaches: up to which day do the facts tell what happened?

use std::collections::HashMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, Int64Type, TimestampMicrosecondType};
use bellwether_model::{Calendar, Day};
use jiff::Timestamp;

use super::error::WalkError;
use super::text::TextColumn;
use crate::lake::{DAY, DataFile, Fact, Lake, Snapshot, undone};

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

/// Between what facts of a table lie: of those of which the day alone is known, and of the others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    days: Option<(Day, Day)>,
    micros: Option<(i64, i64)>,
}

impl Extent {
    /// Of a table of moments, by what its files say of themselves; only those with facts of both kinds are read.
    pub(super) fn of_moments(lake: &Lake, snapshot: &Snapshot, moments: &'static str) -> Result<Self, WalkError> {
        let mut extent = Self::default();
        for file in snapshot.files() {
            let by_moment = file.statistics["nullCount"][DAY].as_u64().unwrap_or(file.rows);
            if by_moment == 0 {
                extent.days = joined(extent.days, ends(file, DAY, |text| text.parse().ok()));
            } else if by_moment == file.rows {
                let micros = |text: &str| text.parse::<Timestamp>().ok().map(Timestamp::as_microsecond);
                extent.micros = joined(extent.micros, ends(file, moments, micros));
            } else {
                extent.read(lake, snapshot, file, moments)?;
            }
        }
        Ok(extent)
    }

    /// Of a table of days.
    pub(super) fn of_days(snapshot: &Snapshot, column: &str) -> Self {
        let days = snapshot.files().iter().filter_map(|file| ends(file, column, |text| text.parse().ok()));
        Self { days: days.reduce(wider), micros: None }
    }

    fn read(
        &mut self,
        lake: &Lake,
        snapshot: &Snapshot,
        file: &DataFile,
        moments: &'static str,
    ) -> Result<(), WalkError> {
        for batch in lake.read_file(snapshot, file, &[moments, DAY])? {
            let batch = batch?;
            let moments = batch.column(0).as_primitive::<TimestampMicrosecondType>();
            let days = batch.column(1).as_primitive::<Date32Type>();
            for row in 0..batch.num_rows() {
                if days.is_valid(row) {
                    self.days = joined(self.days, Some([Day(days.value(row)); 2].into()));
                } else {
                    self.micros = joined(self.micros, Some([moments.value(row); 2].into()));
                }
            }
        }
        Ok(())
    }

    /// The first and the last day.
    pub(super) fn in_days(self, calendar: &Calendar) -> Option<(Day, Day)> {
        let day = |micros| calendar.day_of_micros(micros);
        joined(self.days, self.micros.map(|(first, last)| (day(first), day(last))))
    }
}

/// Between what a column of a file lies.
fn ends<T>(file: &DataFile, column: &str, read: impl Fn(&str) -> Option<T>) -> Option<(T, T)> {
    let [first, last] = ["minValues", "maxValues"].map(|side| read(file.statistics[side][column].as_str()?));
    first.zip(last)
}

fn joined<T: Ord + Copy>(one: Option<(T, T)>, other: Option<(T, T)>) -> Option<(T, T)> {
    one.into_iter().chain(other).reduce(wider)
}

fn wider<T: Ord>(one: (T, T), other: (T, T)) -> (T, T) {
    (one.0.min(other.0), one.1.max(other.1))
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
