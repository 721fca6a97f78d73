//! Connecting: the token proven, the commands registered, the gateway joined.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serenity::all::{
    ApplicationId, Client, ConnectionStage, GatewayIntents, GuildId, Http, HttpBuilder, Route, ShardId,
};
use serenity::gateway::ShardManager;
use tokio::task::JoinHandle;
use tracing::{error, info, warn};

use super::handling::Watched;
use super::permissions::NEEDED;
use super::rest::{self, Call, Identified, Rest, RestError};
use super::{Bot, commands, events};
use crate::clock::real_pause;
use crate::config::{DISCORD, Secret};
use crate::domain::ids::MemberId;
use crate::domain::shards::Shards;
use crate::metrics::{GatewayMeters, Limit, RestMeters};

/// How often the shards are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long leaving the gateway may take: one that is silent must not hold up shutting down.
const FAREWELL: Duration = Duration::from_millis(1_500);

/// How often a call at the start that is rate limited is made again, and how long that may be waited for each time.
const PATIENT_TRIES: usize = 5;
const LONGEST_PATIENCE: Duration = Duration::from_secs(60);

/// Why the bot could not connect.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The token is refused.
    #[error("Discord refuses the token")]
    Token,
    /// The API root does not answer as Discord does.
    #[error("no answer from {root}: {source}")]
    Unreachable {
        /// The API root.
        root: String,
        /// What happened.
        source: RestError,
    },
    /// The commands were refused.
    #[error("the commands could not be registered: {0}")]
    Commands(RestError),
    /// The gateway could not be prepared.
    #[error("the gateway could not be prepared: {0}")]
    Gateway(Box<serenity::Error>),
    /// serenity fell back to another gateway than the API root named.
    #[error(
        "{root} named the gateway {named}, but {used} would be used: start again, and if that does not help, look at \
         what answers at --discord-api"
    )]
    WrongGateway {
        /// The API root.
        root: String,
        /// The gateway that it named.
        named: String,
        /// The gateway that would be used.
        used: String,
    },
}

/// A proven way to Discord, before the gateway is joined.
#[derive(Debug)]
pub struct Door {
    /// The way to Discord.
    pub rest: Rest,
    /// The bot's own user.
    pub me: MemberId,
    application: u64,
    token: Secret,
    root: String,
}

impl Door {
    /// The application's id.
    #[must_use]
    pub fn application(&self) -> u64 {
        self.application
    }

    /// What time it is at Discord, to the second.
    ///
    /// # Errors
    ///
    /// [`RestError`] when it does not say.
    pub async fn its_time(&self) -> Result<Timestamp, RestError> {
        self.rest.date(&format!("{}/api/v10/gateway", self.root.trim_end_matches('/'))).await
    }
}

/// Proves the token against the API root.
///
/// # Errors
///
/// [`ConnectError::Token`] and [`ConnectError::Unreachable`].
pub async fn knock(root: &str, token: &Secret) -> Result<Door, ConnectError> {
    let client = reqwest::Client::new();
    let meters = RestMeters::default();
    let http = at(root, token, &client).ratelimiter_disabled(true).build();
    let rest = Rest::new(Arc::new(http), client.clone(), meters);
    let told = async |route| match when_let(|| rest.fetch::<Identified>(Call::get(route))).await {
        Ok(identified) => Ok(identified.id.get()),
        Err(RestError::Refused { status: 401, .. }) => Err(ConnectError::Token),
        Err(source) => Err(ConnectError::Unreachable { root: root.into(), source }),
    };
    let me = told(Route::UserMe).await?;
    let application = told(Route::Oauth2ApplicationCurrent).await?;
    rest.http().set_application_id(ApplicationId::new(application));
    Ok(Door { rest, me: MemberId(me), application, token: token.clone(), root: root.into() })
}

/// serenity's client for an API root.
fn at(root: &str, token: &Secret, client: &reqwest::Client) -> HttpBuilder {
    let builder = HttpBuilder::new(token.reveal()).client(client.clone());
    if is_discord(root) { builder } else { builder.proxy(root) }
}

/// What serenity does by itself, it paces by itself; but its rate limiter ignores a custom root.
fn serenitys_own(root: &str, token: &Secret, client: &reqwest::Client, meters: &RestMeters) -> Http {
    let mut http = at(root, token, client).ratelimiter_disabled(!is_discord(root)).build();
    if let Some(limiter) = &mut http.ratelimiter {
        let meters = meters.clone();
        limiter.set_ratelimit_callback(Box::new(move |told| {
            let limit = if told.global { Limit::Global } else { Limit::Route };
            meters.limited(rest::method_name(told.method), &told.path, limit, told.timeout);
        }));
    }
    http
}

fn is_discord(root: &str) -> bool {
    root.trim_end_matches('/') == DISCORD
}

/// Makes a call as soon as Discord lets it: one that comes too often while the bot starts is no reason to give up.
async fn when_let<T, F>(call: impl Fn() -> F) -> Result<T, RestError>
where
    F: Future<Output = Result<T, RestError>>,
{
    for _ in 0..PATIENT_TRIES {
        match call().await {
            Err(RestError::RateLimited { after }) if after <= LONGEST_PATIENCE => real_pause(after).await,
            done => return done,
        }
    }
    call().await
}

/// A bot on the gateway.
pub struct Connection {
    shards: Arc<ShardManager>,
    running: JoinHandle<()>,
    watching: JoinHandle<()>,
    noting: JoinHandle<()>,
}

impl Connection {
    /// Leaves the gateway.
    pub async fn close(self) {
        if tokio::time::timeout(FAREWELL, self.shards.shutdown_all()).await.is_err() {
            warn!("the gateway did not say goodbye");
        }
        self.watching.abort();
        self.noting.abort();
        self.running.abort();
    }

    /// Returns when the gateway has ended for good: a refused token, for instance.
    pub async fn ended(&mut self) {
        let _ = (&mut self.running).await;
    }
}

/// Registers the commands (in one guild for development, else everywhere) and joins the gateway with `shards`, or
/// with as many as Discord recommends. Of several processes only the one with shard 0 registers.
///
/// # Errors
///
/// [`ConnectError::Commands`], [`ConnectError::Gateway`] and [`ConnectError::WrongGateway`].
pub async fn connect(
    door: Door,
    bot: Bot,
    shards: Option<Shards>,
    dev_guild: Option<NonZeroU64>,
) -> Result<Connection, ConnectError> {
    let options = commands::options();
    if let Some(shards) = shards {
        door.rest.take_share(shards.last() - shards.first() + 1, shards.total());
    }
    let shards = match shards {
        Some(shards) => shards,
        None => recommended(&door).await?,
    };
    if shards.lead() {
        register(&door, &options.commands, dev_guild).await?;
    }
    let named = gateway_named(&door).await?;
    let watched = bot.clone();
    let names: Vec<_> = options.commands.iter().map(|command| command.name.clone()).collect();
    let framework = poise::Framework::builder()
        .options(options)
        .initialize_owners(false)
        .setup(move |_, _, _| Box::pin(async move { Ok(bot) }))
        .build();
    let client = reqwest::Client::new();
    let http = serenitys_own(&door.root, &door.token, &client, door.rest.meters());
    let mut serenity = serenity::client::ClientBuilder::new_with_http(http, intents())
        .framework(Watched::new(framework, names, watched.interactions.clone()))
        .await
        .map_err(|error| ConnectError::Gateway(Box::new(error)))?;
    let used = serenity.ws_url.lock().await.clone();
    if used.trim_end_matches('/') != named.trim_end_matches('/') {
        return Err(ConnectError::WrongGateway { root: door.root, named, used });
    }
    let manager = Arc::clone(&serenity.shard_manager);
    let running = tokio::spawn(async move { join(&mut serenity, shards).await });
    let noting = tokio::spawn({
        let bot = watched.clone();
        async move {
            let bot = &bot;
            bot.comings.note_all(|coming| events::note(bot, coming)).await;
        }
    });
    let watching = tokio::spawn(watch(Arc::clone(&manager), shards, watched));
    Ok(Connection { shards: manager, running, watching, noting })
}

/// Keeps the bot's presence true to the shards: only when all of them are connected is the bot. serenity tells nothing of
/// a shard that it restarts, and its handlers may run out of order, so an event only brings the next look forward.
async fn watch(manager: Arc<ShardManager>, shards: Shards, bot: Bot) {
    let mut every = tokio::time::interval(LOOK_EVERY);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            () = bot.shard_joined.notified() => {}
        }
        match (all_connected(&manager, shards, &bot.gateway).await, bot.presence.is_connected()) {
            (true, false) => {
                bot.presence.connected();
                bot.wake.notify_one();
            }
            (false, true) => {
                warn!("the gateway is not connected");
                bot.presence.lost(bot.services.clock.now());
            }
            (true, true) | (false, false) => {}
        }
    }
}

/// Whether each of the shards is connected; how each stands is measured.
async fn all_connected(manager: &ShardManager, shards: Shards, meters: &GatewayMeters) -> bool {
    let runners = manager.runners.lock().await;
    (shards.first()..=shards.last()).fold(true, |up, id| {
        // One that has not started yet, or is being restarted, is missing from the manager's list.
        let shard = runners.get(&ShardId(id));
        let connected = shard.is_some_and(|shard| shard.stage == ConnectionStage::Connected);
        meters.stands(id, connected, shard.and_then(|shard| shard.latency));
        up && connected
    })
}

/// Only what the bot needs: the guilds it is in. Interactions come without any intent.
fn intents() -> GatewayIntents {
    GatewayIntents::GUILDS
}

async fn join(serenity: &mut Client, shards: Shards) {
    info!(%shards, "joining the gateway");
    // serenity takes the range's end as its last shard, whatever Rust says of ranges.
    if let Err(error) = serenity.start_shard_range(shards.first()..shards.last(), shards.total()).await {
        error!(%error, "the gateway ended");
    }
}

async fn register(
    door: &Door,
    commands: &[poise::Command<Bot, events::Failure>],
    dev_guild: Option<NonZeroU64>,
) -> Result<(), ConnectError> {
    let commands = poise::builtins::create_application_commands(commands);
    let application_id = ApplicationId::new(door.application);
    let route = match dev_guild {
        Some(guild) => Route::GuildCommands { application_id, guild_id: GuildId::from(guild) },
        None => Route::Commands { application_id },
    };
    when_let(|| door.rest.tell(Call::put(route, &commands))).await.map_err(ConnectError::Commands)
}

/// All the shards that Discord recommends.
async fn recommended(door: &Door) -> Result<Shards, ConnectError> {
    let gateway: serenity::model::gateway::BotGateway =
        when_let(|| door.rest.fetch(Call::get(Route::GatewayBot)))
            .await
            .map_err(|source| ConnectError::Unreachable { root: door.root.clone(), source })?;
    Ok(Shards::all(gateway.shards))
}

/// The gateway that the API root names. serenity falls back to Discord's own when it cannot ask, which
/// would carry the token to a place that nobody chose.
async fn gateway_named(door: &Door) -> Result<String, ConnectError> {
    let gateway: serenity::model::gateway::Gateway = when_let(|| door.rest.fetch(Call::get(Route::Gateway)))
        .await
        .map_err(|source| ConnectError::Unreachable { root: door.root.clone(), source })?;
    Ok(gateway.url)
}

/// The address at which a manager adds the bot to a server.
///
/// The scopes and permissions are the least that the features need.
#[must_use]
pub fn invite_address(application: u64) -> String {
    format!(
        "{DISCORD}/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={NEEDED}"
    )
}

#[cfg(test)]
mod tests {
    use serenity::all::Permissions;

    use super::*;
    use crate::discord::permissions::{Place, lacking_here};

    #[test]
    fn whoever_follows_the_invitation_gives_all_that_dailies_and_challenges_take() {
        let address = invite_address(7);
        let (_, bits) = address.rsplit_once("permissions=").unwrap();
        let granted = Permissions::from_bits(bits.parse().unwrap()).unwrap();
        for place in [Place::Channel, Place::Thread, Place::ThreadBelow] {
            assert_eq!(lacking_here(granted, place), Vec::<&str>::new(), "{place:?}");
        }
        assert_eq!(granted.bits().count_ones(), 6, "and nothing besides: {granted}");
    }
}
