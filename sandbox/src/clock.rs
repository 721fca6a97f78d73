//! The sandbox's time: it runs with real time and can be turned.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// A settable clock that keeps running after it was set.
///
/// Snowflakes, message timestamps, interaction tokens (15 minutes), nonces and time-outs follow it. Rate limits, the
/// 3-second rule and heartbeats follow real time, because the bot on the other side of the wire lives in real time.
/// Clones are the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<Reading>>);

#[derive(Debug)]
struct Reading {
    shown: Timestamp,
    since: Instant,
}

impl Clock {
    /// A clock that shows the machine's own time.
    #[must_use]
    pub fn system() -> Self {
        Self::starting_at(Timestamp::now())
    }

    /// A clock that shows `instant` now, and runs on from there.
    #[must_use]
    pub fn starting_at(instant: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(Reading { shown: instant, since: Instant::now() })))
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let reading = self.reading();
        let passed = SignedDuration::try_from(reading.since.elapsed()).unwrap_or(SignedDuration::MAX);
        reading.shown.saturating_add(passed).unwrap_or(Timestamp::MAX)
    }

    /// Turns the clock to `instant`, forward or back.
    pub fn turn_to(&self, instant: Timestamp) {
        *self.reading() = Reading { shown: instant, since: Instant::now() };
    }

    /// Turns the clock by `amount`; a negative amount turns it back.
    pub fn advance(&self, amount: SignedDuration) {
        let target = self.now().saturating_add(amount).unwrap_or(Timestamp::MAX);
        self.turn_to(target);
    }

    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_turned_clock_runs_on() {
        let start: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let clock = Clock::starting_at(start);
        clock.clone().advance(SignedDuration::from_hours(25));
        let shown = clock.now();
        assert!(shown >= start + SignedDuration::from_hours(25));
        clock.turn_to(start);
        assert!(clock.now() < shown);
    }
}
