//! One game, from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};

use super::erasure::Hold;
use crate::clock::Clock;
use crate::domain::challenge::{Challenge, Change, Event, Refusal};
use crate::domain::ids::ChallengeId;
use crate::store::StoreError;

/// A game that is awake. Clones are the same game.
#[derive(Clone, Debug)]
pub struct Game {
    letters: mpsc::Sender<Letter>,
    pub(super) holds: mpsc::Sender<Hold>,
    state: watch::Receiver<Arc<Challenge>>,
    clock: Clock,
    marks: Arc<Marks>,
}

/// What is known of a game beside its events.
#[derive(Debug)]
pub(super) struct Marks {
    /// Whether it comes from the store: an earlier process, or an earlier evening, has shown it so far.
    pub(super) recalled: bool,
    /// Whether an earlier evening had shown all of it that could be shown. Somebody may have been erased since.
    pub(super) was_shown: bool,
    /// Whether everything of it has been shown.
    pub(super) settled: AtomicBool,
}

/// What became of an event.
#[derive(Clone, Debug)]
pub enum Told {
    /// It is stored: the state after it, and what it did.
    Done(Arc<Challenge>, Vec<Change>),
    /// The rules do not allow it: the state as it is.
    Refused(Arc<Challenge>, Refusal),
}

/// Why a game was not told.
#[derive(Debug, thiserror::Error)]
pub enum Untold {
    /// It has fallen asleep: it is over, or could not be read. Who still has something to tell it finds it
    /// anew.
    #[error("the game has fallen asleep")]
    Asleep,
    /// What happened could not be stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An event on its way to a game.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) event: Event,
    pub(super) at: Timestamp,
    pub(super) answer: oneshot::Sender<Result<Told, StoreError>>,
}

impl Game {
    pub(super) fn new(
        letters: mpsc::Sender<Letter>,
        holds: mpsc::Sender<Hold>,
        state: watch::Receiver<Arc<Challenge>>,
        clock: Clock,
        marks: Marks,
    ) -> Self {
        Self { letters, holds, state, clock, marks: Arc::new(marks) }
    }

    /// Whether it comes from the store: an earlier process, or an earlier evening, has shown it so far.
    #[must_use]
    pub fn is_recalled(&self) -> bool {
        self.marks.recalled
    }

    /// Whether an earlier evening had shown all of it that could be shown. Somebody may have been erased since.
    #[must_use]
    pub fn was_shown(&self) -> bool {
        self.marks.was_shown
    }

    /// Whether everything of it has been shown, or never can be.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.marks.settled.load(Ordering::SeqCst)
    }

    pub(super) fn mark_settled(&self, settled: bool) {
        self.marks.settled.store(settled, Ordering::SeqCst);
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> ChallengeId {
        self.state.borrow().id()
    }

    /// How it stands: what is stored, never more.
    #[must_use]
    pub fn now(&self) -> Arc<Challenge> {
        Arc::clone(&self.state.borrow())
    }

    /// To watch it. Ends when the game falls asleep.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Arc<Challenge>> {
        self.state.clone()
    }

    /// Tells it what happened just now, and returns once that is stored.
    ///
    /// # Errors
    ///
    /// [`Untold::Asleep`]; [`StoreError::Busy`] when too much is queued up; whatever the store refuses.
    pub async fn tell(&self, event: Event) -> Result<Told, Untold> {
        let (answer, told) = oneshot::channel();
        let letter = Letter { event, at: self.clock.now(), answer };
        self.letters.try_send(letter).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => Untold::Store(StoreError::Busy),
            mpsc::error::TrySendError::Closed(_) => Untold::Asleep,
        })?;
        Ok(told.await.map_err(|_| Untold::Asleep)??)
    }
}
