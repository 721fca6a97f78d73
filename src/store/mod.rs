//! The one place for SQL. Speaks the domain's types; one file per aggregate.

mod answers;
mod challenges;
mod closing;
mod columns;
mod content;
mod dailies;
mod error;
mod guilds;
mod leaderboard;
mod open;
mod outbox;
mod pauses;
mod planning;
mod players;
mod practice;
mod presence;
mod readers;
mod streaks;
#[cfg(test)]
mod tests;
mod writer;

pub use answers::{AnswerGiven, GivenAnswer, Recorded};
pub use challenges::{Draw, Happened, Kept, Results};
pub use error::StoreError;
pub use leaderboard::Ranking;
pub use open::{MIGRATIONS, SCHEMA_VERSION};
pub use outbox::{Closing, PlanReport, StreakGrown, Unsent};
pub use practice::{Practice, PracticeAnswer, PracticeFilter};
pub use streaks::StreakFacts;

use std::sync::Arc;

use self::readers::Readers;
use self::writer::Writer;

/// The bot's memory: a SQLite database with one writer thread and a small pool of readers.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    writer: Writer,
    readers: Readers,
}

impl Store {
    /// Runs `job` in the writer's transaction, as one all-or-nothing step, and returns once it is durable.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] when too much is queued up; whatever the job or SQLite refuses otherwise.
    async fn write<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.0.writer.run(job).await
    }

    /// Waits until everything that was written is durable, and takes no more.
    pub async fn close(&self) {
        self.0.writer.close().await;
    }

    /// Runs `query` on a reader, off the async workers.
    ///
    /// # Errors
    ///
    /// Whatever the query or SQLite refuses.
    async fn read<T, F>(&self, query: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.0.readers.run(query).await
    }
}
