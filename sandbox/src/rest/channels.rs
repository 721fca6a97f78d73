//! Channels and their permission overwrites.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use twilight_model::guild::Permissions;
use twilight_validate::channel::{
    CHANNEL_NAME_LENGTH_MAX, CHANNEL_NAME_LENGTH_MIN, CHANNEL_RATE_LIMIT_PER_USER_MAX,
    CHANNEL_TOPIC_LENGTH_MAX,
};

use super::{Call, Done, threads};
use crate::error::{ApiError, ApiResult, Problems};
use crate::gateway::intents;
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{Audience, Channel, ChannelKind, Overwrite, OverwriteKind, State};
use crate::validate;

pub(crate) fn get(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let id = call.id("channel")?;
    state.require(caller.bot, id, Permissions::empty())?;
    answer(state, id)
}

fn answer(state: &State, id: Snowflake) -> ApiResult<Done> {
    Ok(Done::Json(payload::channel(state, state.channel(id)?)))
}

pub(crate) fn create(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let guild = call.id("guild")?;
    state.require_in_guild(caller.bot, guild, Permissions::MANAGE_CHANNELS)?;
    let mut problems = Problems::default();
    let bounds = (CHANNEL_NAME_LENGTH_MIN, CHANNEL_NAME_LENGTH_MAX);
    let name = validate::required_text(&call.body, "name", "", bounds, &mut problems).unwrap_or_default();
    check(&call.body, &mut problems);
    let kind = ChannelKind::of_guild(call.body["type"].as_u64().unwrap_or(0));
    if kind.is_none() {
        problems.choice("type", "(0, 2, 4, 5)");
    }
    let overwrites = overwrites(&call.body, &mut problems);
    let kind = kind.unwrap_or(ChannelKind::Text);
    problems.done()?;
    let id = state.next_id();
    let mut channel = Channel::of_kind(id, kind, guild, &tidy(name, kind));
    set(&mut channel, &call.body);
    channel.overwrites = overwrites.unwrap_or_default();
    state.add_channel(channel);
    let body = payload::channel(state, state.channel(id)?);
    Ok(Done::Created(body))
}

/// Text channels have no capitals and no spaces in their names.
fn tidy(name: &str, kind: ChannelKind) -> String {
    match kind {
        ChannelKind::Text | ChannelKind::Announcement => name.to_lowercase().replace(' ', "-"),
        _ => name.to_owned(),
    }
}

fn check(body: &Value, problems: &mut Problems) {
    validate::text(body, "topic", "", (0, CHANNEL_TOPIC_LENGTH_MAX), problems);
    let slowest = u64::from(CHANNEL_RATE_LIMIT_PER_USER_MAX);
    if body["rate_limit_per_user"].as_u64().is_some_and(|seconds| seconds > slowest) {
        let message = format!("int value should be less than or equal to {slowest}.");
        problems.add("rate_limit_per_user", "NUMBER_TYPE_MAX", &message);
    }
}

fn set(channel: &mut Channel, body: &Value) {
    if let Some(topic) = body.get("topic") {
        channel.topic = topic.as_str().map(str::to_owned);
    }
    if let Some(nsfw) = body["nsfw"].as_bool() {
        channel.nsfw = nsfw;
    }
    if let Some(seconds) = body["rate_limit_per_user"].as_u64() {
        channel.slowmode = seconds;
    }
    if let Some(position) = body["position"].as_i64() {
        channel.position = position;
    }
    if let Some(parent) = body.get("parent_id") {
        channel.parent = serde_json::from_value(parent.clone()).unwrap_or_default();
    }
}

fn overwrites(body: &Value, problems: &mut Problems) -> Option<BTreeMap<Snowflake, Overwrite>> {
    let list = body["permission_overwrites"].as_array()?;
    let mut found = BTreeMap::new();
    for (index, entry) in list.iter().enumerate() {
        match (serde_json::from_value(entry["id"].clone()), read_overwrite(entry)) {
            (Ok(id), Some(overwrite)) => {
                found.insert(id, overwrite);
            }
            _ => problems.required(&format!("permission_overwrites.{index}.id")),
        }
    }
    Some(found)
}

fn read_overwrite(entry: &Value) -> Option<Overwrite> {
    let bits = |key: &str| {
        let value = &entry[key];
        let number = value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0);
        Permissions::from_bits_truncate(number)
    };
    let kind = match entry["type"].as_u64()? {
        0 => OverwriteKind::Role,
        1 => OverwriteKind::Member,
        _ => return None,
    };
    Some(Overwrite { kind, allow: bits("allow"), deny: bits("deny") })
}

pub(crate) fn edit(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let id = call.id("channel")?;
    let kind = state.channel(id)?.kind;
    if kind.is_thread() {
        threads::edit(state, caller.bot, id, &call.body)?;
        return answer(state, id);
    }
    if kind == ChannelKind::Direct {
        return Err(ApiError::NOT_ON_DM_CHANNEL);
    }
    state.require(caller.bot, id, Permissions::MANAGE_CHANNELS)?;
    let mut problems = Problems::default();
    let bounds = (CHANNEL_NAME_LENGTH_MIN, CHANNEL_NAME_LENGTH_MAX);
    let name = validate::text(&call.body, "name", "", bounds, &mut problems).map(|name| tidy(name, kind));
    check(&call.body, &mut problems);
    let overwrites = overwrites(&call.body, &mut problems);
    problems.done()?;
    if overwrites.is_some() {
        state.require(caller.bot, id, Permissions::MANAGE_ROLES)?;
    }
    let channel = state.channel_mut(id)?;
    if let Some(name) = name {
        channel.name = name;
    }
    set(channel, &call.body);
    if let Some(overwrites) = overwrites {
        channel.overwrites = overwrites;
    }
    state.channel_changed(id);
    answer(state, id)
}

pub(crate) fn delete(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let id = call.id("channel")?;
    let channel = state.channel(id)?;
    let body = payload::channel(state, channel);
    let needed = match channel.kind {
        ChannelKind::Direct => return Ok(Done::Json(body)),
        kind if kind.is_thread() => Permissions::MANAGE_THREADS,
        _ => Permissions::MANAGE_CHANNELS,
    };
    state.require(caller.bot, id, needed)?;
    state.delete_channel(id);
    Ok(Done::Json(body))
}

pub(crate) fn put_overwrite(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (id, target) = (call.id("channel")?, call.id("overwrite")?);
    state.require(caller.bot, id, Permissions::MANAGE_ROLES)?;
    let overwrite = read_overwrite(&call.body)
        .ok_or_else(|| ApiError::field("type", "BASE_TYPE_REQUIRED", "This field is required"))?;
    let known = match overwrite.kind {
        OverwriteKind::Role => {
            let guild = state.channel(id)?.guild.and_then(|guild| state.guilds.get(&guild));
            guild.is_some_and(|guild| guild.roles.contains_key(&target))
        }
        OverwriteKind::Member => state.users.contains_key(&target),
    };
    if !known {
        return Err(ApiError::UNKNOWN_OVERWRITE);
    }
    state.channel_mut(id)?.overwrites.insert(target, overwrite);
    state.channel_changed(id);
    Ok(Done::Empty)
}

pub(crate) fn delete_overwrite(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (id, target) = (call.id("channel")?, call.id("overwrite")?);
    state.require(caller.bot, id, Permissions::MANAGE_ROLES)?;
    state.channel_mut(id)?.overwrites.remove(&target).ok_or(ApiError::UNKNOWN_OVERWRITE)?;
    state.channel_changed(id);
    Ok(Done::Empty)
}

pub(crate) fn typing(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let id = call.id("channel")?;
    state.require(caller.bot, id, Permissions::SEND_MESSAGES)?;
    let guild = state.channel(id)?.guild;
    let intent = if guild.is_some() { intents::GUILD_MESSAGE_TYPING } else { intents::DIRECT_MESSAGE_TYPING };
    let (audience, now) = (Audience::channel(state, id, intent), state.now());
    state.emit("TYPING_START", &audience, |state, _| {
        let mut body = json!({ "channel_id": id, "user_id": caller.bot, "timestamp": now.as_second() });
        if let Some(guild) = guild {
            body["guild_id"] = json!(guild);
            body["member"] = payload::member(state, guild, caller.bot)?;
        }
        Some(body)
    });
    Ok(Done::Empty)
}
