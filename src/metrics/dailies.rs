use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// A daily that stands later than this after its hour counts as late.
pub const LATE: Duration = Duration::from_secs(60);

/// Upper bounds in seconds, from "at once" to "the bot was down".
const LATENESS: [f64; 9] = [1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0, 43_200.0];

const PLANNED: &str = "planned";
const POSTED: &str = "posted";
const TOO_LATE: &str = "late";
const UNPOSTED: &str = "unposted";
const CLOSED: &str = "closed";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Step {
    step: &'static str,
}

/// The daily questions. Clones share everything.
#[derive(Clone, Debug)]
pub struct DailyMeters {
    steps: Family<Step, Counter>,
    lateness: Histogram,
    behind: Gauge<f64, AtomicU64>,
}

impl Default for DailyMeters {
    fn default() -> Self {
        let steps = Family::default();
        for step in [PLANNED, POSTED, TOO_LATE, UNPOSTED, CLOSED] {
            // Shown from the start: an alert on a growing count has to see the zero that it grows from.
            drop(steps.get_or_create(&Step { step }));
        }
        Self { steps, lateness: Histogram::new(LATENESS), behind: Gauge::default() }
    }
}

impl DailyMeters {
    /// So many dailies were planned.
    pub fn planned(&self, dailies: usize) {
        self.count(PLANNED, u64::try_from(dailies).unwrap_or(u64::MAX));
    }

    /// A daily stands, so long after its hour.
    pub fn posted(&self, lateness: Duration) {
        self.count(POSTED, 1);
        self.lateness.observe(lateness.as_secs_f64());
        if lateness > LATE {
            self.count(TOO_LATE, 1);
        }
    }

    /// A daily cannot be posted: its server pauses.
    pub fn unposted(&self) {
        self.count(UNPOSTED, 1);
    }

    /// A daily shows its key.
    pub fn closed(&self) {
        self.count(CLOSED, 1);
    }

    /// What has waited longest was due so long ago; zero when nothing is overdue.
    pub fn behind(&self, by: Duration) {
        self.behind.set(by.as_secs_f64());
    }

    fn count(&self, step: &'static str, by: u64) {
        self.steps.get_or_create(&Step { step }).inc_by(by);
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        let help =
            "Daily questions by step; late are those of the posted that came over a minute after their hour";
        registry.register("dailies", help, self.steps.clone());
        registry.register_with_unit(
            "daily_lateness",
            "From a daily's hour to its standing in the channel",
            Unit::Seconds,
            self.lateness.clone(),
        );
        registry.register_with_unit(
            "scheduler_behind",
            "How long ago what has waited longest was due",
            Unit::Seconds,
            self.behind.clone(),
        );
    }
}
