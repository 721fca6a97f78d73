//! One task sleeps until the earliest due instant and does what is due: its cost follows what is due, not
//! how many guilds there are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use super::{Outward, OutwardError, Presence};
use crate::actions::Services;
use crate::domain::daily::Daily;
use crate::domain::guild::PauseReason;
use crate::domain::ids::{MessageId, snowflake_instant};
use crate::store::{Closing, StoreError, Unsent};

/// Rows taken at a time.
const BATCH: usize = 100;

/// Calls to Discord under way at once.
const CONCURRENT: usize = 16;

/// How often the bot notes that it can take answers.
const PRESENCE_EVERY: Duration = Duration::from_secs(30);

/// The first pause after a failure; it doubles up to [`LONGEST_BACKOFF`].
const FIRST_BACKOFF: Duration = Duration::from_secs(2);

/// What can wait a little is tried again as if it had failed this often before: after half a minute.
const PATIENT: u32 = 4;

/// The longest pause between two tries.
const LONGEST_BACKOFF: Duration = Duration::from_secs(300);

/// Between two rounds at least, unless something wakes the jobs: what is due but fails badly must not run hot.
const BREATH: Duration = Duration::from_millis(250);

/// Added to a wait that Discord asks for: clocks are kept in whole milliseconds.
const MARGIN: Duration = Duration::from_millis(5);

/// How often closing a message is tried before it is left as it is (members still get words on a press).
const CLOSING_TRIES: u32 = 20;

/// How often a daily that may stand, and is over, is looked for before it counts as never posted.
const FINDING_TRIES: u32 = 20;

/// What the jobs have settled: everything due at this instant of the clock has been looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// How often the clock had been turned when the round began.
    pub turns: u64,
    /// How many rounds there were.
    pub rounds: u64,
}

/// What time does. Clones share everything.
#[derive(Debug)]
pub struct Jobs<O> {
    services: Services,
    outward: Arc<O>,
    presence: Presence,
    started_at: Timestamp,
    wake: Arc<Notify>,
    settled: watch::Sender<Settled>,
    threads_waiting: Arc<Waiting>,
    managers_waiting: Waiting,
}

/// What Discord could not do yet, by id, and when it may be asked again. A restart asks at once.
#[derive(Debug, Default)]
struct Waiting(Mutex<HashMap<u64, Timestamp>>);

impl Waiting {
    fn is_over(&self, id: u64, now: Timestamp) -> bool {
        self.ids().get(&id).is_none_or(|until| *until <= now)
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

impl<O: Outward> Jobs<O> {
    /// Jobs that begin now.
    #[must_use]
    pub fn new(services: Services, outward: Arc<O>, presence: Presence, wake: Arc<Notify>) -> Self {
        let started_at = services.clock.now();
        Self {
            services,
            outward,
            presence,
            started_at,
            wake,
            settled: watch::Sender::default(),
            threads_waiting: Arc::default(),
            managers_waiting: Waiting::default(),
        }
    }

    /// What has been settled so far, to wait for.
    #[must_use]
    pub fn settled(&self) -> watch::Receiver<Settled> {
        self.settled.subscribe()
    }

    /// Runs what is due, then sleeps until more is, until `stopping` turns true.
    pub async fn run(&self, mut stopping: watch::Receiver<bool>) {
        let clock = &self.services.clock;
        while !*stopping.borrow() {
            let turns = clock.turns();
            let round = self.run_due().await;
            self.settled.send_modify(|settled| {
                *settled = Settled { turns, rounds: settled.rounds + 1 };
            });
            if clock.turns() != turns {
                // Turned while the round ran: what is due now may have been looked at by the old time.
                continue;
            }
            let now = clock.now();
            let tick = now.saturating_add(PRESENCE_EVERY).unwrap_or(Timestamp::MAX);
            let next = match round {
                Ok(next) => {
                    let soonest = now.saturating_add(BREATH).unwrap_or(Timestamp::MAX);
                    next.map_or(tick, |next| next.clamp(soonest, tick))
                }
                Err(error) => {
                    error!(%error, "the jobs could not reach the store");
                    now.saturating_add(FIRST_BACKOFF).unwrap_or(Timestamp::MAX)
                }
            };
            tokio::select! {
                () = clock.sleep_until(next) => {}
                () = self.wake.notified() => {}
                _ = stopping.changed() => {}
            }
        }
    }

    /// Does everything that is due now and returns when more will be.
    ///
    /// Endings come before new questions: a guild never has two open at once.
    ///
    /// # Errors
    ///
    /// Whatever the store refuses; what Discord refuses is retried by itself.
    pub async fn run_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.note_presence().await?;
        // One instant for both: a daily that ends while others are closed is not replaced before it ended.
        let now = self.services.clock.now();
        self.find_lost(now).await?;
        self.close_due(now).await?;
        self.plan_due(now).await?;
        self.send_planned().await?;
        self.open_discussions().await?;
        self.tell_managers().await?;
        self.services.store.next_wake().await
    }

    async fn note_presence(&self) -> Result<(), StoreError> {
        let (store, now) = (&self.services.store, self.services.clock.now());
        match (self.presence.take_outage(), self.presence.ongoing_outage()) {
            (Some(outage), _) => {
                let noted = store.seen(now, outage).await;
                if let (Err(_), Some(since)) = (&noted, outage) {
                    self.presence.give_back(since);
                }
                noted
            }
            (None, Some(since)) => store.still_out(since, now).await,
            (None, None) => Ok(()),
        }
    }

    /// A daily that was posted, with nobody left to note it, has to close all the same.
    async fn find_lost(&self, now: Timestamp) -> Result<(), StoreError> {
        loop {
            let lost = self.services.store.unsent_and_over(now, BATCH).await?;
            let taken = lost.len();
            self.each(lost, |jobs, lost| async move { jobs.find(lost).await }).await?;
            if taken < BATCH {
                return Ok(());
            }
        }
    }

    async fn close_due(&self, now: Timestamp) -> Result<(), StoreError> {
        loop {
            let closings = self.services.store.closings(now, BATCH).await?;
            let taken = closings.len();
            self.each(closings, |jobs, closing| async move { jobs.close(closing).await }).await?;
            if taken < BATCH {
                return Ok(());
            }
        }
    }

    async fn plan_due(&self, now: Timestamp) -> Result<(), StoreError> {
        loop {
            let services = &self.services;
            let (chance, pool) = (services.chance.clone(), Arc::clone(&services.pool));
            let report = services.store.plan_due(now, BATCH, pool, move || chance.seed()).await?;
            if report.planned > 0 {
                info!(dailies = report.planned, "planned");
            }
            if report.taken < BATCH {
                return Ok(());
            }
        }
    }

    async fn send_planned(&self) -> Result<(), StoreError> {
        loop {
            let unsent = self.services.store.unsent(self.services.clock.now(), BATCH).await?;
            let taken = unsent.len();
            self.each(unsent, |jobs, unsent| async move { jobs.send(unsent).await }).await?;
            if taken < BATCH {
                return Ok(());
            }
        }
    }

    /// Works on `items` a few at a time; the first failure of the store ends the round.
    async fn each<T, F, W>(&self, items: Vec<T>, work: W) -> Result<(), StoreError>
    where
        T: Send + 'static,
        W: Fn(Worker<O>, T) -> F,
        F: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        let permits = Arc::new(Semaphore::new(CONCURRENT));
        let mut tasks = JoinSet::new();
        for item in items {
            let permits = Arc::clone(&permits);
            let task = work(self.worker(), item);
            tasks.spawn(async move {
                let _permit = permits.acquire_owned().await;
                task.await
            });
        }
        let mut outcome = Ok(());
        while let Some(joined) = tasks.join_next().await {
            match joined {
                Ok(result) => outcome = outcome.and(result),
                Err(panic) => error!(%panic, "a job failed badly"),
            }
        }
        outcome
    }

    fn worker(&self) -> Worker<O> {
        Worker {
            services: self.services.clone(),
            outward: Arc::clone(&self.outward),
            started_at: self.started_at,
            threads_waiting: Arc::clone(&self.threads_waiting),
        }
    }

    async fn open_discussions(&self) -> Result<(), StoreError> {
        let now = self.services.clock.now();
        let mut undiscussed = self.services.store.undiscussed(BATCH).await?;
        undiscussed.retain(|daily| self.threads_waiting.is_over(daily.id.0, now));
        self.each(undiscussed, |jobs, daily| async move { jobs.open_discussion(daily).await }).await
    }

    async fn tell_managers(&self) -> Result<(), StoreError> {
        for guild in self.services.store.managers_to_tell(BATCH).await? {
            if !self.managers_waiting.is_over(guild.id.0, self.services.clock.now()) {
                continue;
            }
            match self.outward.tell_manager(&guild).await {
                Err(OutwardError::Later { after, said }) => {
                    warn!(guild = %guild.id, said, "telling the manager has to wait");
                    let now = self.services.clock.now();
                    self.managers_waiting.wait(guild.id.0, now, again(now, after, PATIENT));
                }
                result => {
                    if let Err(error) = result {
                        warn!(guild = %guild.id, %error, "the manager cannot be told; /setup shows the state");
                    }
                    self.services.store.manager_told(guild.id).await?;
                }
            }
        }
        Ok(())
    }
}

/// What one call to Discord needs.
struct Worker<O> {
    services: Services,
    outward: Arc<O>,
    started_at: Timestamp,
    threads_waiting: Arc<Waiting>,
}

impl<O: Outward> Worker<O> {
    async fn close(self, closing: Closing) -> Result<(), StoreError> {
        let (store, shown) = (&self.services.store, closing.tally.answers);
        match self.outward.close(&closing).await {
            Ok(()) => store.closed(closing.daily.id, shown).await,
            Err(OutwardError::Later { after, said }) if closing.attempts < CLOSING_TRIES => {
                warn!(guild = %closing.daily.guild, daily = %closing.daily.id, said, "closing has to wait");
                store.retry(closing.daily.id, self.again(after, closing.attempts)).await
            }
            Err(error) => {
                warn!(guild = %closing.daily.guild, daily = %closing.daily.id, %error, "left as it is");
                store.closed(closing.daily.id, shown).await
            }
        }
    }

    async fn open_discussion(self, daily: Daily) -> Result<(), StoreError> {
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

    /// A daily whose time is over is only looked for, and only if it may stand.
    async fn find(self, lost: Unsent) -> Result<(), StoreError> {
        let (store, daily) = (&self.services.store, &lost.daily);
        if !self.may_stand(&lost) {
            return store.never_appeared(daily.id).await;
        }
        match self.outward.look_for(&lost).await {
            Ok(Some(message)) => {
                info!(guild = %daily.guild, daily = %daily.id, %message, "found, and over");
                store.sent(daily.id, message, snowflake_instant(message.0)).await
            }
            Err(OutwardError::Later { after, said }) if lost.attempts < FINDING_TRIES => {
                warn!(guild = %daily.guild, daily = %daily.id, said, "looking for it has to wait");
                store.retry(daily.id, self.again(after, lost.attempts)).await
            }
            Ok(None) | Err(_) => store.never_appeared(daily.id).await,
        }
    }

    async fn send(self, unsent: Unsent) -> Result<(), StoreError> {
        if unsent.over {
            return self.find(unsent).await;
        }
        let (store, daily) = (&self.services.store, &unsent.daily);
        match self.send_or_find(&unsent).await {
            Ok(message) => {
                info!(guild = %daily.guild, daily = %daily.id, %message, "posted");
                // Discord's own time of the message: answers are timed by the same clock.
                store.sent(daily.id, message, snowflake_instant(message.0)).await
            }
            Err(OutwardError::Impossible(reason)) => {
                warn!(guild = %daily.guild, daily = %daily.id, ?reason, "cannot be posted");
                store.give_up(daily.id, daily.guild, reason, self.services.clock.now()).await
            }
            Err(OutwardError::Later { after, said }) => {
                warn!(guild = %daily.guild, daily = %daily.id, said, "posting has to wait");
                store.retry(daily.id, self.again(after, unsent.attempts)).await
            }
        }
    }

    /// A daily that an earlier process planned, or that was tried before, may stand already.
    fn may_stand(&self, unsent: &Unsent) -> bool {
        unsent.planned_at < self.started_at || unsent.attempts > 0
    }

    async fn send_or_find(&self, unsent: &Unsent) -> Result<MessageId, OutwardError> {
        if self.may_stand(unsent) && let Some(message) = self.look_for(unsent).await? {
            return Ok(message);
        }
        self.outward.post(unsent).await
    }

    /// A channel whose history cannot be read is no reason not to post: the nonce still guards the post.
    async fn look_for(&self, unsent: &Unsent) -> Result<Option<MessageId>, OutwardError> {
        match self.outward.look_for(unsent).await {
            Err(OutwardError::Impossible(PauseReason::MissingPermissions { .. })) => Ok(None),
            found => found,
        }
    }

    fn again(&self, after: Option<Duration>, attempts: u32) -> Timestamp {
        again(self.services.clock.now(), after, attempts)
    }
}

/// When to try again after `attempts` failures: when the other side said, else after a growing pause.
fn again(now: Timestamp, after: Option<Duration>, attempts: u32) -> Timestamp {
    let backoff = FIRST_BACKOFF.saturating_mul(1 << attempts.min(8)).min(LONGEST_BACKOFF);
    let pause = after.map_or(backoff, |after| after.saturating_add(MARGIN));
    let pause = SignedDuration::try_from(pause).unwrap_or(SignedDuration::from_secs(300));
    now.saturating_add(pause).unwrap_or(Timestamp::MAX)
}
