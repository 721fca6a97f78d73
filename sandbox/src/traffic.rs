//! Everything that went over the wire, for a test to look at.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::snowflake::Snowflake;

/// The record of all traffic, the newest `traffic_kept` entries of it. Clones are the same record.
#[derive(Clone, Debug)]
pub struct Traffic {
    kept: usize,
    entries: Arc<Mutex<VecDeque<Entry>>>,
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
        Self { kept, entries: Arc::default() }
    }

    /// Everything that is kept, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
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
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(crate) fn record(&self, entry: Entry) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push_back(entry);
        while entries.len() > self.kept {
            entries.pop_front();
        }
    }
}
