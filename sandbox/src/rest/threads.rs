//! Threads and who is in them.
//!
//! [Discord's documentation](https://discord.com/developers/docs/topics/threads)

use std::collections::BTreeMap;

use serde_json::{Value, json};
use twilight_model::guild::Permissions;
use twilight_validate::channel::{CHANNEL_NAME_LENGTH_MAX, CHANNEL_NAME_LENGTH_MIN};

use super::{Call, Done, messages};
use crate::error::{ApiError, ApiResult, Problems};
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{Channel, ChannelKind, Draft, State, Thread, flags};
use crate::validate;

/// Minutes of silence after which a thread may be archived.
const AUTO_ARCHIVE: [u64; 4] = [60, 1_440, 4_320, 10_080];
/// The most archived threads that one answer lists.
const ARCHIVED_PAGE: usize = 100;
/// The message in a channel that says a thread was started.
const THREAD_CREATED: u8 = 18;

struct Plan {
    name: String,
    kind: ChannelKind,
    auto_archive: u64,
    slowmode: u64,
    invitable: bool,
}

fn plan(body: &Value, kind: ChannelKind) -> ApiResult<Plan> {
    let mut problems = Problems::default();
    let bounds = (CHANNEL_NAME_LENGTH_MIN, CHANNEL_NAME_LENGTH_MAX);
    let name = validate::required_text(body, "name", "", bounds, &mut problems).unwrap_or_default();
    let auto_archive = body["auto_archive_duration"].as_u64().unwrap_or(4_320);
    if !AUTO_ARCHIVE.contains(&auto_archive) {
        problems.choice("auto_archive_duration", "(60, 1440, 4320, 10080)");
    }
    problems.done()?;
    Ok(Plan {
        name: name.to_owned(),
        kind,
        auto_archive,
        slowmode: body["rate_limit_per_user"].as_u64().unwrap_or(0),
        invitable: body["invitable"].as_bool().unwrap_or(true),
    })
}

fn open(
    state: &mut State,
    id: Snowflake,
    parent: Snowflake,
    owner: Snowflake,
    plan: Plan,
) -> ApiResult<Done> {
    let (now, guild) = (state.now(), state.channel(parent)?.guild.ok_or(ApiError::CHANNEL_TYPE)?);
    let mut channel = Channel::of_kind(id, plan.kind, guild, &plan.name);
    channel.parent = Some(parent);
    channel.slowmode = plan.slowmode;
    channel.thread = Some(Thread {
        owner,
        archived: false,
        locked: false,
        invitable: plan.invitable,
        auto_archive: plan.auto_archive,
        archive_changed: now,
        created: now,
        members: BTreeMap::from([(owner, now)]),
        message_count: 0,
    });
    state.channels.insert(id, channel);
    state.emit_thread_created(id);
    let mut body = payload::channel(state, state.channel(id)?);
    body["member"] = payload::thread_member(state, id, owner).unwrap_or(Value::Null);
    Ok(Done::Created(body))
}

pub(crate) fn from_message(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let (channel, id) = (call.id("channel")?, call.id("message")?);
    state.require(caller.bot, channel, Permissions::CREATE_PUBLIC_THREADS)?;
    if !matches!(state.channel(channel)?.kind, ChannelKind::Text | ChannelKind::Announcement) {
        return Err(ApiError::CHANNEL_TYPE);
    }
    if messages::readable(state, channel, id)?.thread.is_some() {
        return Err(ApiError::THREAD_ALREADY_MADE);
    }
    let plan = plan(&call.body, ChannelKind::PublicThread)?;
    let done = open(state, id, channel, caller.bot, plan)?;
    state.change_message(channel, id, false, |message| {
        message.thread = Some(id);
        message.flags |= flags::HAS_THREAD;
    });
    Ok(done)
}

pub(crate) fn create(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let channel = call.id("channel")?;
    let kind = match call.body["type"].as_u64() {
        Some(11 | 10) => ChannelKind::PublicThread,
        None | Some(12) => ChannelKind::PrivateThread,
        Some(_) => {
            return Err(ApiError::field("type", "BASE_TYPE_CHOICES", "Value must be one of (10, 11, 12)."));
        }
    };
    let needed = match kind {
        ChannelKind::PrivateThread => Permissions::CREATE_PRIVATE_THREADS,
        _ => Permissions::CREATE_PUBLIC_THREADS,
    };
    state.require(caller.bot, channel, needed)?;
    if !matches!(state.channel(channel)?.kind, ChannelKind::Text | ChannelKind::Announcement) {
        return Err(ApiError::CHANNEL_TYPE);
    }
    let plan = plan(&call.body, kind)?;
    let (id, name) = (state.next_id(), plan.name.clone());
    let done = open(state, id, channel, caller.bot, plan)?;
    if kind == ChannelKind::PublicThread {
        let draft = Draft { content: name, kind: THREAD_CREATED, ..Draft::default() };
        let announced = state.send(channel, caller.bot, draft);
        if let Some(message) = state.message_mut(channel, announced) {
            message.read = true;
            message.handed = true;
        }
    }
    Ok(done)
}

/// Changes a thread: archiving and locking have rules of their own.
pub(crate) fn edit(state: &mut State, bot: Snowflake, id: Snowflake, body: &Value) -> ApiResult<()> {
    let permissions = state.require(bot, id, Permissions::empty())?;
    let manages = permissions.contains(Permissions::MANAGE_THREADS);
    let thread = state.channel(id)?.thread.as_ref().ok_or(ApiError::CHANNEL_TYPE)?;
    let only_wakes = body["archived"] == false && !thread.locked;
    if !manages && thread.owner != bot && !only_wakes {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    if !manages && (!body["locked"].is_null() || thread.locked) {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    if thread.archived && body["archived"] != false {
        return Err(ApiError::THREAD_ARCHIVED);
    }
    let mut problems = Problems::default();
    let bounds = (CHANNEL_NAME_LENGTH_MIN, CHANNEL_NAME_LENGTH_MAX);
    let name = validate::text(body, "name", "", bounds, &mut problems).map(str::to_owned);
    let auto_archive = body["auto_archive_duration"].as_u64();
    if auto_archive.is_some_and(|minutes| !AUTO_ARCHIVE.contains(&minutes)) {
        problems.choice("auto_archive_duration", "(60, 1440, 4320, 10080)");
    }
    problems.done()?;
    let now = state.now();
    let channel = state.channel_mut(id)?;
    if let Some(name) = name {
        channel.name = name;
    }
    if let Some(seconds) = body["rate_limit_per_user"].as_u64() {
        channel.slowmode = seconds;
    }
    if let Some(thread) = channel.thread.as_mut() {
        set(thread, body, auto_archive, now);
    }
    state.channel_changed(id);
    Ok(())
}

fn set(thread: &mut Thread, body: &Value, auto_archive: Option<u64>, now: jiff::Timestamp) {
    thread.auto_archive = auto_archive.unwrap_or(thread.auto_archive);
    thread.invitable = body["invitable"].as_bool().unwrap_or(thread.invitable);
    thread.locked = body["locked"].as_bool().unwrap_or(thread.locked);
    if let Some(archived) = body["archived"].as_bool()
        && archived != thread.archived
    {
        thread.archived = archived;
        thread.archive_changed = now;
    }
}

fn inside(state: &State, call: &Call) -> ApiResult<(Snowflake, Snowflake)> {
    let caller = call.caller(state)?;
    let thread = call.id("channel")?;
    state.require(caller.bot, thread, Permissions::empty())?;
    if state.channel(thread)?.thread.is_none() {
        return Err(ApiError::CHANNEL_TYPE);
    }
    let user = if call.param("user") == "@me" { caller.bot } else { call.id("user")? };
    Ok((thread, user))
}

pub(crate) fn add_member(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (thread, user) = inside(state, call)?;
    let guild = state.channel(thread)?.guild.and_then(|guild| state.guilds.get(&guild));
    if !guild.is_some_and(|guild| guild.members.contains_key(&user)) {
        return Err(ApiError::UNKNOWN_MEMBER);
    }
    state.join_thread(thread, user);
    Ok(Done::Empty)
}

pub(crate) fn remove_member(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (thread, user) = inside(state, call)?;
    let caller = call.caller(state)?;
    if user != caller.bot {
        state.require(caller.bot, thread, Permissions::MANAGE_THREADS)?;
    }
    state.leave_thread(thread, user);
    Ok(Done::Empty)
}

pub(crate) fn member(state: &mut State, call: &Call) -> ApiResult<Done> {
    let (thread, user) = inside(state, call)?;
    payload::thread_member(state, thread, user).map(Done::Json).ok_or(ApiError::UNKNOWN_MEMBER)
}

pub(crate) fn members(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let id = call.id("channel")?;
    state.require(caller.bot, id, Permissions::empty())?;
    let thread = state.channel(id)?.thread.as_ref().ok_or(ApiError::CHANNEL_TYPE)?;
    let list = thread.members.keys().filter_map(|user| payload::thread_member(state, id, *user));
    Ok(Done::Json(list.collect()))
}

pub(crate) fn active(state: &mut State, call: &Call) -> ApiResult<Done> {
    let caller = call.caller(state)?;
    let guild = call.id("guild")?;
    state.require_in_guild(caller.bot, guild, Permissions::empty())?;
    let found =
        visible(state, caller.bot, |channel, thread| channel.guild == Some(guild) && !thread.archived);
    Ok(Done::Json(listed(state, caller.bot, &found)))
}

/// A list of archived threads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Archive {
    Public,
    Private,
    /// The private ones that the bot is in.
    Joined,
}

pub(crate) fn archived_public(state: &mut State, call: &Call) -> ApiResult<Done> {
    archived(state, call, Archive::Public)
}

pub(crate) fn archived_private(state: &mut State, call: &Call) -> ApiResult<Done> {
    archived(state, call, Archive::Private)
}

pub(crate) fn archived_joined(state: &mut State, call: &Call) -> ApiResult<Done> {
    archived(state, call, Archive::Joined)
}

/// A page of archived threads: the last archived first, joined ones by their ids.
fn archived(state: &State, call: &Call, archive: Archive) -> ApiResult<Done> {
    let bot = call.caller(state)?.bot;
    let parent = call.id("channel")?;
    let more = match archive {
        Archive::Private => Permissions::MANAGE_THREADS,
        Archive::Public | Archive::Joined => Permissions::empty(),
    };
    state.require(bot, parent, Permissions::READ_MESSAGE_HISTORY | more)?;
    let limit = call.limit(ARCHIVED_PAGE, ARCHIVED_PAGE)?;
    let before_time = call.query("before").and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let before_id = call.query("before").and_then(|text| text.parse::<Snowflake>().ok());
    let mut found = visible(state, bot, |channel, thread| {
        let private = channel.kind == ChannelKind::PrivateThread;
        let listed = match archive {
            Archive::Public => !private && before_time.is_none_or(|time| thread.archive_changed < time),
            Archive::Private => private && before_time.is_none_or(|time| thread.archive_changed < time),
            Archive::Joined => {
                private && thread.members.contains_key(&bot) && before_id.is_none_or(|id| channel.id < id)
            }
        };
        channel.parent == Some(parent) && thread.archived && listed
    });
    found.sort_by_key(|id| {
        let thread = state.channels.get(id).and_then(|channel| channel.thread.as_ref());
        let archived = thread.filter(|_| archive != Archive::Joined).map(|thread| thread.archive_changed);
        std::cmp::Reverse((archived, *id))
    });
    let has_more = found.len() > limit;
    found.truncate(limit);
    let mut body = listed(state, bot, &found);
    body["has_more"] = json!(has_more);
    Ok(Done::Json(body))
}

fn visible(state: &State, bot: Snowflake, wanted: impl Fn(&Channel, &Thread) -> bool) -> Vec<Snowflake> {
    let sees = |channel: &&Channel| state.permissions_in(bot, channel.id).contains(Permissions::VIEW_CHANNEL);
    let fits = |channel: &&Channel| channel.thread.as_ref().is_some_and(|thread| wanted(channel, thread));
    state.channels.values().filter(fits).filter(sees).map(|channel| channel.id).collect()
}

fn listed(state: &State, bot: Snowflake, ids: &[Snowflake]) -> Value {
    let threads: Vec<Value> =
        ids.iter().filter_map(|id| state.channels.get(id)).map(|it| payload::channel(state, it)).collect();
    let members: Vec<Value> = ids.iter().filter_map(|id| payload::thread_member(state, *id, bot)).collect();
    json!({ "threads": threads, "members": members, "has_more": false })
}
