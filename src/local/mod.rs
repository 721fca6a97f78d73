//! The bot on a local Discord, for people: a study server, the real bot in it, and one clock for both.

mod browser;
mod first_minute;
mod server;

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use sandbox::{Application, Discord, Guild};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::app::{self, Running};
use crate::clock::Clock;
use crate::config::{Secret, Settings};
use crate::rng::Chance;

pub use browser::open;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Where the local Discord is unless told otherwise.
const PORT: u16 = 4445;

/// How long the bot may take to do what is due.
const PATIENCE: Duration = Duration::from_secs(20);

/// Entries of traffic that are kept: what the page shows, and some more.
const TRAFFIC_KEPT: usize = 2_000;

/// How the local Discord and the bot are started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen. Default: loopback.
    pub address: IpAddr,
    /// Whether that may be where others can reach it.
    pub reachable: bool,
    /// The port; 0 takes a free one. Without one it is [`PORT`], or a free one when that is taken.
    pub port: Option<u16>,
    /// A database that is kept; without one it is thrown away at the end.
    pub database: Option<PathBuf>,
    /// The study content; without one what is built in.
    pub packs: Option<PathBuf>,
    /// When it begins; without one today.
    pub begins: Option<Timestamp>,
    /// What chance is drawn from; without one the system's.
    pub seed: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            reachable: false,
            port: None,
            database: None,
            packs: None,
            begins: None,
            seed: None,
        }
    }
}

/// A local Discord with the bot in it.
pub struct Local {
    /// The local Discord.
    pub discord: Discord,
    /// The bot's application there.
    pub app: Application,
    /// The study server.
    pub guild: Guild,
    clock: Clock,
    bot: Running,
    follower: JoinHandle<()>,
    /// Holds a throw-away database; gone with it.
    _folder: Option<TempDir>,
}

impl Local {
    /// Starts it: a study server whose daily question is set up and just posted.
    ///
    /// # Errors
    ///
    /// Whatever keeps the local Discord or the bot from starting or answering.
    pub async fn start(options: Options) -> Outcome<Self> {
        let local = Self::before_set_up(options).await?;
        server::set_up(&local.guild).await?;
        local.turn_to(server::next_nine(local.discord.clock().now())).await?;
        Ok(local)
    }

    /// Starts it before that: shortly before nine, and the bot has just been invited.
    ///
    /// # Errors
    ///
    /// As [`Self::start`].
    pub async fn before_set_up(options: Options) -> Outcome<Self> {
        let discord = listen(&options).await?;
        let (app, guild) = server::seed(&discord).await;
        let (database, folder) = match options.database {
            Some(database) => (database, None),
            None => tempfile::tempdir().map(|folder| (folder.path().join("shipmate.db"), Some(folder)))?,
        };
        let settings = Settings { packs: options.packs, ..Settings::local(discord.api_root(), database) };
        let today = options.begins.unwrap_or_else(|| Clock::system().now());
        let begins = server::begins(today, app::last_seen(&settings).await?);
        discord.clock().turn_to(begins);
        let clock = Clock::starting_at(begins);
        let chance = options.seed.map_or_else(Chance::from_system, Chance::seeded);
        let bot = app::start(&settings, &Secret::new(app.token()), clock.clone(), chance).await?;
        discord.clock().run();
        let follower = follow(&discord.clock(), clock.clone());
        let local = Self { discord, app, guild, clock, bot, follower, _folder: folder };
        local.discord.wait_until_connected(&local.app).await?;
        local.discord.wait_for_commands(&local.app, "setup").await?;
        Ok(local)
    }

    /// The page's address.
    #[must_use]
    pub fn page(&self) -> String {
        format!("{}/", self.discord.api_root())
    }

    /// Turns the clock to `instant`, and waits until what is due by then is done.
    ///
    /// # Errors
    ///
    /// When that takes too long.
    pub async fn turn_to(&self, instant: Timestamp) -> Outcome {
        self.discord.clock().turn_to(instant);
        self.settle().await
    }

    /// Waits until the bot follows the local Discord's clock, and has done what is due by it.
    ///
    /// # Errors
    ///
    /// When that takes too long.
    pub async fn settle(&self) -> Outcome {
        let shown = self.discord.clock().now();
        let mut settled = self.bot.settled();
        let caught_up = async {
            while self.clock.now() < shown {
                tokio::task::yield_now().await;
            }
            let turns = self.clock.turns();
            // A turn that nothing is due by wakes nobody.
            self.bot.wake();
            settled.wait_for(|settled| settled.turns >= turns).await.map(drop)
        };
        Ok(tokio::time::timeout(PATIENCE, caught_up).await??)
    }

    /// What is printed at the start.
    #[must_use]
    pub fn introduction(&self) -> String {
        let root = self.discord.api_root();
        let people = self.guild.members().into_iter().filter(|member| member.id() != self.guild.owner().id());
        let people: Vec<String> = people.map(|member| member.name()).collect();
        format!(
            "A local Discord is at {root}/\n\n\
             You are {}; the {} manages the server, and every member can be you:\n  {}\n\n\
             Open it once more in a second tab to be two people. Ctrl-C stops everything.",
            people.first().map_or("", String::as_str),
            self.guild.owner().name(),
            people
                .iter()
                .chain([&self.guild.owner().name()])
                .map(|name| format!("{root}/?as={name}"))
                .collect::<Vec<_>>()
                .join("\n  "),
        )
    }

    /// Stops the bot and the local Discord. Takes under 5 s.
    pub async fn stop(self) {
        self.follower.abort();
        self.bot.stop().await;
        self.discord.stop().await;
    }
}

/// Starts the local Discord where it is asked for; a port that nobody asked for may be another one.
async fn listen(options: &Options) -> Outcome<Discord> {
    let on = |port: u16| sandbox::Options {
        clock: server::founding(),
        address: SocketAddr::new(options.address, port),
        reachable: options.reachable,
        traffic_kept: TRAFFIC_KEPT,
        page: first_minute::page(),
        ..sandbox::Options::default()
    };
    Ok(match (Discord::start(on(options.port.unwrap_or(PORT))).await, options.port) {
        (Err(sandbox::StartError::Listen { .. }), None) => Discord::start(on(0)).await?,
        (Err(error @ sandbox::StartError::Reachable { .. }), _) => {
            return Err(format!("{error}; add --i-know-this-is-reachable to mean it").into());
        }
        (started, _) => started?,
    })
}

/// Keeps the bot's clock as the local Discord's is set.
fn follow(leader: &sandbox::Clock, clock: Clock) -> JoinHandle<()> {
    let (leader, mut changes) = (leader.clone(), leader.changes());
    tokio::spawn(async move {
        loop {
            changes.borrow_and_update();
            let now = leader.now();
            if leader.is_running() {
                clock.turn_to(now)
            } else {
                clock.stand_at(now)
            }
            if changes.changed().await.is_err() {
                return;
            }
        }
    })
}
