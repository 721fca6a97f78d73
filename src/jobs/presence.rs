//! Whether the bot can take answers, and since when not.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

/// The state of the gateway, as the way in knows it. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Presence(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    connected: bool,
    out_since: Option<Timestamp>,
}

impl Presence {
    /// A bot that is not connected yet, and was last known to be at `last_seen`.
    #[must_use]
    pub fn out_since(last_seen: Option<Timestamp>) -> Self {
        Self(Arc::new(Mutex::new(State { connected: false, out_since: last_seen })))
    }

    /// The gateway is connected: interactions arrive.
    pub fn connected(&self) {
        self.state().connected = true;
    }

    /// The gateway was lost at `at`.
    pub fn lost(&self, at: Timestamp) {
        let mut state = self.state();
        if state.connected {
            state.connected = false;
            state.out_since.get_or_insert(at);
        }
    }

    /// Whether the gateway is connected.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.state().connected
    }

    /// When connected, the beginning of the outage that is over, told once.
    ///
    /// `None` while not connected.
    pub(super) fn take_outage(&self) -> Option<Option<Timestamp>> {
        let mut state = self.state();
        state.connected.then(|| state.out_since.take())
    }

    /// The outage that was taken could not be kept: it is told again.
    pub(super) fn give_back(&self, out_since: Timestamp) {
        let mut state = self.state();
        let earlier = state.out_since.map_or(out_since, |later| later.min(out_since));
        state.out_since = Some(earlier);
    }

    /// Since when the gateway is lost; `None` while it is connected, or never was.
    pub(super) fn ongoing_outage(&self) -> Option<Timestamp> {
        let state = self.state();
        state.out_since.filter(|_| !state.connected)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
