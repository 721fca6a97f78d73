//! What time does to a game.

use jiff::{SignedDuration, Timestamp};

use super::state::{UNTOUCHED, after};
use super::{Challenge, Change, EndReason, Mode, Phase, Refusal};
use crate::domain::content::Difficulty;
use crate::domain::grading::Grade;

/// How long a press that was made in time may be under way to the bot.
pub(super) const GRACE: SignedDuration = SignedDuration::from_millis(1_500);

/// How long a question may take to be posted. Discord's longest usual wait for a message is far below.
pub(super) const POST_PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// How long a question may take to be drawn.
const DRAW_PATIENCE: SignedDuration = SignedDuration::from_secs(30);

/// What a lobby waits at least after a restart: presses made meanwhile were lost.
const LOBBY_AFTER_RESTART: SignedDuration = SignedDuration::from_secs(15);

/// From this version of events on, a question that is interrupted does not merely go on where somebody has answered.
const ANEW_FOR_THE_REST: u16 = 2;

/// From this version of events on, a restart costs those who had answered none of their lead, and is not put down to
/// the players when it took too long.
const NOBODY_LOSES: u16 = 3;

/// How often one question is asked at most.
pub const MOST_ATTEMPTS: u8 = 3;

impl Challenge {
    /// When something is due by itself; `None` once the game is over.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        let until = match self.phase {
            Phase::Lobby { until }
            | Phase::Drawing { until }
            | Phase::GetReady { until }
            | Phase::Asking { until }
            | Phase::Reveal { until } => until,
            Phase::Ended { .. } => return None,
        };
        Some(until.min(after(self.touched, UNTOUCHED)))
    }

    pub(super) fn on_due(&mut self, version: u16, at: Timestamp) -> Result<Vec<Change>, Refusal> {
        let until = self.due();
        if until.is_none_or(|until| at < until) {
            return Err(Refusal::NotDue { until });
        }
        if at >= after(self.touched, UNTOUCHED) {
            return Ok(self.end(EndReason::Untouched, at));
        }
        Ok(match self.phase {
            Phase::Lobby { .. } => self.begin_by_itself(version, at),
            Phase::Drawing { .. } => self.end(EndReason::Stalled, at),
            Phase::GetReady { .. } => {
                self.ask(at);
                Vec::new()
            }
            Phase::Asking { .. } if self.is_posted() => self.close(at),
            Phase::Asking { .. } => self.end(EndReason::Stalled, at),
            Phase::Reveal { .. } => self.next_round(at),
            Phase::Ended { .. } => Vec::new(),
        })
    }

    pub(super) fn next_round(&mut self, at: Timestamp) -> Vec<Change> {
        if self.rounds.len() >= usize::from(self.rules.rounds) {
            return self.end(EndReason::Finished, at);
        }
        self.phase = Phase::Drawing { until: after(at, DRAW_PATIENCE) };
        Vec::new()
    }

    fn is_posted(&self) -> bool {
        self.open_round().is_some_and(|round| round.posted.is_some())
    }

    /// The bot is back. Nobody is to lose by its absence: a lobby waits a little longer, whoever has not answered the
    /// open question is asked anew, with its whole time, and whoever had answered keeps their answer and their lead.
    pub(super) fn resume(&mut self, version: u16, at: Timestamp) -> Result<Vec<Change>, Refusal> {
        self.refuse_if_over()?;
        if at >= after(self.touched, UNTOUCHED) {
            let reason = if version < NOBODY_LOSES { EndReason::Untouched } else { EndReason::Away };
            return Ok(self.end(reason, at));
        }
        match &mut self.phase {
            Phase::Lobby { until } => *until = (*until).max(after(at, LOBBY_AFTER_RESTART)),
            Phase::Drawing { until } => *until = after(at, DRAW_PATIENCE),
            Phase::Asking { until } => {
                let in_time = at < *until;
                return Ok(self.resume_question(version, in_time, at));
            }
            Phase::GetReady { .. } | Phase::Reveal { .. } | Phase::Ended { .. } => {}
        }
        Ok(Vec::new())
    }

    fn resume_question(&mut self, version: u16, in_time: bool, at: Timestamp) -> Vec<Change> {
        let Some(round) = self.rounds.last() else { return Vec::new() };
        let number = round.number;
        let is_settled = round.attempt >= MOST_ATTEMPTS || self.have_all_answered();
        // While time is left, answers may still be given to the last asking, or changed.
        let stays = if version < ANEW_FOR_THE_REST { round.answered() > 0 } else { is_settled };
        if stays && in_time && round.posted.is_some() {
            return Vec::new();
        }
        if is_settled {
            return self.cut_short(at);
        }
        if let Some(round) = self.rounds.last_mut() {
            round.attempt += 1;
            if version >= NOBODY_LOSES {
                round.had_before = round.slowest();
            }
        }
        self.ask(at);
        vec![Change::AskedAnew { number }]
    }

    /// How hard the next question should be: rising through a game, or with a crew that does well.
    pub(super) fn wanted_difficulty(&self) -> Difficulty {
        match self.rules.mode {
            Mode::Crew => self.crew_difficulty(),
            Mode::Everyone | Mode::Teams { .. } | Mode::Duel { .. } => {
                let thirds = self.rounds.len() * 3 / usize::from(self.rules.rounds.max(1));
                Difficulty::ALL[thirds.min(2)]
            }
        }
    }

    /// A step up after a question that two in three had right, a step down after one that fewer than one in three
    /// had; it begins in the middle.
    fn crew_difficulty(&self) -> Difficulty {
        let mut step: usize = 1;
        for round in self.closed_rounds() {
            let right = round.members.values().flatten();
            let right = right.filter(|given| round.asked.grade(given.selection) == Grade::Right).count();
            let asked = round.members.len().max(1);
            if right * 3 >= asked * 2 {
                step = (step + 1).min(2);
            } else if right * 3 < asked {
                step = step.saturating_sub(1);
            }
        }
        Difficulty::ALL[step]
    }
}
