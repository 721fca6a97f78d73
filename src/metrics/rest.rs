use std::borrow::Cow;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper bounds in seconds; a call is given up after 15 s.
const TOOK: [f64; 10] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0];

/// What stands before a route.
const VERSION: &str = "/api/v10";

/// The words that a route keeps. Everything else in a path is an id or a token, and is shown as `{}`.
const WORDS: [&str; 22] = [
    "@me",
    "@original",
    "applications",
    "bot",
    "callback",
    "channels",
    "commands",
    "gateway",
    "guilds",
    "interactions",
    "members",
    "messages",
    "oauth2",
    "permissions",
    "pins",
    "reactions",
    "roles",
    "threads",
    "typing",
    "users",
    "voice",
    "webhooks",
];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Called {
    method: &'static str,
    route: String,
    status: Cow<'static, str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: String,
}

/// What a rate limit covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// One route.
    Route,
    /// Everything that the bot does.
    Global,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Waited {
    method: &'static str,
    route: String,
    limit: &'static str,
}

/// Calls to Discord. Clones share everything.
#[derive(Clone, Debug)]
pub struct RestMeters {
    calls: Family<Called, Counter>,
    took: Family<Route, Histogram>,
    waits: Family<Waited, Counter>,
    waited: Family<Waited, Counter<f64, AtomicU64>>,
}

impl Default for RestMeters {
    fn default() -> Self {
        Self {
            calls: Family::default(),
            took: Family::new_with_constructor(|| Histogram::new(TOOK)),
            waits: Family::default(),
            waited: Family::default(),
        }
    }
}

impl RestMeters {
    /// A call was answered with `status`, or not at all.
    pub fn called(&self, method: &'static str, path: &str, status: Option<u16>, took: Duration) {
        let route = template(path);
        let status = status.map_or(Cow::Borrowed("none"), |status| status.to_string().into());
        self.calls.get_or_create(&Called { method, route: route.clone(), status }).inc();
        self.took.get_or_create(&Route { method, route }).observe(took.as_secs_f64());
    }

    /// A rate limit asks for a wait.
    pub fn limited(&self, method: &'static str, path: &str, limit: Limit, wait: Duration) {
        let limit = match limit {
            Limit::Route => "route",
            Limit::Global => "global",
        };
        let labels = Waited { method, route: template(path), limit };
        self.waits.get_or_create(&labels).inc();
        self.waited.get_or_create(&labels).inc_by(wait.as_secs_f64());
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Calls to Discord; those without an answer have the status none";
        registry.register("rest_calls", help, self.calls.clone());
        registry.register_with_unit(
            "rest_call",
            "From a call to Discord to its answer",
            Unit::Seconds,
            self.took.clone(),
        );
        registry.register("rest_rate_limits", "Rate limits that asked for a wait", self.waits.clone());
        registry.register_with_unit(
            "rest_rate_limit_wait",
            "The waits that rate limits asked for",
            Unit::Seconds,
            self.waited.clone(),
        );
    }
}

/// A path below the API's version, without ids and tokens: `/channels/123/messages` is `/channels/{}/messages`.
fn template(path: &str) -> String {
    let path = path.split_once(VERSION).map_or(path, |(_, path)| path);
    let mut route = String::with_capacity(path.len());
    for part in path.split('/').filter(|part| !part.is_empty()) {
        route.push('/');
        route.push_str(if WORDS.contains(&part) { part } else { "{}" });
    }
    route
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_has_neither_ids_nor_tokens() {
        for (path, route) in [
            ("/channels/1234/messages/5678", "/channels/{}/messages/{}"),
            ("https://discord.com/api/v10/users/@me", "/users/@me"),
            ("/interactions/12/aW50ZXI:xyz/callback", "/interactions/{}/{}/callback"),
            ("/webhooks/12/aW50ZXI:xyz/messages/@original", "/webhooks/{}/{}/messages/@original"),
            (
                "/channels/1/messages/2/reactions/%F0%9F%8E%89/@me",
                "/channels/{}/messages/{}/reactions/{}/@me",
            ),
            ("/gateway/bot", "/gateway/bot"),
        ] {
            assert_eq!(template(path), route);
        }
    }
}
