//! The gateway: the live connection of a bot.
//!
//! [Discord's documentation](https://discord.com/developers/docs/events/gateway)

mod close;
mod compress;
mod connection;
mod identify;
pub(crate) mod intents;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::response::Response;

use crate::core::Core;
use compress::Transport;

/// The largest payload a bot may send, in bytes.
const PAYLOAD_LIMIT: usize = 4096;

/// Accepts a gateway connection.
pub(crate) fn accept(
    core: Arc<Core>,
    upgrade: WebSocketUpgrade,
    query: &HashMap<String, String>,
) -> Response {
    let transport = Transport::asked(query.get("compress").map(String::as_str));
    let version = query.get("v").and_then(|version| version.parse().ok()).unwrap_or(10);
    let json = query.get("encoding").is_none_or(|encoding| encoding == "json");
    upgrade
        .max_message_size(PAYLOAD_LIMIT * 16)
        .on_upgrade(move |socket| connection::Connection::new(core, socket, transport, version, json).run())
}
