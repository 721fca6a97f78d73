//! The one place that reads the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
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
    /// Added to the system's time, in milliseconds.
    offset_ms: AtomicI64,
    turns: watch::Sender<u64>,
}

impl Clock {
    /// The system's own time.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Inner { offset_ms: AtomicI64::new(0), turns: watch::Sender::new(0) }))
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
        let ms = system_ms().saturating_add(self.0.offset_ms.load(Ordering::SeqCst));
        Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
    }

    /// Sets the clock to `instant` and wakes whoever sleeps by it.
    pub fn turn_to(&self, instant: Timestamp) {
        let offset_ms = instant.as_millisecond().saturating_sub(system_ms());
        self.0.offset_ms.store(offset_ms, Ordering::SeqCst);
        self.0.turns.send_modify(|turns| *turns += 1);
    }

    /// How often the clock was turned: a leap is not time that passed.
    #[must_use]
    pub fn turns(&self) -> u64 {
        *self.0.turns.borrow()
    }

    /// Returns once this clock shows `instant` or later.
    pub async fn sleep_until(&self, instant: Timestamp) {
        let mut turns = self.0.turns.subscribe();
        loop {
            let left_ms = instant.as_millisecond() - self.now().as_millisecond();
            let Ok(left_ms) = u64::try_from(left_ms) else { return };
            if left_ms == 0 {
                return;
            }
            let nap = Duration::from_millis(left_ms).min(LONGEST_NAP);
            tokio::select! {
                () = nap_for(nap) => {}
                _ = turns.changed() => {}
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that sleeps")]
async fn nap_for(span: Duration) {
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
}
