//! One process at a time: two bots on one database would post every daily twice.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::StoreError;

/// Held while a process uses a database. The system lets go of it when the process ends, however it ends.
///
/// It is a file of its own beside the database: closing any other handle on the database's own file would
/// drop SQLite's locks on it.
///
/// Source: <https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_>
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the database at `path` for this process.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] when another process has it, [`StoreError::Unlockable`] when the file beside
    /// it cannot be made.
    pub(super) fn take(path: &Path) -> Result<Self, StoreError> {
        let unlockable = |source| StoreError::Unlockable { path: path.into(), source };
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(beside(path, "-lock"))
            .map_err(unlockable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: path.into() }),
            Err(TryLockError::Error(source)) => Err(unlockable(source)),
        }
    }
}

/// The file beside `path` whose name goes on with `suffix`, as SQLite names its own.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
