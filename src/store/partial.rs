//! A copy in the making: it gets its name when all of it is on the disk, and is removed if that never comes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::lock::beside;
use super::remove::discard;
use super::{CopyError, StoreError, private};

/// The file that a copy is made in. Dropped before it has its name, it is removed: it may hold more than was
/// wanted.
#[derive(Debug)]
pub(super) struct Partial {
    path: PathBuf,
}

impl Partial {
    /// Begins a copy that will be called `to`, in the place of one that an earlier try left unfinished.
    ///
    /// # Errors
    ///
    /// [`CopyError::Unwritable`].
    pub(super) fn of(to: &Path) -> Result<Self, CopyError> {
        let partial = Self { path: beside(to, ".partial") };
        discard(&partial.path).map_err(|source| unwritable(&partial.path, source))?;
        private::create(&partial.path).map_err(|source| unwritable(&partial.path, source))?;
        Ok(partial)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts one consistent state of `source` into it, as a file without a write-ahead log.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] when another process keeps the source to itself; whatever SQLite refuses
    /// otherwise.
    pub(super) fn fill(&self, source: &Connection) -> Result<(), StoreError> {
        let unreadable = |source| StoreError::Unreadable { path: self.path.clone(), source };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut target = Connection::open_with_flags(&self.path, flags).map_err(unreadable)?;
        // All pages in one step: one read transaction, so that a bot that goes on writing neither makes the
        // copy start again nor gets mixed into it.
        let steps =
            Backup::new(source, &mut target).and_then(|backup| backup.step(-1)).map_err(unreadable)?;
        if steps != StepResult::Done {
            return Err(StoreError::InUse { path: source.path().unwrap_or_default().into() });
        }
        target.pragma_update(None, "journal_mode", "DELETE").map_err(unreadable)?;
        target.close().map_err(|(_, error)| unreadable(error))
    }

    /// Gives the copy its name, once all of it is on the disk. What has that name is replaced, in one step.
    ///
    /// # Errors
    ///
    /// [`CopyError::Unwritable`].
    pub(super) fn finish(self, to: &Path) -> Result<(), CopyError> {
        File::open(&self.path)
            .and_then(|file| file.sync_all())
            .map_err(|source| unwritable(&self.path, source))?;
        rename(&self.path, to)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = discard(&self.path);
    }
}

/// Gives a file another name, for good.
///
/// # Errors
///
/// [`CopyError::Unwritable`].
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), CopyError> {
    fs::rename(from, to).map_err(|source| unwritable(to, source))?;
    // The new name is as durable as the file.
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|source| unwritable(to, source))?;
    }
    Ok(())
}

fn unwritable(path: &Path, source: std::io::Error) -> CopyError {
    CopyError::Unwritable { path: path.into(), source }
}
