//! The limits of single routes, as Discord's headers tell them.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::Wait;
use super::place::Place;

/// Buckets kept before those that are full again are forgotten.
const KEPT: usize = 1_024;

/// What an answer says of its bucket.
///
/// Source: <https://discord.com/developers/docs/topics/rate-limits#header-format>
#[derive(Clone, Debug, PartialEq)]
pub(in crate::discord) struct Headers {
    /// The bucket's name, which several routes may share.
    pub(in crate::discord) bucket: String,
    /// Calls that it takes until it is reset.
    pub(in crate::discord) limit: u32,
    /// Calls that are left.
    pub(in crate::discord) remaining: u32,
    /// Until it is reset.
    pub(in crate::discord) reset_after: Duration,
}

/// One bucket of one resource.
#[derive(Debug)]
struct Bucket {
    /// Calls it takes; one, until an answer has told.
    limit: u32,
    left: u32,
    resets: Instant,
    under_way: u32,
}

/// All buckets that are in use.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    /// The bucket's name for each route, once it is known.
    names: HashMap<String, String>,
    /// By name (the route, until it is known) and resource.
    buckets: HashMap<(String, String), Bucket>,
    /// Looked through for forgotten ones when there are so many.
    look_at: usize,
}

impl Buckets {
    /// Whether a call may go now.
    pub(super) fn ask(&mut self, place: &Place, now: Instant) -> Result<(), Wait> {
        let Some(bucket) = self.buckets.get_mut(&self.key(place)).filter(|_| !place.once) else {
            return Ok(());
        };
        if bucket.resets <= now {
            bucket.left = bucket.limit;
        }
        if bucket.left > bucket.under_way {
            return Ok(());
        }
        Err(if bucket.left == 0 && bucket.resets > now {
            Wait::Until(bucket.resets)
        } else {
            Wait::ForAnother
        })
    }

    /// A call goes.
    pub(super) fn take(&mut self, place: &Place, now: Instant) {
        if place.once {
            return;
        }
        self.forget_the_full(now);
        let fresh = || Bucket { limit: 1, left: 1, resets: now, under_way: 0 };
        self.buckets.entry(self.key(place)).or_insert_with(fresh).under_way += 1;
    }

    /// Its answer came, with headers or without, or never will.
    pub(super) fn give_back(&mut self, place: &Place, headers: Option<&Headers>, now: Instant) {
        if place.once {
            return;
        }
        let key = self.key(place);
        let Some(headers) = headers else {
            if let Some(bucket) = self.buckets.get_mut(&key) {
                bucket.under_way = bucket.under_way.saturating_sub(1);
            }
            return;
        };
        let mut moved = self.buckets.remove(&key);
        self.names.insert(place.route.clone(), headers.bucket.clone());
        let (key, resets) = (self.key(place), now + headers.reset_after);
        let under_way = moved.as_mut().map_or(0, |bucket| bucket.under_way.saturating_sub(1));
        let bucket = match (self.buckets.remove(&key), moved) {
            (Some(shared), _) => Bucket { under_way: shared.under_way + under_way, ..shared },
            (None, Some(own)) => Bucket { under_way, ..own },
            (None, None) => Bucket { limit: headers.limit, left: headers.remaining, resets, under_way },
        };
        // Answers may overtake each other: within one window, the lowest count is the latest.
        let same_window = bucket.resets > now && bucket.limit == headers.limit;
        let left = if same_window { bucket.left.min(headers.remaining) } else { headers.remaining };
        self.buckets.insert(key, Bucket { limit: headers.limit, left, resets, ..bucket });
    }

    /// The bucket takes nothing more until then.
    pub(super) fn exhaust(&mut self, place: &Place, until: Instant) {
        if let Some(bucket) = self.buckets.get_mut(&self.key(place)) {
            (bucket.left, bucket.resets) = (0, until);
        }
    }

    fn key(&self, place: &Place) -> (String, String) {
        let name = self.names.get(&place.route).unwrap_or(&place.route);
        (name.clone(), place.resource.clone())
    }

    /// What is full and has nothing under way is as good as unknown: the next answer tells its limit again.
    fn forget_the_full(&mut self, now: Instant) {
        if self.buckets.len() >= self.look_at.max(KEPT) {
            self.buckets.retain(|_, bucket| bucket.under_way > 0 || bucket.resets > now);
            self.look_at = self.buckets.len() * 2;
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.buckets.len()
    }
}
