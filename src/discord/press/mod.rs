//! What a button or a select menu stands for, written into its `custom_id`.
//!
//! A `custom_id` is readable by every member's client, so it never holds anything that tells the key. It
//! also outlives the code that wrote it, so it starts with a version.

mod form;
mod game;
mod manager;

pub use form::FormPress;
pub use game::GamePress;
pub use manager::ManagerPress;

use std::fmt;
use std::str::FromStr;

use crate::domain::challenge::Allowance;
use crate::domain::grading::MAX_POSITIONS;
use crate::domain::ids::{ChallengeId, ConceptId, DailyId, PracticeId, SideId};

/// The version that this code writes and reads.
const VERSION: &str = "1";

/// What stands between the parts of a `custom_id`.
const SEPARATOR: char = ':';

/// The longest id of a concept that a `custom_id` carries, in code points.
pub const CONCEPT_ID: usize = ConceptId::MAX_CHARS;

/// The longest id of a side of a comparison that a `custom_id` carries, in code points.
pub const SIDE_ID: usize = 42;

/// What a member asks for with a button or a select menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Press {
    /// A button of a daily: the option at this shown position.
    Daily {
        /// Which daily.
        daily: DailyId,
        /// The shown position, from 0.
        position: usize,
    },
    /// The select menu of a daily that asks for several options; its values are shown positions.
    DailyChoices {
        /// Which daily.
        daily: DailyId,
    },
    /// "My answer & why" on a closed daily.
    DailyReview {
        /// Which daily.
        daily: DailyId,
    },
    /// The milestone that this daily's answer reached may be celebrated in its closing post.
    Celebrate {
        /// Which daily.
        daily: DailyId,
    },
    /// The card of a concept.
    Explain {
        /// Which concept.
        concept: ConceptId,
    },
    /// Practice on a concept.
    QuizTopic {
        /// Which concept.
        concept: ConceptId,
    },
    /// Two things held against each other.
    Compare(Pair),
    /// Practice on the concepts of two things.
    QuizPair(Pair),
    /// A button of a practice question: the option at this shown position.
    PracticeOption {
        /// Which session.
        practice: PracticeId,
        /// Which question of it, from 1.
        number: u32,
        /// The shown position, from 0.
        position: usize,
    },
    /// The select menu of a practice question; its values are shown positions.
    PracticeChoices {
        /// Which session.
        practice: PracticeId,
        /// Which question of it, from 1.
        number: u32,
    },
    /// The question after this one.
    PracticeNext {
        /// Which session.
        practice: PracticeId,
        /// The question that was answered, from 1.
        number: u32,
    },
    /// An answered practice question with the reasons for all of its options.
    PracticeReview {
        /// Which session.
        practice: PracticeId,
        /// Which question of it, from 1.
        number: u32,
    },
    /// The end of a practice session.
    PracticeStop {
        /// Which session.
        practice: PracticeId,
    },
    /// A new practice session on what an earlier one was about.
    PracticeAgain {
        /// The earlier one.
        practice: PracticeId,
    },
    /// A button that opens a form.
    Open(FormPress),
    /// A button for those who manage the server.
    Manage(ManagerPress),
    /// Everything that is kept about the member, as a file.
    Export,
    /// The member is shown to others again.
    List,
    /// The member is hidden from others.
    Unlist,
    /// A button or a menu of a group's game.
    Game {
        /// Which game.
        challenge: ChallengeId,
        /// What is asked for.
        press: GamePress,
    },
    /// The member's own extra time in games.
    ExtraTime {
        /// How much.
        allowance: Allowance,
    },
}

/// The two sides of a comparison, short enough for a `custom_id`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pair([SideId; 2]);

impl Pair {
    /// These two; `None` where an id is longer than [`SIDE_ID`] or no id of ours.
    #[must_use]
    pub fn of(first: &SideId, second: &SideId) -> Option<Self> {
        let fits = [first, second].into_iter().all(|id| is_kebab(id.as_str(), SIDE_ID));
        fits.then(|| Self([first.clone(), second.clone()]))
    }

    /// The two, in order.
    #[must_use]
    pub fn sides(&self) -> &[SideId; 2] {
        &self.0
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{SEPARATOR}{}", self.0[0], self.0[1])
    }
}

/// A `custom_id` of another version, or none that this bot ever wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no press is written as {0:?}")]
pub struct UnknownPress(pub String);

impl Press {
    /// The `custom_id`, at most 100 code points.
    #[must_use]
    pub fn custom_id(&self) -> String {
        self.to_string()
    }

    /// What it is called where presses are counted.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Daily { .. } | Self::DailyChoices { .. } => "daily answer",
            Self::DailyReview { .. } => "daily review",
            Self::Celebrate { .. } => "celebrate",
            Self::Explain { .. } => "explain",
            Self::QuizTopic { .. } | Self::QuizPair(_) => "quiz",
            Self::Compare(_) => "compare",
            Self::PracticeOption { .. } | Self::PracticeChoices { .. } => "practice answer",
            Self::PracticeNext { .. } => "practice next",
            Self::PracticeReview { .. } => "practice review",
            Self::PracticeStop { .. } => "practice stop",
            Self::PracticeAgain { .. } => "practice again",
            Self::Open(press) => press.name(),
            Self::Manage(press) => press.name(),
            Self::Game { .. } => "game",
            Self::ExtraTime { .. } => "extra time",
            Self::Export => "export",
            Self::List | Self::Unlist => "privacy",
        }
    }

    /// Reads a `custom_id`.
    ///
    /// # Errors
    ///
    /// [`UnknownPress`] unless it reads exactly as [`Press::custom_id`] writes it.
    pub fn parse(custom_id: &str) -> Result<Self, UnknownPress> {
        let parts: Vec<&str> = custom_id.split(SEPARATOR).collect();
        parts
            .strip_prefix(&[VERSION])
            .and_then(read)
            // Numbers have several spellings ("+1", "01"): only our own is ours.
            .filter(|press| press.custom_id() == custom_id)
            .ok_or_else(|| UnknownPress(custom_id.to_owned()))
    }
}

fn read(parts: &[&str]) -> Option<Press> {
    Some(match *parts {
        ["daily", daily, position] => {
            Press::Daily { daily: DailyId(number(daily)?), position: position_of(position)? }
        }
        ["daily-choices", daily] => Press::DailyChoices { daily: DailyId(number(daily)?) },
        ["daily-review", daily] => Press::DailyReview { daily: DailyId(number(daily)?) },
        ["celebrate", daily] => Press::Celebrate { daily: DailyId(number(daily)?) },
        ["explain", concept] => Press::Explain { concept: concept_of(concept)? },
        ["quiz", concept] => Press::QuizTopic { concept: concept_of(concept)? },
        ["compare", first, second] => Press::Compare(pair_of(first, second)?),
        ["quiz-pair", first, second] => Press::QuizPair(pair_of(first, second)?),
        ["practice", practice, asked, position] => Press::PracticeOption {
            practice: PracticeId(number(practice)?),
            number: number(asked)?,
            position: position_of(position)?,
        },
        ["practice-choices", practice, asked] => {
            Press::PracticeChoices { practice: PracticeId(number(practice)?), number: number(asked)? }
        }
        ["practice-next", practice, asked] => {
            Press::PracticeNext { practice: PracticeId(number(practice)?), number: number(asked)? }
        }
        ["practice-review", practice, asked] => {
            Press::PracticeReview { practice: PracticeId(number(practice)?), number: number(asked)? }
        }
        ["practice-stop", practice] => Press::PracticeStop { practice: PracticeId(number(practice)?) },
        ["practice-again", practice] => Press::PracticeAgain { practice: PracticeId(number(practice)?) },
        ["report", ..] | ["privacy", "erase"] => Press::Open(form::read(parts)?),
        ["reports" | "dailies", ..] => Press::Manage(manager::read(parts)?),
        ["privacy", "export"] => Press::Export,
        ["privacy", "list"] => Press::List,
        ["privacy", "unlist"] => Press::Unlist,
        ["game", challenge, ref press @ ..] => {
            Press::Game { challenge: ChallengeId(number(challenge)?), press: game::read(press)? }
        }
        ["extra-time", percent] => {
            Press::ExtraTime { allowance: Allowance::try_from(number::<u8>(percent)?).ok()? }
        }
        _ => return None,
    })
}

fn number<N: FromStr>(part: &str) -> Option<N> {
    part.parse().ok()
}

fn position_of(part: &str) -> Option<usize> {
    number(part).filter(|&position| position < MAX_POSITIONS)
}

fn concept_of(part: &str) -> Option<ConceptId> {
    is_kebab(part, CONCEPT_ID).then(|| ConceptId::from(part))
}

fn pair_of(first: &str, second: &str) -> Option<Pair> {
    Pair::of(&first.into(), &second.into())
}

fn is_kebab(part: &str, longest: usize) -> bool {
    let kebab = part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    kebab && (1..=longest).contains(&part.len())
}

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}{SEPARATOR}")?;
        match self {
            Self::Daily { daily, position } => write!(f, "daily:{daily}:{position}"),
            Self::DailyChoices { daily } => write!(f, "daily-choices:{daily}"),
            Self::DailyReview { daily } => write!(f, "daily-review:{daily}"),
            Self::Celebrate { daily } => write!(f, "celebrate:{daily}"),
            Self::Explain { concept } => write!(f, "explain:{concept}"),
            Self::QuizTopic { concept } => write!(f, "quiz:{concept}"),
            Self::Compare(pair) => write!(f, "compare:{pair}"),
            Self::QuizPair(pair) => write!(f, "quiz-pair:{pair}"),
            Self::PracticeOption { practice, number, position } => {
                write!(f, "practice:{practice}:{number}:{position}")
            }
            Self::PracticeChoices { practice, number } => write!(f, "practice-choices:{practice}:{number}"),
            Self::PracticeNext { practice, number } => write!(f, "practice-next:{practice}:{number}"),
            Self::PracticeReview { practice, number } => write!(f, "practice-review:{practice}:{number}"),
            Self::PracticeStop { practice } => write!(f, "practice-stop:{practice}"),
            Self::PracticeAgain { practice } => write!(f, "practice-again:{practice}"),
            Self::Open(press) => press.fmt(f),
            Self::Manage(press) => press.fmt(f),
            Self::Export => f.write_str("privacy:export"),
            Self::List => f.write_str("privacy:list"),
            Self::Unlist => f.write_str("privacy:unlist"),
            Self::Game { challenge, press } => write!(f, "game:{challenge}:{press}"),
            Self::ExtraTime { allowance } => write!(f, "extra-time:{}", allowance.percent()),
        }
    }
}

#[cfg(test)]
mod tests;
