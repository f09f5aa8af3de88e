//! All that a company knows, as lines that are the same for two companies of which the same was asked.

use std::collections::BTreeMap;
use std::path::Path;

use arrow::json::LineDelimitedWriter;
use bellwether_app::App;
use bellwether_app::backup::check_backup;
use bellwether_app::failure::FailureKind;
use bellwether_app::import_queue::ImportQueue;
use bellwether_app::ledger::LedgerQuestion;
use bellwether_app::planning::PlanQuestion;
use bellwether_app::undo::PastImportsQuestion;
use bellwether_model::Grain;
use tempfile::TempDir;

use super::life::{app_in, now};
use crate::damage::copied;

/// Lines by what they are of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State(pub BTreeMap<String, Vec<String>>);

/// What a part of a state is, and so what may be known of it after a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Entries, which are only added to.
    Audit,
    /// Together they are as before or as after.
    Facts,
    /// Each is as before or as after by itself: what is made from the facts, and files on their way in.
    Aside,
}

/// Tables of facts and of what is noted of them.
const FACTS: [&str; 10] = [
    "customers",
    "identities",
    "purchases",
    "subscriptions",
    "touches",
    "feedback",
    "referrals",
    "exchange_rates",
    "reasons",
    "rejects",
];
const MARTS: [&str; 8] = [
    "case_tails",
    "customer_tails",
    "customer_usage",
    "customer_values",
    "journey_handoffs",
    "journey_touches",
    "ledger",
    "movements",
];

impl State {
    /// Of the company in a folder, and of the copies of companies that lie beside it.
    pub async fn of(folder: &Path) -> Self {
        let mut state = Box::pin(Self::of_data(&folder.join("data"))).await;
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let opened = if name.starts_with("restored-") {
                Some(Box::pin(Self::of_data(&entry.path())).await)
            } else if name.starts_with("copy-") && check_backup(&entry.path()).is_ok() {
                let place = TempDir::new().expect("a folder");
                let data = place.path().join("data");
                app_in(&data).restore(&entry.path(), &data).expect("what was found whole is restored");
                Some(Box::pin(Self::of_data(&data)).await)
            } else {
                None
            };
            if let Some(opened) = opened {
                state.0.entry("copies".to_owned()).or_default().push(format!("{:?}", opened.0));
            }
        }
        state
    }

    async fn of_data(data: &Path) -> Self {
        let app = app_in(data);
        if !app.has_company() {
            return Self::default();
        }
        let app = match app.open().await {
            Ok(app) => app,
            // A company that was being made, and has no definitions yet, is none.
            Err(failure) if failure.kind() == FailureKind::NotFound => return Self::default(),
            Err(failure) => panic!("a company that is there opens: {failure}"),
        };
        let mut state = Self::default();
        state.audit(&app).await;
        state.facts(&app).await;
        let mut names = Names::default();
        // In the order of the audit, so that an id has the same name in two companies.
        let parts: Vec<String> = std::iter::once("audit".to_owned()).chain(state.0.keys().cloned()).collect();
        for part in parts {
            let lines = state.0.get_mut(&part).expect("a part");
            for line in &mut *lines {
                *line = names.plain(line);
            }
            if part != "audit" {
                lines.sort();
            }
        }
        let records = app.company().await.expect("open").records;
        records.close().await;
        state
    }

    fn put(&mut self, part: &str, lines: Vec<String>) {
        self.0.insert(part.to_owned(), lines);
    }

    async fn audit(&mut self, app: &App) {
        let records = app.records().await.expect("records");
        let entries = records.audit().after(0, 100_000).await.expect("read");
        self.put(
            "audit",
            entries
                .iter()
                .map(|entry| {
                    format!(
                        "{} {} {} {} {:?} {}",
                        entry.id, entry.what, entry.subject, entry.by, entry.before, entry.after
                    )
                })
                .collect(),
        );
        assert_eq!(records.verify().await.expect("read"), [], "the records hold together");
    }

    async fn facts(&mut self, app: &App) {
        let has_sample = app.has_sample().await.expect("asked");
        self.put("sample", vec![has_sample.to_string()]);
        // Whether somebody signed in is a matter of sessions, which end with the browser.
        let mut people = serde_json::to_value(app.people().await.expect("asked")).expect("JSON");
        for person in people["people"].as_array_mut().into_iter().flatten() {
            person["signed_in_at"].take();
        }
        self.put("people", vec![people.to_string()]);
        let uploads = app.open_imports(&ImportQueue::new(now)).await.expect("asked");
        let upload = |open: &bellwether_app::open_import::OpenImport| {
            let (upload, state) = (&open.upload, format!("{:?}", open.state));
            format!("{} {} {} {:?} {state}", upload.file, upload.fact, upload.source, upload.mapping)
        };
        self.put("uploads", uploads.iter().map(upload).collect());
        let imports = app.ask(&PastImportsQuestion).await.expect("asked");
        self.put("imports", vec![serde_json::to_string(&imports).expect("JSON")]);
        let ledger = app.ask(&LedgerQuestion::of_company(Grain::Month)).await;
        self.put(
            "ledger",
            vec![
                ledger.map_or_else(
                    |failure| failure.to_string(),
                    |told| serde_json::to_string(&told.lines).expect("JSON"),
                ),
            ],
        );
        let plan = app.ask(&PlanQuestion::default()).await;
        self.put(
            "plan",
            vec![plan.map_or_else(
                |failure| failure.to_string(),
                |told| serde_json::to_string(&told.targets).expect("JSON"),
            )],
        );
        for table in FACTS.into_iter().chain(MARTS) {
            let rows = rows(app, table).await;
            self.put(table, rows);
        }
    }

    /// What kind of part one is.
    pub fn kind(part: &str) -> Kind {
        match part {
            "audit" => Kind::Audit,
            part if part == "uploads" || MARTS.contains(&part) => Kind::Aside,
            _ => Kind::Facts,
        }
    }
}

async fn rows(app: &App, table: &str) -> Vec<String> {
    let Ok(batches) = app.export(table).await else { return Vec::new() };
    let mut writer = LineDelimitedWriter::new(Vec::new());
    for batch in batches {
        writer.write(&batch.expect("read")).expect("written");
    }
    writer.finish().expect("written");
    String::from_utf8(writer.into_inner()).expect("UTF-8").lines().map(str::to_owned).collect()
}

/// Gives what differs between two companies, ids, secrets and the moments of this run, the same names in both.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    fn plain(&mut self, line: &str) -> String {
        let mut plain = String::new();
        let mut rest = line;
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-:.$+_".contains(letter);
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
            if end == 0 {
                plain.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let (word, after) = rest.split_at(end);
            plain.push_str(&self.named(word));
            rest = after;
        }
        plain
    }

    fn named(&mut self, word: &str) -> String {
        let is_id = word.len() == 26 && word.starts_with("01") && !word.contains(['-', '.', ':']);
        let is_secret = word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        // Facts are of earlier years.
        let is_now = word.len() > 18 && word.as_bytes()[10] == b'T' && word[..8] >= now().to_string()[..8];
        if is_id {
            let next = self.0.len();
            return format!("#{}", self.0.entry(word.to_owned()).or_insert(next));
        }
        if is_secret {
            "secret".to_owned()
        } else if is_now {
            "now".to_owned()
        } else if word.starts_with("$argon2") {
            "hash".to_owned()
        } else {
            word.to_owned()
        }
    }
}

/// The same folder at another place.
pub fn copy(from: &Path, to: &Path) {
    copied(from, to);
}
