//! Guilds as Discord writes them.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{app_flags, channel, current_user, member, merge, role, time};
use crate::snowflake::Snowflake;
use crate::state::{Guild, Session, State};

/// A guild as REST gives it.
pub(crate) fn guild(guild: &Guild) -> Value {
    json!({
        "id": guild.id,
        "name": guild.name,
        "icon": null,
        "icon_hash": null,
        "splash": null,
        "discovery_splash": null,
        "home_header": null,
        "owner_id": guild.owner,
        "region": "deprecated",
        "afk_channel_id": null,
        "afk_timeout": 300,
        "widget_enabled": false,
        "widget_channel_id": null,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": guild.roles.values().map(role).collect::<Vec<_>>(),
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": null,
        "system_channel_id": guild.system_channel,
        "system_channel_flags": 0,
        "rules_channel_id": null,
        "max_presences": null,
        "max_members": 500_000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "vanity_url_code": null,
        "description": null,
        "banner": null,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": false,
        "preferred_locale": guild.locale,
        "public_updates_channel_id": null,
        "safety_alerts_channel_id": null,
        "nsfw": false,
        "nsfw_level": 0,
        "incidents_data": null,
    })
}

/// A guild as GUILD_CREATE brings it to an app: with channels, threads and, unless it has the members intent, only
/// itself as a member.
pub(crate) fn guild_create(state: &State, id: Snowflake, app: Snowflake) -> Option<Value> {
    let place = state.guilds.get(&id)?;
    let bot = state.apps.get(&app)?.bot;
    let own = place.members.get(&bot)?;
    let (mut channels, mut threads) = (Vec::new(), Vec::new());
    for known in state.channels.values().filter(|channel| channel.guild == Some(id)) {
        let visible = state.permissions_in(bot, known.id).contains(Permissions::VIEW_CHANNEL);
        match &known.thread {
            None => channels.push(channel(state, known)),
            Some(thread) if visible && !thread.archived => threads.push(channel(state, known)),
            Some(_) => {}
        }
    }
    let mut body = guild(place);
    merge(
        &mut body,
        json!({
            "joined_at": time(own.joined),
            "large": false,
            "unavailable": false,
            "member_count": place.members.len(),
            "voice_states": [],
            "members": [member(state, id, bot)?],
            "channels": channels,
            "threads": threads,
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }),
    );
    Some(body)
}

/// The READY event.
pub(crate) fn ready(state: &State, session: &Session, version: u64) -> Value {
    let app = state.apps.get(&session.app);
    let guilds: Vec<Value> =
        guilds_of(state, session).iter().map(|id| json!({ "id": id, "unavailable": true })).collect();
    json!({
        "v": version,
        "user": app.map(|app| current_user(state, app.bot)),
        "guilds": guilds,
        "private_channels": [],
        "relationships": [],
        "user_settings": {},
        "geo_ordered_rtc_regions": [],
        "session_type": "normal",
        "session_id": session.id,
        "resume_gateway_url": format!("ws://{}", state.address),
        "shard": [session.shard.0, session.shard.1],
        "application": { "id": session.app, "flags": app.map_or(0, app_flags) },
        "_trace": ["sandbox"],
    })
}

/// The guilds that a session hears of.
pub(crate) fn guilds_of(state: &State, session: &Session) -> Vec<Snowflake> {
    let Some(app) = state.apps.get(&session.app) else { return Vec::new() };
    let (shard, shards) = session.shard;
    let mine = |guild: &&Guild| guild.members.contains_key(&app.bot) && guild.id.shard(shards) == shard;
    state.guilds.values().filter(mine).map(|guild| guild.id).collect()
}
