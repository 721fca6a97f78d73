//! The global limit: so many calls in any second, evenly spread, whatever the network does.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::{Duration, Instant};

use super::place::Place;
use super::{Urgency, Wait};

/// Calls that Discord takes in a second.
///
/// Source: <https://discord.com/developers/docs/topics/rate-limits#global-rate-limit>
pub(super) const PER_SECOND: usize = 50;

const SECOND: Duration = Duration::from_secs(1);

/// How far a call that was late may be made up for.
const CATCH_UP: Duration = Duration::from_millis(60);

/// By what part of itself the shortest trip grows with each call, so that it follows a network that became slower.
const FORGETS: u32 = 1_000;

/// Calls of a route that have to be answered before their shortest trip is believed.
const BELIEVED: u32 = 20;

/// The shortest trip of a route's calls, and how many there were.
#[derive(Clone, Copy, Debug)]
struct Shortest {
    trip: Duration,
    calls: u32,
}

/// The budget of calls.
///
/// A call is counted by Discord somewhere between its leaving and its answer. Of a route's calls, the one that was
/// answered quickest shows how long the trip itself takes; whatever another took longer than that, it may have been
/// counted later. So a call's place is free again one second after its answer, less the shortest trip: then no second
/// on Discord's own clock can hold more than [`PER_SECOND`].
#[derive(Debug)]
pub(super) struct Budget {
    /// This process's share of [`PER_SECOND`].
    share: usize,
    under_way: usize,
    /// When the places of answered calls are free again.
    free_at: BinaryHeap<Reverse<Instant>>,
    shortest: HashMap<String, Shortest>,
    /// When the next call that can wait may go.
    next: Option<Instant>,
    /// Discord said so, to all.
    paused_until: Option<Instant>,
    /// Calls of people that wait for a place.
    pub(super) people_waiting: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            share: PER_SECOND,
            under_way: 0,
            free_at: BinaryHeap::new(),
            shortest: HashMap::new(),
            next: None,
            paused_until: None,
            people_waiting: 0,
        }
    }

    /// Other processes with the same token have the rest.
    pub(super) fn take_share(&mut self, own: u32, total: u32) {
        let share = u64::from(own) * PER_SECOND as u64 / u64::from(total.max(1));
        self.share = usize::try_from(share).unwrap_or(PER_SECOND).clamp(1, PER_SECOND);
    }

    /// Between two calls that can wait: a second's worth of them, evenly.
    fn gap(&self) -> Duration {
        SECOND / u32::try_from(self.share).unwrap_or(u32::MAX)
    }

    /// Whether a call may go now.
    pub(super) fn ask(&mut self, urgency: Urgency, now: Instant) -> Result<(), Wait> {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Err(Wait::Until(until));
        }
        while self.free_at.peek().is_some_and(|Reverse(at)| *at <= now) {
            self.free_at.pop();
        }
        if self.under_way + self.free_at.len() >= self.share {
            return Err(self.free_at.peek().map_or(Wait::ForAnother, |Reverse(at)| Wait::Until(*at)));
        }
        match self.next.filter(|next| urgency == Urgency::CanWait && *next > now) {
            Some(next) => Err(Wait::Until(next)),
            None if urgency == Urgency::CanWait && self.people_waiting > 0 => {
                Err(Wait::Until(now + self.gap()))
            }
            None => Ok(()),
        }
    }

    /// A call goes.
    pub(super) fn take(&mut self, urgency: Urgency, now: Instant) {
        self.under_way += 1;
        if urgency == Urgency::CanWait {
            let earliest = now.checked_sub(CATCH_UP).unwrap_or(now);
            self.next = Some(self.next.map_or(now, |next| next.max(earliest)) + self.gap());
        }
    }

    /// Its answer came, or never will.
    pub(super) fn give_back(&mut self, place: &Place, sent: Instant, now: Instant) {
        self.under_way = self.under_way.saturating_sub(1);
        let trip = now.saturating_duration_since(sent);
        let shortest = self.shortest.entry(place.route.clone()).or_insert(Shortest { trip, calls: 0 });
        shortest.calls = shortest.calls.saturating_add(1);
        shortest.trip = trip.min(shortest.trip + shortest.trip / FORGETS);
        let certain = if shortest.calls < BELIEVED { Duration::ZERO } else { shortest.trip };
        self.free_at.push(Reverse(now + SECOND.saturating_sub(certain)));
    }

    /// Discord takes no call at all until then.
    pub(super) fn pause(&mut self, until: Instant) {
        self.paused_until = Some(self.paused_until.map_or(until, |paused| paused.max(until)));
    }
}
