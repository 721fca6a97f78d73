//! One websocket connection: HELLO, then what both sides say, until it closes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

use super::close::{self, Close};
use super::compress::Transport;
use super::identify::{self, Entry};
use super::{PAYLOAD_LIMIT, intents};
use crate::audit::ProblemKind;
use crate::core::Core;
use crate::rest::members;
use crate::snowflake::Snowflake;
use crate::state::{Outgoing, State};
use crate::traffic::{self, Frame};

/// Payloads a bot may send per minute.
const SENDS_PER_MINUTE: usize = 120;
const MINUTE: Duration = Duration::from_secs(60);

static NEXT_CONNECTION: AtomicU64 = AtomicU64::new(1);

/// Why a connection's loop ends.
enum End {
    /// Close with this code.
    Close(Close),
    /// The bot closed, with its code.
    Gone(Option<u16>),
    /// Cut without a word.
    Cut,
}

/// One websocket connection.
pub(crate) struct Connection {
    core: Arc<Core>,
    socket: WebSocket,
    transport: Transport,
    version: u64,
    json: bool,
    number: u64,
    session: Option<String>,
    app: Option<Snowflake>,
    sends: VecDeque<Instant>,
    outbox: UnboundedSender<Outgoing>,
}

impl Connection {
    pub(crate) fn new(
        core: Arc<Core>,
        socket: WebSocket,
        transport: Transport,
        version: u64,
        json: bool,
    ) -> Self {
        // Replaced in `run`, which owns the receiving end.
        let (outbox, _) = unbounded_channel();
        let number = NEXT_CONNECTION.fetch_add(1, Ordering::Relaxed);
        let (session, app, sends) = (None, None, VecDeque::new());
        Self { core, socket, transport, version, json, number, session, app, sends, outbox }
    }

    /// Serves the connection until it ends.
    pub(crate) async fn run(mut self) {
        let (outbox, inbox) = unbounded_channel();
        self.outbox = outbox;
        let end = match self.talk(inbox).await {
            Ok(never) | Err(never) => never,
        };
        self.leave(&end);
        match end {
            End::Close(Close(code, words)) => {
                if let Some(problem) = self.blame(code) {
                    self.core.read(|state| state.audit.note(ProblemKind::Gateway, problem));
                }
                let frame = CloseFrame { code, reason: words.into() };
                drop(self.socket.send(Message::Close(Some(frame))).await);
                // The bot answers the close; without waiting it would see a reset instead of the code.
                let drained = async { while let Some(Ok(_)) = self.socket.recv().await {} };
                drop(tokio::time::timeout(Duration::from_secs(1), drained).await);
            }
            End::Gone(_) | End::Cut => {}
        }
    }

    /// The words for the audit when the close is the bot's own fault.
    fn blame(&self, code: u16) -> Option<String> {
        let own = [4001, 4002, 4003, 4005, 4007, 4008, 4010, 4012, 4013, 4014];
        own.contains(&code).then(|| {
            let who =
                self.app.map_or_else(|| "an unknown bot".to_owned(), |app| format!("application {app}"));
            format!("{who} was closed with {code}")
        })
    }

    async fn talk(&mut self, mut inbox: UnboundedReceiver<Outgoing>) -> Result<End, End> {
        let interval = self.core.options.heartbeat_interval;
        let mut stopping = self.core.stopping.subscribe();
        self.send(json!({ "t": null, "s": null, "op": 10, "d": { "heartbeat_interval": millis(interval) } }))
            .await?;
        if !(9..=10).contains(&self.version) {
            return Err(End::Close(close::INVALID_VERSION));
        }
        if !self.json {
            return Err(End::Close(close::DECODE_ERROR));
        }
        // Discord allows a late heartbeat some grace.
        let patience = interval + interval / 2;
        let mut last_beat = Instant::now();
        loop {
            tokio::select! {
                biased;
                () = stopped(&mut stopping) => return Err(End::Close(Close(1001, "Going away."))),
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Close(frame))) => return Err(End::Gone(frame.map(|frame| frame.code))),
                    Some(Ok(Message::Text(text))) => self.hear(text.as_bytes(), &mut last_beat).await?,
                    Some(Ok(Message::Binary(bytes))) => self.hear(&bytes, &mut last_beat).await?,
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Err(End::Gone(None)),
                },
                Some(what) = inbox.recv() => self.tell(what).await?,
                () = tokio::time::sleep_until(last_beat + patience) => {
                    return Err(End::Close(close::SESSION_TIMED_OUT));
                }
            }
        }
    }

    async fn tell(&mut self, what: Outgoing) -> Result<(), End> {
        match what {
            Outgoing::Dispatch { seq, name, data } => {
                self.send(json!({ "t": name, "s": seq, "op": 0, "d": data })).await
            }
            Outgoing::Reconnect => self.send(json!({ "t": null, "s": null, "op": 7, "d": null })).await,
            Outgoing::InvalidSession(resumable) => {
                self.send(json!({ "t": null, "s": null, "op": 9, "d": resumable })).await
            }
            Outgoing::Close(code) => Err(End::Close(Close(code, close::words(code)))),
            Outgoing::Drop => Err(End::Cut),
        }
    }

    async fn send(&mut self, payload: Value) -> Result<(), End> {
        let message = self.transport.pack(payload.to_string());
        self.record(false, payload);
        self.socket.send(message).await.map_err(|_| End::Gone(None))
    }

    fn record(&self, from_bot: bool, payload: Value) {
        self.core.read(|state| {
            let frame = Frame { at: state.now(), application: self.app, from_bot, payload };
            state.traffic.record(traffic::Entry::Gateway(frame));
        });
    }

    /// Deals with one payload of the bot.
    async fn hear(&mut self, bytes: &[u8], last_beat: &mut Instant) -> Result<(), End> {
        self.count()?;
        if bytes.len() > PAYLOAD_LIMIT {
            return Err(End::Close(close::DECODE_ERROR));
        }
        let Ok(payload) = serde_json::from_slice::<Value>(bytes) else {
            return Err(End::Close(close::DECODE_ERROR));
        };
        let op = payload["op"].as_u64();
        let data = payload["d"].clone();
        let mut shown = payload;
        if shown["d"]["token"].is_string() {
            shown["d"]["token"] = json!("(redacted)");
        }
        self.record(true, shown);
        match op {
            Some(1) => {
                *last_beat = Instant::now();
                self.acknowledge().await
            }
            Some(2 | 6) if self.session.is_some() => Err(End::Close(close::ALREADY_AUTHENTICATED)),
            Some(2) => self.identify(&data),
            Some(6) => self.resume(&data).await,
            Some(3 | 4 | 8 | 31) if self.session.is_none() => Err(End::Close(close::NOT_AUTHENTICATED)),
            Some(3 | 4 | 31) => Ok(()),
            Some(8) => {
                self.request_members(&data);
                Ok(())
            }
            Some(_) => Err(End::Close(close::UNKNOWN_OPCODE)),
            None => Err(End::Close(close::DECODE_ERROR)),
        }
    }

    fn count(&mut self) -> Result<(), End> {
        let now = Instant::now();
        self.sends.push_back(now);
        while self.sends.front().is_some_and(|sent| now - *sent > MINUTE) {
            self.sends.pop_front();
        }
        if self.sends.len() > SENDS_PER_MINUTE { Err(End::Close(close::RATE_LIMITED)) } else { Ok(()) }
    }

    async fn acknowledge(&mut self) -> Result<(), End> {
        let app = self.app;
        let silent =
            self.core.read(|state| app.and_then(|app| state.apps.get(&app)).is_some_and(|app| app.silent));
        if silent {
            return Ok(());
        }
        self.send(json!({ "t": null, "s": null, "op": 11, "d": null })).await
    }

    fn identify(&mut self, data: &Value) -> Result<(), End> {
        if data["compress"] == true {
            self.transport.compress_payloads();
        }
        let (outbox, number, version) = (self.outbox.clone(), self.number, self.version);
        let entry = self.core.with(|state| identify::identify(state, data, version, outbox, number));
        match entry {
            Entry::In(session) => {
                self.enter(session);
                Ok(())
            }
            Entry::Invalid => Ok(()),
            Entry::Refused(close) => Err(End::Close(close)),
        }
    }

    async fn resume(&mut self, data: &Value) -> Result<(), End> {
        let (outbox, number) = (self.outbox.clone(), self.number);
        match self.core.with(|state| identify::resume(state, data, outbox, number)) {
            Entry::In(session) => {
                self.enter(session);
                Ok(())
            }
            Entry::Invalid => self.tell(Outgoing::InvalidSession(false)).await,
            Entry::Refused(close) => Err(End::Close(close)),
        }
    }

    fn enter(&mut self, session: String) {
        self.app = self.core.read(|state| state.sessions.get(&session).map(|session| session.app));
        self.session = Some(session);
    }

    fn request_members(&self, data: &Value) {
        let Some(id) = self.session.clone() else { return };
        let guild: Snowflake = match &data["guild_id"] {
            Value::Array(list) => list.first().and_then(|id| serde_json::from_value(id.clone()).ok()),
            id => serde_json::from_value(id.clone()).ok(),
        }
        .unwrap_or_default();
        self.core.with(|state: &mut State| {
            let Some(session) = state.sessions.get(&id) else { return };
            let everyone = data["query"] == "" && data["limit"].as_u64().unwrap_or(0) == 0;
            if everyone && session.intents & intents::GUILD_MEMBERS == 0 {
                state
                    .audit
                    .note(ProblemKind::Gateway, "all members were requested without the members intent");
                return;
            }
            let Some(body) = members::chunk(state, guild, data) else { return };
            if let Some(session) = state.sessions.get_mut(&id) {
                session.push("GUILD_MEMBERS_CHUNK", body, false);
            }
        });
    }

    /// Leaves the session behind: resumable, unless the bot closed it for good (1000 or 1001).
    fn leave(&self, end: &End) {
        let Some(id) = &self.session else { return };
        let for_good = matches!(end, End::Gone(Some(1000 | 1001)))
            || matches!(end, End::Close(close) if [4004, 4007, 4009, 4010, 4012, 4013, 4014].contains(&close.0));
        self.core.with(|state| {
            let Some(session) =
                state.sessions.get_mut(id).filter(|session| session.connection == self.number)
            else {
                return;
            };
            session.outbox = None;
            if for_good {
                state.sessions.remove(id);
            }
        });
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Waits until the sandbox stops; without the guard of the watched value, which must not cross an await.
async fn stopped(stopping: &mut tokio::sync::watch::Receiver<bool>) {
    drop(stopping.wait_for(|stopping| *stopping).await);
}
