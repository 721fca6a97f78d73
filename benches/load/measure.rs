//! Latencies read off the wire, and what to say of many of them.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use sandbox::{Entry, Traffic};

/// One bot's share of a measurement.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    /// Each turn's interactions per second.
    pub(crate) rates: Vec<f64>,
    /// From the event on the wire to the acknowledgement on the wire.
    pub(crate) latencies: Vec<Duration>,
    /// CPU time of the bot in all turns.
    pub(crate) cpu: Duration,
}

impl Measured {
    /// The middle turn's interactions per second.
    pub(crate) fn rate(&self) -> f64 {
        let mut rates = self.rates.clone();
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    }

    /// The latency that this share of the interactions (0 to 1) does not exceed.
    pub(crate) fn quantile(&self, share: f64) -> Duration {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place within the list"
        )]
        let place = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len());
        sorted[place - 1]
    }

    /// CPU time for one interaction.
    pub(crate) fn cpu_each(&self) -> Duration {
        self.cpu / u32::try_from(self.latencies.len()).unwrap_or(u32::MAX)
    }
}

/// From each interaction's event on the wire to its acknowledgement on the wire; the record is emptied.
pub(crate) fn latencies(traffic: &Traffic) -> Vec<Duration> {
    let mut sent: HashMap<String, Timestamp> = HashMap::new();
    let mut latencies = Vec::new();
    for entry in traffic.entries() {
        match entry {
            Entry::Gateway(frame) if frame.payload["t"] == "INTERACTION_CREATE" => {
                let id = frame.payload["d"]["id"].as_str().unwrap_or_default();
                sent.insert(id.to_owned(), frame.at);
            }
            Entry::Rest(exchange) if exchange.path.ends_with("/callback") => {
                let id = exchange.path.rsplit('/').nth(2).unwrap_or_default();
                if let Some(sent) = sent.remove(id) {
                    latencies.push(Duration::try_from(exchange.at.duration_since(sent)).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    traffic.clear();
    latencies
}

/// The middle one.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// In milliseconds.
pub(crate) fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}
