//! The command line: what there is, and what each of it prints.

mod care;
mod reports;

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use jiff::tz::TimeZone;

use crate::app;
use crate::causes::with_causes;
use crate::clock::Clock;
use crate::config::{self, Api, LogFormat, Logging, Settings, Watched};
use crate::discord;
use crate::discord::views::rehearsal::rehearsal;
use crate::local::{self, Local};
use crate::pack::report;
use crate::rng::Chance;
use crate::{store, telemetry, watch};

/// Such as `0.1.0 (1a2b3c4d5e6f)`.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("SHIPMATE_COMMIT"), ")");

/// A Discord study bot: a daily question, concepts explained, honest streaks.
#[derive(Debug, Parser)]
#[command(version = VERSION, about, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Connects to Discord and runs until it is told to stop. Needs DISCORD_TOKEN or DISCORD_TOKEN_FILE.
    Run(RunArgs),
    /// Opens a local Discord in the browser, with a study server and the bot in it: no account, no token.
    Sandbox(SandboxArgs),
    /// Asks a running bot whether all is well; fails if not. Needs the address at which it serves metrics.
    Health(HealthArgs),
    /// Checks and shows the study content.
    #[command(subcommand)]
    Pack(PackCommand),
    /// Copies the database, also while the bot runs, and checks the copy.
    Backup(care::BackupArgs),
    /// Puts a copy in the place of the database, which is kept beside it. No bot may be using it.
    Restore(care::RestoreArgs),
    /// Looks whether everything that `run` needs is there; fails if something is not.
    Doctor(care::DoctorArgs),
    /// Copies the servers of some shards into a database of their own, for a bot that outgrows one process. The database
    /// stays as it is.
    ///
    /// Stop the bot first. A server lives on shard (id >> 22) % TOTAL, so that a TOTAL which is a multiple of the old
    /// one splits each database and joins none; databases cannot be joined.
    Split(care::SplitArgs),
    /// Prints the address at which a manager adds the bot to a server. Needs the token.
    Invite(Api),
}

#[derive(Debug, Args)]
struct RunArgs {
    #[command(flatten)]
    settings: Settings,

    #[command(flatten)]
    logging: Logging,
}

#[derive(Debug, Args)]
struct SandboxArgs {
    /// The port to listen on; 4445 unless it is taken.
    #[arg(long)]
    port: Option<u16>,

    /// Keeps the bot's database between starts; thrown away at the end otherwise.
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,

    /// Deletes the kept database first.
    #[arg(long, requires = "database")]
    fresh: bool,

    /// Leaves the browser alone.
    #[arg(long)]
    no_open: bool,

    /// The address to listen on.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,

    /// Allows an address that others can reach: whoever reaches it controls the sandbox.
    #[arg(long)]
    i_know_this_is_reachable: bool,

    /// Prints a study group's first days instead: the clock is turned from scene to scene.
    #[arg(long)]
    tour: bool,

    /// Keeps the local Discord and the bot running after the tour, until Ctrl-C.
    #[arg(long, requires = "tour")]
    stay: bool,
}

#[derive(Debug, Args)]
struct HealthArgs {
    #[command(flatten)]
    watched: Watched,

    /// Asks only whether it goes on, for those who restart what does not: a lost connection is not cured by that.
    #[arg(long)]
    live: bool,
}

#[derive(Debug, Subcommand)]
enum PackCommand {
    /// Reports every problem with its file, line and a hint; fails if there is an error.
    Check(ReviewArgs),
    /// Counts facts, concepts and questions, and measures the questions against their limits.
    Stats {
        #[command(flatten)]
        review: ReviewArgs,
        /// For machines.
        #[arg(long)]
        json: bool,
    },
    /// Shows a question as Discord would, with what each answer is told; or a fact or concept.
    Show {
        /// Such as `q76-legacy-agents`, `F75-16` or `fargate`.
        id: String,
        /// The folder; the content built in if left out.
        #[arg(long)]
        folder: Option<PathBuf>,
    },
    /// Lists what members of all servers say is wrong with questions, for whoever can correct them.
    Reports(reports::ReportsArgs),
}

#[derive(Debug, Args)]
struct ReviewArgs {
    /// The folder; the content built in if left out.
    folder: Option<PathBuf>,

    /// A text that no question may have copied, such as a course's; can be given more than once.
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,
}

impl ReviewArgs {
    /// Dates of review are read on today's date, in UTC: a day more or less decides nothing.
    fn request(&self) -> report::Request<'_> {
        let today = TimeZone::UTC.to_datetime(Clock::system().now()).date();
        report::Request { dir: self.folder.as_deref(), against: &self.against, today }
    }
}

/// How a command ended: an exit code, or what to complain of.
type Ended = Result<ExitCode, Box<dyn std::error::Error>>;

/// Does what the command line says.
#[must_use]
pub fn main(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Pack(command) => finish(pack(command)),
        Command::Run(args) => match start_log(&args.logging) {
            Ok(_kept) => on_runtime(run(args.settings)),
            Err(error) => complain(&*error),
        },
        Command::Sandbox(args) => {
            telemetry::start(LogFormat::Pretty);
            if args.tour {
                return on_runtime(async {
                    crate::tour::run(args.stay, told_to_stop()).await.map(|()| ExitCode::SUCCESS)
                });
            }
            on_runtime(async { sandbox(args).await.map(|()| ExitCode::SUCCESS) })
        }
        Command::Backup(args) => finish(care::backup(&args).map(|()| ExitCode::SUCCESS)),
        Command::Restore(args) => finish(care::restore(&args).map(|()| ExitCode::SUCCESS)),
        Command::Doctor(args) => on_runtime(care::doctor(args)),
        Command::Health(args) => on_runtime(async move {
            let probe = if args.live { watch::Probe::Live } else { watch::Probe::Ready };
            watch::ask(args.watched.metrics, probe).await?;
            Ok(ExitCode::SUCCESS)
        }),
        Command::Split(args) => on_runtime(care::split(args)),
        Command::Invite(api) => on_runtime(invite(api.root)),
    }
}

/// Starts the log.
#[cfg(not(feature = "otel"))]
#[expect(clippy::unnecessary_wraps, reason = "with traces it can fail")]
fn start_log(logging: &Logging) -> Result<(), Box<dyn std::error::Error>> {
    telemetry::start(LogFormat::or_fitting(logging.format));
    Ok(())
}

/// Starts the log and the traces, which are sent for as long as what is returned is kept.
#[cfg(feature = "otel")]
fn start_log(logging: &Logging) -> Result<Option<telemetry::Traces>, Box<dyn std::error::Error>> {
    let traces = logging.otlp.as_deref().map(telemetry::Traces::to).transpose()?;
    telemetry::start_with(LogFormat::or_fitting(logging.format), traces.as_ref());
    Ok(traces)
}

fn pack(command: PackCommand) -> Ended {
    Ok(print(&match command {
        PackCommand::Check(review) => report::check(review.request()),
        PackCommand::Stats { review, json } => report::stats(review.request(), json),
        PackCommand::Show { id, folder } => report::show(folder.as_deref(), &id, &|library, question| {
            rehearsal(question, |id| library.fact(id))
        }),
        PackCommand::Reports(args) => return reports::list(&args),
    }))
}

#[expect(clippy::print_stdout, reason = "results go to standard output")]
fn print(report: &report::Report) -> ExitCode {
    println!("{}", report.text.trim_end());
    if report.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A clear message, and an exit code that is not zero.
#[expect(clippy::print_stderr, reason = "messages go to standard error")]
fn complain(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("shipmate: {}", with_causes(error));
    ExitCode::FAILURE
}

fn on_runtime(work: impl Future<Output = Ended>) -> ExitCode {
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => finish(runtime.block_on(work)),
        Err(error) => complain(&error),
    }
}

fn finish(ended: Ended) -> ExitCode {
    ended.unwrap_or_else(|error| complain(&*error))
}

async fn run(settings: Settings) -> Ended {
    let token = config::token()?;
    let clock = settings.clock.map_or_else(Clock::system, Clock::starting_at);
    if settings.clock.is_some() {
        turn_by_typing(clock.clone());
    }
    let mut running = app::start(&settings, &token, clock, Chance::from_system()).await?;
    let ended = tokio::select! {
        () = running.ended() => true,
        () = told_to_stop() => false,
    };
    running.stop().await;
    if ended {
        Err("the connection to Discord ended for good; see the log".into())
    } else {
        Ok(ExitCode::SUCCESS)
    }
}

#[expect(clippy::print_stdout, reason = "the address is what is asked for")]
async fn sandbox(args: SandboxArgs) -> Result<(), Box<dyn std::error::Error>> {
    if let Some(database) = args.database.as_ref().filter(|_| args.fresh) {
        store::remove(database)?;
    }
    let options = local::Options {
        address: args.address,
        reachable: args.i_know_this_is_reachable,
        port: args.port,
        database: args.database,
        ..local::Options::default()
    };
    // Ctrl-C counts from the beginning.
    let mut told_to_stop = pin!(told_to_stop());
    let local = tokio::select! {
        local = Local::start(options) => local?,
        () = &mut told_to_stop => return Ok(()),
    };
    println!("{}", local.introduction());
    if !args.no_open {
        local::open(&local.page());
    }
    told_to_stop.await;
    local.stop().await;
    Ok(())
}

/// In a rehearsal, an instant typed on standard input turns the clock to it. Each turn is confirmed by a line on
/// standard output.
#[expect(clippy::print_stdout, reason = "results go to standard output")]
#[expect(clippy::print_stderr, reason = "messages go to standard error")]
fn turn_by_typing(clock: Clock) {
    // A thread of its own: nobody waits for it, and reading a terminal cannot be cut short.
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            match line.trim().parse() {
                Ok(instant) => {
                    clock.turn_to(instant);
                    println!("the clock shows {instant}");
                }
                Err(error) => eprintln!("shipmate: {error}"),
            }
        }
    });
}

/// Returns on SIGTERM (where there is one) or Ctrl-C.
async fn told_to_stop() {
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[expect(clippy::print_stdout, reason = "results go to standard output")]
async fn invite(root: String) -> Ended {
    let door = discord::knock(&root, &config::token()?).await?;
    println!("{}", discord::invite_address(door.application()));
    Ok(ExitCode::SUCCESS)
}
