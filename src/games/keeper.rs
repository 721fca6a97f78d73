//! The task of one game: judges what arrives, keeps it, answers.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, watch};
use tracing::{error, info};

use super::batch::Batch;
use super::erasure::Hold;
use super::game::{Game, Letter, Told};
use super::{Games, MAILBOX, Stored};
use crate::domain::challenge::{Challenge, Event};
use crate::store::{Draw, StoreError};

/// A game that is over falls asleep when nobody has asked for it for so long.
const SLEEPS_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// The pause after the store has failed: what is due must not run hot.
const AFTER_FAILURE: SignedDuration = SignedDuration::from_millis(500);

pub(super) struct Keeper {
    games: Games,
    game: Game,
    mailbox: mpsc::Receiver<Letter>,
    holds: mpsc::Receiver<Hold>,
    state: Arc<Challenge>,
    shown: watch::Sender<Arc<Challenge>>,
    /// Events kept so far.
    kept: u32,
    /// Nothing is tried by itself before this.
    rests_until: Timestamp,
}

impl Keeper {
    pub(super) fn new(
        games: Games,
        game: Game,
        mailbox: mpsc::Receiver<Letter>,
        holds: mpsc::Receiver<Hold>,
        shown: watch::Sender<Arc<Challenge>>,
        kept: u32,
    ) -> Self {
        let state = Arc::clone(&shown.borrow());
        Self { games, game, mailbox, holds, state, shown, kept, rests_until: Timestamp::MIN }
    }

    pub(super) async fn run(mut self) {
        let clock = self.games.0.clock.clone();
        let mut closed = self.games.0.closed.subscribe();
        while !*closed.borrow() {
            let wake_at = self.wake_at();
            let first = tokio::select! {
                letter = self.mailbox.recv() => letter,
                Some(hold) = self.holds.recv() => {
                    if !self.be_held(hold).await {
                        return;
                    }
                    continue;
                }
                _ = closed.changed() => return,
                () = clock.sleep_until(wake_at) => None,
            };
            if first.is_none() && self.state.is_over() {
                if self.games.lull(&self.game, &mut self.mailbox) {
                    return;
                }
                continue;
            }
            let letters = self.take(first);
            self.handle(letters).await;
            self.draw_if_wanted().await;
        }
    }

    /// When to do something by itself: what is due, or falling asleep.
    fn wake_at(&self) -> Timestamp {
        let later = |span| self.games.now().saturating_add(span).unwrap_or(Timestamp::MAX);
        match self.state.due() {
            Some(_) if self.state.wants().is_some() => self.rests_until,
            Some(due) => due.max(self.rests_until),
            None => later(SLEEPS_AFTER),
        }
    }

    /// All that waits in the mailbox. Letters come before what is due: they may have been written in time.
    fn take(&mut self, first: Option<Letter>) -> Vec<Letter> {
        let mut letters: Vec<Letter> = first.into_iter().collect();
        while letters.len() < MAILBOX
            && let Ok(letter) = self.mailbox.try_recv()
        {
            letters.push(letter);
        }
        letters
    }

    async fn handle(&mut self, letters: Vec<Letter>) {
        let now = self.games.now();
        let mut batch = Batch::of(&self.state);
        for letter in letters {
            batch.judge(letter);
        }
        if now >= self.rests_until && batch.draft.due().is_some_and(|due| now >= due) {
            batch = batch.told(Event::Due, now);
        }
        self.keep_and_answer(batch).await;
    }

    async fn keep_and_answer(&mut self, batch: Batch) {
        let kept = self.keep(&batch).await;
        if let Err(error) = &kept {
            error!(%error, challenge = %self.state.id(), "events of a game could not be kept");
            self.rest();
        }
        self.settle(batch, kept);
    }

    async fn keep(&self, batch: &Batch) -> Result<(), StoreError> {
        if batch.events.is_empty() {
            return Ok(());
        }
        if batch.has_results() {
            self.game.mark_settled(false);
        }
        self.games.0.store.keep_challenge_events(batch.kept(self.kept)).await
    }

    /// What is kept becomes the state; then whoever waits is answered.
    fn settle(&mut self, batch: Batch, kept: Result<(), StoreError>) {
        let Batch { draft, events, accepted, refused, .. } = batch;
        if kept.is_ok() && !events.is_empty() {
            self.kept += u32::try_from(events.len()).unwrap_or(u32::MAX);
            self.publish(draft);
        }
        for (waiting, changes) in accepted {
            let told = match &kept {
                Ok(()) => Ok(Told::Done(Arc::clone(&self.state), changes)),
                Err(error) => Err(error.for_another()),
            };
            // A caller that has gone away needs no answer: what happened stands all the same.
            let _ = waiting.send(told);
        }
        for (waiting, refusal) in refused {
            let _ = waiting.send(Ok(Told::Refused(Arc::clone(&self.state), refusal)));
        }
    }

    async fn draw_if_wanted(&mut self) {
        let now = self.games.now();
        if self.state.wants().is_none() || now < self.rests_until {
            return;
        }
        let inner = &self.games.0;
        let draw = Draw {
            challenge: Arc::clone(&self.state),
            after: self.kept,
            pool: Arc::clone(&inner.pool),
            seed: inner.chance.seed(),
            now,
        };
        match inner.store.draw_round(draw).await {
            Ok(Some(event)) => {
                self.kept += 1;
                let mut draft = (*self.state).clone();
                match draft.apply(&event, now) {
                    Ok(_) => self.publish(draft),
                    Err(error) => error!(%error, challenge = %self.state.id(), "a draw was not accepted"),
                }
            }
            Ok(None) => self.keep_and_answer(Batch::of(&self.state).told(Event::NothingToAsk, now)).await,
            Err(error) => {
                error!(%error, challenge = %self.state.id(), "no question could be drawn");
                self.rest();
            }
        }
    }

    /// Keeps nothing while a member is erased, and goes on from what the store has then. `false`: it has nothing to go
    /// on from.
    async fn be_held(&mut self, hold: Hold) -> bool {
        let Hold { reached, over, done } = hold;
        // Whoever holds it may have given up: then it is over.
        let _ = reached.send(());
        let is_touched = over.await.unwrap_or(true);
        let goes_on = !is_touched || self.read_anew().await;
        if !goes_on {
            self.games.forget(self.state.id());
        }
        drop(done);
        goes_on
    }

    async fn read_anew(&mut self) -> bool {
        match self.games.read(self.state.id()).await {
            Ok(Some(Stored { challenge, kept, is_settled })) => {
                self.kept = kept;
                self.game.mark_settled(is_settled);
                self.publish(challenge);
                true
            }
            Ok(None) => false,
            Err(error) => {
                error!(%error, challenge = %self.state.id(), "a game cannot be read and falls asleep");
                false
            }
        }
    }

    fn publish(&mut self, draft: Challenge) {
        if let Some((_, reason)) = draft.ended()
            && !self.state.is_over()
        {
            info!(challenge = %draft.id(), guild = %draft.guild(), ?reason, "a game is over");
        }
        self.state = Arc::new(draft);
        self.shown.send_replace(Arc::clone(&self.state));
    }

    fn rest(&mut self) {
        self.rests_until = self.games.now().saturating_add(AFTER_FAILURE).unwrap_or(Timestamp::MAX);
    }
}
