//! What one look into a mailbox came to.

use jiff::Timestamp;
use tokio::sync::oneshot;

use super::game::{Letter, Told};
use crate::domain::challenge::{Challenge, Change, Event, Refusal, Standing};
use crate::domain::ids::MemberId;
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
    /// Whether the game ended.
    ended: bool,
    /// Who has played all of it afterwards.
    ghosts: Vec<MemberId>,
}

impl Batch {
    pub(super) fn of(state: &Challenge) -> Self {
        Self {
            draft: state.clone(),
            events: Vec::new(),
            accepted: Vec::new(),
            refused: Vec::new(),
            ended: false,
            ghosts: Vec::new(),
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
        let results = challenge.ended().filter(|_| self.has_results()).map(|(ended_at, _)| Results {
            guild: challenge.guild(),
            ended_at,
            standings: self.standings(),
            winners: challenge.winners(),
        });
        Kept { challenge: challenge.id(), after, events: self.events.clone(), results }
    }

    /// Whether results are to be kept, and the end is to be shown.
    pub(super) fn has_results(&self) -> bool {
        self.ended || !self.ghosts.is_empty()
    }

    /// The places that were settled by it. Whoever was erased has none: nobody could ever erase that one.
    fn standings(&self) -> Vec<Standing> {
        let mut standings = self.draft.standings();
        standings.retain(|standing| {
            let settled = if standing.ghost { self.ghosts.contains(&standing.member) } else { self.ended };
            settled && !standing.member.is_nobody()
        });
        standings
    }

    fn note(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Ended(_) => self.ended = true,
                Change::GhostFinished(member) => self.ghosts.push(*member),
                Change::Joined(_)
                | Change::Left(_)
                | Change::HostIs(_)
                | Change::Began
                | Change::LockedIn { .. }
                | Change::Closed { .. }
                | Change::AskedAnew { .. } => {}
            }
        }
    }
}
