//! Every setting, once: its flag, its environment variable, its default.

use std::fmt;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::domain::shards::Shards;

/// Discord's own API root.
pub const DISCORD: &str = "https://discord.com";

/// A text that shows itself to nobody by accident.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` secret.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one who needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Where Discord is.
#[derive(Clone, Debug, Args)]
pub struct Api {
    /// Discord's API, or a proxy or local Discord: a root without `/api`.
    #[arg(long = "discord-api", env = "DISCORD_API_URL", default_value = DISCORD, value_name = "URL")]
    pub root: String,
}

/// Where the bot keeps what it knows.
#[derive(Clone, Debug, Args)]
pub struct Database {
    /// The bot's database; `run` creates it where there is none.
    #[arg(long = "database", env = "DATABASE_PATH", default_value = "shipmate.db", value_name = "FILE")]
    pub file: PathBuf,
}

/// The variable that says where the bot can be watched, to the bot and to those who ask it.
const METRICS_ADDR: &str = "METRICS_ADDR";

/// Where a running bot is asked how it is.
#[derive(Clone, Debug, Args)]
pub struct Watched {
    /// Where the bot serves metrics and probes.
    #[arg(long, env = METRICS_ADDR, value_name = "ADDRESS")]
    pub metrics: SocketAddr,
}

/// What `shipmate run` needs to know.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// Where Discord is.
    #[command(flatten)]
    pub api: Api,

    /// Where the bot keeps what it knows.
    #[command(flatten)]
    pub database: Database,

    /// A folder of study content instead of the one built in.
    #[arg(long, env = "PACKS_DIR", value_name = "DIR")]
    pub packs: Option<PathBuf>,

    /// Serves metrics and probes at this address: `/metrics`, `/livez`, `/readyz`.
    #[arg(long, env = METRICS_ADDR, value_name = "ADDRESS")]
    pub metrics: Option<SocketAddr>,

    /// Serves these of the gateway's shards, FIRST..LAST/TOTAL, such as 0..1/4; all of them otherwise. Each process
    /// of a bot has shards and a database of its own.
    #[arg(long, env = "SHARDS", value_name = "RANGE")]
    pub shards: Option<Shards>,

    /// Registers the commands in this server only, where they appear at once (for development).
    #[arg(long, env = "DEV_GUILD_ID", value_name = "ID")]
    pub dev_guild: Option<NonZeroU64>,

    /// Starts the clock at this instant instead of now (for rehearsals against a local Discord); instants typed on
    /// standard input turn it on.
    #[arg(long, env = "SHIPMATE_CLOCK", value_name = "INSTANT", hide = true)]
    pub clock: Option<jiff::Timestamp>,
}

impl Settings {
    /// Those of a bot of which nothing is said but where its Discord is and its database.
    #[must_use]
    pub fn local(api_root: String, database: PathBuf) -> Self {
        Self {
            api: Api { root: api_root },
            database: Database { file: database },
            packs: None,
            metrics: None,
            shards: None,
            dev_guild: None,
            clock: None,
        }
    }
}

/// What is told of the bot while it runs. What of it is logged, `RUST_LOG` says.
#[derive(Clone, Debug, Args)]
pub struct Logging {
    /// How the log is written: pretty on a terminal, JSON elsewhere, unless said otherwise.
    #[arg(long = "log-format", env = "LOG_FORMAT", value_name = "FORMAT")]
    pub format: Option<LogFormat>,

    /// Sends traces to the OpenTelemetry collector at this root, by OTLP over HTTP.
    #[cfg(feature = "otel")]
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", value_name = "URL")]
    pub otlp: Option<String>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object a line, for machines.
    Json,
}

impl LogFormat {
    /// The one asked for; else pretty on a terminal, JSON elsewhere.
    #[must_use]
    pub fn or_fitting(asked: Option<Self>) -> Self {
        asked.unwrap_or(if std::io::stderr().is_terminal() { Self::Pretty } else { Self::Json })
    }
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Neither variable is set.
    #[error("no Discord token: set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that holds it")]
    Missing,
    /// The file cannot be read.
    #[error("cannot read the Discord token from {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It cannot be a token.
    #[error("the Discord token is no token: it is empty or has characters that no token has")]
    Malformed,
}

/// The bot's token, from the environment only: a command line is seen by others.
///
/// # Errors
///
/// [`TokenError`] says what to do.
#[expect(clippy::disallowed_methods, reason = "the one setting that has no flag")]
pub fn token() -> Result<Secret, TokenError> {
    let text = match (std::env::var("DISCORD_TOKEN"), std::env::var_os("DISCORD_TOKEN_FILE")) {
        (Ok(token), _) if !token.trim().is_empty() => token,
        (_, Some(path)) => {
            let path = PathBuf::from(path);
            std::fs::read_to_string(&path).map_err(|source| TokenError::Unreadable { path, source })?
        }
        _ => return Err(TokenError::Missing),
    };
    let text = text.trim();
    // It travels in a header: anything else would be refused there, less clearly.
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_graphic()) {
        return Err(TokenError::Malformed);
    }
    Ok(Secret::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_itself_to_nobody_by_accident() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "[redacted]");
    }
}
