//! What one look into a mailbox came to.

use jiff::Timestamp;
use tokio::sync::oneshot;

use super::game::{Letter, Told};
use crate::domain::challenge::{Challenge, Change, Event, Refusal};
use crate::store::{Happened, Kept, Results, StoreError};

/// Whoever waits for an answer.
type Waiting = oneshot::Sender<Result<Told, StoreError>>;

/// Events judged one after the other, none of them kept yet.
pub(super) struct Batch {
    /// The state after them.
    pub(super) draft: Challenge,
    pub(super) events: Vec<Happened>,
    pub(super) accepted: Vec<(Waiting, Vec<Change>)>,
    pub(super) refused: Vec<(Waiting, Refusal)>,
    /// Whether results are to be kept.
    pub(super) ended: bool,
}

impl Batch {
    pub(super) fn of(state: &Challenge) -> Self {
        Self {
            draft: state.clone(),
            events: Vec::new(),
            accepted: Vec::new(),
            refused: Vec::new(),
            ended: false,
        }
    }

    pub(super) fn judge(&mut self, letter: Letter) {
        match self.draft.apply(&letter.event, letter.at) {
            Ok(changes) => {
                self.note(&changes);
                self.events.push((letter.at, letter.event.into()));
                self.accepted.push((letter.answer, changes));
            }
            Err(refusal) => self.refused.push((letter.answer, refusal)),
        }
    }

    /// After this event, if it is accepted.
    pub(super) fn told(mut self, event: Event, at: Timestamp) -> Self {
        if let Ok(changes) = self.draft.apply(&event, at) {
            self.note(&changes);
            self.events.push((at, event.into()));
        }
        self
    }

    /// What is to be kept of it, after so many events.
    pub(super) fn kept(&self, after: u32) -> Kept {
        let challenge = &self.draft;
        let results = challenge.ended().filter(|_| self.ended).map(|(ended_at, _)| Results {
            guild: challenge.guild(),
            ended_at,
            standings: challenge.standings(),
            winners: challenge.winners(),
        });
        Kept { challenge: challenge.id(), after, events: self.events.clone(), results }
    }

    fn note(&mut self, changes: &[Change]) {
        let ends = |change: &Change| matches!(change, Change::Ended(_) | Change::GhostFinished(_));
        self.ended |= changes.iter().any(ends);
    }
}
