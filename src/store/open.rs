//! Opening the database: whose it is, which version, how it is set.

use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations, SchemaVersion};

use super::lock::Lock;
use super::readers::Readers;
use super::writer::Writer;
use super::{Inner, Store, StoreError};

/// Marks the file as Shipmate's: "Mate" in ASCII.
///
/// Source: <https://sqlite.org/pragma.html#pragma_application_id>
const APPLICATION_ID: i32 = 0x4d61_7465;

/// How long to wait for another process that holds the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Statements that each connection keeps compiled: more than there are, so that none is compiled twice.
const STATEMENTS_KEPT: usize = 256;

/// The schema, step by step: forward only, never edited once landed.
pub static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    Migrations::new(vec![
        M::up(include_str!("../../migrations/0001_dailies_answers_streaks.sql")),
        M::up(include_str!("../../migrations/0002_drills_reports_corrections.sql")),
        M::up(include_str!("../../migrations/0003_privacy.sql")),
        M::up(include_str!("../../migrations/0004_challenges.sql")),
        M::up(include_str!("../../migrations/0006_outages_and_departures.sql")),
    ])
});

/// The newest schema version: how many migrations there are.
pub const SCHEMA_VERSION: usize = 5;

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
        let readers = Readers::open(path)?;
        let writer = Writer::start(connection).map_err(|_| StoreError::Closed)?;
        Ok(Self(Arc::new(Inner { writer, readers, lock: Mutex::new(Some(lock)) })))
    }
}

fn writer_connection(path: &Path) -> Result<Connection, StoreError> {
    let unreadable = |source| StoreError::Unreadable { path: path.into(), source };
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

/// Refuses a database that another program or a newer Shipmate made. Writes nothing.
pub(super) fn recognize(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let unreadable = |source| StoreError::Unreadable { path: path.into(), source };
    let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(unreadable)?;
    if id != APPLICATION_ID {
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .map_err(unreadable)?;
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
    Ok(())
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
