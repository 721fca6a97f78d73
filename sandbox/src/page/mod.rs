//! The local Discord as a page in the browser, for people.
//!
//! The page can do exactly what a member can: it acts through the control API, as tests in other languages do. What it
//! shows comes over one websocket (`live`). Its files are in the binary; it asks nothing of any other host.

mod assets;
mod guide;
mod history;
mod live;
mod scene;
mod setting;
mod turn;
mod wire;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request};
use axum::http::header::UPGRADE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::core::Core;
use crate::doors;
use crate::rest::decode;

pub use guide::{Condition, Guide, Offer, Step};
pub use setting::Page;

pub(crate) use guide::Progress;

/// A path below the page's own; `None` when it is none of the page's. The gateway is at `/` too, on an upgrade.
pub(crate) fn path<'a>(path: &'a str, headers: &HeaderMap) -> Option<Cow<'a, str>> {
    match path {
        "/" if !headers.contains_key(UPGRADE) => Some(Cow::Borrowed("/index.html")),
        _ => path.strip_prefix("/page").filter(|below| below.starts_with('/')).map(Cow::Borrowed),
    }
}

/// Answers one request for the page, or for something that it shows.
pub(crate) async fn serve(core: Arc<Core>, request: Request, below: &str) -> Response {
    if let Some(why) = doors::other_site(request.headers()) {
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    if request.method() != Method::GET {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    if below == "/live" {
        return live(core, request).await;
    }
    if let Some(id) = below.strip_prefix("/files/") {
        return assets::uploaded(&core, id);
    }
    assets::file(below)
}

async fn live(core: Arc<Core>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().split('&');
    let query: HashMap<String, String> = query
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect();
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &core).await {
        Ok(upgrade) => upgrade
            .max_message_size(live::ASK_LIMIT)
            .on_upgrade(async move |socket| live::serve(core, socket, &query).await),
        Err(refusal) => refusal.into_response(),
    }
}
