//! The page without a browser: who is let in, what its files may do, and what comes over its live connection.

#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod support;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use sandbox::{Condition, Discord, Guide, Member, Offer, Options, Page, Permissions, StartError, Step};
use serde_json::{Value, json};
use support::{World, callback};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// One open page, without a browser around it.
struct Live(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Live {
    async fn open(w: &World, member: &Member) -> Self {
        let root = w.discord.api_root().replace("http", "ws");
        let address = format!("{root}/page/live?as={}", member.id());
        Self(tokio_tungstenite::connect_async(address).await.unwrap().0)
    }

    async fn ask(&mut self, what: Value) {
        self.0.send(Message::Text(what.to_string())).await.unwrap();
    }

    /// The next body of that kind for which `wanted` holds; others are passed over.
    async fn until(&mut self, kind: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let next = async {
            loop {
                let Some(Ok(Message::Text(text))) = self.0.next().await else { panic!("the page is open") };
                let mut frame: Value = serde_json::from_str(&text).unwrap();
                if frame["kind"] == kind && wanted(&frame["body"]) {
                    return frame["body"].take();
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(5), next).await.unwrap_or_else(|_| panic!("no such {kind}"))
    }

    async fn next(&mut self, kind: &str) -> Value {
        self.until(kind, |_| true).await
    }
}

async fn get(w: &World, path: &str, headers: &[(&str, &str)]) -> reqwest::Response {
    let mut request = reqwest::Client::new().get(format!("{}{path}", w.discord.api_root()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|it| it["name"].as_str()).collect()
}

#[tokio::test]
async fn the_page_asks_for_nothing_but_its_own_files_and_may_run_nothing_else() {
    let w = World::new().await;
    let response = get(&w, "/", &[]).await;
    let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
    let html = response.text().await.unwrap();
    let mut files: Vec<String> = Vec::new();
    for mark in ["href=\"", "src=\""] {
        files.extend(html.split(mark).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
    }
    files.retain(|file| !file.starts_with('#'));
    assert!(files.len() > 5, "{files:?}");
    let inline = ["<script>", "style=", "onload=", "onclick="];
    assert!(!inline.iter().any(|mark| html.contains(mark)), "nothing stands in the page itself");
    let mut seen = BTreeSet::new();
    while let Some(file) = files.pop() {
        if !seen.insert(file.clone()) {
            continue;
        }
        assert!(file.starts_with("/page/"), "{file} is not the page's own");
        let response = get(&w, &file, &[]).await;
        assert_eq!(response.status(), 200, "{file}");
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        assert_ne!(kind, "application/octet-stream", "{file}");
        let text = response.text().await.unwrap();
        if file.ends_with(".css") {
            assert!(!text.contains("url(") && !text.contains("@import"), "{file} loads something");
        }
        // What a module imports is looked at in turn.
        let folder = file.rsplit_once('/').unwrap().0;
        let imported = text.lines().filter(|line| line.starts_with("import ") && file.ends_with(".js"));
        for line in imported {
            let path = line.split('"').nth(1).unwrap();
            files.push(resolved(folder, path));
        }
    }
}

/// A module's path against the folder of the one that imports it.
fn resolved(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[tokio::test]
async fn a_name_that_was_made_to_point_here_gets_nothing() {
    let w = World::new().await;
    for path in ["/", "/page/js/main.js", "/page/live", "/sandbox", "/sandbox/traffic", "/api/v10/gateway"] {
        assert_eq!(get(&w, path, &[("host", "evil.example")]).await.status(), 403, "{path}");
    }
}

#[tokio::test]
async fn another_sites_page_gets_nothing() {
    let w = World::new().await;
    let upgrade = [
        ("origin", "http://evil.example"),
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    for path in ["/page/live", "/sandbox", "/page/js/main.js"] {
        assert_eq!(get(&w, path, &upgrade).await.status(), 403, "{path}");
    }
    let own = w.discord.api_root();
    assert_eq!(get(&w, "/sandbox", &[("origin", &own)]).await.status(), 200);
}

#[tokio::test]
async fn an_address_that_others_reach_has_to_be_meant() {
    let everywhere = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);
    let started = Discord::start(Options { address: everywhere, ..Options::default() }).await;
    assert!(matches!(started, Err(StartError::Reachable { address }) if address == everywhere));
    let meant = Options { address: everywhere, reachable: true, ..Options::default() };
    Discord::start(meant).await.unwrap().stop().await;
}

#[tokio::test]
async fn a_page_shows_what_its_member_sees() {
    let w = World::new().await;
    let hidden = w.guild.channel("hidden");
    w.guild.deny(&hidden, &w.guild.everyone(), Permissions::VIEW_CHANNEL);
    w.commands(json!([
        { "name": "open", "description": "d" },
        { "name": "manage", "description": "d", "default_member_permissions": "32" },
    ]))
    .await;
    let _bot = w
        .answering(|act| {
            vec![callback(act, json!({ "type": 4, "data": { "content": "psst", "flags": 64 } }))]
        })
        .await;
    let (mut mei, mut owner) = (Live::open(&w, &w.mei).await, Live::open(&w, &w.guild.owner()).await);
    assert!(!names(&mei.next("scene").await["channels"]).contains(&"hidden"));
    assert!(names(&owner.next("scene").await["channels"]).contains(&"hidden"));

    for page in [&mut mei, &mut owner] {
        page.ask(json!({ "open": w.channel.id() })).await;
    }
    assert_eq!(names(&mei.next("commands").await), ["open"]);
    assert_eq!(names(&owner.next("commands").await), ["manage", "open"]);

    w.mei.slash(&w.channel, "/open").await.unwrap();
    let news = mei.next("news").await;
    assert_eq!(news["news"][0]["message"]["content"], "psst");
    w.raj.say(&w.channel, "for all").await.unwrap();
    let news = owner.until("news", |body| body["news"][0]["message"].is_object()).await;
    assert_eq!(news["news"][0]["message"]["content"], "for all");

    mei.ask(json!({ "open": hidden.id() })).await;
    w.guild.owner().say(&hidden, "secret").await.unwrap();
    assert_eq!(
        mei.until("history", |body| body["channel"] == json!(hidden.id())).await["messages"],
        json!([])
    );
}

#[tokio::test]
async fn history_comes_in_pages_without_gaps() {
    let w = World::new().await;
    for number in 0..130 {
        w.raj.say(&w.channel, &number.to_string()).await.unwrap();
    }
    let mut mei = Live::open(&w, &w.mei).await;
    mei.ask(json!({ "open": w.channel.id() })).await;
    let newest = mei.next("history").await;
    let said = |page: &Value| -> Vec<String> {
        page["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["content"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!((said(&newest)[0].as_str(), said(&newest).len()), ("80", 50));
    assert_eq!((&newest["older"], &newest["newer"]), (&json!(true), &json!(false)));
    mei.ask(json!({ "before": newest["messages"][0]["id"] })).await;
    let older = mei.next("history").await;
    assert_eq!((said(&older)[0].as_str(), said(&older)[49].as_str()), ("30", "79"));
    mei.ask(json!({ "before": older["messages"][0]["id"] })).await;
    let oldest = mei.next("history").await;
    assert_eq!((said(&oldest).len(), &oldest["older"], &oldest["newer"]), (30, &json!(false), &json!(true)));
    mei.ask(json!({ "after": oldest["messages"][29]["id"] })).await;
    assert_eq!(said(&mei.next("history").await), said(&older));
    mei.ask(json!({ "around": older["messages"][10]["id"] })).await;
    let around = mei.next("history").await;
    assert!(said(&around).contains(&"40".to_owned()) && around["newer"] == true, "{around}");
}

#[tokio::test]
async fn the_clock_is_turned_for_everyone() {
    let clock = sandbox::Clock::starting_at("2026-03-02T07:30:00Z".parse().unwrap());
    let w = World::with(Options { clock: clock.clone(), rate_limits: false, ..Options::default() }).await;
    let (mut mei, mut raj) = (Live::open(&w, &w.mei).await, Live::open(&w, &w.raj).await);
    raj.next("clock").await;
    for how in ["stop", "morning"] {
        mei.ask(json!({ "clock": how })).await;
    }
    let shown = raj.until("clock", |body| body["changes"] == 2).await;
    assert_eq!(shown["running"], false);
    assert_eq!(clock.now(), "2026-03-02T09:00:00Z".parse().unwrap());
}

#[tokio::test]
async fn a_guide_ticks_off_what_the_sandbox_sees() {
    let step = |done_when| Step { text: "Do".into(), offer: Some(Offer::NextDay), done_when };
    let steps = vec![
        step(Condition::Command("greet".into())),
        step(Condition::Pressed { which: |custom_id| custom_id == "a", by: 2, from_day: 0 }),
        step(Condition::Days(1)),
        step(Condition::All(vec![Condition::Members(2), Condition::Command("greet".into())])),
        step(Condition::Pressed { which: |custom_id| custom_id == "a", by: 1, from_day: 1 }),
        step(Condition::Pressed { which: |custom_id| custom_id == "b", by: 1, from_day: 0 }),
    ];
    let page = Page { guide: Guide { title: "First".into(), steps }, ..Page::default() };
    let w = World::with(Options { page, rate_limits: false, ..Options::default() }).await;
    w.commands(json!([{ "name": "greet", "description": "d" }])).await;
    let _bot = w
        .answering(|act| {
            let row = json!([{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "A", "custom_id": "a" }] }]);
            vec![callback(act, json!({ "type": 4, "data": { "content": "hi", "components": row } }))]
        })
        .await;
    let done = |guide: &Value| -> Vec<bool> {
        guide["steps"].as_array().unwrap().iter().map(|step| step["done"] == true).collect()
    };
    let mut mei = Live::open(&w, &w.mei).await;
    assert_eq!(done(&mei.next("guide").await), [false; 6]);
    let greeting = w.mei.slash(&w.channel, "/greet").await.unwrap();
    mei.until("guide", |guide| done(guide) == [true, false, false, false, false, false]).await;
    w.mei.press(&greeting, "A").await.unwrap();
    w.discord.clock().advance(jiff::SignedDuration::from_hours(24));
    mei.until("guide", |guide| done(guide) == [true, false, true, false, false, false]).await;
    w.raj.press(&greeting, "A").await.unwrap();
    mei.until("guide", |guide| done(guide) == [true, true, true, false, true, false]).await;
    let _raj = Live::open(&w, &w.raj).await;
    mei.until("guide", |guide| done(guide) == [true, true, true, true, true, false]).await;
}

#[tokio::test]
async fn the_wire_is_told_to_those_who_look() {
    let w = World::new().await;
    w.commands(json!([{ "name": "greet", "description": "d" }])).await;
    let _bot =
        w.answering(|act| vec![callback(act, json!({ "type": 4, "data": { "content": "hi" } }))]).await;
    let mut mei = Live::open(&w, &w.mei).await;
    mei.ask(json!({ "wire": true })).await;
    w.mei.slash(&w.channel, "/greet").await.unwrap();
    let is_callback = |entry: &Value| entry["route"].as_str().is_some_and(|route| route.contains("callback"));
    let told = mei.until("wire", |entries| entries.as_array().unwrap().iter().any(is_callback)).await;
    let answer = told.as_array().unwrap().iter().find(|entry| is_callback(entry)).unwrap();
    assert_eq!((&answer["status"], &answer["request"]["data"]["content"]), (&json!(204), &json!("hi")));
    w.discord.faults().on("*", "**").times(2).fail(500);
    let words = mei.until("faults", |pending| pending.as_array().is_some_and(|list| !list.is_empty())).await;
    assert_eq!(words, json!(["500: next 2 calls"]));
}

#[tokio::test]
async fn uploaded_pictures_are_shown_and_other_files_only_kept() {
    let w = World::new().await;
    for (name, kind, shown) in
        [("a.png", "image/png", "image/png"), ("b.html", "text/html", "application/octet-stream")]
    {
        let form = format!(
            "--x\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n\
             <script>\r\n--x--\r\n"
        );
        let sent = reqwest::Client::new()
            .post(format!("{}/api/v10{}", w.discord.api_root(), w.messages()))
            .header("authorization", format!("Bot {}", w.app.token()))
            .header("content-type", "multipart/form-data; boundary=x")
            .body(form)
            .send()
            .await
            .unwrap();
        let sent: Value = sent.json().await.unwrap();
        let id = sent["attachments"][0]["id"].as_str().unwrap();
        let file = get(&w, &format!("/page/files/{id}"), &[]).await;
        assert_eq!(file.headers()["content-type"], shown);
        assert!(file.headers()["content-security-policy"].to_str().unwrap().contains("sandbox"));
        assert_eq!(file.text().await.unwrap(), "<script>");
    }
    assert_eq!(get(&w, "/page/files/1", &[]).await.status(), 404);
    assert_eq!(get(&w, "/page/../Cargo.toml", &[]).await.status(), 404);
}
