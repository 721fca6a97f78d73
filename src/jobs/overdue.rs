//! Dailies that were due, failed and are tried again: by the store alone they are due at their next try, not
//! overdue.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::domain::ids::DailyId;

/// How long after its next try an errand is waited for. One that is not put off again by then is not tried any more:
/// its row cannot be read, or its server was forgotten.
const GRACE: SignedDuration = SignedDuration::from_mins(2);

/// What is being tried again, and since when it is overdue. Clones share it; a restart begins anew.
#[derive(Clone, Debug, Default)]
pub struct Overdue(Arc<Mutex<HashMap<DailyId, Late>>>);

#[derive(Clone, Copy, Debug)]
struct Late {
    since: Timestamp,
    next_try: Timestamp,
}

impl Overdue {
    /// The instant since which something has been waiting for a try that succeeds; `None`: nothing is.
    #[must_use]
    pub fn since(&self, now: Timestamp) -> Option<Timestamp> {
        let mut dailies = self.dailies();
        dailies.retain(|_, late| now.duration_since(late.next_try) <= GRACE);
        dailies.values().map(|late| late.since).min()
    }

    /// It failed, is overdue since `since`, and is tried again at `next_try`.
    pub(super) fn put_off(&self, daily: DailyId, since: Timestamp, next_try: Timestamp) {
        self.dailies().insert(daily, Late { since, next_try });
    }

    /// It was tried: since when it had been overdue, if it had failed before.
    pub(super) fn take(&self, daily: DailyId) -> Option<Timestamp> {
        self.dailies().remove(&daily).map(|late| late.since)
    }

    fn dailies(&self) -> MutexGuard<'_, HashMap<DailyId, Late>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
