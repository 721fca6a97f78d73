//! Deleting a database with what SQLite keeps beside it.

use std::path::Path;
use std::{fs, io};

use super::StoreError;
use super::inspect::ours;
use super::lock::{Lock, beside};

/// What SQLite calls the files of a database, the database itself first: while that stands, nothing of it is
/// lost.
const SUFFIXES: [&str; 4] = ["", "-journal", "-wal", "-shm"];

/// Deletes the database at `path`, which no process may be using. Where there is none, that is well.
///
/// # Errors
///
/// [`StoreError::InUse`], or [`StoreError::Foreign`] and the like where the file is none of ours: then it
/// stands untouched. [`StoreError::Undeletable`] when the system refuses.
pub fn remove(path: &Path) -> Result<(), StoreError> {
    let _lock = Lock::take(path)?;
    if path.exists() {
        drop(ours(path)?);
    }
    discard(path).map_err(|source| StoreError::Undeletable { path: path.into(), source })
}

/// Deletes the file at `path` and what SQLite may have put beside it, up to the first that the system keeps.
pub(super) fn discard(path: &Path) -> io::Result<()> {
    SUFFIXES.iter().try_for_each(|suffix| match fs::remove_file(beside(path, suffix)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    })
}
