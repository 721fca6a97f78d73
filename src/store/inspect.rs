//! Looking at a database from outside, while a bot may be using it. Writes nothing; blocks.

use std::fmt;
use std::fs;
use std::path::Path;

use rusqlite::{Connection, ErrorCode};

use super::open::{MIGRATIONS, SCHEMA_VERSION, recognize};
use super::{Elsewhere, StoreError, dailies, guilds, open, split};
use crate::domain::guild::Guild;
use crate::domain::ids::DailyId;
use crate::domain::shards::Shards;

/// What a database holds.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Contents {
    /// Its schema version.
    pub schema_version: usize,
    /// Its size in bytes, without its write-ahead log.
    pub bytes: u64,
    /// Every table with its number of rows, by name.
    pub tables: Vec<(String, u64)>,
}

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "schema version {}, {} KiB", self.schema_version, self.bytes.div_ceil(1_024))?;
        let width = self.tables.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, rows) in &self.tables {
            writeln!(f, "  {name:width$}  {rows:>8}")?;
        }
        Ok(())
    }
}

/// Whether a database is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every page and every reference is as it should be.
    Whole(Contents),
    /// What SQLite found, at most [`COMPLAINTS`] of it.
    Damaged(Vec<String>),
}

impl Contents {
    /// Whether the next start brings its schema up to date.
    #[must_use]
    pub fn is_older(&self) -> bool {
        self.schema_version < SCHEMA_VERSION
    }
}

/// How many of SQLite's findings are told: the first ones say enough.
const COMPLAINTS: u32 = 5;

/// Looks whether the database at `path` is whole; it may be in use, and nothing is written.
///
/// # Errors
///
/// [`StoreError`] when it cannot be read at all, or is none of ours.
pub fn examine(path: &Path) -> Result<Verdict, StoreError> {
    let connection = match ours(path) {
        Ok(connection) => connection,
        Err(StoreError::Unreadable { source, .. }) if is_damage(&source) => {
            return Ok(Verdict::Damaged(vec![source.to_string()]));
        }
        Err(error) => return Err(error),
    };
    match findings(&connection) {
        Ok(found) if found.is_empty() => {}
        Ok(found) => return Ok(Verdict::Damaged(found)),
        Err(error) => return Ok(Verdict::Damaged(vec![error.to_string()])),
    }
    let version = MIGRATIONS.current_version(&connection).map_or(0, usize::from);
    Ok(Verdict::Whole(contents(&connection, path, version)?))
}

/// The guilds of the database at `path` that the bot is in, each as far as its row can be read.
///
/// # Errors
///
/// [`StoreError`] when the database cannot be read, or is none of ours.
pub fn guilds_of(path: &Path) -> Result<Vec<Result<Guild, StoreError>>, StoreError> {
    guilds::present(&ours(path)?)
}

/// The dailies of the database at `path` that are not over yet and whose rows cannot be read, each with the reason.
///
/// # Errors
///
/// [`StoreError`] when the database cannot be read, or is none of ours.
pub fn unreadable_dailies_of(path: &Path) -> Result<Vec<(DailyId, StoreError)>, StoreError> {
    dailies::not_readable(&ours(path)?)
}

/// Guilds of the database at `path` that a process which serves `shards` would hear nothing of. `None` when all live
/// there.
///
/// # Errors
///
/// [`StoreError`] when the database cannot be read, or is none of ours.
pub fn elsewhere_of(path: &Path, shards: Shards) -> Result<Option<Elsewhere>, StoreError> {
    split::elsewhere(&ours(path)?, shards)
}

/// Whether SQLite found the file malformed, rather than not being let at it.
fn is_damage(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt)
}

/// A reader of a database that is ours.
pub(super) fn ours(path: &Path) -> Result<Connection, StoreError> {
    let connection = open::reader(path)?;
    open::touch(&connection, path)?;
    recognize(&connection, path)?;
    Ok(connection)
}

/// What SQLite's own checks find.
///
/// Source: <https://sqlite.org/pragma.html#pragma_integrity_check>
fn findings(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut check = connection.prepare(&format!("PRAGMA integrity_check({COMPLAINTS})"))?;
    let found: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut found: Vec<String> = found.into_iter().filter(|line| line != "ok").collect();
    let mut references = connection.prepare("PRAGMA foreign_key_check")?;
    let broken = references.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!("a row of {table} refers to a row of {parent} that is not there"))
    })?;
    for line in broken.take(COMPLAINTS as usize) {
        found.push(line?);
    }
    Ok(found)
}

fn contents(connection: &Connection, path: &Path, schema_version: usize) -> Result<Contents, StoreError> {
    let mut names = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let count = |name: String| -> Result<(String, u64), StoreError> {
        let quoted = name.replace('"', "\"\"");
        let rows: i64 =
            connection.query_row(&format!("SELECT count(*) FROM \"{quoted}\""), [], |row| row.get(0))?;
        Ok((name, rows.unsigned_abs()))
    };
    let tables = names.into_iter().map(count).collect::<Result<_, _>>()?;
    let bytes = fs::metadata(path).map_or(0, |file| file.len());
    Ok(Contents { schema_version, bytes, tables })
}
