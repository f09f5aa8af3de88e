//! Where a test runs, and what every test needs.

use std::pin::Pin;

use bellwether_model::Day;
use bellwether_records::{Change, Mapping, Records, VersionDetails};
use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};
use tempfile::TempDir;
use ulid::Ulid;

use crate::postgres::Server;

/// A promise with its name, to be kept on whatever database it is given.
pub(crate) type Promise = (&'static str, fn(Base) -> Pin<Box<dyn Future<Output = ()> + Send>>);

/// A fresh place for records, gone with this value.
pub(crate) struct Base {
    pub(crate) url: String,
    pub(crate) folder: Option<TempDir>,
}

impl Base {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { url: Records::file(&folder.path().join("rec ords%.db")), folder: Some(folder) }
    }

    pub(crate) async fn postgres(server: &Server, database: &str) -> Self {
        server.create(database).await;
        Self { url: server.url(database), folder: None }
    }

    pub(crate) async fn open(&self) -> Records {
        Records::open(&self.url, at(0)).await.expect("the records open")
    }

    /// Runs SQL behind the back of the records.
    pub(crate) async fn tamper(&self, sql: &str) {
        let mut intruder = self.intruder().await;
        intruder.tamper(sql).await;
        intruder.0.close().await.expect("closed");
    }

    /// Who does so again and again.
    pub(crate) async fn intruder(&self) -> Intruder {
        sqlx::any::install_default_drivers();
        let mut raw = AnyConnection::connect(&self.url).await.expect("a raw connection");
        // Only a superuser may switch off foreign keys; SQLite asks nobody.
        let off = if self.folder.is_none() {
            "SET session_replication_role = replica"
        } else {
            "PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 20000; PRAGMA synchronous = OFF"
        };
        sqlx::raw_sql(off).execute(&mut raw).await.expect("foreign keys off");
        Intruder(raw)
    }
}

/// A connection that knows nothing of the records.
pub(crate) struct Intruder(AnyConnection);

impl Intruder {
    pub(crate) async fn tamper(&mut self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.0).await.expect("tampered");
    }

    /// The texts of a query.
    pub(crate) async fn texts(&mut self, sql: &str) -> Vec<Vec<String>> {
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.0).await.expect("read");
        rows.iter().map(|row| (0..row.columns().len()).map(|at| row.get(at)).collect()).collect()
    }
}

/// An instant, `seconds` after the tests' beginning of time.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).expect("an instant")
}

/// The same, told by a clock that is finer than what is kept.
pub(crate) fn finely(seconds: i64) -> Timestamp {
    at(seconds) + SignedDuration::from_nanos(123_456_789)
}

/// The change number `number`, made by Ann.
pub(crate) fn change(number: u32) -> Change {
    let id = Ulid::from_parts(1_700_000_000_000 + u64::from(number), u128::from(number) + 7);
    Change::new(id, "Ann", at(i64::from(number))).expect("a change")
}

/// What is said of a version that holds from a day.
pub(crate) fn since(day: Day, note: &str) -> VersionDetails {
    VersionDetails { effective_from: Some(day), note: note.to_owned(), after: None }
}

/// The mapping of a source to a fact.
pub(crate) fn mapping(source: &str, fact: &str, toml: &str) -> Mapping {
    Mapping { source: source.to_owned(), fact: fact.to_owned(), toml: toml.to_owned() }
}
