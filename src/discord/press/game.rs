//! What the buttons and menus of a group's game stand for.

use std::fmt;

use super::{number, position_of};
use crate::domain::challenge::{TEAMS, Team};

/// What a member asks for with a button or a menu of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GamePress {
    /// Join it; accept a duel.
    Join,
    /// Join it in this team, or change to it.
    JoinTeam {
        /// Which.
        team: Team,
    },
    /// Leave it; decline a duel.
    Leave,
    /// Begin before the lobby's wait is over.
    Begin,
    /// Cancel the lobby.
    Cancel,
    /// A button of a question: the option at this shown position.
    Option {
        /// The round, 1 for the first.
        number: u8,
        /// Which asking of it, 1 for the first.
        attempt: u8,
        /// The shown position, from 0.
        position: usize,
    },
    /// The menu of a question that asks for several options; its values are shown positions.
    Choices {
        /// The round, 1 for the first.
        number: u8,
        /// Which asking of it, 1 for the first.
        attempt: u8,
    },
    /// Go on before the reading time is over.
    GoOn,
    /// "Where do I stand?" and "My results".
    Mine,
    /// The menu of closed rounds; its values are their numbers.
    Rounds,
    /// A closed round that the member was asked, with the reasons for all options.
    Round {
        /// Its number, 1 for the first.
        number: u8,
    },
    /// The next round of a finished game, for a member who was not there.
    Ghost,
    /// A button of a ghost's question.
    GhostOption {
        /// The round, 1 for the first.
        number: u8,
        /// The shown position, from 0.
        position: usize,
    },
    /// The menu of a ghost's question.
    GhostChoices {
        /// The round, 1 for the first.
        number: u8,
    },
}

pub(super) fn read(parts: &[&str]) -> Option<GamePress> {
    Some(match *parts {
        ["join"] => GamePress::Join,
        ["team", team] => GamePress::JoinTeam { team: team_of(team)? },
        ["leave"] => GamePress::Leave,
        ["begin"] => GamePress::Begin,
        ["cancel"] => GamePress::Cancel,
        ["option", round, attempt, position] => GamePress::Option {
            number: number(round)?,
            attempt: number(attempt)?,
            position: position_of(position)?,
        },
        ["choices", round, attempt] => {
            GamePress::Choices { number: number(round)?, attempt: number(attempt)? }
        }
        ["on"] => GamePress::GoOn,
        ["mine"] => GamePress::Mine,
        ["rounds"] => GamePress::Rounds,
        ["round", round] => GamePress::Round { number: number(round)? },
        ["ghost"] => GamePress::Ghost,
        ["ghost-option", round, position] => {
            GamePress::GhostOption { number: number(round)?, position: position_of(position)? }
        }
        ["ghost-choices", round] => GamePress::GhostChoices { number: number(round)? },
        _ => return None,
    })
}

fn team_of(part: &str) -> Option<Team> {
    number(part).filter(|team| team < TEAMS.end()).map(Team)
}

impl fmt::Display for GamePress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Join => f.write_str("join"),
            Self::JoinTeam { team } => write!(f, "team:{}", team.0),
            Self::Leave => f.write_str("leave"),
            Self::Begin => f.write_str("begin"),
            Self::Cancel => f.write_str("cancel"),
            Self::Option { number, attempt, position } => write!(f, "option:{number}:{attempt}:{position}"),
            Self::Choices { number, attempt } => write!(f, "choices:{number}:{attempt}"),
            Self::GoOn => f.write_str("on"),
            Self::Mine => f.write_str("mine"),
            Self::Rounds => f.write_str("rounds"),
            Self::Round { number } => write!(f, "round:{number}"),
            Self::Ghost => f.write_str("ghost"),
            Self::GhostOption { number, position } => write!(f, "ghost-option:{number}:{position}"),
            Self::GhostChoices { number } => write!(f, "ghost-choices:{number}"),
        }
    }
}

#[cfg(test)]
pub(super) fn any_game_press() -> impl proptest::strategy::Strategy<Value = GamePress> {
    use proptest::prelude::*;

    let position = 0..super::MAX_POSITIONS;
    prop_oneof![
        Just(GamePress::Join),
        (0..*TEAMS.end()).prop_map(|team| GamePress::JoinTeam { team: Team(team) }),
        Just(GamePress::Leave),
        Just(GamePress::Begin),
        Just(GamePress::Cancel),
        (any::<u8>(), any::<u8>(), position.clone())
            .prop_map(|(number, attempt, position)| GamePress::Option { number, attempt, position }),
        (any::<u8>(), any::<u8>()).prop_map(|(number, attempt)| GamePress::Choices { number, attempt }),
        Just(GamePress::GoOn),
        Just(GamePress::Mine),
        Just(GamePress::Rounds),
        any::<u8>().prop_map(|number| GamePress::Round { number }),
        Just(GamePress::Ghost),
        (any::<u8>(), position).prop_map(|(number, position)| GamePress::GhostOption { number, position }),
        any::<u8>().prop_map(|number| GamePress::GhostChoices { number }),
    ]
}
