use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Shard {
    shard: u32,
}

/// How a shard came onto the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Joined {
    /// With a new session.
    Anew,
    /// It took its session up again.
    Resumed,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Connection {
    shard: u32,
    how: &'static str,
}

/// The gateway's shards. Clones share everything.
#[derive(Clone, Debug, Default)]
pub struct GatewayMeters {
    connected: Family<Shard, Gauge>,
    latency: Family<Shard, Gauge<f64, AtomicU64>>,
    connections: Family<Connection, Counter>,
}

impl GatewayMeters {
    /// How a shard stands: whether events arrive, and how long its last heartbeat took to be answered.
    pub fn stands(&self, shard: u32, connected: bool, latency: Option<Duration>) {
        self.connected.get_or_create(&Shard { shard }).set(connected.into());
        if let Some(latency) = latency {
            self.latency.get_or_create(&Shard { shard }).set(latency.as_secs_f64());
        }
    }

    /// A shard came onto the gateway.
    pub fn joined(&self, shard: u32, how: Joined) {
        self.connected.get_or_create(&Shard { shard }).set(1);
        let how = match how {
            Joined::Anew => "anew",
            Joined::Resumed => "resumed",
        };
        self.connections.get_or_create(&Connection { shard, how }).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("gateway_connected", "Whether the shard hears Discord", self.connected.clone());
        registry.register_with_unit(
            "gateway_latency",
            "From the shard's last heartbeat to its answer",
            Unit::Seconds,
            self.latency.clone(),
        );
        let help = "How often the shard came onto the gateway; all but the first are reconnects";
        registry.register("gateway_connections", help, self.connections.clone());
    }
}
