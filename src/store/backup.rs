//! Copying a database while it is used, putting a copy back, and looking whether one is whole.
//!
//! All of it blocks: it is for the command line, not for a bot at work.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::lock::{Lock, beside};
use super::open::{MIGRATIONS, SCHEMA_VERSION, recognize};
use super::{StoreError, open};

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

/// Why a copy was not made or not put back. Whatever stood before still stands.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The database, or the copy, cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to copy.
    #[error("there is no database {}", .0.display())]
    Missing(PathBuf),
    /// A file of that name is there already.
    #[error("{} is there already: choose another name, or say --force to replace it", .0.display())]
    Occupied(PathBuf),
    /// Both names lead to one file.
    #[error("{} cannot be copied onto itself", .0.display())]
    Itself(PathBuf),
    /// The file is damaged.
    #[error("{} is damaged: {}", path.display(), found.join("; "))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        found: Vec<String>,
    },
    /// The system refused.
    #[error("cannot write {}: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// How many of SQLite's findings are told: the first ones say enough.
const COMPLAINTS: u32 = 5;

/// Copies the database at `from`, which may be in use, to `to` as a single file, and checks the copy before
/// it gets its name. With `replace` a file that stands there is replaced, in one step.
///
/// # Errors
///
/// See [`CopyError`]; a half-made copy is removed.
pub fn backup(from: &Path, to: &Path, replace: bool) -> Result<Contents, CopyError> {
    require(from)?;
    if is_same(from, to) {
        return Err(CopyError::Itself(from.into()));
    }
    if !replace && to.exists() {
        return Err(CopyError::Occupied(to.into()));
    }
    let partial = beside(to, ".partial");
    let contents = copy(from, &partial).inspect_err(|_| discard(&partial))?;
    rename(&partial, to)?;
    Ok(contents)
}

/// Puts the copy at `from` in the place of the database at `to`, which no process may be using. What stood
/// there is kept beside it under the name that is returned, if there was anything.
///
/// # Errors
///
/// See [`CopyError`]; until the last step, which is one rename, the old database stands.
pub fn restore(from: &Path, to: &Path, now: Timestamp) -> Result<(Contents, Option<PathBuf>), CopyError> {
    require(from)?;
    if is_same(from, to) {
        return Err(CopyError::Itself(from.into()));
    }
    let _lock = Lock::take(to)?;
    settle(to)?;
    let partial = beside(to, ".partial");
    let contents = copy(from, &partial).inspect_err(|_| discard(&partial))?;
    let kept = keep(to, now)?;
    rename(&partial, to)?;
    Ok((contents, kept))
}

/// Looks whether the database at `path` is whole; it may be in use, and nothing is written.
///
/// # Errors
///
/// [`StoreError`] when it cannot be read at all, or is none of ours.
pub fn examine(path: &Path) -> Result<Verdict, StoreError> {
    let connection = ours(path)?;
    match findings(&connection) {
        Ok(found) if found.is_empty() => {}
        Ok(found) => return Ok(Verdict::Damaged(found)),
        Err(error) => return Ok(Verdict::Damaged(vec![error.to_string()])),
    }
    let version = MIGRATIONS.current_version(&connection).map_or(0, usize::from);
    Ok(Verdict::Whole(contents(&connection, path, version)?))
}

fn require(path: &Path) -> Result<(), CopyError> {
    if path.exists() { Ok(()) } else { Err(CopyError::Missing(path.into())) }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// A reader of a database that is ours.
fn ours(path: &Path) -> Result<Connection, StoreError> {
    let connection = open::reader(path)?;
    open::touch(&connection, path)?;
    recognize(&connection, path)?;
    Ok(connection)
}

/// One consistent state of `from`, as a checked file without a write-ahead log.
fn copy(from: &Path, partial: &Path) -> Result<Contents, CopyError> {
    discard(partial);
    let source = ours(from)?;
    let unwritable = |source| CopyError::Store(StoreError::Unreadable { path: partial.into(), source });
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut target = Connection::open_with_flags(partial, flags).map_err(unwritable)?;
    // All pages in one step: one read transaction, so that a bot that goes on writing neither makes the
    // copy start again nor gets mixed into it.
    let steps = Backup::new(&source, &mut target).and_then(|backup| backup.step(-1)).map_err(unwritable)?;
    if steps != StepResult::Done {
        return Err(StoreError::InUse { path: from.into() }.into());
    }
    target.pragma_update(None, "journal_mode", "DELETE").map_err(unwritable)?;
    target.close().map_err(|(_, error)| unwritable(error))?;
    fs::File::open(partial)
        .and_then(|file| file.sync_all())
        .map_err(|source| CopyError::Unwritable { path: partial.into(), source })?;
    match examine(partial)? {
        Verdict::Whole(contents) => Ok(contents),
        Verdict::Damaged(found) => Err(CopyError::Damaged { path: from.into(), found }),
    }
}

/// Brings what waits in the write-ahead log of a database home, so that its file alone is all of it. A
/// damaged one stays as it is: it is about to be replaced.
fn settle(path: &Path) -> Result<(), CopyError> {
    if !path.exists() {
        return Ok(());
    }
    let settled = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .and_then(|connection| connection.pragma_update(None, "journal_mode", "DELETE"));
    match settled.as_ref().map_err(rusqlite::Error::sqlite_error_code) {
        // Another program, a backup for instance, has it open.
        Err(Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)) => {
            Err(StoreError::InUse { path: path.into() }.into())
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Keeps a second name of what stands at `path`, and moves away what belongs to it.
fn keep(path: &Path, now: Timestamp) -> Result<Option<PathBuf>, CopyError> {
    if !path.exists() {
        return Ok(None);
    }
    let kept = beside(path, &now.strftime(".replaced-%Y%m%dT%H%M%SZ").to_string());
    fs::hard_link(path, &kept).map_err(|source| CopyError::Unwritable { path: kept.clone(), source })?;
    for suffix in ["-wal", "-shm"] {
        let (from, to) = (beside(path, suffix), beside(&kept, suffix));
        if from.exists() {
            rename(&from, &to)?;
        }
    }
    Ok(Some(kept))
}

fn rename(from: &Path, to: &Path) -> Result<(), CopyError> {
    let unwritable = |source| CopyError::Unwritable { path: to.into(), source };
    fs::rename(from, to).map_err(unwritable)?;
    // The new name is as durable as the file.
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) {
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritable)?;
    }
    Ok(())
}

/// Removes a half-made copy.
fn discard(partial: &Path) {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(partial, suffix));
    }
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

impl Contents {
    /// Whether the next start brings its schema up to date.
    #[must_use]
    pub fn is_older(&self) -> bool {
        self.schema_version < SCHEMA_VERSION
    }
}
