//! The stage of a game: it keeps what it was told to show, and fails or waits on demand.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::watch;

use super::super::{Edited, OutwardError, Stage, Staged};
use super::Clock;
use super::discord::Fault;
use crate::domain::challenge::{Challenge, Scene, Slot};
use crate::domain::guild::PauseReason;
use crate::domain::ids::{ChannelId, MessageId, earliest_snowflake};

/// The kinds of call that fail on demand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Post,
    Change,
    Thread,
    Find,
}

/// A message on the stage.
#[derive(Clone, Debug)]
pub(super) struct OnStage {
    pub(super) channel: ChannelId,
    pub(super) slot: Slot,
    pub(super) nonce: String,
    /// What it has shown, in order.
    pub(super) scenes: Vec<Scene>,
    pub(super) deleted: bool,
}

#[derive(Debug)]
pub(super) struct Theater {
    clock: Clock,
    state: Mutex<State>,
    /// While true, changes are under way and do not end.
    held: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct State {
    messages: BTreeMap<MessageId, OnStage>,
    faults: [VecDeque<Fault>; 4],
    calls: [usize; 4],
    under_way: BTreeMap<MessageId, usize>,
    hosts_told: usize,
}

impl Theater {
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, state: Mutex::default(), held: watch::Sender::new(false) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The next calls of a kind fail so, one after the other.
    pub(super) fn fail(&self, act: Act, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults[act as usize].extend(faults);
    }

    /// Changes do not end until they are let go.
    pub(super) fn hold_changes(&self, held: bool) {
        self.held.send_replace(held);
    }

    pub(super) fn calls(&self, act: Act) -> usize {
        self.state().calls[act as usize]
    }

    pub(super) fn hosts_told(&self) -> usize {
        self.state().hosts_told
    }

    /// Somebody deletes the message of a slot.
    pub(super) fn delete(&self, slot: Slot) {
        for message in self.state().messages.values_mut().filter(|message| message.slot == slot) {
            message.deleted = true;
        }
    }

    /// The messages that stand, in the order of posting.
    pub(super) fn standing(&self) -> Vec<OnStage> {
        self.state().messages.values().filter(|message| !message.deleted).cloned().collect()
    }

    /// What the messages of a slot show now.
    pub(super) fn shows(&self, slot: Slot) -> Vec<Scene> {
        let of_slot = self.standing().into_iter().filter(|message| message.slot == slot);
        of_slot.filter_map(|message| message.scenes.last().cloned()).collect()
    }

    fn fault(&self, act: Act) -> Option<Fault> {
        let mut state = self.state();
        state.calls[act as usize] += 1;
        state.faults[act as usize].pop_front()
    }
}

fn failed(fault: Option<Fault>) -> Result<(), OutwardError> {
    let later = |after| Err(OutwardError::Later { after, said: "a fault".into() });
    match fault {
        None => Ok(()),
        Some(Fault::Impossible) => Err(OutwardError::Impossible(PauseReason::ChannelGone)),
        Some(Fault::Later | Fault::AnswerLost) => later(None),
        Some(Fault::After(seconds)) => later(Some(Duration::from_secs(seconds))),
    }
}

impl Stage for Theater {
    async fn post_scene(&self, staged: &Staged) -> Result<MessageId, OutwardError> {
        let fault = self.fault(Act::Post);
        let mut state = self.state();
        let id = MessageId(earliest_snowflake(self.clock.now()) + state.messages.len() as u64);
        if matches!(fault, None | Some(Fault::AnswerLost)) {
            let (channel, slot, nonce) = (staged.channel, staged.slot, staged.nonce());
            let scenes = vec![staged.scene.clone()];
            state.messages.insert(id, OnStage { channel, slot, nonce, scenes, deleted: false });
        }
        failed(fault).map(|()| id)
    }

    async fn find_scene(&self, staged: &Staged) -> Result<Option<MessageId>, OutwardError> {
        failed(self.fault(Act::Find))?;
        let nonce = staged.nonce();
        let state = self.state();
        Ok(state.messages.iter().find(|(_, message)| message.nonce == nonce).map(|(id, _)| *id))
    }

    async fn change_scene(&self, staged: &Staged, message: MessageId) -> Result<Edited, OutwardError> {
        let fault = self.fault(Act::Change);
        {
            let mut state = self.state();
            let under_way = state.under_way.entry(message).or_default();
            *under_way += 1;
            assert_eq!(*under_way, 1, "two changes of one message under way");
        }
        let _ = self.held.subscribe().wait_for(|held| !held).await;
        let mut state = self.state();
        state.under_way.insert(message, 0);
        failed(fault)?;
        match state.messages.get_mut(&message).filter(|on_stage| !on_stage.deleted) {
            Some(on_stage) if staged.scene == Scene::Gone => on_stage.deleted = true,
            Some(on_stage) => on_stage.scenes.push(staged.scene.clone()),
            None => return Ok(Edited::Gone),
        }
        Ok(Edited::Shown)
    }

    async fn open_stage(&self, _: &Challenge, lobby: MessageId) -> Result<ChannelId, OutwardError> {
        failed(self.fault(Act::Thread)).map(|()| ChannelId(lobby.0))
    }

    async fn tell_host(&self, _: &Challenge) -> Result<(), OutwardError> {
        self.state().hosts_told += 1;
        Ok(())
    }
}
