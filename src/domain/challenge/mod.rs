//! A group's game: a lobby, rounds of question and reveal, a podium.
//!
//! The game *is* its events. [`Challenge::apply`] takes what happened and when, refuses what the rules do not
//! allow, and otherwise moves the state on; folding the events that were accepted gives the same state again, so
//! a game survives whatever happens to the process. Points are never kept: they are counted from the answers.
//!
//! Two clocks meet here and are never compared. A deadline is by the bot's clock, from the instant at which the bot
//! learnt that the question stands. How long a member took is by Discord's clock alone: from the creation of
//! the question's message to the press. Where the bot learnt so late that the countdown was moved, an answer may take
//! longer by that span, of the bot's own clock.

mod allowance;
mod answering;
mod board;
mod change;
mod draw;
mod event;
mod ghost;
mod lobby;
mod refusal;
mod review;
mod round;
mod rules;
mod scene;
mod score;
mod state;
mod teams;
mod timing;
mod winners;

pub use allowance::Allowance;
pub use board::{Average, Crew, Standing, TeamStanding};
pub use change::{Change, EndReason, Want};
pub use draw::{History, LATELY_DAYS, not_lately};
pub use event::{Asker, EVENT_VERSION, Event, GhostPressed, Newcomer, Opening, Pressed, Written};
pub use ghost::{GHOST_WINDOW, Ghost};
pub use refusal::{Refusal, Unreadable};
pub use review::{MyRound, OwnSheet, Podium, QuestionCard, Reveal, RoundRow};
pub use round::{Given, Round, RoundState};
pub use rules::{
    BadRules, GET_READY_SECONDS, Mode, REVIEW_SECONDS, ROUNDS, Rules, SECONDS, Scoring, Sides, TEAMS,
    WAIT_SECONDS,
};
pub use scene::{CurtainScene, LobbyScene, LobbyState, QuestionScene, Scene, Slot};
pub use score::{AT_ONCE, Earned, MOST_POINTS};
pub use state::{Challenge, Phase, Player, UNTOUCHED};
pub use teams::Team;
pub use timing::MOST_ATTEMPTS;
pub use winners::Winners;

#[cfg(test)]
mod tests;
