//! What members answered is for the owner of the file alone, whatever the process's umask lets through.

use std::fs::File;
use std::io::{ErrorKind, Result};
use std::path::Path;

/// Makes an empty file that nobody but its owner can read or write, where there is none yet. SQLite takes it for
/// an empty database, and gives its mode to the files beside it.
///
/// Where there is no such thing as a mode, the folder has to do.
pub(super) fn create(path: &Path) -> Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
