//! What happens in a game: the only thing that is stored of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Allowance, EndReason, Rules, Slot, Team};
use crate::domain::asked::AskedQuestion;
use crate::domain::grading::Selection;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId};

/// The version that events are written in. A reader that meets a higher one must not guess.
///
/// What happened is judged by the rules of its own version whenever it is read, so that a game that was kept by an
/// earlier Shipmate is still the game that was played.
///
/// What changed with version 2:
///
/// - [`Event::Resumed`] asks a question anew for those who have not answered, also where others have;
/// - [`Event::GhostAnswered`] counts for as long as the table had time;
/// - [`Event::Answered`] may come in the time by which a countdown was moved. Earlier versions kept none that did;
/// - [`Event::Answered`] is refused once the key was shown before time was up;
/// - [`Event::Left`] of the one who challenged ends a duel's lobby.
///
/// What changed with version 3:
///
/// - balanced teams are dealt in the order of joining, whatever the members' ids, when a game begins;
/// - [`Event::Resumed`] adds the time of the slowest answer that stands to those that are given after it, and ends a
///   game with [`EndReason::Away`];
/// - [`Event::Stopped`] by one of the two in a duel that has begun is that one's leaving, and ends it with
///   [`EndReason::CalledOff`] by anybody else;
/// - [`Event::Opened`] may leave it to each scenario how long it is shown. Earlier versions always say how long.
pub const EVENT_VERSION: u16 = 3;

/// A game's beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The server.
    pub guild: GuildId,
    /// Where it was started.
    pub channel: ChannelId,
    /// Who started it, and plays along.
    pub host: Newcomer,
    /// What the host chose.
    pub rules: Rules,
    /// Decides whatever is left to chance.
    pub seed: u64,
}

/// A member who comes in, with what the game must know of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    /// Who.
    pub member: MemberId,
    /// Their private extra time.
    pub allowance: Allowance,
    /// The share of right answers so far, in thousandths: teams are balanced by it.
    pub accuracy: u16,
}

/// Who asks for something that only a host or a manager of the server may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asker {
    /// Who.
    pub member: MemberId,
    /// Whether they may manage the server.
    pub manages: bool,
}

/// A choice by a member, as Discord delivered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pressed {
    /// Who.
    pub member: MemberId,
    /// The round that the button belongs to, 1 for the first.
    pub number: u8,
    /// Which asking of that round it belongs to, 1 for the first.
    pub attempt: u8,
    /// The message that the button stands on: it began to exist when its id says.
    pub message: MessageId,
    /// When, by Discord's own time of the press.
    pub at: Timestamp,
    /// What was chosen.
    pub selection: Selection,
}

/// A choice by a member who plays a finished game after the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GhostPressed {
    /// Who.
    pub member: MemberId,
    /// The round, 1 for the first.
    pub number: u8,
    /// When, by Discord's own time of the press.
    pub at: Timestamp,
    /// What was chosen.
    pub selection: Selection,
}

/// Something that happened. Stored in order, it *is* the game: the state is the fold of its events.
///
/// Each comes with the instant at which the bot learnt of it, by the bot's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The lobby was opened. The first event, and only the first.
    Opened(Box<Opening>),
    /// A member joined, came back, or changed to another team in the lobby.
    Joined {
        /// Who.
        newcomer: Newcomer,
        /// The team they chose, where teams are chosen.
        team: Option<Team>,
    },
    /// A member left; the invited one of a duel declined.
    Left {
        /// Who.
        member: MemberId,
    },
    /// The lobby was told to begin.
    Begun {
        /// By whom.
        by: Asker,
    },
    /// The lobby was canceled, or the game stopped.
    Stopped {
        /// By whom.
        by: Asker,
    },
    /// A deadline has passed: see [`Challenge::due`](super::Challenge::due).
    Due,
    /// The next question was drawn.
    Drawn {
        /// What is asked.
        asked: Box<AskedQuestion>,
    },
    /// There is no further question to ask.
    NothingToAsk,
    /// A message of the game stands in the channel.
    Shown {
        /// What it shows.
        slot: Slot,
        /// Which message.
        message: MessageId,
    },
    /// The game's own thread stands, or was refused.
    ThreadOpened {
        /// The thread; `None`: the game goes on in the channel.
        thread: Option<ChannelId>,
    },
    /// A member chose.
    Answered(Pressed),
    /// The reading time was cut short.
    WentOn {
        /// By whom.
        by: Asker,
    },
    /// The bot was restarted.
    Resumed,
    /// The game cannot go on.
    Failed {
        /// Why.
        reason: EndReason,
    },
    /// A member who was not there was shown a round of the finished game.
    GhostAsked {
        /// Who.
        member: MemberId,
        /// Their private extra time.
        allowance: Allowance,
        /// The round, 1 for the first.
        number: u8,
        /// When, by Discord's own time of the press that brought it up.
        at: Timestamp,
    },
    /// A member who was not there chose.
    GhostAnswered(GhostPressed),
}

impl Event {
    /// Whose doing it was, if a member's. An erasure finds an event by this: it names nobody else, but for
    /// the opening of a duel, which names whom it invites.
    #[must_use]
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::Opened(opening) => Some(opening.host.member),
            Self::Joined { newcomer, .. } => Some(newcomer.member),
            Self::Left { member } | Self::GhostAsked { member, .. } => Some(*member),
            Self::Begun { by } | Self::Stopped { by } | Self::WentOn { by } => Some(by.member),
            Self::Answered(pressed) => Some(pressed.member),
            Self::GhostAnswered(pressed) => Some(pressed.member),
            Self::Due
            | Self::Drawn { .. }
            | Self::NothingToAsk
            | Self::Shown { .. }
            | Self::ThreadOpened { .. }
            | Self::Resumed
            | Self::Failed { .. } => None,
        }
    }
}

/// An event as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The version that it is written in.
    pub v: u16,
    /// The event.
    #[serde(flatten)]
    pub event: Event,
}

impl From<Event> for Written {
    fn from(event: Event) -> Self {
        Self { v: EVENT_VERSION, event }
    }
}
