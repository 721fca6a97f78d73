//! Content on disk -> a checked, typed [`Pack`]; every problem with file, line and a hint.
//!
//! `files` finds what there is, `parse` makes typed items of it, `check` holds them against the rules, and
//! what passes is a [`Pack`] in a [`Library`].

mod chapter;
mod check;
mod draft;
mod files;
mod library;
mod measure;
mod names;
mod parse;
mod place;
mod problem;
pub mod report;
mod review;
mod show;
mod stats;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

pub use chapter::Chapter;
use draft::Draft;
pub use library::Library;
pub use measure::{Measure, Setter, Unit, Verdict};
use place::Located;
pub use problem::{Problem, Problems, Severity};
pub use stats::Stats;

use crate::domain::comparison::Comparison;
use crate::domain::content::{Concept, Fact, Question};
use crate::domain::ids::{ConceptId, FactId, QuestionId};

/// A chapter with all that it teaches and asks, in the order of its files; every reference in it resolves.
#[derive(Debug)]
pub struct Pack {
    chapter: Chapter,
    facts: Vec<Fact>,
    concepts: Vec<Concept>,
    questions: Vec<Question>,
    comparisons: Vec<Comparison>,
    fact_places: HashMap<FactId, usize>,
    concept_places: HashMap<ConceptId, usize>,
    question_places: HashMap<QuestionId, usize>,
}

impl Pack {
    /// The chapter itself.
    #[must_use]
    pub fn chapter(&self) -> &Chapter {
        &self.chapter
    }

    /// All facts.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// All concepts.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// All questions.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// All comparisons.
    #[must_use]
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// The fact with this id.
    #[must_use]
    pub fn fact(&self, id: &FactId) -> Option<&Fact> {
        self.fact_places.get(id).map(|place| &self.facts[*place])
    }

    /// The concept with this id.
    #[must_use]
    pub fn concept(&self, id: &ConceptId) -> Option<&Concept> {
        self.concept_places.get(id).map(|place| &self.concepts[*place])
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.question_places.get(id).map(|place| &self.questions[*place])
    }

    /// The questions which test this concept, as their main one or beside it.
    pub fn questions_on(&self, concept: &ConceptId) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(move |question| question.concepts.contains(concept))
    }

    /// The heading of a section.
    #[must_use]
    pub fn section_title(&self, number: u16) -> Option<&str> {
        self.chapter.section(number).map(|section| section.title.as_str())
    }
}

impl From<Draft> for Pack {
    fn from(draft: Draft) -> Self {
        let facts = values(draft.facts);
        let concepts = values(draft.concepts);
        let questions = values(draft.questions);
        Self {
            fact_places: facts.iter().map(|fact| fact.id.clone()).zip(0..).collect(),
            concept_places: concepts.iter().map(|concept| concept.id.clone()).zip(0..).collect(),
            question_places: questions.iter().map(|question| question.id.clone()).zip(0..).collect(),
            chapter: draft.chapter.value,
            facts,
            concepts,
            questions,
            comparisons: values(draft.comparisons),
        }
    }
}

fn values<T>(located: Vec<Located<T>>) -> Vec<T> {
    located.into_iter().map(|item| item.value).collect()
}
