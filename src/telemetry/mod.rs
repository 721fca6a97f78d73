//! The log, and (built with the feature `otel`) the traces.

#[cfg(feature = "otel")]
mod otel;

#[cfg(feature = "otel")]
pub use otel::Traces;

use std::ffi::OsString;

use tracing::{Level, Metadata, Subscriber, warn};
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
    let asked = Asked::by(std::env::var_os(EnvFilter::DEFAULT_ENV));
    // A test process starts more than one bot; the first log serves them all.
    drop(registry().with(lines(format).with_filter(asked.filter())).try_init());
    asked.tell_what_is_wrong();
}

/// Starts the log, and sends the interactions' spans to `traces` besides.
#[cfg(feature = "otel")]
pub fn start_with(format: LogFormat, traces: Option<&Traces>) {
    let asked = Asked::by(std::env::var_os(EnvFilter::DEFAULT_ENV));
    let traces = traces.map(|traces| traces.layer().with_filter(asked.filter()));
    drop(registry().with(lines(format).with_filter(asked.filter())).with(traces).try_init());
    asked.tell_what_is_wrong();
}

/// What is to be logged.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    directives: String,
    /// Why it is not what `RUST_LOG` asks for.
    wrong: Option<String>,
}

impl Asked {
    /// What `RUST_LOG` asks for. Nothing, or what cannot be understood, is [`DEFAULT_FILTER`].
    fn by(variable: Option<OsString>) -> Self {
        let said = variable.unwrap_or_default();
        let wrong = match said.to_str() {
            Some("") => None,
            Some(said) => match EnvFilter::builder().parse(said) {
                Ok(_) => return Self { directives: said.to_owned(), wrong: None },
                Err(error) => Some(error.to_string()),
            },
            None => Some("it is no Unicode".to_owned()),
        };
        let wrong = wrong.map(|wrong| format!("{}: {wrong}", said.display()));
        Self { directives: DEFAULT_FILTER.to_owned(), wrong }
    }

    /// Lets through what was asked for, as far as it can hold no token.
    fn filter<S>(&self) -> impl Filter<S> + use<S> {
        EnvFilter::builder()
            .with_default_directive(LevelFilter::INFO.into())
            .parse_lossy(&self.directives)
            .and(filter_fn(is_discreet))
    }

    fn tell_what_is_wrong(&self) {
        if let Some(wrong) = &self.wrong {
            warn!("RUST_LOG is not understood and counts as {DEFAULT_FILTER:?}: {wrong}");
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_understood_is_told_and_nothing_else_is() {
        let by = |said: &str| Asked::by(Some(said.into()));
        for nothing in [Asked::by(None), by("")] {
            assert_eq!(nothing, Asked { directives: DEFAULT_FILTER.to_owned(), wrong: None });
        }
        let fine = "info,shipmate=debug,shipmate[interaction{kind=slash}]=trace";
        assert_eq!(by(fine), Asked { directives: fine.to_owned(), wrong: None });
        let mistyped = by("info,shipmate=debgu");
        assert_eq!(mistyped.directives, DEFAULT_FILTER);
        assert!(mistyped.wrong.is_some_and(|wrong| wrong.starts_with("info,shipmate=debgu: ")));
    }
}
