//! Whether the bot can take answers, and since when not.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// After how long without a note the bot was not at work, though its gateway may never have been lost: the machine
/// slept, or the database took no writes. Three times as long as the jobs take from one note to the next.
const UNNOTED: SignedDuration = SignedDuration::from_secs(90);

/// The state of the gateway, as the way in knows it. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Presence(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    connected: bool,
    out_since: Option<Timestamp>,
    /// When the bot was last noted to be at work, and how often the clock had been turned by then.
    noted: Option<(Timestamp, u64)>,
}

impl State {
    /// Since when the bot has been out at `now`, if it has: the gateway was lost, or nothing could be noted.
    fn out_at(&self, (now, turns): (Timestamp, u64)) -> Option<Timestamp> {
        let until = self.out_since.unwrap_or(now);
        let unnoted = |(noted, noted_turns): &(Timestamp, u64)| {
            // A clock that is turned is no time that passed.
            *noted_turns == turns && until.duration_since(*noted) > UNNOTED
        };
        self.noted.filter(unnoted).map(|(noted, _)| noted).or(self.out_since)
    }
}

impl Presence {
    /// A bot that is not connected yet, and was last known to be at `last_seen`.
    #[must_use]
    pub fn out_since(last_seen: Option<Timestamp>) -> Self {
        Self(Arc::new(Mutex::new(State { out_since: last_seen, ..State::default() })))
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

    /// When connected, the beginning of the outage that is over, told once. `at` is the instant and how often the clock
    /// had been turned by then.
    ///
    /// `None` while not connected.
    pub(super) fn take_outage(&self, at: (Timestamp, u64)) -> Option<Option<Timestamp>> {
        let mut state = self.state();
        state.connected.then(|| {
            let outage = state.out_at(at);
            state.out_since = None;
            outage
        })
    }

    /// That the bot was at work `at` this instant and number of turns is kept, and with it the outage before.
    pub(super) fn noted(&self, at: (Timestamp, u64)) {
        self.state().noted = Some(at);
    }

    /// The outage that was taken could not be kept: it is told again.
    pub(super) fn give_back(&self, out_since: Timestamp) {
        let mut state = self.state();
        let earlier = state.out_since.map_or(out_since, |later| later.min(out_since));
        state.out_since = Some(earlier);
    }

    /// Since when the bot is out; `None` while the gateway is connected, or never was.
    pub(super) fn ongoing_outage(&self, at: (Timestamp, u64)) -> Option<Timestamp> {
        let state = self.state();
        state.out_since.filter(|_| !state.connected)?;
        state.out_at(at)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
