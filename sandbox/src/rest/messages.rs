//! Messages in channels.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{Call, Done, attachments};
use crate::error::{ApiError, ApiResult};
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{ChannelKind, Draft, Message, State, flags};
use crate::validate::{self, MessageFields};

/// Flags a bot may set on a message of a channel.
const SETTABLE: u64 = flags::SUPPRESS_EMBEDS | flags::SUPPRESS_NOTIFICATIONS | flags::COMPONENTS_V2;
/// How old a message may be to be deleted in bulk, in days.
const BULK_DELETE_DAYS: i64 = 14;
/// A message that replies to another.
const REPLY: u8 = 19;

pub(crate) fn create(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let channel = call.id("channel")?;
    let permissions = may_send(state, caller.bot, channel)?;
    let fields = validate::message(&call.body, &call.files, "", 0, || state.next_id())?;
    fields.not_empty()?;
    if let Some(nonce) = fields.nonce.as_ref().filter(|_| call.body["enforce_nonce"] == true)
        && let Some(known) = state.by_nonce(channel, caller.bot, nonce)
    {
        return answer(state, channel, known, caller.app);
    }
    let reference = reference(state, &call.body, channel, permissions)?;
    let mut draft = draft(state, channel, caller.bot, fields, permissions);
    if let Some(replied) = reference {
        draft.reference = Some((channel, replied));
        draft.kind = REPLY;
        mention_replied(state, channel, replied, &call.body, &mut draft);
    }
    draft.flags &= SETTABLE;
    let id = state.send(channel, caller.bot, draft);
    answer(state, channel, id, caller.app)
}

/// Whether a bot may send in a channel, and its permissions there.
fn may_send(state: &State, bot: Snowflake, channel: Snowflake) -> ApiResult<Permissions> {
    let place = state.channel(channel)?;
    if place.kind == ChannelKind::Direct {
        let other = place.recipients.iter().find(|user| **user != bot).and_then(|user| state.users.get(user));
        let shares_guild = other.is_some_and(|other| {
            let both = |guild: &&crate::state::Guild| {
                guild.members.contains_key(&other.id) && guild.members.contains_key(&bot)
            };
            state.guilds.values().any(|guild| both(&guild))
        });
        if other.is_none_or(|other| other.refuses_direct_messages) || !shares_guild {
            return Err(ApiError::CANNOT_MESSAGE_USER);
        }
        return Ok(state.permissions_in(bot, channel));
    }
    let sending = match &place.thread {
        Some(_) => Permissions::SEND_MESSAGES_IN_THREADS,
        None => Permissions::SEND_MESSAGES,
    };
    let permissions = state.require(bot, channel, sending)?;
    if !place.holds_messages() {
        return Err(ApiError::NOT_A_TEXT_CHANNEL);
    }
    let locked = place.thread.as_ref().is_some_and(|thread| thread.locked && thread.archived);
    if locked && !permissions.contains(Permissions::MANAGE_THREADS) {
        return Err(ApiError::THREAD_ARCHIVED);
    }
    Ok(permissions)
}

/// The message that is replied to.
fn reference(
    state: &State,
    body: &Value,
    channel: Snowflake,
    permissions: Permissions,
) -> ApiResult<Option<Snowflake>> {
    let given = &body["message_reference"];
    if given.is_null() || given["type"] == 1 {
        return Ok(None);
    }
    if !permissions.contains(Permissions::READ_MESSAGE_HISTORY) {
        return Err(ApiError::REPLY_WITHOUT_HISTORY);
    }
    let id = serde_json::from_value(given["message_id"].clone()).ok();
    let found = id.and_then(|id| state.message(channel, id)).filter(|message| message.is_public());
    match found {
        Some(message) => Ok(Some(message.id)),
        None if given["fail_if_not_exists"] == false => Ok(None),
        None => Err(ApiError::field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")),
    }
}

fn mention_replied(state: &State, channel: Snowflake, replied: Snowflake, body: &Value, draft: &mut Draft) {
    let allowed = &body["allowed_mentions"];
    let wanted = allowed.is_null() || allowed["replied_user"] == true;
    if let (true, Some(original)) = (wanted, state.message(channel, replied))
        && !draft.mentions.users.contains(&original.author)
    {
        draft.mentions.users.push(original.author);
    }
}

/// A draft of checked fields; without EMBED_LINKS the embeds are dropped without a word, as on Discord.
pub(crate) fn draft(
    state: &State,
    channel: Snowflake,
    author: Snowflake,
    fields: MessageFields,
    permissions: Permissions,
) -> Draft {
    let content = fields.content.unwrap_or_default();
    let mentions = state.mentions(channel, author, &content, &fields.allowed);
    let may_embed = permissions.contains(Permissions::EMBED_LINKS);
    attachments::keep(state, fields.uploads);
    Draft {
        content,
        embeds: if may_embed { fields.embeds.unwrap_or_default() } else { Vec::new() },
        components: fields.components.unwrap_or_default(),
        attachments: attachments::new(fields.attachments.unwrap_or_default()),
        poll: fields.poll,
        flags: fields.flags.unwrap_or(0),
        nonce: fields.nonce,
        mentions,
        tts: fields.tts,
        ..Draft::default()
    }
}

/// Applies an edit to a message; what a field leaves out stays.
pub(crate) fn apply(
    state: &mut State,
    channel: Snowflake,
    id: Snowflake,
    fields: MessageFields,
    permissions: Permissions,
) {
    let Some(known) = state.message(channel, id) else { return };
    let author = known.author;
    let mentions =
        fields.content.as_ref().map(|content| state.mentions(channel, author, content, &fields.allowed));
    let may_embed = permissions.contains(Permissions::EMBED_LINKS);
    attachments::keep(state, fields.uploads);
    state.change_message(channel, id, true, |message| {
        if let Some(content) = fields.content {
            message.content = content;
        }
        if let Some(embeds) = fields.embeds.filter(|_| may_embed) {
            message.embeds = embeds;
        }
        if let Some(components) = fields.components {
            message.components = components;
        }
        if let Some(attachments) = fields.attachments {
            message.attachments = attachments::kept(&message.attachments, attachments);
        }
        if let Some(mentions) = mentions {
            message.mentions = mentions;
        }
        message.flags &= !flags::LOADING;
        if let Some(given) = fields.flags {
            message.flags &= !flags::SUPPRESS_EMBEDS;
            message.flags |= given & (flags::SUPPRESS_EMBEDS | flags::COMPONENTS_V2);
        }
    });
}

pub(crate) fn edit(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (channel, id) = (call.id("channel")?, call.id("message")?);
    let permissions = state.require(caller.bot, channel, Permissions::empty())?;
    let message = readable(state, channel, id)?;
    if message.author != caller.bot {
        return Err(ApiError::EDIT_BY_ANOTHER);
    }
    let thread = state.channel(channel)?.thread.as_ref();
    if thread.is_some_and(|thread| thread.archived) {
        return Err(ApiError::THREAD_ARCHIVED);
    }
    let fields = edit_fields(state, channel, id, &call.body, call, "")?;
    leaves_something(state, channel, id, &fields)?;
    apply(state, channel, id, fields, permissions);
    answer(state, channel, id, caller.app)
}

/// The checked fields of an edit.
pub(crate) fn edit_fields(
    state: &mut State,
    channel: Snowflake,
    id: Snowflake,
    body: &Value,
    call: &Call,
    prefix: &str,
) -> ApiResult<MessageFields> {
    let known = state.message(channel, id).map_or(0, |message| message.flags);
    validate::message(body, &call.files, prefix, known, || state.next_id())
}

/// Refuses an edit after which nothing would be left to show (50006).
pub(crate) fn leaves_something(
    state: &State,
    channel: Snowflake,
    id: Snowflake,
    fields: &MessageFields,
) -> ApiResult<()> {
    let message = state.message(channel, id).ok_or(ApiError::UNKNOWN_MESSAGE)?;
    let empty = |given: &Option<Vec<Value>>, known: &[Value]| {
        given.as_ref().map_or_else(|| known.is_empty(), Vec::is_empty)
    };
    let nothing = fields.content.as_ref().map_or_else(|| message.content.is_empty(), String::is_empty)
        && empty(&fields.embeds, &message.embeds)
        && empty(&fields.components, &message.components)
        && empty(&fields.attachments, &message.attachments)
        && message.poll.is_none()
        && fields.poll.is_none();
    if nothing { Err(ApiError::EMPTY_MESSAGE) } else { Ok(()) }
}

pub(crate) fn get(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (channel, id) = (call.id("channel")?, call.id("message")?);
    state.require(caller.bot, channel, Permissions::READ_MESSAGE_HISTORY)?;
    readable(state, channel, id)?;
    answer(state, channel, id, caller.app)
}

/// A message that channel routes give: ephemeral and deleted ones are unknown to them.
pub(crate) fn readable(state: &State, channel: Snowflake, id: Snowflake) -> ApiResult<&Message> {
    state.message(channel, id).filter(|message| message.is_public()).ok_or(ApiError::UNKNOWN_MESSAGE)
}

fn answer(state: &State, channel: Snowflake, id: Snowflake, app: Snowflake) -> ApiResult<Done> {
    let message = state.message(channel, id).ok_or(ApiError::UNKNOWN_MESSAGE)?;
    Ok(Done::Json(payload::message(state, message, app)))
}

pub(crate) fn list(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let channel = call.id("channel")?;
    let limit = call.limit(50, 100)?;
    let permissions = state.require(caller.bot, channel, Permissions::empty())?;
    if !permissions.contains(Permissions::READ_MESSAGE_HISTORY) {
        return Ok(Done::Json(json!([])));
    }
    let bound = |name: &str| call.query(name).and_then(|text| text.parse::<Snowflake>().ok());
    let all: Vec<&Message> = state
        .messages
        .get(&channel)
        .into_iter()
        .flat_map(|list| list.values())
        .filter(|message| message.is_public())
        .collect();
    let chosen = page(&all, limit, bound("before"), bound("after"), bound("around"));
    let list: Vec<Value> =
        chosen.into_iter().map(|message| payload::message(state, message, caller.app)).collect();
    Ok(Done::Json(json!(list)))
}

/// A page of messages, newest first.
fn page<'a>(
    all: &[&'a Message],
    limit: usize,
    before: Option<Snowflake>,
    after: Option<Snowflake>,
    around: Option<Snowflake>,
) -> Vec<&'a Message> {
    let mut chosen: Vec<&Message> = if let Some(middle) = around {
        let older = all.iter().rev().filter(|message| message.id < middle).take(limit / 2);
        let newer = all.iter().filter(|message| message.id >= middle).take(limit / 2 + 1);
        older.chain(newer).copied().collect()
    } else if let Some(after) = after {
        all.iter().filter(|message| message.id > after).take(limit).copied().collect()
    } else {
        let older = all.iter().rev().filter(|message| before.is_none_or(|before| message.id < before));
        older.take(limit).copied().collect()
    };
    chosen.sort_by_key(|message| std::cmp::Reverse(message.id));
    chosen
}

pub(crate) fn delete(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (channel, id) = (call.id("channel")?, call.id("message")?);
    let permissions = state.require(caller.bot, channel, Permissions::empty())?;
    let message = readable(state, channel, id)?;
    if message.author != caller.bot {
        if state.channel(channel)?.kind == ChannelKind::Direct {
            return Err(ApiError::NOT_ON_DM_CHANNEL);
        }
        if !permissions.contains(Permissions::MANAGE_MESSAGES) {
            return Err(ApiError::MISSING_PERMISSIONS);
        }
    }
    state.delete_messages(channel, &[id]);
    Ok(Done::Empty)
}

pub(crate) fn bulk_delete(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let channel = call.id("channel")?;
    if state.channel(channel)?.kind == ChannelKind::Direct {
        return Err(ApiError::NOT_ON_DM_CHANNEL);
    }
    state.require(caller.bot, channel, Permissions::MANAGE_MESSAGES)?;
    let ids: Vec<Snowflake> = serde_json::from_value(call.body["messages"].clone())
        .map_err(|_| ApiError::field("messages", "BASE_TYPE_REQUIRED", "This field is required"))?;
    if !(2..=100).contains(&ids.len()) {
        return Err(ApiError::TOO_FEW_OR_MANY_MESSAGES);
    }
    let oldest = state.now() - jiff::SignedDuration::from_hours(24 * BULK_DELETE_DAYS);
    if ids.iter().any(|id| id.timestamp() < oldest) {
        return Err(ApiError::BULK_DELETE_TOO_OLD);
    }
    state.delete_messages(channel, &ids);
    Ok(Done::Empty)
}
