//! What the sandbox knows, as Discord writes it.

mod guild;
mod interaction;
mod mentions;
mod message;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use crate::snowflake::Snowflake;
use crate::state::{App, Channel, OverwriteKind, Role, State};

pub(crate) use guild::{guild, guild_create, guilds_of, ready};
pub(crate) use interaction::{interaction, resolved};
pub(crate) use mentions::{Allowed, marks};
pub(crate) use message::{full_message, message, message_event};

/// A time as Discord writes it: to the microsecond, with an offset.
pub(crate) fn time(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
}

/// Permissions as Discord writes them: a number in text.
pub(crate) fn bits(permissions: Permissions) -> String {
    permissions.bits().to_string()
}

pub(crate) fn user(state: &State, id: Snowflake) -> Value {
    let Some(user) = state.users.get(&id) else { return Value::Null };
    json!({
        "id": id,
        "username": user.name,
        "global_name": if user.bot { Value::Null } else { json!(user.name) },
        "discriminator": if user.bot { format!("{:04}", id.get() % 9_999 + 1) } else { "0".to_owned() },
        "avatar": null,
        "banner": null,
        "accent_color": null,
        "avatar_decoration_data": null,
        "collectibles": null,
        "primary_guild": null,
        "bot": user.bot,
        "system": false,
        "public_flags": 0,
        "flags": 0,
    })
}

/// The bot's own user, with what only it sees.
pub(crate) fn current_user(state: &State, id: Snowflake) -> Value {
    let mut body = user(state, id);
    if !body.is_null() {
        body["verified"] = json!(true);
        body["email"] = Value::Null;
        body["mfa_enabled"] = json!(false);
        body["locale"] = json!("en-US");
    }
    body
}

/// A member with its user; `None` for a stranger.
pub(crate) fn member(state: &State, guild: Snowflake, id: Snowflake) -> Option<Value> {
    let mut body = partial_member(state, guild, id)?;
    body["user"] = user(state, id);
    Some(body)
}

/// A member without its user, as inside messages.
pub(crate) fn partial_member(state: &State, guild: Snowflake, id: Snowflake) -> Option<Value> {
    let member = state.guilds.get(&guild)?.members.get(&id)?;
    Some(json!({
        "nick": member.nick,
        "avatar": null,
        "banner": null,
        "roles": member.roles,
        "joined_at": time(member.joined),
        "premium_since": null,
        "deaf": false,
        "mute": false,
        "flags": 0,
        "pending": false,
        "communication_disabled_until": member.timeout_until.map(time),
    }))
}

pub(crate) fn role(role: &Role) -> Value {
    let mut body = json!({
        "id": role.id,
        "name": role.name,
        "description": null,
        "permissions": bits(role.permissions),
        "position": role.position,
        "color": role.color,
        "colors": { "primary_color": role.color, "secondary_color": null, "tertiary_color": null },
        "hoist": role.hoist,
        "managed": role.bot.is_some(),
        "mentionable": role.mentionable,
        "icon": null,
        "unicode_emoji": null,
        "flags": 0,
    });
    if let Some(bot) = role.bot {
        body["tags"] = json!({ "bot_id": bot });
    }
    body
}

/// A channel, thread or direct-message channel.
pub(crate) fn channel(state: &State, channel: &Channel) -> Value {
    let mut body = json!({
        "id": channel.id,
        "type": channel.kind.number(),
        "last_message_id": channel.last_message,
        "flags": 0,
    });
    if let Some(guild) = channel.guild {
        merge(
            &mut body,
            json!({
                "guild_id": guild,
                "name": channel.name,
                "parent_id": channel.parent,
                "rate_limit_per_user": channel.slowmode,
            }),
        );
        if channel.thread.is_none() {
            merge(&mut body, guild_channel(channel));
        }
    } else {
        let people: Vec<Value> = channel
            .recipients
            .iter()
            .filter(|id| state.users.get(id).is_some_and(|user| !user.bot))
            .map(|id| user(state, *id))
            .collect();
        body["recipients"] = json!(people);
    }
    if let Some(pin) = channel.last_pin {
        body["last_pin_timestamp"] = json!(time(pin));
    }
    if channel.thread.is_some() {
        merge(&mut body, thread(channel));
    }
    body
}

fn guild_channel(channel: &Channel) -> Value {
    let mut body = json!({
        "topic": channel.topic,
        "nsfw": channel.nsfw,
        "position": channel.position,
        "permission_overwrites": overwrites(&channel.overwrites),
    });
    if channel.kind.number() == 2 {
        merge(&mut body, json!({ "bitrate": 64_000, "user_limit": 0, "rtc_region": null }));
    }
    body
}

fn thread(channel: &Channel) -> Value {
    let Some(thread) = &channel.thread else { return json!({}) };
    let mut metadata = json!({
        "archived": thread.archived,
        "archive_timestamp": time(thread.archive_changed),
        "auto_archive_duration": thread.auto_archive,
        "locked": thread.locked,
        "create_timestamp": time(thread.created),
    });
    if channel.kind.number() == 12 {
        metadata["invitable"] = json!(thread.invitable);
    }
    json!({
        "owner_id": thread.owner,
        "thread_metadata": metadata,
        "message_count": thread.message_count,
        "member_count": thread.members.len().min(50),
        "total_message_sent": thread.message_count,
    })
}

/// A user's place in a thread.
pub(crate) fn thread_member(state: &State, thread: Snowflake, user: Snowflake) -> Option<Value> {
    let joined = state.channels.get(&thread)?.thread.as_ref()?.members.get(&user)?;
    Some(json!({ "id": thread, "user_id": user, "join_timestamp": time(*joined), "flags": 0 }))
}

fn overwrites(list: &BTreeMap<Snowflake, crate::state::Overwrite>) -> Vec<Value> {
    list.iter()
        .map(|(id, overwrite)| {
            json!({
                "id": id,
                "type": match overwrite.kind { OverwriteKind::Role => 0, OverwriteKind::Member => 1 },
                "allow": bits(overwrite.allow),
                "deny": bits(overwrite.deny),
            })
        })
        .collect()
}

/// The application as its own bot sees it.
pub(crate) fn application(state: &State, app: &App) -> Value {
    let owner = json!({
        "id": app.id, "username": "developer", "global_name": "developer", "discriminator": "0",
        "avatar": null, "public_flags": 0, "flags": 0, "banner": null, "accent_color": null,
        "avatar_decoration_data": null, "collectibles": null, "primary_guild": null,
    });
    let guilds = state.guilds.values().filter(|guild| guild.members.contains_key(&app.bot)).count();
    json!({
        "id": app.id,
        "name": app.name,
        "icon": null,
        "description": "",
        "summary": "",
        "type": null,
        "bot": user(state, app.bot),
        "bot_public": true,
        "bot_require_code_grant": false,
        "is_monetized": false,
        "is_verified": false,
        "is_discoverable": false,
        "hook": true,
        "storefront_available": false,
        "integration_public": true,
        "integration_require_code_grant": false,
        "discoverability_state": 1,
        "discovery_eligibility_flags": 0,
        "explicit_content_filter": 0,
        "rpc_application_state": 0,
        "store_application_state": 1,
        "verification_state": 1,
        "verify_key": "0000000000000000000000000000000000000000000000000000000000000000",
        "owner": owner,
        "team": null,
        "flags": app_flags(app),
        "flags_new": app_flags(app).to_string(),
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
        "event_webhooks_status": 1,
        "approximate_guild_count": guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "integration_types_config": { "0": {} },
        "tags": [],
    })
}

/// Application flags: which privileged intents are on, in the form for small bots.
pub(crate) fn app_flags(app: &App) -> u64 {
    use crate::gateway::intents::{GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT};
    const FLAGS: [(u64, u64); 3] =
        [(GUILD_PRESENCES, 1 << 13), (GUILD_MEMBERS, 1 << 15), (MESSAGE_CONTENT, 1 << 19)];
    FLAGS.iter().filter(|(intent, _)| app.privileged & intent != 0).map(|(_, flag)| flag).sum()
}

/// Lays the fields of `more` onto `body`.
pub(crate) fn merge(body: &mut Value, more: Value) {
    if let (Value::Object(body), Value::Object(more)) = (body, more) {
        body.extend(more);
    }
}
