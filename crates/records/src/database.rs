//! Opening the records: the connections, their settings and the tables.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyConnection, Connection as _, Row as _, SqlSafeStr as _};
use ulid::Ulid;

use crate::anchor::Anchor;
use crate::cells::{Cells, FromCells};
use crate::change::Change;
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::copy::Copy;
use crate::error::RecordsError;
use crate::error::{busy, refused};
use crate::reason_tree::seed;

const MIGRATIONS: [(i64, &str, &str); 13] = [
    (1, "policy, reasons, mappings, books", include_str!("../migrations/0001_policy_reasons_mappings_books.sql")),
    (2, "users, sessions", include_str!("../migrations/0002_users_sessions.sql")),
    (3, "tokens, requests", include_str!("../migrations/0003_tokens_requests.sql")),
    (4, "chosen passwords", include_str!("../migrations/0004_chosen_passwords.sql")),
    (5, "targets", include_str!("../migrations/0005_targets.sql")),
    (6, "topics", include_str!("../migrations/0006_topics.sql")),
    (7, "registers", include_str!("../migrations/0007_registers.sql")),
    (8, "jobs, drafts", include_str!("../migrations/0008_jobs_drafts.sql")),
    (9, "documents", include_str!("../migrations/0009_documents.sql")),
    (10, "outcomes of jobs", include_str!("../migrations/0010_jobs_outcomes.sql")),
    (11, "roles, invitations", include_str!("../migrations/0011_roles_invitations.sql")),
    (12, "seals", include_str!("../migrations/0012_seals.sql")),
    (13, "schedule", include_str!("../migrations/0013_schedule.sql")),
];
const SQLITE: &str = "sqlite:";
/// Connections kept at most, for either database.
const CONNECTIONS: u32 = 8;
/// So long is waited for others who change the journal, and so long between two looks.
const JOURNAL_WAIT: Duration = Duration::from_secs(20);
const JOURNAL_PAUSE: Duration = Duration::from_millis(20);

impl Records {
    /// The address of the records in the `SQLite` file at `path`.
    #[must_use]
    pub fn file(path: &Path) -> String {
        let mut url = SQLITE.to_owned();
        for byte in path.as_os_str().as_encoded_bytes() {
            if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
                url.push(char::from(*byte));
            } else {
                let _ = write!(url, "%{byte:02X}");
            }
        }
        url
    }

    /// Opens the records at `url` (`sqlite:/path/to/records.db`, made when missing, or `postgres://user@host/database`), brings
    /// their tables up to date and, the first time, plants the default reason tree as its version 1 of the moment `now`. A file that may only
    /// be read is opened as a copy, on which no change is made.
    pub async fn open(url: &str, now: Timestamp) -> Result<Self, RecordsError> {
        let is_file = url.starts_with(SQLITE);
        let place = shown(url);
        if !is_file && !url.starts_with("postgres:") && !url.starts_with("postgresql:") {
            return Err(RecordsError::Address(place));
        }
        // Who gives options says how the file is to be opened.
        let is_plain = is_file && !url.contains('?');
        if is_plain {
            make_private(url);
        }
        let opened =
            Self::open_at(&if is_plain { format!("{url}?mode=rwc") } else { url.to_owned() }, &place, now).await;
        match opened {
            Err(error) if is_plain && may_be_read_only(&error) => Self::open_copy(url, &place, now, error).await,
            opened => opened,
        }
    }

    async fn open_at(url: &str, place: &str, now: Timestamp) -> Result<Self, RecordsError> {
        let is_file = url.starts_with(SQLITE);
        sqlx::any::install_default_drivers();
        migrate(url, is_file, place).await?;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(Duration::from_secs(30))
            .after_connect(move |connection, _| {
                Box::pin(async move { if is_file { set_up_sqlite(connection).await } else { Ok(()) } })
            })
            .connect(url)
            .await
            .map_err(|source| opening(place, source))?;
        let records = Self { pool, place: Arc::from(place), is_file, copy: None, anchor: None };
        let id = |number| Ulid::from_parts(u64::try_from(now.as_millisecond()).unwrap_or(0), number);
        seed(&records, &Change::new(id(1), "Bellwether", now)?).await?;
        seal_what_stands(&records, &Change::new(id(2), "Bellwether", now)?).await?;
        Ok(records)
    }

    /// Opens a copy of a file that could not be opened to be written, where it can be read.
    async fn open_copy(url: &str, place: &str, now: Timestamp, error: RecordsError) -> Result<Self, RecordsError> {
        let options = url.parse::<SqliteConnectOptions>().map_err(|source| opening(place, source))?;
        let Ok(copy) = Copy::of(options.get_filename()) else { return Err(error) };
        let opened = Self::open_at(&format!("{}?mode=rw", Self::file(&copy.path())), place, now).await?;
        Ok(Self { copy: Some(Arc::new(copy)), ..opened })
    }

    /// Whether they may only be read, so that every change is refused.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.copy.is_some()
    }

    /// Waits for what is under way and closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// The same with an anchor beside them, which keeps the head of the audit from now on.
    pub async fn anchored(self, anchor: Arc<dyn Anchor>) -> Result<Self, RecordsError> {
        let (entries, checksum) = self.audit().head().await?;
        // Behind after a crash, and where there was none before.
        if !self.is_read_only() && anchor.latest() < entries {
            anchor.note(entries, &checksum);
        }
        Ok(Self { anchor: Some(anchor), ..self })
    }
}

/// Makes the file where it is missing, for nobody but whom the program runs as: hashes of passwords lie in it. Its log is made alike. What
/// keeps it from being made is told when it is opened.
fn make_private(url: &str) {
    if let Ok(options) = url.parse::<SqliteConnectOptions>() {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(options.get_filename());
        drop(made);
    }
}

/// Whether what kept a file from being opened may be that it cannot be written.
fn may_be_read_only(error: &RecordsError) -> bool {
    matches!(error, RecordsError::NotWritable { .. } | RecordsError::Open { .. })
}

/// Seals the rows of before rows were sealed, as they stand, by an entry that says so. What was altered before that is told by what the audit
/// says of it alone.
async fn seal_what_stands(records: &Records, change: &Change) -> Result<(), RecordsError> {
    const ATTEMPTED: &str = "seal what the records hold";
    let unsealed = || sqlx::query(include_str!("seals/unsealed.sql"));
    if records.rows::<Unsealed>(ATTEMPTED, unsealed()).await?.is_empty() {
        return Ok(());
    }
    let mut writing = records.begin(ATTEMPTED, change).await?;
    // Another process may have done it meanwhile.
    if let Some(Unsealed(entries)) = writing.rows(unsealed()).await?.pop() {
        writing.log(ChangeKind::RecordsSeal, "records", None, &json!({ "entries_before": entries })).await?;
        writing.commit_sealing_all().await?;
    }
    Ok(())
}

/// The number of the last entry, where no entry sealed its rows.
struct Unsealed(i64);

impl FromCells for Unsealed {
    const TABLE: &'static str = "audit";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self(cells.number("seq")?))
    }
}

/// Brings the tables up to date over a connection of its own: the pool would try a hopeless file again and again.
async fn migrate(url: &str, sqlite: bool, place: &str) -> Result<(), RecordsError> {
    let attempted = "bring the tables up to date";
    let mut connection = AnyConnection::connect(url).await.map_err(|source| opening(place, source))?;
    if sqlite {
        set_up_sqlite(&mut connection).await.map_err(|source| refused(place, "open the records", source))?;
    }
    let begin = if sqlite { include_str!("database/sqlite_begin.sql") } else { include_str!("database/begin.sql") };
    let mut transaction = connection.begin_with(begin).await.map_err(|source| refused(place, attempted, source))?;
    if !sqlite {
        let lock = sqlx::raw_sql(include_str!("database/migrations_lock.sql")).execute(&mut *transaction).await;
        lock.map_err(|source| refused(place, attempted, source))?;
    }
    let mut migrator = Migrator::with_migrations(
        MIGRATIONS
            .map(|(version, name, sql)| {
                Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
            })
            .to_vec(),
    );
    migrator.set_locking(false);
    migrator.run_direct(None, &mut *transaction, false).await.map_err(|source| match source {
        MigrateError::VersionMissing(schema) => {
            RecordsError::Newer { place: place.to_owned(), schema, known: MIGRATIONS.len() as i64 }
        }
        MigrateError::Execute(source) => refused(place, attempted, source),
        source => RecordsError::Migrate { place: place.to_owned(), source },
    })?;
    transaction.commit().await.map_err(|source| refused(place, attempted, source))?;
    connection.close().await.map_err(|source| refused(place, attempted, source))
}

async fn set_up_sqlite(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(include_str!("database/sqlite_session.sql")).execute(&mut *connection).await?;
    // A file system without shared memory keeps another journal, which is as safe; only its absence is not.
    match journal(connection).await?.as_str() {
        "off" | "memory" => Err(sqlx::Error::Configuration("the file keeps no journal on disk".into())),
        _ => Ok(()),
    }
}

/// Asks for the write-ahead log and returns the journal that is kept. While another process changes the journal of a new file,
/// `SQLite` refuses at once, whatever its time limit says.
async fn journal(connection: &mut AnyConnection) -> Result<String, sqlx::Error> {
    let kept = tokio::time::timeout(JOURNAL_WAIT, async {
        loop {
            match ask_for_log(connection).await {
                Err(source) if busy(&source) => tokio::time::sleep(JOURNAL_PAUSE).await,
                kept => return kept,
            }
        }
    });
    if let Ok(kept) = kept.await { kept } else { ask_for_log(connection).await }
}

async fn ask_for_log(connection: &mut AnyConnection) -> Result<String, sqlx::Error> {
    sqlx::query(include_str!("database/sqlite_journal.sql")).fetch_one(connection).await?.try_get(0)
}

fn opening(place: &str, source: sqlx::Error) -> RecordsError {
    match refused(place, "open the records", source) {
        RecordsError::Database { place, source, .. } => RecordsError::Open { place, source },
        other => other,
    }
}

/// The address without user, password and options, to be named in messages.
#[must_use]
pub fn shown(url: &str) -> String {
    let place = url.strip_prefix(SQLITE).unwrap_or(url);
    let place = match (place.find("://"), place.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => format!("{}{}", &place[..scheme + 3], &place[at + 1..]),
        _ => place.to_owned(),
    };
    place.split('?').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_never_names_a_password() {
        assert_eq!(shown("postgres://ann:secret@db:5432/bw?sslmode=require"), "postgres://db:5432/bw");
        assert_eq!(shown("postgres://ann:se?cr@t@db/bw"), "postgres://db/bw");
        assert_eq!(shown("postgres:///bw?host=/run&password=secret"), "postgres:///bw");
        assert_eq!(shown("sqlite:/data/a@b.db?mode=ro"), "/data/a@b.db");
    }

    #[test]
    fn the_address_of_a_file_keeps_every_character_of_its_path() {
        assert_eq!(Records::file(Path::new("/my data/50%?#é.db")), "sqlite:/my%20data/50%25%3F%23%C3%A9.db");
    }
}
