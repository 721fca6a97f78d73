//! A concept, looked up.

use super::Services;
use super::compare::{self, Side};
use crate::domain::content::{Concept, Fact};
use crate::domain::ids::ConceptId;
use crate::domain::lookup::{Found, Suggestion};

/// What `/explain` shows of a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptCard<'a> {
    /// The concept.
    pub concept: &'a Concept,
    /// The heading of its section.
    pub section_title: &'a str,
    /// Its facts, most useful first.
    pub facts: Vec<&'a Fact>,
    /// What it is confused with: the other concept, and the difference.
    pub confused_with: Vec<(&'a Concept, &'a str)>,
    /// What it is compared with: the sides of each comparison, its own first.
    pub compared: Vec<[Side<'a>; 2]>,
    /// How many questions there are on it.
    pub questions: usize,
}

/// What a look-up found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explained<'a> {
    /// The concept that was meant.
    Card(ConceptCard<'a>),
    /// The nearest ones, best first.
    Nearest(Vec<&'a Concept>),
}

/// Finds what a member typed: a term, an alias, an abbreviation, a beginning or a slip of the finger.
#[must_use]
pub fn explain<'a>(services: &'a Services, typed: &str) -> Explained<'a> {
    let nearest = match services.library.lookup().find(typed) {
        Found::One { id, .. } => match card(services, &id) {
            Some(card) => return Explained::Card(card),
            None => Vec::new(),
        },
        Found::Nearest(ids) => ids,
    };
    Explained::Nearest(nearest.iter().filter_map(|id| services.library.concept(id)).collect())
}

/// The card of a concept.
#[must_use]
pub fn card<'a>(services: &'a Services, id: &ConceptId) -> Option<ConceptCard<'a>> {
    let library = &services.library;
    let concept = library.concept(id)?;
    Some(ConceptCard {
        concept,
        section_title: library.section_title(concept.section).unwrap_or_default(),
        facts: concept.facts.iter().filter_map(|id| library.fact(id)).collect(),
        confused_with: concept
            .confused_with
            .iter()
            .filter_map(|confusion| {
                Some((library.concept(&confusion.concept)?, confusion.difference.as_str()))
            })
            .collect(),
        compared: compare::partners(services, id),
        questions: library.questions_on(id).count(),
    })
}

/// Suggestions for what a member has typed so far, best first.
#[must_use]
pub fn suggest(services: &Services, partial: &str, limit: usize) -> Vec<Suggestion> {
    services.library.lookup().suggest(partial, limit)
}
