//! A finished game, played by a member who was not there.
//!
//! A ghost is shown the rounds privately, one after the other, and answers by its own clock; what the others had
//! chosen, and how fast, stands as it was. A question is open for as long as it was for them. Nothing is due: a round
//! that is answered too late counts as unanswered.

use jiff::{SignedDuration, Timestamp};

use super::score::AT_ONCE;
use super::state::after;
use super::{Allowance, Challenge, Change, GhostPressed, Given, Refusal, Round};
use crate::domain::asked::AskedQuestion;
use crate::domain::ids::MemberId;

/// How long after its end a game may be played by those who were not there.
pub const GHOST_WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// A ghost's time runs from the press that brings the question up, by Discord's own time. What it takes until the
/// question is on the screen is not the member's: so much is taken off, as much as Kahoot gives to everybody.
const UNTIL_SHOWN: SignedDuration = AT_ONCE;

/// From this version of events on, a ghost has the table's extra time as well.
const TABLES_TIME: u16 = 2;

/// A member who plays after the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ghost {
    /// The how-manyeth ghost: 0 for the first.
    pub(super) order: usize,
    pub(super) allowance: Allowance,
    /// When the round on the table was brought up.
    pub(super) shown_at: Timestamp,
    /// The rounds done.
    pub(super) given: Vec<Option<Given>>,
    /// Whether a round is on the table, not answered yet.
    pub(super) pending: bool,
}

impl Challenge {
    /// A member who plays, or played, this game after the others.
    #[must_use]
    pub fn ghost(&self, member: MemberId) -> Option<&Ghost> {
        self.ghosts.get(&member)
    }

    /// Whether a ghost has done all rounds.
    #[must_use]
    pub fn has_finished(&self, ghost: &Ghost) -> bool {
        ghost.given.len() >= self.closed_rounds().count()
    }

    /// The number of the round that a ghost comes to next, or has on the table, 1 for the first of those that
    /// count. `None`: all are done.
    #[must_use]
    pub fn ghost_round(&self, member: MemberId) -> Option<u8> {
        let done = self.ghosts.get(&member).map_or(0, |ghost| ghost.given.len());
        self.closed_rounds().nth(done).map(|round| round.number)
    }

    /// Until when the round on a ghost's table is open. `None`: there is none.
    #[must_use]
    pub fn ghost_time(&self, member: MemberId) -> Option<Timestamp> {
        let ghost = self.ghosts.get(&member).filter(|ghost| ghost.pending)?;
        Some(after(ghost.shown_at, self.open_for_ghost(ghost)))
    }

    /// How long a question is open for a ghost: as long as it was for the table, or longer with its own extra time.
    fn open_for_ghost(&self, ghost: &Ghost) -> SignedDuration {
        self.rules.open_for(ghost.allowance.max(self.stretch))
    }

    pub(super) fn ask_ghost(
        &mut self,
        member: MemberId,
        allowance: Allowance,
        number: u8,
        pressed: Timestamp,
        at: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        let Some((ended, _)) = self.ended() else { return Err(Refusal::NotOver) };
        if self.closed_rounds().any(|round| round.members.contains_key(&member)) {
            return Err(Refusal::WasThere);
        }
        if at >= after(ended, GHOST_WINDOW) {
            return Err(Refusal::GhostTooLate);
        }
        if self.ghost_round(member) != Some(number) {
            return Err(Refusal::Stale { number });
        }
        let shown_at = after(pressed, UNTIL_SHOWN);
        let order = self.ghosts.len();
        let fresh = Ghost { order, allowance, shown_at, given: Vec::new(), pending: false };
        let ghost = self.ghosts.entry(member).or_insert(fresh);
        // Whoever closes the question and brings it up again gains no time.
        if !ghost.pending {
            ghost.shown_at = shown_at;
            ghost.pending = true;
        }
        Ok(Vec::new())
    }

    pub(super) fn answer_ghost(
        &mut self,
        version: u16,
        pressed: &GhostPressed,
    ) -> Result<Vec<Change>, Refusal> {
        if !self.is_over() {
            return Err(Refusal::NotOver);
        }
        let stale = Refusal::Stale { number: pressed.number };
        let Some(ghost) = self.ghosts.get(&pressed.member) else { return Err(Refusal::Outside) };
        if !ghost.pending || self.ghost_round(pressed.member) != Some(pressed.number) {
            return Err(stale);
        }
        let round = self.closed_rounds().find(|round| round.number == pressed.number);
        if !round.is_some_and(|round| round.asked.accepts(pressed.selection)) {
            return Err(Refusal::Unfit);
        }
        let taken = pressed.at.duration_since(ghost.shown_at).max(SignedDuration::ZERO);
        let open_for = if version < TABLES_TIME {
            self.rules.open_for(ghost.allowance)
        } else {
            self.open_for_ghost(ghost)
        };
        let given =
            (taken <= open_for).then_some(Given { selection: pressed.selection, taken, changed: false });
        if let Some(ghost) = self.ghosts.get_mut(&pressed.member) {
            ghost.given.push(given);
            ghost.pending = false;
        }
        let finished = self.ghosts.get(&pressed.member).is_some_and(|ghost| self.has_finished(ghost));
        Ok(finished.then_some(Change::GhostFinished(pressed.member)).into_iter().collect())
    }

    /// The rounds that a ghost has done.
    pub(super) fn rounds_of_ghost<'a>(
        &'a self,
        ghost: &'a Ghost,
    ) -> impl Iterator<Item = (&'a Round, Option<Given>)> {
        self.closed_rounds().zip(ghost.given.iter().copied())
    }

    pub(super) fn answers_of_ghost<'a>(
        &'a self,
        ghost: &'a Ghost,
    ) -> impl Iterator<Item = (&'a AskedQuestion, Option<Given>)> {
        self.rounds_of_ghost(ghost).map(|(round, given)| (&*round.asked, given))
    }
}
