//! Messages: their limits, who may do what, what they mention.

#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod support;

use insta::assert_snapshot;
use jiff::SignedDuration;
use sandbox::{Permissions, ProblemKind};
use serde_json::{Value, json};
use support::{Gateway, World, usual};

fn button(label: &str, custom_id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": label, "custom_id": custom_id })
}

fn row(children: Vec<Value>) -> Value {
    json!({ "type": 1, "components": children })
}

#[tokio::test]
async fn limits_are_named_field_by_field() {
    let w = World::new().await;
    let long = |count: usize| "ß".repeat(count);
    let embeds = |embed: Value| json!({ "embeds": [embed] });
    let menu = |options: Value| json!({ "components": [row(vec![json!({ "type": 3, "custom_id": "m", "options": options })])] });
    let options: Vec<Value> =
        (0..26).map(|n| json!({ "label": n.to_string(), "value": n.to_string() })).collect();
    let cases = [
        (json!({ "content": long(2001) }), "content", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "embeds": vec![json!({ "title": "x" }); 11] }), "embeds", "BASE_TYPE_MAX_LENGTH"),
        (embeds(json!({ "title": long(257) })), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        (embeds(json!({ "description": long(4097) })), "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
        (
            embeds(json!({ "title": "x", "fields": vec![json!({ "name": "a", "value": "b" }); 26] })),
            "embeds.0.fields",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            embeds(json!({ "fields": [{ "name": "", "value": "b" }] })),
            "embeds.0.fields.0.name",
            "BASE_TYPE_REQUIRED",
        ),
        (
            embeds(json!({ "fields": [{ "name": "a", "value": long(1025) }] })),
            "embeds.0.fields.0.value",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            embeds(json!({ "title": "x", "footer": { "text": long(2049) } })),
            "embeds.0.footer.text",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (embeds(json!({ "title": "x", "url": "ftp://x" })), "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
        (
            json!({ "embeds": vec![json!({ "description": long(3500) }); 2] }),
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
        ),
        (json!({ "components": vec![row(vec![button("a", "1")]); 6] }), "components", "BASE_TYPE_MAX_LENGTH"),
        (
            json!({ "components": [row((0..6).map(|n| button("a", &n.to_string())).collect())] }),
            "components.0.components",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!({ "components": [row(vec![button(&long(81), "1")])] }),
            "components.0.components.0.label",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!({ "components": [row(vec![button("a", &long(101))])] }),
            "components.0.components.0.custom_id",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({ "components": [row(vec![button("a", "1"), button("b", "1")])] }),
            "components.0.components.1.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (json!({ "components": [button("a", "1")] }), "components.0.type", "BASE_TYPE_CHOICES"),
        (menu(json!(options)), "components.0.components.0.options", "BASE_TYPE_MAX_LENGTH"),
        (menu(json!([])), "components.0.components.0.options", "BASE_TYPE_REQUIRED"),
        (json!({ "content": "x", "nonce": long(26) }), "nonce", "BASE_TYPE_MAX_LENGTH"),
        (
            json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
    ];
    let count = cases.len();
    for (body, path, code) in cases {
        let unsent = sandbox::objection(&body);
        let (status, answer) = w.http.post(&w.messages(), body).await;
        assert_eq!((status, &answer["code"]), (400, &json!(50_035)), "{path}: {answer}");
        assert_eq!(unsent.as_ref(), Some(&answer), "the same without sending it");
        let pointer = format!("/errors/{}/_errors/0/code", path.replace('.', "/"));
        assert_eq!(answer.pointer(&pointer), Some(&json!(code)), "{path}: {answer}");
    }
    let fits =
        json!({ "content": long(2000), "embeds": [{ "description": long(4096) }, { "title": long(256) }] });
    assert_eq!(sandbox::objection(&fits), None);
    assert_eq!(w.http.post(&w.messages(), fits).await.0, 200, "lengths count code points");
    assert_eq!(w.http.post(&w.messages(), json!({ "content": " " })).await.1["code"], 50_006);
    let problems = w.discord.audit().take_problems();
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::RefusedPayload));
    assert_eq!(problems.len(), count + 1);
    let (_, answer) = w.http.post(&w.messages(), json!({ "content": long(2001) })).await;
    assert_snapshot!(answer, @r#"{"code":50035,"errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2000 or fewer in length."}]}},"message":"Invalid Form Body"}"#);
}

#[tokio::test]
async fn an_enforced_nonce_makes_one_message() {
    let w = World::new().await;
    let body = json!({ "content": "once", "nonce": "daily-1", "enforce_nonce": true });
    let first = w.http.post(&w.messages(), body.clone()).await.1["id"].clone();
    assert_eq!(w.http.post(&w.messages(), body.clone()).await.1["id"], first);
    assert_eq!(w.channel.messages().len(), 1);
    w.discord.clock().advance(SignedDuration::from_mins(10));
    assert_ne!(w.http.post(&w.messages(), body).await.1["id"], first, "Discord forgets after minutes");
    let loose = json!({ "content": "twice", "nonce": 7 });
    let one = w.http.post(&w.messages(), loose.clone()).await.1;
    assert_eq!(one["nonce"], 7);
    assert_ne!(w.http.post(&w.messages(), loose).await.1["id"], one["id"]);
}

#[tokio::test]
async fn only_allowed_mentions_ping() {
    let w = World::new().await;
    let role = w.guild.role("Learners");
    let text = format!("@everyone <@{}> <@{}> <@&{}>", w.mei.id(), w.raj.id(), role.id());
    let send = async |allowed: Value| {
        let (_, body) =
            w.http.post(&w.messages(), json!({ "content": text, "allowed_mentions": allowed })).await;
        let users = body["mentions"].as_array().unwrap().len();
        (body["mention_everyone"].as_bool().unwrap(), users, body["mention_roles"].as_array().unwrap().len())
    };
    assert_eq!(send(json!({ "parse": [] })).await, (false, 0, 0));
    assert_eq!(send(json!({ "users": [w.mei.id()] })).await, (false, 1, 0));
    assert_eq!(send(Value::Null).await, (false, 2, 0), "neither everyone nor roles without the permission");
    role.set_mentionable(true);
    assert_eq!(send(json!({ "roles": [role.id()] })).await, (false, 0, 1));
    w.guild.install(&w.app, usual() | Permissions::MENTION_EVERYONE).await;
    assert_eq!(send(json!({ "parse": ["everyone", "roles"] })).await, (true, 0, 1));
}

#[tokio::test]
async fn messages_are_listed_edited_and_deleted() {
    let w = World::new().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(
            w.http.post(&w.messages(), json!({ "content": number.to_string() })).await.1["id"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    let list = async |query: &str| {
        let (_, body) = w.http.get(&format!("{}?{query}", w.messages())).await;
        body.as_array()
            .unwrap()
            .iter()
            .map(|it| it["content"].as_str().unwrap().to_owned())
            .collect::<String>()
    };
    assert_eq!(list("limit=2").await, "43");
    assert_eq!(list(&format!("before={}&limit=2", ids[3])).await, "21");
    assert_eq!(list(&format!("after={}&limit=2", ids[1])).await, "32");
    assert_eq!(list(&format!("around={}&limit=3", ids[2])).await, "321");
    assert_eq!(w.http.get(&format!("{}?limit=101", w.messages())).await.1["code"], 50_035);
    let first = format!("{}/{}", w.messages(), ids[0]);
    let (_, edited) = w.http.patch(&first, json!({ "content": "new" })).await;
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(w.http.patch(&first, json!({ "content": "" })).await.1["code"], 50_006);
    assert_eq!(w.http.delete(&first).await.0, 204);
    assert_eq!(w.http.get(&first).await.1, json!({ "message": "Unknown Message", "code": 10_008 }));
    let said = w.mei.say(&w.channel, "mine").await.unwrap();
    let mine = format!("{}/{}", w.messages(), said.id());
    assert_eq!(w.http.patch(&mine, json!({ "content": "x" })).await.1["code"], 50_005);
    assert_eq!(w.http.delete(&mine).await.1["code"], 50_013);
    assert_eq!(
        w.http.post(&format!("{}/bulk-delete", w.messages()), json!({ "messages": ids })).await.1["code"],
        50_013
    );
    w.guild.install(&w.app, usual() | Permissions::MANAGE_MESSAGES).await;
    assert_eq!(w.http.delete(&mine).await.0, 204);
    assert_eq!(
        w.http.post(&format!("{}/bulk-delete", w.messages()), json!({ "messages": &ids[1..3] })).await.0,
        204
    );
    assert_eq!(list("").await, "43");
}

#[tokio::test]
async fn replies_reactions_and_pins() {
    let w = World::new().await;
    w.guild.install(&w.app, usual() | Permissions::PIN_MESSAGES | Permissions::ADD_REACTIONS).await;
    let said = w.mei.say(&w.channel, "question?").await.unwrap();
    let reference = |id: &str| json!({ "message_id": id });
    let (_, reply) = w
        .http
        .post(
            &w.messages(),
            json!({ "content": "a", "message_reference": reference(&said.id().to_string()) }),
        )
        .await;
    assert_eq!((&reply["type"], &reply["referenced_message"]["id"]), (&json!(19), &json!(said.id())));
    assert_eq!(reply["mentions"][0]["username"], "mei");
    let (_, refused) =
        w.http.post(&w.messages(), json!({ "content": "a", "message_reference": reference("1") })).await;
    assert_eq!(refused["errors"]["message_reference"]["_errors"][0]["code"], "REPLIES_UNKNOWN_MESSAGE");
    let mut gateway = Gateway::identified(&w.discord, &w.app, 1 << 10).await;
    let at = format!("{}/{}", w.messages(), said.id());
    assert_eq!(w.http.put(&format!("{at}/reactions/%F0%9F%91%8D/@me"), Value::Null).await.0, 204);
    assert_eq!(gateway.event("MESSAGE_REACTION_ADD").await["emoji"]["name"], "👍");
    assert_eq!(w.http.get(&at).await.1["reactions"][0]["me"], true);
    assert_eq!(w.http.get(&format!("{at}/reactions/%F0%9F%91%8D")).await.1[0]["username"], "Greeter");
    assert_eq!(w.http.delete(&format!("{at}/reactions/%F0%9F%91%8D/@me")).await.0, 204);
    let pins = format!("/channels/{}/pins", w.channel.id());
    assert_eq!(w.http.put(&format!("{pins}/{}", said.id()), Value::Null).await.0, 204);
    assert_eq!(w.http.get(&pins).await.1[0]["id"], json!(said.id()));
    assert!(said.refresh().is_pinned());
}

#[tokio::test]
async fn permissions_decide() {
    let w = World::new().await;
    let send =
        async || w.http.post(&w.messages(), json!({ "content": "x", "embeds": [{ "title": "t" }] })).await;
    assert_eq!(send().await.1["embeds"][0]["title"], "t");
    let learners = w.guild.everyone();
    w.guild.deny(&w.channel, &learners, Permissions::EMBED_LINKS | Permissions::SEND_MESSAGES);
    assert_eq!(send().await.1["code"], 50_013, "an overwrite for everyone beats the role's base permissions");
    w.guild.allow(&w.channel, &w.app, Permissions::SEND_MESSAGES);
    assert_eq!(send().await.1["embeds"], json!([]), "embeds are dropped without a word");
    w.guild.deny(&w.channel, &w.app, Permissions::VIEW_CHANNEL);
    assert_eq!(send().await, (403, json!({ "message": "Missing Access", "code": 50_001 })));
    w.guild.install(&w.app, Permissions::ADMINISTRATOR).await;
    assert_eq!(send().await.0, 200, "an administrator stands above overwrites");
    w.guild.allow(&w.channel, &w.mei, Permissions::SEND_MESSAGES);
    assert!(w.mei.say(&w.channel, "hello").await.is_ok());
    w.mei.set_timeout(Some(w.discord.clock().now() + SignedDuration::from_hours(1)));
    assert!(w.mei.say(&w.channel, "hm").await.is_err(), "in time-out");
    w.discord.clock().advance(SignedDuration::from_hours(2));
    assert!(w.mei.say(&w.channel, "back").await.is_ok());
    w.guild.deny(&w.channel, &w.raj, Permissions::VIEW_CHANNEL);
    assert!(w.raj.sees(&w.channel).is_empty());
    w.channel.delete();
    assert_eq!(send().await.1["code"], 10_003);
}

#[tokio::test]
async fn direct_messages_can_be_refused() {
    let w = World::new().await;
    let (_, channel) = w.http.post("/users/@me/channels", json!({ "recipient_id": w.mei.id() })).await;
    assert_eq!((&channel["type"], &channel["recipients"][0]["username"]), (&json!(1), &json!("mei")));
    let path = format!("/channels/{}/messages", channel["id"].as_str().unwrap());
    assert_eq!(w.http.post(&path, json!({ "content": "psst" })).await.0, 200);
    assert_eq!(w.mei.next_direct_message(&w.app).await.unwrap().content(), "psst");
    w.mei.refuse_direct_messages();
    assert_eq!(w.http.post(&path, json!({ "content": "psst" })).await.1["code"], 50_007);
    let mut gateway = Gateway::identified(&w.discord, &w.app, 1 << 12).await;
    w.mei.say(&w.mei.direct_channel(&w.app), "hi").await.unwrap();
    assert_eq!(
        gateway.event("MESSAGE_CREATE").await["content"],
        "hi",
        "direct messages need no content intent"
    );
}

#[tokio::test]
async fn files_come_as_attachments() {
    let w = World::new().await;
    let form = "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n\
        {\"content\":\"see\",\"attachments\":[{\"id\":0,\"description\":\"a chart\"}]}\r\n--b\r\n\
        Content-Disposition: form-data; name=\"files[0]\"; filename=\"chart.txt\"\r\nContent-Type: text/plain\r\n\r\nabc\r\n--b--\r\n";
    let request = reqwest::Client::new()
        .post(format!("{}/api/v10{}", w.discord.api_root(), w.messages()))
        .header("authorization", format!("Bot {}", w.app.token()))
        .header("content-type", "multipart/form-data; boundary=b")
        .body(form);
    let text = request.send().await.unwrap().text().await.unwrap();
    let body: Value = serde_json::from_str(&text).unwrap();
    let file = &body["attachments"][0];
    assert_eq!(
        (&file["filename"], &file["size"], &file["description"]),
        (&json!("chart.txt"), &json!(3), &json!("a chart"))
    );
    assert_snapshot!(w.channel.next_message().await.unwrap(), @"
    see
    📎 chart.txt
    ");
}

#[tokio::test]
async fn each_handle_reads_in_order_and_on_its_own() {
    let w = World::new().await;
    for text in ["one", "two"] {
        w.http.post(&w.messages(), json!({ "content": text })).await;
    }
    let second = w.guild.channel("daily");
    assert_eq!(w.channel.next_message().await.unwrap().content(), "one");
    assert_eq!(second.next_message().await.unwrap().content(), "one");
    assert_eq!(
        w.guild.channel("daily").next_message().await.unwrap().content(),
        "two",
        "a new handle begins at the unread"
    );
    assert_eq!(w.channel.next_message().await.unwrap().content(), "two");
    assert!(w.channel.unread().is_empty());
    let error = w.channel.next_message().await.unwrap_err();
    assert_snapshot!(error, @"
    waited in vain for the next message in #daily
    so far in #daily:
    Greeter: one
    Greeter: two
    ");
}
