//! A bot made of a raw HTTP client and a raw websocket, so that no library's view of Discord comes between.

#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]
#![allow(dead_code, reason = "every test file uses a part of it")]
#![allow(clippy::allow_attributes, unreachable_pub, missing_docs, reason = "tests")]

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use sandbox::{Application, Channel, Discord, Guild, Member, Options, Permissions};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

pub const GUILDS: u64 = 1;

/// A world of one guild with one bot that has these permissions.
pub struct World {
    pub discord: Discord,
    pub app: Application,
    pub guild: Guild,
    pub channel: Channel,
    pub mei: Member,
    pub raj: Member,
    pub http: Http,
}

pub fn usual() -> Permissions {
    Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::EMBED_LINKS
        | Permissions::READ_MESSAGE_HISTORY
}

impl World {
    pub async fn new() -> Self {
        Self::with(Options { rate_limits: false, patience: Duration::from_secs(3), ..Options::default() })
            .await
    }

    pub async fn with(options: Options) -> Self {
        let discord = Discord::start(options).await.unwrap();
        let app = discord.application("Greeter");
        let guild = discord.guild("Study Hall").await;
        guild.install(&app, usual()).await;
        let http = Http::new(&discord, &app);
        let (channel, mei, raj) = (guild.channel("daily"), guild.member("mei"), guild.member("raj"));
        Self { discord, app, guild, channel, mei, raj, http }
    }

    pub async fn connect(&self) -> Gateway {
        Gateway::identified(&self.discord, &self.app, GUILDS).await
    }

    pub fn messages(&self) -> String {
        format!("/channels/{}/messages", self.channel.id())
    }

    /// Registers global commands.
    pub async fn commands(&self, commands: Value) {
        let (status, body) =
            self.http.put(&format!("/applications/{}/commands", self.app.id()), commands).await;
        assert_eq!(status, 200, "{body}");
    }

    /// A bot that answers each interaction with what `answer` makes of it: a callback, and what comes after.
    pub async fn answering(
        &self,
        answer: impl Fn(&Value) -> Vec<(&'static str, String, Value)> + Send + 'static,
    ) -> Answering {
        let mut gateway = self.connect().await;
        let http = self.http.clone();
        let task = tokio::spawn(async move {
            loop {
                let act = gateway.event("INTERACTION_CREATE").await;
                for (method, path, body) in answer(&act) {
                    http.send(method, &path, Some(body)).await;
                }
            }
        });
        Answering(task)
    }
}

/// Holds what the test sent and got against Discord's description, when `DISCORD_OPENAPI` names it.
#[cfg(feature = "openapi")]
impl Drop for World {
    fn drop(&mut self) {
        static DESCRIPTION: std::sync::OnceLock<Option<sandbox::openapi::Description>> =
            std::sync::OnceLock::new();
        let description = DESCRIPTION.get_or_init(|| {
            let path = std::env::var_os("DISCORD_OPENAPI")?;
            Some(sandbox::openapi::Description::read(path.as_ref()).unwrap())
        });
        if let (Some(description), false) = (description, std::thread::panicking()) {
            let problems = description.check(&self.discord.traffic());
            assert!(problems.is_empty(), "{problems:#?}");
        }
    }
}

pub struct Answering(tokio::task::JoinHandle<()>);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub fn callback(act: &Value, body: Value) -> (&'static str, String, Value) {
    let (id, token) = (act["id"].as_str().unwrap(), act["token"].as_str().unwrap());
    ("POST", format!("/interactions/{id}/{token}/callback"), body)
}

pub fn webhook(act: &Value, method: &'static str, below: &str, body: Value) -> (&'static str, String, Value) {
    let (app, token) = (act["application_id"].as_str().unwrap(), act["token"].as_str().unwrap());
    (method, format!("/webhooks/{app}/{token}{below}"), body)
}

#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    root: String,
    token: String,
}

impl Http {
    pub fn new(discord: &Discord, app: &Application) -> Self {
        Self { client: reqwest::Client::new(), root: discord.api_root(), token: app.token() }
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let response = self.respond(method, path, body).await;
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    pub async fn respond(&self, method: &str, path: &str, body: Option<Value>) -> reqwest::Response {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let prefix = if path.starts_with("/api") || path.starts_with("/sandbox") { "" } else { "/api/v10" };
        let mut request = self.client.request(method, format!("{}{prefix}{path}", self.root));
        request = request.header("authorization", format!("Bot {}", self.token));
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap()
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.send("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.send("POST", path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.send("PUT", path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> (u16, Value) {
        self.send("PATCH", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> (u16, Value) {
        self.send("DELETE", path, None).await
    }
}

pub struct Gateway {
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub seq: u64,
}

impl Gateway {
    pub async fn open(discord: &Discord, query: &str) -> Self {
        let url = format!("{}/?{query}", discord.api_root().replace("http", "ws"));
        let (socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        Self { socket, seq: 0 }
    }

    pub async fn identified(discord: &Discord, app: &Application, intents: u64) -> Self {
        let mut gateway = Self::open(discord, "v=10&encoding=json").await;
        assert_eq!(gateway.next().await["op"], 10);
        gateway.identify(app, intents).await;
        gateway.event("READY").await;
        gateway
    }

    pub async fn identify(&mut self, app: &Application, intents: u64) {
        let properties = json!({ "os": "linux", "browser": "raw", "device": "raw" });
        self.say(
            json!({ "op": 2, "d": { "token": app.token(), "intents": intents, "properties": properties } }),
        )
        .await;
    }

    pub async fn say(&mut self, payload: Value) {
        self.socket.send(Message::Text(payload.to_string())).await.unwrap();
    }

    pub async fn raw(&mut self) -> Option<Message> {
        let next = tokio::time::timeout(Duration::from_secs(5), self.socket.next()).await;
        next.expect("something from the gateway").and_then(Result::ok)
    }

    pub async fn next(&mut self) -> Value {
        loop {
            match self.raw().await.expect("the gateway is open") {
                Message::Text(text) => {
                    let payload: Value = serde_json::from_str(&text).unwrap();
                    self.seq = payload["s"].as_u64().unwrap_or(self.seq);
                    return payload;
                }
                Message::Close(frame) => panic!("closed: {frame:?}"),
                _ => {}
            }
        }
    }

    /// The data of the next event of that name; others are passed over.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let mut payload = self.next().await;
            if payload["t"] == name {
                return payload["d"].take();
            }
        }
    }

    /// The names of all events until a heartbeat is acknowledged, which shows that nothing else came.
    pub async fn names(&mut self) -> Vec<String> {
        self.say(json!({ "op": 1, "d": self.seq })).await;
        let mut names = Vec::new();
        loop {
            let payload = self.next().await;
            match payload["t"].as_str() {
                Some(name) => names.push(name.to_owned()),
                None if payload["op"] == 11 => return names,
                None => {}
            }
        }
    }

    pub async fn close_code(&mut self) -> u16 {
        loop {
            match self.raw().await {
                Some(Message::Close(Some(frame))) => return frame.code.into(),
                Some(Message::Close(None)) => return 0,
                None => return 1006,
                Some(_) => {}
            }
        }
    }
}
