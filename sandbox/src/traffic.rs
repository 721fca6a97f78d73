//! Everything that went over the wire, for a test to look at.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use crate::snowflake::Snowflake;

/// The record of all traffic, the newest `traffic_kept` entries of it. Clones are the same record.
#[derive(Clone, Debug)]
pub struct Traffic {
    kept: usize,
    record: Arc<Record>,
}

#[derive(Debug, Default)]
struct Record {
    entries: Mutex<VecDeque<Numbered>>,
    /// How many entries there ever were.
    count: watch::Sender<u64>,
}

/// An entry with its number, counted from 0, and when it was recorded, in real time.
#[derive(Clone, Debug)]
pub(crate) struct Numbered {
    pub(crate) number: u64,
    pub(crate) recorded: Instant,
    pub(crate) entry: Entry,
}

/// One thing that went over the wire.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "wire", rename_all = "snake_case")]
pub enum Entry {
    /// A REST request with its response.
    Rest(Exchange),
    /// A gateway payload.
    Gateway(Frame),
}

/// A REST request with its response.
#[derive(Clone, Debug, Serialize)]
pub struct Exchange {
    /// When the request came, by the sandbox's clock.
    pub at: Timestamp,
    /// The application whose token was sent.
    pub application: Option<Snowflake>,
    /// The HTTP method.
    pub method: String,
    /// The path with its query, as requested.
    pub path: String,
    /// The route's template, such as `/channels/{channel}/messages`; empty for an unmodelled one.
    pub route: String,
    /// The request's JSON; null without one.
    pub request: Value,
    /// The response's status.
    pub status: u16,
    /// The response's JSON; null without one.
    pub response: Value,
    /// How long it took, in real time.
    pub took: Duration,
}

/// A gateway payload.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// When it went, by the sandbox's clock.
    pub at: Timestamp,
    /// The application, once it has identified itself.
    pub application: Option<Snowflake>,
    /// Whether the bot sent it; otherwise the sandbox did.
    pub from_bot: bool,
    /// The payload; a token in it is redacted.
    pub payload: Value,
}

impl Traffic {
    pub(crate) fn keeping(kept: usize) -> Self {
        Self { kept, record: Arc::default() }
    }

    /// Everything that is kept, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.kept().iter().map(|numbered| numbered.entry.clone()).collect()
    }

    /// The REST exchanges that are kept, oldest first.
    #[must_use]
    pub fn rest(&self) -> Vec<Exchange> {
        let only = |entry| if let Entry::Rest(exchange) = entry { Some(exchange) } else { None };
        self.entries().into_iter().filter_map(only).collect()
    }

    /// The gateway payloads that are kept, oldest first.
    #[must_use]
    pub fn gateway(&self) -> Vec<Frame> {
        let only = |entry| if let Entry::Gateway(frame) = entry { Some(frame) } else { None };
        self.entries().into_iter().filter_map(only).collect()
    }

    /// The REST exchanges on one route, such as `POST /channels/{channel}/messages`.
    #[must_use]
    pub fn on(&self, method: &str, route: &str) -> Vec<Exchange> {
        self.rest().into_iter().filter(|entry| entry.method == method && entry.route == route).collect()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.kept().clear();
    }

    pub(crate) fn record(&self, entry: Entry) {
        let mut entries = self.kept();
        let number = *self.record.count.borrow();
        entries.push_back(Numbered { number, recorded: Instant::now(), entry });
        while entries.len() > self.kept {
            entries.pop_front();
        }
        self.record.count.send_replace(number + 1);
    }

    /// The newest entries from that number on, at most `limit` of them, oldest first.
    pub(crate) fn tail(&self, from: u64, limit: usize) -> Vec<Numbered> {
        let entries = self.kept();
        let fresh = entries.iter().rev().take(limit).take_while(|entry| entry.number >= from);
        let mut found: Vec<Numbered> = fresh.cloned().collect();
        found.reverse();
        found
    }

    /// Tells of every entry: how many there ever were.
    pub(crate) fn count(&self) -> watch::Receiver<u64> {
        self.record.count.subscribe()
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Numbered>> {
        self.record.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
