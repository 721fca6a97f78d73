//! The gateway keeps to Discord's rules.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use flate2::{Decompress, FlushDecompress};
use sandbox::{Options, ProblemKind};
use serde_json::{Value, json};
use support::{GUILDS, Gateway, World};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn a_bot_logs_in_and_hears_of_its_guilds() {
    let w = World::new().await;
    let mut gateway = Gateway::open(&w.discord, "v=10&encoding=json").await;
    assert_eq!(gateway.next().await["d"]["heartbeat_interval"], 41_250);
    gateway.identify(&w.app, GUILDS).await;
    let ready = gateway.event("READY").await;
    assert_eq!(ready["guilds"][0], json!({ "id": w.guild.id(), "unavailable": true }));
    let guild = gateway.event("GUILD_CREATE").await;
    assert_eq!((&guild["name"], guild["channels"].as_array().unwrap().len()), (&json!("Study Hall"), 2));
    assert_eq!(
        guild["members"].as_array().unwrap().len(),
        1,
        "without the members intent only the bot itself"
    );
    w.discord.wait_until_connected(&w.app).await.unwrap();
}

#[tokio::test]
async fn wrong_moves_are_closed_with_their_codes() {
    let w = World::new().await;
    let token = w.app.token();
    let identify =
        |intents: u64| json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": {} } });
    let cases = [
        (json!({ "op": 99 }), 4001),
        (json!("nonsense"), 4002),
        (json!({ "op": 3, "d": {} }), 4003),
        (json!({ "op": 2, "d": { "token": "wrong", "intents": 1, "properties": {} } }), 4004),
        (json!({ "op": 2, "d": { "token": token, "intents": 1, "properties": {}, "shard": [2, 2] } }), 4010),
        (identify(1 << 40), 4013),
        (identify(1 << 1), 4014),
        (identify(1 << 15), 4014),
    ];
    for (payload, code) in cases {
        let mut gateway = Gateway::open(&w.discord, "v=10&encoding=json").await;
        gateway.say(payload.clone()).await;
        assert_eq!(gateway.close_code().await, code, "{payload}");
    }
    let mut twice = w.connect().await;
    twice.identify(&w.app, GUILDS).await;
    assert_eq!(twice.close_code().await, 4005);
    let mut chatty = w.connect().await;
    for _ in 0..121 {
        chatty.say(json!({ "op": 1, "d": null })).await;
    }
    assert_eq!(chatty.close_code().await, 4008);
    let problems = w.discord.audit().take_problems();
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Gateway), "{problems:?}");
    assert_eq!(problems.len(), 9, "4004 may be the operator's fault: {problems:?}");
}

#[tokio::test]
async fn a_reset_token_is_refused() {
    let w = World::new().await;
    let old = w.app.token();
    w.app.reset_token();
    assert_eq!(w.http.get("/users/@me").await, (401, json!({ "message": "401: Unauthorized", "code": 0 })));
    let mut gateway = Gateway::open(&w.discord, "v=10").await;
    gateway.say(json!({ "op": 2, "d": { "token": old, "intents": 1, "properties": {} } })).await;
    assert_eq!(gateway.close_code().await, 4004);
}

#[tokio::test]
async fn a_dropped_session_is_resumed_with_what_was_missed() {
    let w = World::new().await;
    let mut gateway = Gateway::open(&w.discord, "v=10").await;
    gateway.identify(&w.app, GUILDS).await;
    let session = gateway.event("READY").await["session_id"].clone();
    gateway.event("GUILD_CREATE").await;
    let seq = gateway.seq;
    w.discord.faults().drop_gateway(&w.app);
    w.discord.wait_until_disconnected(&w.app).await.unwrap();
    w.guild.channel("missed");
    let resume =
        |seq: u64| json!({ "op": 6, "d": { "token": w.app.token(), "session_id": session, "seq": seq } });
    let mut again = Gateway::open(&w.discord, "v=10").await;
    again.say(resume(seq)).await;
    assert_eq!(again.event("CHANNEL_CREATE").await["name"], "missed");
    again.event("RESUMED").await;
    let mut ahead = Gateway::open(&w.discord, "v=10").await;
    ahead.say(resume(seq + 100)).await;
    assert_eq!(ahead.close_code().await, 4007);
    let _ = w.discord.audit().take_problems();
    w.discord.faults().invalidate_session(&w.app, false);
    let mut gone = Gateway::open(&w.discord, "v=10").await;
    gone.say(resume(seq)).await;
    gone.next().await;
    assert_eq!(gone.next().await, json!({ "op": 9, "d": false, "s": null, "t": null }));
}

#[tokio::test]
async fn a_session_closed_by_the_bot_cannot_be_resumed() {
    let w = World::new().await;
    let mut gateway = Gateway::open(&w.discord, "v=10").await;
    gateway.identify(&w.app, GUILDS).await;
    let session = gateway.event("READY").await["session_id"].clone();
    let frame = tokio_tungstenite::tungstenite::protocol::CloseFrame { code: 1000.into(), reason: "".into() };
    gateway.socket.close(Some(frame)).await.unwrap();
    w.discord.wait_until_disconnected(&w.app).await.unwrap();
    let mut again = Gateway::open(&w.discord, "v=10").await;
    again.next().await;
    again.say(json!({ "op": 6, "d": { "token": w.app.token(), "session_id": session, "seq": 1 } })).await;
    assert_eq!(again.next().await["op"], 9);
}

#[tokio::test]
async fn faults_reach_the_gateway() {
    let w = World::new().await;
    let mut gateway = w.connect().await;
    gateway.event("GUILD_CREATE").await;
    w.discord.faults().ask_to_reconnect(&w.app);
    assert_eq!(gateway.next().await["op"], 7);
    w.discord.faults().close_gateway(&w.app, 4000);
    assert_eq!(gateway.close_code().await, 4000);
    w.discord.faults().refuse_gateway(true);
    let url = w.discord.api_root().replace("http", "ws");
    assert!(tokio_tungstenite::connect_async(url).await.is_err());
    w.discord.faults().clear();
    let mut gateway = w.connect().await;
    gateway.event("GUILD_CREATE").await;
    w.discord.faults().zombie(&w.app, true);
    w.guild.channel("unheard");
    gateway.say(json!({ "op": 1, "d": null })).await;
    let silence = tokio::time::timeout(std::time::Duration::from_millis(100), gateway.next()).await;
    assert!(silence.is_err(), "a zombie says nothing");
}

#[tokio::test]
async fn a_bot_without_a_heartbeat_is_closed() {
    let interval = std::time::Duration::from_millis(60);
    let w = World::with(Options { heartbeat_interval: interval, ..Options::default() }).await;
    let mut gateway = w.connect().await;
    assert_eq!(gateway.close_code().await, 4009);
}

#[tokio::test]
async fn a_session_hears_only_what_it_has_intents_for() {
    let w = World::new().await;
    w.app.allow_privileged_intents(1 << 15);
    let mut guilds = Gateway::identified(&w.discord, &w.app, GUILDS).await;
    let mut messages = Gateway::identified(&w.discord, &w.app, 1 << 9).await;
    let mut content = Gateway::identified(&w.discord, &w.app, 1 << 9 | 1 << 15).await;
    w.guild.role("Learners");
    w.mei.say(&w.channel, "hello").await.unwrap();
    assert_eq!(guilds.names().await, ["GUILD_CREATE", "GUILD_ROLE_CREATE"]);
    assert_eq!(messages.names().await, ["MESSAGE_CREATE"]);
    assert_eq!(content.event("MESSAGE_CREATE").await["content"], "hello");
}

#[tokio::test]
async fn content_of_others_is_empty_without_its_intent() {
    let w = World::new().await;
    let mut gateway = Gateway::identified(&w.discord, &w.app, 1 << 9).await;
    w.mei.say(&w.channel, "secret").await.unwrap();
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "");
    w.mei.say(&w.channel, &format!("<@{}> hi", w.app.bot_user_id())).await.unwrap();
    assert!(gateway.event("MESSAGE_CREATE").await["content"].as_str().unwrap().ends_with(" hi"));
    let (_, list) = w.http.get(&w.messages()).await;
    assert_eq!(list[1]["content"], "", "REST hides it as well");
}

#[tokio::test]
async fn a_hidden_channel_sends_nothing() {
    let w = World::new().await;
    w.guild.deny(&w.channel, &w.guild.everyone(), sandbox::Permissions::VIEW_CHANNEL);
    w.guild.deny(&w.channel, &w.app, sandbox::Permissions::VIEW_CHANNEL);
    w.guild.allow(&w.channel, &w.mei, sandbox::Permissions::VIEW_CHANNEL);
    let mut gateway = Gateway::identified(&w.discord, &w.app, 1 << 9).await;
    w.mei.say(&w.channel, "psst").await.unwrap();
    assert_eq!(gateway.names().await, Vec::<String>::new());
    assert_eq!(w.http.get(&w.messages()).await.1["code"], 50_001);
}

#[tokio::test]
async fn shards_hear_of_their_own_guilds() {
    let w = World::new().await;
    let mut heard = 0;
    for shard in 0..2 {
        let mut gateway = Gateway::open(&w.discord, "v=10").await;
        let identify = json!({ "token": w.app.token(), "intents": 1, "properties": {}, "shard": [shard, 2] });
        gateway.say(json!({ "op": 2, "d": identify })).await;
        heard += gateway.event("READY").await["guilds"].as_array().unwrap().len();
    }
    assert_eq!(heard, 1);
}

#[tokio::test]
async fn a_zlib_stream_spans_the_connection() {
    let w = World::new().await;
    let mut gateway = Gateway::open(&w.discord, "v=10&compress=zlib-stream").await;
    gateway.identify(&w.app, GUILDS).await;
    let mut inflate = Decompress::new(true);
    let mut ops = Vec::new();
    for _ in 0..3 {
        let Some(Message::Binary(bytes)) = gateway.raw().await else { panic!("compressed") };
        assert!(bytes.ends_with(&[0, 0, 0xff, 0xff]));
        let mut text = Vec::with_capacity(64 * 1024);
        inflate.decompress_vec(&bytes, &mut text, FlushDecompress::Sync).unwrap();
        let payload: Value = serde_json::from_slice(&text).unwrap();
        ops.push(payload["t"].as_str().unwrap_or("HELLO").to_owned());
    }
    assert_eq!(ops, ["HELLO", "READY", "GUILD_CREATE"]);
}

#[tokio::test]
async fn large_payloads_are_compressed_on_request() {
    let w = World::new().await;
    let mut gateway = Gateway::open(&w.discord, "v=10").await;
    let identify = json!({ "token": w.app.token(), "intents": 1, "properties": {}, "compress": true });
    gateway.say(json!({ "op": 2, "d": identify })).await;
    gateway.event("READY").await;
    let Some(Message::Binary(bytes)) = gateway.raw().await else { panic!("compressed") };
    let mut text = Vec::with_capacity(64 * 1024);
    Decompress::new(true).decompress_vec(&bytes, &mut text, FlushDecompress::Finish).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&text).unwrap()["t"], "GUILD_CREATE");
}

#[tokio::test]
async fn a_zstd_stream_is_made_of_stored_blocks() {
    let w = World::new().await;
    let mut gateway = Gateway::open(&w.discord, "v=10&compress=zstd-stream").await;
    let Some(Message::Binary(bytes)) = gateway.raw().await else { panic!("compressed") };
    assert_eq!(bytes[..4], [0x28, 0xb5, 0x2f, 0xfd]);
    let size = usize::from(bytes[6]) + (usize::from(bytes[7]) << 8) + (usize::from(bytes[8]) << 16);
    assert_eq!((size & 7, size >> 3), (0, bytes.len() - 9));
    assert_eq!(serde_json::from_slice::<Value>(&bytes[9..]).unwrap()["op"], 10);
}

#[tokio::test]
async fn an_app_hears_when_it_comes_and_goes() {
    let w = World::new().await;
    let mut gateway = w.connect().await;
    gateway.event("GUILD_CREATE").await;
    let other = w.discord.guild("Second").await;
    other.install(&w.app, support::usual()).await;
    assert_eq!(gateway.event("GUILD_CREATE").await["name"], "Second");
    other.remove(&w.app);
    assert_eq!(gateway.event("GUILD_DELETE").await, json!({ "id": other.id() }));
    assert_eq!(w.http.delete(&format!("/users/@me/guilds/{}", w.guild.id())).await.0, 204);
    assert_eq!(gateway.event("GUILD_DELETE").await["id"], json!(w.guild.id()));
    assert_eq!(w.http.get("/users/@me/guilds").await.1, json!([]));
}

#[tokio::test]
async fn a_stopped_sandbox_closes_its_connections_and_answers_nothing() {
    fn shareable<T: Clone + Send + Sync + 'static>(_: &T) {}
    let w = World::new().await;
    let mut gateway = w.connect().await;
    w.http.get("/users/@me").await;
    w.discord.stop().await;
    assert_eq!(gateway.close_code().await, 1001);
    shareable(&w.discord);
    shareable(&(w.app.clone(), w.guild.clone(), w.channel.clone(), w.mei.clone()));
}
