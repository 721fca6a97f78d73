//! A question bank in measures: each a value, its limit and a verdict.
//!
//! Everything here is a function of the pack's values; where they were written is `check`'s matter.

mod bound;
pub(super) mod bounds;
mod chi_square;
mod evidence;
pub(super) mod flaw;
pub(super) mod freshness;
pub(super) mod guess;
mod likeness;
mod measures;
pub(super) mod mix;
mod position;
pub(super) mod quotes;
pub(super) mod reading;
mod rotation;
pub(super) mod verbatim;
pub(super) mod wording;
pub(super) mod words;

use std::collections::HashMap;

pub use bound::{Setter, Unit};
pub(super) use evidence::{Evidence, Likeness, Twins};
pub use measures::{Measure, Verdict};

use super::chapter::Chapter;
use crate::domain::content::{Concept, Fact, Question};
use crate::domain::ids::FactId;

/// What a pack holds, wherever it comes from.
#[derive(Debug)]
pub(super) struct Bank<'p> {
    pub(super) chapter: &'p Chapter,
    pub(super) facts: HashMap<&'p FactId, &'p Fact>,
    pub(super) concepts: Vec<&'p Concept>,
    pub(super) questions: Vec<&'p Question>,
}

impl<'p> Bank<'p> {
    pub(super) fn new(
        chapter: &'p Chapter,
        facts: impl Iterator<Item = &'p Fact>,
        concepts: impl Iterator<Item = &'p Concept>,
        questions: impl Iterator<Item = &'p Question>,
    ) -> Self {
        Self {
            chapter,
            facts: facts.map(|fact| (&fact.id, fact)).collect(),
            concepts: concepts.collect(),
            questions: questions.collect(),
        }
    }

    /// The fact on which a question hinges, though it may move; see [`freshness::hinge`].
    pub(super) fn hinge(&self, question: &'p Question) -> Option<&'p FactId> {
        freshness::hinge(question, |id| self.facts.get(id).copied())
    }

    /// Whether there are enough questions for what is said of shares to mean something.
    pub(super) fn is_large(&self) -> bool {
        self.questions.len() >= bounds::BANK
    }
}
