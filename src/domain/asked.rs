//! A question as members see it: its options in the shuffled order.

use serde::{Deserialize, Serialize};

use super::content::{AnswerOption, Question};
use super::grading::{self, Grade, Selection};
use super::ids::FactId;

/// A question with the order in which its options are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedQuestion {
    /// The question, word for word as it was asked.
    pub question: Question,
    /// For each shown position, the option's place in the question.
    order: Vec<usize>,
}

impl AskedQuestion {
    /// Shows `question` in `order`. `None` unless `order` names each option once and one is right.
    #[must_use]
    pub fn new(question: Question, order: Vec<usize>) -> Option<Self> {
        let mut sorted = order.clone();
        sorted.sort_unstable();
        let complete = sorted.into_iter().eq(0..question.options.len());
        (complete && grading::key(&question, &order).is_some()).then_some(Self { question, order })
    }

    /// For each shown position, the option's place in the question.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The options as shown, first position first.
    pub fn options(&self) -> impl ExactSizeIterator<Item = &AnswerOption> {
        self.order.iter().map(|&place| &self.question.options[place])
    }

    /// The option at a shown position.
    #[must_use]
    pub fn option(&self, position: usize) -> Option<&AnswerOption> {
        self.order.get(position).map(|&place| &self.question.options[place])
    }

    /// The shown positions that are right.
    #[must_use]
    pub fn key(&self) -> Selection {
        grading::key(&self.question, &self.order).expect("a question is only shown if an option is right")
    }

    /// How good a choice is.
    #[must_use]
    pub fn grade(&self, selection: Selection) -> Grade {
        grading::grade(&self.question, &self.order, selection)
    }

    /// The facts behind what was chosen and behind the key, in this order; one may come twice.
    pub fn facts_behind(&self, chosen: Option<Selection>) -> impl Iterator<Item = &FactId> {
        let positions = chosen.into_iter().flat_map(Selection::positions).chain(self.key().positions());
        positions.filter_map(|position| self.option(position)).flat_map(|option| &option.facts)
    }

    /// Whether `selection` names existing options, as many as the question asks for.
    #[must_use]
    pub fn accepts(&self, selection: Selection) -> bool {
        selection.count() == self.question.key_count()
            && selection.positions().all(|position| position < self.order.len())
    }
}
