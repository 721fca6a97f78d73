//! The HTTP server: REST below `/api`, the control API below `/sandbox`, the page at `/` and below `/page`, the gateway on every other upgrade.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request, State as Shared};
use axum::http::StatusCode;
use axum::http::header::UPGRADE;
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::core::Core;
use crate::{control, doors, gateway, page, rest};

/// Listens and serves until the core stops.
pub(crate) async fn start(core: Arc<Core>) -> std::io::Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind(core.options.address).await?;
    let address = listener.local_addr()?;
    core.with(|state| state.address = address.to_string());
    let mut stopping = core.stopping.subscribe();
    let router = Router::new().fallback(handle).with_state(core);
    let task = tokio::spawn(async move {
        // An event must not wait for the bot's system to acknowledge the one before: that takes 40 ms.
        let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
        let serve = axum::serve(listener, router).into_future();
        tokio::select! {
            result = serve => if let Err(error) = result {
                tracing::error!(%error, "the sandbox's server ended");
            },
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
    });
    Ok((address, task))
}

async fn handle(Shared(core): Shared<Arc<Core>>, request: Request) -> Response {
    if let Some(why) = doors::wrong_name(request.headers(), core.options.address.ip().is_loopback()) {
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    let path = request.uri().path().to_owned();
    if let Some(below) = api_path(&path) {
        return rest::serve(core, request, below).await;
    }
    if let Some(below) = path.strip_prefix("/sandbox") {
        return control::serve(core, request, below.to_owned()).await;
    }
    if let Some(below) = page::path(&path, request.headers()) {
        return page::serve(core, request, &below).await;
    }
    if request.headers().contains_key(UPGRADE) {
        return upgrade(core, request).await;
    }
    (StatusCode::NOT_FOUND, "A local Discord: a page at /, REST below /api, people below /sandbox.")
        .into_response()
}

async fn upgrade(core: Arc<Core>, request: Request) -> Response {
    if core.rules.refuse_gateway.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let query: HashMap<String, String> = request
        .uri()
        .query()
        .unwrap_or_default()
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &core).await {
        Ok(upgrade) => gateway::accept(core, upgrade, &query),
        Err(refusal) => refusal.into_response(),
    }
}

/// A path without `/api` and version; `None` when it is not below `/api`.
fn api_path(path: &str) -> Option<String> {
    let rest = path.strip_prefix("/api")?;
    let rest = match rest.strip_prefix("/v").and_then(|rest| rest.split_once('/')) {
        Some((version, below)) if version.chars().all(|digit| digit.is_ascii_digit()) => format!("/{below}"),
        _ => rest.to_owned(),
    };
    rest.starts_with('/').then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::api_path;

    #[test]
    fn versions_are_left_out() {
        assert_eq!(api_path("/api/v10/gateway").as_deref(), Some("/gateway"));
        assert_eq!(api_path("/api/gateway").as_deref(), Some("/gateway"));
        assert_eq!(api_path("/"), None);
    }
}
