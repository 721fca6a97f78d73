//! The sandbox's time: it runs with real time, can be turned, and can be made to stand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// A settable clock that keeps running after it was set, unless it was stopped.
///
/// Snowflakes, message timestamps, interaction tokens (15 minutes), nonces and time-outs follow it. Rate limits, the
/// 3-second rule and heartbeats follow real time, because the bot on the other side of the wire lives in real time.
/// Clones are the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    reading: Mutex<Reading>,
    changes: watch::Sender<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    shown: Timestamp,
    /// When it began to run from `shown`; `None` while it stands.
    since: Option<Instant>,
}

impl Reading {
    fn now(self) -> Timestamp {
        let passed = self.since.map_or(SignedDuration::ZERO, |since| {
            SignedDuration::try_from(since.elapsed()).unwrap_or(SignedDuration::MAX)
        });
        self.shown.saturating_add(passed).unwrap_or(Timestamp::MAX)
    }
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
        let reading = Mutex::new(Reading { shown: instant, since: Some(Instant::now()) });
        Self(Arc::new(Inner { reading, changes: watch::Sender::new(0) }))
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.reading().now()
    }

    /// Whether it runs, rather than stands.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.reading().since.is_some()
    }

    /// Turns the clock to `instant`, forward or back; it goes on running, or standing, as before.
    pub fn turn_to(&self, instant: Timestamp) {
        self.change(|reading| {
            *reading = Reading { shown: instant, since: reading.since.map(|_| Instant::now()) };
        });
    }

    /// Turns the clock by `amount`; a negative amount turns it back.
    pub fn advance(&self, amount: SignedDuration) {
        let target = self.now().saturating_add(amount).unwrap_or(Timestamp::MAX);
        self.turn_to(target);
    }

    /// Stops the clock: it shows this instant until it is turned or made to run again.
    pub fn stop(&self) {
        self.change(|reading| *reading = Reading { shown: reading.now(), since: None });
    }

    /// Lets a stopped clock run on from what it shows.
    pub fn run(&self) {
        self.change(|reading| {
            reading.since.get_or_insert_with(Instant::now);
        });
    }

    /// Tells of every time that it is turned, stopped or made to run.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    fn change(&self, change: impl FnOnce(&mut Reading)) {
        change(&mut self.reading());
        self.0.changes.send_modify(|count| *count += 1);
    }

    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.0.reading.lock().unwrap_or_else(PoisonError::into_inner)
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

    #[test]
    fn a_stopped_clock_stands_also_where_it_is_turned_to() {
        let start: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let clock = Clock::starting_at(start);
        let mut changes = clock.changes();
        clock.stop();
        clock.turn_to(start);
        assert_eq!((clock.now(), clock.is_running()), (start, false));
        assert!(changes.has_changed().unwrap());
        changes.borrow_and_update();
        clock.run();
        assert!(clock.is_running() && changes.has_changed().unwrap());
    }
}
