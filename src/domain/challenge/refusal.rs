//! What the rules do not allow.

use jiff::Timestamp;

use super::EndReason;
use crate::domain::grading::Selection;
use crate::domain::ids::MemberId;

/// Why something was not done. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The game is over.
    #[error("the game is over: {0:?}")]
    Over(EndReason),
    /// The game is not over yet.
    #[error("the game is not over yet")]
    NotOver,
    /// The game has begun: there is no lobby any more.
    #[error("the game has begun")]
    HasBegun,
    /// Only the host, or who manages the server, may do this.
    #[error("only the host {host} or a manager may do this")]
    NotHost {
        /// Who hosts.
        host: MemberId,
    },
    /// Two are needed to begin.
    #[error("only {have} are in, two are needed")]
    TooFew {
        /// How many are in.
        have: usize,
    },
    /// All are in one team.
    #[error("all are in one team")]
    OneTeam,
    /// There is no such team to choose.
    #[error("there is no such team to choose")]
    NoSuchTeam,
    /// The member is in already.
    #[error("already in")]
    AlreadyIn,
    /// The game is full.
    #[error("the game is full")]
    Full,
    /// A duel is for two.
    #[error("not invited to this duel")]
    NotInvited,
    /// The member does not play in this game (any more).
    #[error("not in this game")]
    Outside,
    /// The member joined after the question appeared, and plays from the next round on.
    #[error("in from the next round on")]
    FromNextRound,
    /// The button belongs to a round that is over, or to an earlier asking of this one.
    #[error("round {number} is not open any more")]
    Stale {
        /// The button's round.
        number: u8,
    },
    /// The press came after time was up, by Discord's own time of it.
    #[error("time was up")]
    TimeUp,
    /// An answer stands, and cannot be changed (again).
    #[error("already answered {selection}")]
    Answered {
        /// What stands.
        selection: Selection,
    },
    /// The choice does not fit the question.
    #[error("the choice does not fit the question")]
    Unfit,
    /// Nothing is due yet.
    #[error("nothing is due before {until:?}")]
    NotDue {
        /// When something will be.
        until: Option<Timestamp>,
    },
    /// The question was asked in this game before.
    #[error("this question was asked before")]
    Repeated,
    /// It makes no sense at this point of a game.
    #[error("this makes no sense now")]
    Misplaced,
    /// The member played in the game itself, and cannot be its ghost.
    #[error("played in the game itself")]
    WasThere,
    /// It is too long since the game to play it after the others.
    #[error("the game ended too long ago")]
    GhostTooLate,
}

/// Why stored events are none of a game.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The first one opens no lobby.
    #[error("the events do not begin with an opening")]
    NotOpened,
    /// One was written by a newer Shipmate.
    #[error("event {place} is written in version {v}")]
    Newer {
        /// The how-manyeth, from 1.
        place: u32,
        /// Its version.
        v: u16,
    },
    /// One could not have happened.
    #[error("event {place} could not have happened: {refusal}")]
    Refused {
        /// The how-manyeth, from 1.
        place: u32,
        /// Why not.
        refusal: Refusal,
    },
}
