//! Messages: what was said, who may see it, what became of it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{Audience, State};
use crate::payload;
use crate::snowflake::Snowflake;

/// How long a nonce keeps a second message from being made.
const NONCE_REMEMBERED: SignedDuration = SignedDuration::from_mins(5);

/// Message flags that the sandbox knows.
///
/// [Discord's documentation](https://discord.com/developers/docs/resources/message#message-object-message-flags)
pub(crate) mod flags {
    pub(crate) const SUPPRESS_EMBEDS: u64 = 1 << 2;
    pub(crate) const HAS_THREAD: u64 = 1 << 5;
    pub(crate) const EPHEMERAL: u64 = 1 << 6;
    pub(crate) const LOADING: u64 = 1 << 7;
    pub(crate) const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    pub(crate) const COMPONENTS_V2: u64 = 1 << 15;
}

/// A message, kept also after it was deleted so that a test can look back.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: Snowflake,
    pub(crate) channel: Snowflake,
    pub(crate) author: Snowflake,
    /// The application whose interaction token sent it.
    pub(crate) webhook: Option<Snowflake>,
    pub(crate) interaction: Option<Value>,
    pub(crate) sent: Timestamp,
    pub(crate) edited: Option<Timestamp>,
    pub(crate) kind: u8,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Value>,
    pub(crate) poll: Option<Value>,
    pub(crate) flags: u64,
    pub(crate) reference: Option<(Snowflake, Snowflake)>,
    pub(crate) nonce: Option<Value>,
    pub(crate) mentions: Mentions,
    pub(crate) tts: bool,
    pub(crate) pinned: bool,
    pub(crate) reactions: Vec<Reaction>,
    pub(crate) thread: Option<Snowflake>,
    /// The only user who sees it, for an ephemeral one.
    pub(crate) only: Option<Snowflake>,
    pub(crate) deleted: bool,
    /// Somebody in a test has looked at it.
    pub(crate) read: bool,
    /// It was handed to the member who caused it, so nobody needs to wait for it.
    pub(crate) handed: bool,
    /// How often it was edited.
    pub(crate) edits: u32,
}

/// Who a message pings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) everyone: bool,
    pub(crate) users: Vec<Snowflake>,
    pub(crate) roles: Vec<Snowflake>,
}

/// Who reacted with an emoji.
#[derive(Clone, Debug)]
pub(crate) struct Reaction {
    pub(crate) emoji: Value,
    pub(crate) users: BTreeSet<Snowflake>,
}

/// A message that is about to be made, already validated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Value>,
    pub(crate) poll: Option<Value>,
    pub(crate) flags: u64,
    pub(crate) kind: u8,
    pub(crate) reference: Option<(Snowflake, Snowflake)>,
    pub(crate) nonce: Option<Value>,
    pub(crate) mentions: Mentions,
    pub(crate) tts: bool,
    pub(crate) webhook: Option<Snowflake>,
    pub(crate) interaction: Option<Value>,
    pub(crate) only: Option<Snowflake>,
}

impl Message {
    /// Whether `user` sees it in the channel.
    pub(crate) fn seen_by(&self, user: Snowflake) -> bool {
        !self.deleted && self.only.is_none_or(|only| only == user)
    }

    /// Whether everyone in the channel sees it.
    pub(crate) const fn is_public(&self) -> bool {
        !self.deleted && self.only.is_none()
    }

    pub(crate) const fn is_loading(&self) -> bool {
        self.flags & flags::LOADING != 0
    }
}

impl State {
    pub(crate) fn message(&self, channel: Snowflake, id: Snowflake) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    /// A message to be changed; whoever follows [`State::news`] looks at it again.
    pub(crate) fn message_mut(&mut self, channel: Snowflake, id: Snowflake) -> Option<&mut Message> {
        let message = self.messages.get_mut(&channel)?.get_mut(&id)?;
        self.news.note(channel, id);
        Some(message)
    }

    /// The message that `author` already sent under this nonce, within Discord's memory of a few minutes.
    pub(crate) fn by_nonce(&self, channel: Snowflake, author: Snowflake, nonce: &Value) -> Option<Snowflake> {
        let oldest = self.now().saturating_sub(NONCE_REMEMBERED).ok()?;
        let same = |message: &&Message| {
            message.author == author
                && message.sent >= oldest
                && message.nonce.as_ref().is_some_and(|known| text_of(known) == text_of(nonce))
        };
        self.messages.get(&channel)?.values().rev().find(same).map(|message| message.id)
    }

    /// Makes a message; a public one is told to every app that may read the channel.
    pub(crate) fn send(&mut self, channel: Snowflake, author: Snowflake, draft: Draft) -> Snowflake {
        let id = self.next_id();
        let sent = self.now();
        let message = Message {
            id,
            channel,
            author,
            webhook: draft.webhook,
            interaction: draft.interaction,
            sent,
            edited: None,
            kind: draft.kind,
            content: draft.content,
            embeds: draft.embeds,
            components: draft.components,
            attachments: draft.attachments,
            poll: draft.poll,
            flags: draft.flags,
            reference: draft.reference,
            nonce: draft.nonce,
            mentions: draft.mentions,
            tts: draft.tts,
            pinned: false,
            reactions: Vec::new(),
            thread: None,
            only: draft.only,
            deleted: false,
            read: false,
            handed: false,
            edits: 0,
        };
        let public = message.is_public();
        self.messages.entry(channel).or_default().insert(id, message);
        self.news.note(channel, id);
        if public {
            self.wake_channel(channel, id, author);
            self.emit_message("MESSAGE_CREATE", channel, id);
        }
        id
    }

    /// A message wakes an archived thread, joins its author to it, and is the channel's last.
    fn wake_channel(&mut self, channel: Snowflake, id: Snowflake, author: Snowflake) {
        let now = self.now();
        let Some(place) = self.channels.get_mut(&channel) else { return };
        place.last_message = Some(id);
        let Some(thread) = place.thread.as_mut() else { return };
        thread.message_count += 1;
        let woken = std::mem::take(&mut thread.archived);
        if woken {
            thread.archive_changed = now;
            self.channel_changed(channel);
        }
        self.join_thread(channel, author);
    }

    pub(crate) fn emit_message(&mut self, event: &'static str, channel: Snowflake, id: Snowflake) {
        let audience = Audience::messages(self, channel);
        self.emit(event, &audience, |state, app| {
            let message = state.message(channel, id)?;
            Some(payload::message_event(state, message, app))
        });
    }

    /// Changes a message; a public one is told as MESSAGE_UPDATE. `as_edit` shows "(edited)".
    pub(crate) fn change_message(
        &mut self,
        channel: Snowflake,
        id: Snowflake,
        as_edit: bool,
        change: impl FnOnce(&mut Message),
    ) {
        let now = self.now();
        let Some(message) = self.message_mut(channel, id) else { return };
        let loading = message.is_loading();
        change(message);
        message.edits += 1;
        if as_edit && !loading {
            message.edited = Some(now);
        }
        if message.is_public() {
            self.emit_message("MESSAGE_UPDATE", channel, id);
        }
    }

    /// Deletes messages, told one by one or, for several, as a bulk.
    pub(crate) fn delete_messages(&mut self, channel: Snowflake, ids: &[Snowflake]) {
        let mut public = Vec::new();
        for id in ids {
            let Some(message) = self.message_mut(channel, *id) else { continue };
            if message.is_public() {
                public.push(*id);
            }
            message.deleted = true;
        }
        let audience = Audience::messages(self, channel);
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        match public.as_slice() {
            [] => {}
            [id] if ids.len() == 1 => {
                let body = with_guild(json!({ "id": id, "channel_id": channel }), guild);
                self.emit("MESSAGE_DELETE", &audience, |_, _| Some(body.clone()));
            }
            many => {
                let body = with_guild(json!({ "ids": many, "channel_id": channel }), guild);
                self.emit("MESSAGE_DELETE_BULK", &audience, |_, _| Some(body.clone()));
            }
        }
    }

    /// Reads who `content` mentions, as far as `allowed` permits and `author` may.
    pub(crate) fn mentions(
        &self,
        channel: Snowflake,
        author: Snowflake,
        content: &str,
        allowed: &payload::Allowed,
    ) -> Mentions {
        let guild = self.channels.get(&channel).and_then(|channel| self.guilds.get(&channel.guild?));
        let may_all = self.permissions_in(author, channel).contains(Permissions::MENTION_EVERYONE);
        let mut found = Mentions::default();
        for (mark, id) in payload::marks(content) {
            match mark {
                "@" | "@!" if allowed.user(id) && self.users.contains_key(&id) => {
                    push_new(&mut found.users, id)
                }
                "@&" if allowed.role(id) => {
                    let role = guild.and_then(|guild| guild.roles.get(&id));
                    if role.is_some_and(|role| role.mentionable || may_all) {
                        push_new(&mut found.roles, id);
                    }
                }
                _ => {}
            }
        }
        let calls_all = content.contains("@everyone") || content.contains("@here");
        found.everyone = calls_all && may_all && allowed.everyone && guild.is_some();
        found
    }
}

fn push_new(list: &mut Vec<Snowflake>, id: Snowflake) {
    if !list.contains(&id) {
        list.push(id);
    }
}

pub(super) fn with_guild(mut body: Value, guild: Option<Snowflake>) -> Value {
    if let Some(guild) = guild {
        body["guild_id"] = json!(guild);
    }
    body
}

/// A nonce as text: Discord takes `7` and `"7"` for the same.
fn text_of(nonce: &Value) -> String {
    nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned)
}
