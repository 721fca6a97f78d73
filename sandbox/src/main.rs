//! The sandbox as a server: a local Discord for any bot.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use clap::Parser;
use sandbox::{Clock, Discord, Options, Permissions};
use tracing_subscriber::EnvFilter;

/// A local Discord for any bot: REST, gateway and people on one port.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 4445)]
    port: u16,
    /// Address to listen on.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Allows an address that others can reach: whoever reaches it controls the sandbox.
    #[arg(long)]
    i_know_this_is_reachable: bool,
    /// Name of the guild.
    #[arg(long, default_value = "Study Hall")]
    guild: String,
    /// Name of the application.
    #[arg(long, default_value = "Greeter")]
    application: String,
    /// Token of the bot; a made-up one is printed otherwise.
    #[arg(long)]
    token: Option<String>,
    /// Privileged intents switched on for the application, as bits: 2 members, 256 presences, 32768 message content.
    #[arg(long, default_value_t = 0)]
    intents_allowed: u64,
    /// Time it starts at, such as `2026-03-02T08:00:00Z`; the machine's time otherwise.
    #[arg(long)]
    now: Option<jiff::Timestamp>,
    /// Seed of tokens.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Switches rate limits off.
    #[arg(long)]
    no_rate_limits: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_log();
    match serve(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let hint = match error {
                sandbox::StartError::Reachable { .. } => "; add --i-know-this-is-reachable to mean it",
                _ => "",
            };
            tracing::error!("{error}{hint}");
            ExitCode::FAILURE
        }
    }
}

/// Starts the log, which `RUST_LOG` filters.
fn start_log() {
    let said = std::env::var_os(EnvFilter::DEFAULT_ENV).unwrap_or_default();
    let asked = match said.to_str() {
        Some("") => Ok(EnvFilter::new("info")),
        Some(said) => EnvFilter::builder().parse(said).map_err(|error| error.to_string()),
        None => Err("it is no Unicode".to_owned()),
    };
    let (filter, wrong) = match asked {
        Ok(filter) => (filter, None),
        Err(wrong) => (EnvFilter::new("info"), Some(wrong)),
    };
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    if let Some(wrong) = wrong {
        tracing::warn!("RUST_LOG is not understood and counts as info: {}: {wrong}", said.display());
    }
}

async fn serve(arguments: &Arguments) -> Result<(), sandbox::StartError> {
    let options = Options {
        clock: arguments.now.map_or_else(Clock::system, Clock::starting_at),
        address: SocketAddr::new(arguments.address, arguments.port),
        reachable: arguments.i_know_this_is_reachable,
        seed: arguments.seed,
        rate_limits: !arguments.no_rate_limits,
        ..Options::default()
    };
    let discord = Discord::start(options).await?;
    let app = discord.application(&arguments.application);
    if let Some(token) = &arguments.token {
        app.set_token(token);
    }
    app.allow_privileged_intents(arguments.intents_allowed);
    let guild = discord.guild(&arguments.guild).await;
    guild.channel("daily");
    for name in ["mei", "raj"] {
        guild.member(name);
    }
    guild.install(&app, Permissions::all() - Permissions::ADMINISTRATOR).await;
    introduce(&discord, &app, &guild);
    // Without a signal handler there is nothing to wait for: end at once.
    drop(tokio::signal::ctrl_c().await);
    discord.stop().await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a command's output is what it is for")]
fn introduce(discord: &Discord, app: &sandbox::Application, guild: &sandbox::Guild) {
    let root = discord.api_root();
    println!("A local Discord is at {root}\n");
    println!("in a browser {root}/");
    println!("api root     {root}/api/v10");
    println!("control API  {root}/sandbox");
    println!("application  {} ({})", app.name(), app.id());
    println!("token        {}", app.token());
    println!("guild        {} ({})", guild.name(), guild.id());
    for channel in guild.channels() {
        println!("channel      #{} ({})", channel.name(), channel.id());
    }
    for member in guild.members() {
        println!("member       @{} ({})", member.name(), member.id());
    }
    println!("\nFor a bot:   DISCORD_API_URL={root} DISCORD_TOKEN={}", app.token());
}
