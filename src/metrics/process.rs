use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

/// What was built, from what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Build {
    /// The version.
    pub version: &'static str,
    /// The commit; `unknown` where it was built outside of a repository.
    pub commit: &'static str,
}

impl Build {
    /// This one.
    #[must_use]
    pub const fn this() -> Self {
        Self { version: env!("CARGO_PKG_VERSION"), commit: env!("SHIPMATE_COMMIT") }
    }
}

pub(super) fn register_build(registry: &mut Registry, build: Build) {
    registry.register("build", "Which Shipmate this is", Info::new(build));
}

/// The process, under the names that every Prometheus client uses.
///
/// Source: <https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics>
pub(super) fn register(registry: &mut Registry, started_ms: i64) {
    let start = Gauge::<f64, AtomicU64>::default();
    let started = Duration::from_millis(u64::try_from(started_ms).unwrap_or_default());
    start.set(started.as_secs_f64());
    registry.register_with_unit(
        "process_start_time",
        "When the process began, in seconds since 1970",
        Unit::Seconds,
        start,
    );
    registry.register_collector(Box::new(Memory));
}

/// Read when it is asked for; left out where the system does not tell.
#[derive(Debug)]
struct Memory;

impl Collector for Memory {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let Some(bytes) = resident_bytes() else { return Ok(()) };
        let gauge = ConstGauge::new(bytes);
        let encoder = encoder.encode_descriptor(
            "process_resident_memory",
            "Memory of the process that is in RAM.",
            Some(&Unit::Bytes),
            gauge.metric_type(),
        )?;
        gauge.encode(encoder)
    }
}

/// Source: <https://man7.org/linux/man-pages/man5/proc_pid_status.5.html> (`VmRSS`, in KiB)
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}
