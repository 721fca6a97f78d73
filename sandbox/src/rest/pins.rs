//! Pinned messages.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{Call, Done, messages};
use crate::error::{ApiError, ApiResult};
use crate::gateway::intents;
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{Audience, Message, State};

/// Pins of a channel.
const PIN_LIMIT: usize = 50;

fn pinned(state: &State, channel: Snowflake) -> Vec<&Message> {
    let all = state.messages.get(&channel).into_iter().flat_map(|list| list.values().rev());
    all.filter(|message| message.pinned && message.is_public()).collect()
}

pub(crate) fn list(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let channel = call.id("channel")?;
    state.require(caller.bot, channel, Permissions::READ_MESSAGE_HISTORY)?;
    let items: Vec<Value> = pinned(state, channel)
        .into_iter()
        .map(|message| {
            let shown = payload::message(state, message, caller.app);
            json!({ "pinned_at": payload::time(message.sent), "message": shown })
        })
        .collect();
    Ok(Done::Json(json!({ "items": items, "has_more": false })))
}

/// The older form of the list, which libraries still call.
pub(crate) fn list_old(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let channel = call.id("channel")?;
    state.require(caller.bot, channel, Permissions::READ_MESSAGE_HISTORY)?;
    let all = pinned(state, channel);
    Ok(Done::Json(all.into_iter().map(|message| payload::message(state, message, caller.app)).collect()))
}

pub(crate) fn pin(state: &mut State, call: &Call) -> ApiResult<Done> {
    set(state, call, true)
}

pub(crate) fn unpin(state: &mut State, call: &Call) -> ApiResult<Done> {
    set(state, call, false)
}

fn set(state: &mut State, call: &Call, pin: bool) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (channel, id) = (call.id("channel")?, call.id("message")?);
    let permissions = state.require(caller.bot, channel, Permissions::empty())?;
    if !permissions.intersects(Permissions::MANAGE_MESSAGES | Permissions::PIN_MESSAGES) {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    messages::readable(state, channel, id)?;
    if pin && pinned(state, channel).len() >= PIN_LIMIT {
        return Err(ApiError::MAX_PINS);
    }
    state.change_message(channel, id, false, |message| message.pinned = pin);
    let now = state.now();
    let place = state.channel_mut(channel)?;
    if pin {
        place.last_pin = Some(now);
    }
    let (guild, last) = (place.guild, place.last_pin.map(payload::time));
    let audience = Audience::channel(state, channel, intents::GUILDS | intents::DIRECT_MESSAGES);
    state.emit("CHANNEL_PINS_UPDATE", &audience, |_, _| {
        let mut body = json!({ "channel_id": channel, "last_pin_timestamp": last });
        if let Some(guild) = guild {
            body["guild_id"] = json!(guild);
        }
        Some(body)
    });
    Ok(Done::Empty)
}
