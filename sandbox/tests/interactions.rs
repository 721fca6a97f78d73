//! Members act, the bot answers, and Discord's rules hold in between.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::time::Duration;

use insta::assert_snapshot;
use jiff::SignedDuration;
use sandbox::{ActError, Permissions, ProblemKind, ReplyKind};
use serde_json::{Value, json};
use support::{World, callback, webhook};

fn explain() -> Value {
    json!([
        { "name": "explain", "description": "Explains", "options": [
            { "type": 3, "name": "topic", "description": "What", "required": true, "autocomplete": true },
            { "type": 4, "name": "depth", "description": "How deep", "min_value": 1, "max_value": 3 },
            { "type": 3, "name": "mood", "description": "How", "choices": [{ "name": "Kind", "value": "k" }] } ] },
        { "name": "streak", "description": "Streaks", "options": [
            { "type": 1, "name": "pause", "description": "Pauses", "options": [
                { "type": 3, "name": "from", "description": "From", "required": true },
                { "type": 3, "name": "to", "description": "To" } ] },
            { "type": 1, "name": "show", "description": "Shows" } ] },
        { "name": "setup", "description": "Sets up", "default_member_permissions": "32", "contexts": [0], "options": [
            { "type": 7, "name": "channel", "description": "Where", "channel_types": [0] },
            { "type": 8, "name": "role", "description": "Whom" },
            { "type": 6, "name": "member", "description": "Who" } ] }
    ])
}

fn buttons() -> Value {
    json!([{ "type": 1, "components": [
        { "type": 2, "style": 1, "label": "A", "custom_id": "a" },
        { "type": 2, "style": 1, "label": "B", "custom_id": "b", "disabled": true },
        { "type": 2, "style": 5, "label": "Docs", "url": "https://docs.invalid" } ] },
      { "type": 1, "components": [{ "type": 3, "custom_id": "menu", "placeholder": "Pick", "max_values": 2, "options": [
        { "label": "One", "value": "1" }, { "label": "Two", "value": "2" } ] }] }])
}

#[tokio::test]
async fn a_slash_command_is_answered() {
    let w = World::new().await;
    w.commands(explain()).await;
    let _bot = w
        .answering(|act| {
            let topic = act["data"]["options"][0]["value"].as_str().unwrap_or_default();
            let embed = json!({ "title": "Fargate", "description": "Serverless\ncontainers",
                "fields": [{ "name": "See", "value": "77" }], "footer": { "text": "Chapter 7" } });
            let data = json!({ "content": topic, "flags": 64, "embeds": [embed], "components": buttons() });
            vec![callback(act, json!({ "type": 4, "data": data }))]
        })
        .await;
    let reply = w.mei.slash(&w.channel, "/explain topic:fargate on ecs depth:2 mood:Kind").await.unwrap();
    assert!(reply.is_ephemeral());
    assert_eq!(reply.kind(), ReplyKind::Message);
    assert!(reply.acknowledged_after() < Duration::from_secs(1));
    assert_snapshot!(reply, @"
    (only mei) fargate on ecs
    ┃ Fargate
    ┃ Serverless
    ┃ containers
    ┃ See: 77
    ┃ Chapter 7
    [A] [B ✗] [Docs ↗]
    {Pick: One | Two}
    ");
    assert_eq!(w.mei.sees(&w.channel).len(), 1);
    assert!(w.raj.sees(&w.channel).is_empty() && w.channel.messages().is_empty());
    assert!(w.raj.press(&reply, "A").await.is_err(), "an ephemeral message is its reader's alone");
    let path = format!("{}/{}", w.messages(), reply.message().id());
    assert_eq!(w.http.get(&path).await.1["code"], 10_008, "channel routes don't know ephemeral messages");
    assert!(w.discord.audit().problems().is_empty());
}

#[tokio::test]
async fn the_client_refuses_what_it_knows_to_be_wrong() {
    let w = World::new().await;
    w.commands(explain()).await;
    let mut refusals = Vec::new();
    for line in [
        "/nonsense",
        "/explain",
        "/explain fargate",
        "/explain topic:x depth:9",
        "/explain topic:x depth:two",
        "/explain topic:x mood:Grim",
        "/streak jump",
        "/streak pause to:2026-03-05",
        "/setup channel:#daily",
    ] {
        let error = w.mei.slash(&w.channel, line).await.unwrap_err();
        assert!(matches!(error, ActError::Refused(_)), "{error}");
        refusals.push(error.to_string());
    }
    w.mei.grant(Permissions::MANAGE_GUILD);
    refusals.push(w.mei.slash(&w.channel, "/setup channel:#nowhere").await.unwrap_err().to_string());
    assert_snapshot!(refusals.join("\n").replace("the Discord client refuses: ", ""), @r##"
    there is no command /nonsense
    /explain needs the option "topic"
    /explain has no option or subcommand "fargate"
    "depth" does not take "9": it is out of range
    "depth" does not take "two": it is not a whole number
    "mood" does not take "Grim": the choices are Kind
    /streak has no option or subcommand "jump"
    /streak pause needs the option "from"
    mei may not use /setup here
    "channel" does not take "#nowhere": there is none of that name
    "##);
}

#[tokio::test]
async fn an_interaction_carries_what_the_options_point_at() {
    let w = World::new().await;
    w.commands(explain()).await;
    let role = w.guild.role("Learners");
    w.mei.grant(Permissions::MANAGE_GUILD);
    let (sent, mut seen) = tokio::sync::mpsc::unbounded_channel();
    let _bot = w
        .answering(move |act| {
            sent.send(act.clone()).unwrap();
            vec![callback(act, json!({ "type": 4, "data": { "content": "ok" } }))]
        })
        .await;
    w.mei.slash(&w.channel, "/setup channel:#daily role:@Learners member:@raj").await.unwrap();
    let act = seen.recv().await.unwrap();
    let resolved = &act["data"]["resolved"];
    assert_eq!(resolved["channels"][w.channel.id().to_string()]["name"], "daily");
    assert_eq!(resolved["roles"][role.id().to_string()]["name"], "Learners");
    assert_eq!(resolved["users"][w.raj.id().to_string()]["username"], "raj");
    assert!(resolved["members"][w.raj.id().to_string()]["permissions"].is_string());
    let bits = |value: &Value| Permissions::from_bits_truncate(value.as_str().unwrap().parse().unwrap());
    assert!(bits(&act["app_permissions"]).contains(support::usual()));
    assert!(bits(&act["member"]["permissions"]).contains(Permissions::MANAGE_GUILD));
    assert_eq!((&act["context"], &act["guild_locale"]), (&json!(0), &json!("en-US")));
    assert_eq!(act["authorizing_integration_owners"], json!({ "0": w.guild.id() }));
    w.mei.slash(&w.channel, "/streak pause from:2026-03-02 to:2026-03-05").await.unwrap();
    assert_eq!(
        seen.recv().await.unwrap()["data"]["options"],
        json!([{ "name": "pause", "type": 1, "options": [
        { "name": "from", "type": 3, "value": "2026-03-02" }, { "name": "to", "type": 3, "value": "2026-03-05" } ] }])
    );
}

#[tokio::test]
async fn autocomplete_suggests() {
    let w = World::new().await;
    w.commands(explain()).await;
    let _bot = w
        .answering(|act| {
            assert_eq!((&act["type"], &act["data"]["options"][0]["focused"]), (&json!(4), &json!(true)));
            vec![callback(
                act,
                json!({ "type": 8, "data": { "choices": [{ "name": "Fargate", "value": "fargate" }] } }),
            )]
        })
        .await;
    let choices = w.mei.autocomplete(&w.channel, "/explain topic:frag").await.unwrap();
    assert_eq!((choices[0].name.as_str(), &choices[0].value), ("Fargate", &json!("fargate")));
}

#[tokio::test]
async fn components_update_select_and_open_modals() {
    let w = World::new().await;
    let (_, post) = w.http.post(&w.messages(), json!({ "content": "Pick", "components": buttons() })).await;
    assert!(post["id"].is_string(), "{post}");
    let _bot = w
        .answering(|act| {
            let answer = match act["data"]["custom_id"].as_str().unwrap() {
                "a" => json!({ "type": 9, "data": { "custom_id": "ask", "title": "Why?", "components": [
                    { "type": 1, "components": [{ "type": 4, "custom_id": "why", "label": "Reason", "style": 1,
                        "min_length": 3 }] }] } }),
                "menu" => json!({ "type": 7, "data": { "content": act["data"]["values"].to_string(), "components": [] } }),
                "ask" => {
                    let value = &act["data"]["components"][0]["components"][0]["value"];
                    json!({ "type": 4, "data": { "content": value } })
                }
                other => panic!("{other}"),
            };
            vec![callback(act, answer)]
        })
        .await;
    let message = w.channel.next_message().await.unwrap();
    assert_snapshot!(w.mei.press(&message, "B").await.unwrap_err(), @r#"the Discord client refuses: "B" is disabled"#);
    assert_snapshot!(w.mei.press(&message, "Z").await.unwrap_err(), @r#"the Discord client refuses: there is no "Z" to use; there is: A, B, Docs"#);
    let modal = w.mei.press(&message, "A").await.unwrap();
    assert_snapshot!(modal, @"
    ◻ Why?
    Reason*: {}
    ");
    assert!(w.mei.submit(&modal, &[("Reason", "no")]).await.is_err(), "too short");
    assert_eq!(w.mei.submit(&modal, &[("Reason", "because")]).await.unwrap().text(), "because");
    assert!(w.mei.select(&message, &["One", "Two", "One"]).await.is_err());
    let update = w.mei.select(&message, &["Two", "1"]).await.unwrap();
    assert_eq!((update.kind(), update.message().id()), (ReplyKind::Update, message.id()));
    assert_eq!(update.text(), r#"["2","1"]"#);
    assert!(message.edited().is_none() && message.refresh().edited().is_some());
}

#[tokio::test]
async fn a_deferred_answer_is_completed_by_edit_or_follow_up() {
    let w = World::new().await;
    w.commands(explain()).await;
    let _bot = w
        .answering(|act| {
            let topic = act["data"]["options"][0]["value"].as_str().unwrap();
            let defer = callback(act, json!({ "type": 5, "data": { "flags": 64 } }));
            let later = match topic {
                "edit" => webhook(act, "PATCH", "/messages/@original", json!({ "content": "edited" })),
                "follow" => webhook(act, "POST", "", json!({ "content": "followed" })),
                _ => return vec![defer],
            };
            vec![defer, later, webhook(act, "POST", "", json!({ "content": "more" }))]
        })
        .await;
    for (topic, text) in [("edit", "(only mei) edited"), ("follow", "(only mei) followed")] {
        let reply = w.mei.slash(&w.channel, &format!("/explain topic:{topic}")).await.unwrap();
        assert_eq!((reply.text().as_str(), reply.was_deferred()), (text, true));
        assert_eq!(
            w.channel.next_message().await.unwrap().content(),
            "more",
            "a follow-up has its own flags"
        );
        assert_eq!(reply.followups()[0].content(), "more");
    }
    let error = w.mei.slash(&w.channel, "/explain topic:never").await.unwrap_err();
    assert!(matches!(error, ActError::TimedOut { .. }));
    assert!(error.to_string().contains("Greeter: (only mei) (thinking)"), "{error}");
}

#[tokio::test]
async fn an_interaction_is_acknowledged_once_and_in_time() {
    let w = World::new().await;
    w.commands(explain()).await;
    let mut gateway = w.connect().await;
    let mei = w.mei.clone();
    let channel = w.channel.clone();
    let waiting = tokio::spawn(async move { mei.slash(&channel, "/explain topic:slow").await });
    let act = gateway.event("INTERACTION_CREATE").await;
    let (_, unanswered, body) = webhook(&act, "POST", "", json!({ "content": "early" }));
    assert_eq!(w.http.post(&unanswered, body).await.1["code"], 10_015);
    let error = waiting.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("did not respond within 3 s (bot connected: true)"), "{error}");
    let (_, path, body) = callback(&act, json!({ "type": 4, "data": { "content": "late" } }));
    let late = w.http.post(&path, body.clone()).await;
    assert_eq!(late, (404, json!({ "message": "Unknown interaction", "code": 10_062 })));
    let problems = w.discord.audit().take_problems();
    assert_eq!(problems.iter().map(|it| it.kind).collect::<Vec<_>>(), [ProblemKind::LateAcknowledgement]);

    let (mei, channel) = (w.mei.clone(), w.channel.clone());
    let waiting = tokio::spawn(async move { mei.slash(&channel, "/explain topic:twice").await });
    let act = gateway.event("INTERACTION_CREATE").await;
    let (_, path, _) = callback(&act, Value::Null);
    assert_eq!(w.http.post(&path, json!({ "type": 7, "data": { "content": "x" } })).await.1["code"], 50_035);
    let first = w.http.post(&format!("{path}?with_response=true"), body.clone()).await;
    assert_eq!((first.0, &first.1["resource"]["message"]["content"]), (200, &json!("late")));
    assert_eq!(w.http.post(&path, body).await.1["code"], 40_060);
    waiting.await.unwrap().unwrap();
    let kinds: Vec<_> = w.discord.audit().take_problems().iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [ProblemKind::RefusedPayload, ProblemKind::DoubleAcknowledgement]);
}

#[tokio::test]
async fn a_token_is_good_for_fifteen_minutes() {
    let w = World::new().await;
    w.commands(explain()).await;
    let (sent, mut seen) = tokio::sync::mpsc::unbounded_channel();
    let _bot = w
        .answering(move |act| {
            sent.send(act.clone()).unwrap();
            vec![callback(act, json!({ "type": 4, "data": { "content": "now" } }))]
        })
        .await;
    w.mei.slash(&w.channel, "/explain topic:x").await.unwrap();
    let act = seen.recv().await.unwrap();
    let (_, original, _) = webhook(&act, "GET", "/messages/@original", Value::Null);
    w.discord.clock().advance(SignedDuration::from_mins(14));
    assert_eq!(w.http.get(&original).await.1["content"], "now");
    w.discord.clock().advance(SignedDuration::from_mins(2));
    assert_eq!(
        w.http.get(&original).await,
        (401, json!({ "message": "Invalid Webhook Token", "code": 50_027 }))
    );
}

#[tokio::test]
async fn a_deferred_update_completes_with_the_edit_and_original_is_the_message() {
    let w = World::new().await;
    w.http.post(&w.messages(), json!({ "content": "Old", "components": buttons() })).await;
    let _bot = w
        .answering(|act| {
            let edit = webhook(act, "PATCH", "/messages/@original", json!({ "content": "New" }));
            vec![callback(act, json!({ "type": 6 })), edit]
        })
        .await;
    let message = w.channel.next_message().await.unwrap();
    let reply = w.mei.press(&message, "a").await.unwrap();
    assert_eq!((reply.kind(), reply.message().content()), (ReplyKind::Update, "New"));
}

#[tokio::test]
async fn forged_interactions_pass_the_clients_checks_by() {
    let w = World::new().await;
    w.commands(explain()).await;
    w.http.post(&w.messages(), json!({ "content": "x", "components": buttons() })).await;
    let _bot = w
        .answering(|act| {
            let seen = format!("{} {}", act["type"], act["data"]["custom_id"].as_str().unwrap_or("-"));
            vec![callback(act, json!({ "type": 4, "data": { "content": seen, "flags": 64 } }))]
        })
        .await;
    let message = w.channel.next_message().await.unwrap();
    assert_eq!(w.mei.forge_press(&message, "not there").await.unwrap().text(), "(only mei) 3 not there");
    let data = json!({ "type": 2, "data": { "id": "1", "name": "setup", "type": 1 }, "member": { "permissions": "0" } });
    assert_eq!(w.mei.forge(&w.app, &w.channel, data).await.unwrap().text(), "(only mei) 2 -");
}
