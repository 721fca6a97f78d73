//! What a host may choose.

use std::ops::RangeInclusive;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::Allowance;
use crate::domain::content::Question;
use crate::domain::ids::{ConceptId, MemberId};

/// How many rounds a game may have.
pub const ROUNDS: RangeInclusive<u8> = 3..=20;

/// How many seconds a question may be open.
pub const SECONDS: RangeInclusive<u8> = 10..=120;

/// How many seconds a lobby may wait. Under ten minutes: an untouched lobby ends itself then.
pub const WAIT_SECONDS: RangeInclusive<u16> = 15..=300;

/// How many seconds the scenario may be shown before the buttons appear; 0 for not at all.
pub const GET_READY_SECONDS: RangeInclusive<u8> = 0..=30;

/// How many words of a scenario are read in a second.
///
/// Source: M. Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109 (2019),
/// <https://doi.org/10.1016/j.jml.2019.104047>: 238 words of non-fiction a minute.
const WORDS_PER_SECOND: usize = 4;

/// How many seconds a scenario is shown at least and at most where its length decides.
const READING_SECONDS: RangeInclusive<usize> = 8..=25;

/// How many seconds the key and the rationale may stand before the next question.
pub const REVIEW_SECONDS: RangeInclusive<u8> = 5..=60;

/// How many teams there may be.
pub const TEAMS: RangeInclusive<u8> = 2..=4;

/// What a host chose for a game.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Who plays against whom.
    pub mode: Mode,
    /// The concept that every question is about; `None` for all of them.
    pub topic: Option<ConceptId>,
    /// How many questions; see [`ROUNDS`].
    pub rounds: u8,
    /// How long a question is open, in seconds; see [`SECONDS`].
    pub seconds: u8,
    /// How long the lobby waits before the game begins by itself, in seconds; see [`WAIT_SECONDS`].
    pub wait: u16,
    /// How long the scenario is shown before the buttons appear, in seconds; see [`GET_READY_SECONDS`]. `None`: as long
    /// as it takes to read.
    pub get_ready: Option<u8>,
    /// How long the key and the rationale stand before the next question, in seconds; see [`REVIEW_SECONDS`].
    pub review: u8,
    /// What a right answer is worth.
    pub scoring: Scoring,
    /// Whether right answers in a row earn a bonus. Counts with [`Scoring::Speed`] only.
    pub streak_bonus: bool,
    /// Whether a member may change an answer, once, until time is up. A round then lasts its full time.
    pub change_of_mind: bool,
    /// Whether the game is played in a thread of its own.
    pub in_thread: bool,
}

/// Who plays against whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "kebab-case")]
pub enum Mode {
    /// Everyone for themselves.
    Everyone,
    /// Team against team.
    Teams {
        /// How many; see [`TEAMS`].
        count: u8,
        /// Who is in which.
        sides: Sides,
    },
    /// All together against a target; the difficulty follows how they do.
    Crew,
    /// The host against one member, who has to accept.
    Duel {
        /// The other one.
        opponent: MemberId,
    },
}

/// How the teams come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sides {
    /// As even as past accuracy allows.
    Balanced,
    /// Members choose; who does not is put where the fewest are.
    Chosen,
}

/// What a right answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scoring {
    /// Up to 1000 points, fewer the later it comes.
    Speed,
    /// One point, however late it comes.
    Plain,
}

/// The rules cannot be played by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRules {
    /// Too few or too many rounds.
    #[error("{0} rounds are outside {first} to {last}", first = ROUNDS.start(), last = ROUNDS.end())]
    Rounds(u8),
    /// Too short or too long.
    #[error("{0} seconds for a question are outside {first} to {last}", first = SECONDS.start(), last = SECONDS.end())]
    Seconds(u8),
    /// The lobby would wait too short or too long.
    #[error("a wait of {0} seconds is outside {first} to {last}", first = WAIT_SECONDS.start(), last = WAIT_SECONDS.end())]
    Wait(u16),
    /// The scenario would be shown too long beforehand.
    #[error("{0} seconds to get ready are over {last}", last = GET_READY_SECONDS.end())]
    GetReady(u8),
    /// The key would stand too short or too long.
    #[error("{0} seconds to read the key are outside {first} to {last}", first = REVIEW_SECONDS.start(), last = REVIEW_SECONDS.end())]
    Review(u8),
    /// Too few or too many teams.
    #[error("{0} teams are outside {first} to {last}", first = TEAMS.start(), last = TEAMS.end())]
    Teams(u8),
}

impl Default for Rules {
    /// What most groups want: seven rounds, everyone for themselves, with time to read: of the built-in chapter half
    /// of all scenarios have more than 60 words, and their options another 45.
    fn default() -> Self {
        Self {
            mode: Mode::Everyone,
            topic: None,
            rounds: 7,
            seconds: 40,
            wait: 60,
            get_ready: None,
            review: 12,
            scoring: Scoring::Speed,
            streak_bonus: false,
            change_of_mind: false,
            in_thread: false,
        }
    }
}

impl Rules {
    /// Whether a game can be played by these rules.
    ///
    /// # Errors
    ///
    /// [`BadRules`]: the first number that is out of its range.
    pub fn check(&self) -> Result<(), BadRules> {
        let teams = match self.mode {
            Mode::Teams { count, .. } => Some(count),
            Mode::Everyone | Mode::Crew | Mode::Duel { .. } => None,
        };
        let bad = [
            (!ROUNDS.contains(&self.rounds)).then_some(BadRules::Rounds(self.rounds)),
            (!SECONDS.contains(&self.seconds)).then_some(BadRules::Seconds(self.seconds)),
            (!WAIT_SECONDS.contains(&self.wait)).then_some(BadRules::Wait(self.wait)),
            self.get_ready.filter(|seconds| !GET_READY_SECONDS.contains(seconds)).map(BadRules::GetReady),
            (!REVIEW_SECONDS.contains(&self.review)).then_some(BadRules::Review(self.review)),
            teams.filter(|count| !TEAMS.contains(count)).map(BadRules::Teams),
        ];
        bad.into_iter().flatten().next().map_or(Ok(()), Err)
    }

    /// How long the scenario of a question is shown before its buttons appear.
    #[must_use]
    pub fn get_ready_for(&self, question: &Question) -> SignedDuration {
        let to_read = || {
            let words = question.stem.split_whitespace().count();
            let seconds = words.div_ceil(WORDS_PER_SECOND);
            let seconds = seconds.clamp(*READING_SECONDS.start(), *READING_SECONDS.end());
            i64::try_from(seconds).unwrap_or(i64::MAX)
        };
        SignedDuration::from_secs(self.get_ready.map_or_else(to_read, i64::from))
    }

    /// How long a question is open for a member with an allowance.
    #[must_use]
    pub fn open_for(&self, allowance: Allowance) -> SignedDuration {
        allowance.stretch(SignedDuration::from_secs(self.seconds.into()))
    }

    /// How many teams there are; 0 where there are none.
    #[must_use]
    pub fn teams(&self) -> u8 {
        match self.mode {
            Mode::Teams { count, .. } => count,
            Mode::Everyone | Mode::Crew | Mode::Duel { .. } => 0,
        }
    }
}
