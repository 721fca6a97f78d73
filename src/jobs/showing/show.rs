//! One game shown.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use super::call::{self, Came};
use super::messages::{Messages, Next, Scenes};
use crate::actions::Services;
use crate::domain::challenge::{Challenge, EndReason, Event, Phase, Scene, Slot};
use crate::domain::guild::PauseReason;
use crate::domain::ids::{ChallengeId, ChannelId};
use crate::games::Game;
use crate::jobs::worker::again;
use crate::jobs::{Edited, OutwardError, Stage, Staged};

/// How far before a game was last touched one of its messages may have been posted that was not noted: a game
/// that nobody touches for ten minutes is over, and clocks differ a little.
const LOOK_BACK: jiff::SignedDuration = jiff::SignedDuration::from_mins(15);

pub(super) struct Show<S> {
    services: Services,
    stage: Arc<S>,
    game: Game,
    messages: Messages,
    calls: JoinSet<Came>,
    threading: bool,
    thread_failures: u32,
    /// The end could not be said in the channel: the host is told, once.
    host_untold: bool,
    settled: bool,
}

impl<S: Stage> Show<S> {
    pub(super) fn new(services: Services, stage: Arc<S>, game: Game) -> Self {
        let challenge = game.now();
        let messages = match (game.is_settled(), game.is_recalled()) {
            (true, _) => Messages::of_settled(&challenge),
            (false, true) => {
                let mut messages = Messages::of_recalled(&challenge);
                if challenge.erased() > 0 {
                    messages.show_names_anew(&challenge, game.was_shown());
                }
                messages
            }
            (false, false) => Messages::new(),
        };
        Self {
            services,
            stage,
            settled: game.is_settled(),
            game,
            messages,
            calls: JoinSet::new(),
            threading: false,
            thread_failures: 0,
            host_untold: true,
        }
    }

    /// Shows the game until it falls asleep, or `stopping` turns true.
    pub(super) async fn run(mut self, mut stopping: watch::Receiver<bool>) -> ChallengeId {
        let id = self.game.id();
        let mut state = self.game.watch();
        let clock = self.services.clock.clone();
        let mut asleep = false;
        let mut challenge = Arc::clone(&state.borrow_and_update());
        let mut scenes = challenge.scenes(self.messages.from);
        while !*stopping.borrow() {
            let now = Arc::clone(&state.borrow_and_update());
            // To work out what is to be seen costs most here: once for each state is enough.
            if !Arc::ptr_eq(&now, &challenge) {
                if now.erased() > challenge.erased() {
                    self.messages.show_names_anew(&now, self.settled);
                }
                challenge = now;
                // The mark was taken back before this state was to be seen, so it is not read too early here. All
                // of it may be shown already: what cannot be changed any more was given up.
                self.settled = self.game.is_settled();
                scenes = challenge.scenes(self.messages.from);
            }
            let wake_at = self.start_calls(&challenge, &scenes);
            self.settle(&challenge, &scenes).await;
            if asleep && self.calls.is_empty() && wake_at.is_none() {
                return id;
            }
            tokio::select! {
                changed = state.changed(), if !asleep => asleep = changed.is_err(),
                Some(came) = self.calls.join_next() => self.take(came, &challenge).await,
                () = clock.sleep_until(wake_at.unwrap_or(Timestamp::MAX)) => {}
                _ = stopping.changed() => {}
            }
        }
        while let Some(came) = self.calls.join_next().await {
            let challenge = self.game.now();
            self.take(came, &challenge).await;
        }
        id
    }

    /// Starts every call that can be made now. Returns when another one can be, if only time is missing.
    fn start_calls(&mut self, challenge: &Arc<Challenge>, scenes: &Scenes) -> Option<Timestamp> {
        if let Some((_, EndReason::Removed)) = challenge.ended() {
            self.messages.give_all_up(challenge);
            self.host_untold = false;
        }
        let now = self.services.clock.now();
        if self.opens_thread_first(challenge, now) {
            return (!self.threading).then_some(self.messages.posts_after);
        }
        loop {
            let (stage, game) = (Arc::clone(&self.stage), self.game.clone());
            match self.messages.next(challenge, scenes, now) {
                Next::Post { slot, scene, look } => {
                    self.messages.entry(slot).under_way = true;
                    let staged = self.staged(challenge, slot, scene);
                    self.calls.spawn(call::post(stage, staged, look, game, self.services.clone()));
                }
                Next::Find { slot, scene } => {
                    self.messages.entry(slot).under_way = true;
                    let staged = self.staged(challenge, slot, scene);
                    self.calls.spawn(call::find(stage, staged));
                }
                Next::Change { slot, scene, message } => {
                    self.messages.entry(slot).under_way = true;
                    self.messages.changing(now);
                    let staged = self.staged(challenge, slot, scene);
                    self.calls.spawn(call::change(stage, staged, message));
                }
                Next::Wait(until) => return Some(until),
                Next::Nothing => return None,
            }
        }
    }

    /// A game in a thread of its own shows nothing else until the thread stands or was refused.
    fn opens_thread_first(&mut self, challenge: &Arc<Challenge>, now: Timestamp) -> bool {
        if !challenge.wants_thread() {
            return false;
        }
        let Some(lobby) = challenge.message(Slot::Lobby) else { return false };
        if !self.threading && self.messages.posts_after <= now {
            self.threading = true;
            self.calls.spawn(call::open_thread(Arc::clone(&self.stage), Arc::clone(challenge), lobby));
        }
        true
    }

    fn staged(&self, challenge: &Challenge, slot: Slot, scene: Scene) -> Staged {
        let channel = if slot == Slot::Lobby { challenge.channel() } else { challenge.place() };
        let touched = challenge.touched();
        let since = touched.saturating_sub(LOOK_BACK).unwrap_or(touched);
        Staged { challenge: challenge.id(), guild: challenge.guild(), channel, slot, scene, since }
    }

    async fn take(&mut self, came: Result<Came, tokio::task::JoinError>, challenge: &Arc<Challenge>) {
        match came {
            Ok(Came::Thread(thread)) => self.take_thread(thread).await,
            Ok(Came::Found(slot, found)) => {
                let entry = self.messages.entry(slot);
                entry.under_way = false;
                match found {
                    Ok(message) => (entry.message, entry.may_stand) = (message, false),
                    Err(error) => self.posting_failed(slot, error, challenge).await,
                }
            }
            Ok(Came::Posted(slot, posted)) => {
                let entry = self.messages.entry(slot);
                entry.under_way = false;
                match posted {
                    Ok((message, scene)) => {
                        (entry.message, entry.shown, entry.failures) = (Some(message), scene, 0);
                    }
                    Err(error) => self.posting_failed(slot, error, challenge).await,
                }
            }
            Ok(Came::Changed(slot, scene, changed)) => {
                self.messages.entry(slot).under_way = false;
                self.take_change(slot, scene, changed, challenge).await;
            }
            Ok(Came::HostTold) => {}
            Err(panic) => error!(%panic, challenge = %challenge.id(), "a call for a game failed badly"),
        }
    }

    async fn take_thread(&mut self, thread: Result<ChannelId, OutwardError>) {
        self.threading = false;
        let thread = match thread {
            Ok(thread) => Some(thread),
            Err(OutwardError::Later { after, said }) if self.thread_failures < 3 => {
                warn!(challenge = %self.game.id(), said, "a game's thread has to wait");
                self.messages.posts_after = self.again(after, self.thread_failures);
                self.thread_failures += 1;
                return;
            }
            Err(error) => {
                info!(challenge = %self.game.id(), %error, "no thread for the game: it goes on in the channel");
                None
            }
        };
        call::tell(&self.game, Event::ThreadOpened { thread }, &self.services).await;
    }

    async fn posting_failed(&mut self, slot: Slot, error: OutwardError, challenge: &Arc<Challenge>) {
        match error {
            OutwardError::Later { after, said } => {
                warn!(challenge = %challenge.id(), ?slot, said, "posting has to wait");
                let failures = self.messages.entry(slot).failures;
                self.messages.entry(slot).failed();
                self.messages.posts_after = self.again(after, failures);
            }
            OutwardError::Impossible(reason) => {
                warn!(challenge = %challenge.id(), ?slot, ?reason, "cannot be posted");
                self.messages.entry(slot).given_up = true;
                self.end(reason, challenge).await;
            }
        }
    }

    async fn take_change(
        &mut self,
        slot: Slot,
        scene: Scene,
        changed: Result<Edited, OutwardError>,
        challenge: &Arc<Challenge>,
    ) {
        let stands_on = stands_on(challenge, slot);
        let entry = self.messages.entry(slot);
        match changed {
            Ok(Edited::Shown) => (entry.shown, entry.failures) = (Some(scene), 0),
            Ok(Edited::Gone) => {
                entry.given_up = true;
                if stands_on {
                    let reason = EndReason::MessageGone;
                    call::tell(&self.game, Event::Failed { reason }, &self.services).await;
                }
            }
            Err(OutwardError::Later { after, said }) => {
                let failures = entry.failures;
                if !entry.failed() {
                    warn!(challenge = %challenge.id(), ?slot, said, "left as it is");
                }
                self.messages.changes_after = self.again(after, failures);
            }
            Err(OutwardError::Impossible(reason)) => {
                warn!(challenge = %challenge.id(), ?slot, ?reason, "cannot be changed");
                entry.given_up = true;
                if stands_on {
                    self.end(reason, challenge).await;
                }
            }
        }
    }

    /// The game cannot be shown any more: it is over, and its host is told where the channel cannot be.
    async fn end(&mut self, reason: PauseReason, challenge: &Arc<Challenge>) {
        if !challenge.is_over() {
            let reason = end_reason(reason);
            call::tell(&self.game, Event::Failed { reason }, &self.services).await;
        }
        if self.host_untold {
            self.host_untold = false;
            self.calls.spawn(call::tell_host(Arc::clone(&self.stage), self.game.now()));
        }
    }

    /// Notes when everything of a game that is over has been shown.
    async fn settle(&mut self, challenge: &Challenge, scenes: &Scenes) {
        let all_shown = self.messages.tidy(challenge, scenes);
        if self.settled && !all_shown {
            self.settled = false;
        }
        if challenge.is_over() && all_shown && !self.settled {
            match self.services.games.settle(&self.game).await {
                Ok(()) => self.settled = true,
                // A restart shows the end once more, which changes nothing.
                Err(error) => warn!(challenge = %challenge.id(), %error, "not noted as shown"),
            }
        }
    }

    fn again(&self, after: Option<Duration>, failures: u32) -> Timestamp {
        again(self.services.clock.now(), after, failures)
    }
}

/// Whether the game cannot go on without this message.
fn stands_on(challenge: &Challenge, slot: Slot) -> bool {
    match (challenge.phase(), slot) {
        (Phase::Lobby { .. }, Slot::Lobby) => true,
        (Phase::Asking { .. }, Slot::Question { number, attempt }) => {
            challenge.open_round().is_some_and(|round| (round.number, round.attempt) == (number, attempt))
        }
        _ => false,
    }
}

fn end_reason(reason: PauseReason) -> EndReason {
    match reason {
        PauseReason::MissingPermissions { permissions } => EndReason::MissingPermissions { permissions },
        PauseReason::ChannelGone => EndReason::ChannelGone,
        PauseReason::Refused { said } => EndReason::Refused { said },
        PauseReason::ByManager => EndReason::Stopped,
    }
}
