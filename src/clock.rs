//! The one place that reads the time of day, and that waits. Spans are measured where they happen.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

/// The longest single sleep: the operating system's clock may be set while we wait.
const LONGEST_NAP: Duration = Duration::from_secs(30);

/// The time of day, which tests and the sandbox can turn. Clones share one setting.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    reading: Mutex<Reading>,
    turns: watch::Sender<u64>,
}

/// How the clock is set.
#[derive(Clone, Copy, Debug)]
enum Reading {
    /// It runs with the system's time, to which this is added, in milliseconds.
    Running { offset_ms: i64 },
    /// It stands at this instant, in Unix milliseconds.
    Standing { at_ms: i64 },
}

impl Reading {
    fn now_ms(self) -> i64 {
        match self {
            Self::Running { offset_ms } => system_ms().saturating_add(offset_ms),
            Self::Standing { at_ms } => at_ms,
        }
    }
}

impl Clock {
    /// The system's own time.
    #[must_use]
    pub fn system() -> Self {
        let reading = Mutex::new(Reading::Running { offset_ms: 0 });
        Self(Arc::new(Inner { reading, turns: watch::Sender::new(0) }))
    }

    /// A clock that shows `instant` now and runs on from there.
    #[must_use]
    pub fn starting_at(instant: Timestamp) -> Self {
        let clock = Self::system();
        clock.turn_to(instant);
        clock
    }

    /// The current instant, to the millisecond.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.reading().now_ms()).unwrap_or(Timestamp::MAX)
    }

    /// Sets the clock to `instant`, from which it runs on, and wakes whoever sleeps by it.
    pub fn turn_to(&self, instant: Timestamp) {
        self.set(Reading::Running { offset_ms: instant.as_millisecond().saturating_sub(system_ms()) });
    }

    /// Sets the clock to `instant`, where it stands until it is set again, and wakes whoever sleeps by it.
    pub fn stand_at(&self, instant: Timestamp) {
        self.set(Reading::Standing { at_ms: instant.as_millisecond() });
    }

    fn set(&self, reading: Reading) {
        let mut standing = self.0.reading.lock().unwrap_or_else(PoisonError::into_inner);
        *standing = reading;
        // Under the lock: nobody reads the new time with the old number of turns.
        self.0.turns.send_modify(|turns| *turns += 1);
    }

    fn reading(&self) -> Reading {
        *self.0.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often the clock was turned: a leap is not time that passed.
    #[must_use]
    pub fn turns(&self) -> u64 {
        *self.0.turns.borrow()
    }

    /// The current instant, to the millisecond, and how often the clock had been turned by then.
    #[must_use]
    pub fn now_and_turns(&self) -> (Timestamp, u64) {
        let reading = self.0.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Timestamp::from_millisecond(reading.now_ms()).unwrap_or(Timestamp::MAX);
        (now, self.turns())
    }

    /// Returns once this clock shows `instant` or later.
    pub async fn sleep_until(&self, instant: Timestamp) {
        let mut turns = self.0.turns.subscribe();
        loop {
            let reading = self.reading();
            let left_ms = instant.as_millisecond() - reading.now_ms();
            let Ok(left_ms) = u64::try_from(left_ms) else { return };
            if left_ms == 0 {
                return;
            }
            let nap = Duration::from_millis(left_ms).min(LONGEST_NAP);
            tokio::select! {
                // No wait brings the time nearer while the clock stands.
                () = real_pause(nap), if matches!(reading, Reading::Running { .. }) => {}
                _ = turns.changed() => {}
            }
        }
    }
}

/// Waits in real time, whatever the [`Clock`] shows: Discord's limits, a member who waits and a store that recovers
/// follow no clock that we could turn.
#[expect(clippy::disallowed_methods, reason = "the one place that sleeps")]
pub async fn real_pause(span: Duration) {
    tokio::time::sleep(span).await;
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the system's time")]
fn system_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_clock_is_turned_past_its_time() {
        let start: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let clock = Clock::starting_at(start);
        let later = start + jiff::SignedDuration::from_hours(48);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(later).await }
        });
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.turn_to(later);
        sleeper.await.unwrap();
        assert!(clock.now() >= later);
    }

    #[tokio::test]
    async fn a_standing_clock_shows_one_instant_until_it_is_set_again() {
        let start: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let clock = Clock::starting_at(start);
        clock.stand_at(start);
        let later = start + jiff::SignedDuration::from_millis(1);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(later).await }
        });
        tokio::task::yield_now().await;
        real_pause(Duration::from_millis(5)).await;
        assert_eq!(clock.now(), start);
        assert!(!sleeper.is_finished());
        clock.turn_to(start);
        sleeper.await.unwrap();
        assert!(clock.now() >= later);
    }
}
