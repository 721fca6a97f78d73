//! Interactions as the gateway brings them.

use serde_json::{Map, Value, json};

use super::{bits, channel, member, merge, message_event, partial_member, role, user};
use crate::snowflake::Snowflake;
use crate::state::{Interaction, InteractionKind, State};

/// The largest file a member can upload in a guild without boosts, in bytes.
const UPLOAD_LIMIT: u64 = 10_485_760;

/// The whole of an INTERACTION_CREATE.
pub(crate) fn interaction(state: &State, act: &Interaction, data: Value) -> Value {
    let place = state.channels.get(&act.channel);
    let bot = state.apps.get(&act.app).map(|app| app.bot).unwrap_or_default();
    let mut body = json!({
        "id": act.id,
        "application_id": act.app,
        "type": act.kind.number(),
        "token": act.token,
        "version": 1,
        "data": data,
        "channel_id": act.channel,
        "channel": place.map(|place| channel(state, place)),
        "app_permissions": bits(state.permissions_in(bot, act.channel)),
        "locale": "en-US",
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": UPLOAD_LIMIT,
        "context": if act.guild.is_some() { 0 } else { 1 },
    });
    let owner = act.guild.map_or_else(|| json!("0"), |guild| json!(guild));
    body["authorizing_integration_owners"] = json!({ "0": owner });
    match act.guild.and_then(|guild| state.guilds.get(&guild)) {
        Some(guild) => {
            let mut who = member(state, guild.id, act.user).unwrap_or(Value::Null);
            if who.is_object() {
                who["permissions"] = json!(bits(state.permissions_in(act.user, act.channel)));
            }
            merge(
                &mut body,
                json!({
                    "guild_id": guild.id,
                    "guild_locale": guild.locale,
                    "guild": { "id": guild.id, "locale": guild.locale, "features": [] },
                    "member": who,
                }),
            );
        }
        None => body["user"] = user(state, act.user),
    }
    if matches!(act.kind, InteractionKind::Component | InteractionKind::Modal)
        && let Some(source) = act.source.and_then(|id| state.message(act.channel, id))
    {
        let mut shown = message_event(state, source, act.app);
        if let Value::Object(fields) = &mut shown {
            for outer in ["guild_id", "member", "channel_type"] {
                fields.remove(outer);
            }
        }
        body["message"] = shown;
    }
    body
}

/// The things that option or select values point at, with their permissions.
pub(crate) fn resolved(
    state: &State,
    place: Snowflake,
    app: Snowflake,
    actor: Snowflake,
    ids: &[Snowflake],
) -> Value {
    let guild = state.channels.get(&place).and_then(|channel| channel.guild);
    let bot = state.apps.get(&app).map(|app| app.bot).unwrap_or_default();
    let mut found: Map<String, Value> = Map::new();
    let mut add = |group: &str, id: Snowflake, body: Value| {
        let map = found.entry(group).or_insert_with(|| json!({}));
        map[id.to_string()] = body;
    };
    for id in ids {
        if state.users.contains_key(id) {
            add("users", *id, user(state, *id));
            if let Some(mut who) = guild.and_then(|guild| partial_member(state, guild, *id)) {
                who["permissions"] = json!(bits(state.permissions_in(*id, place)));
                if let Value::Object(fields) = &mut who {
                    for left_out in ["deaf", "mute"] {
                        fields.remove(left_out);
                    }
                }
                add("members", *id, who);
            }
        }
        if let Some(known) = guild.and_then(|guild| state.guilds.get(&guild)?.roles.get(id)) {
            add("roles", *id, role(known));
        }
        if let Some(known) = state.channels.get(id) {
            let mut body = channel(state, known);
            body["permissions"] = json!(bits(state.permissions_in(actor, *id)));
            body["app_permissions"] = json!(bits(state.permissions_in(bot, *id)));
            add("channels", *id, body);
        }
    }
    Value::Object(found)
}
