//! Opening the database: whose it is, which version, how it is set.

use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations, SchemaVersion};

use super::lock::Lock;
use super::private;
use super::readers::Readers;
use super::remnants::Remnants;
use super::writer::{self, Writer};
use super::{Inner, Store, StoreError};

/// Marks the file as Shipmate's: "Mate" in ASCII.
///
/// Source: <https://sqlite.org/pragma.html#pragma_application_id>
const APPLICATION_ID: i32 = 0x4d61_7465;

/// How long to wait for another process that holds the database.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What the write-ahead log's file is cut to when it begins anew, in bytes: a few times what it usually takes.
/// Without a limit it keeps the length that one long reader made it grow to.
///
/// Source: <https://sqlite.org/pragma.html#pragma_journal_size_limit>
pub(super) const LOG_LIMIT: u32 = 16 * 1024 * 1024;

/// Statements that each connection keeps compiled: more than there are, so that none is compiled twice.
const STATEMENTS_KEPT: usize = 256;

/// The schema, step by step: forward only, never edited once landed.
pub static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    Migrations::new(vec![
        M::up(include_str!("../../migrations/0001_dailies_answers_streaks.sql")),
        M::up(include_str!("../../migrations/0002_drills_reports_corrections.sql")),
        M::up(include_str!("../../migrations/0003_privacy.sql")),
        M::up(include_str!("../../migrations/0004_challenges.sql")),
        M::up(include_str!("../../migrations/0005_games_won.sql")),
        M::up(include_str!("../../migrations/0006_outages_and_departures.sql")),
        M::up(include_str!("../../migrations/0007_events_of_a_member.sql")),
    ])
});

/// The newest schema version: how many migrations there are.
pub const SCHEMA_VERSION: usize = 7;

impl Store {
    /// Opens the database at `path`, creates it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`], [`StoreError::Foreign`], [`StoreError::Newer`], [`StoreError::InUse`],
    /// [`StoreError::Unlockable`] or [`StoreError::Migration`]; the file is left as it was.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = writer_connection(path)?;
        recognize(&connection, path)?;
        let lock = Lock::take(path)?;
        claim(&connection).map_err(|source| StoreError::Unreadable { path: path.into(), source })?;
        migrate(&mut connection, path)?;
        // An earlier process may have left what was erased. No reason not to start: it is tried again.
        let is_log_empty = writer::empty_log(&connection).unwrap_or(false);
        let remnants = Arc::new(Remnants::of_log(is_log_empty));
        let readers = Readers::open(path)?;
        let writer = Writer::start(connection).map_err(|_| StoreError::Closed)?;
        Ok(Self(Arc::new(Inner { writer, readers, remnants, lock: Mutex::new(Some(lock)) })))
    }
}

fn writer_connection(path: &Path) -> Result<Connection, StoreError> {
    let unreadable = |source| StoreError::Unreadable { path: path.into(), source };
    // Where no file can be made, SQLite says so in its own words.
    let _ = private::create(path);
    let connection = Connection::open(path).map_err(unreadable)?;
    set_up(&connection).map_err(unreadable)?;
    touch(&connection, path)?;
    Ok(connection)
}

/// How every connection works: it waits for others, and compiles each statement once.
///
/// Without the query planner's stability guarantee SQLite compiles a statement with a `LIMIT ?` anew for every value
/// that is bound to it.
///
/// Source: <https://sqlite.org/queryplanner-ng.html#qpstab>
pub(super) fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// The first statement that really reads the file: a folder, a text file or another program's database is
/// found out before anything is written to it.
pub(super) fn touch(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let count = "SELECT count(*) FROM sqlite_schema";
    match connection.query_row(count, [], |row| row.get::<_, i64>(0)) {
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Err(StoreError::Foreign { path: path.into(), found: "it is no SQLite database".into() })
        }
        Err(source) => Err(StoreError::Unreadable { path: path.into(), source }),
    }
}

/// How many tables and indexes a database has, but for those that Litestream puts into each one that it copies:
/// it may come upon the file while that is still empty.
const TABLES: &str = r"SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE '\_litestream\_%' ESCAPE '\'";

/// Refuses a database that another program or a newer Shipmate made. Writes nothing.
pub(super) fn recognize(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let unreadable = |source| StoreError::Unreadable { path: path.into(), source };
    let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(unreadable)?;
    if id != APPLICATION_ID {
        let tables: i64 = connection.query_row(TABLES, [], |row| row.get(0)).map_err(unreadable)?;
        if id != 0 || tables > 0 {
            let found = format!("another program made it ({tables} tables, application id {id:#010x})");
            return Err(StoreError::Foreign { path: path.into(), found });
        }
    }
    match MIGRATIONS.current_version(connection).map_err(|source| migration_failed(path, source))? {
        SchemaVersion::Outside(found) => {
            Err(StoreError::Newer { path: path.into(), found: found.get(), known: SCHEMA_VERSION })
        }
        SchemaVersion::NoneSet | SchemaVersion::Inside(_) => Ok(()),
    }
}

/// Marks the database as ours and sets how it is written.
fn claim(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    // What is deleted is overwritten: an erased member is gone from the file as well.
    for (pragma, value) in
        [("journal_mode", "WAL"), ("synchronous", "FULL"), ("foreign_keys", "ON"), ("secure_delete", "ON")]
    {
        connection.pragma_update(None, pragma, value)?;
    }
    connection.pragma_update(None, "journal_size_limit", LOG_LIMIT)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    MIGRATIONS.to_latest(connection).map_err(|source| migration_failed(path, source))
}

fn migration_failed(path: &Path, source: rusqlite_migration::Error) -> StoreError {
    let source = match source {
        // The crate's own message holds the whole text of the migration.
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => other.into(),
    };
    StoreError::Migration { path: path.into(), source }
}

pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let unreadable = |source| StoreError::Unreadable { path: path.into(), source };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(unreadable)?;
    set_up(&connection).map_err(unreadable)?;
    Ok(connection)
}
