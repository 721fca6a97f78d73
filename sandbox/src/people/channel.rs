//! A channel, thread or direct-message channel.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::{ActError, Conversation, Message};
use crate::core::Core;
use crate::snowflake::Snowflake;
use crate::state::State;

/// Messages shown in an error.
const CONVERSATION_SHOWN: usize = 20;

/// A channel, thread or direct-message channel.
///
/// Each handle reads on its own: [`Channel::next_message`] gives every message once per handle. A handle made later
/// begins with the first message that nobody has read. Clones read together.
#[derive(Clone)]
pub struct Channel {
    pub(crate) core: Arc<Core>,
    id: Snowflake,
    seen: Arc<Mutex<BTreeSet<Snowflake>>>,
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel").field("id", &self.id).field("name", &self.name()).finish_non_exhaustive()
    }
}

impl Channel {
    pub(crate) fn new(core: Arc<Core>, id: Snowflake) -> Self {
        let seen: BTreeSet<Snowflake> = core.read(|state| {
            let all = state.messages.get(&id).into_iter().flat_map(|list| list.values());
            all.filter(|message| message.read).map(|message| message.id).collect()
        });
        Self { core, id, seen: Arc::new(Mutex::new(seen)) }
    }

    /// The channel's id.
    #[must_use]
    pub const fn id(&self) -> Snowflake {
        self.id
    }

    /// The channel's name; empty for direct messages and once it is deleted.
    #[must_use]
    pub fn name(&self) -> String {
        self.core.read(|state| {
            state.channels.get(&self.id).map(|channel| channel.name.clone()).unwrap_or_default()
        })
    }

    pub(crate) fn name_in(&self, state: &State) -> String {
        state.channels.get(&self.id).map(|channel| channel.name.clone()).unwrap_or_default()
    }

    /// Whether it still exists.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.core.read(|state| state.channels.contains_key(&self.id))
    }

    /// What everyone sees here, oldest first. Ephemeral messages are seen by [`Member::sees`](super::Member::sees).
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.core.read(|state| {
            let all = state.messages.get(&self.id).into_iter().flat_map(|list| list.values());
            let public = all.filter(|message| message.is_public() && !message.is_loading());
            public.map(|message| Message::of(&self.core, state, message)).collect()
        })
    }

    /// The newest message that everyone sees.
    #[must_use]
    pub fn last_message(&self) -> Option<Message> {
        self.messages().pop()
    }

    /// The message of that id, also an ephemeral or deleted one.
    #[must_use]
    pub fn message(&self, id: Snowflake) -> Option<Message> {
        self.core
            .read(|state| state.message(self.id, id).map(|message| Message::of(&self.core, state, message)))
    }

    /// The next message of a bot that this handle has not given yet, in order; waits for it. Left out are messages that
    /// a [`Reply`](super::Reply) handed over already, and what members said.
    ///
    /// # Errors
    ///
    /// [`ActError::TimedOut`] with the conversation so far when none comes within the sandbox's patience.
    pub async fn next_message(&self) -> Result<Message, ActError> {
        let found = self.core.wait(self.core.options.patience, |state| self.take_next(state)).await;
        found.ok_or_else(|| self.timed_out("the next message"))
    }

    fn take_next(&self, state: &mut State) -> Option<Message> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |message: &&crate::state::Message| {
            message.is_public() && !message.is_loading() && !message.handed && !seen.contains(&message.id)
        };
        let all = state.messages.get(&self.id)?;
        let by_bot = |message: &&crate::state::Message| {
            state.users.get(&message.author).is_some_and(|author| author.bot)
        };
        let id = all.values().filter(by_bot).find(fresh)?.id;
        seen.insert(id);
        let message = state.message_mut(self.id, id)?;
        message.read = true;
        let message = message.clone();
        Some(Message::of(&self.core, state, &message))
    }

    /// Waits until `look`, which is given all messages that everyone sees, finds something.
    ///
    /// # Errors
    ///
    /// [`ActError::TimedOut`] with the conversation so far.
    pub async fn wait_for<T>(&self, mut look: impl FnMut(&[Message]) -> Option<T>) -> Result<T, ActError> {
        let patience = self.core.options.patience;
        let found = self.core.wait_unlocked(patience, || look(&self.messages())).await;
        found.ok_or_else(|| self.timed_out("a condition on the messages"))
    }

    /// The bots' messages that nobody has read: neither waited for nor handed over by a reply. Ephemeral ones count.
    #[must_use]
    pub fn unread(&self) -> Vec<Message> {
        self.core.read(|state| {
            let all = state.messages.get(&self.id).into_iter().flat_map(|list| list.values());
            let by_bot = |message: &&crate::state::Message| {
                state.users.get(&message.author).is_some_and(|author| author.bot)
            };
            let unread = all.filter(|message| !message.read && !message.deleted && !message.is_loading());
            unread.filter(by_bot).map(|message| Message::of(&self.core, state, message)).collect()
        })
    }

    /// The threads below it, oldest first.
    #[must_use]
    pub fn threads(&self) -> Vec<Self> {
        let ids: Vec<Snowflake> = self.core.read(|state| {
            let below =
                state.channels.values().filter(|it| it.thread.is_some() && it.parent == Some(self.id));
            below.map(|channel| channel.id).collect()
        });
        ids.into_iter().map(|id| Self::new(Arc::clone(&self.core), id)).collect()
    }

    /// The thread of that name below it.
    #[must_use]
    pub fn thread(&self, name: &str) -> Option<Self> {
        self.threads().into_iter().find(|thread| thread.name() == name)
    }

    /// Whether it is an archived thread.
    #[must_use]
    pub fn is_archived(&self) -> bool {
        let archived = |state: &State| Some(state.channels.get(&self.id)?.thread.as_ref()?.archived);
        self.core.read(archived).unwrap_or(false)
    }

    /// Whether it is a locked thread.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        let locked = |state: &State| Some(state.channels.get(&self.id)?.thread.as_ref()?.locked);
        self.core.read(locked).unwrap_or(false)
    }

    /// Archives the thread, as Discord does by itself when nobody has written in it for a while.
    pub fn archive(&self) {
        self.close(false);
    }

    /// Archives and locks the thread, as a moderator would: only who manages threads can open it again.
    pub fn lock(&self) {
        self.close(true);
    }

    fn close(&self, locked: bool) {
        self.core.with(|state| {
            let now = state.now();
            if let Some(thread) = state.channels.get_mut(&self.id).and_then(|channel| channel.thread.as_mut())
            {
                (thread.archived, thread.locked, thread.archive_changed) = (true, locked, now);
                state.channel_changed(self.id);
            }
        });
    }

    /// Sets what the channel is for, as shown beside its name.
    pub fn set_topic(&self, topic: &str) {
        self.core.with(|state| {
            if let Some(channel) = state.channels.get_mut(&self.id) {
                channel.topic = Some(topic.to_owned());
                state.channel_changed(self.id);
            }
        });
    }

    /// Deletes the channel, as a member who manages channels would.
    pub fn delete(&self) {
        self.core.with(|state| state.delete_channel(self.id));
    }

    pub(crate) fn timed_out(&self, awaited: &str) -> ActError {
        let awaited = format!("{awaited} in #{}", self.name());
        ActError::TimedOut { awaited, conversation: conversation(&self.core, self.id) }
    }
}

/// What was said in a channel, each message with its author.
pub(crate) fn conversation(core: &Arc<Core>, channel: Snowflake) -> Conversation {
    core.read(|state| {
        let name = state.channels.get(&channel).map(|channel| channel.name.clone()).unwrap_or_default();
        let all: Vec<&crate::state::Message> = state
            .messages
            .get(&channel)
            .into_iter()
            .flat_map(|list| list.values())
            .filter(|message| !message.deleted)
            .collect();
        let recent = all.iter().skip(all.len().saturating_sub(CONVERSATION_SHOWN));
        let lines = recent.map(|message| {
            let shown = Message::of(core, state, message);
            format!("{}: {shown}", shown.author())
        });
        Conversation {
            channel: if name.is_empty() { "(direct messages)".to_owned() } else { name },
            lines: lines.collect(),
        }
    })
}
