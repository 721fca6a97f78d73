//! One errand to Discord, and what its end means for the store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use super::outward::found_if_readable;
use super::{Outward, OutwardError, Overdue};
use crate::actions::Services;
use crate::domain::daily::Daily;
use crate::domain::guild::Guild;
use crate::domain::ids::{DailyId, MessageId, snowflake_instant};
use crate::metrics::DailyMeters;
use crate::store::{Closing, StoreError, Unsent};

/// The first pause after a failure; it doubles up to [`LONGEST_BACKOFF`].
pub(super) const FIRST_BACKOFF: Duration = Duration::from_secs(2);

/// What can wait a little is tried again as if it had failed this often before: after half a minute.
const PATIENT: u32 = 4;

/// The longest pause between two tries.
const LONGEST_BACKOFF: Duration = Duration::from_secs(300);

/// Added to a wait that Discord asks for: clocks are kept in whole milliseconds.
const MARGIN: Duration = Duration::from_millis(5);

/// How often showing a daily's result is tried before the message is left as it is (members still get words on a
/// press), and how often one that may stand, and is over, is looked for before it counts as never posted: for a week,
/// [`LONGEST_BACKOFF`] apart. Discord, the router at home or a token may be out for a night or a weekend.
pub(super) const TRIES: u32 = 2_016;

/// For how long after its end a daily's result is tried again though Discord refuses the edit: a channel that is closed
/// to the bot is opened again once somebody has been told.
const REFUSED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The first pause after a refusal, unless a manager lets the dailies go on before; it doubles up to
/// [`LONGEST_REFUSED_PAUSE`], since Discord bans whoever asks again and again.
const FIRST_REFUSED_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// The longest pause between two tries of a result that is refused.
const LONGEST_REFUSED_PAUSE: SignedDuration = SignedDuration::from_hours(24);

/// What Discord could not do yet, by id, and when it may be asked again. A restart asks at once.
#[derive(Debug, Default)]
pub(super) struct Waiting(Mutex<HashMap<u64, Timestamp>>);

impl Waiting {
    pub(super) fn is_over(&self, id: u64, now: Timestamp) -> bool {
        self.ids().get(&id).is_none_or(|until| *until <= now)
    }

    /// When the next one may be asked again.
    pub(super) fn soonest(&self, now: Timestamp) -> Option<Timestamp> {
        self.ids().values().filter(|until| **until > now).min().copied()
    }

    fn wait(&self, id: u64, now: Timestamp, until: Timestamp) {
        let mut ids = self.ids();
        ids.retain(|_, until| *until > now);
        ids.insert(id, until);
    }

    fn ids(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one call to Discord needs.
pub(super) struct Worker<O> {
    pub(super) services: Services,
    pub(super) outward: Arc<O>,
    pub(super) started_at: Timestamp,
    pub(super) threads_waiting: Arc<Waiting>,
    pub(super) managers_waiting: Arc<Waiting>,
    pub(super) overdue: Overdue,
    pub(super) meters: DailyMeters,
}

impl<O: Outward> Worker<O> {
    pub(super) async fn close(self, closing: Closing) -> Result<(), StoreError> {
        let (store, version) = (&self.services.store, closing.version);
        let outcome = self.outward.close(&closing).await;
        let since = self.overdue.take(closing.daily.id);
        match outcome {
            Ok(()) => {
                self.meters.closed();
                store.closed(closing.daily.id, version).await
            }
            Err(OutwardError::Later { after, said }) if closing.attempts < TRIES => {
                warn!(guild = %closing.daily.guild, daily = %closing.daily.id, said, "closing has to wait");
                self.try_again(closing.daily.id, since, after, closing.attempts).await
            }
            Err(error @ OutwardError::Impossible(_)) if self.may_be_allowed_again(&closing.daily) => {
                warn!(guild = %closing.daily.guild, daily = %closing.daily.id, %error, "closing has to wait");
                let next_try = self.services.clock.now().saturating_add(refused_pause(closing.attempts));
                store.retry(closing.daily.id, next_try.unwrap_or(Timestamp::MAX)).await
            }
            Err(error) => {
                warn!(guild = %closing.daily.guild, daily = %closing.daily.id, %error, "left as it is");
                store.closed(closing.daily.id, version).await
            }
        }
    }

    /// What is refused for so long stays refused.
    fn may_be_allowed_again(&self, daily: &Daily) -> bool {
        self.services.clock.now().duration_since(daily.closes_at) < REFUSED_FOR
    }

    pub(super) async fn open_discussion(self, daily: Daily) -> Result<(), StoreError> {
        match self.outward.open_discussion(&daily).await {
            Ok(thread) => self.services.store.discussed(daily.id, Some(thread)).await,
            Err(OutwardError::Impossible(reason)) => {
                info!(guild = %daily.guild, ?reason, "no thread for the daily");
                self.services.store.discussed(daily.id, None).await
            }
            Err(OutwardError::Later { after, said }) => {
                // A later round tries again; a daily that closes first does without.
                warn!(guild = %daily.guild, said, "the daily's thread has to wait");
                let now = self.services.clock.now();
                self.threads_waiting.wait(daily.id.0, now, again(now, after, PATIENT));
                Ok(())
            }
        }
    }

    pub(super) async fn tell_manager(self, guild: Guild) -> Result<(), StoreError> {
        match self.outward.tell_manager(&guild).await {
            Err(OutwardError::Later { after, said }) => {
                warn!(guild = %guild.id, said, "telling the manager has to wait");
                let now = self.services.clock.now();
                self.managers_waiting.wait(guild.id.0, now, again(now, after, PATIENT));
                Ok(())
            }
            result => {
                if let Err(error) = result {
                    warn!(guild = %guild.id, %error, "the manager cannot be told; /setup shows the state");
                }
                self.services.store.manager_told(guild.id).await
            }
        }
    }

    /// A daily whose time is over is only looked for, and only if it may stand.
    pub(super) async fn find(self, lost: Unsent) -> Result<(), StoreError> {
        let (store, daily) = (&self.services.store, &lost.daily);
        let looked = if self.may_stand(&lost) { self.outward.look_for(&lost).await } else { Ok(None) };
        let since = self.overdue.take(daily.id);
        match looked {
            Ok(Some(message)) => {
                info!(guild = %daily.guild, daily = %daily.id, %message, "found, and over");
                store.sent(daily.id, message, snowflake_instant(message.0)).await
            }
            Err(OutwardError::Later { after, said }) if lost.attempts < TRIES => {
                warn!(guild = %daily.guild, daily = %daily.id, said, "looking for it has to wait");
                self.try_again(daily.id, since, after, lost.attempts).await
            }
            Ok(None) | Err(_) => store.never_appeared(daily.id).await,
        }
    }

    pub(super) async fn send(self, unsent: Unsent) -> Result<(), StoreError> {
        if unsent.over {
            return self.find(unsent).await;
        }
        let (store, daily) = (&self.services.store, &unsent.daily);
        let outcome = self.send_or_find(&unsent).await;
        let since = self.overdue.take(daily.id);
        match outcome {
            Ok(message) => {
                info!(guild = %daily.guild, daily = %daily.id, %message, "posted");
                self.meters.posted(unsent.lateness(self.services.clock.now()));
                // Discord's own time of the message: answers are timed by the same clock.
                store.sent(daily.id, message, snowflake_instant(message.0)).await
            }
            Err(OutwardError::Impossible(reason)) => {
                warn!(guild = %daily.guild, daily = %daily.id, ?reason, "cannot be posted");
                self.meters.unposted();
                store.give_up(daily.id, daily.guild, reason, self.services.clock.now()).await
            }
            Err(OutwardError::Later { after, said }) => {
                warn!(guild = %daily.guild, daily = %daily.id, said, "posting has to wait");
                // At a later try it may have been taken up again, hours after its planning: by a manager.
                let since = since.or_else(|| (unsent.attempts == 0).then_some(unsent.planned_at));
                self.try_again(daily.id, since, after, unsent.attempts).await
            }
        }
    }

    /// A daily that an earlier process planned, or that was tried before, may stand already.
    fn may_stand(&self, unsent: &Unsent) -> bool {
        unsent.planned_at < self.started_at || unsent.attempts > 0
    }

    async fn send_or_find(&self, unsent: &Unsent) -> Result<MessageId, OutwardError> {
        if self.may_stand(unsent)
            && let Some(message) = found_if_readable(self.outward.look_for(unsent).await)?
        {
            return Ok(message);
        }
        self.outward.post(unsent).await
    }

    /// Puts off what failed after `attempts` failures before. It is overdue since `since`, or else since now.
    async fn try_again(
        &self,
        daily: DailyId,
        since: Option<Timestamp>,
        after: Option<Duration>,
        attempts: u32,
    ) -> Result<(), StoreError> {
        let now = self.services.clock.now();
        let next_try = again(now, after, attempts);
        self.overdue.put_off(daily, since.unwrap_or(now), next_try);
        self.services.store.retry(daily, next_try).await
    }
}

fn refused_pause(attempts: u32) -> SignedDuration {
    FIRST_REFUSED_PAUSE.saturating_mul(1 << attempts.min(8)).min(LONGEST_REFUSED_PAUSE)
}

/// When to try again after `attempts` failures: when the other side said, else after a growing pause.
pub(super) fn again(now: Timestamp, after: Option<Duration>, attempts: u32) -> Timestamp {
    let backoff = FIRST_BACKOFF.saturating_mul(1 << attempts.min(8)).min(LONGEST_BACKOFF);
    let pause = after.map_or(backoff, |after| after.saturating_add(MARGIN));
    let pause = SignedDuration::try_from(pause).unwrap_or(SignedDuration::from_secs(300));
    now.saturating_add(pause).unwrap_or(Timestamp::MAX)
}
