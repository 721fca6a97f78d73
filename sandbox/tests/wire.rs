//! What the gateway sends is what `twilight-model` reads: an independent view of Discord's protocol.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use sandbox::{Exchange, Frame};
use serde::de::DeserializeSeed;
use serde_json::{Value, json};
use support::{Gateway, World, callback, webhook};
use twilight_model::channel::{Channel, Message};
use twilight_model::gateway::event::{DispatchEvent, DispatchEventWithTypeDeserializer};

fn read(frame: &Frame) -> DispatchEvent {
    let name = frame.payload["t"].as_str().unwrap();
    let event = DispatchEventWithTypeDeserializer::new(name).deserialize(frame.payload["d"].clone());
    event.unwrap_or_else(|error| panic!("{name}: {error}\n{:#}", frame.payload["d"]))
}

async fn eventful() -> World {
    let w = World::new().await;
    w.app.allow_privileged_intents(u64::MAX);
    w.guild.install(&w.app, sandbox::Permissions::ADMINISTRATOR).await;
    w.commands(json!([{ "name": "do", "description": "d", "options": [
        { "type": 3, "name": "what", "description": "d", "autocomplete": true },
        { "type": 6, "name": "who", "description": "d" }, { "type": 7, "name": "place", "description": "d" },
        { "type": 8, "name": "role", "description": "d" } ] }]))
        .await;
    let all = Gateway::identified(&w.discord, &w.app, 0x1_ffff).await;
    drop(all);
    w
}

#[tokio::test]
async fn every_event_is_read_by_twilight() {
    let w = eventful().await;
    let mut gateway = Gateway::identified(&w.discord, &w.app, 0x1_ffff).await;
    let bot = w
        .answering(|act| match act["type"].as_u64() {
            Some(4) => vec![callback(act, json!({ "type": 8, "data": { "choices": [] } }))],
            Some(3) => vec![callback(act, json!({ "type": 9, "data": { "custom_id": "m", "title": "t", "components": [
                { "type": 1, "components": [{ "type": 4, "custom_id": "f", "label": "F", "style": 1 }] }] } }))],
            Some(5) => vec![
                callback(act, json!({ "type": 5 })),
                webhook(act, "PATCH", "/messages/@original", json!({ "content": "done" })),
            ],
            _ => vec![callback(act, json!({ "type": 4, "data": { "content": "ok", "embeds": [{ "title": "t" }],
                "components": [{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "A", "custom_id": "a" }] }] } }))],
        })
        .await;
    w.guild.role("Learners");
    w.mei.autocomplete(&w.channel, "/do what:x").await.unwrap();
    let reply = w.mei.slash(&w.channel, "/do what:x who:@raj place:#daily role:@Learners").await.unwrap();
    let modal = w.mei.press(&reply, "A").await.unwrap();
    w.mei.submit(&modal, &[("F", "v")]).await.unwrap();
    let said = w.mei.say(&w.channel, "hello").await.unwrap();
    w.raj.react(&said, "👍");
    let at = format!("{}/{}", w.messages(), said.id());
    let reference = json!({ "content": "re", "message_reference": { "message_id": said.id() } });
    let (_, sent) = w.http.post(&w.messages(), reference).await;
    serde_json::from_value::<Message>(sent).unwrap();
    w.http.put(&format!("/channels/{}/pins/{}", w.channel.id(), said.id()), Value::Null).await;
    w.http.post(&format!("{at}/threads"), json!({ "name": "t" })).await;
    w.http.put(&format!("/channels/{}/thread-members/{}", said.id(), w.raj.id()), Value::Null).await;
    w.http.delete(&format!("/channels/{}/thread-members/{}", said.id(), w.raj.id())).await;
    w.http.post(&format!("/channels/{}/typing", w.channel.id()), Value::Null).await;
    let (_, channel) = w.http.get(&format!("/channels/{}", w.channel.id())).await;
    serde_json::from_value::<Channel>(channel).unwrap();
    let guild = format!("/guilds/{}", w.guild.id());
    for path in [
        "/gateway",
        "/gateway/bot",
        "/users/@me",
        "/applications/@me",
        "/oauth2/applications/@me",
        "/users/@me/guilds",
        &w.messages(),
        &at,
        &guild,
        &format!("{guild}/channels"),
        &format!("{guild}/roles"),
        &format!("{guild}/members"),
        &format!("{guild}/members/{}", w.mei.id()),
        &format!("{guild}/threads/active"),
        &format!("/applications/{}/commands", w.app.id()),
        &format!("/channels/{}/messages/pins", w.channel.id()),
        &format!("/channels/{}/pins", w.channel.id()),
        &format!("{at}/reactions/%F0%9F%91%8D"),
    ] {
        w.http.get(path).await;
    }
    w.http.patch(&format!("/channels/{}", said.id()), json!({ "archived": true })).await;
    w.http.post("/users/@me/channels", json!({ "recipient_id": w.mei.id() })).await;
    w.http.delete(&at).await;
    w.http.delete(&format!("/channels/{}", said.id())).await;
    w.channel.delete();
    w.raj.leave();
    w.guild.remove(&w.app);
    gateway.event("GUILD_DELETE").await;
    drop(bot);
    let frames: Vec<Frame> =
        w.discord.traffic().gateway().into_iter().filter(|frame| frame.payload["t"].is_string()).collect();
    let mut names: Vec<String> = Vec::new();
    for frame in &frames {
        read(frame);
        names.push(frame.payload["t"].as_str().unwrap().to_owned());
    }
    for expected in [
        "READY",
        "GUILD_CREATE",
        "INTERACTION_CREATE",
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_REACTION_ADD",
        "CHANNEL_PINS_UPDATE",
        "THREAD_CREATE",
        "THREAD_MEMBERS_UPDATE",
        "THREAD_DELETE",
        "TYPING_START",
        "CHANNEL_DELETE",
        "GUILD_MEMBER_REMOVE",
        "GUILD_ROLE_CREATE",
        "GUILD_DELETE",
    ] {
        assert!(names.iter().any(|name| name == expected), "{expected} was not sent");
    }
    let refused: Vec<Exchange> =
        w.discord.traffic().rest().into_iter().filter(|entry| entry.status >= 400).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}
