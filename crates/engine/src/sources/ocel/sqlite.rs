//! OCEL 2.0 as `SQLite`: a table that names the events with their types, one for each of these types, and one that says which objects each
//! event has to do with.
//!
//! The file is a stranger's, and a database can hold statements: it is opened to be read as it lies there, and only tables are read that store
//! what they hold. A thread of its own reads it and hands the things over.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use futures::TryStreamExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Column, ConnectOptions, Row, TypeInfo, ValueRef};

use super::thing::{List, Thing, Things, unreadable};
use crate::sources::SourceError;
use crate::sources::bytes::DiskFile;
use crate::sources::inputs::Input;
use crate::sources::number_text::number_text;

/// Things handed over at once, and how many such lots may wait.
const LOT: usize = 512;
const WAITING: usize = 4;

/// Columns of a type's table that are none of its attributes, and one by which a tool says the type again.
const OWN: [&str; 2] = ["ocel_id", "ocel_time"];
const TYPE: &str = "ocel:activity";

type Lot = Result<Vec<Thing>, SourceError>;

pub(super) struct SqliteThings {
    file: DiskFile,
    lots: Receiver<Lot>,
    lot: std::vec::IntoIter<Thing>,
    size: u64,
    has_ended: bool,
}

impl SqliteThings {
    /// Opens a list of a log; things of more than `limit` bytes cannot be used.
    pub fn open(input: &Input, list: List, limit: usize) -> Result<Self, SourceError> {
        let file = DiskFile::open(input)?;
        let beside =
            input.path.with_file_name(format!("{}-wal", input.path.file_name().unwrap_or_default().to_string_lossy()));
        if beside.metadata().is_ok_and(|beside| beside.len() > 0) {
            let why = "a program writes to it (there is a file '…-wal' beside it); close that program first".to_owned();
            return Err(unreadable(&input.name, why));
        }
        let (sender, lots) = sync_channel(WAITING);
        let database = Database { input: input.clone(), list, limit };
        std::thread::Builder::new()
            .name("ocel".to_owned())
            .spawn(move || {
                let end = database.stream(&sender).map(|()| Vec::new());
                // Nobody listens any more once the reader is dropped.
                let _ = sender.send(end);
            })
            .map_err(|error| SourceError::Io { file: input.name.clone(), attempted: "start reading", error })?;
        Ok(Self { file, lots, lot: Vec::new().into_iter(), size: input.seen.bytes, has_ended: false })
    }
}

impl Things for SqliteThings {
    fn next(&mut self) -> Result<Option<Thing>, SourceError> {
        loop {
            if let Some(thing) = self.lot.next() {
                return Ok(Some(thing));
            }
            if self.has_ended {
                return Ok(None);
            }
            let broke_down = |_| unreadable(self.file.name(), "reading it broke down".to_owned());
            let lot = self.lots.recv().map_err(broke_down)??;
            self.has_ended = lot.is_empty();
            self.lot = lot.into_iter();
        }
    }

    fn bytes_read(&self) -> u64 {
        if self.has_ended { self.size } else { 0 }
    }

    fn finish(&mut self) -> Result<String, SourceError> {
        self.file.finish()
    }
}

/// A database, and which list of it is read.
struct Database {
    input: Input,
    list: List,
    limit: usize,
}

impl Database {
    fn refused(&self, why: impl Into<String>) -> SourceError {
        unreadable(&self.input.name, why.into())
    }

    fn failed(&self, error: &sqlx::Error) -> SourceError {
        let why = match error {
            sqlx::Error::Database(error) => error.message().to_owned(),
            other => other.to_string(),
        };
        self.refused(format!("the database cannot be read: {why}"))
    }

    fn stream(&self, sender: &SyncSender<Lot>) -> Result<(), SourceError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| self.refused(format!("the database cannot be read: {error}")))?;
        runtime.block_on(async {
            let options = SqliteConnectOptions::new().filename(&self.input.path).read_only(true).immutable(true);
            let options = options.pragma("trusted_schema", "OFF").pragma("cell_size_check", "ON");
            let mut connection = options.connect().await.map_err(|error| self.failed(&error))?;
            let tables = self.tables(&mut connection).await?;
            let mut lots = Lots { sender, lot: Vec::new(), count: 0 };
            match self.list {
                List::Objects => self.objects(&mut connection, &tables, &mut lots).await?,
                List::Events => self.events(&mut connection, &tables, &mut lots).await?,
            }
            lots.end();
            Ok(())
        })
    }

    /// The names of what stores rows.
    async fn tables(&self, connection: &mut SqliteConnection) -> Result<Vec<String>, SourceError> {
        let rows = sqlx::query(include_str!("sqlite_tables.sql")).fetch_all(connection).await;
        let rows = rows.map_err(|error| self.failed(&error))?;
        let text = |row: &SqliteRow, at: usize| row.try_get::<Option<String>, _>(at).ok().flatten().unwrap_or_default();
        let is_stored = |row: &&SqliteRow| {
            text(row, 1) == "table" && !text(row, 2).trim_start().to_lowercase().starts_with("create virtual")
        };
        Ok(rows.iter().filter(is_stored).map(|row| text(row, 0)).collect())
    }

    /// Makes sure that a table is there and stores all that it holds.
    async fn stored(
        &self,
        connection: &mut SqliteConnection,
        tables: &[String],
        name: &str,
    ) -> Result<(), SourceError> {
        if !tables.iter().any(|table| table.eq_ignore_ascii_case(name)) {
            return Err(self.refused(format!("it is SQLite without a table '{name}', so no log as OCEL 2.0 has it")));
        }
        let computed = sqlx::query(include_str!("sqlite_computed_columns.sql")).bind(name).fetch_optional(connection);
        match computed.await.map_err(|error| self.failed(&error))? {
            Some(_) => {
                Err(self
                    .refused(format!("the table '{name}' has a column that is computed; only stored ones are read")))
            }
            None => Ok(()),
        }
    }

    async fn objects(
        &self,
        connection: &mut SqliteConnection,
        tables: &[String],
        lots: &mut Lots<'_>,
    ) -> Result<(), SourceError> {
        self.stored(connection, tables, "object").await?;
        let mut rows = sqlx::query(include_str!("sqlite_objects.sql")).fetch(connection);
        while let Some(row) = rows.try_next().await.map_err(|error| self.failed(&error))? {
            let mut thing = Thing::default();
            thing.id = self.cell(&row, 0, &mut thing);
            thing.kind = self.cell(&row, 1, &mut thing);
            if !lots.add(thing) {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn events(
        &self,
        connection: &mut SqliteConnection,
        tables: &[String],
        lots: &mut Lots<'_>,
    ) -> Result<(), SourceError> {
        for name in ["event", "event_map_type", "event_object"] {
            self.stored(connection, tables, name).await?;
        }
        let unknown = include_str!("sqlite_unknown_types.sql");
        self.refuse_if(connection, unknown, None, "an event is of a type that the table 'event_map_type' lacks")
            .await?;
        let repeated = include_str!("sqlite_repeated_events.sql");
        self.refuse_if(connection, repeated, None, "the table 'event' names an event twice, or not at all").await?;
        let stray = include_str!("sqlite_stray_relations.sql");
        self.refuse_if(connection, stray, None, "the table 'event_object' names an event that 'event' lacks").await?;
        let types = sqlx::query(include_str!("sqlite_event_types.sql")).fetch_all(&mut *connection).await;
        for row in types.map_err(|error| self.failed(&error))? {
            let mut thing = Thing::default();
            let (kind, map) = (self.cell(&row, 0, &mut thing), self.cell(&row, 1, &mut thing));
            let (Some(kind), Some(map)) = (kind, map) else {
                return Err(self.refused("the table 'event_map_type' has a row that names no type or no table"));
            };
            let table = format!("event_{map}");
            self.stored(connection, tables, &table).await?;
            let of_table = |statement: &str| statement.replace("{table}", &table.replace('"', "\"\""));
            let why = format!("the table '{table}' tells of an event twice");
            self.refuse_if(connection, &of_table(include_str!("sqlite_repeated_rows.sql")), None, &why).await?;
            let why = format!("the table '{table}' tells of an event that 'event' lacks, or has with another type");
            self.refuse_if(connection, &of_table(include_str!("sqlite_stray_rows.sql")), Some(&kind), &why).await?;
            let statement = of_table(include_str!("sqlite_events.sql"));
            if !self.events_of_type(connection, statement, &kind, lots).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Refuses the file where a statement finds a row; what stands first in it is told.
    async fn refuse_if(
        &self,
        connection: &mut SqliteConnection,
        statement: &str,
        kind: Option<&str>,
        why: &str,
    ) -> Result<(), SourceError> {
        let query = sqlx::query(AssertSqlSafe(statement.to_owned())).bind(kind);
        let found = query.fetch_optional(connection).await.map_err(|error| self.failed(&error))?;
        let Some(row) = found else { return Ok(()) };
        let id = self.cell(&row, 0, &mut Thing::default()).unwrap_or_default();
        Err(self.refused(format!("{why}: '{}'", id.chars().take(60).collect::<String>())))
    }

    /// Hands over the events of a type; `false` where nobody listens any more.
    async fn events_of_type(
        &self,
        connection: &mut SqliteConnection,
        statement: String,
        kind: &str,
        lots: &mut Lots<'_>,
    ) -> Result<bool, SourceError> {
        let mut rows = sqlx::query(AssertSqlSafe(statement)).bind(kind).fetch(connection);
        let mut current: Option<(Thing, usize)> = None;
        while let Some(row) = rows.try_next().await.map_err(|error| self.failed(&error))? {
            let mut fresh = Thing::default();
            let id = self.cell(&row, 0, &mut fresh);
            let is_same = current.as_ref().is_some_and(|(thing, _)| thing.id == id);
            if !is_same {
                if let Some((done, _)) = current.take()
                    && !lots.add(done)
                {
                    return Ok(false);
                }
                (fresh.id, fresh.kind) = (id, Some(kind.to_owned()));
                self.own(&row, &mut fresh);
                let bytes = fresh.attributes.iter().map(|(name, text)| name.len() + text.len()).sum();
                current = Some((fresh, bytes));
            }
            let Some((thing, bytes)) = &mut current else { continue };
            if let Some(object) = self.cell(&row, 1, thing) {
                let qualifier = self.cell(&row, 2, thing).unwrap_or_default();
                *bytes += object.len() + qualifier.len();
                if *bytes <= self.limit {
                    thing.related.push((object, qualifier));
                }
            }
            if *bytes > self.limit {
                let limit = self.limit;
                thing.fail(
                    "",
                    "",
                    format!("the event is longer than {limit} bytes; raise max_record_bytes to read it"),
                );
            }
        }
        Ok(current.is_none_or(|(done, _)| lots.add(done)))
    }

    /// What the table of an event's type says of it.
    fn own(&self, row: &SqliteRow, thing: &mut Thing) {
        for at in 3..row.len() {
            let name = row.column(at).name().to_owned();
            let cell = self.cell(row, at, thing);
            if name == OWN[1] {
                thing.time = cell;
            } else if name != OWN[0] && (name != TYPE || cell != thing.kind) {
                thing.attributes.extend(cell.map(|text| (name, text)));
            }
        }
    }

    /// A cell as text; bytes that are no text make the thing unusable.
    fn cell(&self, row: &SqliteRow, at: usize, thing: &mut Thing) -> Option<String> {
        let value = row.try_get_raw(at).ok().filter(|value| !value.is_null())?;
        let kind = value.type_info().name().to_owned();
        let read = match kind.as_str() {
            "INTEGER" => row.try_get_unchecked::<i64, _>(at).map(|number| number.to_string()),
            "REAL" => row.try_get_unchecked::<f64, _>(at).map(number_text),
            "BLOB" => {
                let name = row.column(at).name().to_owned();
                thing.fail(&name, "", "bytes are no text");
                return None;
            }
            _ => row.try_get_unchecked::<String, _>(at),
        };
        match read {
            Ok(text) if text.len() > self.limit => {
                let limit = self.limit;
                let name = row.column(at).name().to_owned();
                thing.fail(
                    &name,
                    "",
                    format!("the row is longer than {limit} bytes; raise max_record_bytes to read it"),
                );
                None
            }
            Ok(text) => Some(text),
            Err(error) => {
                let name = row.column(at).name().to_owned();
                thing.fail(&name, "", format!("it cannot be read: {error}"));
                None
            }
        }
    }
}

/// Things on their way to whoever reads.
struct Lots<'s> {
    sender: &'s SyncSender<Lot>,
    lot: Vec<Thing>,
    count: u64,
}

impl Lots<'_> {
    /// Adds a thing; `false` where nobody listens any more.
    fn add(&mut self, thing: Thing) -> bool {
        self.count += 1;
        self.lot.push(Thing { number: self.count, ..thing });
        self.lot.len() < LOT || self.send()
    }

    fn send(&mut self) -> bool {
        self.sender.send(Ok(std::mem::take(&mut self.lot))).is_ok()
    }

    fn end(&mut self) {
        if !self.lot.is_empty() {
            self.send();
        }
    }
}
