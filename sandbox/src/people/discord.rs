//! The local Discord as a whole.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;

use super::{ActError, Application, Conversation, Guild};
use crate::audit::Audit;
use crate::clock::Clock;
use crate::core::Core;
use crate::faults::Faults;
use crate::options::Options;
use crate::server;
use crate::snowflake::Snowflake;
use crate::state::State;
use crate::traffic::Traffic;

/// A running local Discord; it stops when the last clone is dropped or by [`Discord::stop`].
#[derive(Clone)]
pub struct Discord {
    pub(crate) core: Arc<Core>,
    running: Arc<Running>,
}

struct Running {
    core: Arc<Core>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.core.stopping.send_replace(true);
    }
}

/// Why the sandbox could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address can't be listened on.
    #[error("the sandbox can't listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// Others could reach it, and nobody said that they may.
    #[error("{address} is not loopback: whoever reaches the sandbox controls it")]
    Reachable {
        /// The address.
        address: SocketAddr,
    },
}

impl Discord {
    /// Starts a local Discord: empty, listening, ready for bots.
    ///
    /// # Errors
    ///
    /// When the address can't be listened on, or is not loopback although [`Options::reachable`] is not set.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let (audit, traffic) = (Audit::default(), Traffic::keeping(options.traffic_kept));
        let state = State::new(options.clock.clone(), audit, traffic, options.seed);
        let address = options.address;
        if !address.ip().is_loopback() && !options.reachable {
            return Err(StartError::Reachable { address });
        }
        let core = Core::new(state, options);
        let started = server::start(Arc::clone(&core)).await;
        let (_, task) = started.map_err(|source| StartError::Listen { address, source })?;
        let running = Arc::new(Running { core: Arc::clone(&core), task: Mutex::new(Some(task)) });
        Ok(Self { core, running })
    }

    /// The root of the API without `/api`: `http://127.0.0.1:41234`.
    #[must_use]
    pub fn api_root(&self) -> String {
        format!("http://{}", self.core.read(|state| state.address.clone()))
    }

    /// The application of that name, made when new.
    pub fn application(&self, name: &str) -> Application {
        let id = self.core.with(|state| state.create_app(name));
        Application::new(Arc::clone(&self.core), id)
    }

    /// A fresh guild with its owner, the member `captain`, and the text channel `general`.
    #[expect(
        clippy::unused_async,
        reason = "part of the interface: making a guild may come to wait for bots"
    )]
    pub async fn guild(&self, name: &str) -> Guild {
        let id = self.core.with(|state| state.create_guild(name));
        Guild::new(Arc::clone(&self.core), id)
    }

    /// All guilds, oldest first.
    #[must_use]
    pub fn guilds(&self) -> Vec<Guild> {
        let ids: Vec<Snowflake> = self.core.read(|state| state.guilds.keys().copied().collect());
        ids.into_iter().map(|id| Guild::new(Arc::clone(&self.core), id)).collect()
    }

    /// Waits until the bot has a live session: READY and its guilds were sent.
    ///
    /// # Errors
    ///
    /// When it has none within the sandbox's patience.
    pub async fn wait_until_connected(&self, app: &Application) -> Result<(), ActError> {
        let id = app.id();
        let live = |state: &mut State| {
            state.sessions.values().any(|session| session.app == id && session.is_live()).then_some(())
        };
        let found = self.core.wait(self.patience(), live).await;
        found.ok_or_else(|| timed_out(format!("{} to connect to the gateway", app.name())))
    }

    /// Waits until the bot has no live session any more.
    ///
    /// # Errors
    ///
    /// When it still has one after the sandbox's patience.
    pub async fn wait_until_disconnected(&self, app: &Application) -> Result<(), ActError> {
        let id = app.id();
        let gone = |state: &mut State| {
            (!state.sessions.values().any(|session| session.app == id && session.is_live())).then_some(())
        };
        let found = self.core.wait(self.patience(), gone).await;
        found.ok_or_else(|| timed_out(format!("{} to leave the gateway", app.name())))
    }

    /// Waits until the bot has registered a command, globally or in any guild.
    ///
    /// # Errors
    ///
    /// When it has not within the sandbox's patience.
    pub async fn wait_for_commands(&self, app: &Application, name: &str) -> Result<(), ActError> {
        let id = app.id();
        let known = |state: &mut State| {
            let app = state.apps.get(&id)?;
            let all = app.commands.values().chain(app.guild_commands.values().flat_map(|list| list.values()));
            all.into_iter().any(|command| command.name == name.trim_start_matches('/')).then_some(())
        };
        let found = self.core.wait(self.patience(), known).await;
        found.ok_or_else(|| timed_out(format!("{} to register /{name}", app.name())))
    }

    /// Things that can be made to go wrong.
    #[must_use]
    pub fn faults(&self) -> Faults {
        Faults::new(Arc::clone(&self.core))
    }

    /// All that went over the wire.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.core.read(|state| state.traffic.clone())
    }

    /// What bots did wrong.
    #[must_use]
    pub fn audit(&self) -> Audit {
        self.core.read(|state| state.audit.clone())
    }

    /// The time it lives in.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.core.options.clock.clone()
    }

    /// Closes all connections and stops listening.
    pub async fn stop(&self) {
        self.core.stopping.send_replace(true);
        let task = self.running.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            // A panic of the server's task has been reported by the panic hook.
            drop(task.await);
        }
    }

    fn patience(&self) -> Duration {
        self.core.options.patience
    }
}

fn timed_out(awaited: String) -> ActError {
    ActError::TimedOut { awaited, conversation: Conversation::default() }
}
