//! Errands to Discord that are under way. A slow one holds up nobody but those behind it in a full house.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::task::{Id, JoinSet};
use tracing::error;

use super::Pulse;
use crate::domain::ids::{DailyId, GuildId};
use crate::store::StoreError;

/// Errands under way at once: enough to keep the global limit busy while answers take their time.
const AT_ONCE: usize = 64;

/// What an errand is about: nothing is done twice at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Errand {
    /// A daily is sent, or looked for.
    Post(DailyId),
    /// A daily's message shows the key.
    Close(DailyId),
    /// A daily gets its thread.
    Discuss(DailyId),
    /// A guild's manager is told.
    Tell(GuildId),
}

/// The errands under way.
#[derive(Debug)]
pub(super) struct UnderWay {
    tasks: JoinSet<Result<(), StoreError>>,
    errands: HashMap<Id, Errand>,
    names: HashSet<Errand>,
    failed: Option<StoreError>,
    pulse: Pulse,
}

impl UnderWay {
    /// None yet; each one that ends beats `pulse`.
    pub(super) fn new(pulse: Pulse) -> Self {
        Self { tasks: JoinSet::new(), errands: HashMap::new(), names: HashSet::new(), failed: None, pulse }
    }

    /// Whether this errand is under way.
    pub(super) fn has(&self, errand: Errand) -> bool {
        self.names.contains(&errand)
    }

    /// How many are.
    pub(super) fn count(&self) -> usize {
        self.names.len()
    }

    /// Begins an errand, once there is room for it.
    pub(super) async fn begin(
        &mut self,
        errand: Errand,
        work: impl Future<Output = Result<(), StoreError>> + Send + 'static,
    ) {
        while self.tasks.len() >= AT_ONCE {
            self.one().await;
        }
        let task = self.tasks.spawn(work);
        self.errands.insert(task.id(), errand);
        self.names.insert(errand);
    }

    /// Waits for one to end. Gives whether there was any.
    pub(super) async fn one(&mut self) -> bool {
        let (id, result) = match self.tasks.join_next_with_id().await {
            None => return false,
            Some(Ok((id, result))) => (id, result),
            Some(Err(panic)) => {
                error!(%panic, "an errand failed badly");
                (panic.id(), Ok(()))
            }
        };
        self.pulse.beat();
        if let Some(errand) = self.errands.remove(&id) {
            self.names.remove(&errand);
        }
        if let Err(error) = result {
            self.failed.get_or_insert(error);
        }
        true
    }

    /// Waits for these to end, for at most `patience` of real time. Those that take longer go on.
    pub(super) async fn settle(&mut self, errands: &HashSet<Errand>, patience: Duration) {
        let ended = async { while !self.names.is_disjoint(errands) && self.one().await {} };
        // Time that ran out is no failure: a later round looks after the rest.
        let _ = tokio::time::timeout(patience, ended).await;
    }

    /// The first failure of the store since this was last asked.
    pub(super) fn outcome(&mut self) -> Result<(), StoreError> {
        self.failed.take().map_or(Ok(()), Err)
    }
}
