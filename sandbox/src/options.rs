//! How a sandbox is set up.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::clock::Clock;
use crate::page::Page;

/// How a sandbox is set up; the default is what a test wants.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time it lives in. Default: the machine's.
    pub clock: Clock,
    /// Where it listens. Default: loopback, a free port.
    pub address: SocketAddr,
    /// Whether it may listen where others can reach it: whoever reaches it controls it. Default: no.
    pub reachable: bool,
    /// The seed of tokens and other chance. Default: 1.
    pub seed: u64,
    /// Whether REST routes are limited as on Discord. Default: yes.
    pub rate_limits: bool,
    /// How many entries of traffic are kept. Default: 10,000.
    pub traffic_kept: usize,
    /// How long a person or a test waits for something, in real time. Default: 10 s.
    pub patience: Duration,
    /// How often a bot must send a heartbeat. Default: 41.25 s, as on Discord.
    pub heartbeat_interval: Duration,
    /// What the page in the browser shows besides Discord. Default: mornings at nine in UTC, no guide.
    pub page: Page,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            reachable: false,
            seed: 1,
            rate_limits: true,
            traffic_kept: 10_000,
            patience: Duration::from_secs(10),
            heartbeat_interval: Duration::from_millis(41_250),
            page: Page::default(),
        }
    }
}
