//! Guilds and their roles.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{Call, Done};
use crate::error::{ApiError, ApiResult};
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{Role, State};

/// The guild of a call, which the bot must be in.
fn inside(state: &State, call: &Call, needed: Permissions) -> ApiResult<Snowflake> {
    let caller = call.caller(state)?;
    let guild = call.id("guild")?;
    let member = state.guild(guild)?.members.contains_key(&caller.bot);
    if !member {
        return Err(ApiError::MISSING_ACCESS);
    }
    state.require_in_guild(caller.bot, guild, needed)?;
    Ok(guild)
}

pub(crate) fn get(state: &mut State, call: &Call) -> ApiResult<Done> {
    let guild = inside(state, call, Permissions::empty())?;
    let guild = state.guild(guild)?;
    let mut body = payload::guild(guild);
    if call.flag("with_counts") {
        body["approximate_member_count"] = json!(guild.members.len());
        body["approximate_presence_count"] = json!(guild.members.len());
    }
    Ok(Done::Json(body))
}

pub(crate) fn channels(state: &mut State, call: &Call) -> ApiResult<Done> {
    let guild = inside(state, call, Permissions::empty())?;
    let all =
        state.channels.values().filter(|channel| channel.guild == Some(guild) && channel.thread.is_none());
    Ok(Done::Json(all.map(|channel| payload::channel(state, channel)).collect()))
}

/// Emojis and stickers: a sandbox has none.
pub(crate) fn no_pictures(state: &mut State, call: &Call) -> ApiResult<Done> {
    inside(state, call, Permissions::empty())?;
    Ok(Done::Json(json!([])))
}

pub(crate) fn roles(state: &mut State, call: &Call) -> ApiResult<Done> {
    let guild = inside(state, call, Permissions::empty())?;
    Ok(Done::Json(state.guild(guild)?.roles.values().map(payload::role).collect()))
}

pub(crate) fn role(state: &mut State, call: &Call) -> ApiResult<Done> {
    let guild = inside(state, call, Permissions::empty())?;
    let role = state.guild(guild)?.roles.get(&call.id("role")?).ok_or(ApiError::UNKNOWN_ROLE)?;
    Ok(Done::Json(payload::role(role)))
}

pub(crate) fn create_role(state: &mut State, call: &Call) -> ApiResult<Done> {
    let guild = inside(state, call, Permissions::MANAGE_ROLES)?;
    let mut role = Role::named(state.next_id(), "new role");
    set(&mut role, &call.body);
    let id = role.id;
    state.add_lowest_role(guild, role);
    let role = state.guild(guild)?.roles.get(&id).ok_or(ApiError::UNKNOWN_ROLE)?;
    Ok(Done::Json(payload::role(role)))
}

/// Moves roles up or down; none that stands as high as the bot's own, and none to there.
pub(crate) fn move_roles(state: &mut State, call: &Call) -> ApiResult<Done> {
    let guild = inside(state, call, Permissions::MANAGE_ROLES)?;
    let standing = state.guild(guild)?.standing(call.caller(state)?.bot);
    let list = call.body.as_array().ok_or(ApiError::INVALID_JSON)?;
    let mut moves = Vec::new();
    for entry in list {
        let id: Snowflake =
            serde_json::from_value(entry["id"].clone()).map_err(|_| ApiError::UNKNOWN_ROLE)?;
        let role = state.guild(guild)?.roles.get(&id).ok_or(ApiError::UNKNOWN_ROLE)?;
        let Some(position) = entry["position"].as_i64().filter(|to| *to != role.position) else { continue };
        if role.position.max(position) >= standing || id == guild {
            return Err(ApiError::MISSING_PERMISSIONS);
        }
        moves.push((id, position));
    }
    state.move_roles(guild, &moves);
    roles(state, call)
}

/// A role of the call that stands below the bot's own highest (else 50013).
fn below(state: &State, call: &Call, guild: Snowflake) -> ApiResult<Snowflake> {
    let caller = call.caller(state)?;
    let (place, id) = (state.guild(guild)?, call.id("role")?);
    let role = place.roles.get(&id).ok_or(ApiError::UNKNOWN_ROLE)?;
    if role.position >= place.standing(caller.bot) && id != guild {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    Ok(id)
}

pub(crate) fn edit_role(state: &mut State, call: &Call) -> ApiResult<Done> {
    let guild = inside(state, call, Permissions::MANAGE_ROLES)?;
    let id = below(state, call, guild)?;
    let role = state.guild_mut(guild)?.roles.get_mut(&id).ok_or(ApiError::UNKNOWN_ROLE)?;
    set(role, &call.body);
    let body = payload::role(role);
    state.emit_role("GUILD_ROLE_UPDATE", guild, id);
    Ok(Done::Json(body))
}

pub(crate) fn delete_role(state: &mut State, call: &Call) -> ApiResult<Done> {
    let guild = inside(state, call, Permissions::MANAGE_ROLES)?;
    let id = below(state, call, guild)?;
    if id == guild || state.guild(guild)?.roles.get(&id).is_some_and(|role| role.bot.is_some()) {
        return Err(ApiError::INVALID_ROLE);
    }
    state.remove_role(guild, id);
    Ok(Done::Empty)
}

fn set(role: &mut Role, body: &Value) {
    if let Some(name) = body["name"].as_str() {
        name.clone_into(&mut role.name);
    }
    let bits = body["permissions"].as_u64().or_else(|| body["permissions"].as_str()?.parse().ok());
    if let Some(bits) = bits {
        role.permissions = Permissions::from_bits_truncate(bits);
    }
    if let Some(color) = body["colors"]["primary_color"].as_u64().or_else(|| body["color"].as_u64()) {
        role.color = u32::try_from(color).unwrap_or(0);
    }
    role.hoist = body["hoist"].as_bool().unwrap_or(role.hoist);
    role.mentionable = body["mentionable"].as_bool().unwrap_or(role.mentionable);
}
