//! Which question a round asks.

use jiff::ToSpan;
use jiff::civil::Date;
use rand::Rng;

use super::Challenge;
use crate::domain::asked::AskedQuestion;
use crate::domain::choose::{self, Asked, ConceptRecord};
use crate::domain::content::{Difficulty, Question};
use crate::domain::ids::{ConceptId, QuestionId};

/// A question that the group had within so many days, as a daily or in a game, is not asked again.
///
/// A group that meets once a week must not meet last week's questions, and that of yesterday's daily still less.
pub const LATELY_DAYS: i32 = 7;

/// What the group has had.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// When each question was last asked.
    pub asked: Vec<Asked>,
    /// Questions that are open now: asking them elsewhere would give them away.
    pub open: Vec<QuestionId>,
    /// How the group does on each concept.
    pub record: Vec<ConceptRecord>,
}

/// The questions on a topic that the group has not had lately, `today` being its local day.
#[must_use]
pub fn not_lately<'a>(
    pool: &'a [Question],
    topic: Option<&ConceptId>,
    history: &History,
    today: Date,
) -> Vec<&'a Question> {
    let since = today.saturating_sub(LATELY_DAYS.days());
    let lately = |question: &Question| {
        history.asked.iter().any(|asked| asked.question == question.id && asked.day > since)
    };
    pool.iter()
        .filter(|question| topic.is_none_or(|topic| question.concepts.contains(topic)))
        .filter(|question| !history.open.contains(&question.id) && !lately(question))
        .collect()
}

impl Challenge {
    /// Draws the next question, and the order of its options. `None`: the group has had all of them lately.
    #[must_use]
    pub fn draw(
        &self,
        pool: &[Question],
        history: &History,
        today: Date,
        target: Difficulty,
        rng: &mut impl Rng,
    ) -> Option<AskedQuestion> {
        let mut fresh = not_lately(pool, self.rules.topic.as_ref(), history, today);
        fresh.retain(|question| !self.has_asked(&question.id));
        let question = choose::choose_as_hard(&fresh, &history.asked, &history.record, target, rng)?;
        let order = choose::shuffled_order(question.options.len(), rng);
        AskedQuestion::new(question.clone(), order)
    }
}
