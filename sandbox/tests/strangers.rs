//! What bots in other libraries ask for, at the level of the protocol; `clients/` has the libraries themselves.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use sandbox::Permissions;
use serde_json::{Value, json};
use support::{GUILDS, Gateway, World, usual};

const REACTIONS: u64 = 1 << 10;

fn names(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|it| it["name"].as_str()).collect()
}

async fn post(w: &World, path: &str, body: Value) -> Value {
    let (status, answer) = w.http.post(path, body).await;
    assert!((200..300).contains(&status), "{path}: {answer}");
    answer
}

#[tokio::test]
async fn cleared_reactions_are_told_at_once() {
    let w = World::new().await;
    let more = Permissions::ADD_REACTIONS | Permissions::MANAGE_MESSAGES;
    w.guild.install(&w.app, usual() | more).await;
    let mut gateway = Gateway::identified(&w.discord, &w.app, GUILDS | REACTIONS).await;
    let message = post(&w, &w.messages(), json!({ "content": "hi" })).await;
    let at = format!("{}/{}/reactions", w.messages(), message["id"].as_str().unwrap());
    for emoji in ["👍", "👋", "🎉"] {
        assert_eq!(w.http.put(&format!("{at}/{emoji}/@me"), json!({})).await.0, 204);
    }
    assert_eq!(w.http.delete(&format!("{at}/👋")).await.0, 204);
    let gone = gateway.event("MESSAGE_REACTION_REMOVE_EMOJI").await;
    assert_eq!(gone["emoji"], json!({ "id": null, "name": "👋" }));
    assert_eq!((&gone["message_id"], &gone["guild_id"]), (&message["id"], &json!(w.guild.id())));
    assert_eq!(w.http.delete(&at).await.0, 204);
    assert_eq!(gateway.names().await, ["MESSAGE_REACTION_REMOVE_ALL"]);
    let left = w.http.get(&format!("{}/{}", w.messages(), message["id"].as_str().unwrap())).await.1;
    assert_eq!(left["reactions"], Value::Null);
}

#[tokio::test]
async fn archived_threads_are_listed_by_kind_and_page() {
    let w = World::new().await;
    let more = Permissions::CREATE_PUBLIC_THREADS | Permissions::CREATE_PRIVATE_THREADS;
    w.guild.install(&w.app, usual() | more).await;
    let at = format!("/channels/{}", w.channel.id());
    for (name, kind) in [("Open", 11), ("Quiet", 12), ("Later", 11), ("Last", 11)] {
        let thread = post(&w, &format!("{at}/threads"), json!({ "name": name, "type": kind })).await;
        let path = format!("/channels/{}", thread["id"].as_str().unwrap());
        assert_eq!(w.http.patch(&path, json!({ "archived": true })).await.0, 200);
    }
    let list = async |path: &str| w.http.get(&format!("{at}{path}")).await;
    let (_, public) = list("/threads/archived/public").await;
    assert_eq!(names(&public["threads"]), ["Last", "Later", "Open"]);
    let (_, page) = list("/threads/archived/public?limit=2").await;
    assert_eq!((names(&page["threads"]), &page["has_more"]), (vec!["Last", "Later"], &json!(true)));
    let before = page["threads"][1]["thread_metadata"]["archive_timestamp"].as_str().unwrap();
    let (_, page) = list(&format!("/threads/archived/public?before={}", before.replace('+', "%2B"))).await;
    assert_eq!(names(&page["threads"]), ["Open"]);
    assert_eq!(names(&list("/users/@me/threads/archived/private").await.1["threads"]), ["Quiet"]);
    assert_eq!(list("/threads/archived/private").await.0, 403, "it needs Manage Threads");
    w.guild.install(&w.app, usual() | Permissions::MANAGE_THREADS).await;
    assert_eq!(names(&list("/threads/archived/private").await.1["threads"]), ["Quiet"]);
}

#[tokio::test]
async fn members_are_searched_by_name_and_nickname() {
    let w = World::new().await;
    w.guild.install(&w.app, usual() | Permissions::MANAGE_NICKNAMES).await;
    let at = format!("/guilds/{}/members", w.guild.id());
    let raj = format!("{at}/{}", w.raj.id());
    assert_eq!(w.http.patch(&raj, json!({ "nick": "Meister" })).await.0, 200);
    let (_, both) = w.http.get(&format!("{at}/search?query=ME&limit=10")).await;
    let found: Vec<_> = both.as_array().unwrap().iter().map(|it| it["user"]["username"].clone()).collect();
    assert_eq!(found, ["mei", "raj"]);
    let (_, one) = w.http.get(&format!("{at}/search?query=me")).await;
    assert_eq!(one.as_array().unwrap().len(), 1, "the limit is 1 unless told");
}

#[tokio::test]
async fn a_bots_new_role_is_the_lowest_and_the_others_make_room() {
    let w = World::new().await;
    w.guild.install(&w.app, usual() | Permissions::MANAGE_ROLES).await;
    let mut gateway = w.connect().await;
    let at = format!("/guilds/{}/roles", w.guild.id());
    let colors = json!({ "primary_color": 0x33_66_99 });
    let role = post(&w, &at, json!({ "name": "Learners", "colors": colors })).await;
    assert_eq!((&role["position"], &role["color"]), (&json!(1), &json!(0x33_66_99)));
    assert_eq!(gateway.event("GUILD_ROLE_CREATE").await["role"], role, "one event, with all of it");
    let made_room = gateway.event("GUILD_ROLE_UPDATE").await["role"].clone();
    assert_eq!((&made_room["managed"], &made_room["position"]), (&json!(true), &json!(2)));
    let given = format!("/guilds/{}/members/{}/roles", w.guild.id(), w.mei.id());
    let id = role["id"].as_str().unwrap();
    assert_eq!(w.http.put(&format!("{given}/{id}"), json!({})).await.0, 204, "it stands below the bot's own");

    let lower = post(&w, &at, json!({ "name": "Lower" })).await;
    let positions = |list: &Value| -> Vec<(String, i64)> {
        let mut list: Vec<_> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (it["name"].as_str().unwrap().to_owned(), it["position"].as_i64().unwrap()))
            .collect();
        list.sort_by_key(|(_, position)| *position);
        list
    };
    let moved = json!([{ "id": lower["id"], "position": 2 }]);
    let (_, list) = w.http.patch(&at, moved).await;
    let order: Vec<_> = positions(&list).into_iter().map(|(name, _)| name).collect();
    assert_eq!(order, ["@everyone", "Learners", "Lower", "Greeter"]);
    let too_high = json!([{ "id": lower["id"], "position": 3 }]);
    assert_eq!(w.http.patch(&at, too_high).await.1["code"], 50_013);

    gateway.names().await;
    assert_eq!(w.http.delete(&format!("{at}/{id}")).await.0, 204);
    assert_eq!(gateway.names().await, ["GUILD_ROLE_DELETE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_UPDATE"]);
}

#[tokio::test]
async fn a_guild_without_emojis_and_stickers_says_so() {
    let w = World::new().await;
    for what in ["emojis", "stickers"] {
        assert_eq!(w.http.get(&format!("/guilds/{}/{what}", w.guild.id())).await, (200, json!([])));
    }
}
