//! The log.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::config::LogFormat;

/// What is logged when `RUST_LOG` says nothing: serenity traces whole events, tokens included, below that.
const DEFAULT_FILTER: &str = "info,serenity=warn,poise=warn";

/// Starts the log, once for the process. It goes to standard error: standard output is for results.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .try_from_env()
        .unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Pretty => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    // A test process starts more than one bot; the first log serves them all.
    drop(started);
}
