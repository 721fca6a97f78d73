//! The one place for SQL. Speaks the domain's types; one file per aggregate.

mod answers;
mod backup;
mod challenges;
mod closing;
mod columns;
mod content;
mod corrections;
mod dailies;
mod departures;
mod error;
mod forget;
mod guilds;
mod health;
mod inspect;
mod leaderboard;
mod lock;
mod next_id;
mod notices;
mod open;
mod outbox;
mod partial;
mod pauses;
mod planning;
mod played;
mod players;
mod post_now;
mod practice;
mod practice_answers;
mod practice_draw;
mod practice_rows;
mod presence;
mod privacy;
mod private;
mod readers;
mod remnants;
mod remove;
mod reportable;
mod reported;
mod reports;
mod split;
mod streaks;
#[cfg(test)]
mod tests;
mod unreadable;
mod writer;

pub use answers::{AnswerGiven, Celebration, GivenAnswer, Recorded};
pub use backup::{CopyError, backup, restore};
pub use challenges::{Draw, Happened, Kept, Results};
pub use closing::GROWN_SHOWN;
pub use content::Adopted;
pub use error::StoreError;
pub use forget::REMEMBERED;
pub use inspect::{Contents, Verdict, elsewhere_of, examine, guilds_of, unreadable_dailies_of};
pub use leaderboard::Ranking;
pub use notices::{AnswerId, CorrectedAnswer, Given};
pub use open::{MIGRATIONS, SCHEMA_VERSION};
pub use outbox::{Closing, PlanReport, StreakGrown, Unsent};
pub use played::{LOOKED_BACK_AT, Played};
pub use post_now::PostNow;
pub use practice::{Practice, PracticeAnswer, PracticeFilter, Style};
pub use practice_draw::PracticePool;
pub use privacy::Erased;
pub use remove::remove;
pub use reported::{PackReport, reports_of};
pub use reports::{NewReport, OpenReports, Report, ReportPage, Reported, ReportedQuestion};
pub use split::{Elsewhere, Split, SplitError};
pub use streaks::{LatestDaily, StreakFacts};

use std::sync::{Arc, Mutex, PoisonError};

use self::lock::Lock;
use self::readers::Readers;
use self::remnants::Remnants;
use self::writer::Writer;

/// The bot's memory: a SQLite database with one writer thread and a small pool of readers.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    writer: Writer,
    readers: Readers,
    remnants: Arc<Remnants>,
    lock: Mutex<Option<Lock>>,
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

    /// Waits until everything that was written is durable, takes no more, and lets other processes have the
    /// database.
    pub async fn close(&self) {
        self.0.writer.close().await;
        drop(self.0.lock.lock().unwrap_or_else(PoisonError::into_inner).take());
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
