//! The log.

use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use crate::config::LogFormat;

/// What is logged when `RUST_LOG` says nothing.
const DEFAULT_FILTER: &str = "info,serenity=warn,poise=warn";

/// What sees tokens on their way and writes them down at its lower levels: serenity logs whole events, the
/// clients below it whole requests and frames.
const CONFIDANTS: [&str; 9] = [
    "h2",
    "hyper",
    "hyper_util",
    "native_tls",
    "poise",
    "reqwest",
    "serenity",
    "tokio_tungstenite",
    "tungstenite",
];

/// Starts the log, once for the process. It goes to standard error: standard output is for results.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .try_from_env()
        .unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER))
        .and(filter_fn(is_discreet));
    let layer = fmt::layer().with_writer(std::io::stderr);
    let layer = match format {
        LogFormat::Pretty => layer.boxed(),
        LogFormat::Json => layer.json().boxed(),
    };
    // A test process starts more than one bot; the first log serves them all.
    drop(tracing_subscriber::registry().with(layer.with_filter(filter)).try_init());
}

/// Whether a line can hold no token, whatever `RUST_LOG` asks for.
fn is_discreet(of: &Metadata<'_>) -> bool {
    let target = of.target();
    let root = target.split_once("::").map_or(target, |(root, _)| root);
    *of.level() <= Level::INFO || !CONFIDANTS.contains(&root)
}
