//! A message, as it stood when it was looked at.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::{ActError, Channel, Reply, render};
use crate::core::Core;
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{self, State, flags};
use crate::validate::{kind, walk};

/// A message, as it stood when it was looked at; [`Message::refresh`] looks again.
///
/// Its `Display` is a transcript that a person reads.
#[derive(Clone)]
pub struct Message {
    core: Arc<Core>,
    data: Arc<state::Message>,
    author: Arc<str>,
    only: Option<Arc<str>>,
}

/// Whatever holds a message: a message itself, or a reply.
pub trait AsMessage {
    /// The message; `None` for a reply without one, such as a modal.
    fn as_message(&self) -> Option<&Message>;
}

impl AsMessage for Message {
    fn as_message(&self) -> Option<&Message> {
        Some(self)
    }
}

impl AsMessage for Reply {
    fn as_message(&self) -> Option<&Message> {
        self.try_message()
    }
}

/// A button on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it says; an emoji alone counts as its label.
    pub label: String,
    /// The id that the bot gave it; `None` for a link.
    pub custom_id: Option<String>,
    /// Where a link leads.
    pub url: Option<String>,
    /// Whether it can't be pressed.
    pub disabled: bool,
    /// Discord's number of its style: 1 primary, 2 secondary, 3 success, 4 danger, 5 link.
    pub style: u64,
}

/// A select menu on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Select {
    /// The id that the bot gave it.
    pub custom_id: String,
    /// What it says while nothing is chosen.
    pub placeholder: String,
    /// Its options, as label and value; empty for a menu of users, roles or channels.
    pub options: Vec<(String, String)>,
    /// How many must be chosen at least.
    pub min_values: u64,
    /// How many may be chosen at most.
    pub max_values: u64,
    /// Whether it can't be used.
    pub disabled: bool,
    /// Discord's number of its type: 3 text, 5 user, 6 role, 7 mentionable, 8 channel.
    pub kind: u64,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id())
            .field("text", &self.to_string())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render::message(&self.data, self.only.as_deref()))
    }
}

impl Message {
    pub(crate) fn of(core: &Arc<Core>, state: &State, message: &state::Message) -> Self {
        let name = |id: Snowflake| state.users.get(&id).map_or("?", |user| user.name.as_str());
        Self {
            core: Arc::clone(core),
            author: name(message.author).into(),
            only: message.only.map(|only| name(only).into()),
            data: Arc::new(message.clone()),
        }
    }

    pub(crate) fn data(&self) -> &state::Message {
        &self.data
    }

    /// The message's id.
    #[must_use]
    pub fn id(&self) -> Snowflake {
        self.data.id
    }

    /// The channel it is in.
    #[must_use]
    pub fn channel(&self) -> Channel {
        Channel::new(Arc::clone(&self.core), self.data.channel)
    }

    /// The author's name.
    #[must_use]
    pub fn author(&self) -> &str {
        &self.author
    }

    /// The text above the embeds.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.data.content
    }

    /// The embeds, as Discord's JSON.
    #[must_use]
    pub fn embeds(&self) -> &[Value] {
        &self.data.embeds
    }

    /// The component rows, as Discord's JSON.
    #[must_use]
    pub fn components(&self) -> &[Value] {
        &self.data.components
    }

    /// The attachments, as Discord's JSON.
    #[must_use]
    pub fn attachments(&self) -> &[Value] {
        &self.data.attachments
    }

    /// Discord's message flags.
    #[must_use]
    pub fn flags(&self) -> u64 {
        self.data.flags
    }

    /// Whether only one member sees it.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        self.data.flags & flags::EPHEMERAL != 0
    }

    /// When it was sent, by the sandbox's clock.
    #[must_use]
    pub fn sent(&self) -> Timestamp {
        self.data.sent
    }

    /// When it was last edited; `None` when it never was.
    #[must_use]
    pub fn edited(&self) -> Option<Timestamp> {
        self.data.edited
    }

    /// How often it was changed.
    #[must_use]
    pub fn edits(&self) -> u32 {
        self.data.edits
    }

    /// Whether it was deleted when it was looked at.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.data.deleted
    }

    /// Whether it is pinned.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        self.data.pinned
    }

    /// The users whom it pings.
    #[must_use]
    pub fn mentioned_users(&self) -> &[Snowflake] {
        &self.data.mentions.users
    }

    /// The roles whom it pings.
    #[must_use]
    pub fn mentioned_roles(&self) -> &[Snowflake] {
        &self.data.mentions.roles
    }

    /// Whether it pings everyone.
    #[must_use]
    pub fn mentions_everyone(&self) -> bool {
        self.data.mentions.everyone
    }

    /// The thread that was made from it.
    #[must_use]
    pub fn thread(&self) -> Option<Channel> {
        self.data.thread.map(|id| Channel::new(Arc::clone(&self.core), id))
    }

    /// Its buttons, from left to right and top to bottom.
    #[must_use]
    pub fn buttons(&self) -> Vec<Button> {
        let mut found = Vec::new();
        walk(&self.data.components, &mut |component| {
            if component["type"] == kind::BUTTON {
                let text = |key: &str| component[key].as_str().map(str::to_owned);
                found.push(Button {
                    label: render::button_label(component),
                    custom_id: text("custom_id"),
                    url: text("url"),
                    disabled: component["disabled"] == true,
                    style: component["style"].as_u64().unwrap_or(0),
                });
            }
        });
        found
    }

    /// Its first select menu.
    #[must_use]
    pub fn select(&self) -> Option<Select> {
        self.selects().into_iter().next()
    }

    /// Its select menus, from top to bottom.
    #[must_use]
    pub fn selects(&self) -> Vec<Select> {
        let mut found = Vec::new();
        walk(&self.data.components, &mut |component| {
            let number = component["type"].as_u64().unwrap_or(0);
            if matches!(number, 3 | 5..=8) {
                found.push(select(component, number));
            }
        });
        found
    }

    /// The message as Discord's JSON.
    #[must_use]
    pub fn as_json(&self) -> Value {
        let app = self.data.webhook.unwrap_or(self.data.author);
        self.core.read(|state| payload::full_message(state, &self.data, app))
    }

    /// The message as it stands now; as it last stood when its channel is gone.
    #[must_use]
    pub fn refresh(&self) -> Self {
        self.core.read(|state| {
            let now = state.message(self.data.channel, self.data.id);
            now.map_or_else(|| self.clone(), |message| Self::of(&self.core, state, message))
        })
    }

    /// Waits until the message is as `wanted`, and gives it as it is then.
    ///
    /// # Errors
    ///
    /// [`ActError::TimedOut`] with the conversation so far.
    pub async fn wait_until(&self, wanted: impl Fn(&Self) -> bool) -> Result<Self, ActError> {
        let patience: Duration = self.core.options.patience;
        let look = || Some(self.refresh()).filter(|message| wanted(message));
        let found = self.core.wait_unlocked(patience, look).await;
        found.ok_or_else(|| self.channel().timed_out(&format!("a change of the message {}", self.id())))
    }

    /// Deletes it, as a member who manages messages would.
    pub fn delete(&self) {
        self.core.with(|state| state.delete_messages(self.data.channel, &[self.data.id]));
    }

    /// Marks it as read, for an audit of unread messages.
    pub fn mark_read(&self) {
        self.core.with(|state| {
            if let Some(message) = state.message_mut(self.data.channel, self.data.id) {
                message.read = true;
            }
        });
    }
}

fn select(component: &Value, number: u64) -> Select {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let options = component["options"].as_array().into_iter().flatten();
    Select {
        custom_id: text(&component["custom_id"]),
        placeholder: text(&component["placeholder"]),
        options: options.map(|option| (text(&option["label"]), text(&option["value"]))).collect(),
        min_values: component["min_values"].as_u64().unwrap_or(1),
        max_values: component["max_values"].as_u64().unwrap_or(1),
        disabled: component["disabled"] == true,
        kind: number,
    }
}
