//! Games shown: each game's messages are brought to what its state says, and no faster than Discord likes.
//!
//! Showing only follows. A game never waits for it, but for one thing: the time of a question runs from the moment
//! its message stands. Each message has one call under way at most; whatever happened meanwhile is shown by the next
//! one, and the latest state wins.

mod call;
mod messages;
mod show;

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::error;

use self::show::Show;
use super::Stage;
use crate::actions::Services;
use crate::domain::ids::ChallengeId;

/// Shows every game that is on.
#[derive(Debug)]
pub struct Showing<S> {
    services: Services,
    stage: Arc<S>,
}

impl<S: Stage> Showing<S> {
    /// Shows nothing yet.
    #[must_use]
    pub fn new(services: Services, stage: Arc<S>) -> Self {
        Self { services, stage }
    }

    /// Shows games until `stopping` turns true; what is under way then is finished.
    pub async fn run(&self, mut stopping: watch::Receiver<bool>) {
        let mut woken = self.services.games.woken();
        let mut shown: HashSet<ChallengeId> = HashSet::new();
        let mut shows = JoinSet::new();
        while !*stopping.borrow() {
            woken.mark_unchanged();
            for game in self.services.games.all() {
                if shown.insert(game.id()) {
                    let show = Show::new(self.services.clone(), Arc::clone(&self.stage), game);
                    shows.spawn(show.run(stopping.clone()));
                }
            }
            tokio::select! {
                _ = woken.changed() => {}
                _ = stopping.changed() => {}
                Some(ended) = shows.join_next() => match ended {
                    Ok(id) => {
                        shown.remove(&id);
                    }
                    // Its id stays among the shown: what failed so badly once is not tried in a loop.
                    Err(panic) => error!(%panic, "showing a game failed badly"),
                },
            }
        }
        while shows.join_next().await.is_some() {}
    }
}
