//! What all parts share: the state behind its lock, and word of every change.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::faults::{Hold, Rules};
use crate::options::Options;
use crate::page::Progress;
use crate::rest::RateLimits;
use crate::state::State;

/// The shared centre; every handle holds one.
pub(crate) struct Core {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    pub(crate) rules: Rules,
    pub(crate) rates: RateLimits,
    pub(crate) options: Options,
    pub(crate) stopping: watch::Sender<bool>,
    /// When the sandbox was started, in real time.
    pub(crate) began: Instant,
    /// Holds that were made over the control API, by number.
    pub(crate) holds: Mutex<BTreeMap<u64, Hold>>,
    /// How far the page's guide has come.
    pub(crate) progress: Mutex<Progress>,
}

impl Core {
    pub(crate) fn new(state: State, options: Options) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(state),
            changed: watch::Sender::new(0),
            rules: Rules::default(),
            rates: RateLimits::default(),
            options,
            stopping: watch::Sender::new(false),
            began: Instant::now(),
            holds: Mutex::default(),
            progress: Mutex::default(),
        })
    }

    /// Looks at or changes the state, and wakes those who wait for a change. Never held across an await.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let result = act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.touch();
        result
    }

    /// Wakes those who wait for a change, after one of something beside the state.
    pub(crate) fn touch(&self) {
        self.changed.send_modify(|version| *version += 1);
    }

    /// Looks at the state without waking anyone.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells of every change of the state.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// As [`Core::wait`], but `look` runs without the lock, so that it may use handles.
    pub(crate) async fn wait_unlocked<T>(
        &self,
        limit: Duration,
        mut look: impl FnMut() -> Option<T>,
    ) -> Option<T> {
        let deadline = Instant::now() + limit;
        let mut changes = self.changed.subscribe();
        loop {
            changes.borrow_and_update();
            let found = look();
            if found.is_some() {
                return found;
            }
            match tokio::time::timeout_at(deadline, changes.changed()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => return None,
            }
        }
    }

    /// Waits until `look` finds something, for at most `limit` of real time.
    pub(crate) async fn wait<T>(
        &self,
        limit: Duration,
        mut look: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let deadline = Instant::now() + limit;
        let mut changes = self.changed.subscribe();
        loop {
            changes.borrow_and_update();
            let found = look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
            if found.is_some() {
                return found;
            }
            match tokio::time::timeout_at(deadline, changes.changed()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => return None,
            }
        }
    }
}
