//! Who may do what: every command, button, menu and form, tried by everybody through forged interactions.
//!
//! Discord's menus are no guard: a client can send whatever it likes, in the server that it is on. Whoever may not
//! do something gets words, and nothing changes; the tables do not compile, or their tests fail, when something new
//! has no row.

mod commands;
mod forms;
mod presses;
mod stage;

/// Who tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Answers the dailies, has a practice, reported a question, hosts the games.
    Mei,
    /// Plays in the games; has answered no daily.
    Raj,
    /// Manages the server; plays nothing.
    Captain,
    /// A member of another server.
    Stranger,
    /// Manages that other server.
    Admiral,
}

impl Who {
    const ALL: [Self; 5] = [Self::Mei, Self::Raj, Self::Captain, Self::Stranger, Self::Admiral];

    const fn is_elsewhere(self) -> bool {
        matches!(self, Self::Stranger | Self::Admiral)
    }
}

/// Whom something is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    /// Everybody, wherever they are.
    Everybody,
    /// Everybody, and it concerns nobody but themselves.
    Oneself,
    /// Members of the daily's server.
    Here,
    /// Who manages a server, and that server alone.
    Managers,
    /// Whose practice it is.
    Practice,
    /// Whose answer reached a milestone.
    Milestone,
    /// Who has answered the question.
    Answered,
    /// Members of the game's server.
    GameHere,
    /// Who is in the game.
    Players,
    /// Who was asked a question of the game.
    Asked,
    /// The same, where whoever else hears that they see no result.
    Reporters,
    /// Who is in the lobby.
    InLobby,
    /// Who hosts the game, or manages the server.
    Hosts,
    /// Who was not in the game.
    Absent,
    /// Who was not in the game, and plays it now.
    Ghosts,
}

const NO_MANAGER: &str = "**Manage Server**";
const NO_DAILY: &str = "I don't know this question";
const NO_GAME: &str = "I don't know this game";
const NO_PRACTICE: &str = "This practice isn't yours";
const NO_MILESTONE: &str = "There is no milestone to celebrate";
const NO_ANSWER: &str = "That question is behind you";
const NO_PLAYER: &str = "not in this game";
const NO_HOST: &str = "who hosts, or somebody who manages";
const NO_GHOST: &str = "You weren't in this game";
const WAS_THERE: &str = "You played this game yourself";

/// What nobody is told who may do what they try.
const REFUSALS: [&str; 10] = [
    NO_MANAGER,
    NO_DAILY,
    NO_GAME,
    NO_PRACTICE,
    NO_MILESTONE,
    NO_ANSWER,
    NO_PLAYER,
    NO_HOST,
    NO_GHOST,
    WAS_THERE,
];

impl Right {
    /// How somebody is refused; `None`: they may.
    const fn refuses(self, who: Who) -> Option<&'static str> {
        match (self, who) {
            (Self::Everybody | Self::Oneself, _)
            // What a manager of another server does concerns that one.
            | (Self::Managers, Who::Captain | Who::Admiral)
            | (Self::Hosts, Who::Mei | Who::Captain)
            | (Self::Players | Self::Asked | Self::Reporters, Who::Mei | Who::Raj)
            | (Self::Absent | Self::Ghosts, Who::Captain)
            | (Self::Here, Who::Mei | Who::Raj | Who::Captain)
            | (Self::Practice | Self::Milestone | Self::Answered | Self::InLobby, Who::Mei) => None,
            (Self::Managers, _) => Some(NO_MANAGER),
            (Self::Here, _) => Some(NO_DAILY),
            (Self::Practice, _) => Some(NO_PRACTICE),
            (Self::Milestone, _) => Some(NO_MILESTONE),
            (Self::Answered | Self::Reporters, _) => Some(NO_ANSWER),
            (_, Who::Stranger | Who::Admiral) => Some(NO_GAME),
            (Self::GameHere, _) => None,
            (Self::Absent, _) => Some(WAS_THERE),
            (Self::Ghosts | Self::Asked, _) => Some(NO_GHOST),
            (Self::Hosts, _) => Some(NO_HOST),
            (Self::Players | Self::InLobby, _) => Some(NO_PLAYER),
        }
    }

    /// Whether what somebody does by this right may touch what is theirs alone.
    const fn is_own(self, who: Who) -> bool {
        who.is_elsewhere() || matches!(self, Self::Oneself)
    }
}

/// A table of rights: for each variant one that is really there, and whom it is for. Gives its rows.
///
/// The patterns are one `match`: without a row for each variant this does not compile.
macro_rules! rights {
    ($all:ident($stage:ident: &Stage) -> $kind:ty { $($variant:pat => $sample:expr, $right:ident;)+ }) => {
        fn $all($stage: &Stage) -> Vec<($kind, Right)> {
            let right = |sample: &$kind| match sample { $($variant => Right::$right,)+ };
            let rows = vec![$({
                let sample: $kind = $sample;
                assert!(matches!(&sample, $variant), "{sample:?} stands in another's row");
                sample
            }),+];
            rows.into_iter().map(|sample| { let right = right(&sample); (sample, right) }).collect()
        }
    };
}
use rights;
