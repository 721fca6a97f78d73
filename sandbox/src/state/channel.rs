//! Channels, overwrites and threads.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;
use twilight_model::guild::Permissions;

use super::{Audience, State};
use crate::gateway::intents;
use crate::payload;
use crate::snowflake::Snowflake;

/// The kinds of channel that the sandbox models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChannelKind {
    Text,
    Direct,
    Voice,
    Category,
    Announcement,
    PublicThread,
    PrivateThread,
}

impl ChannelKind {
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Direct => 1,
            Self::Voice => 2,
            Self::Category => 4,
            Self::Announcement => 5,
            Self::PublicThread => 11,
            Self::PrivateThread => 12,
        }
    }

    /// The kinds that a guild channel can be made of.
    pub(crate) const fn of_guild(number: u64) -> Option<Self> {
        match number {
            0 => Some(Self::Text),
            2 => Some(Self::Voice),
            4 => Some(Self::Category),
            5 => Some(Self::Announcement),
            _ => None,
        }
    }

    pub(crate) const fn is_thread(self) -> bool {
        matches!(self, Self::PublicThread | Self::PrivateThread)
    }
}

/// A place to talk.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) id: Snowflake,
    pub(crate) kind: ChannelKind,
    pub(crate) guild: Option<Snowflake>,
    pub(crate) name: String,
    pub(crate) topic: Option<String>,
    pub(crate) position: i64,
    pub(crate) parent: Option<Snowflake>,
    pub(crate) overwrites: BTreeMap<Snowflake, Overwrite>,
    pub(crate) nsfw: bool,
    /// Seconds a member waits between two messages.
    pub(crate) slowmode: u64,
    pub(crate) last_message: Option<Snowflake>,
    pub(crate) last_pin: Option<Timestamp>,
    pub(crate) recipients: Vec<Snowflake>,
    pub(crate) thread: Option<Thread>,
}

/// A permission overwrite of a role or a member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overwrite {
    pub(crate) kind: OverwriteKind,
    pub(crate) allow: Permissions,
    pub(crate) deny: Permissions,
}

/// Whom an overwrite is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OverwriteKind {
    Role,
    Member,
}

/// What a thread has beyond a channel.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    pub(crate) owner: Snowflake,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    pub(crate) invitable: bool,
    /// Minutes of silence before the thread is archived.
    pub(crate) auto_archive: u64,
    pub(crate) archive_changed: Timestamp,
    pub(crate) created: Timestamp,
    pub(crate) members: BTreeMap<Snowflake, Timestamp>,
    pub(crate) message_count: u64,
}

impl Channel {
    fn bare(id: Snowflake, kind: ChannelKind, guild: Option<Snowflake>, name: &str) -> Self {
        Self {
            id,
            kind,
            guild,
            name: name.to_owned(),
            topic: None,
            position: 0,
            parent: None,
            overwrites: BTreeMap::new(),
            nsfw: false,
            slowmode: 0,
            last_message: None,
            last_pin: None,
            recipients: Vec::new(),
            thread: None,
        }
    }

    pub(crate) fn of_kind(id: Snowflake, kind: ChannelKind, guild: Snowflake, name: &str) -> Self {
        Self::bare(id, kind, Some(guild), name)
    }

    pub(crate) fn text(id: Snowflake, guild: Snowflake, name: &str) -> Self {
        Self::of_kind(id, ChannelKind::Text, guild, name)
    }

    pub(crate) fn direct(id: Snowflake, recipients: Vec<Snowflake>) -> Self {
        Self { recipients, ..Self::bare(id, ChannelKind::Direct, None, "") }
    }

    /// Whether messages can be sent here.
    pub(crate) const fn holds_messages(&self) -> bool {
        !matches!(self.kind, ChannelKind::Category)
    }
}

impl State {
    /// Adds a guild channel below the others and tells who may see it.
    pub(crate) fn add_channel(&mut self, mut channel: Channel) {
        let siblings =
            self.channels.values().filter(|other| other.guild == channel.guild && other.thread.is_none());
        channel.position = i64::try_from(siblings.count()).unwrap_or(0);
        let id = channel.id;
        self.channels.insert(id, channel);
        self.emit_channel("CHANNEL_CREATE", id);
    }

    /// Tells about a channel or thread that was made or changed.
    pub(crate) fn emit_channel(&mut self, event: &'static str, id: Snowflake) {
        let audience = Audience::channel(self, id, intents::GUILDS);
        self.emit(event, &audience, |state, _| state.channels.get(&id).map(|it| payload::channel(state, it)));
    }

    /// Tells about a changed channel or thread by its proper event.
    pub(crate) fn channel_changed(&mut self, id: Snowflake) {
        let thread = self.channels.get(&id).is_some_and(|channel| channel.thread.is_some());
        self.emit_channel(if thread { "THREAD_UPDATE" } else { "CHANNEL_UPDATE" }, id);
    }

    /// Tells about a new thread, and bots inside it that they are members.
    pub(crate) fn emit_thread_created(&mut self, id: Snowflake) {
        let audience = Audience::channel(self, id, intents::GUILDS);
        self.emit("THREAD_CREATE", &audience, |state, app| {
            let mut body = payload::channel(state, state.channels.get(&id)?);
            body["newly_created"] = json!(true);
            if let Some(member) = payload::thread_member(state, id, state.apps.get(&app)?.bot) {
                body["member"] = member;
            }
            Some(body)
        });
    }

    /// Deletes a channel with its threads and messages.
    pub(crate) fn delete_channel(&mut self, id: Snowflake) {
        let Some(channel) = self.channels.get(&id).cloned() else { return };
        let audience = Audience::channel(self, id, intents::GUILDS);
        let body = if channel.thread.is_some() {
            json!({
                "id": id, "guild_id": channel.guild, "parent_id": channel.parent,
                "type": channel.kind.number(),
            })
        } else {
            payload::channel(self, &channel)
        };
        let event = if channel.thread.is_some() { "THREAD_DELETE" } else { "CHANNEL_DELETE" };
        self.emit(event, &audience, |_, _| Some(body.clone()));
        let threads: Vec<Snowflake> = self
            .channels
            .values()
            .filter(|other| other.thread.is_some() && other.parent == Some(id))
            .map(|other| other.id)
            .collect();
        for thread in threads {
            self.delete_channel(thread);
        }
        self.channels.remove(&id);
        self.messages.remove(&id);
        if let Some(message) = channel.parent.and_then(|parent| self.messages.get_mut(&parent)?.get_mut(&id))
        {
            message.thread = None;
        }
    }

    /// Puts a user into a thread and tells who may know.
    pub(crate) fn join_thread(&mut self, thread: Snowflake, user: Snowflake) {
        let now = self.now();
        let Some(place) = self.channels.get_mut(&thread) else { return };
        let guild = place.guild;
        let Some(inside) = place.thread.as_mut() else { return };
        if inside.members.contains_key(&user) {
            return;
        }
        inside.members.insert(user, now);
        let count = inside.members.len();
        self.emit_thread_members(thread, guild, user, count, true);
    }

    /// Takes a user out of a thread and tells who may know.
    pub(crate) fn leave_thread(&mut self, thread: Snowflake, user: Snowflake) {
        let Some(place) = self.channels.get_mut(&thread) else { return };
        let guild = place.guild;
        let Some(inside) = place.thread.as_mut() else { return };
        if inside.members.remove(&user).is_none() {
            return;
        }
        let count = inside.members.len();
        self.emit_thread_members(thread, guild, user, count, false);
    }

    fn emit_thread_members(
        &mut self,
        thread: Snowflake,
        guild: Option<Snowflake>,
        user: Snowflake,
        count: usize,
        added: bool,
    ) {
        let mut audience = Audience::channel(self, thread, intents::GUILD_MEMBERS);
        audience.or_bot = Some(user);
        self.emit("THREAD_MEMBERS_UPDATE", &audience, |state, _| {
            let mut body = json!({ "id": thread, "guild_id": guild, "member_count": count.min(50) });
            if added {
                let mut entry = payload::thread_member(state, thread, user)?;
                entry["member"] = payload::member(state, guild?, user)?;
                entry["presence"] = serde_json::Value::Null;
                body["added_members"] = json!([entry]);
            } else {
                body["removed_member_ids"] = json!([user]);
            }
            Some(body)
        });
    }
}
