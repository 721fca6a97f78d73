//! Metrics and probes over HTTP, for Prometheus and orchestrators; and the question that a health check asks.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tracing::{error, info};

use crate::health::Health;
use crate::metrics::{CONTENT_TYPE, Metrics};

/// How long a health check waits for its answer.
const PATIENCE: Duration = Duration::from_secs(4);

/// Why nothing can be served there.
#[derive(Debug, thiserror::Error)]
#[error("cannot serve metrics at {address}: {source}; choose another address with --metrics")]
pub struct WatchError {
    address: SocketAddr,
    source: std::io::Error,
}

/// Why a bot counts as unhealthy.
#[derive(Debug, thiserror::Error)]
pub enum Unhealthy {
    /// Nobody answers there.
    #[error("no answer from {address}: {source}")]
    Silent {
        /// Where it was asked.
        address: SocketAddr,
        /// What happened.
        source: reqwest::Error,
    },
    /// It says itself that it is not.
    #[error("{0}")]
    Unready(String),
}

/// A place at which the bot can be watched, before there is anything to see.
#[derive(Debug)]
pub struct Post {
    address: SocketAddr,
    listener: TcpListener,
}

/// The bot is being watched; ends with this.
#[derive(Debug)]
pub struct Watching {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Post {
    /// Listens at `address`; port 0 takes a free one.
    ///
    /// # Errors
    ///
    /// [`WatchError`] where the address is taken or not this machine's.
    pub async fn at(address: SocketAddr) -> Result<Self, WatchError> {
        let refused = |source| WatchError { address, source };
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        Ok(Self { address: listener.local_addr().map_err(refused)?, listener })
    }

    /// Serves `/metrics`, `/livez` and `/readyz` from now on.
    #[must_use]
    pub fn serve(self, metrics: Metrics, health: Health) -> Watching {
        let Self { address, listener } = self;
        let routes = Router::new()
            .route("/metrics", get(scrape))
            .route(Probe::Live.path(), get(alive))
            .route(Probe::Ready.path(), get(ready))
            .with_state((Arc::new(metrics), health));
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                error!(%error, "the metrics are no longer served");
            }
        });
        info!(%address, "serving metrics");
        Watching { address, serving }
    }
}

impl Watching {
    /// Where it is served.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

type Seen = (Arc<Metrics>, Health);

async fn scrape(State((metrics, health)): State<Seen>) -> impl IntoResponse {
    health.measure().await;
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], metrics.render())
}

async fn alive(State((_, health)): State<Seen>) -> (StatusCode, &'static str) {
    if health.is_alive() {
        (StatusCode::OK, "alive\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "scheduler: stuck\n")
    }
}

async fn ready(State((_, health)): State<Seen>) -> (StatusCode, String) {
    let unready = health.unready().await;
    if unready.is_empty() {
        return (StatusCode::OK, "ready\n".to_owned());
    }
    let said: String = unready.iter().map(|problem| format!("{problem}\n")).collect();
    (StatusCode::SERVICE_UNAVAILABLE, said)
}

/// What a bot can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Whether it goes on at all. If not, a restart helps.
    Live,
    /// Whether it does its work. If not, a restart may not help: Discord may be down.
    Ready,
}

impl Probe {
    const fn path(self) -> &'static str {
        match self {
            Self::Live => "/livez",
            Self::Ready => "/readyz",
        }
    }
}

/// Asks the bot that serves metrics at `address`.
///
/// # Errors
///
/// [`Unhealthy`] when it says no, or nothing.
pub async fn ask(address: SocketAddr, probe: Probe) -> Result<(), Unhealthy> {
    let address = reachable(address);
    let silent = |source| Unhealthy::Silent { address, source };
    let client = reqwest::Client::builder().timeout(PATIENCE).no_proxy().build().map_err(silent)?;
    let answer = client.get(format!("http://{address}{}", probe.path())).send().await.map_err(silent)?;
    if answer.status().is_success() {
        return Ok(());
    }
    Err(Unhealthy::Unready(answer.text().await.map_err(silent)?.trim().replace('\n', "; ")))
}

/// A server that listens on every address is asked on loopback.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_listens_everywhere_is_asked_on_loopback() {
        for (listens, asked) in
            [("0.0.0.0:9464", "127.0.0.1:9464"), ("[::]:9464", "[::1]:9464"), ("10.0.0.7:1", "10.0.0.7:1")]
        {
            assert_eq!(reachable(listens.parse().unwrap()), asked.parse().unwrap());
        }
    }
}
