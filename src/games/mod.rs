//! The games that are on: each is one task with a mailbox.
//!
//! What arrives for a game queues up in its mailbox. Its task takes all of it at once, lets the engine judge it, keeps
//! what was accepted in one transaction, and only then answers whoever waits and shows the new state to whoever
//! watches. Two hundred presses in one second are a few commits, and no answer waits for anything shown.
//!
//! A game that is over sleeps in the store. It is woken when somebody asks for it: to look at its results, or to
//! play it as a ghost, or because a member who stands in it was erased.

mod batch;
mod erasure;
mod game;
mod keeper;
#[cfg(test)]
mod tests;

pub use game::{Game, Told, Untold};

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::{RwLock, mpsc, watch};
use tracing::{error, info};

use self::batch::Batch;
use self::game::{Letter, Marks};
use self::keeper::Keeper;
use crate::clock::Clock;
use crate::domain::challenge::{Challenge, Event, Opening};
use crate::domain::content::Question;
use crate::domain::ids::{ChallengeId, ChannelId, GuildId, QuestionId};
use crate::rng::Chance;
use crate::store::{Store, StoreError};

/// What may wait in one game's mailbox. Whoever comes then is asked to try again.
const MAILBOX: usize = 2_048;

/// How often a game is told the same that falls asleep while it is told.
const TELLS: usize = 2;

/// Every game that is on. Clones share everything.
#[derive(Clone, Debug)]
pub struct Games(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    clock: Clock,
    chance: Chance,
    pool: Arc<[Question]>,
    awake: Mutex<HashMap<ChallengeId, Game>>,
    /// How many games were ever woken: whoever shows them looks again.
    woken: watch::Sender<u64>,
    closed: watch::Sender<bool>,
    /// No game is opened or woken while a member is erased.
    erasing: RwLock<()>,
}

/// A game as the store has it.
struct Stored {
    challenge: Challenge,
    /// How many events it has.
    kept: u32,
    /// Whether everything of it has been shown.
    is_settled: bool,
}

impl Games {
    /// No game is on yet. Questions are drawn from `pool`.
    #[must_use]
    pub fn new(store: Store, clock: Clock, chance: Chance, pool: Arc<[Question]>) -> Self {
        let (awake, woken, closed) = (Mutex::default(), watch::Sender::new(0), watch::Sender::new(false));
        let erasing = RwLock::default();
        Self(Arc::new(Inner { store, clock, chance, pool, awake, woken, closed, erasing }))
    }

    /// Opens a lobby. `Err`: the channel's game that is on.
    ///
    /// # Errors
    ///
    /// Whatever the store refuses.
    pub async fn open(&self, opening: Opening) -> Result<Result<Game, ChallengeId>, StoreError> {
        let _names_stand = self.0.erasing.read().await;
        let at = self.0.clock.now();
        Ok(match self.0.store.open_challenge(opening.clone(), at).await? {
            Ok(id) => {
                let marks = Marks { recalled: false, was_shown: false, settled: AtomicBool::new(false) };
                Ok(self.wake(Challenge::open(id, opening, at), 1, marks))
            }
            Err(live) => Err(live),
        })
    }

    /// A game of this guild, on or over. `None`: there is no such game.
    ///
    /// # Errors
    ///
    /// Whatever the store refuses; [`StoreError::Corrupt`] where its events make no sense.
    pub async fn find(&self, guild: GuildId, id: ChallengeId) -> Result<Option<Game>, StoreError> {
        let game = match self.awake_one(id) {
            Some(game) => Some(game),
            None => self.recall(id).await?,
        };
        Ok(game.filter(|game| game.now().guild() == guild))
    }

    /// Tells a game of a guild what happened, and returns once that is stored. `None`: there is no such game.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] when too much is queued up; whatever the store refuses.
    pub async fn tell(
        &self,
        guild: GuildId,
        id: ChallengeId,
        event: Event,
    ) -> Result<Option<Told>, StoreError> {
        for _ in 0..TELLS {
            let Some(game) = self.find(guild, id).await? else { return Ok(None) };
            match game.tell(event.clone()).await {
                Ok(told) => return Ok(Some(told)),
                Err(Untold::Store(error)) => return Err(error),
                // In this very moment: it is woken again.
                Err(Untold::Asleep) => {}
            }
        }
        // Worth another try in a moment.
        Err(StoreError::Busy)
    }

    /// The game that is on in a channel, or in a thread of its own.
    #[must_use]
    pub fn live_in(&self, channel: ChannelId) -> Option<Game> {
        let live = |game: &&Game| {
            let state = game.now();
            !state.is_over() && (state.channel() == channel || state.place() == channel)
        };
        self.awake().values().find(live).cloned()
    }

    /// The games that are on in a guild.
    #[must_use]
    pub fn live_of(&self, guild: GuildId) -> Vec<Game> {
        let live = |game: &&Game| !game.now().is_over() && game.now().guild() == guild;
        self.awake().values().filter(live).cloned().collect()
    }

    /// The questions that games are asking right now, each with the game's guild. One that is shown without its
    /// buttons is being asked as well.
    #[must_use]
    pub fn asking(&self) -> Vec<(GuildId, QuestionId)> {
        let asking = |game: &Game| {
            let state = game.now();
            state.open_round().map(|round| (state.guild(), round.asked.question.id.clone()))
        };
        self.awake().values().filter_map(asking).collect()
    }

    /// Every game that is awake.
    #[must_use]
    pub fn all(&self) -> Vec<Game> {
        self.awake().values().cloned().collect()
    }

    /// Changes whenever a game is woken.
    #[must_use]
    pub fn woken(&self) -> watch::Receiver<u64> {
        self.0.woken.subscribe()
    }

    /// Goes on with every game that is on or still to be shown, and is not awake: at the start, what an earlier
    /// process left. Returns how many.
    ///
    /// # Errors
    ///
    /// Whatever the store refuses. A game that cannot be read is given up, and its channel is free again.
    pub async fn resume(&self) -> Result<usize, StoreError> {
        let resumed = self.resume_all(self.0.store.unsettled_challenges().await?, false).await?;
        if resumed > 0 {
            info!(games = resumed, "games go on");
        }
        Ok(resumed)
    }

    /// The same with these games alone. With `were_shown`, all that could be shown of them was: only what stands is to
    /// be shown anew.
    async fn resume_all(
        &self,
        ids: impl IntoIterator<Item = ChallengeId>,
        were_shown: bool,
    ) -> Result<usize, StoreError> {
        let mut resumed = 0;
        for id in ids {
            if self.awake_one(id).is_some() {
                continue;
            }
            match self.resume_one(id, were_shown).await {
                Ok(found) => resumed += usize::from(found.is_some()),
                Err(error @ StoreError::Corrupt { .. }) => {
                    error!(%error, challenge = %id, "a game cannot be read and is given up");
                    self.0.store.abandon_challenge(id, self.0.clock.now()).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(resumed)
    }

    /// Notes that everything of a game that is over has been shown, or never can be.
    ///
    /// # Errors
    ///
    /// Whatever the store refuses.
    pub async fn settle(&self, game: &Game) -> Result<(), StoreError> {
        // The store and the mark agree: neither is taken back by an erasure between the two.
        let _names_stand = self.0.erasing.read().await;
        self.0.store.settle_challenge(game.id()).await?;
        game.mark_settled(true);
        Ok(())
    }

    /// Ends every game's task: what is stored goes on after the next start.
    pub fn close(&self) {
        self.0.closed.send_replace(true);
        self.awake().clear();
    }

    /// A game from the store; one that is over, and was shown unless somebody in it has just been erased.
    async fn recall(&self, id: ChallengeId) -> Result<Option<Game>, StoreError> {
        let _names_stand = self.0.erasing.read().await;
        let Some(Stored { challenge, kept, is_settled }) = self.read(id).await? else { return Ok(None) };
        let marks = Marks { recalled: true, was_shown: true, settled: AtomicBool::new(is_settled) };
        Ok(Some(self.wake(challenge, kept, marks)))
    }

    /// A game that an earlier process left. It has been told of the restart before anybody sees it.
    async fn resume_one(&self, id: ChallengeId, was_shown: bool) -> Result<Option<Game>, StoreError> {
        let _names_stand = self.0.erasing.read().await;
        let Some(Stored { mut challenge, mut kept, is_settled }) = self.read(id).await? else {
            return Ok(None);
        };
        if !challenge.is_over() {
            let happened = Batch::of(&challenge).told(Event::Resumed, self.now());
            self.0.store.keep_challenge_events(happened.kept(kept)).await?;
            kept += 1;
            challenge = happened.draft;
        }
        let marks = Marks { recalled: true, was_shown, settled: AtomicBool::new(is_settled) };
        Ok(Some(self.wake(challenge, kept, marks)))
    }

    /// A game as the store has it. `None`: there is none.
    async fn read(&self, id: ChallengeId) -> Result<Option<Stored>, StoreError> {
        let events = self.0.store.challenge_events(id).await?;
        if events.is_empty() {
            return Ok(None);
        }
        let kept = u32::try_from(events.len()).unwrap_or(u32::MAX);
        let challenge = Challenge::fold(id, events)
            .map_err(|error| StoreError::Corrupt { what: "a game", value: error.to_string() })?;
        let is_settled = self.0.store.is_settled(id).await?;
        Ok(Some(Stored { challenge, kept, is_settled }))
    }

    /// Gives a game its task, unless it has one.
    fn wake(&self, challenge: Challenge, kept: u32, marks: Marks) -> Game {
        let id = challenge.id();
        let mut awake = self.awake();
        if let Some(game) = awake.get(&id) {
            return game.clone();
        }
        let (letters, mailbox) = mpsc::channel(MAILBOX);
        let (holds, held) = mpsc::channel(1);
        let (shown, state) = watch::channel(Arc::new(challenge));
        let game = Game::new(letters, holds, state, self.0.clock.clone(), marks);
        awake.insert(id, game.clone());
        drop(awake);
        tokio::spawn(Keeper::new(self.clone(), game.clone(), mailbox, held, shown, kept).run());
        self.0.woken.send_modify(|woken| *woken += 1);
        game
    }

    fn awake_one(&self, id: ChallengeId) -> Option<Game> {
        self.awake().get(&id).cloned()
    }

    fn awake(&self) -> MutexGuard<'_, HashMap<ChallengeId, Game>> {
        self.0.awake.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The game falls asleep, unless a letter came in, or something of it is still to be shown.
    fn lull(&self, game: &Game, mailbox: &mut mpsc::Receiver<Letter>) -> bool {
        let mut awake = self.awake();
        if !mailbox.is_empty() || !game.is_settled() {
            return false;
        }
        mailbox.close();
        awake.remove(&game.id());
        true
    }

    fn forget(&self, id: ChallengeId) {
        self.awake().remove(&id);
    }

    fn now(&self) -> Timestamp {
        self.0.clock.now()
    }
}
