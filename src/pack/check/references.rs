//! References: whatever an item names is there.

use std::collections::HashSet;

use super::super::chapter::Chapter;
use super::super::draft::Draft;
use super::super::place::{Located, Spot};
use super::super::problem::Problems;
use crate::domain::content::{Concept, Question};
use crate::domain::ids::{ConceptId, FactId};

/// What can be referred to.
struct Known<'d> {
    chapter: &'d Chapter,
    facts: HashSet<&'d FactId>,
    concepts: HashSet<&'d ConceptId>,
}

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    let known = Known {
        chapter: &draft.chapter.value,
        facts: draft.facts.iter().map(|fact| &fact.value.id).collect(),
        concepts: draft.concepts.iter().map(|concept| &concept.value.id).collect(),
    };
    for fact in &draft.facts {
        if let Some(section) = fact.value.id.section() {
            known.section(section, fact.place.key("id"), problems);
        }
    }
    for concept in &draft.concepts {
        known.concept_refers(concept, problems);
    }
    for question in &draft.questions {
        known.question_refers(question, problems);
    }
}

impl Known<'_> {
    fn concept_refers(&self, concept: &Located<Concept>, problems: &mut Problems) {
        let (value, place) = (&concept.value, &concept.place);
        self.section(value.section, place.key("section"), problems);
        if value.facts.is_empty() {
            problems.error(place.key("facts"), "has no fact", "name the facts that explain it");
        }
        each_once(&value.facts, place.key("facts"), problems);
        for (at, fact) in value.facts.iter().enumerate() {
            self.fact(fact, place.element("facts", at), problems);
        }
        for (at, cue) in value.cues.iter().enumerate() {
            self.fact(&cue.fact, place.element("cues", at), problems);
        }
        for (at, confusion) in value.confused_with.iter().enumerate() {
            let spot = place.element("confused_with", at);
            self.concept(&confusion.concept, spot, problems);
            if confusion.concept == value.id {
                problems.error(spot, "is confused with itself", "name the other concept");
            }
        }
    }

    fn question_refers(&self, question: &Located<Question>, problems: &mut Problems) {
        let (value, place) = (&question.value, &question.place);
        self.section(value.section, place.key("section"), problems);
        if self.chapter.domain(value.domain).is_none() {
            let message = format!("there is no domain {}", value.domain);
            problems.error(place.key("domain"), message, "take one of the [[domain]]s in chapter.toml");
        }
        if value.concepts.is_empty() {
            problems.error(place.key("concepts"), "tests no concept", "name the concept it tests first");
        }
        each_once(&value.concepts, place.key("concepts"), problems);
        for (at, concept) in value.concepts.iter().enumerate() {
            self.concept(concept, place.element("concepts", at), problems);
        }
        each_once(&value.facts, place.key("facts"), problems);
        for (at, fact) in value.facts.iter().enumerate() {
            self.fact(fact, place.element("facts", at), problems);
        }
        for (at, misconception) in value.misconceptions.iter().enumerate() {
            if !is_misconception(misconception) {
                let message = format!("`{misconception}` is not a misconception's id");
                let hint = "write it as `M05`, with the number of the chapter's list of misconceptions";
                problems.error(place.element("misconceptions", at), message, hint);
            }
        }
        for (at, option) in value.options.iter().enumerate() {
            let spot = place.element("options", at);
            for fact in &option.facts {
                self.fact(fact, spot, problems);
                if self.facts.contains(fact) && !value.facts.contains(fact) {
                    let message =
                        format!("option {} rests on `{fact}`, which the question does not list", at + 1);
                    problems.error(spot, message, format!("add \"{fact}\" to the question's facts"));
                }
            }
        }
    }

    fn section(&self, number: u16, at: Spot<'_>, problems: &mut Problems) {
        if self.chapter.section(number).is_none() {
            let hint = "take one of the [[section]]s in chapter.toml";
            problems.error(at, format!("there is no section {number}"), hint);
        }
    }

    fn fact(&self, id: &FactId, at: Spot<'_>, problems: &mut Problems) {
        if !self.facts.contains(id) {
            let hint = nearest(id.as_str(), self.facts.iter().map(|id| id.as_str()));
            problems.error(at, format!("there is no fact `{id}`"), hint);
        }
    }

    fn concept(&self, id: &ConceptId, at: Spot<'_>, problems: &mut Problems) {
        if !self.concepts.contains(id) {
            let hint = nearest(id.as_str(), self.concepts.iter().map(|id| id.as_str()));
            problems.error(at, format!("there is no concept `{id}`"), hint);
        }
    }
}

fn each_once<T: std::fmt::Display + Eq + std::hash::Hash>(ids: &[T], at: Spot<'_>, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            problems.warning(at, format!("names `{id}` twice"), "name it once");
        }
    }
}

pub(super) fn nearest<'d>(id: &str, known: impl Iterator<Item = &'d str>) -> String {
    let nearest = known.min_by_key(|known| (strsim::damerau_levenshtein(id, known), *known));
    nearest.map_or_else(
        || "write it, or take the reference out".into(),
        |known| format!("did you mean `{known}`?"),
    )
}

/// `M05`.
fn is_misconception(id: &str) -> bool {
    let number = id.strip_prefix('M').filter(|number| number.len() == 2);
    number.and_then(|number| number.parse::<u8>().ok()).is_some_and(|number| number > 0)
}
