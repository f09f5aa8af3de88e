//! How far knowledge reaches: up to which day do the facts tell what happened?

use std::collections::HashMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, Int64Type, TimestampMicrosecondType};
use bellwether_model::{Calendar, Day};
use jiff::Timestamp;

use super::error::WalkError;
use super::text::TextColumn;
use crate::lake::{DAY, DataFile, Fact, Lake, Snapshot, undone};

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// How far knowledge reaches, beyond the days on which something began.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    /// The last end of a subscription that has come, its first day without it.
    last_end: Option<Day>,
    /// Between what purchases lie that have come: one that is dated ahead says nothing of the time up to it.
    purchases: Extent,
    /// The last day up to which a source was said to be complete, by table and source; `None` of a source of which nobody said so. Empty
    /// where nobody ever did.
    complete_through: HashMap<(String, String), Option<Day>>,
}

impl Reach {
    /// How far subscriptions and imports reach on a day. An end that is still to come (the term of a contract) tells nothing of the time
    /// up to it.
    pub(super) fn read(
        lake: &Lake,
        (purchases, subscriptions): (&Snapshot, &Snapshot),
        imports: &Snapshot,
        today: Day,
    ) -> Result<Self, WalkError> {
        Ok(Self {
            last_end: last_end(lake, subscriptions, today)?,
            purchases: Extent::of_moments_until(lake, purchases, "at", today)?,
            complete_through: complete_through(lake, imports)?,
        })
    }

    /// The day of the last purchase that has come.
    pub(super) fn last_purchase(&self, calendar: &Calendar) -> Option<Day> {
        self.purchases.in_days(calendar).map(|(_, last)| last)
    }

    /// The last day of all.
    pub(super) fn latest(&self) -> Option<Day> {
        self.complete_through.values().copied().max().flatten().max(self.last_end)
    }

    /// The last day up to which all sources of a table were said to be complete.
    pub(super) fn complete_through(&self, fact: Fact) -> Option<Day> {
        let of_fact = self.complete_through.iter().filter(|((table, _), _)| table == fact.name());
        of_fact.map(|(_, through)| *through).min().flatten()
    }
}

/// Between what facts of a table lie: of those of which the day alone is known, and of the others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    days: Option<(Day, Day)>,
    micros: Option<(i64, i64)>,
}

impl Extent {
    /// Of a table of moments, by what its files say of themselves. Those with facts of both kinds do not say between what the moments lie of
    /// facts that have one: they are read, but only as long as one may lie outside of what is known already.
    pub(super) fn of_moments(lake: &Lake, snapshot: &Snapshot, moments: &'static str) -> Result<Self, WalkError> {
        Self::of_files(lake, snapshot, snapshot.files(), moments)
    }

    /// Of a table of moments, without facts of days to come; of moments nobody knows the zone here, so that those of tomorrow's first half count.
    /// Only files that reach so far are read.
    fn of_moments_until(
        lake: &Lake,
        snapshot: &Snapshot,
        moments: &'static str,
        today: Day,
    ) -> Result<Self, WalkError> {
        let last = (i64::from(today.0) + 1) * MICROS_PER_DAY + MICROS_PER_DAY / 2;
        let is_ahead = |file: &&DataFile| {
            let day = ends(file, DAY, |text| text.parse::<Day>().ok());
            let moment = ends(file, moments, micros_of);
            day.is_some_and(|(_, day)| day > today) || moment.is_some_and(|(_, moment)| moment >= last)
        };
        let (ahead, come): (Vec<&DataFile>, Vec<&DataFile>) = snapshot.files().iter().partition(is_ahead);
        let mut extent = Self::of_files(lake, snapshot, come, moments)?;
        for file in ahead {
            for batch in lake.read_file(snapshot, file, &[moments, DAY])? {
                let batch = batch?;
                let moments = batch.column(0).as_primitive::<TimestampMicrosecondType>();
                let days = batch.column(1).as_primitive::<Date32Type>();
                for row in 0..batch.num_rows() {
                    let (day, moment) = (days.is_valid(row).then(|| Day(days.value(row))), moments.value(row));
                    match day {
                        Some(day) if day <= today => extent.days = joined(extent.days, Some((day, day))),
                        None if moment < last => extent.micros = joined(extent.micros, Some((moment, moment))),
                        _ => {}
                    }
                }
            }
        }
        Ok(extent)
    }

    fn of_files<'f>(
        lake: &Lake,
        snapshot: &Snapshot,
        files: impl IntoIterator<Item = &'f DataFile>,
        moments: &'static str,
    ) -> Result<Self, WalkError> {
        let mut extent = Self::default();
        let mut mixed = Vec::new();
        for file in files {
            let by_moment = file.statistics["nullCount"][DAY].as_u64().unwrap_or(file.rows);
            if by_moment < file.rows {
                extent.days = joined(extent.days, ends(file, DAY, |text| text.parse().ok()));
            }
            match ends(file, moments, micros_of) {
                _ if by_moment == 0 => {}
                Some(all) if by_moment < file.rows => mixed.push((all, file)),
                all => extent.micros = joined(extent.micros, all),
            }
        }
        let mut known = extent.micros;
        let read = |file| moments_of(lake, snapshot, file, moments);
        mixed.sort_by_key(|((first, _), _)| *first);
        for ((first, _), file) in &mixed {
            if known.is_some_and(|known| known.0 <= *first) {
                break;
            }
            known = joined(known, read(file)?);
        }
        mixed.sort_by_key(|((_, last), _)| std::cmp::Reverse(*last));
        for ((_, last), file) in &mixed {
            if known.is_some_and(|known| *last <= known.1) {
                break;
            }
            known = joined(known, read(file)?);
        }
        extent.micros = known;
        Ok(extent)
    }

    /// Of a table of days.
    pub(super) fn of_days(snapshot: &Snapshot, column: &str) -> Self {
        let days = snapshot.files().iter().filter_map(|file| ends(file, column, |text| text.parse().ok()));
        Self { days: days.reduce(wider), micros: None }
    }

    /// The first and the last day.
    pub(super) fn in_days(self, calendar: &Calendar) -> Option<(Day, Day)> {
        let day = |micros| calendar.day_of_micros(micros);
        joined(self.days, self.micros.map(|(first, last)| (day(first), day(last))))
    }
}

/// Between what the moments lie of rows of a file of which not only the day is known.
fn moments_of(
    lake: &Lake,
    snapshot: &Snapshot,
    file: &DataFile,
    moments: &'static str,
) -> Result<Option<(i64, i64)>, WalkError> {
    let mut found = None;
    for batch in lake.read_file(snapshot, file, &[moments, DAY])? {
        let batch = batch?;
        let moments = batch.column(0).as_primitive::<TimestampMicrosecondType>();
        let days = batch.column(1);
        for row in (0..batch.num_rows()).filter(|row| days.is_null(*row)) {
            found = joined(found, Some((moments.value(row), moments.value(row))));
        }
    }
    Ok(found)
}

fn micros_of(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_microsecond)
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
    let ends = subscriptions
        .files()
        .iter()
        .filter_map(|file| Some((ends(file, "to", |text| text.parse::<Day>().ok())?, file)));
    let (had_come, to_come): (Vec<_>, Vec<_>) = ends.partition(|((_, end), _)| *end <= today);
    let mut last = had_come.into_iter().map(|((_, end), _)| end).max();
    for ((first, _), file) in to_come {
        // Of ends that are all to come nothing is read, nor once today is known to be one.
        if first > today || last == Some(today) {
            continue;
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
fn complete_through(lake: &Lake, imports: &Snapshot) -> Result<HashMap<(String, String), Option<Day>>, WalkError> {
    let mut through = HashMap::new();
    // Where nobody ever said so, most of all, nothing is read.
    if imports.files().iter().all(|file| file.statistics["maxValues"]["complete_through"].is_null()) {
        return Ok(through);
    }
    let mut all = Vec::new();
    for file in imports.files() {
        let columns = ["import_seq", "undoes", "fact", "source", "complete_through"];
        for batch in lake.read_file(imports, file, &columns)? {
            let batch = batch?;
            let [seqs, undoes] = [0, 1].map(|column| batch.column(column).as_primitive::<Int64Type>());
            let (facts, sources) = (TextColumn::of(&batch, "fact")?, TextColumn::of(&batch, "source")?);
            let days = batch.column(4).as_primitive::<Date32Type>();
            let text = |column: &TextColumn<'_>, row| column.value(row).unwrap_or_default().to_owned();
            all.extend((0..batch.num_rows()).map(|row| {
                let undoes = undoes.is_valid(row).then(|| undoes.value(row));
                let day = days.is_valid(row).then(|| Day(days.value(row)));
                (seqs.value(row), undoes, (text(&facts, row), text(&sources, row)), day)
            }));
        }
    }
    all.sort_unstable();
    let undone = undone(all.iter().map(|(seq, undoes, ..)| (*seq, *undoes)));
    // Facts given to their customers are of no source of their own.
    let of_sources = all.into_iter().filter(|(seq, undoes, (fact, source), _)| {
        undoes.is_none() && !undone.contains_key(seq) && (source != Fact::Identities.name() || fact == source)
    });
    for (_, _, source, day) in of_sources {
        let known = through.entry(source).or_insert(day);
        *known = day.max(*known);
    }
    Ok(through)
}
