//! Question: is every row what the change that wrote it last sealed?
//!
//! Invariant: a change seals each row that carries its number, in its own transaction, and its audit entry covers these seals. So a row that is
//! altered, added, removed or put back past the records is told, whatever its column, and still is once a change took its place. What passes is in none of the tables: sessions, requests,
//! jobs, drafts, the schedule. Rows of before there were seals are sealed once, as they stand, by an entry that says so.

use std::collections::BTreeMap;

use sqlx::any::AnyRow;
use sqlx::{Column as _, Row as _};

use crate::breach::Breach;
use crate::cells::{Cells, FromCells, Query};
use crate::error::RecordsError;
use crate::seal::Seal;
use crate::transaction::Snapshot;

/// Entries whose rows are read at a time.
const WINDOW: i64 = 1_000;

/// What people decided, table by table. Each query gives the key of a row, what people call it, and its columns as texts; `replaced_by` of the
/// entries alone is left out, which a later row moves and the agreement with the audit holds.
const TABLES: [(&str, &str); 9] = [
    ("closed_periods", include_str!("seals/rows/closed_periods.sql")),
    ("documents", include_str!("seals/rows/documents.sql")),
    ("entries", include_str!("seals/rows/entries.sql")),
    ("movement_reasons", include_str!("seals/rows/movement_reasons.sql")),
    ("settings", include_str!("seals/rows/settings.sql")),
    ("signatures", include_str!("seals/rows/signatures.sql")),
    ("tokens", include_str!("seals/rows/tokens.sql")),
    ("topics", include_str!("seals/rows/topics.sql")),
    ("users", include_str!("seals/rows/users.sql")),
];

/// Those whose rows hold their latest value; of the others rows are only added.
const REPLACED: [&str; 4] = ["settings", "tokens", "topics", "users"];

/// A row with its checksum.
pub(crate) struct RowSeal {
    /// The change that sealed it; of a row as it stands, the one that it names.
    pub(crate) seq: i64,
    pub(crate) table: String,
    pub(crate) key: String,
    /// What people call it.
    pub(crate) place: String,
    pub(crate) checksum: String,
    /// The checksum of the row whose place it took, as it was then.
    pub(crate) found: Option<String>,
}

/// The queries for all rows that a change may take the place of, by table.
pub(crate) fn replaceable() -> impl Iterator<Item = (&'static str, Query)> {
    written(i64::MIN, i64::MAX).filter(|(table, _)| REPLACED.contains(table))
}

/// The queries for the rows that the changes from one number to another wrote last, by table.
pub(crate) fn written(from: i64, to: i64) -> impl Iterator<Item = (&'static str, Query)> {
    TABLES.into_iter().map(move |(table, sql)| (table, sqlx::query(sql).bind(from).bind(to)))
}

impl RowSeal {
    /// The seal of a row as it stands.
    pub(crate) fn of(table: &'static str, row: &AnyRow) -> Result<Self, RecordsError> {
        let cells = Cells { table, row };
        let (key, place) = (cells.text("row_key")?, cells.text("place")?);
        let mut seal = Seal::after("").text(table).text(&key);
        // By its name and only where it says something: a column that a later release adds does not break earlier seals.
        for column in row.columns().iter().filter(|column| !["row_key", "place"].contains(&column.name())) {
            match row.try_get::<Option<String>, _>(column.ordinal()) {
                Ok(Some(text)) => seal = seal.text(column.name()).text(&text),
                Ok(None) => {}
                Err(_) => seal = seal.text(column.name()).number(0),
            }
        }
        let seq = cells.text("seq")?.parse().unwrap_or(0);
        Ok(Self { seq, table: table.to_owned(), key, place, checksum: seal.hex(), found: None })
    }

    pub(crate) fn append(self) -> Query {
        let append = sqlx::query(include_str!("seals/append.sql"));
        append.bind(self.seq).bind(self.table).bind(self.key).bind(self.place).bind(self.checksum).bind(self.found)
    }
}

/// The checksum over the seals of an entry.
pub(crate) fn checksum(seals: &mut [RowSeal]) -> String {
    seals.sort_by(|left, right| (&left.table, &left.key).cmp(&(&right.table, &right.key)));
    let seal = seals.iter().fold(Seal::after(""), |seal, row| {
        seal.text(&row.table).text(&row.key).text(&row.place).text(&row.checksum).optional(row.found.as_deref())
    });
    seal.hex()
}

/// The query for the seals of the entries from one number to another.
pub(crate) fn between(from: i64, to: i64) -> Query {
    sqlx::query(include_str!("seals/between.sql")).bind(from).bind(to)
}

/// Holds every row against its last seal, given how many entries there are.
pub(crate) async fn verify(snapshot: &mut Snapshot, entries: i64) -> Result<Vec<Breach>, RecordsError> {
    let mut sealed: BTreeMap<(String, String), RowSeal> = BTreeMap::new();
    let mut breaches = Vec::new();
    for (from, to) in windows(entries) {
        for seal in snapshot.rows::<RowSeal>(between(from, to)).await? {
            if !(1..=entries).contains(&seal.seq) {
                let what = format!("its seal names audit entry {}, which there is not", seal.seq);
                breaches.push(Breach::new(seal.place, what));
                continue;
            }
            let before = sealed.get(&(seal.table.clone(), seal.key.clone())).map(|before| &before.checksum);
            if seal.found.as_ref() != before {
                let what = format!("its row had been altered when audit entry {} took its place", seal.seq);
                breaches.push(Breach::new(seal.place.clone(), what));
            }
            sealed.insert((seal.table.clone(), seal.key.clone()), seal);
        }
    }
    if sealed.is_empty() {
        // Of before there were seals, and opened to be read alone.
        return Ok(breaches);
    }
    for (from, to) in windows(entries) {
        for (table, query) in written(from, to) {
            for row in snapshot.raw(query).await? {
                let RowSeal { key, place, checksum, .. } = RowSeal::of(table, &row)?;
                match sealed.remove(&(table.to_owned(), key)) {
                    Some(seal) if seal.checksum == checksum => {}
                    Some(RowSeal { seq, place, .. }) => {
                        let what = format!("its row in the table {table} is not the one that audit entry {seq} sealed");
                        breaches.push(Breach::new(place, what));
                    }
                    None => {
                        let what = format!("the audit tells nothing of it; its row was slipped into the table {table}");
                        breaches.push(Breach::new(place, what));
                    }
                }
            }
        }
    }
    breaches.extend(sealed.into_values().map(|RowSeal { seq, table, place, .. }| {
        Breach::new(place, format!("it is gone from the table {table}, but audit entry {seq} sealed it"))
    }));
    Ok(breaches)
}

/// All numbers of entries, and whatever else stands in their place, in runs.
fn windows(entries: i64) -> impl Iterator<Item = (i64, i64)> {
    let last = entries / WINDOW;
    (0..=last).map(move |run| {
        let from = if run == 0 { i64::MIN } else { run * WINDOW };
        (from, if run == last { i64::MAX } else { run * WINDOW + WINDOW - 1 })
    })
}

impl FromCells for RowSeal {
    const TABLE: &'static str = "seals";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            seq: cells.number("seq")?,
            table: cells.text("row_table")?,
            key: cells.text("row_key")?,
            place: cells.text("place")?,
            checksum: cells.text("checksum")?,
            found: cells.optional_text("found")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_hold_every_number_once() {
        for entries in [0, 1, 999, 1_000, 1_001, 12_345] {
            let mut next = i64::MIN;
            for (from, to) in windows(entries) {
                assert_eq!(from, next, "{entries}");
                next = to.wrapping_add(1);
            }
            assert_eq!(next, i64::MIN, "{entries}");
        }
    }
}
