//! Builds the bot from its rooms and runs it until shutdown.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Notify, RwLock, watch};
use tokio::task::JoinHandle;
use tracing::{info, warn};

use crate::actions::Services;
use crate::clock::Clock;
use crate::config::{Secret, Settings};
use crate::discord::{self, Bot, Comings, ConnectError, Connection, Door, Greetings, ToDiscord};
use crate::domain::shards::{Reach, Shards};
use crate::health::Health;
use crate::jobs::{Jobs, Overdue, Presence, Pulse, Settled, Showing};
use crate::metrics::{GatewayMeters, InteractionMeters, Meters, Metrics};
use crate::pack::{Library, Problems};
use crate::rng::Chance;
use crate::store::{Elsewhere, Store, StoreError};
use crate::watch::{Post, WatchError, Watching};

/// How long shutting down waits for what is in hand.
const SHUTDOWN_PATIENCE: Duration = Duration::from_secs(3);

/// Why the bot could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The study content has errors.
    #[error("the study content has errors:\n{0}")]
    Packs(Problems),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Discord cannot be reached, or refuses.
    #[error(transparent)]
    Discord(#[from] ConnectError),
    /// The database belongs to other shards, or to more.
    #[error(
        "the database has {} server(s) that live on other shards than {shards}, such as {}: see shipmate split --help",
        elsewhere.guilds,
        elsewhere.such_as
    )]
    OtherShards {
        /// What the process is to serve.
        shards: Shards,
        /// What the database holds besides.
        elsewhere: Elsewhere,
    },
    /// The metrics cannot be served.
    #[error(transparent)]
    Watch(#[from] WatchError),
}

/// A bot that runs.
pub struct Running {
    connection: Connection,
    jobs: JoinHandle<()>,
    showing: JoinHandle<()>,
    settled: watch::Receiver<Settled>,
    stop: watch::Sender<bool>,
    in_hand: Arc<RwLock<()>>,
    services: Services,
    presence: Presence,
    wake: Arc<Notify>,
    pulse: Pulse,
    overdue: Overdue,
    meters: Meters,
    watching: Option<Watching>,
}

/// The study content that the settings name.
///
/// # Errors
///
/// Every problem of it.
pub fn library(settings: &Settings) -> Result<Library, Problems> {
    match &settings.packs {
        Some(folder) => Library::from_dir(folder),
        None => Library::built_in(),
    }
}

/// When the bot was last at work with the settings' database; `None` for a new one.
///
/// # Errors
///
/// When the database cannot be used.
pub async fn last_seen(settings: &Settings) -> Result<Option<Timestamp>, StoreError> {
    let store = Store::open(&settings.database.file)?;
    let last_seen = store.last_seen().await;
    store.close().await;
    last_seen
}

/// Starts the bot: content, database, Discord, jobs, gateway.
///
/// # Errors
///
/// See [`StartError`]; nothing is left running.
pub async fn start(
    settings: &Settings,
    token: &Secret,
    clock: Clock,
    chance: Chance,
) -> Result<Running, StartError> {
    let library = library(settings).map_err(StartError::Packs)?;
    let post = match settings.metrics {
        Some(address) => Some(Post::at(address).await?),
        None => None,
    };
    let store = Store::open(&settings.database.file)?;
    if let Some(shards) = settings.shards
        && let Some(elsewhere) = store.elsewhere(shards).await?
    {
        return Err(StartError::OtherShards { shards, elsewhere });
    }
    adopt(&store, &library, clock.now()).await?;
    let presence = Presence::out_since(store.last_seen().await?);
    let services = Services::new(store, clock, chance, library);
    let door = discord::knock(&settings.api.root, token).await?;
    let mut running = run(settings, door, services, presence).await?;
    if let Some(post) = post {
        running.watch_from(post);
    }
    Ok(running)
}

/// Takes over what the packs say now. Past answers to questions whose key was corrected are judged by the jobs.
async fn adopt(store: &Store, library: &Library, now: jiff::Timestamp) -> Result<(), StoreError> {
    let (facts, questions) = (library.facts().cloned().collect(), library.questions().cloned().collect());
    let adopted = store.adopt_content(facts, questions, now).await?;
    for question in &adopted.retired {
        info!(%question, "is not in the packs anymore and will not be asked again");
    }
    for question in &adopted.corrected {
        warn!(%question, "has a corrected key: past answers are judged anew");
    }
    Ok(())
}

async fn run(
    settings: &Settings,
    door: Door,
    services: Services,
    presence: Presence,
) -> Result<Running, StartError> {
    let wake = Arc::new(Notify::new());
    let in_hand = Arc::new(RwLock::new(()));
    let bot = Bot {
        services: services.clone(),
        rest: door.rest.clone(),
        me: door.me,
        reach: settings.shards.map_or(Reach::Whole, Shards::reach),
        presence: presence.clone(),
        shard_joined: Arc::default(),
        wake: Arc::clone(&wake),
        comings: Comings::default(),
        greetings: Greetings::since(services.clock.now()),
        in_hand: Arc::clone(&in_hand),
        interactions: InteractionMeters::default(),
        gateway: GatewayMeters::default(),
    };
    let mut meters = Meters {
        interactions: bot.interactions.clone(),
        gateway: bot.gateway.clone(),
        rest: door.rest.meters().clone(),
        writer: services.store.meters(),
        ..Meters::default()
    };
    let outward = Arc::new(ToDiscord::new(door.rest.clone(), door.me, services.clone()));
    // Before anybody can press: what an earlier process left is to be told of the restart first.
    services.games.resume().await?;
    let connection = discord::connect(door, bot, settings.shards, settings.dev_guild).await?;
    let showing = Showing::new(services.clone(), Arc::clone(&outward));
    let jobs = Jobs::new(services.clone(), outward, presence.clone(), Arc::clone(&wake));
    meters.dailies = jobs.meters();
    let (settled, pulse, overdue) = (jobs.settled(), jobs.pulse(), jobs.overdue());
    let (stop, stopping) = watch::channel(false);
    let shows_until = stopping.clone();
    let showing = tokio::spawn(async move { showing.run(shows_until).await });
    let jobs = tokio::spawn(async move { jobs.run(stopping).await });
    Ok(Running {
        connection,
        jobs,
        showing,
        settled,
        stop,
        in_hand,
        services,
        presence,
        wake,
        pulse,
        overdue,
        meters,
        watching: None,
    })
}

impl Running {
    /// What the jobs have settled, to wait for.
    #[must_use]
    pub fn settled(&self) -> watch::Receiver<Settled> {
        self.settled.clone()
    }

    /// What the bot works with.
    #[must_use]
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// Makes the jobs look at once at what is due.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Whether interactions arrive.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.presence.is_connected()
    }

    /// Where the metrics are served, if they are.
    #[must_use]
    pub fn watched_at(&self) -> Option<SocketAddr> {
        self.watching.as_ref().map(Watching::address)
    }

    fn watch_from(&mut self, post: Post) {
        let health = Health {
            presence: self.presence.clone(),
            pulse: self.pulse.clone(),
            overdue: self.overdue.clone(),
            store: self.services.store.clone(),
            clock: self.services.clock.clone(),
            dailies: self.meters.dailies.clone(),
        };
        // By the system's own time: the other clock may be turned.
        let started = Clock::system().now().as_millisecond();
        self.watching = Some(post.serve(Metrics::of(&self.meters, started), health));
    }

    /// Returns when the gateway has ended for good.
    pub async fn ended(&mut self) {
        self.connection.ended().await;
    }

    /// Stops taking work, finishes what is in hand, leaves the gateway. Takes under 5 s.
    pub async fn stop(self) {
        info!("stopping");
        let _ = self.stop.send(true);
        self.connection.close().await;
        let finished = async {
            let _ = self.jobs.await;
            let _ = self.showing.await;
            drop(self.in_hand.write().await);
        };
        if tokio::time::timeout(SHUTDOWN_PATIENCE, finished).await.is_err() {
            warn!("some work was still in hand; it goes on after the next start");
        }
        self.services.games.close();
        self.services.store.close().await;
        info!("stopped");
    }
}
