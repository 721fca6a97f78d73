//! What was erased is overwritten in the database, and may stand in its write-ahead log until that is emptied.
//!
//! Whoever reads keeps the log from being emptied: the bot itself for moments, Litestream all the time. It is
//! tried again then, and nobody waits for it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::{Store, StoreError};

/// Between two tries at least: whoever erases again and again costs everybody else's writes no more.
const BETWEEN_TRIES: SignedDuration = SignedDuration::from_secs(1);

/// Whether the write-ahead log may hold what was erased.
#[derive(Debug)]
pub(super) struct Remnants(Mutex<State>);

#[derive(Debug)]
struct State {
    /// How often something was erased, and how many of these are out of the log.
    erased: u64,
    gone: u64,
    tried_at: Option<Timestamp>,
}

impl Remnants {
    /// Of a database that was just opened, with a log that an earlier process may have left.
    pub(super) fn of_log(is_empty: bool) -> Self {
        Self(Mutex::new(State { erased: u64::from(!is_empty), gone: 0, tried_at: None }))
    }

    /// Something is erased, in the transaction that is open.
    pub(super) fn note(&self) {
        self.state().erased += 1;
    }

    fn are_left(&self) -> bool {
        let state = self.state();
        state.gone < state.erased
    }

    /// Begins a try, unless there is nothing to do or the last one is too fresh. Gives what it covers.
    fn begin(&self, now: Timestamp) -> Option<u64> {
        let mut state = self.state();
        let is_fresh = |tried: Timestamp| now >= tried && now.duration_since(tried) < BETWEEN_TRIES;
        if state.gone == state.erased || state.tried_at.is_some_and(is_fresh) {
            return None;
        }
        state.tried_at = Some(now);
        Some(state.erased)
    }

    fn succeeded(&self, covered: u64) {
        let mut state = self.state();
        state.gone = state.gone.max(covered);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// Empties the write-ahead log if it may hold what was erased, at most once a second, without waiting for
    /// whoever reads. Gives whether nothing of it is left; else it wants to be tried again.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn empty_log(&self, now: Timestamp) -> Result<bool, StoreError> {
        let remnants = &self.0.remnants;
        if let Some(covered) = remnants.begin(now)
            && self.0.writer.empty_log().await?
        {
            remnants.succeeded(covered);
        }
        Ok(!remnants.are_left())
    }
}
