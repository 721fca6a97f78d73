//! What an answer is worth.
//!
//! Source of the speed points, of the half second and of the points per right part of a question with several right
//! answers: Kahoot!, "How points work", <https://support.kahoot.com/hc/en-us/articles/115002303908-How-points-work>.
//! The bonus for right answers in a row stood on the same page ("How to toggle points") until it became a fixture
//! of Kahoot's games: 0, 100, 200, 300, 400 and from the sixth on 500 points.

use jiff::SignedDuration;

use super::Scoring;
use crate::domain::asked::AskedQuestion;
use crate::domain::grading::{Grade, Selection};

/// Points for a right answer that comes at once.
pub const MOST_POINTS: u32 = 1_000;

/// An answer that comes sooner has all points.
pub const AT_ONCE: SignedDuration = SignedDuration::from_millis(500);

/// What each further right answer in a row adds to the bonus, in points.
const BONUS_STEP: u32 = 100;

/// The highest bonus, in points.
const MOST_BONUS: u32 = 500;

/// What one answer earned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Earned {
    /// Points for what was right.
    pub answer: u32,
    /// Points for right answers in a row.
    pub bonus: u32,
}

impl Earned {
    /// All of it.
    #[must_use]
    pub fn total(self) -> u32 {
        self.answer + self.bonus
    }
}

/// How many of the right options are among the chosen; 0 where more were chosen than asked for.
#[must_use]
pub(super) fn right_parts(asked: &AskedQuestion, selection: Selection) -> usize {
    match asked.grade(selection) {
        Grade::Right => asked.question.key_count(),
        Grade::Partly { right } => right,
        Grade::Wrong => 0,
    }
}

/// Points for a choice made `taken` after the question appeared, by a clock of `open_for`.
///
/// Each right part has its share of the points, a wrong pick has none and takes none. An answer that comes after
/// `open_for`, where the table still had time, is worth what the last instant is worth.
#[must_use]
pub(super) fn points(
    asked: &AskedQuestion,
    selection: Selection,
    taken: SignedDuration,
    open_for: SignedDuration,
    scoring: Scoring,
) -> u32 {
    let parts = right_parts(asked, selection);
    let each = match scoring {
        Scoring::Plain => 1,
        Scoring::Speed => speed_points(most_per_part(asked), taken, open_for),
    };
    u32::try_from(parts).unwrap_or(u32::MAX).saturating_mul(each)
}

/// The most that a question can earn, without any bonus.
#[must_use]
pub(super) fn most(asked: &AskedQuestion, scoring: Scoring) -> u32 {
    let parts = u32::try_from(asked.question.key_count()).unwrap_or(1);
    match scoring {
        Scoring::Plain => parts,
        Scoring::Speed => most_per_part(asked) * parts,
    }
}

/// The bonus for the `nth` right answer in a row, 1 for the first.
#[must_use]
pub(super) fn streak_bonus(nth: u32) -> u32 {
    (nth.saturating_sub(1) * BONUS_STEP).min(MOST_BONUS)
}

fn most_per_part(asked: &AskedQuestion) -> u32 {
    let parts = u32::try_from(asked.question.key_count()).unwrap_or(1);
    MOST_POINTS / parts.max(1)
}

/// `most × (1 − t / 2T)`, rounded to the nearest whole number.
fn speed_points(most: u32, taken: SignedDuration, open_for: SignedDuration) -> u32 {
    if taken < AT_ONCE {
        return most;
    }
    let most = i128::from(most);
    let whole = open_for.as_millis().max(1);
    let taken = taken.as_millis().min(whole);
    let (share, of) = (most * (2 * whole - taken), 2 * whole);
    u32::try_from((2 * share + of) / (2 * of)).expect("a share of the most points is no more than them")
}
