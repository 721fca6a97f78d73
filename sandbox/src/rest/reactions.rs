//! Reactions to messages.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{Call, Done, messages};
use crate::error::{ApiError, ApiResult};
use crate::payload;
use crate::state::State;

/// An emoji of a path: a Unicode one as it is, a custom one as `name:id`.
fn emoji(call: &Call) -> ApiResult<Value> {
    let text = call.param("emoji");
    match text.trim_start_matches("a:").rsplit_once(':') {
        Some((name, id)) => {
            let id: crate::snowflake::Snowflake = id.parse().map_err(|_| ApiError::UNKNOWN_EMOJI)?;
            Ok(json!({ "id": id, "name": name, "animated": text.starts_with("a:") }))
        }
        None if text.is_empty() || text.is_ascii() => Err(ApiError::UNKNOWN_EMOJI),
        None => Ok(json!({ "id": null, "name": text })),
    }
}

pub(crate) fn add(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (channel, id, emoji) = (call.id("channel")?, call.id("message")?, emoji(call)?);
    let permissions = state.require(caller.bot, channel, Permissions::READ_MESSAGE_HISTORY)?;
    let message = messages::readable(state, channel, id)?;
    let known = message.reactions.iter().any(|reaction| reaction.emoji == emoji);
    if !known && !permissions.contains(Permissions::ADD_REACTIONS) {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    state.react(channel, id, caller.bot, &emoji);
    Ok(Done::Empty)
}

pub(crate) fn remove(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (channel, id, emoji) = (call.id("channel")?, call.id("message")?, emoji(call)?);
    let own = call.param("user") == "@me";
    let user = if own { caller.bot } else { call.id("user")? };
    let needed = if own { Permissions::empty() } else { Permissions::MANAGE_MESSAGES };
    state.require(caller.bot, channel, needed)?;
    messages::readable(state, channel, id)?;
    state.unreact(channel, id, user, &emoji);
    Ok(Done::Empty)
}

pub(crate) fn clear(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (channel, id) = (call.id("channel")?, call.id("message")?);
    state.require(caller.bot, channel, Permissions::MANAGE_MESSAGES)?;
    messages::readable(state, channel, id)?;
    let only = if call.params.contains_key("emoji") { Some(emoji(call)?) } else { None };
    state.clear_reactions(channel, id, only.as_ref());
    Ok(Done::Empty)
}

pub(crate) fn list(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (channel, id, emoji) = (call.id("channel")?, call.id("message")?, emoji(call)?);
    let limit = call.limit(25, 100)?;
    state.require(caller.bot, channel, Permissions::READ_MESSAGE_HISTORY)?;
    let message = messages::readable(state, channel, id)?;
    let reaction = message.reactions.iter().find(|reaction| reaction.emoji == emoji);
    let users = reaction.into_iter().flat_map(|reaction| reaction.users.iter()).take(limit);
    Ok(Done::Json(users.map(|user| payload::user(state, *user)).collect()))
}
