//! One task sleeps until the earliest due instant and does what is due: its cost follows what is due, not
//! how many guilds there are.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::{Mutex, Notify, watch};
use tracing::{error, info};

use super::under_way::{Errand, UnderWay};
use super::worker::{FIRST_BACKOFF, Waiting, Worker};
use super::{Outward, Overdue, Presence, Pulse};
use crate::actions::Services;
use crate::metrics::DailyMeters;
use crate::store::StoreError;

/// Rows taken at a time.
const BATCH: usize = 100;

/// How long a round waits for its errands, in real time. What takes longer goes on by itself.
const GRACE: Duration = Duration::from_secs(2);

/// Past answers judged anew in one transaction: a few milliseconds of the writer's time.
const JUDGED_AT_ONCE: usize = 200;

/// Such transactions in one round.
const JUDGED_BATCHES: usize = 5;

/// How often the bot notes that it can take answers. `presence.rs` knows how long without a note is an outage.
const PRESENCE_EVERY: Duration = Duration::from_secs(30);

/// Between two rounds at least, unless something wakes the jobs: what is due but fails badly must not run hot.
const BREATH: Duration = Duration::from_millis(250);

/// What the jobs have settled: everything due at this instant of the clock has been looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// How often the clock had been turned when the round began.
    pub turns: u64,
    /// How many rounds there were.
    pub rounds: u64,
}

/// The task that does what is due.
#[derive(Debug)]
pub struct Jobs<O> {
    services: Services,
    outward: Arc<O>,
    presence: Presence,
    started_at: Timestamp,
    /// How often the clock had been turned when a round last began; `None`: none has.
    turns: Mutex<Option<u64>>,
    wake: Arc<Notify>,
    settled: watch::Sender<Settled>,
    threads_waiting: Arc<Waiting>,
    managers_waiting: Arc<Waiting>,
    under_way: Mutex<UnderWay>,
    pulse: Pulse,
    overdue: Overdue,
    meters: DailyMeters,
}

/// What one look at what is due has begun, and until when it waits for that.
struct Round {
    begun: HashSet<Errand>,
    patient_until: Instant,
    /// The clock was turned since the round before, while the bot was there: what has become due by that was kept from
    /// nobody.
    leapt: bool,
}

impl<O: Outward> Jobs<O> {
    /// Jobs that begin now.
    #[must_use]
    pub fn new(services: Services, outward: Arc<O>, presence: Presence, wake: Arc<Notify>) -> Self {
        let (started_at, pulse) = (services.clock.now(), Pulse::default());
        Self {
            services,
            outward,
            presence,
            started_at,
            turns: Mutex::default(),
            wake,
            settled: watch::Sender::default(),
            threads_waiting: Arc::default(),
            managers_waiting: Arc::default(),
            under_way: Mutex::new(UnderWay::new(pulse.clone())),
            pulse,
            overdue: Overdue::default(),
            meters: DailyMeters::default(),
        }
    }

    /// Whether the jobs go on.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        self.pulse.clone()
    }

    /// What is being tried again.
    #[must_use]
    pub fn overdue(&self) -> Overdue {
        self.overdue.clone()
    }

    /// What is counted of the dailies.
    #[must_use]
    pub fn meters(&self) -> DailyMeters {
        self.meters.clone()
    }

    /// What has been settled so far, to wait for.
    #[must_use]
    pub fn settled(&self) -> watch::Receiver<Settled> {
        self.settled.subscribe()
    }

    /// Runs what is due, then sleeps until more is, until `stopping` turns true. Ends when nothing is under way.
    pub async fn run(&self, mut stopping: watch::Receiver<bool>) {
        let clock = &self.services.clock;
        while !*stopping.borrow() {
            let turns = clock.turns();
            let round = tokio::select! {
                round = self.run_due() => round,
                _ = stopping.changed() => break,
            };
            self.pulse.beat();
            self.settled.send_modify(|settled| {
                *settled = Settled { turns, rounds: settled.rounds + 1 };
            });
            if clock.turns() != turns {
                // Turned while the round ran: what is due now may have been looked at by the old time.
                continue;
            }
            tokio::select! {
                () = clock.sleep_until(self.next_round(round)) => {}
                () = self.wake.notified() => {}
                () = self.one_ends() => {}
                _ = stopping.changed() => {}
            }
        }
        while self.under_way.lock().await.one().await {}
    }

    /// When to look again: soon where something is due already, at the latest when the presence is to be noted.
    fn next_round(&self, round: Result<Option<Timestamp>, StoreError>) -> Timestamp {
        let now = self.services.clock.now();
        let after = |pause: Duration| now.saturating_add(pause).unwrap_or(Timestamp::MAX);
        match round {
            Ok(next) => {
                next.map_or(after(PRESENCE_EVERY), |next| next.clamp(after(BREATH), after(PRESENCE_EVERY)))
            }
            Err(error) => {
                error!(%error, "the jobs could not reach the store");
                after(FIRST_BACKOFF)
            }
        }
    }

    /// An errand that an earlier round did not wait for has ended: it may have made something due.
    async fn one_ends(&self) {
        if !self.under_way.lock().await.one().await {
            std::future::pending::<()>().await;
        }
    }

    /// Does everything that is due now and returns when more will be. Errands that take longer than a moment go on.
    ///
    /// Endings come before new questions: a guild never has two open at once.
    ///
    /// # Errors
    ///
    /// Whatever the store refuses; what Discord refuses is retried by itself.
    pub async fn run_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let turns = self.services.clock.turns();
        let turned = self.turns.lock().await.replace(turns).is_some_and(|before| before != turns);
        let mut round = Round {
            begun: HashSet::new(),
            patient_until: Instant::now() + GRACE,
            leapt: turned && self.presence.is_connected(),
        };
        while self.run_a_batch(&mut round).await? {}
        self.open_discussions(&mut round).await?;
        self.tell_managers(&mut round).await?;
        self.settle(&round).await?;
        let now = self.services.clock.now();
        let unfinished = self.judge_anew(now).await?;
        self.services.store.empty_log(now).await?;
        // A step a round: forgetting a large guild holds up nobody's daily.
        let forgetting = self.services.store.forget_some(now).await?;
        if unfinished || forgetting {
            return Ok(Some(now));
        }
        let next = self.services.store.next_wake().await?;
        Ok([next, self.threads_waiting.soonest(now), self.managers_waiting.soonest(now)]
            .into_iter()
            .flatten()
            .min())
    }

    /// A batch of each kind. Gives whether more may be due: then nobody waits for this one's errands.
    async fn run_a_batch(&self, round: &mut Round) -> Result<bool, StoreError> {
        self.note_presence().await?;
        // One instant for all: a daily that ends while others are closed is not replaced before it ended.
        let now = self.services.clock.now();
        let lost = self.find_lost(now, round).await?;
        let closing = self.close_due(now, round).await?;
        let planning = self.plan_due(now, round.leapt).await?;
        let sending = self.send_planned(round).await?;
        Ok(lost || closing || planning || sending)
    }

    /// Judges past answers by corrected keys, a few batches in each round. Returns whether more are left: others
    /// come first then.
    async fn judge_anew(&self, now: Timestamp) -> Result<bool, StoreError> {
        for _ in 0..JUDGED_BATCHES {
            if !self.services.store.judge_anew(JUDGED_AT_ONCE, now).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn note_presence(&self) -> Result<(), StoreError> {
        let (store, at) = (&self.services.store, self.services.clock.now_and_turns());
        match (self.presence.take_outage(at), self.presence.ongoing_outage(at)) {
            (Some(outage), _) => {
                let kept = store.seen(at.0, outage).await;
                match (&kept, outage) {
                    (Ok(()), _) => self.presence.noted(at),
                    (Err(_), Some(since)) => self.presence.give_back(since),
                    (Err(_), None) => {}
                }
                kept
            }
            (None, Some(since)) => store.still_out(since, at.0).await,
            (None, None) => Ok(()),
        }
    }

    /// A daily that was posted, with nobody left to note it, has to close all the same.
    async fn find_lost(&self, now: Timestamp, round: &mut Round) -> Result<bool, StoreError> {
        let lost = self.services.store.unsent_and_over(now, self.batch().await).await?;
        let lost = lost.into_iter().map(|lost| (Errand::Post(lost.daily.id), lost));
        let more = self.begin(lost, round, Worker::find).await;
        self.settle_unless(more, round).await
    }

    async fn close_due(&self, now: Timestamp, round: &mut Round) -> Result<bool, StoreError> {
        let closings = self.services.store.closings(now, self.batch().await).await?;
        let closings = closings.into_iter().map(|closing| (Errand::Close(closing.daily.id), closing));
        let more = self.begin(closings, round, Worker::close).await;
        self.settle_unless(more, round).await
    }

    async fn plan_due(&self, now: Timestamp, leapt: bool) -> Result<bool, StoreError> {
        let services = &self.services;
        let (chance, pool) = (services.chance.clone(), Arc::clone(&services.pool));
        let report = services.store.plan_due(now, leapt, BATCH, pool, move || chance.seed()).await?;
        self.pulse.beat();
        if report.planned > 0 {
            self.meters.planned(report.planned);
            info!(dailies = report.planned, "planned");
        }
        Ok(report.taken == BATCH)
    }

    async fn send_planned(&self, round: &mut Round) -> Result<bool, StoreError> {
        let unsent = self.services.store.unsent(self.services.clock.now(), self.batch().await).await?;
        let unsent = unsent.into_iter().map(|unsent| (Errand::Post(unsent.daily.id), unsent));
        let more = self.begin(unsent, round, Worker::send).await;
        self.settle_unless(more, round).await
    }

    async fn open_discussions(&self, round: &mut Round) -> Result<(), StoreError> {
        let now = self.services.clock.now();
        let undiscussed = self.services.store.undiscussed(self.batch().await).await?;
        let undiscussed = undiscussed
            .into_iter()
            .filter(|daily| self.threads_waiting.is_over(daily.id.0, now))
            .map(|daily| (Errand::Discuss(daily.id), daily));
        self.begin(undiscussed, round, Worker::open_discussion).await;
        Ok(())
    }

    async fn tell_managers(&self, round: &mut Round) -> Result<(), StoreError> {
        let now = self.services.clock.now();
        let guilds = self.services.store.managers_to_tell(self.batch().await).await?;
        let guilds = guilds
            .into_iter()
            .filter(|guild| self.managers_waiting.is_over(guild.id.0, now))
            .map(|guild| (Errand::Tell(guild.id), guild));
        self.begin(guilds, round, Worker::tell_manager).await;
        Ok(())
    }

    /// How many rows to take: those under way are still due, and are taken again.
    async fn batch(&self) -> usize {
        BATCH + self.under_way.lock().await.count()
    }

    /// Begins errands that are neither under way nor were begun in this round. Gives whether there may be more.
    async fn begin<T, F>(
        &self,
        errands: impl Iterator<Item = (Errand, T)>,
        round: &mut Round,
        work: impl Fn(Worker<O>, T) -> F,
    ) -> bool
    where
        F: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        let mut under_way = self.under_way.lock().await;
        let fresh: Vec<(Errand, T)> = errands.filter(|(errand, _)| !under_way.has(*errand)).collect();
        let mut count = 0;
        for (errand, about) in fresh {
            if round.begun.insert(errand) {
                count += 1;
                under_way.begin(errand, work(self.worker(), about)).await;
            }
        }
        count >= BATCH
    }

    /// Waits for what the round has begun, unless there is more to begin.
    async fn settle_unless(&self, more: bool, round: &Round) -> Result<bool, StoreError> {
        if !more {
            self.settle(round).await?;
        }
        Ok(more)
    }

    async fn settle(&self, round: &Round) -> Result<(), StoreError> {
        let mut under_way = self.under_way.lock().await;
        let patience = round.patient_until.saturating_duration_since(Instant::now());
        under_way.settle(&round.begun, patience).await;
        under_way.outcome()
    }

    pub(super) fn worker(&self) -> Worker<O> {
        Worker {
            services: self.services.clone(),
            outward: Arc::clone(&self.outward),
            started_at: self.started_at,
            threads_waiting: Arc::clone(&self.threads_waiting),
            managers_waiting: Arc::clone(&self.managers_waiting),
            overdue: self.overdue.clone(),
            meters: self.meters.clone(),
        }
    }
}
