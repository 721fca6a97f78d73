//! How the database itself stands: what watches over the bot asks here.

use std::path::Path;

use super::{Store, StoreError};
use crate::metrics::WriterMeters;

impl Store {
    /// The meters of the writer and of the database.
    #[must_use]
    pub fn meters(&self) -> WriterMeters {
        self.0.writer.meters.clone()
    }

    /// Whether a write becomes durable: returns once one has. It changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`], [`StoreError::Closed`], or whatever SQLite refuses: a full disk, for instance.
    pub async fn prove_writable(&self) -> Result<(), StoreError> {
        // A row that is written as it was goes through the log and to the disk like any other.
        self.write(|db| Ok(db.execute("UPDATE presence SET seen_at = seen_at", []).map(drop)?)).await
    }

    /// Measures the files of the database.
    ///
    /// # Errors
    ///
    /// [`StoreError::Closed`].
    pub async fn measure(&self) -> Result<(), StoreError> {
        let meters = self.meters();
        self.read(move |db| {
            let main = db.path().unwrap_or_default();
            meters.size(bytes(main), bytes(&format!("{main}-wal")));
            Ok(())
        })
        .await
    }
}

/// Zero for a file that is not there.
fn bytes(path: &str) -> u64 {
    Path::new(path).metadata().map_or(0, |metadata| metadata.len())
}
