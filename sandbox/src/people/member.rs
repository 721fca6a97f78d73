//! A member of a guild: what a person is and does besides using a bot.

use std::fmt;
use std::sync::Arc;

use serde_json::json;
use twilight_model::guild::Permissions;

use super::{ActError, Application, AsMessage, Channel, Message, Refused, Role};
use crate::core::Core;
use crate::payload::Allowed;
use crate::snowflake::Snowflake;
use crate::state::{Draft, State};

/// A member of a guild.
#[derive(Clone)]
pub struct Member {
    pub(crate) core: Arc<Core>,
    pub(crate) guild: Snowflake,
    user: Snowflake,
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Member").field("id", &self.user).field("name", &self.name()).finish_non_exhaustive()
    }
}

impl Member {
    pub(crate) const fn new(core: Arc<Core>, guild: Snowflake, user: Snowflake) -> Self {
        Self { core, guild, user }
    }

    /// The user's id.
    #[must_use]
    pub const fn id(&self) -> Snowflake {
        self.user
    }

    /// The user's name.
    #[must_use]
    pub fn name(&self) -> String {
        self.core.read(|state| state.users.get(&self.user).map(|user| user.name.clone()).unwrap_or_default())
    }

    /// Whether the member has the role.
    #[must_use]
    pub fn has_role(&self, role: &Role) -> bool {
        let held = |state: &State| {
            Some(state.guilds.get(&self.guild)?.members.get(&self.user)?.roles.contains(&role.id()))
        };
        self.core.read(held).unwrap_or(false)
    }

    /// Gives the member a role.
    pub fn add_role(&self, role: &Role) {
        self.core.with(|state| {
            state.change_member(self.guild, self.user, |member| {
                if !member.roles.contains(&role.id()) {
                    member.roles.push(role.id());
                }
            })
        });
    }

    /// Takes a role from the member.
    pub fn remove_role(&self, role: &Role) {
        self.core.with(|state| {
            state
                .change_member(self.guild, self.user, |member| member.roles.retain(|held| *held != role.id()))
        });
    }

    /// Gives the member a new role with these permissions.
    pub fn grant(&self, permissions: Permissions) {
        let name = format!("granted to {}", self.name());
        self.core.with(|state| {
            if let Some(role) = state.create_role(self.guild, &name, permissions, None) {
                state.change_member(self.guild, self.user, |member| member.roles.push(role));
            }
        });
    }

    /// Puts the member in time-out until `until`, or ends it.
    pub fn set_timeout(&self, until: Option<jiff::Timestamp>) {
        self.core
            .with(|state| state.change_member(self.guild, self.user, |member| member.timeout_until = until));
    }

    /// Leaves the guild.
    pub fn leave(&self) {
        self.core.with(|state| state.leave(self.guild, self.user));
    }

    /// Takes no direct messages from bots any more (50007).
    pub fn refuse_direct_messages(&self) {
        self.core.with(|state| {
            if let Some(user) = state.users.get_mut(&self.user) {
                user.refuses_direct_messages = true;
            }
        });
    }

    /// Says something in a channel.
    ///
    /// # Errors
    ///
    /// [`ActError::Refused`] when the member may not speak there.
    #[expect(clippy::unused_async, reason = "part of the interface, as all acts of a member")]
    pub async fn say(&self, channel: &Channel, content: &str) -> Result<Message, ActError> {
        let id = self.core.with(|state| {
            let place = state.channels.get(&channel.id())?;
            let needed = match place.thread {
                Some(_) => Permissions::SEND_MESSAGES_IN_THREADS,
                None => Permissions::SEND_MESSAGES,
            };
            state.require(self.user, channel.id(), needed).ok()?;
            let mentions = state.mentions(channel.id(), self.user, content, &Allowed::all());
            let draft = Draft { content: content.to_owned(), mentions, ..Draft::default() };
            let id = state.send(channel.id(), self.user, draft);
            let message = state.message_mut(channel.id(), id)?;
            (message.read, message.handed) = (true, true);
            Some(id)
        });
        let said = id.and_then(|id| channel.message(id));
        said.ok_or_else(|| {
            let what = format!("speak in #{}", channel.name());
            Refused::NotAllowed { who: self.name(), what }.into()
        })
    }

    /// Reacts to a message with a Unicode emoji.
    pub fn react(&self, message: &impl AsMessage, emoji: &str) {
        let Some(message) = message.as_message() else { return };
        let emoji = json!({ "id": null, "name": emoji });
        let (channel, id) = (message.data().channel, message.id());
        self.core.with(|state| state.react(channel, id, self.user, &emoji));
    }

    /// Takes a Unicode emoji that the member reacted with away again.
    pub fn unreact(&self, message: &impl AsMessage, emoji: &str) {
        let Some(message) = message.as_message() else { return };
        let emoji = json!({ "id": null, "name": emoji });
        let (channel, id) = (message.data().channel, message.id());
        self.core.with(|state| state.unreact(channel, id, self.user, &emoji));
    }

    /// Dismisses an ephemeral message, as its reader can.
    pub fn dismiss(&self, message: &impl AsMessage) {
        let Some(message) = message.as_message() else { return };
        let (channel, id) = (message.data().channel, message.id());
        if message.data().only == Some(self.user) {
            self.core.with(|state| state.delete_messages(channel, &[id]));
        }
    }

    /// What the member sees in a channel, oldest first, own ephemeral messages among it; nothing in a hidden channel.
    #[must_use]
    pub fn sees(&self, channel: &Channel) -> Vec<Message> {
        self.core.read(|state| {
            if !state.permissions_in(self.user, channel.id()).contains(Permissions::VIEW_CHANNEL) {
                return Vec::new();
            }
            let all = state.messages.get(&channel.id()).into_iter().flat_map(|list| list.values());
            let mine = all.filter(|message| message.seen_by(self.user));
            mine.map(|message| Message::of(&self.core, state, message)).collect()
        })
    }

    /// The member's direct-message channel with a bot.
    #[must_use]
    pub fn direct_channel(&self, app: &Application) -> Channel {
        let id = self.core.with(|state| state.direct_channel(app.bot_user_id(), self.user));
        Channel::new(Arc::clone(&self.core), id)
    }

    /// All messages of the direct-message channel with a bot, oldest first.
    #[must_use]
    pub fn direct_messages(&self, app: &Application) -> Vec<Message> {
        self.direct_channel(app).messages()
    }

    /// The next direct message of a bot that nobody has read; waits for it.
    ///
    /// # Errors
    ///
    /// [`ActError::TimedOut`] when none comes within the sandbox's patience.
    pub async fn next_direct_message(&self, app: &Application) -> Result<Message, ActError> {
        self.direct_channel(app).next_message().await
    }
}
