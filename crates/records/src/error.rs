//! What can go wrong with the records, said with what was attempted and what to do.

use bellwether_model::{CalendarError, Day, Grain, PolicyError, TargetError};
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

use crate::field::Field;

/// Why the records refused or failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordsError {
    /// The address is of no database we know.
    #[error("'{0}' is not an address of records; write sqlite:/path/to/records.db or postgres://user@host/database")]
    Address(String),
    /// The database could not be opened.
    #[error(
        "could not open the records at {place}: {source}; check that the address is right, and that its folder or server is there"
    )]
    Open {
        /// The records' address, without passwords.
        place: String,
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// The database may be read but not written.
    #[error(
        "could not {attempted} at {place}: it may only be read; give the user who runs Bellwether the right to write to it and its folder"
    )]
    NotWritable {
        /// The records' address, without passwords.
        place: String,
        /// What was attempted.
        attempted: &'static str,
    },
    /// The file is something else, or damaged.
    #[error("could not {attempted} at {place}: {reason}; name another file, or restore it from a copy")]
    NotADatabase {
        /// The records' address, without passwords.
        place: String,
        /// What was attempted.
        attempted: &'static str,
        /// What the driver said.
        reason: String,
    },
    /// Another process holds the database for long.
    #[error("could not {attempted} at {place}: another process has kept it locked; end it, then try again")]
    Busy {
        /// The records' address, without passwords.
        place: String,
        /// What was attempted.
        attempted: &'static str,
    },
    /// There is no space left.
    #[error(
        "could not {attempted} at {place}: the disk is full; free some space, then try again. Nothing was half-written"
    )]
    Full {
        /// The records' address, without passwords.
        place: String,
        /// What was attempted.
        attempted: &'static str,
    },
    /// The database was written by a later release.
    #[error(
        "the records at {place} come from a newer version of Bellwether (schema {schema}, this one knows up to {known}); install that version, or restore a copy made before it"
    )]
    Newer {
        /// The records' address, without passwords.
        place: String,
        /// The schema version found.
        schema: i64,
        /// The newest schema version this release knows.
        known: i64,
    },
    /// The tables could not be brought up to date.
    #[error("could not bring the tables at {place} up to date: {source}; nothing was changed")]
    Migrate {
        /// The records' address, without passwords.
        place: String,
        /// What the driver said.
        #[source]
        source: MigrateError,
    },
    /// The database failed in some other way.
    #[error("could not {attempted} at {place}: {source}")]
    Database {
        /// The records' address, without passwords.
        place: String,
        /// What was attempted.
        attempted: &'static str,
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// A stored value is not what we wrote.
    #[error("{table}.{column} holds what Bellwether did not write: {reason}; check with `bellwether doctor`")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What is wrong with the value.
        reason: String,
    },
    /// A word that must be there is empty, or holds a NUL character.
    #[error("{0} is empty or holds a NUL character; write a name or a text")]
    BadText(Field),
    /// A text is longer than anybody reads.
    #[error("{field} has more than {most} characters; write it shorter")]
    TooLong {
        /// Which text.
        field: Field,
        /// How long it may be.
        most: usize,
    },
    /// The change was made before.
    #[error("the change {0} has been made already; give a new change a new id")]
    Repeated(ulid::Ulid),
    /// A name to sign in with is short, plain and the same however it is typed.
    #[error(
        "'{0}' cannot be a name to sign in with; begin with a letter or digit, and go on with up to 63 letters, digits, dots, hyphens, underscores or @"
    )]
    UserName(String),
    /// Two people cannot sign in by one name.
    #[error("there is a user '{0}' already")]
    UserExists(String),
    /// Nobody signs in by the name.
    #[error("there is no user '{0}'")]
    NoUser(String),
    /// No token of the user has the id, or it has ended.
    #[error("there is no token '{0}'")]
    NoToken(String),
    /// Somebody must be able to let people in.
    #[error("'{0}' is the last active admin; make someone else one first")]
    LastAdmin(String),
    /// Who may see what is decided by somebody else.
    #[error("nobody gives themselves a role, and '{0}' is not one of yours")]
    OwnRole(bellwether_model::Role),
    /// The secret of an invitation opens nothing: it was used, replaced, or its time is over.
    #[error("this invitation is over: it was used, or another took its place")]
    NoInvitation,
    /// Somebody else wrote a version in between.
    #[error(
        "version {seen} of the {noun} is not the latest any more: version {latest} is; look at it, then write yours"
    )]
    VersionChanged {
        /// What the document is called.
        noun: &'static str,
        /// The version that was looked at.
        seen: i64,
        /// The latest one.
        latest: i64,
    },
    /// Somebody else wrote the draft in between.
    #[error(
        "revision {seen} of the draft is not the latest any more: revision {latest} is; look at it, then write yours"
    )]
    DraftChanged {
        /// The revision that was looked at.
        seen: i64,
        /// The latest one, 0 where there is no draft.
        latest: i64,
    },
    /// Nothing of the register has the id, or it has been withdrawn.
    #[error("there is no {noun} '{id}'")]
    NoEntry {
        /// What one is called.
        noun: &'static str,
        /// The id asked for.
        id: String,
    },
    /// The target says too little.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The policy contradicts itself.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The policy's calendar is not valid.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// There is no such version of the policy.
    #[error("there is no policy version {asked}; the latest is {latest}")]
    NoPolicyVersion {
        /// The version asked for.
        asked: i64,
        /// The latest version, 0 when there is none.
        latest: i64,
    },
    /// A leader signs a version once.
    #[error("{leader} has signed policy version {version} already")]
    SignedTwice {
        /// The policy version.
        version: i64,
        /// Who signed it.
        leader: String,
    },
    /// The reason is not in the current tree.
    #[error("'{asked}' is not in the reason tree (version {tree}); the nearest are: {nearest}")]
    UnknownReason {
        /// The reason asked for.
        asked: String,
        /// The version of the current tree.
        tree: i64,
        /// The ids of the nearest reasons.
        nearest: String,
    },
    /// People ask or are told; only evidence infers.
    #[error("a person's reason was asked or told; 'inferred' is kept for what Bellwether concludes from evidence")]
    InferredByPerson,
    /// The days are not a period of that grain in the policy's calendar.
    #[error(
        "{start} to before {end} is not a {grain} in the calendar of policy version {policy_version}; the {grain} of its first day is {expected_start} to before {expected_end}"
    )]
    NotAPeriod {
        /// The grain asked for.
        grain: Grain,
        /// The first day asked for.
        start: Day,
        /// The first day after it.
        end: Day,
        /// The policy version whose calendar was used.
        policy_version: i64,
        /// The first day of the period that holds `start`.
        expected_start: Day,
        /// The first day after that period.
        expected_end: Day,
    },
    /// The period, or days of it, are closed.
    #[error(
        "the books are closed up to and including {through} (last closed by {closed_by}); a closed period is never opened or replaced: what is learnt later is booked as restated in the open one"
    )]
    AlreadyClosed {
        /// The last closed day.
        through: Day,
        /// Who closed the last period.
        closed_by: String,
    },
    /// An earlier period is still open.
    #[error(
        "the period that starts {expected} must be closed before the one that starts {start}; books are closed in order, without gaps"
    )]
    Gap {
        /// The first open day.
        expected: Day,
        /// The first day of the period that was to be closed.
        start: Day,
    },
    /// The books are kept by another grain.
    #[error("the books are closed by {kept}, so {asked} cannot be closed; close the next {kept}")]
    OtherGrain {
        /// The grain of the first close.
        kept: Grain,
        /// The grain asked for.
        asked: Grain,
    },
    /// The figures are not JSON.
    #[error("the figures to be frozen are not JSON: {0}")]
    FiguresNotJson(String),
}

/// `SQLITE_BUSY` and `SQLITE_LOCKED`.
const BUSY: [i32; 2] = [5, 6];
/// `SQLITE_FULL`, and `SQLITE_IOERR_SHMSIZE`: `SQLite` calls a disk full only where it is the database that cannot grow, not where it is the
/// index of its log.
const FULL: [i32; 2] = [13, 4874];

/// What the driver's refusal means, in words that say what to do.
pub(crate) fn refused(place: &str, attempted: &'static str, source: sqlx::Error) -> RecordsError {
    let place = place.to_owned();
    let (code, extended) = (sqlite_code(&source), extended_code(&source));
    let Some(database) = source.as_database_error() else {
        return RecordsError::Database { place, attempted, source };
    };
    if let Some(error) = database.try_downcast_ref::<PgDatabaseError>() {
        return match error.code() {
            "25006" | "42501" => RecordsError::NotWritable { place, attempted },
            "53100" => RecordsError::Full { place, attempted },
            _ => RecordsError::Database { place, attempted, source },
        };
    }
    if extended.is_some_and(|code| FULL.contains(&code)) {
        return RecordsError::Full { place, attempted };
    }
    match code {
        Some(code) if BUSY.contains(&code) => RecordsError::Busy { place, attempted },
        Some(8) => RecordsError::NotWritable { place, attempted },
        Some(11 | 26) => RecordsError::NotADatabase { place, attempted, reason: database.message().to_owned() },
        Some(14) => RecordsError::Open { place, source },
        _ => RecordsError::Database { place, attempted, source },
    }
}

/// Whether another process holds what was asked for, so that waiting helps.
pub(crate) fn busy(source: &sqlx::Error) -> bool {
    sqlite_code(source).is_some_and(|code| BUSY.contains(&code))
}

/// The primary result code of `SQLite`.
fn sqlite_code(source: &sqlx::Error) -> Option<i32> {
    extended_code(source).map(|code| code & 0xff)
}

/// The whole of it.
fn extended_code(source: &sqlx::Error) -> Option<i32> {
    let database = source.as_database_error()?;
    database.try_downcast_ref::<SqliteError>()?;
    database.code()?.parse().ok()
}
