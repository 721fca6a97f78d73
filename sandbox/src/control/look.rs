//! Looking around, and making guilds, channels, members and applications.

use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{Answer, Ask, bad, missing};
use crate::people::{Application, Channel, Guild, Message};
use crate::snowflake::Snowflake;
use crate::state::State;

pub(crate) fn overview(ask: &Ask) -> Value {
    let guilds: Vec<Value> = ask.core.read(|state| {
        let guilds = state.guilds.values().map(|guild| {
            let channels = state.channels.values().filter(|channel| channel.guild == Some(guild.id));
            let channels: Vec<Value> = channels
                .map(|it| json!({ "id": it.id, "name": it.name, "parent": it.parent, "thread": it.thread.is_some() }))
                .collect();
            let members = guild.members.keys().filter_map(|id| state.users.get(id));
            let members: Vec<Value> =
                members.map(|user| json!({ "id": user.id, "name": user.name, "bot": user.bot })).collect();
            json!({ "id": guild.id, "name": guild.name, "channels": channels, "members": members })
        });
        guilds.collect()
    });
    let ids: Vec<Snowflake> = ask.core.read(|state| state.apps.keys().copied().collect());
    let applications: Vec<Value> =
        ids.into_iter().map(|id| shown(&Application::new(Arc::clone(&ask.core), id))).collect();
    json!({ "guilds": guilds, "applications": applications })
}

fn shown(app: &Application) -> Value {
    json!({
        "id": app.id(), "name": app.name(), "token": app.token(), "connected": app.is_connected(),
        "commands": app.command_names(),
    })
}

pub(crate) fn application(ask: &Ask) -> Answer {
    let name = ask.text("name")?;
    let id = ask.core.with(|state| state.create_app(name));
    let app = Application::new(Arc::clone(&ask.core), id);
    if let Some(token) = ask.body["token"].as_str() {
        app.set_token(token);
    }
    if let Some(bits) = ask.body["privileged_intents"].as_u64() {
        app.allow_privileged_intents(bits);
    }
    Ok(shown(&app))
}

pub(crate) fn reset_token(ask: &Ask, id: &str) -> Answer {
    let id: Snowflake = id.parse().map_err(|_| missing("application"))?;
    if !ask.core.read(|state| state.apps.contains_key(&id)) {
        return Err(missing("application"));
    }
    let app = Application::new(Arc::clone(&ask.core), id);
    app.reset_token();
    Ok(shown(&app))
}

pub(crate) fn guild(ask: &Ask) -> Answer {
    let name = ask.text("name")?;
    let id = ask.core.with(|state| state.create_guild(name));
    Ok(json!({ "id": id, "name": name }))
}

fn permissions(value: &Value) -> Option<Permissions> {
    let bits = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    Some(Permissions::from_bits_truncate(bits))
}

pub(crate) async fn add_to_guild(ask: &Ask, id: &str, what: &str) -> Answer {
    let guild: Guild = ask.guild(&json!(id))?;
    match what {
        "channels" => {
            let channel = guild.channel(ask.text("name")?);
            Ok(json!({ "id": channel.id(), "name": channel.name() }))
        }
        "members" => {
            let member = guild.member(ask.text("name")?);
            if let Some(permissions) = permissions(&ask.body["permissions"]) {
                member.grant(permissions);
            }
            Ok(json!({ "id": member.id(), "name": member.name() }))
        }
        "roles" => {
            let role = guild.role(ask.text("name")?);
            if let Some(permissions) = permissions(&ask.body["permissions"]) {
                role.set_permissions(permissions);
            }
            Ok(json!({ "id": role.id(), "name": role.name() }))
        }
        "install" => {
            let wanted = permissions(&ask.body["permissions"]).unwrap_or(Permissions::empty());
            guild.install(&ask.application()?, wanted).await;
            Ok(Value::Null)
        }
        "remove" => {
            guild.remove(&ask.application()?);
            Ok(Value::Null)
        }
        _ => Err(missing("part of a guild")),
    }
}

/// A message as the control API gives it.
pub(crate) fn message(message: &Message) -> Value {
    json!({
        "id": message.id(), "author": message.author(), "text": message.to_string(),
        "ephemeral": message.is_ephemeral(), "json": message.as_json(),
    })
}

pub(crate) fn messages(ask: &Ask, id: &str) -> Answer {
    let id: Snowflake = id.parse().map_err(|_| missing("channel"))?;
    let guild = ask.core.read(|state: &State| state.channels.get(&id).map(|channel| channel.guild));
    let guild = guild.ok_or_else(|| missing("channel"))?;
    let channel = Channel::new(Arc::clone(&ask.core), id);
    let list = match (ask.query.get("as"), guild) {
        (Some(name), Some(guild)) => {
            let guild = Guild::new(Arc::clone(&ask.core), guild);
            let member = guild.members().into_iter().find(|member| member.name() == *name);
            member.ok_or_else(|| missing("member"))?.sees(&channel)
        }
        _ => channel.messages(),
    };
    Ok(list.iter().map(message).collect())
}

pub(crate) fn clock(ask: &Ask) -> Value {
    let clock = &ask.core.options.clock;
    json!({ "now": clock.now().to_string(), "running": clock.is_running() })
}

pub(crate) fn turn_clock(ask: &Ask) -> Answer {
    let clock = &ask.core.options.clock;
    match ask.body["running"].as_bool() {
        Some(true) => clock.run(),
        Some(false) => clock.stop(),
        None => return turn(ask),
    }
    Ok(self::clock(ask))
}

fn turn(ask: &Ask) -> Answer {
    let clock = &ask.core.options.clock;
    if let Some(instant) = ask.body["turn_to"].as_str() {
        clock.turn_to(instant.parse().map_err(|error| bad(format!("turn_to: {error}")))?);
    } else if let Some(seconds) = ask.body["advance_seconds"].as_i64() {
        clock.advance(SignedDuration::from_secs(seconds));
    } else {
        return Err(bad("\"turn_to\", \"advance_seconds\" or \"running\" is needed"));
    }
    Ok(self::clock(ask))
}
