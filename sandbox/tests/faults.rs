//! Things go wrong on purpose, limits bite, and all of it is on record.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::time::{Duration, Instant};

use sandbox::{Effect, Options};
use serde_json::json;
use support::World;

#[tokio::test]
async fn calls_fail_as_often_as_they_are_told() {
    let w = World::new().await;
    let faults = w.discord.faults();
    let send = async || w.http.post(&w.messages(), json!({ "content": "x" })).await.0;
    faults.on("POST", "/channels/*/messages").times(2).fail(503);
    assert_eq!([send().await, send().await, send().await], [503, 503, 200]);
    faults.on("POST", "/channels/*/messages").rate_limit(Duration::from_millis(1500));
    let response = w.http.respond("POST", &w.messages(), Some(json!({ "content": "x" }))).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"]),
        (429, &"2".parse().unwrap())
    );
    let body: serde_json::Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(body["retry_after"], 1.5);
    assert_eq!(w.channel.messages().len(), 1);
    faults.on("*", "/channels/**").fail_after_effect(502);
    assert_eq!(send().await, 502);
    assert_eq!(w.channel.messages().len(), 2, "the message was made though the answer says otherwise");
    faults.on("POST", "/channels/*/messages").delay(Duration::from_millis(50));
    let started = Instant::now();
    assert_eq!(send().await, 200);
    assert!(started.elapsed() >= Duration::from_millis(50));
    faults.refuse_rest(true);
    assert_eq!(send().await, 503);
    faults.clear();
    assert_eq!(send().await, 200);
}

/// A bot that posts, in a task of its own: its answer is awaited by nobody else, and it can die.
fn posting(w: &World) -> tokio::task::JoinHandle<u16> {
    let (http, path) = (w.http.clone(), w.messages());
    tokio::spawn(async move { http.post(&path, json!({ "content": "x" })).await.0 })
}

#[tokio::test]
async fn a_held_call_is_carried_out_when_it_is_released() {
    let w = World::new().await;
    let hold = w.discord.faults().on("POST", "/channels/*/messages").hold(Effect::None);
    let call = posting(&w);
    hold.held().await.unwrap();
    assert_eq!(w.channel.messages().len(), 0, "not before the release");
    hold.release();
    assert_eq!(call.await.unwrap(), 200);
    assert_eq!(w.channel.messages().len(), 1);
}

#[tokio::test]
async fn a_dropped_hold_lets_its_calls_go_on() {
    let w = World::new().await;
    let hold = w.discord.faults().on("POST", "/channels/*/messages").hold(Effect::None);
    let call = posting(&w);
    hold.held().await.unwrap();
    drop(hold);
    assert_eq!(call.await.unwrap(), 200);
}

#[tokio::test]
async fn a_call_that_is_held_after_its_effect_has_happened_whatever_becomes_of_the_bot() {
    let w = World::new().await;
    let hold = w.discord.faults().on("POST", "/channels/*/messages").hold(Effect::Happens);
    let call = posting(&w);
    hold.held().await.unwrap();
    assert_eq!(w.channel.messages().len(), 1, "only the answer is held");
    assert!(!call.is_finished());
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    hold.release();
    let done = w.discord.traffic().on("POST", "/channels/{channel}/messages");
    assert_eq!(done.iter().map(|call| call.status).collect::<Vec<_>>(), [200], "carried out, and once");
    assert_eq!(w.channel.messages().len(), 1);
}

#[tokio::test]
async fn a_call_that_is_never_answered_waits() {
    let w = World::new().await;
    let faults = w.discord.faults();
    faults.on("GET", "/users/@me").never_answer(Effect::None);
    let never = tokio::time::timeout(Duration::from_millis(50), w.http.get("/users/@me")).await;
    assert!(never.is_err());
}

#[tokio::test]
async fn buckets_fill_per_channel_and_say_so() {
    let w = World::with(Options::default()).await;
    for left in (0..5).rev() {
        let response = w.http.respond("POST", &w.messages(), Some(json!({ "content": "x" }))).await;
        assert_eq!(response.headers()["x-ratelimit-remaining"], left.to_string().as_str());
        assert_eq!(response.headers()["x-ratelimit-limit"], "5");
        assert!(response.headers().contains_key("x-ratelimit-bucket"));
    }
    let response = w.http.respond("POST", &w.messages(), Some(json!({ "content": "x" }))).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["x-ratelimit-scope"]),
        (429, &"user".parse().unwrap())
    );
    let body: serde_json::Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(body["global"], false);
    assert!((0.1..=5.0).contains(&body["retry_after"].as_f64().unwrap()));
    let other = format!("/channels/{}/messages", w.guild.channel("other").id());
    assert_eq!(
        w.http.post(&other, json!({ "content": "x" })).await.0,
        200,
        "another channel has its own bucket"
    );
}

#[tokio::test]
async fn fifty_requests_per_second_are_enough() {
    let w = World::with(Options::default()).await;
    // All at once, so that they fall into one second however busy the machine is.
    let mut requests = tokio::task::JoinSet::new();
    for path in ["/users/@me", "/applications/@me"].repeat(100) {
        let http = w.http.clone();
        requests.spawn(async move { http.get(path).await });
    }
    let answers = requests.join_all().await;
    let good = answers.iter().filter(|(status, _)| *status == 200).count();
    let limited = answers.iter().filter(|(status, body)| *status == 429 && body["global"] == true).count();
    assert!(good >= 50, "{good} came through");
    assert!(limited > 0, "nothing was limited");
    let (status, _) = w.http.post("/interactions/1/x/callback", json!({ "type": 4 })).await;
    assert_eq!(status, 404, "interaction endpoints are not bound to the global limit");
}

#[tokio::test]
async fn traffic_is_on_record() {
    let w = World::new().await;
    let _gateway = w.connect().await;
    w.http.post(&w.messages(), json!({ "content": "x" })).await;
    let sent = w.discord.traffic().on("POST", "/channels/{channel}/messages");
    assert_eq!((sent[0].status, &sent[0].request), (200, &json!({ "content": "x" })));
    assert_eq!(sent[0].application, Some(w.app.id()));
    let frames = w.discord.traffic().gateway();
    let identify = frames.iter().find(|frame| frame.from_bot).unwrap();
    assert_eq!(identify.payload["d"]["token"], "(redacted)");
    assert!(frames.iter().any(|frame| frame.payload["t"] == "GUILD_CREATE"));
}

#[tokio::test]
async fn tests_in_other_languages_drive_people_over_http() {
    let w = World::new().await;
    w.commands(json!([{ "name": "hi", "description": "d" }])).await;
    let _bot = w
        .answering(|act| {
            vec![support::callback(act, json!({ "type": 4, "data": { "content": "hello", "flags": 64 } }))]
        })
        .await;
    let act = async |body: serde_json::Value| w.http.post("/sandbox/act", body).await.1;
    let reply = act(json!({ "member": "mei", "channel": "daily", "do": "slash", "line": "/hi" })).await;
    assert_eq!((&reply["outcome"], &reply["text"]), (&json!("message"), &json!("(only mei) hello")));
    let refused = act(json!({ "member": "mei", "channel": "daily", "do": "slash", "line": "/ho" })).await;
    assert_eq!(refused["outcome"], "refused");
    let path = format!("/sandbox/channels/{}/messages?as=mei", w.channel.id());
    assert_eq!(w.http.get(&path).await.1[0]["ephemeral"], true);
    let clock = w.http.post("/sandbox/clock", json!({ "turn_to": "2026-03-02T08:00:00Z" })).await.1;
    assert!(clock["now"].as_str().unwrap().starts_with("2026-03-02T08:00:0"));
    w.http
        .post(
            "/sandbox/faults",
            json!({ "kind": "fail", "method": "GET", "pattern": "/users/@me", "status": 500 }),
        )
        .await;
    assert_eq!(w.http.get("/users/@me").await.0, 500);
    assert_eq!(w.http.get("/sandbox").await.1["guilds"][0]["name"], "Study Hall");
    assert_eq!(w.http.get("/sandbox/audit").await.1, json!([]));
    let foreign = reqwest::Client::new()
        .get(format!("{}/sandbox", w.discord.api_root()))
        .header("origin", "https://evil.invalid");
    assert_eq!(foreign.send().await.unwrap().status().as_u16(), 403);
}
