//! Rate limits, per route and global, in real time.
//!
//! [Discord's documentation](https://discord.com/developers/docs/topics/rate-limits)

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::Call;
use super::routes::{Auth, Route};
use crate::snowflake::Snowflake;

/// Requests an application may make per second over all routes that need its token.
const GLOBAL_LIMIT: u32 = 50;
const GLOBAL_WINDOW: Duration = Duration::from_secs(1);

/// How many calls a bucket takes per window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    pub(crate) limit: u32,
    pub(crate) window: Duration,
}

impl Rate {
    pub(crate) const fn new(limit: u32, window_ms: u64) -> Self {
        Self { limit, window: Duration::from_millis(window_ms) }
    }
}

/// Whether a call may go on, with the headers that say so.
pub(crate) enum Verdict {
    Go(Vec<(&'static str, String)>),
    Wait { retry_after: Duration, global: bool, headers: Vec<(&'static str, String)> },
}

#[derive(Debug)]
struct Window {
    ends: Instant,
    used: u32,
}

/// The buckets in use.
#[derive(Debug, Default)]
pub(crate) struct RateLimits {
    buckets: Mutex<HashMap<String, Window>>,
    global: Mutex<HashMap<Snowflake, Window>>,
}

impl RateLimits {
    /// Counts a call and says whether it may go on.
    pub(crate) fn ask(&self, call: &Call, route: &Route) -> Verdict {
        let now = Instant::now();
        if route.auth == Auth::Bot
            && let Some(app) = call.app
            && let Some(retry_after) = self.over_global(app, now)
        {
            return Verdict::Wait { retry_after, global: true, headers: Vec::new() };
        }
        let rate = route.rate;
        let key = key(call, route);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let window = buckets.entry(key).or_insert(Window { ends: now + rate.window, used: 0 });
        if window.ends <= now {
            *window = Window { ends: now + rate.window, used: 0 };
        }
        let left = window.ends - now;
        if window.used >= rate.limit {
            return Verdict::Wait {
                retry_after: left,
                global: false,
                headers: headers(route, rate, 0, left),
            };
        }
        window.used += 1;
        Verdict::Go(headers(route, rate, rate.limit - window.used, left))
    }

    fn over_global(&self, app: Snowflake, now: Instant) -> Option<Duration> {
        let mut global = self.global.lock().unwrap_or_else(PoisonError::into_inner);
        let window = global.entry(app).or_insert(Window { ends: now + GLOBAL_WINDOW, used: 0 });
        if window.ends <= now {
            *window = Window { ends: now + GLOBAL_WINDOW, used: 0 };
        }
        window.used += 1;
        (window.used > GLOBAL_LIMIT).then(|| window.ends - now)
    }
}

/// A bucket is a route of an application with its major parameters.
fn key(call: &Call, route: &Route) -> String {
    let mut key = format!("{:?} {} {}", call.app, route.method, route.template);
    for major in ["channel", "guild", "webhook", "token", "interaction"] {
        key.push(' ');
        key.push_str(call.param(major));
    }
    key
}

fn headers(route: &Route, rate: Rate, remaining: u32, left: Duration) -> Vec<(&'static str, String)> {
    let mut hasher = DefaultHasher::new();
    (route.method, route.template).hash(&mut hasher);
    let reset = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default() + left;
    vec![
        ("x-ratelimit-limit", rate.limit.to_string()),
        ("x-ratelimit-remaining", remaining.to_string()),
        ("x-ratelimit-reset", format!("{:.3}", reset.as_secs_f64())),
        ("x-ratelimit-reset-after", format!("{:.3}", left.as_secs_f64())),
        ("x-ratelimit-bucket", format!("{:016x}", hasher.finish())),
    ]
}
