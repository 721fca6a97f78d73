//! Which questions stop being right when something moves.

use crate::domain::content::{AnswerOption, Fact, Question, Standing};
use crate::domain::ids::FactId;

/// The fact on which a question hinges, if there is one.
///
/// What may move is a volatile fact (a price, a quota, a state of support) or an update (the exam and older material
/// may still say otherwise). A question hinges on it where
/// - a key cites a volatile fact: once the fact has moved, the option may be right no more;
/// - a key rests on nothing but volatile facts and updates: no lasting fact proves it;
/// - a distractor is refuted by volatile facts alone: once they have moved, it may be right as well.
///
/// A distractor that falls by an update is no hinge: what is settled does not come back.
pub(in super::super) fn hinge<'f>(
    question: &'f Question,
    fact: impl Fn(&FactId) -> Option<&'f Fact>,
) -> Option<&'f FactId> {
    let is_volatile = |id: &&FactId| fact(id).is_some_and(|fact| fact.volatile);
    let may_move =
        |id: &&FactId| fact(id).is_some_and(|fact| fact.volatile || fact.standing == Standing::Update);
    let of_option = |option: &'f AnswerOption| {
        let first = option.facts.iter().find(is_volatile);
        if option.key {
            let alone = option.facts.iter().all(|id| may_move(&id));
            first.or_else(|| option.facts.first().filter(|_| alone))
        } else {
            first.filter(|_| option.facts.iter().all(|id| is_volatile(&id)))
        }
    };
    question.options.iter().find_map(of_option)
}
