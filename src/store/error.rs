use std::path::PathBuf;

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The write queue is full: worth another try in a moment.
    #[error("too many writes are waiting")]
    Busy,
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
    /// The file cannot be opened or created.
    #[error("cannot open the database {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What SQLite or the system said.
        source: rusqlite::Error,
    },
    /// Another process uses the database.
    #[error("the database {} is in use by another Shipmate: stop that one first", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file that says who uses the database cannot be made.
    #[error(
        "cannot make {}-lock, which tells other processes that the database is in use: its folder has to be \
         there, and writable",
        path.display()
    )]
    Unlockable {
        /// The database.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database cannot be deleted.
    #[error("cannot delete the database {}: {source}", path.display())]
    Undeletable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is an SQLite database of something else, or no database at all.
    #[error("{} is not a Shipmate database: {found}; name another file", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        found: String,
    },
    /// The database was written by a newer Shipmate.
    #[error(
        "the database {} has schema version {found}, this Shipmate knows versions up to {known}: run the newer \
         one again, or restore a copy from before it",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: usize,
        /// The newest version known here.
        known: usize,
    },
    /// A migration failed; the database stands as it was.
    #[error(
        "cannot bring the database {} up to date (it stands as it was, and the Shipmate from before can go on \
         with it)",
        path.display()
    )]
    Migration {
        /// The file.
        path: PathBuf,
        /// What went wrong, without the text of the migration.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A stored value does not mean anything.
    #[error("the database holds {what} that makes no sense: {value}")]
    Corrupt {
        /// The kind of value.
        what: &'static str,
        /// The value.
        value: String,
    },
    /// SQLite refused.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// The transaction around a job could not be committed.
    #[error("the transaction could not be committed: {0}")]
    NotCommitted(String),
    /// A query panicked; the log has where.
    #[error("a query of the database panicked")]
    Panicked,
}

impl StoreError {
    /// The same for another caller whose event was to be stored in the same step.
    pub(crate) fn for_another(&self) -> Self {
        match self {
            Self::Busy => Self::Busy,
            Self::Closed => Self::Closed,
            Self::NotCommitted(why) => Self::NotCommitted(why.clone()),
            other => Self::NotCommitted(other.to_string()),
        }
    }
}
