//! Whether the bot lives, and whether it is ready: what an orchestrator asks, and what it can act on.

use std::fmt;
use std::time::Duration;

use crate::clock::Clock;
use crate::jobs::{Overdue, Presence, Pulse};
use crate::metrics::DailyMeters;
use crate::store::Store;

/// Jobs that got nothing done for so long are stuck: with nothing to do they beat every half minute, and a single call
/// to Discord is over within 45 s, 30 s for its turn (`discord/rates/`) and 15 s for its answer (`discord/rest.rs`).
const STUCK: Duration = Duration::from_secs(120);

/// What was due longer ago than this and is not done makes the scheduler late.
const BEHIND: Duration = Duration::from_secs(120);

/// How long a write may take.
const WRITE_PATIENCE: Duration = Duration::from_secs(2);

/// Knows how the bot is. Clones know the same.
#[derive(Clone, Debug)]
pub struct Health {
    /// Whether interactions arrive.
    pub presence: Presence,
    /// Whether the jobs go on.
    pub pulse: Pulse,
    /// What failed, and is being tried again.
    pub overdue: Overdue,
    /// The database.
    pub store: Store,
    /// The time by which dailies are due.
    pub clock: Clock,
    /// Where what was found is shown.
    pub dailies: DailyMeters,
}

/// What keeps the bot from being ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unready {
    /// No interaction arrives.
    Gateway,
    /// Nothing can be written.
    Database(String),
    /// What is due is not done in time.
    Scheduler {
        /// How long ago what has waited longest was due.
        behind: Duration,
    },
}

impl fmt::Display for Unready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gateway => f.write_str("gateway: not connected"),
            Self::Database(said) => write!(f, "database: {said}"),
            Self::Scheduler { behind } => write!(f, "scheduler: {} s behind", behind.as_secs()),
        }
    }
}

impl Health {
    /// Whether the jobs go on. Where they do not, only a restart helps.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.pulse.silence() < STUCK
    }

    /// Everything that keeps the bot from doing its work. A restart would not help.
    pub async fn unready(&self) -> Vec<Unready> {
        let gateway = (!self.presence.is_connected()).then_some(Unready::Gateway);
        let (database, scheduler) = tokio::join!(self.database(), self.scheduler());
        [gateway, database, scheduler].into_iter().flatten().collect()
    }

    /// Measures what is not counted as it happens.
    pub async fn measure(&self) {
        // What cannot be measured keeps its last value; readiness says why.
        let _ = tokio::join!(self.store.measure(), self.behind());
    }

    async fn database(&self) -> Option<Unready> {
        let said = match tokio::time::timeout(WRITE_PATIENCE, self.store.prove_writable()).await {
            Ok(Ok(())) => return None,
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("a write took more than {} s", WRITE_PATIENCE.as_secs()),
        };
        Some(Unready::Database(said))
    }

    async fn scheduler(&self) -> Option<Unready> {
        // Where the store cannot be asked, the database is what is not ready.
        let behind = self.behind().await?;
        (behind > BEHIND).then_some(Unready::Scheduler { behind })
    }

    async fn behind(&self) -> Option<Duration> {
        let due = self.store.next_daily_step().await.ok()?;
        let now = self.clock.now();
        let since = due.into_iter().chain(self.overdue.since(now)).min();
        let behind = since.and_then(|since| Duration::try_from(now.duration_since(since)).ok());
        let behind = behind.unwrap_or_default();
        self.dailies.behind(behind);
        Some(behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{Schedule, Weekdays, Zone, parse_time};
    use crate::domain::guild::Settings;
    use crate::domain::ids::{ChannelId, GuildId, MemberId};

    /// A bot whose jobs never run; a server wants its daily at nine.
    async fn idle(folder: &tempfile::TempDir) -> Health {
        let clock = Clock::starting_at("2026-03-02T08:00:00Z".parse().unwrap());
        let store = Store::open(&folder.path().join("shipmate.db")).unwrap();
        let schedule = Schedule {
            zone: Zone::named("UTC").unwrap(),
            time: parse_time("09:00").unwrap(),
            weekdays: Weekdays::ALL,
        };
        let settings = Settings { channel: ChannelId(7), schedule, mention: None, discussion: false };
        store.set_up(GuildId(1), settings, MemberId(2), clock.now()).await.unwrap();
        let presence = Presence::default();
        presence.connected();
        let (pulse, overdue, dailies) = (Pulse::default(), Overdue::default(), DailyMeters::default());
        Health { presence, pulse, overdue, store, clock, dailies }
    }

    #[tokio::test]
    async fn what_is_due_and_not_done_makes_the_scheduler_late() {
        let folder = tempfile::tempdir().unwrap();
        let health = idle(&folder).await;
        assert_eq!(health.unready().await, []);
        health.clock.turn_to("2026-03-02T09:01:00Z".parse().unwrap());
        assert_eq!(health.unready().await, [], "a minute is no delay");
        health.clock.turn_to("2026-03-02T09:03:00Z".parse().unwrap());
        let unready = health.unready().await;
        assert_eq!(unready.len(), 1, "{unready:?}");
        assert_eq!(unready[0].to_string(), "scheduler: 180 s behind");
    }

    #[tokio::test]
    async fn a_closed_store_makes_it_unready() {
        let folder = tempfile::tempdir().unwrap();
        let health = idle(&folder).await;
        health.store.close().await;
        let unready = health.unready().await;
        assert_eq!(unready, [Unready::Database("the store is closed".into())]);
    }
}
