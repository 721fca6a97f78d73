//! How fast calls may go: Discord's limits kept ahead of time, so that a refusal for being too fast is the exception.
//!
//! Every call enters here. The ledger is plain state, proved with instants of the tests' own; what is below it waits.

mod bucket;
mod budget;
mod heard;
mod invalid;
mod place;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serenity::all::{LightMethod, Route};
use tokio::sync::Notify;

use self::bucket::Buckets;
use self::budget::Budget;
pub(super) use self::heard::Heard;
use self::invalid::Invalid;
use self::place::Place;
use crate::clock::real_pause;

/// The longest that a person's call waits for its turn: the first answer is due within 3 s.
const PERSON_WAITS: Duration = Duration::from_millis(1_500);

/// The longest that another call waits here; the jobs keep longer waits in the store.
const OTHERS_WAIT: Duration = Duration::from_secs(30);

/// Whether somebody waits for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Urgency {
    /// A person does.
    Person,
    /// Nobody does: it goes when no person's call wants the place.
    CanWait,
}

/// Why a call may not go yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wait {
    /// Not before this.
    Until(Instant),
    /// Not before another call has been answered.
    ForAnother,
}

/// All that is known of limits.
#[derive(Debug)]
struct Ledger {
    buckets: Buckets,
    budget: Budget,
    invalid: Invalid,
}

impl Ledger {
    fn new() -> Self {
        Self { buckets: Buckets::default(), budget: Budget::new(), invalid: Invalid::default() }
    }

    /// Lets a call go, or says what it has to wait for.
    fn ask(&mut self, place: &Place, urgency: Urgency, now: Instant) -> Result<(), Wait> {
        self.invalid.ask(urgency, now)?;
        self.buckets.ask(place, now)?;
        if !place.of_interaction {
            self.budget.ask(urgency, now)?;
            self.budget.take(urgency, now);
        }
        self.buckets.take(place, now);
        Ok(())
    }

    /// Takes in how a call ended.
    fn heard(&mut self, place: &Place, heard: &Heard, sent: Instant, now: Instant) {
        if !place.of_interaction {
            self.budget.give_back(place, sent, now);
        }
        self.buckets.give_back(place, heard.headers.as_ref(), now);
        self.invalid.heard(heard, place, now);
        match heard.retry_after {
            Some(wait) if heard.global => self.budget.pause(now + wait),
            Some(wait) => self.buckets.exhaust(place, now + wait),
            None => {}
        }
    }
}

/// The limits that all calls keep. Clones are the same.
#[derive(Clone, Debug)]
pub(super) struct Rates(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    ledger: Mutex<Ledger>,
    /// A call was answered.
    answered: Notify,
    /// Calls that can wait do it in a row: only the first looks for a place.
    row: tokio::sync::Mutex<()>,
}

impl Rates {
    pub(super) fn new() -> Self {
        let (ledger, answered) = (Mutex::new(Ledger::new()), Notify::new());
        Self(Arc::new(Shared { ledger, answered, row: tokio::sync::Mutex::default() }))
    }

    /// Of all processes with the same token, this one holds `own` shards of `total`: so large is its share of the global
    /// limit.
    pub(super) fn take_share(&self, own: u32, total: u32) {
        self.ledger().budget.take_share(own, total);
    }

    /// Waits until a call may go. The ticket is held until its answer is heard.
    ///
    /// # Errors
    ///
    /// How long the call would have to wait, where that is longer than anybody should.
    pub(super) async fn enter(
        &self,
        method: LightMethod,
        route: Route<'_>,
        urgency: Urgency,
    ) -> Result<Ticket, Duration> {
        let place = Place::of(method, route);
        let longest = match urgency {
            Urgency::Person => PERSON_WAITS,
            Urgency::CanWait => OTHERS_WAIT,
        };
        let entered = async {
            let _turn = self.turn(&place, urgency, longest).await?;
            self.wait(&place, longest, |ledger, now| ledger.ask(&place, urgency, now)).await
        };
        // Without a known end, such as for a call that is never answered.
        tokio::time::timeout(longest, entered).await.unwrap_or(Err(longest))?;
        Ok(Ticket { rates: self.clone(), place, sent: Instant::now(), heard: Heard::default() })
    }

    /// A call's turn to look for a place in the global budget, once its own bucket would let it go: a full bucket must
    /// not hold up calls that count against others.
    async fn turn(
        &self,
        place: &Place,
        urgency: Urgency,
        longest: Duration,
    ) -> Result<Option<Turn<'_>>, Duration> {
        if place.of_interaction {
            return Ok(None);
        }
        loop {
            self.wait(place, longest, |ledger, now| ledger.buckets.ask(place, now)).await?;
            if urgency == Urgency::Person {
                return Ok(Some(Turn::person(self)));
            }
            let row = self.0.row.lock().await;
            if self.ledger().buckets.ask(place, Instant::now()).is_ok() {
                return Ok(Some(Turn::Row(row)));
            }
        }
    }

    async fn wait(
        &self,
        place: &Place,
        longest: Duration,
        mut ask: impl FnMut(&mut Ledger, Instant) -> Result<(), Wait>,
    ) -> Result<(), Duration> {
        loop {
            let answered = self.0.answered.notified();
            tokio::pin!(answered);
            answered.as_mut().enable();
            let now = Instant::now();
            // The lock is not held while waiting.
            let asked = ask(&mut self.ledger(), now);
            match asked {
                Ok(()) => return Ok(()),
                Err(Wait::Until(at)) if at.saturating_duration_since(now) > longest => {
                    tracing::debug!(route = place.route, "too long a wait for its turn");
                    return Err(at.saturating_duration_since(now));
                }
                Err(Wait::Until(at)) => real_pause(at.saturating_duration_since(now)).await,
                Err(Wait::ForAnother) => answered.await,
            }
        }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.0.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a call holds while it looks for a place.
enum Turn<'a> {
    /// The head of the row of calls that can wait.
    Row(#[expect(dead_code, reason = "held until dropped")] tokio::sync::MutexGuard<'a, ()>),
    /// A person's call is noted, so that those that can wait let it go first.
    Person(&'a Rates),
}

impl<'a> Turn<'a> {
    fn person(rates: &'a Rates) -> Self {
        rates.ledger().budget.people_waiting += 1;
        Self::Person(rates)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Self::Person(rates) = self {
            rates.ledger().budget.people_waiting -= 1;
        }
    }
}

/// A call that goes. Whatever becomes of it, its place is given back.
#[derive(Debug)]
pub(super) struct Ticket {
    rates: Rates,
    place: Place,
    sent: Instant,
    heard: Heard,
}

impl Ticket {
    /// The answer came.
    pub(super) fn heard(mut self, heard: Heard) {
        self.heard = heard;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.rates.ledger().heard(&self.place, &self.heard, self.sent, Instant::now());
        self.rates.0.answered.notify_waiters();
    }
}
