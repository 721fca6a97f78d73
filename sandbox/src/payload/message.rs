//! Messages as Discord writes them.

use serde_json::{Value, json};

use super::{channel, partial_member, time, user};
use crate::gateway::intents;
use crate::snowflake::Snowflake;
use crate::state::{Message, State};

/// A message with all that is in it.
pub(crate) fn full_message(state: &State, message: &Message, app: Snowflake) -> Value {
    let mut body = bare(state, message, app);
    if let Some((place, referenced)) = message.reference {
        let original = state.message(place, referenced).filter(|original| !original.deleted);
        body["referenced_message"] = original.map_or(Value::Null, |original| bare(state, original, app));
    }
    body
}

/// A message as REST gives it to `app`.
pub(crate) fn message(state: &State, message: &Message, app: Snowflake) -> Value {
    let mut body = full_message(state, message, app);
    let privileged = state.apps.get(&app).map_or(0, |app| app.privileged);
    if privileged & intents::MESSAGE_CONTENT == 0 {
        hide(state, &mut body, message, app);
    }
    body
}

/// A message as the gateway tells it to `app`.
pub(crate) fn message_event(state: &State, message: &Message, app: Snowflake) -> Value {
    let mut body = self::message(state, message, app);
    let guild = state.channels.get(&message.channel).and_then(|channel| channel.guild);
    if let Some(guild) = guild {
        body["guild_id"] = json!(guild);
        if message.webhook.is_none()
            && let Some(member) = partial_member(state, guild, message.author)
        {
            body["member"] = member;
        }
    }
    let kind = state.channels.get(&message.channel).map_or(0, |channel| channel.kind.number());
    body["channel_type"] = json!(kind);
    let wants = |session: &crate::state::Session| {
        session.app == app && session.intents & intents::MESSAGE_CONTENT != 0
    };
    if !state.sessions.values().any(wants) {
        hide(state, &mut body, message, app);
    }
    body
}

/// Empties what an app without the message-content intent does not get to see.
fn hide(state: &State, body: &mut Value, message: &Message, app: Snowflake) {
    let bot = state.apps.get(&app).map(|app| app.bot);
    let direct = state.channels.get(&message.channel).is_some_and(|channel| channel.guild.is_none());
    let own = bot == Some(message.author) || message.webhook == Some(app);
    let mentioned = bot.is_some_and(|bot| message.mentions.users.contains(&bot));
    if direct || own || mentioned {
        return;
    }
    body["content"] = json!("");
    for list in ["embeds", "attachments", "components"] {
        body[list] = json!([]);
    }
}

fn bare(state: &State, message: &Message, app: Snowflake) -> Value {
    let mut body = json!({
        "id": message.id,
        "channel_id": message.channel,
        "type": message.kind,
        "author": user(state, message.author),
        "content": message.content,
        "timestamp": time(message.sent),
        "edited_timestamp": message.edited.map(time),
        "tts": message.tts,
        "mention_everyone": message.mentions.everyone,
        "mentions": mentioned(state, message),
        "mention_roles": message.mentions.roles,
        "attachments": message.attachments,
        "embeds": message.embeds,
        "components": message.components,
        "pinned": message.pinned,
        "flags": message.flags,
    });
    if let Some(nonce) = &message.nonce {
        body["nonce"] = nonce.clone();
    }
    if let Some(webhook) = message.webhook {
        body["webhook_id"] = json!(webhook);
        body["application_id"] = json!(webhook);
    }
    if let Some(interaction) = &message.interaction {
        body["interaction_metadata"] = interaction.clone();
    }
    if let Some(poll) = &message.poll {
        body["poll"] = poll.clone();
    }
    if let Some((place, id)) = message.reference {
        let guild = state.channels.get(&place).and_then(|channel| channel.guild);
        body["message_reference"] = json!({ "type": 0, "channel_id": place, "message_id": id });
        if let Some(guild) = guild {
            body["message_reference"]["guild_id"] = json!(guild);
        }
    }
    if let Some(thread) = message.thread.and_then(|id| state.channels.get(&id)) {
        body["thread"] = channel(state, thread);
    }
    if !message.reactions.is_empty() {
        body["reactions"] = reactions(state, message, app);
    }
    body
}

fn mentioned(state: &State, message: &Message) -> Vec<Value> {
    message.mentions.users.iter().map(|id| user(state, *id)).collect()
}

fn reactions(state: &State, message: &Message, app: Snowflake) -> Value {
    let bot = state.apps.get(&app).map(|app| app.bot);
    let list = message.reactions.iter().map(|reaction| {
        json!({
            "emoji": reaction.emoji,
            "count": reaction.users.len(),
            "count_details": { "burst": 0, "normal": reaction.users.len() },
            "burst_colors": [],
            "me": bot.is_some_and(|bot| reaction.users.contains(&bot)),
            "me_burst": false,
        })
    });
    list.collect()
}
