//! One game, from outside.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};

use crate::clock::Clock;
use crate::domain::challenge::{Challenge, Change, Event, Refusal};
use crate::domain::ids::ChallengeId;
use crate::store::StoreError;

/// A game that is awake. Clones are the same game.
#[derive(Clone, Debug)]
pub struct Game {
    letters: mpsc::Sender<Letter>,
    state: watch::Receiver<Arc<Challenge>>,
    clock: Clock,
}

/// What became of an event.
#[derive(Clone, Debug)]
pub enum Told {
    /// It is stored: the state after it, and what it did.
    Done(Arc<Challenge>, Vec<Change>),
    /// The rules do not allow it: the state as it is.
    Refused(Arc<Challenge>, Refusal),
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
        state: watch::Receiver<Arc<Challenge>>,
        clock: Clock,
    ) -> Self {
        Self { letters, state, clock }
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
    /// [`StoreError::Busy`] when too much is queued up, [`StoreError::Closed`] when it has fallen asleep; whatever
    /// the store refuses.
    pub async fn tell(&self, event: Event) -> Result<Told, StoreError> {
        let (answer, told) = oneshot::channel();
        let letter = Letter { event, at: self.clock.now(), answer };
        self.letters.try_send(letter).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
        })?;
        told.await.map_err(|_| StoreError::Closed)?
    }
}
