//! What the buttons that open a form stand for.

use std::fmt;

use super::number;
use crate::domain::ids::{ChallengeId, DailyId, PracticeId};

/// What a form is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormPress {
    /// What is wrong with the question of a daily.
    ReportDaily {
        /// Which daily.
        daily: DailyId,
    },
    /// What is wrong with an answered practice question.
    ReportPractice {
        /// Which session.
        practice: PracticeId,
        /// Which question of it, from 1.
        number: u32,
    },
    /// What is wrong with the question of a game's round.
    ReportGame {
        /// Which game.
        challenge: ChallengeId,
        /// Which round, from 1.
        number: u8,
    },
    /// Everything about the member is to be erased.
    Erase,
}

impl FormPress {
    /// What it is called where presses are counted.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::ReportDaily { .. } | Self::ReportPractice { .. } | Self::ReportGame { .. } => "report",
            Self::Erase => "erase",
        }
    }
}

pub(super) fn read(parts: &[&str]) -> Option<FormPress> {
    Some(match *parts {
        ["report", "daily", daily] => FormPress::ReportDaily { daily: DailyId(number(daily)?) },
        ["report", "practice", practice, asked] => {
            FormPress::ReportPractice { practice: PracticeId(number(practice)?), number: number(asked)? }
        }
        ["report", "game", challenge, round] => {
            FormPress::ReportGame { challenge: ChallengeId(number(challenge)?), number: number(round)? }
        }
        ["privacy", "erase"] => FormPress::Erase,
        _ => return None,
    })
}

impl fmt::Display for FormPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReportDaily { daily } => write!(f, "report:daily:{daily}"),
            Self::ReportPractice { practice, number } => write!(f, "report:practice:{practice}:{number}"),
            Self::ReportGame { challenge, number } => write!(f, "report:game:{challenge}:{number}"),
            Self::Erase => f.write_str("privacy:erase"),
        }
    }
}

#[cfg(test)]
pub(super) fn any_form_press() -> impl proptest::strategy::Strategy<Value = FormPress> {
    use proptest::prelude::*;

    prop_oneof![
        any::<u64>().prop_map(|daily| FormPress::ReportDaily { daily: DailyId(daily) }),
        (any::<u64>(), any::<u32>()).prop_map(|(practice, number)| FormPress::ReportPractice {
            practice: PracticeId(practice),
            number
        }),
        (any::<u64>(), any::<u8>()).prop_map(|(challenge, number)| FormPress::ReportGame {
            challenge: ChallengeId(challenge),
            number
        }),
        Just(FormPress::Erase),
    ]
}
