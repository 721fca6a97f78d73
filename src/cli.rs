//! The command line: what there is, and what each of it prints.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app;
use crate::clock::Clock;
use crate::config::{self, LogFormat, Settings};
use crate::discord;
use crate::pack::report;
use crate::rng::Chance;
use crate::telemetry;

/// A Discord study bot: a daily question, concepts explained, honest streaks.
#[derive(Debug, Parser)]
#[command(version, about, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Connects to Discord and runs until it is told to stop. Needs DISCORD_TOKEN or DISCORD_TOKEN_FILE.
    Run(RunArgs),
    /// Plays a study group's first days on a local Discord: no account, no token.
    Sandbox(SandboxArgs),
    /// Checks and shows the study content.
    #[command(subcommand)]
    Pack(PackCommand),
    /// Prints the address at which a manager adds the bot to a server. Needs the token.
    Invite(InviteArgs),
}

#[derive(Debug, Args)]
struct RunArgs {
    #[command(flatten)]
    settings: Settings,

    /// How the log is written: pretty on a terminal, JSON elsewhere, unless said otherwise.
    #[arg(long, env = "LOG_FORMAT", value_name = "FORMAT")]
    log_format: Option<LogFormat>,
}

#[derive(Debug, Args)]
struct SandboxArgs {
    /// Keeps the local Discord and the bot running after the tour, until Ctrl-C.
    #[arg(long)]
    stay: bool,
}

#[derive(Debug, Args)]
struct InviteArgs {
    /// Discord's API, or a proxy or local Discord: a root without `/api`.
    #[arg(long = "discord-api", env = "DISCORD_API_URL", default_value = discord::DISCORD, value_name = "URL")]
    discord_api: String,
}

#[derive(Debug, Subcommand)]
enum PackCommand {
    /// Reports every problem with its file, line and a hint; fails if there is an error.
    Check {
        /// The folder; the content built in if left out.
        folder: Option<PathBuf>,
    },
    /// Counts facts, concepts and questions.
    Stats {
        /// The folder; the content built in if left out.
        folder: Option<PathBuf>,
        /// For machines.
        #[arg(long)]
        json: bool,
    },
    /// Shows a question, fact or concept by its id.
    Show {
        /// Such as `q76-legacy-agents`, `F75-16` or `fargate`.
        id: String,
        /// The folder; the content built in if left out.
        #[arg(long)]
        folder: Option<PathBuf>,
    },
}

/// Does what the command line says.
#[must_use]
pub fn main(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Pack(command) => print(pack(command)),
        Command::Run(args) => {
            telemetry::start(LogFormat::or_fitting(args.log_format));
            on_runtime(run(args.settings))
        }
        Command::Sandbox(args) => {
            telemetry::start(LogFormat::Pretty);
            on_runtime(crate::tour::run(args.stay, told_to_stop()))
        }
        Command::Invite(args) => on_runtime(invite(args.discord_api)),
    }
}

fn pack(command: PackCommand) -> report::Report {
    match command {
        PackCommand::Check { folder } => report::check(folder.as_deref()),
        PackCommand::Stats { folder, json } => report::stats(folder.as_deref(), json),
        PackCommand::Show { id, folder } => report::show(folder.as_deref(), &id),
    }
}

#[expect(clippy::print_stdout, reason = "results go to standard output")]
fn print(report: report::Report) -> ExitCode {
    println!("{}", report.text.trim_end());
    if report.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A clear message, and an exit code that is not zero.
#[expect(clippy::print_stderr, reason = "messages go to standard error")]
fn complain(error: &dyn std::error::Error) -> ExitCode {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !message.contains(&cause_text) {
            message = format!("{message}: {cause_text}");
        }
        source = cause.source();
    }
    eprintln!("shipmate: {message}");
    ExitCode::FAILURE
}

fn on_runtime(work: impl Future<Output = Result<(), Box<dyn std::error::Error>>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&error),
    };
    match runtime.block_on(work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&*error),
    }
}

async fn run(settings: Settings) -> Result<(), Box<dyn std::error::Error>> {
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
    if ended { Err("the connection to Discord ended for good; see the log".into()) } else { Ok(()) }
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
async fn invite(root: String) -> Result<(), Box<dyn std::error::Error>> {
    let door = discord::knock(&root, &config::token()?).await?;
    println!("{}", discord::invite_address(door.application()));
    Ok(())
}
