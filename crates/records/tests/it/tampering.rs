//! Whatever is altered past the records is told: every table, every column, every row of a company that decided something of every kind.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex};

use bellwether_records::{Anchor, Breach, ChangeKind, Records};
use serde_json::json;

use crate::databases::{Base, Intruder, change};
use crate::furnished::{furnish, furnish_and_verify, month};

crate::on_both_databases!(
    no_change_of_any_kind_gives_a_false_alarm,
    whatever_is_altered_deleted_or_slipped_in_is_told_by_name,
    a_table_put_back_to_an_earlier_state_is_told,
    what_is_altered_is_still_told_once_a_change_took_its_place,
    an_altered_period_is_told_and_the_next_one_is_not_blamed,
    an_audit_that_was_cut_or_made_anew_is_told_by_its_anchor,
);

/// What may change without a word, and why.
const FREE: [(&str, &str); 7] = [
    (
        "_sqlx_migrations",
        "which tables there are: read when the records are opened, which refuses what it does not know",
    ),
    ("drafts", "what is being written is no decision; the change that settles it tells what became of it"),
    ("jobs", "what is to be done passes; what it does has its own entry"),
    ("requests", "what was answered to a request passes within a week"),
    ("schedule", "which server does what is due passes; what it does follows from the facts"),
    ("scheduled_runs", "what came of it last passes with its next run"),
    ("sessions", "who is signed in passes; what they do has their name in the audit"),
];

/// Columns that hold no value twice, so that a row that is slipped in can be a copy but for these.
const UNIQUE: [(&str, &[&str]); 11] = [
    ("audit", &["seq", "id"]),
    ("closed_periods", &["id", "start_day", "end_day", "seq"]),
    ("documents", &["seq", "version"]),
    ("entries", &["seq"]),
    ("movement_reasons", &["id", "seq"]),
    ("seals", &["seq"]),
    ("settings", &["name"]),
    ("signatures", &["leader", "seq"]),
    ("tokens", &["id", "checksum"]),
    ("topics", &["name"]),
    ("users", &["name", "invitation"]),
];

/// A column of a table, as the database describes it.
struct Column {
    name: String,
    is_text: bool,
}

struct Table {
    name: String,
    columns: Vec<Column>,
}

/// Every table that is not free, with its columns.
async fn tables(base: &Base) -> Vec<Table> {
    let sql = if base.folder.is_some() {
        "SELECT m.name AS t, c.name AS c, c.type AS y FROM sqlite_master AS m, pragma_table_info(m.name) AS c \
         WHERE m.type = 'table' ORDER BY m.name, c.cid"
    } else {
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), UPPER(CAST(data_type AS TEXT)) \
         FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position"
    };
    let mut found: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for row in base.intruder().await.texts(sql).await {
        let [table, name, kind] = row.try_into().expect("three texts");
        found.entry(table).or_default().push(Column { name, is_text: kind == "TEXT" });
    }
    for (free, why) in FREE {
        assert!(found.remove(free).is_some(), "there is no table {free} any more, so it need not be free: {why}");
    }
    found.into_iter().map(|(name, columns)| Table { name, columns }).collect()
}

impl Table {
    fn key(&self) -> &'static str {
        if self.name == "audit_head" { "id" } else { "seq" }
    }

    /// What names its first and its last row.
    fn ends(&self) -> [String; 2] {
        let (name, key) = (&self.name, self.key());
        ["MIN", "MAX"].map(|end| format!("{key} = (SELECT {end}({key}) FROM {name})"))
    }

    /// Each way to alter a column: another value, and none.
    fn alterations(&self) -> Vec<String> {
        let mut statements = Vec::new();
        for Column { name: column, is_text } in &self.columns {
            let other = if *is_text {
                format!("COALESCE({column}, '') || 'x'")
            } else {
                format!("COALESCE({column}, 0) + 1000000")
            };
            // There is one head.
            if self.name == "audit_head" && column == "id" {
                continue;
            }
            statements
                .extend(self.ends().map(|end| format!("UPDATE {} SET {column} = {other} WHERE {end}", self.name)));
        }
        statements
    }

    fn deletions(&self) -> [String; 2] {
        self.ends().map(|end| format!("DELETE FROM {} WHERE {end}", self.name))
    }

    /// A copy of the last row under another name, where there may be two.
    fn copy(&self) -> Option<String> {
        let (_, unique) = UNIQUE.iter().find(|(name, _)| *name == self.name)?;
        let value = |column: &Column| {
            let name = &column.name;
            match (unique.contains(&name.as_str()), column.is_text) {
                (false, _) => name.clone(),
                (true, true) => format!("{name} || 'x'"),
                (true, false) => format!("{name} + 1000000"),
            }
        };
        let values: Vec<String> = self.columns.iter().map(value).collect();
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        let [_, last] = self.ends();
        let (names, values) = (names.join(", "), values.join(", "));
        Some(format!("INSERT INTO {0} ({names}) SELECT {values} FROM {0} WHERE {last}", self.name))
    }

    fn keep_as(&self, kept: &str) -> String {
        format!("CREATE TABLE {kept}_{0} AS SELECT * FROM {0}", self.name)
    }

    fn put_back(&self, kept: &str) -> String {
        format!("DELETE FROM {0}; INSERT INTO {0} SELECT * FROM {kept}_{0}", self.name)
    }

    /// What its rows are called, so that a message about one of them names it.
    async fn names(&self, intruder: &mut Intruder) -> Vec<String> {
        let sql = match self.name.as_str() {
            "audit" | "seals" => "SELECT 'audit entry ' || seq FROM audit".to_owned(),
            "audit_head" => "SELECT 'audit entry ' || entries FROM audit_head UNION SELECT 'audit entry ' || (entries + 1) FROM audit_head".to_owned(),
            table => format!("SELECT DISTINCT place FROM seals WHERE row_table = '{table}'"),
        };
        intruder.texts(&sql).await.into_iter().flatten().collect()
    }
}

async fn verified(records: &Records) -> Vec<Breach> {
    records.verify().await.expect("verified")
}

async fn no_change_of_any_kind_gives_a_false_alarm(base: Base) {
    let records = base.open().await;
    for round in [0, 1, 2] {
        furnish_and_verify(&records, round).await;
    }
    let entries = records.audit().after(0, 1_000).await.expect("read");
    let made: BTreeSet<&str> = entries.iter().map(|entry| entry.what.as_str()).collect();
    // This one is made of what earlier releases left behind.
    let all = ChangeKind::ALL.iter().map(|kind| kind.name()).filter(|name| *name != "records.seal");
    assert_eq!(made, all.collect(), "each kind of change was made");
}

async fn whatever_is_altered_deleted_or_slipped_in_is_told_by_name(base: Base) {
    let records = base.open().await;
    let mut intruder = base.intruder().await;
    for round in [0, 1] {
        furnish(&records, round).await;
    }
    let tables = tables(&base).await;
    let mut tried = 0;
    for table in &tables {
        intruder.tamper(&table.keep_as("kept")).await;
        let names = table.names(&mut intruder).await;
        assert!(!names.is_empty(), "{}: the company decided nothing of it", table.name);
        let slipped = table.copy();
        let ways = table.alterations().into_iter().chain(table.deletions());
        for (way, is_copy) in ways.map(|way| (way, false)).chain(slipped.map(|way| (way, true))) {
            intruder.tamper(&way).await;
            let told = verified(&records).await;
            // A row that is slipped in has a name of its own.
            let is_named = |breach: &Breach| is_copy || names.iter().any(|name| breach.place.starts_with(name));
            assert!(told.iter().any(is_named), "{way}: {told:?}");
            intruder.tamper(&table.put_back("kept")).await;
            tried += 1;
        }
        assert_eq!(verified(&records).await, [], "after {}", table.name);
    }
    assert!(tried > 200, "{tried} ways only");
}

async fn a_table_put_back_to_an_earlier_state_is_told(base: Base) {
    let records = base.open().await;
    let mut intruder = base.intruder().await;
    let tables = tables(&base).await;
    furnish(&records, 0).await;
    for table in &tables {
        intruder.tamper(&table.keep_as("earlier")).await;
    }
    furnish(&records, 1).await;
    for table in &tables {
        intruder.tamper(&table.keep_as("kept")).await;
        intruder.tamper(&table.put_back("earlier")).await;
        assert_ne!(verified(&records).await, [], "{} was put back", table.name);
        intruder.tamper(&table.put_back("kept")).await;
        assert_eq!(verified(&records).await, [], "after {}", table.name);
    }
    // All but one, so that the audit agrees with itself.
    for table in tables.iter().filter(|table| !["audit", "audit_head", "seals"].contains(&table.name.as_str())) {
        for other in tables.iter().filter(|other| other.name != table.name) {
            intruder.tamper(&other.put_back("earlier")).await;
        }
        assert_ne!(verified(&records).await, [], "{} alone was not put back", table.name);
        for other in &tables {
            intruder.tamper(&other.put_back("kept")).await;
        }
    }
}

async fn what_is_altered_is_still_told_once_a_change_took_its_place(base: Base) {
    let records = base.open().await;
    let mut intruder = base.intruder().await;
    furnish(&records, 0).await;
    intruder.tamper("UPDATE settings SET value_json = '\"Dale\"' WHERE name = 'organisation'").await;
    records.settings().set("organisation", &json!("Hill"), &change(500)).await.expect("set");
    let told = verified(&records).await;
    let is_told = |breach: &Breach| breach.place == "setting organisation" && breach.what.contains("had been altered");
    assert!(told.iter().any(is_told), "{told:?}");
}

async fn an_altered_period_is_told_and_the_next_one_is_not_blamed(base: Base) {
    let records = base.open().await;
    let mut intruder = base.intruder().await;
    for round in 0..3 {
        furnish(&records, round).await;
    }
    let kept = Table { name: "closed_periods".to_owned(), columns: Vec::new() };
    intruder.tamper(&kept.keep_as("kept")).await;
    let (altered, start) = (month(1), month(1).start.0);
    for way in [
        format!("UPDATE closed_periods SET figures = '{{}}' WHERE start_day = {start}"),
        format!("UPDATE closed_periods SET checksum = 'x' WHERE start_day = {start}"),
        format!("UPDATE closed_periods SET closed_by = 'x' WHERE start_day = {start}"),
        format!("UPDATE closed_periods SET seq = 999 WHERE start_day = {start}"),
        format!("DELETE FROM closed_periods WHERE start_day = {start}"),
    ] {
        intruder.tamper(&way).await;
        let told = verified(&records).await;
        let periods: Vec<_> = told.iter().filter_map(|breach| breach.period).collect();
        assert!(!periods.is_empty() && periods.iter().all(|period| *period == altered), "{way}: {told:?}");
        intruder.tamper(&kept.put_back("kept")).await;
    }
    assert_eq!(verified(&records).await, []);
}

/// An anchor in memory.
#[derive(Debug, Default)]
struct Noted(Mutex<Vec<(i64, String)>>);

impl Anchor for Noted {
    fn note(&self, entries: i64, checksum: &str) {
        self.0.lock().expect("whole").push((entries, checksum.to_owned()));
    }

    fn latest(&self) -> i64 {
        self.0.lock().expect("whole").iter().map(|(entries, _)| *entries).max().unwrap_or(0)
    }

    fn noted(&self) -> io::Result<Vec<(i64, String)>> {
        Ok(self.0.lock().expect("whole").clone())
    }
}

async fn an_audit_that_was_cut_or_made_anew_is_told_by_its_anchor(base: Base) {
    let anchor: Arc<Noted> = Arc::default();
    let records = base.open().await.anchored(anchor.clone()).await.expect("anchored");
    let mut intruder = base.intruder().await;
    let tables = tables(&base).await;
    furnish(&records, 0).await;
    let (earlier, _) = records.audit().head().await.expect("read");
    for table in &tables {
        intruder.tamper(&table.keep_as("earlier")).await;
    }
    furnish(&records, 1).await;
    let (entries, _) = records.audit().head().await.expect("read");
    assert_eq!(anchor.noted().expect("read").len(), usize::try_from(entries).expect("few"), "each change is noted");
    let told_of = |told: &[Breach], entry: i64, what: &str| {
        told.iter().any(|breach| breach.place == format!("audit entry {entry}") && breach.what.contains(what))
    };
    // All put back to where it was, right seals and all.
    for table in &tables {
        intruder.tamper(&table.put_back("earlier")).await;
    }
    assert_eq!(base.open().await.verify().await.expect("verified"), [], "nothing but the anchor tells");
    let told = verified(&records).await;
    assert!(told_of(&told, earlier + 1, "it was cut"), "{told:?}");
    // And written on.
    records.settings().set("organisation", &json!("Vale"), &change(500)).await.expect("set");
    let told = verified(&records).await;
    assert!(told_of(&told, earlier + 1, "written on"), "{told:?}");

    // Another audit altogether, longer than this one, with right seals.
    let other = Base::sqlite();
    let anew = other.open().await;
    for (number, name) in (1..=200).zip(["organisation", "noun"].into_iter().cycle()) {
        anew.settings().set(name, &json!(number), &change(number)).await.expect("set");
    }
    assert_eq!(verified(&anew).await, []);
    let told = verified(&anew.anchored(anchor).await.expect("anchored")).await;
    assert!(told_of(&told, 2, "made anew"), "{told:?}");
}
