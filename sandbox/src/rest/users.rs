//! Who am I, where am I: the gateway's address, users, the application.

use serde_json::{Value, json};

use super::{Call, Done};
use crate::error::{ApiError, ApiResult};
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::State;

/// Sessions a bot may start per day.
const SESSION_STARTS: u64 = 1_000;

pub(crate) fn gateway(state: &mut State, _: &Call) -> ApiResult<Done> {
    Ok(Done::Json(json!({ "url": format!("ws://{}", state.address) })))
}

pub(crate) fn gateway_bot(state: &mut State, call: &Call) -> ApiResult<Done> {
    let app = call.caller(state)?.app;
    Ok(Done::Json(json!({
        "url": format!("ws://{}", state.address),
        "shards": state.app(app)?.shards,
        "session_start_limit": {
            "total": SESSION_STARTS, "remaining": SESSION_STARTS, "reset_after": 86_400_000, "max_concurrency": 1,
        },
    })))
}

pub(crate) fn me(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    Ok(Done::Json(payload::current_user(state, caller.bot)))
}

pub(crate) fn edit_me(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    if let (Some(name), Some(user)) = (call.body["username"].as_str(), state.users.get_mut(&caller.bot)) {
        name.clone_into(&mut user.name);
    }
    me(state, call)
}

pub(crate) fn get(state: &mut State, call: &Call) -> ApiResult<Done> {
    let id = call.id("user")?;
    state.user(id)?;
    Ok(Done::Json(payload::user(state, id)))
}

pub(crate) fn application(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let app = state.app(caller.app)?;
    Ok(Done::Json(payload::application(state, app)))
}

pub(crate) fn my_guilds(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let limit = call.limit(200, 200)?;
    let bound = |name: &str| call.query(name).and_then(|text| text.parse::<Snowflake>().ok());
    let (after, before) = (bound("after"), bound("before"));
    let with_counts = call.flag("with_counts");
    let mine = state.guilds.values().filter(|guild| guild.members.contains_key(&caller.bot));
    let mine =
        mine.filter(|guild| after.is_none_or(|id| guild.id > id) && before.is_none_or(|id| guild.id < id));
    let list: Vec<Value> = mine
        .take(limit)
        .map(|guild| {
            let mut body = json!({
                "id": guild.id, "name": guild.name, "icon": null, "banner": null, "features": [],
                "owner": guild.owner == caller.bot,
                "permissions": payload::bits(state.permissions_in_guild(caller.bot, guild.id)),
            });
            if with_counts {
                body["approximate_member_count"] = json!(guild.members.len());
                body["approximate_presence_count"] = json!(guild.members.len());
            }
            body
        })
        .collect();
    Ok(Done::Json(json!(list)))
}

pub(crate) fn leave_guild(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let guild = call.id("guild")?;
    if !state.guild(guild)?.members.contains_key(&caller.bot) {
        return Err(ApiError::UNKNOWN_GUILD);
    }
    state.leave(guild, caller.bot);
    Ok(Done::Empty)
}

pub(crate) fn open_direct(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let other: Snowflake = serde_json::from_value(call.body["recipient_id"].clone())
        .map_err(|_| ApiError::field("recipient_id", "BASE_TYPE_REQUIRED", "This field is required"))?;
    if state.user(other)?.bot {
        return Err(ApiError::CANNOT_MESSAGE_USER);
    }
    let id = state.direct_channel(caller.bot, other);
    Ok(Done::Json(payload::channel(state, state.channel(id)?)))
}
