//! What went over the wire, for the page's panel.

use std::time::Instant;

use serde_json::{Value, json};

use crate::traffic::{Entry, Numbered, Traffic};

/// Entries that are sent at once; older ones are left out.
const TAIL: usize = 200;

/// The longest body that is sent, in bytes of JSON.
const BODY_SHOWN: usize = 32 * 1024;

/// Gateway operations that say nothing about a bot: heartbeats and their acknowledgements.
const HEARTBEATS: [u64; 2] = [1, 11];

/// The entries from a number on, oldest first, and the number of the next one. Times are in milliseconds since `base`.
pub(super) fn since(traffic: &Traffic, from: u64, base: Instant) -> (Vec<Value>, u64) {
    let entries = traffic.tail(from, TAIL);
    let next = entries.last().map_or(from, |entry| entry.number + 1);
    (entries.iter().filter_map(|entry| shown(entry, base)).collect(), next)
}

fn shown(numbered: &Numbered, base: Instant) -> Option<Value> {
    let recorded = numbered.recorded.saturating_duration_since(base).as_secs_f64() * 1000.0;
    let body = match &numbered.entry {
        Entry::Rest(exchange) => {
            let took = exchange.took.as_secs_f64() * 1000.0;
            json!({
                "kind": "rest", "number": numbered.number, "at": recorded - took, "took": took,
                "method": exchange.method, "path": exchange.path, "route": exchange.route,
                "status": exchange.status, "request": fitting(&exchange.request),
                "response": fitting(&exchange.response),
            })
        }
        Entry::Gateway(frame) => {
            let operation = frame.payload["op"].as_u64();
            if operation.is_some_and(|operation| HEARTBEATS.contains(&operation)) {
                return None;
            }
            json!({
                "kind": "gateway", "number": numbered.number, "at": recorded, "from_bot": frame.from_bot,
                "operation": operation, "event": frame.payload["t"], "data": fitting(&frame.payload["d"]),
            })
        }
    };
    Some(body)
}

fn fitting(body: &Value) -> Value {
    let length = body.to_string().len();
    if length <= BODY_SHOWN { body.clone() } else { json!(format!("({length} bytes of JSON)")) }
}
