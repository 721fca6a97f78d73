//! Guilds, channels, threads, roles, members and commands over REST.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use sandbox::{Permissions, ProblemKind};
use serde_json::{Value, json};
use support::{GUILDS, Gateway, World, usual};

#[tokio::test]
async fn every_version_of_the_address_works_and_others_do_not() {
    let w = World::new().await;
    for path in ["/api/v10/users/@me", "/api/v9/users/@me", "/api/users/@me"] {
        assert_eq!(w.http.get(path).await.1["username"], "Greeter", "{path}");
    }
    assert_eq!(
        w.http.get("/applications/@me").await.1["id"],
        w.http.get("/oauth2/applications/@me").await.1["id"]
    );
    let bot = w.http.get("/gateway/bot").await.1;
    assert!(bot["url"].as_str().unwrap().starts_with("ws://127.0.0.1:"));
    assert_eq!(bot["shards"], 1);
    w.app.recommend_shards(2);
    assert_eq!(w.http.get("/gateway/bot").await.1["shards"], 2);
    assert_eq!(w.http.delete("/users/@me").await.0, 405);
    assert!(w.discord.audit().problems().is_empty());
    assert_eq!(
        w.http.get("/soundboard-default-sounds").await,
        (404, json!({ "message": "404: Not Found", "code": 0 }))
    );
    let problems = w.discord.audit().take_problems();
    assert_eq!(problems[0].to_string(), "unmodelled: GET /soundboard-default-sounds");
}

#[tokio::test]
async fn the_guild_is_as_its_bot_sees_it() {
    let w = World::new().await;
    let at = format!("/guilds/{}", w.guild.id());
    assert_eq!(w.http.get(&format!("{at}?with_counts=true")).await.1["approximate_member_count"], 4);
    let names = |list: &Value| {
        list.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&w.http.get(&format!("{at}/channels")).await.1), ["general", "daily"]);
    assert_eq!(names(&w.http.get(&format!("{at}/roles")).await.1), ["@everyone", "Greeter"]);
    assert_eq!(w.http.get(&format!("{at}/members/{}", w.mei.id())).await.1["user"]["username"], "mei");
    assert_eq!(
        w.http.get(&format!("/users/@me/guilds/{}/member", w.guild.id())).await.1["user"]["bot"],
        true
    );
    assert_eq!(
        w.http.get(&format!("{at}/members?limit=10")).await.1["code"],
        50_001,
        "needs the members intent"
    );
    w.app.allow_privileged_intents(2);
    assert_eq!(w.http.get(&format!("{at}/members?limit=10")).await.1.as_array().unwrap().len(), 4);
    assert_eq!(w.http.get("/guilds/1").await.1["code"], 10_004);
    assert_eq!(w.http.get("/users/1").await.1["code"], 10_013);
}

#[tokio::test]
async fn channels_and_overwrites_need_their_permissions() {
    let w = World::new().await;
    let at = format!("/guilds/{}/channels", w.guild.id());
    assert_eq!(w.http.post(&at, json!({ "name": "x" })).await.1["code"], 50_013);
    w.guild.install(&w.app, usual() | Permissions::MANAGE_CHANNELS | Permissions::MANAGE_ROLES).await;
    let mut gateway = w.connect().await;
    gateway.event("GUILD_CREATE").await;
    let (status, made) = w.http.post(&at, json!({ "name": "Big Room", "topic": "t" })).await;
    assert_eq!((status, &made["name"]), (201, &json!("big-room")));
    assert_eq!(gateway.event("CHANNEL_CREATE").await["id"], made["id"]);
    let one = format!("/channels/{}", made["id"].as_str().unwrap());
    assert_eq!(w.http.patch(&one, json!({ "topic": "new" })).await.1["topic"], "new");
    gateway.event("CHANNEL_UPDATE").await;
    let overwrite = json!({ "type": 0, "deny": "1024", "allow": "0" });
    assert_eq!(w.http.put(&format!("{one}/permissions/{}", w.guild.id()), overwrite).await.0, 204);
    assert_eq!(w.http.get(&one).await.1["code"], 50_001, "it shut itself out");
    w.guild.allow(&w.guild.find_channel("big-room").unwrap(), &w.app, Permissions::VIEW_CHANNEL);
    assert_eq!(w.http.delete(&format!("{one}/permissions/{}", w.guild.id())).await.0, 204);
    assert_eq!(w.http.delete(&one).await.0, 200);
    gateway.event("CHANNEL_DELETE").await;
}

#[tokio::test]
async fn roles_are_given_below_the_bots_own() {
    let w = World::new().await;
    let at = format!("/guilds/{}/members/{}/roles", w.guild.id(), w.mei.id());
    let high = w.guild.role("High");
    assert_eq!(w.http.put(&format!("{at}/{}", high.id()), Value::Null).await.1["code"], 50_013);
    w.guild.install(&w.app, usual() | Permissions::MANAGE_ROLES).await;
    assert_eq!(
        w.http.put(&format!("{at}/{}", high.id()), Value::Null).await.1["code"],
        50_013,
        "it stands higher"
    );
    assert_eq!(w.http.put(&format!("{at}/1"), Value::Null).await.1["code"], 10_011);
    let other = w.discord.guild("Other").await;
    let low = other.role("Low");
    let member = other.member("mei");
    other.install(&w.app, usual() | Permissions::MANAGE_ROLES).await;
    let at = format!("/guilds/{}/members/{}/roles", other.id(), member.id());
    assert_eq!(w.http.put(&format!("{at}/{}", low.id()), Value::Null).await.0, 204);
    assert!(member.has_role(&low));
    assert_eq!(w.http.delete(&format!("{at}/{}", low.id())).await.0, 204);
    assert!(!member.has_role(&low));
}

#[tokio::test]
async fn threads_begin_at_messages_or_alone_and_can_be_archived() {
    let w = World::new().await;
    let mut gateway = Gateway::identified(&w.discord, &w.app, GUILDS).await;
    gateway.event("GUILD_CREATE").await;
    let (_, post) = w.http.post(&w.messages(), json!({ "content": "topic" })).await;
    let at = format!("{}/{}/threads", w.messages(), post["id"].as_str().unwrap());
    let (status, thread) = w.http.post(&at, json!({ "name": "Talk", "auto_archive_duration": 60 })).await;
    assert_eq!((status, &thread["id"], &thread["type"]), (201, &post["id"], &json!(11)));
    assert_eq!(gateway.event("THREAD_CREATE").await["newly_created"], true);
    assert_eq!(w.http.post(&at, json!({ "name": "Again" })).await.1["code"], 160_004);
    let bad = w.http.post(&at.replace("messages", "x"), json!({})).await;
    assert_eq!(bad.0, 404);
    let talk = w.channel.thread("Talk").unwrap();
    let inside = format!("/channels/{}/messages", talk.id());
    assert_eq!(w.http.post(&inside, json!({ "content": "hello" })).await.0, 200);
    assert_eq!(talk.next_message().await.unwrap().content(), "hello");
    w.guild.deny(&w.channel, &w.app, Permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(
        w.http.post(&inside, json!({ "content": "no" })).await.1["code"],
        50_013,
        "the parent's overwrites hold"
    );
    w.guild.allow(&w.channel, &w.app, Permissions::SEND_MESSAGES_IN_THREADS);
    let one = format!("/channels/{}", talk.id());
    assert_eq!(w.http.patch(&one, json!({ "locked": true })).await.1["code"], 50_013);
    assert_eq!(w.http.patch(&one, json!({ "archived": true })).await.1["thread_metadata"]["archived"], true);
    assert_eq!(w.http.get(&format!("/guilds/{}/threads/active", w.guild.id())).await.1["threads"], json!([]));
    assert_eq!(w.http.post(&inside, json!({ "content": "wake" })).await.0, 200);
    assert!(!talk.is_archived(), "a message wakes it");
    let (_, alone) = w
        .http
        .post(&format!("/channels/{}/threads", w.channel.id()), json!({ "name": "Alone", "type": 11 }))
        .await;
    assert_ne!(alone["id"], json!(null));
    let members = format!("/channels/{}/thread-members", talk.id());
    assert_eq!(w.http.put(&format!("{members}/{}", w.mei.id()), Value::Null).await.0, 204);
    assert_eq!(w.http.get(&members).await.1.as_array().unwrap().len(), 2);
    assert_eq!(w.http.delete(&format!("{members}/@me")).await.0, 204);
    w.guild.deny(&w.channel, &w.app, Permissions::CREATE_PUBLIC_THREADS);
    let (_, post) = w.http.post(&w.messages(), json!({ "content": "x" })).await;
    let at = format!("{}/{}/threads", w.messages(), post["id"].as_str().unwrap());
    assert_eq!(w.http.post(&at, json!({ "name": "No" })).await.1["code"], 50_013);
}

#[tokio::test]
async fn commands_are_checked_and_kept_by_name() {
    let w = World::new().await;
    let at = format!("/applications/{}/commands", w.app.id());
    let command = |name: &str| json!({ "name": name, "description": "d" });
    let (status, first) = w.http.post(&at, command("explain")).await;
    assert_eq!(
        (status, &first["type"], &first["default_member_permissions"]),
        (201, &json!(1), &Value::Null)
    );
    let (status, again) = w.http.post(&at, json!({ "name": "explain", "description": "new" })).await;
    assert_eq!((status, &again["id"], &again["description"]), (200, &first["id"], &json!("new")));
    let one = format!("{at}/{}", first["id"].as_str().unwrap());
    assert_eq!(w.http.patch(&one, json!({ "description": "newer" })).await.1["description"], "newer");
    assert_eq!(w.http.put(&at, json!([command("quiz"), command("explain")])).await.1[1]["id"], first["id"]);
    assert_eq!(w.http.get(&at).await.1.as_array().unwrap().len(), 2);
    let guild = format!("/applications/{}/guilds/{}/commands", w.app.id(), w.guild.id());
    assert_eq!(w.http.put(&guild, json!([command("here")])).await.0, 200);
    assert_eq!(w.http.delete(&one).await.0, 204);
    assert_eq!(w.http.get(&one).await.1["code"], 10_063);
    assert_eq!(w.http.get("/applications/1/commands").await.0, 403);
    let option = |fields: Value| json!([{ "name": "x", "description": "d", "options": fields }]);
    let wrong = [
        (json!([command("Upper")]), "/errors/0/name/_errors/0/code", "APPLICATION_COMMAND_INVALID_NAME"),
        (json!([command("two words")]), "/errors/0/name/_errors/0/code", "APPLICATION_COMMAND_INVALID_NAME"),
        (json!([{ "name": "x" }]), "/errors/0/description/_errors/0/code", "BASE_TYPE_REQUIRED"),
        (
            json!([command("x"), command("x")]),
            "/errors/1/name/_errors/0/code",
            "APPLICATION_COMMANDS_DUPLICATE_NAME",
        ),
        (
            option(
                json!([{ "type": 3, "name": "a", "description": "d" }, { "type": 3, "name": "b", "description": "d", "required": true }]),
            ),
            "/errors/0/options/1/_errors/0/code",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            option(
                json!([{ "type": 3, "name": "a", "description": "d", "choices": vec![json!({ "name": "n", "value": "v" }); 26] }]),
            ),
            "/errors/0/options/0/choices/_errors/0/code",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            option(
                json!([{ "type": 1, "name": "a", "description": "d" }, { "type": 3, "name": "b", "description": "d" }]),
            ),
            "/errors/0/options/0/_errors/0/code",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
    ];
    for (body, pointer, code) in wrong {
        let (status, answer) = w.http.put(&at, body).await;
        assert_eq!((status, answer.pointer(pointer)), (400, Some(&json!(code))), "{answer}");
    }
    let problems = w.discord.audit().take_problems();
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::RefusedPayload));
}
