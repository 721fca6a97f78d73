//! Whether the jobs go on.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// When the jobs last got something done, in real time: a clock that is turned proves nothing. Clones share it.
#[derive(Clone, Debug)]
pub struct Pulse(Arc<Mutex<Instant>>);

impl Default for Pulse {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }
}

impl Pulse {
    /// The jobs got something done.
    pub(super) fn beat(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// How long ago the jobs last got something done. With nothing to do that is half a minute at most.
    #[must_use]
    pub fn silence(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}
