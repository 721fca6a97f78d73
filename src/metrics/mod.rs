//! What is counted and measured: every name, unit, help text and label set stands in this folder.
//!
//! Each room records into meters of its own, which know nothing of the others; [`Metrics`] shows them all. Labels
//! are chosen by types whose values are few and known: no server, channel, member or interaction can become one.

mod dailies;
mod gateway;
mod interactions;
mod process;
mod rest;
mod writer;

pub use dailies::{DailyMeters, LATE};
pub use gateway::{GatewayMeters, Joined};
pub use interactions::{InteractionMeters, Kind, Outcome};
pub use process::Build;
pub use rest::{Limit, RestMeters};
pub use writer::WriterMeters;

use prometheus_client::encoding::text;
use prometheus_client::registry::Registry;

/// How what [`Metrics::render`] gives is called on the wire.
///
/// Source: <https://prometheus.io/docs/specs/om/open_metrics_spec/#overall-structure>
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Stands before every name of ours.
const PREFIX: &str = "shipmate";

/// The meters of one bot. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Meters {
    /// Commands, presses, autocompletion.
    pub interactions: InteractionMeters,
    /// The daily questions.
    pub dailies: DailyMeters,
    /// The store's writer thread, and the database.
    pub writer: WriterMeters,
    /// The gateway's shards.
    pub gateway: GatewayMeters,
    /// Calls to Discord.
    pub rest: RestMeters,
}

/// Everything that one bot counts and measures. Bots that share a process have one each.
#[derive(Debug)]
pub struct Metrics(Registry);

impl Metrics {
    /// Shows these meters, and the process that began at `started` (milliseconds since 1970).
    #[must_use]
    pub fn of(meters: &Meters, started: i64) -> Self {
        let mut registry = Registry::default();
        process::register(&mut registry, started);
        let ours = registry.sub_registry_with_prefix(PREFIX);
        process::register_build(ours, Build::this());
        meters.interactions.register(ours);
        meters.dailies.register(ours);
        meters.writer.register(ours);
        meters.gateway.register(ours);
        meters.rest.register(ours);
        Self(registry)
    }

    /// The state of everything, in OpenMetrics' text format.
    #[must_use]
    pub fn render(&self) -> String {
        let mut rendered = String::new();
        text::encode(&mut rendered, &self.0).expect("a string takes everything");
        rendered
    }
}

#[cfg(test)]
mod tests;
