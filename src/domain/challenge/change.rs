//! What became of a game by an event.

use serde::{Deserialize, Serialize};

use crate::domain::content::Difficulty;
use crate::domain::ids::MemberId;

/// Why a game is over.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum EndReason {
    /// All rounds were played.
    Finished,
    /// The lobby was canceled; the one who challenged took the invitation to a duel back.
    Canceled,
    /// The lobby's wait passed with fewer than two members in it.
    NobodyCame,
    /// The invited one of a duel declined.
    Declined,
    /// The host or a manager stopped it.
    Stopped,
    /// Everybody left, or one of the two in a duel.
    Deserted,
    /// A duel that had begun was stopped by a manager who is none of the two.
    CalledOff,
    /// Nobody touched it for ten minutes.
    Untouched,
    /// The bot was away for so long that going on made no sense.
    Away,
    /// There was no further question that the group had not had lately.
    OutOfQuestions,
    /// A message could not be posted for so long that going on made no sense.
    Stalled,
    /// A message that the game stands on was deleted.
    MessageGone,
    /// The channel is gone.
    ChannelGone,
    /// Permissions are missing in the channel: their names as Discord shows them.
    MissingPermissions {
        /// Such as `Send Messages`.
        permissions: Vec<String>,
    },
    /// Discord refuses for another reason.
    Refused {
        /// Discord's own words.
        said: String,
    },
    /// The bot was removed from the server.
    Removed,
}

/// What a game needs from outside before it can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// A question, at best as hard as this.
    Question(Difficulty),
}

/// What an event did, as far as somebody outside must act on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A member joined or came back.
    Joined(MemberId),
    /// A member left.
    Left(MemberId),
    /// Hosting passed on.
    HostIs(MemberId),
    /// The game began.
    Began,
    /// An answer counts.
    LockedIn {
        /// Whose.
        member: MemberId,
        /// Whether it replaced an earlier one.
        changed: bool,
    },
    /// A round closed.
    Closed {
        /// Its number.
        number: u8,
    },
    /// The interrupted question is asked anew.
    AskedAnew {
        /// Its number.
        number: u8,
    },
    /// The game is over.
    Ended(EndReason),
    /// A member who was not there has played the whole game.
    GhostFinished(MemberId),
}
