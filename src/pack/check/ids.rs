//! Ids: well-formed, and each only once.

use std::collections::HashMap;

use super::super::draft::Draft;
use super::super::place::Place;
use super::super::problem::Problems;
use crate::domain::ids::ConceptId;

const UNIQUE_HINT: &str = "give one of them another id; ids are stable and never reused";

pub(super) fn check_form(draft: &Draft, problems: &mut Problems) {
    let chapter = &draft.chapter;
    if !is_kebab(&chapter.value.id) {
        let message = format!("`{}` is not a chapter's id", chapter.value.id);
        problems.error(chapter.place.key("id"), message, "write it as `chapter-07`");
    }
    for fact in &draft.facts {
        let id = fact.value.id.as_str();
        if !is_fact(id) {
            let hint =
                "write F<section>-<number>, such as `F75-16`, or, across sections, FX<chapter>-<number>";
            problems.error(fact.place.key("id"), format!("`{id}` is not a fact's id"), hint);
        }
    }
    for concept in &draft.concepts {
        let id = concept.value.id.as_str();
        if !is_kebab(id) {
            let hint = "write lower-case words with hyphens, such as `task-definition`";
            problems.error(concept.place.key("id"), format!("`{id}` is not a concept's id"), hint);
        }
        let length = id.chars().count();
        if length > ConceptId::MAX_CHARS {
            let most = ConceptId::MAX_CHARS;
            let message = format!("the id has {length} characters; a button carries {most}");
            let hint = "shorten it while no answer refers to it";
            problems.error(concept.place.key("id"), message, hint);
        }
    }
    for question in &draft.questions {
        let (id, section) = (question.value.id.as_str(), question.value.section);
        let slug = id.strip_prefix(&format!("q{section}-"));
        if !slug.is_some_and(is_kebab) {
            let message = format!("`{id}` is not an id of a question in section {section}");
            let hint = format!("write q{section}-<slug>, such as `q{section}-legacy-agents`");
            problems.error(question.place.key("id"), message, hint);
        }
    }
}

/// Whether no two facts, concepts or questions of all packs share an id, and no two packs.
pub(super) fn check_unique(drafts: &[Draft], problems: &mut Problems) {
    let chapters = drafts.iter().map(|draft| (draft.chapter.value.id.as_str(), &draft.chapter.place));
    unique("chapter", chapters, problems);
    unique_sections(drafts, problems);
    let facts = drafts.iter().flat_map(|draft| &draft.facts);
    unique("fact", facts.map(|fact| (fact.value.id.as_str(), &fact.place)), problems);
    let concepts = drafts.iter().flat_map(|draft| &draft.concepts);
    unique("concept", concepts.map(|concept| (concept.value.id.as_str(), &concept.place)), problems);
    let questions = drafts.iter().flat_map(|draft| &draft.questions);
    unique("question", questions.map(|question| (question.value.id.as_str(), &question.place)), problems);
}

/// Sections are numbered through the whole course: a question says 75, and everybody knows of which chapter.
fn unique_sections(drafts: &[Draft], problems: &mut Problems) {
    let mut first: HashMap<u16, &Draft> = HashMap::new();
    for draft in drafts {
        for (at, section) in draft.chapter.value.sections.iter().enumerate() {
            match first.get(&section.number) {
                Some(other) if !std::ptr::eq(*other, draft) => {
                    let (number, other) = (section.number, other.chapter.place.reference());
                    let message = format!("section {number} is also a section of the pack at {other}");
                    let hint = "number the sections as the course does, through all its chapters";
                    problems.error(draft.chapter.place.element("section", at), message, hint);
                }
                Some(_) => {}
                None => drop(first.insert(section.number, draft)),
            }
        }
    }
}

fn unique<'d>(kind: &str, ids: impl Iterator<Item = (&'d str, &'d Place)>, problems: &mut Problems) {
    let mut first: HashMap<&str, &Place> = HashMap::new();
    for (id, place) in ids {
        if let Some(other) = first.get(id) {
            let message = format!("{kind} `{id}` is also at {}", other.reference());
            problems.error(place.key("id"), message, UNIQUE_HINT);
        } else {
            first.insert(id, place);
        }
    }
}

/// `F74-01`; across sections `FX8-01`, with the chapter's number, or without it, as in the first chapter, `FX-01`.
fn is_fact(id: &str) -> bool {
    let parts = id.strip_prefix('F').and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(section, number)| {
        let chapter = section.strip_prefix('X');
        (chapter.is_some_and(|chapter| chapter.is_empty() || is_number(chapter)) || is_number(section))
            && is_number(number)
            && number.len() >= 2
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Lower-case words and numbers with one hyphen between each two.
fn is_kebab(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.split('-').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_ids() {
        assert!(["F74-01", "FX-01", "FX8-01", "F7-123"].into_iter().all(is_fact));
        assert!(!["F74-1", "f74-01", "F74", "F-01", "FX01", "FXX-01", "F74-0a", ""].into_iter().any(is_fact));
        assert!(["fargate", "ec2-launch-type", "chapter-07"].into_iter().all(is_kebab));
        assert!(!["", "Fargate", "a--b", "-a", "a-", "a_b", "a b", "é"].into_iter().any(is_kebab));
    }
}
