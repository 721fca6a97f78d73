//! The websocket of one open page: what its member sees, as it changes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message as Frame, WebSocket};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::history::{self, Part};
use super::{Progress, scene, turn, wire};
use crate::core::Core;
use crate::snowflake::Snowflake;
use crate::state::{Since, State};

/// The longest thing that a page may ask, in bytes.
pub(super) const ASK_LIMIT: usize = 4096;

/// How long changes are gathered before the page is told, so that a burst of them costs one look.
const GATHER: Duration = Duration::from_millis(15);

/// What a page asks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ask {
    /// Show this channel from its newest message on.
    Open(Snowflake),
    /// The messages before this one in the open channel.
    Before(Snowflake),
    /// The messages after this one.
    After(Snowflake),
    /// The messages around this one.
    Around(Snowflake),
    /// Show the wire, or no longer.
    Wire(bool),
    /// Turn the clock.
    Clock(String),
}

/// The page is gone, or the sandbox stops.
struct Gone;

/// Serves one page until it goes or the sandbox stops.
pub(super) async fn serve(core: Arc<Core>, socket: WebSocket, query: &HashMap<String, String>) {
    let asked = |key: &str| query.get(key).map(String::as_str);
    let found = core.read(|state| viewer(state, asked("guild"), asked("as")));
    let Some((guild, viewer)) = found else { return };
    Progress::visit(&core, viewer);
    // Wakes the other pages: a step of the guide may be done by this visit.
    core.touch();
    let mut live = Live::new(core, socket, guild, viewer);
    // It ends in no other way.
    let _: Result<(), Gone> = live.run().await;
}

/// The guild of that id or name, or the first; its member of that id or name, or the first who is no owner.
fn viewer(state: &State, guild: Option<&str>, member: Option<&str>) -> Option<(Snowflake, Snowflake)> {
    let is = |id: Snowflake, name: &str, wanted: &str| name == wanted || wanted.parse() == Ok(id);
    let fits = |place: &&crate::state::Guild| guild.is_none_or(|wanted| is(place.id, &place.name, wanted));
    let place = state.guilds.values().find(fits).or_else(|| state.guilds.values().next())?;
    let people: Vec<_> =
        place.members.keys().filter_map(|id| state.users.get(id)).filter(|user| !user.bot).collect();
    let named = member.and_then(|wanted| people.iter().find(|user| is(user.id, &user.name, wanted)));
    let usual = || people.iter().find(|user| user.id != place.owner).or_else(|| people.first());
    let user = named.or_else(usual)?;
    Some((place.id, user.id))
}

struct Live {
    core: Arc<Core>,
    socket: WebSocket,
    guild: Snowflake,
    viewer: Snowflake,
    open: Option<Snowflake>,
    /// The change of messages that the page is told about next.
    news: u64,
    /// The entry of the wire that it is told about next, while it shows the wire.
    wire: Option<u64>,
    /// What it was told last, by kind.
    told: HashMap<&'static str, Value>,
}

impl Live {
    fn new(core: Arc<Core>, socket: WebSocket, guild: Snowflake, viewer: Snowflake) -> Self {
        let (open, wire, told) = (None, None, HashMap::new());
        Self { core, socket, guild, viewer, open, news: 0, wire, told }
    }

    async fn run(&mut self) -> Result<(), Gone> {
        let mut changes = self.core.changes();
        let mut turns = self.core.options.clock.changes();
        let mut recorded = self.core.read(|state| state.traffic.count());
        let mut stopping = self.core.stopping.subscribe();
        loop {
            changes.borrow_and_update();
            turns.borrow_and_update();
            recorded.borrow_and_update();
            self.tell_all().await?;
            let wired = self.wire.is_some();
            tokio::select! {
                biased;
                () = stopped(&mut stopping) => return Err(Gone),
                asked = self.socket.recv() => match asked {
                    Some(Ok(Frame::Text(text))) => self.answer(&text).await?,
                    Some(Ok(Frame::Close(_)) | Err(_)) | None => return Err(Gone),
                    Some(Ok(_)) => {}
                },
                // The senders live as long as the core, which this holds.
                _ = changes.changed() => tokio::time::sleep(GATHER).await,
                _ = turns.changed() => {}
                _ = recorded.changed(), if wired => {}
            }
        }
    }

    /// Tells whatever differs from what was told last.
    async fn tell_all(&mut self) -> Result<(), Gone> {
        let (guild, viewer, open) = (self.guild, self.viewer, self.open);
        let mut seen = self.core.read(|state| scene::scene(state, guild, viewer, open)).ok_or(Gone)?;
        seen["opens"] = json!(self.core.options.page.opens);
        self.tell("scene", seen).await?;
        self.tell("clock", self.clock()).await?;
        self.tell("guide", Progress::look(&self.core)).await?;
        self.tell("faults", json!(self.core.rules.pending())).await?;
        if let Some(channel) = open {
            let commands = self.core.read(|state| scene::commands(state, viewer, channel));
            self.tell("commands", json!(commands)).await?;
            self.tell_news(channel).await?;
        }
        if let Some(from) = self.wire {
            let traffic = self.core.read(|state| state.traffic.clone());
            let (entries, next) = wire::since(&traffic, from, self.core.began.into());
            self.wire = Some(next);
            if !entries.is_empty() {
                self.send("wire", json!(entries)).await?;
            }
        }
        Ok(())
    }

    /// The clock's setting: what it shows goes along, but is no difference while it only runs on.
    fn clock(&self) -> Value {
        let (clock, page) = (&self.core.options.clock, &self.core.options.page);
        json!({
            "changes": *clock.changes().borrow(), "running": clock.is_running(),
            "zone": page.zone.iana_name().unwrap_or("UTC"), "morning": page.morning.strftime("%H:%M").to_string(),
        })
    }

    /// Tells which messages of the open channel are new, different or gone.
    async fn tell_news(&mut self, channel: Snowflake) -> Result<(), Gone> {
        let viewer = self.viewer;
        let (next, news) = self.core.read(|state| {
            let changed = match state.news.since(self.news, channel) {
                Since::Messages(changed) => changed,
                Since::TooMuch => return (state.news.next(), None),
            };
            let look = |id: &Snowflake| match state.message(channel, *id).filter(|it| it.seen_by(viewer)) {
                Some(message) => json!({ "message": history::message(state, message, viewer) }),
                None => json!({ "gone": id }),
            };
            (state.news.next(), Some(changed.iter().map(look).collect::<Vec<_>>()))
        });
        self.news = next;
        match news {
            None => self.send_part(channel, Part::Newest).await,
            Some(news) if news.is_empty() => Ok(()),
            Some(news) => self.send("news", json!({ "channel": channel, "news": news })).await,
        }
    }

    async fn answer(&mut self, text: &str) -> Result<(), Gone> {
        // What is not understood comes from another version of the page, which will be loaded anew.
        let Ok(ask) = serde_json::from_str(text) else { return Ok(()) };
        match (ask, self.open) {
            (Ask::Open(channel), _) => {
                self.open = Some(channel);
                self.told.remove("commands");
                self.news = self.core.read(|state| state.news.next());
                self.send_part(channel, Part::Newest).await?;
            }
            (Ask::Before(id), Some(channel)) => self.send_part(channel, Part::Before(id)).await?,
            (Ask::After(id), Some(channel)) => self.send_part(channel, Part::After(id)).await?,
            (Ask::Around(id), Some(channel)) => self.send_part(channel, Part::Around(id)).await?,
            (Ask::Before(_) | Ask::After(_) | Ask::Around(_), None) => {}
            (Ask::Wire(on), _) => self.wire = on.then_some(0),
            (Ask::Clock(how), _) => {
                turn::turn(&self.core.options.clock, &self.core.options.page, &how);
            }
        }
        Ok(())
    }

    async fn send_part(&mut self, channel: Snowflake, part: Part) -> Result<(), Gone> {
        let viewer = self.viewer;
        let mut body = self.core.read(|state| history::page(state, viewer, channel, part));
        body["channel"] = json!(channel);
        body["part"] = json!(match part {
            Part::Newest => "newest",
            Part::Before(_) => "before",
            Part::After(_) => "after",
            Part::Around(_) => "around",
        });
        if let Part::Around(id) = part {
            body["around"] = json!(id);
        }
        self.send("history", body).await
    }

    /// Sends what differs from what was sent last under this name.
    async fn tell(&mut self, kind: &'static str, body: Value) -> Result<(), Gone> {
        if self.told.get(kind) == Some(&body) {
            return Ok(());
        }
        self.told.insert(kind, body.clone());
        self.send(kind, body).await
    }

    /// Every frame carries what the clock shows, in Unix milliseconds, so that the page's clock stays right.
    async fn send(&mut self, kind: &str, body: Value) -> Result<(), Gone> {
        let now = self.core.options.clock.now().as_millisecond();
        let frame = json!({ "kind": kind, "now": now, "body": body }).to_string();
        self.socket.send(Frame::text(frame)).await.map_err(|_| Gone)
    }
}

/// Waits until the sandbox stops.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    drop(stopping.wait_for(|stopping| *stopping).await);
}
