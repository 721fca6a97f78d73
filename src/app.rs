//! Builds everything and runs until shutdown. The only file that knows all rooms.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, RwLock, watch};
use tokio::task::JoinHandle;
use tracing::{info, warn};

use crate::actions::Services;
use crate::clock::Clock;
use crate::config::{Secret, Settings};
use crate::discord::{self, Bot, ConnectError, Connection, Door, ToDiscord};
use crate::jobs::{Jobs, Presence, Settled, Showing};
use crate::pack::{Library, Problems};
use crate::rng::Chance;
use crate::store::{Store, StoreError};

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
    let store = Store::open(&settings.database)?;
    store.keep_content(library.facts().cloned().collect(), library.questions().cloned().collect()).await?;
    let presence = Presence::out_since(store.last_seen().await?);
    let services = Services::new(store, clock, chance, library);
    let door = discord::knock(&settings.discord_api, token).await?;
    run(settings, door, services, presence).await
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
        presence: presence.clone(),
        wake: Arc::clone(&wake),
        in_hand: Arc::clone(&in_hand),
    };
    let outward = Arc::new(ToDiscord::new(door.rest.clone(), door.me, services.clone()));
    // Before anybody can press: what an earlier process left is to be told of the restart first.
    services.games.resume().await?;
    let connection = discord::connect(door, bot, settings.dev_guild).await?;
    let showing = Showing::new(services.clone(), Arc::clone(&outward));
    let jobs = Jobs::new(services.clone(), outward, presence.clone(), Arc::clone(&wake));
    let settled = jobs.settled();
    let (stop, stopping) = watch::channel(false);
    let shows_until = stopping.clone();
    let showing = tokio::spawn(async move { showing.run(shows_until).await });
    let jobs = tokio::spawn(async move { jobs.run(stopping).await });
    Ok(Running { connection, jobs, showing, settled, stop, in_hand, services, presence, wake })
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
