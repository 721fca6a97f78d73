//! Servers that the bot came into or was removed from, noted one after the other.
//!
//! Discord tells of every server anew whenever a shard identifies: thousands of events within a second. Each is
//! put down here and forgotten, so that none holds its event in memory while it waits for the store, none takes a
//! member's place in the store's queue, and none overtakes another.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tracing::error;

use crate::clock::real_pause;
use crate::domain::ids::{ChannelId, GuildId};
use crate::domain::shards::Shards;
use crate::store::StoreError;

/// Waits before something that could not be noted is tried again.
const AGAIN: [Duration; 3] = [Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(5)];

/// Whether the bot is in a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Coming {
    /// It is there, be it for the first time, again or still.
    There {
        /// The server.
        guild: GuildId,
        /// When the bot joined it.
        joined_at: Timestamp,
        /// Where the server hears of news, if anywhere.
        system_channel: Option<ChannelId>,
    },
    /// It was removed.
    Removed(GuildId),
    /// Of the servers on a shard it is in these: Discord tells nobody afterwards who removed it meanwhile.
    Listed(Shards, Arc<[GuildId]>),
}

/// What is still to be noted. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Comings(Arc<Queue>);

#[derive(Debug, Default)]
struct Queue {
    waiting: Mutex<VecDeque<Coming>>,
    more: Notify,
}

impl Comings {
    /// Has this noted after all that came before.
    pub(super) fn put(&self, coming: Coming) {
        self.waiting().push_back(coming);
        self.0.more.notify_one();
    }

    /// Notes by `note` whatever is put, for as long as it is polled. What cannot be noted is tried again a few times;
    /// Discord tells of it anew at the next start.
    pub(super) async fn note_all<F>(&self, note: impl Fn(Coming) -> F)
    where
        F: Future<Output = Result<(), StoreError>>,
    {
        loop {
            let next = self.waiting().pop_front();
            match next {
                Some(coming) => patiently(&note, coming).await,
                None => self.0.more.notified().await,
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Coming>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn patiently<F>(note: &impl Fn(Coming) -> F, coming: Coming)
where
    F: Future<Output = Result<(), StoreError>>,
{
    for pause in AGAIN {
        match note(coming.clone()).await {
            Ok(()) => return,
            Err(error) => error!(?coming, %error, "whether the bot is in a server could not be noted"),
        }
        real_pause(pause).await;
    }
    if let Err(error) = note(coming.clone()).await {
        error!(?coming, %error, "whether the bot is in a server is not noted until the next start");
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    const FIRST: GuildId = GuildId(1);
    const SECOND: GuildId = GuildId(2);

    fn there(guild: GuildId) -> Coming {
        Coming::There { guild, joined_at: Timestamp::UNIX_EPOCH, system_channel: None }
    }

    /// What is noted until nothing waits any more; the first `refused` tries fail.
    async fn noted(comings: &Comings, refused: usize) -> Vec<Coming> {
        let (tries, noted) = (RefCell::new(0), RefCell::new(Vec::new()));
        let note = |coming| {
            *tries.borrow_mut() += 1;
            if *tries.borrow() <= refused {
                return std::future::ready(Err(StoreError::Busy));
            }
            noted.borrow_mut().push(coming);
            std::future::ready(Ok(()))
        };
        let done = async {
            while !comings.waiting().is_empty() || noted.borrow().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = comings.note_all(note) => {}
            () = done => {}
        }
        noted.into_inner()
    }

    #[tokio::test]
    async fn everything_is_noted_in_its_order() {
        let comings = Comings::default();
        let told = [there(FIRST), Coming::Removed(FIRST), there(SECOND), there(FIRST)];
        told.iter().cloned().for_each(|coming| comings.put(coming));
        assert_eq!(noted(&comings, 0).await, told);
    }

    #[tokio::test]
    async fn what_the_store_could_not_take_is_noted_before_what_came_later() {
        let comings = Comings::default();
        let told = [there(FIRST), Coming::Removed(FIRST)];
        told.iter().cloned().for_each(|coming| comings.put(coming));
        assert_eq!(noted(&comings, 1).await, told);
    }
}
