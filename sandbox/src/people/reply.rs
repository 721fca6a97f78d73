//! How a bot answered what a member did.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{Message, Modal};
use crate::core::Core;
use crate::snowflake::Snowflake;

/// How a bot answered, once the answer is complete.
#[derive(Clone)]
pub struct Reply {
    pub(crate) core: Arc<Core>,
    pub(crate) interaction: Snowflake,
    pub(crate) kind: ReplyKind,
    pub(crate) message: Option<Message>,
    pub(crate) modal: Option<Modal>,
    pub(crate) acknowledged_after: Duration,
    pub(crate) deferred: bool,
}

/// What sort of answer it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyKind {
    /// A message of its own.
    Message,
    /// The message with the component was changed.
    Update,
    /// A modal was opened.
    Modal,
    /// The message was taken away, or nothing is left to show.
    Nothing,
}

impl Reply {
    /// What sort of answer it was.
    #[must_use]
    pub const fn kind(&self) -> ReplyKind {
        self.kind
    }

    /// The id of the interaction that it answers: its time is when Discord learnt of what the member did.
    #[must_use]
    pub const fn interaction(&self) -> Snowflake {
        self.interaction
    }

    /// Whether only the member sees it.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        self.message.as_ref().is_some_and(Message::is_ephemeral)
    }

    /// Whether the bot first said that it was thinking.
    #[must_use]
    pub const fn was_deferred(&self) -> bool {
        self.deferred
    }

    /// The answering, or changed, message.
    ///
    /// # Panics
    ///
    /// When the answer has no message, such as a modal; see [`Reply::try_message`].
    #[must_use]
    pub fn message(&self) -> &Message {
        self.message.as_ref().expect("the reply is a message, not a modal or nothing")
    }

    /// The answering, or changed, message, when there is one.
    #[must_use]
    pub const fn try_message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// The modal that was opened.
    #[must_use]
    pub const fn modal(&self) -> Option<&Modal> {
        self.modal.as_ref()
    }

    /// The reply as a person reads it; the same as its `Display`.
    #[must_use]
    pub fn text(&self) -> String {
        self.to_string()
    }

    /// How long the bot took to acknowledge, in real time.
    #[must_use]
    pub const fn acknowledged_after(&self) -> Duration {
        self.acknowledged_after
    }

    /// The follow-up messages so far.
    #[must_use]
    pub fn followups(&self) -> Vec<Message> {
        self.core.with(|state| {
            let Some(known) = state.interactions.get(&self.interaction).cloned() else { return Vec::new() };
            for id in &known.followups {
                if let Some(message) = state.message_mut(known.channel, *id) {
                    message.read = true;
                }
            }
            let found = known.followups.iter().filter_map(|id| state.message(known.channel, *id));
            found.map(|message| Message::of(&self.core, state, message)).collect()
        })
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.modal, &self.message) {
            (Some(modal), _) => modal.fmt(f),
            (None, Some(message)) => message.fmt(f),
            (None, None) => f.write_str("(nothing)"),
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("kind", &self.kind)
            .field("text", &self.to_string())
            .finish_non_exhaustive()
    }
}
