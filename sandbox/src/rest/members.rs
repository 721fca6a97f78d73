//! Members of guilds and their roles.

use serde_json::json;
use twilight_model::guild::Permissions;

use super::{Call, Done};
use crate::error::{ApiError, ApiResult};
use crate::gateway::intents;
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::State;

fn inside(state: &State, call: &Call) -> ApiResult<(Snowflake, Snowflake)> {
    let caller = call.caller(state)?;
    let guild = call.id("guild")?;
    if !state.guild(guild)?.members.contains_key(&caller.bot) {
        return Err(ApiError::MISSING_ACCESS);
    }
    Ok((guild, caller.bot))
}

pub(crate) fn me(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (guild, bot) = inside(state, call)?;
    payload::member(state, guild, bot).map(Done::Json).ok_or(ApiError::UNKNOWN_MEMBER)
}

pub(crate) fn get(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (guild, _) = inside(state, call)?;
    let user = call.id("user")?;
    payload::member(state, guild, user).map(Done::Json).ok_or(ApiError::UNKNOWN_MEMBER)
}

pub(crate) fn list(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (guild, _) = inside(state, call)?;
    let app = state.app(call.caller(state)?.app)?;
    if app.privileged & intents::GUILD_MEMBERS == 0 {
        return Err(ApiError::MISSING_ACCESS);
    }
    let limit = call.limit(1, 1000)?;
    let after = call.query("after").and_then(|text| text.parse::<Snowflake>().ok()).unwrap_or_default();
    let ids = state.guild(guild)?.members.keys().filter(|id| **id > after).take(limit);
    Ok(Done::Json(ids.filter_map(|id| payload::member(state, guild, *id)).collect()))
}

/// Members whose name or nickname starts with `query`.
pub(crate) fn search(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (guild, _) = inside(state, call)?;
    let query = call.query("query").filter(|query| !query.is_empty());
    let query = query
        .ok_or_else(|| ApiError::field("query", "BASE_TYPE_REQUIRED", "This field is required"))?
        .to_lowercase();
    let limit = call.limit(1, 1000)?;
    let ids = state.guild(guild)?.members.keys().filter(|id| goes_by(state, guild, **id, &query));
    Ok(Done::Json(ids.take(limit).filter_map(|id| payload::member(state, guild, *id)).collect()))
}

/// Whether a member's name or nickname starts with `query`, which is in small letters.
fn goes_by(state: &State, guild: Snowflake, user: Snowflake, query: &str) -> bool {
    let name = state.users.get(&user).map(|user| user.name.as_str());
    let member = state.guilds.get(&guild).and_then(|guild| guild.members.get(&user));
    let nick = member.and_then(|member| member.nick.as_deref());
    [name, nick].into_iter().flatten().any(|name| name.to_lowercase().starts_with(query))
}

pub(crate) fn edit_me(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (guild, bot) = inside(state, call)?;
    state.require_in_guild(bot, guild, Permissions::CHANGE_NICKNAME)?;
    let nick = call.body["nick"].as_str().filter(|nick| !nick.is_empty()).map(str::to_owned);
    state.change_member(guild, bot, |member| member.nick = nick);
    me(state, call)
}

pub(crate) fn edit(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (guild, bot) = inside(state, call)?;
    let user = call.id("user")?;
    if !state.guild(guild)?.members.contains_key(&user) {
        return Err(ApiError::UNKNOWN_MEMBER);
    }
    for (field, needed) in [
        ("nick", Permissions::MANAGE_NICKNAMES),
        ("roles", Permissions::MANAGE_ROLES),
        ("communication_disabled_until", Permissions::MODERATE_MEMBERS),
    ] {
        if call.body.get(field).is_some() {
            state.require_in_guild(bot, guild, needed)?;
            outranks(state, guild, bot, user)?;
        }
    }
    let roles: Option<Vec<Snowflake>> = serde_json::from_value(call.body["roles"].clone()).ok();
    state.change_member(guild, user, |member| {
        if let Some(nick) = call.body.get("nick") {
            member.nick = nick.as_str().filter(|nick| !nick.is_empty()).map(str::to_owned);
        }
        if let Some(roles) = roles {
            member.roles = roles;
        }
        if let Some(until) = call.body.get("communication_disabled_until") {
            member.timeout_until = until.as_str().and_then(|until| until.parse().ok());
        }
    });
    get(state, call)
}

/// Refuses (50013) unless the bot stands above the member.
fn outranks(state: &State, guild: Snowflake, bot: Snowflake, user: Snowflake) -> ApiResult<()> {
    let place = state.guild(guild)?;
    if place.standing(bot) > place.standing(user) || bot == user {
        Ok(())
    } else {
        Err(ApiError::MISSING_PERMISSIONS)
    }
}

pub(crate) fn kick(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (guild, bot) = inside(state, call)?;
    let user = call.id("user")?;
    state.require_in_guild(bot, guild, Permissions::KICK_MEMBERS)?;
    if !state.guild(guild)?.members.contains_key(&user) {
        return Err(ApiError::UNKNOWN_MEMBER);
    }
    outranks(state, guild, bot, user)?;
    state.leave(guild, user);
    Ok(Done::Empty)
}

/// The member and role of a call, when the bot may give and take that role.
fn assignable(state: &State, call: &Call) -> ApiResult<(Snowflake, Snowflake, Snowflake)> {
    let (guild, bot) = inside(state, call)?;
    let (user, role) = (call.id("user")?, call.id("role")?);
    state.require_in_guild(bot, guild, Permissions::MANAGE_ROLES)?;
    let place = state.guild(guild)?;
    let known = place.roles.get(&role).ok_or(ApiError::UNKNOWN_ROLE)?;
    if !place.members.contains_key(&user) {
        return Err(ApiError::UNKNOWN_MEMBER);
    }
    if known.bot.is_some() || known.position >= place.standing(bot) {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    Ok((guild, user, role))
}

pub(crate) fn add_role(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (guild, user, role) = assignable(state, call)?;
    state.change_member(guild, user, |member| {
        if !member.roles.contains(&role) {
            member.roles.push(role);
        }
    });
    Ok(Done::Empty)
}

pub(crate) fn remove_role(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (guild, user, role) = assignable(state, call)?;
    state.change_member(guild, user, |member| member.roles.retain(|held| *held != role));
    Ok(Done::Empty)
}

/// Answers a gateway request for members (op 8).
pub(crate) fn chunk(
    state: &State,
    guild: Snowflake,
    request: &serde_json::Value,
) -> Option<serde_json::Value> {
    let place = state.guilds.get(&guild)?;
    let query = request["query"].as_str().map(str::to_lowercase);
    let wanted: Option<Vec<Snowflake>> = serde_json::from_value(request["user_ids"].clone()).ok();
    let limit = match request["limit"].as_u64() {
        None | Some(0) => usize::MAX,
        Some(limit) => usize::try_from(limit).unwrap_or(usize::MAX),
    };
    let fits = |id: &&Snowflake| match (&wanted, &query) {
        (Some(wanted), _) => wanted.contains(id),
        (None, Some(query)) => goes_by(state, guild, **id, query),
        (None, None) => false,
    };
    let members: Vec<serde_json::Value> = place
        .members
        .keys()
        .filter(fits)
        .take(limit)
        .filter_map(|id| payload::member(state, guild, *id))
        .collect();
    let mut body =
        json!({ "guild_id": guild, "members": members, "chunk_index": 0, "chunk_count": 1, "not_found": [] });
    if request["nonce"].is_string() {
        body["nonce"] = request["nonce"].clone();
    }
    Some(body)
}
