//! Later answers to an interaction: follow-ups, and the original again.
//!
//! [Discord's documentation](https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages)

use twilight_model::guild::Permissions;

use super::{Call, Done, interactions, messages};
use crate::error::{ApiError, ApiResult};
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{Answer, Deferred, Interaction, State};
use crate::validate;

/// The interaction of a token, when it can still be used.
fn interaction(state: &State, call: &Call) -> ApiResult<Interaction> {
    let app = call.id("webhook")?;
    let id = state.tokens.get(call.param("token")).ok_or(ApiError::INVALID_WEBHOOK_TOKEN)?;
    let known = state.interactions.get(id).ok_or(ApiError::INVALID_WEBHOOK_TOKEN)?;
    if known.app != app || known.acknowledged.is_none() {
        return Err(ApiError::UNKNOWN_WEBHOOK);
    }
    if known.is_expired(state.now()) {
        return Err(ApiError::INVALID_WEBHOOK_TOKEN);
    }
    Ok(known.clone())
}

/// The message that a path names, which must be one of this interaction's.
fn target(state: &State, call: &Call, known: &Interaction) -> ApiResult<Snowflake> {
    let source = known
        .source
        .filter(|_| matches!(known.answer, Some(Answer::Update | Answer::Deferred(Deferred::Update))));
    let original = known.original.or(source);
    let id = match call.param("message") {
        "@original" => original.ok_or(ApiError::UNKNOWN_MESSAGE)?,
        _ => call.id("message")?,
    };
    let mine = original == Some(id) || known.followups.contains(&id) || known.source == Some(id);
    let there = state.message(known.channel, id).is_some_and(|message| !message.deleted);
    if mine && there { Ok(id) } else { Err(ApiError::UNKNOWN_MESSAGE) }
}

fn answer(state: &State, known: &Interaction, id: Snowflake) -> ApiResult<Done> {
    let message = state.message(known.channel, id).ok_or(ApiError::UNKNOWN_MESSAGE)?;
    Ok(Done::Json(payload::message(state, message, known.app)))
}

fn complete(state: &mut State, id: Snowflake) {
    if let Some(known) = state.interactions.get_mut(&id) {
        known.complete = true;
    }
}

/// A new message; the first one after "thinking" takes its place instead.
pub(crate) fn follow_up(state: &mut State, call: &Call) -> ApiResult<Done> {
    let known = interaction(state, call)?;
    let fields = validate::message(&call.body, &call.files, "", 0, || state.next_id())?;
    fields.not_empty()?;
    let thinking = known.original.filter(|id| {
        state.message(known.channel, *id).is_some_and(|message| message.is_loading() && !message.deleted)
    });
    if let Some(id) = thinking {
        messages::apply(state, known.channel, id, fields, Permissions::all());
        complete(state, known.id);
        return answer(state, &known, id);
    }
    let bot = state.app(known.app)?.bot;
    let mut draft = messages::draft(state, known.channel, bot, fields, Permissions::all());
    interactions::dress(state, &known, &mut draft, true);
    let id = state.send(known.channel, bot, draft);
    if let Some(known) = state.interactions.get_mut(&known.id) {
        known.followups.push(id);
    }
    complete(state, known.id);
    answer(state, &known, id)
}

pub(crate) fn get(state: &mut State, call: &Call) -> ApiResult<Done> {
    let known = interaction(state, call)?;
    let id = target(state, call, &known)?;
    answer(state, &known, id)
}

pub(crate) fn edit(state: &mut State, call: &Call) -> ApiResult<Done> {
    let known = interaction(state, call)?;
    let id = target(state, call, &known)?;
    let fields = messages::edit_fields(state, known.channel, id, &call.body, call, "")?;
    messages::leaves_something(state, known.channel, id, &fields)?;
    messages::apply(state, known.channel, id, fields, Permissions::all());
    complete(state, known.id);
    answer(state, &known, id)
}

pub(crate) fn delete(state: &mut State, call: &Call) -> ApiResult<Done> {
    let known = interaction(state, call)?;
    let id = target(state, call, &known)?;
    state.delete_messages(known.channel, &[id]);
    complete(state, known.id);
    Ok(Done::Empty)
}
