//! The log, and (built with the feature `otel`) the traces.

#[cfg(feature = "otel")]
mod otel;

#[cfg(feature = "otel")]
pub use otel::Traces;

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::{FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::{Filter, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt, registry};

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
    // A test process starts more than one bot; the first log serves them all.
    drop(registry().with(lines(format).with_filter(filter())).try_init());
}

/// Starts the log, and sends the interactions' spans to `traces` besides.
#[cfg(feature = "otel")]
pub fn start_with(format: LogFormat, traces: Option<&Traces>) {
    let traces = traces.map(|traces| traces.layer().with_filter(filter()));
    drop(registry().with(lines(format).with_filter(filter())).with(traces).try_init());
}

/// What `RUST_LOG` asks for, as far as it can hold no token.
fn filter<S>() -> impl Filter<S> {
    EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .try_from_env()
        .unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER))
        .and(filter_fn(is_discreet))
}

/// Whether a line can hold no token, whatever `RUST_LOG` asks for.
fn is_discreet(of: &Metadata<'_>) -> bool {
    let target = of.target();
    let root = target.split_once("::").map_or(target, |(root, _)| root);
    *of.level() <= Level::INFO || !CONFIDANTS.contains(&root)
}

fn lines<S>(format: LogFormat) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let lines = fmt::layer().with_writer(std::io::stderr);
    match format {
        LogFormat::Pretty => lines.boxed(),
        // Of the span its own fields once, and not again as a list of one.
        LogFormat::Json => lines.json().with_span_list(false).boxed(),
    }
}
