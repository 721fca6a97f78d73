//! A member is erased: out of the store, and out of the games that are awake.

use tokio::sync::oneshot;
use tracing::error;

use super::{Games, Untold};
use crate::domain::challenge::Event;
use crate::domain::ids::{ChallengeId, MemberId};
use crate::store::{Erased, StoreError};

/// A game is to keep nothing until an erasure is over.
#[derive(Debug)]
pub(super) struct Hold {
    /// Told once the game keeps nothing more.
    pub(super) reached: oneshot::Sender<()>,
    /// Told when the erasure is over: whether the game has other events now. Closed: nobody knows.
    pub(super) over: oneshot::Receiver<bool>,
    /// Closed when the game goes on.
    pub(super) done: oneshot::Sender<()>,
}

/// A game that keeps nothing now.
struct Held {
    id: ChallengeId,
    over: oneshot::Sender<bool>,
    done: oneshot::Receiver<()>,
}

impl Games {
    /// Erases everything about a member. They leave the games that are on; every game that they stand in goes on with
    /// nobody in their place, and those that are over are shown anew. Gives whether nothing is left in the files; see
    /// [`Store::erase`](crate::store::Store::erase).
    ///
    /// It is finished whoever waits for it: cut off in the middle it would leave names in the games that the store has
    /// no longer.
    ///
    /// # Errors
    ///
    /// Whatever the store refuses; then nothing is erased.
    pub async fn erase(&self, member: MemberId) -> Result<bool, StoreError> {
        let games = self.clone();
        let erasing = tokio::spawn(async move { games.erase_all_of(member).await });
        erasing.await.unwrap_or_else(|failed| Err(StoreError::NotCommitted(failed.to_string())))
    }

    /// No game keeps anything meanwhile: what one kept of a member whom the store knows no more could not be read
    /// again.
    async fn erase_all_of(&self, member: MemberId) -> Result<bool, StoreError> {
        self.leave_all(member).await?;
        let alone = self.0.erasing.write().await;
        let held = self.hold_all().await;
        let erased = self.0.store.erase(member, self.0.clock.now(), self.0.chance.seed()).await;
        let mut dones = Vec::new();
        for Held { id, over, done } in held {
            let is_touched = erased.as_ref().is_ok_and(|erased| erased.games.contains(&id));
            // One that has gone meanwhile is woken below.
            let _ = over.send(is_touched);
            dones.push(done);
        }
        for done in dones {
            // Nothing is ever sent: it closes.
            let _ = done.await;
        }
        drop(alone);
        let Erased { games, nothing_left } = erased?;
        // Whatever of them is not awake by now was settled until this erasure.
        if let Err(error) = self.resume_all(games, true).await {
            error!(%error, "games of an erased member are shown anew only after the next start");
        }
        Ok(nothing_left)
    }

    async fn leave_all(&self, member: MemberId) -> Result<(), StoreError> {
        for game in self.all() {
            let state = game.now();
            if state.is_over() || !state.names(member) {
                continue;
            }
            match game.tell(Event::Left { member }).await {
                // Refused: they have left before.
                Ok(_) | Err(Untold::Asleep) => {}
                Err(Untold::Store(error)) => return Err(error),
            }
        }
        Ok(())
    }

    async fn hold_all(&self) -> Vec<Held> {
        let mut held = Vec::new();
        for game in self.all() {
            let (reached, reaches) = oneshot::channel();
            let (over, overs) = oneshot::channel();
            let (done, dones) = oneshot::channel();
            let hold = Hold { reached, over: overs, done };
            // One that has fallen asleep keeps nothing.
            if game.holds.send(hold).await.is_ok() && reaches.await.is_ok() {
                held.push(Held { id: game.id(), over, done: dones });
            }
        }
        held
    }
}
