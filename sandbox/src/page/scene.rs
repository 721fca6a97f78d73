//! What a member sees besides messages: the guild, its people, roles and channels, the bots, the commands.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use crate::people::offered;
use crate::snowflake::Snowflake;
use crate::state::{Channel, ChannelKind, Guild, Member, State};

/// The guild and all in it, as `viewer` sees it; `None` when it is gone, or the viewer is not in it.
pub(super) fn scene(
    state: &State,
    guild: Snowflake,
    viewer: Snowflake,
    open: Option<Snowflake>,
) -> Option<Value> {
    let place = state.guilds.get(&guild)?;
    let me = place.members.get(&viewer)?;
    let manages = state.permissions_in_guild(viewer, guild).contains(Permissions::MANAGE_GUILD);
    let guilds: Vec<Value> =
        state.guilds.values().map(|guild| json!({ "id": guild.id, "name": guild.name })).collect();
    Some(json!({
        "guild": { "id": guild, "name": place.name },
        "guilds": guilds,
        "me": { "id": viewer, "name": name(state, viewer), "manages": manages, "roles": me.roles },
        "members": place.members.values().map(|it| member(state, place, it)).collect::<Vec<_>>(),
        "roles": roles(place),
        "channels": channels(state, guild, viewer, open),
        "bots": bots(state, place),
    }))
}

fn name(state: &State, user: Snowflake) -> &str {
    state.users.get(&user).map(|user| user.name.as_str()).unwrap_or_default()
}

fn member(state: &State, guild: &Guild, member: &Member) -> Value {
    let mut roles: Vec<_> = member.roles.iter().filter_map(|id| guild.roles.get(id)).collect();
    roles.sort_by_key(|role| std::cmp::Reverse(role.position));
    json!({
        "id": member.user,
        "name": name(state, member.user),
        "bot": state.users.get(&member.user).is_some_and(|user| user.bot),
        "owner": guild.owner == member.user,
        "color": roles.iter().map(|role| role.color).find(|color| *color != 0),
        "roles": roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(),
    })
}

fn roles(guild: &Guild) -> Vec<Value> {
    let mut roles: Vec<_> = guild.roles.values().collect();
    roles.sort_by_key(|role| std::cmp::Reverse(role.position));
    roles.into_iter().map(|it| json!({ "id": it.id, "name": it.name, "color": it.color })).collect()
}

/// The channels that the viewer sees: those of the guild, threads that are not archived, direct messages with bots of
/// the guild, and the open one whatever it is.
fn channels(state: &State, guild: Snowflake, viewer: Snowflake, open: Option<Snowflake>) -> Vec<Value> {
    let listed = |channel: &&Channel| {
        let here = channel.guild == Some(guild) || channel.recipients.contains(&viewer);
        let current = channel.thread.as_ref().is_none_or(|thread| !thread.archived);
        here && (current || open == Some(channel.id))
    };
    let seen =
        |channel: &&Channel| state.permissions_in(viewer, channel.id).contains(Permissions::VIEW_CHANNEL);
    let mut found: Vec<&Channel> = state.channels.values().filter(listed).filter(seen).collect();
    found.sort_by_key(|channel| (channel.position, channel.id));
    found.into_iter().map(|it| channel(state, it, viewer)).collect()
}

fn channel(state: &State, channel: &Channel, viewer: Snowflake) -> Value {
    let needed = match channel.thread {
        Some(_) => Permissions::SEND_MESSAGES_IN_THREADS,
        None => Permissions::SEND_MESSAGES,
    };
    let speaks = channel.holds_messages() && state.permissions_in(viewer, channel.id).contains(needed);
    let other = channel.recipients.iter().find(|user| **user != viewer);
    json!({
        "id": channel.id,
        "type": channel.kind.number(),
        "kind": match channel.kind {
            ChannelKind::Direct => "direct",
            ChannelKind::Category => "category",
            ChannelKind::Voice => "voice",
            ChannelKind::PublicThread | ChannelKind::PrivateThread => "thread",
            ChannelKind::Text | ChannelKind::Announcement => "text",
        },
        "name": other.map_or(channel.name.as_str(), |other| name(state, *other)),
        "topic": channel.topic,
        "parent": channel.parent,
        "last": channel.last_message,
        "speaks": speaks,
        "locked": channel.thread.as_ref().is_some_and(|thread| thread.locked),
        "archived": channel.thread.as_ref().is_some_and(|thread| thread.archived),
    })
}

fn bots(state: &State, guild: &Guild) -> Vec<Value> {
    let here = state.apps.values().filter(|app| guild.members.contains_key(&app.bot));
    let bots = here.map(|app| {
        let live = state.sessions.values().any(|session| session.app == app.id && session.is_live());
        json!({ "id": app.bot, "name": app.name, "connected": live })
    });
    bots.collect()
}

/// The commands that the viewer is offered in a channel, as Discord writes them.
pub(super) fn commands(state: &State, viewer: Snowflake, channel: Snowflake) -> Vec<Value> {
    let mut found: Vec<Value> = offered(state, viewer, channel)
        .into_iter()
        .map(|(app, command)| {
            let mut body = json!(command);
            body["app"] = json!(app);
            body
        })
        .collect();
    found.sort_by(|one, other| one["name"].as_str().cmp(&other["name"].as_str()));
    found
}
