//! Copying a database while it is used, and putting a copy back.
//!
//! Both block: they are for the command line, not for a bot at work.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use super::StoreError;
use super::inspect::{Contents, Verdict, examine, ours};
use super::lock::{Lock, beside};
use super::partial::{Partial, rename};

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
    let (partial, contents) = copy(from, to)?;
    partial.finish(to)?;
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
    let (partial, contents) = copy(from, to)?;
    let kept = keep(to, now)?;
    partial.finish(to)?;
    Ok((contents, kept))
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

/// One consistent state of `from`, checked, that is going to be called `to`.
fn copy(from: &Path, to: &Path) -> Result<(Partial, Contents), CopyError> {
    if let Verdict::Damaged(found) = examine(from)? {
        return Err(CopyError::Damaged { path: from.into(), found });
    }
    let partial = Partial::of(to)?;
    partial.fill(&ours(from)?)?;
    match examine(partial.path())? {
        Verdict::Whole(contents) => Ok((partial, contents)),
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
