//! Gateway events: which objects inside them have a schema.
//!
//! The description is of REST only, but the gateway carries the same objects. Checked are:
//!
//! - `MESSAGE_CREATE` and `MESSAGE_UPDATE`: the message, `guild_id`, `member`, and the `member` of each mention;
//! - `CHANNEL_CREATE`, `CHANNEL_UPDATE`, `CHANNEL_DELETE`: the channel;
//! - `THREAD_CREATE`, `THREAD_UPDATE`: the thread; `THREAD_DELETE`: its ids; `THREAD_LIST_SYNC`: threads and members;
//!   `THREAD_MEMBER_UPDATE`, `THREAD_MEMBERS_UPDATE`: the thread members;
//! - `GUILD_CREATE`: channels, threads, roles, members, emojis; `GUILD_UPDATE`: roles, emojis;
//! - `GUILD_ROLE_CREATE`, `GUILD_ROLE_UPDATE`: the role; `GUILD_ROLE_DELETE`: its ids;
//! - `GUILD_MEMBER_ADD`: the member; `GUILD_MEMBER_UPDATE`, `GUILD_MEMBER_REMOVE`, `GUILD_BAN_ADD`,
//!   `GUILD_BAN_REMOVE`: the user;
//! - `MESSAGE_REACTION_ADD`: member and emoji; `MESSAGE_REACTION_REMOVE`: emoji; `TYPING_START`: member;
//! - `INTERACTION_CREATE`: message, user, member, and of the resolved objects users, members, roles, attachments;
//! - `READY`: the user, and the application's id; `USER_UPDATE`: the user.
//!
//! Not described, and so not checked: all other events; the rest of `READY` and `GUILD_CREATE` (a guild over the
//! gateway lacks much of REST's); an interaction's `data`, `channel` and resolved channels and messages (partial
//! objects).

use std::borrow::Cow;

use serde_json::Value;

use super::mismatch::{Finding, Mismatch, Part};
use super::schemas::Schemas;

/// The objects at one place of an event, and what they are. In the place, `*` stands for every element or field; an
/// empty one for the whole. What is not there is not checked.
type Object = (&'static str, Schema);

/// What the objects are.
#[derive(Clone, Copy)]
enum Schema {
    /// A component of the description.
    Is(&'static str),
    /// A channel of a guild, or of direct messages when it has no `guild_id`.
    Channel,
}

use Schema::{Channel, Is};

const ID: &str = "SnowflakeType";
const MESSAGE: &[Object] = &[
    ("", Is("MessageResponse")),
    ("guild_id", Is(ID)),
    ("member", Is("BasicGuildMemberResponse")),
    ("mentions/*/member", Is("BasicGuildMemberResponse")),
];
const INTERACTION: &[Object] = &[
    ("message", Is("MessageResponse")),
    ("user", Is("UserResponse")),
    ("member", Is("GuildMemberResponse")),
    ("data/resolved/users/*", Is("UserResponse")),
    ("data/resolved/members/*", Is("BasicGuildMemberResponse")),
    ("data/resolved/roles/*", Is("GuildRoleResponse")),
    ("data/resolved/attachments/*", Is("MessageAttachmentResponse")),
];
const GUILD: &[Object] = &[
    ("channels/*", Is("GuildChannelResponse")),
    ("threads/*", Is("ThreadResponse")),
    ("roles/*", Is("GuildRoleResponse")),
    ("members/*", Is("GuildMemberResponse")),
    ("emojis/*", Is("EmojiResponse")),
];

/// What is checked in an event.
fn objects(event: &str) -> &'static [Object] {
    match event {
        "MESSAGE_CREATE" | "MESSAGE_UPDATE" => MESSAGE,
        "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE" => &[("", Channel)],
        "THREAD_CREATE" | "THREAD_UPDATE" => &[("", Is("ThreadResponse"))],
        "THREAD_DELETE" => {
            &[("id", Is(ID)), ("guild_id", Is(ID)), ("parent_id", Is(ID)), ("type", Is("ChannelTypes"))]
        }
        "THREAD_LIST_SYNC" => &[
            ("threads/*", Is("ThreadResponse")),
            ("members/*", Is("ThreadMemberResponse")),
            ("guild_id", Is(ID)),
        ],
        "THREAD_MEMBER_UPDATE" => &[("", Is("ThreadMemberResponse"))],
        "THREAD_MEMBERS_UPDATE" => &[("added_members/*", Is("ThreadMemberResponse"))],
        "GUILD_CREATE" => GUILD,
        "GUILD_UPDATE" => &[("roles/*", Is("GuildRoleResponse")), ("emojis/*", Is("EmojiResponse"))],
        "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" => {
            &[("role", Is("GuildRoleResponse")), ("guild_id", Is(ID))]
        }
        "GUILD_ROLE_DELETE" => &[("role_id", Is(ID)), ("guild_id", Is(ID))],
        "GUILD_MEMBER_ADD" => &[("", Is("GuildMemberResponse")), ("guild_id", Is(ID))],
        "GUILD_MEMBER_UPDATE" | "GUILD_MEMBER_REMOVE" | "GUILD_BAN_ADD" | "GUILD_BAN_REMOVE" => {
            &[("user", Is("UserResponse")), ("guild_id", Is(ID))]
        }
        "MESSAGE_REACTION_ADD" => {
            &[("member", Is("GuildMemberResponse")), ("emoji", Is("MessageReactionEmojiResponse"))]
        }
        "MESSAGE_REACTION_REMOVE" => &[("emoji", Is("MessageReactionEmojiResponse"))],
        "TYPING_START" => &[("member", Is("GuildMemberResponse"))],
        "INTERACTION_CREATE" => INTERACTION,
        "READY" => &[("user", Is("UserResponse")), ("application/id", Is(ID))],
        "USER_UPDATE" => &[("", Is("UserResponse"))],
        _ => &[],
    }
}

/// Fields that REST always gives and the gateway may leave out, by the documentation of the objects.
///
/// Users: <https://discord.com/developers/docs/resources/user#user-object-user-structure>. A channel's guild: "may be
/// missing for some channel objects received over gateway guild dispatches".
fn may_be_missing(event: &str, pointer: &str, field: &str) -> bool {
    match field {
        "flags" | "public_flags" | "primary_guild" => is_user(event, pointer),
        "guild_id" => {
            event == "GUILD_CREATE"
                && ["/channels/", "/threads/"].iter().any(|list| pointer.starts_with(list))
        }
        _ => false,
    }
}

/// Whether a user stands at this place of an event.
fn is_user(event: &str, pointer: &str) -> bool {
    let mut parts = pointer.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let parent = parts.next().unwrap_or_default();
    ["user", "author"].contains(&last) || ["mentions", "users"].contains(&parent) || event == "USER_UPDATE"
}

/// What breaks the description in an event.
pub(super) fn check(schemas: &Schemas, event: &str, data: &Value) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    for (place, schema) in objects(event) {
        for (place, value) in select(data, place) {
            let schema = format!("/components/schemas/{}", schema.component(value));
            for finding in schemas.findings(&schema, value) {
                let pointer = format!("{place}{}", finding.pointer);
                if !excused(event, &pointer, &finding) {
                    let at = if pointer.is_empty() { event.to_owned() } else { format!("{event} {pointer}") };
                    mismatches.push(Mismatch { part: Part::Event, at, says: finding.says });
                }
            }
        }
    }
    mismatches
}

fn excused(event: &str, pointer: &str, finding: &Finding) -> bool {
    finding.missing.as_ref().is_some_and(|field| may_be_missing(event, pointer, field))
}

impl Schema {
    fn component(self, value: &Value) -> &'static str {
        match self {
            Self::Is(component) => component,
            Self::Channel if value.get("guild_id").is_some() => "GuildChannelResponse",
            Self::Channel => "PrivateChannelResponse",
        }
    }
}

/// The values at a place, each with its JSON pointer.
fn select<'v>(data: &'v Value, place: &str) -> Vec<(String, &'v Value)> {
    let mut selected = vec![(String::new(), data)];
    for part in place.split('/').filter(|part| !part.is_empty()) {
        selected = selected.into_iter().flat_map(|(pointer, value)| step(&pointer, value, part)).collect();
    }
    selected
}

fn step<'v>(pointer: &str, value: &'v Value, part: &str) -> Vec<(String, &'v Value)> {
    let below = |(key, value): (Cow<'_, str>, &'v Value)| (format!("{pointer}/{key}"), value);
    match value {
        Value::Array(list) if part == "*" => list
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string().into(), value))
            .map(below)
            .collect(),
        Value::Object(fields) if part == "*" => {
            fields.iter().map(|(key, value)| (key.as_str().into(), value)).map(below).collect()
        }
        _ => value.get(part).map(|value| below((part.into(), value))).into_iter().collect(),
    }
}
